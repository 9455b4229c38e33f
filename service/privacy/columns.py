"""Which columns hold personal data, by the names that those who fill in forms and sheets give them."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType


class PersonalField(StrEnum):
    """What a personal column says of somebody."""

    RESPONDENT_NAME = "respondent_name"
    RESPONDENT_PHONE = "respondent_phone"
    NAME = "name"
    OTHER = "other"


_NAMES_OF = {
    PersonalField.RESPONDENT_NAME: """
        respondent_name respondent farmer farmer_name nama nama_lengkap nama_petani nama_responden nama_kk
        nama_kepala_keluarga petani responden
    """,
    PersonalField.RESPONDENT_PHONE: """
        respondent_phone phone phone_number telephone hp no_hp nomor_hp no_handphone handphone telp no_telp telepon
        no_telepon nomor_telepon wa no_wa whatsapp
    """,
    PersonalField.NAME: """
        reporter reporter_name pelapor enumerator enumerator_name surveyor pewawancara petugas submitted_by
        submittername username
    """,
    PersonalField.OTHER: """
        nik no_nik ktp no_ktp nomor_ktp nkk no_kk alamat address email e_mail gps koordinat lokasi_gps geolocation
        phonenumber deviceid
    """,
}
PERSONAL_COLUMNS: Mapping[str, PersonalField] = MappingProxyType(
    {column: meaning for meaning, columns in _NAMES_OF.items() for column in columns.split()}
)
# "Nama ..." of anything else is taken for a person's name: hiding too much is mended, hiding too little is not.
_THINGS = """
    provinsi kabupaten kab kota kecamatan kec desa kelurahan dusun uppb pabrik pasar kelompok koperasi lelang alat
    barang bahan pupuk produk sumber file sheet
"""
_NAMED_THINGS = frozenset(_THINGS.split())
# Ids of submissions and rows look like numbers now and then, and have to come back as they were.
IDENTITIES = frozenset(["external_id", "survey_id", "id", "uuid", "instanceid", "rootuuid", "submission_id"])


@lru_cache(maxsize=4096)
def personal_field(column: str) -> PersonalField | None:
    """Return what a column says of somebody, or None if it says nothing personal."""
    own = plain_column(column)
    known = PERSONAL_COLUMNS.get(own)
    if known is None and own.startswith("nama_") and own.split("_")[1] not in _NAMED_THINGS:
        return PersonalField.NAME
    return known


@lru_cache(maxsize=4096)
def plain_column(column: str) -> str:
    """Return a column's own name: without the groups of a form, in small letters, words joined by underscores."""
    own = re.split(r"[/:]", column)[-1]
    return re.sub(r"[\W_]+", "_", own.casefold()).strip("_")
