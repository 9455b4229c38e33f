"""What sheets of any kind are made of: what clerks call the columns, and the words they write in them.

Headers are compared without case, blanks and punctuation: `Harga (Rp/kg)` is `harga_rp_kg`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from service.vocabulary import (
    BokarType,
    BuyerType,
    DatePrecision,
    PriceKind,
    PriceLevel,
    Provenance,
    RangePart,
    StorageAge,
)

_NO_WORD = re.compile(r"[^0-9a-z]+")
_GRADE = re.compile(r"(?:harga_)?(?:kkk|k3)_?(\d{2,3})(?:_persen)?")
# Not fields of an observation: they say which district or province, or which refused row was mended.
DISTRICT, BPS_CODE, PROVINCE, REFUSED_ROW = "district", "bps_code", "province", "refused_row"
REFUSED_ROW_COLUMNS = frozenset({REFUSED_ROW, "baris_ditolak"})
# As many digits as both databases can compare with an id.
ROW_ID = re.compile(r"\d{1,18}", re.ASCII)
# Columns that number or explain rows; nothing of an observation stands in them.
REMARKS = frozenset({"keterangan", "remarks"})
LEFT_OUT = REMARKS | {"no", "nomor", "problems"}
# What stands in the remarks of the row that shows how a template is filled in.
EXAMPLE_ROW = "CONTOH / EXAMPLE"

AREA_NAMES = {
    DISTRICT: "kabupaten kabupaten_kota kab kab_kota nama_kabupaten daerah",
    "district_code": "kode_kabupaten kode_kemendagri kode_wilayah",
    BPS_CODE: "kode_bps",
    PROVINCE: "provinsi nama_provinsi",
    "province_code": "kode_provinsi",
}


WORDS: Mapping[str, Mapping[str, str]] = {
    "price_level": {
        "pengepul": PriceLevel.COLLECTOR,
        "tauke": PriceLevel.COLLECTOR,
        "toke": PriceLevel.COLLECTOR,
        "tengkulak": PriceLevel.COLLECTOR,
        "lelang": PriceLevel.AUCTION,
        "pasar_lelang": PriceLevel.AUCTION,
        "uppb": PriceLevel.AUCTION,
        "petani": PriceLevel.FARMGATE,
        "pabrik": PriceLevel.FACTORY,
        "indikasi": PriceLevel.FACTORY_INDICATION,
        "harga_indikasi": PriceLevel.FACTORY_INDICATION,
    },
    "price_kind": {"penawaran": PriceKind.BID, "tawaran": PriceKind.BID, "dibayar": PriceKind.PAID},
    "storage_age": {
        "segar": StorageAge.FRESH,
        "harian": StorageAge.FRESH,
        "mingguan": StorageAge.WEEKLY,
        "dua_mingguan": StorageAge.TWO_WEEKLY,
        "2_mingguan": StorageAge.TWO_WEEKLY,
        "bulanan": StorageAge.MONTHLY,
    },
    "bokar_type": {
        "mangkok": BokarType.CUP_LUMP,
        "lump_mangkok": BokarType.CUP_LUMP,
        "lump_bambu": BokarType.BAMBOO_LUMP,
        "sleb": BokarType.SLAB,
        "slab_tipis": BokarType.THIN_SLAB,
        "sleb_tipis": BokarType.THIN_SLAB,
        "slab_giling": BokarType.MILLED_SLAB,
        "blangket": BokarType.BLANKET,
        "sit_angin": BokarType.UNSMOKED_SHEET,
        "lateks": BokarType.FIELD_LATEX,
        "lateks_kebun": BokarType.FIELD_LATEX,
    },
    "buyer_type": {
        "pengepul": BuyerType.COLLECTOR,
        "pedagang": BuyerType.TRADER,
        "perusahaan": BuyerType.COMPANY,
        "pabrik": BuyerType.COMPANY,
        "kelompok_tani": BuyerType.FARMER_GROUP,
        "koperasi": BuyerType.FARMER_GROUP,
    },
    "provenance": {
        "survei": Provenance.SURVEY,
        "pers": Provenance.PRESS,
        "terbitan": Provenance.PUBLISHED,
        "turunan": Provenance.DERIVED,
        "simulasi": Provenance.SIMULATED,
    },
    "date_precision": {
        "tepat": DatePrecision.EXACT,
        "dibulatkan": DatePrecision.ROUNDED,
        "perkiraan": DatePrecision.APPROXIMATE,
        "rata_rata": DatePrecision.PERIOD_AVERAGE,
    },
    "range_part": {"terendah": RangePart.LOW, "tertinggi": RangePart.HIGH},
    "derived": {"ya": "1", "tidak": "0", "yes": "1", "no": "0"},
}


@dataclass(frozen=True)
class Form:
    """What a sheet of one kind is made of.

    `names` goes from each field to what clerks call it, the usual name first; `needed` holds for each thing a row
    cannot do without the fields any of which gives it; `prints_tables` says whether a row may hold a price per KKK;
    `words` goes by field from what clerks write to what we do; `leaves_out` says whether a column that fills no field
    may be there; `shown_names` tells which fields there are, where `names` has too many to be read.
    """

    names: Mapping[str, str]
    numbers: frozenset[str]
    days: frozenset[str]
    needed: tuple[tuple[str, ...], ...]
    prints_tables: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: WORDS)
    leaves_out: Callable[[str], bool] = lambda column: plain(column) in LEFT_OUT
    shown_names: tuple[str, ...] = ()

    @cached_property
    def field_of_header(self) -> Mapping[str, str]:
        """Return our field by each header it is known by."""
        return {name: field for field, names in self.names.items() for name in (field, *names.split())}


def plain(name: str) -> str:
    """Return a header or word without case, blanks and punctuation."""
    return _NO_WORD.sub("_", name.casefold()).strip("_")


def grade_of(header: str) -> int | None:
    """Return the dry rubber content, in per cent, of a column of a KKK table, e.g. `KKK 60 %`; None for others."""
    found = _GRADE.fullmatch(plain(header))
    return int(found[1]) if found and 0 < int(found[1]) <= 100 else None
