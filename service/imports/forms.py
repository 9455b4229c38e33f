"""What sheets of any kind are made of: what clerks call the columns, and the words they write in them.

Headers are compared without case, blanks and punctuation: `Harga (Rp/kg)` is `harga_rp_kg`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from service.words import WORDS

_NO_WORD = re.compile(r"[^0-9a-z]+")
_GRADE = re.compile(r"(?:harga_)?(?:kkk|k3)_?(\d{2,3})(?:_persen)?")
# Not fields of an observation: they say which district or province, or which refused row was mended.
DISTRICT, BPS_CODE, PROVINCE, REFUSED_ROW = "district", "bps_code", "province", "refused_row"
REFUSED_ROW_COLUMNS = frozenset({REFUSED_ROW, "baris_ditolak"})
# As many digits as both databases can compare with an id.
ROW_ID = re.compile(r"\d{1,18}", re.ASCII)
# Columns that number or explain rows; nothing of an observation stands in them.
REMARKS = frozenset({"keterangan", "remarks"})
# Names of places smaller than a district: not stored, and whoever sends them is told so.
VILLAGES = frozenset(
    {
        *("desa", "nama_desa", "kelurahan", "nama_kelurahan", "desa_kelurahan", "nama_desa_kelurahan", "village"),
        *("dusun", "nama_dusun", "kecamatan", "nama_kecamatan", "kec", "subdistrict"),
    }
)
LEFT_OUT = REMARKS | VILLAGES | {"no", "nomor", "no_urut", "nomor_urut", "ket", "catatan", "hari", "problems"}
# What stands in the remarks of the row that shows how a template is filled in.
EXAMPLE_ROW = "CONTOH / EXAMPLE"

AREA_NAMES = {
    DISTRICT: "kabupaten kabupaten_kota kab kab_kota kota nama_kabupaten nama_kabupaten_kota nama_kab_kota nama_kota "
    "daerah",
    "district_code": "kode_kabupaten kode_kabupaten_kota kode_kab kode_kab_kota kode_kemendagri kode_wilayah",
    BPS_CODE: "kode_bps",
    PROVINCE: "provinsi nama_provinsi propinsi prov",
    "province_code": "kode_provinsi kode_propinsi kode_prov",
}
# What several forms ask is called alike in all of them.
DRY_RUBBER_CONTENT = "kkk k3 kkk_persen k3_persen kadar_karet_kering kadar_karet_kering_persen drc drc_persen"
DEDUCTION = "potongan potongan_persen basi basi_persen potongan_timbangan_persen rafaksi rafaksi_persen susut_persen"
BOKAR_TYPE = "jenis_bokar bentuk_bokar jenis_karet bentuk_karet tipe_bokar"
STORAGE_AGE = "umur_simpan lama_simpan umur_penyimpanan lama_penyimpanan"
SOURCE = "sumber sumber_data sumber_harga sumber_informasi"
PROVENANCE = "asal_data cara_perolehan cara_data_diperoleh"


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

    def called(self, field: str) -> str:
        """Return what clerks usually call a field, with our name of it, e.g. `tanggal (observed_on)`."""
        usual = next(iter(self.names.get(field, "").split()), field)
        return field if usual == field else f"{usual} ({field})"

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
