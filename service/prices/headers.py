"""What clerks call the columns of a price list, and the words they write in them.

Headers are compared without case, blanks and punctuation: `Harga (Rp/kg)` is `harga_rp_kg`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from service.vocabulary import BokarType, BuyerType, PriceKind, PriceLevel, Provenance, StorageAge

_NO_WORD = re.compile(r"[^0-9a-z]+")
# Not fields of an observation: they say which district or province, or which refused row was mended.
DISTRICT, BPS_CODE, PROVINCE, REFUSED_ROW = "district", "bps_code", "province", "refused_row"
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


@dataclass(frozen=True)
class Form:
    """What a sheet of one kind is made of.

    `names` goes from each field to what clerks call it, the usual name first; `needed` holds for each thing a row
    cannot do without the fields any of which gives it; `prints_tables` says whether a row may hold a price per KKK.
    """

    names: Mapping[str, str]
    numbers: frozenset[str]
    days: frozenset[str]
    needed: tuple[tuple[str, ...], ...]
    prints_tables: bool

    @cached_property
    def field_of_header(self) -> Mapping[str, str]:
        """Return our field by each header it is known by."""
        return {name: field for field, names in self.names.items() for name in (field, *names.split())}


_NAMES = {
    "external_id": "id id_luar nomor_catatan",
    "observation_id": "id_pengamatan",
    **AREA_NAMES,
    "observed_on": "tanggal tgl date tanggal_harga tanggal_lelang",
    "date_precision": "ketelitian_tanggal",
    "price_level": "tingkat tingkat_harga",
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_per_kg harga_idr_per_kg",
    "price_kind": "jenis_harga",
    "dry_rubber_content_percent": "kkk k3 kkk_persen k3_persen kadar_karet_kering",
    "deduction_percent": "potongan potongan_persen basi basi_persen",
    "fee_idr_per_kg": "iuran iuran_rp_kg",
    "transport_idr_per_kg": "angkutan ongkos_angkut angkutan_rp_kg",
    "bokar_type": "jenis_bokar bentuk_bokar",
    "storage_age": "umur_simpan",
    "quality_note": "catatan_mutu mutu",
    "volume_kg": "berat_kg jumlah_kg kg",
    "buyer_type": "jenis_pembeli",
    "reporter": "pelapor enumerator pencatat petugas",
    "source": "sumber",
    "provenance": "asal_data",
    "derived": "turunan",
    "range_part": "bagian_kisaran",
    "suspect": "diragukan",
    "published_on": "terbit",
    REFUSED_ROW: "baris_ditolak",
}
PRICES = Form(
    names=_NAMES,
    numbers=frozenset(
        {
            "price_idr_per_kg",
            "dry_rubber_content_percent",
            "deduction_percent",
            "fee_idr_per_kg",
            "transport_idr_per_kg",
            "volume_kg",
        }
    ),
    days=frozenset({"observed_on"}),
    needed=(
        ("district_code", DISTRICT, BPS_CODE, "province_code", PROVINCE),
        ("observed_on",),
        ("price_level",),
        ("price_idr_per_kg",),
        ("source",),
        ("provenance",),
    ),
    prints_tables=True,
)
_GRADE = re.compile(r"(?:harga_)?(?:kkk|k3)_?(\d{2,3})(?:_persen)?")

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
    "derived": {"ya": "1", "tidak": "0", "yes": "1", "no": "0"},
}


def plain(name: str) -> str:
    """Return a header or word without case, blanks and punctuation."""
    return _NO_WORD.sub("_", name.casefold()).strip("_")


def grade_of(header: str) -> int | None:
    """Return the dry rubber content, in per cent, of a column of a KKK table, e.g. `KKK 60 %`; None for others."""
    found = _GRADE.fullmatch(plain(header))
    return int(found[1]) if found and 0 < int(found[1]) <= 100 else None
