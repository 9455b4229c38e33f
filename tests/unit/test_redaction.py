"""Copies of rows name nobody, and lose nothing else."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.privacy.columns import PERSONAL_COLUMNS, personal_field
from service.privacy.hashing import TOKEN, KeyChain, personal_hash, token_of
from service.privacy.redaction import Redaction, publishable, redact_row, redact_rows, scrub
from tests.household_builders import KEYS, NAME, PHONE, SITI, THIRD_KEY

REDACTION = Redaction(KEYS)
TOKEN_OF_SITI = token_of(SITI, KEYS)
# No name of these letters can be part of a token, which is hexadecimal.
NAMES = st.lists(st.text("ghijklmnopqrstuvwxyz", min_size=3, max_size=9), min_size=1, max_size=3).map(" ".join)
WORDS = st.text("0123456789 .,;:-/()", max_size=12)


def redacted(**row: Any) -> dict[str, Any]:
    return redact_row(row, REDACTION)


@given(name=NAMES, before=WORDS, after=WORDS, column=st.sampled_from(sorted(PERSONAL_COLUMNS)))
def test_no_clear_name_is_left_anywhere_in_a_row(name: str, before: str, after: str, column: str) -> None:
    note = f"{before} {name.upper()} {after}"
    row = {"respondent_name": name, column: name, "note": note, "costs": [{"name": note, "nama": name}]}
    assert not re.search(rf"(?<!\w){name}(?!\w)", repr(redact_row(row, REDACTION)), re.IGNORECASE)


@given(name=NAMES, cells=st.lists(st.one_of(WORDS, st.integers(), st.floats(), st.none()), max_size=4))
def test_no_clear_name_is_left_in_the_rows_of_a_table(name: str, cells: list[Any]) -> None:
    (row,) = redact_rows(["Nama Petani", "catatan"], [[name, f"kata {name}", *cells, name]], REDACTION)
    assert name not in repr(row)
    assert len(row) == len(cells) + 3


@given(digits=st.text("0123456789", min_size=8, max_size=11), lead=st.sampled_from(["08", "+628", "62 8", "62-8"]))
def test_no_phone_number_is_left_in_a_text(digits: str, lead: str) -> None:
    assert digits not in redacted(note=f"telp {lead}{digits}, sore")["note"]


def test_name_and_phone_number_of_a_respondent_are_one_person() -> None:
    row = redacted(nama_petani=NAME, no_hp=PHONE, note=f"Bu {NAME} ({PHONE})")
    assert row["nama_petani"] == row["no_hp"] == TOKEN_OF_SITI
    assert TOKEN.sub("somebody", row["note"]) == "Bu somebody somebody)"
    assert row["note"].startswith(f"Bu {TOKEN_OF_SITI} ")


def test_a_nik_is_replaced_in_its_column_and_in_texts() -> None:
    row = redacted(NIK="1603010101900001", note="KTP 1603010101900001.")
    assert "1603010101900001" not in repr(row)
    assert row["note"] == f"KTP {row['NIK']}."


def test_a_row_that_is_redacted_already_stays_as_it_is() -> None:
    row = redacted(nama_petani=NAME, no_hp=PHONE, reporter="UPPB Lavender", note=f"{NAME} {PHONE}")
    assert redact_row(row, REDACTION) == row


def test_a_token_of_another_key_is_left_as_it_is() -> None:
    foreign = token_of(personal_hash(NAME, KeyChain((THIRD_KEY,))), KeyChain((THIRD_KEY,)))
    assert redacted(reporter=foreign, nama=foreign) == {"reporter": foreign, "nama": foreign}


def test_a_phone_number_that_a_spreadsheet_holds_as_a_number_is_the_same_one() -> None:
    assert redacted(nama=NAME, hp=81234567890.0) == redacted(nama=NAME, hp=PHONE)


@pytest.mark.parametrize(
    "cell",
    [
        "11.029,50",
        "Rp 8.123.456.789",
        "17/12/2020",
        "2020-12-08",
        "08-12-2020",
        "16.03.01.2001",
        "Tani Makmur",
        9500,
        9500.5,
        None,
        "",
        True,
    ],
)
def test_cells_that_say_nothing_personal_are_not_touched(cell: Any) -> None:
    assert redacted(nama="Ani", price_idr_per_kg=cell) == {**redacted(nama="Ani"), "price_idr_per_kg": cell}


@pytest.mark.parametrize("column", ["external_id", "survey_id", "meta/instanceID", "_uuid"])
def test_ids_come_back_as_they_were(column: str) -> None:
    row = {column: "uuid:08123456-7890-4123-8123-081234567890"}
    assert redact_row(row, REDACTION) == row


@pytest.mark.parametrize(
    "column",
    ["Nama Petani", "NAMA", "no. hp", "No HP", "responden/nama", "group:telepon", "Nama Istri", "_submitted_by"],
)
def test_personal_columns_are_known_in_their_common_spellings(column: str) -> None:
    assert TOKEN.fullmatch(redact_row({column: NAME}, REDACTION)[column])


@pytest.mark.parametrize("column", ["Nama Kabupaten", "nama_desa", "name", "Nama Alat", "district_code", "harga"])
def test_names_of_things_are_not_personal(column: str) -> None:
    assert personal_field(column) is None


def test_a_source_may_call_its_columns_otherwise() -> None:
    renamed = Redaction(KEYS, {"Siapa": "respondent_name", "Nomor": "respondent_phone"})
    assert redact_row({"Siapa": NAME, "Nomor": PHONE}, renamed) == {"Siapa": TOKEN_OF_SITI, "Nomor": TOKEN_OF_SITI}
    assert list(redact_rows(["Siapa", "Nomor"], [[NAME, PHONE], [], [""]], renamed)) == [
        [TOKEN_OF_SITI, TOKEN_OF_SITI],
        [],
        [""],
    ]


def test_of_two_names_the_longer_one_is_replaced_as_a_whole() -> None:
    row = redacted(nama="Siti", reporter="Siti Aminah", note="Siti Aminah dan Siti")
    assert row["note"] == f"{row['reporter']} dan {row['nama']}"


def test_a_text_without_anything_personal_is_the_same_text() -> None:
    assert scrub("dijual ke pengepul, 2 kali seminggu", KEYS) == "dijual ke pengepul, 2 kali seminggu"


@pytest.mark.parametrize("text", ["62", "0", "(+62)", "62" + "(" * 5])
def test_long_blanks_are_looked_through_at_once(text: str) -> None:
    assert scrub(f"{text}{' ' * 200_000}", KEYS).startswith(text)


def test_what_is_published_of_a_text_is_the_same_for_a_number_and_for_what_stands_for_it() -> None:
    note = f"telp {PHONE}, KTP 1603010101900001"
    assert publishable(note) == publishable(scrub(note, KEYS)) == "telp ***, KTP ***"


@pytest.mark.parametrize(
    "text", ["Antara, 2020-12-08", "https://kabar.id/berita/0812345678901", "mutu 55,5", "lot 8123456789"]
)
def test_other_numbers_are_published(text: str) -> None:
    assert publishable(text) == text
