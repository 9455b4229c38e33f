"""Words, headers and days as Indonesian clerks write them, and what they are told of those that are not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobs.templates.kinds import TEMPLATES
from service.cost_surveys.headers import HOUSEHOLDS
from service.files.mapping import ColumnMapping
from service.imports.errors import UnknownColumns
from service.imports.forms import Form, plain
from service.imports.plan import plan_columns
from service.imports.refusals import problems_of
from service.imports.sheets import FormSheet, understand_form
from service.indices.headers import INDICES
from service.prices.auction_headers import AUCTIONS
from service.prices.headers import PRICES
from service.prices.schemas import PriceIn
from service.remedies import remedy
from service.words import WORDS
from tests.unit.files.made_files import opened, text_file
from tests.unit.prices.test_sheets import NAMES, cells, read_text

HEADER = "Tanggal;Kabupaten;Tingkat;Harga;Umur simpan;Jenis pembeli;Sumber;Asal data"


def understood(folder: Path, header: str, form: Form = PRICES, **mapping: Any) -> FormSheet:
    sheet = opened(text_file(folder, f"{header}\n" + ";".join("-" for _ in header.split(";")) + "\n"))
    return understand_form(sheet, ColumnMapping(**mapping), NAMES, form)


@pytest.mark.parametrize(
    ("level", "age", "buyer", "ours"),
    [
        ("Pengumpul", "1 minggu", "tengkulak", ("collector", "weekly", "collector")),
        ("pedagang pengumpul", "2 minggu", "UPPB", ("collector", "two_weekly", "farmer_group")),
        ("Lelang", "sebulan", "Koperasi", ("auction", "monthly", "farmer_group")),
        ("Pabrik Karet", "segar", "pabrik", ("factory", "fresh", "company")),
        ("di tingkat petani", "tidak diketahui", "", ("farmgate", "unspecified", None)),
    ],
)
def test_what_clerks_say_is_understood(
    tmp_path: Path, level: str, age: str, buyer: str, ours: tuple[str | None, ...]
) -> None:
    read = read_text(tmp_path, f"{HEADER}\n17/12/2020;Muara Enim;{level};9500;{age};{buyer};Dinas;koran\n")
    assert tuple(cells(read, name)[0] for name in ("price_level", "storage_age", "buyer_type")) == ours
    assert cells(read, "provenance") == ["press"]


def test_a_word_of_two_meanings_is_not_guessed(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEADER}\n17/12/2020;Muara Enim;agen;9500;basah;;Dinas;survei\n")
    assert (cells(read, "price_level"), cells(read, "storage_age")) == (["agen"], ["basah"])


def test_a_constant_may_be_said_in_indonesian_too(tmp_path: Path) -> None:
    mapping = ColumnMapping(constants={"price_level": "pengumpul", "provenance": "survei"})
    read = read_text(tmp_path, "Tanggal;Kabupaten;Harga;Sumber\n17/12/2020;Muara Enim;9500;Dinas\n", mapping)
    assert (cells(read, "price_level"), cells(read, "provenance")) == (["collector"], ["survey"])


def test_a_refused_word_is_answered_with_the_words_there_are_and_what_they_mean() -> None:
    with pytest.raises(ValueError, match="validation") as refused:
        PriceIn.model_validate({"price_level": "warung", "derived": "mungkin"})
    reasons = {one.column: one.reason_id for one in problems_of(refused.value)}  # type: ignore[arg-type]
    assert reasons["price_level"] == (
        "harus salah satu dari: collector (pengepul), auction (lelang), farmgate (petani), factory (pabrik) "
        "atau factory_indication (indikasi)"
    )
    assert reasons["derived"] == "harus true (ya) atau false (tidak)"


def test_words_without_an_indonesian_name_are_told_as_they_are() -> None:
    error = {"type": "enum", "input": "x", "loc": ("numbers",), "ctx": {"expected": "'comma_decimal' or 'other'"}}
    assert remedy(error, "id") == "harus salah satu dari: 'comma_decimal' atau 'other'"


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_word_is_written_as_words_are_compared(words: dict[str, str]) -> None:
    assert [word for word in words if plain(word) != word] == []


@pytest.mark.parametrize(
    "form", [PRICES, AUCTIONS, HOUSEHOLDS, INDICES], ids=["prices", "auctions", "surveys", "indices"]
)
def test_a_header_means_one_thing(form: Form) -> None:
    known = [name for field, names in form.names.items() for name in {field, *names.split()}]
    assert sorted(known) == sorted(set(known))


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_offers_words_that_are_read(kind: str) -> None:
    offered = [(column.field, word) for column in TEMPLATES[kind].columns() for word in column.words]
    assert [(field, word) for field, word in offered if field in WORDS and word not in WORDS[field]] == []


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Hari/Tanggal", "observed_on"),
        ("Tgl. Transaksi", "observed_on"),
        ("Kota", "district"),
        ("Nama Kabupaten/Kota", "district"),
        ("Propinsi", "province"),
        ("Kode Kab.", "district_code"),
        ("Harga Karet (Rp/Kg)", "price_idr_per_kg"),
        ("Harga per Kilogram", "price_idr_per_kg"),
        ("Saluran", "price_level"),
        ("Kadar Karet Kering (%)", "dry_rubber_content_percent"),
        ("Rafaksi (%)", "deduction_percent"),
        ("Lama Simpan", "storage_age"),
        ("Biaya Angkut", "transport_idr_per_kg"),
        ("Sumber Data", "source"),
        ("Nama Petugas", "reporter"),
    ],
)
def test_the_usual_headers_are_known(header: str, field: str) -> None:
    assert PRICES.field_of_header[plain(header)] == field


def test_names_of_villages_are_left_out_and_the_report_says_so(tmp_path: Path) -> None:
    sheet = understood(tmp_path, f"{HEADER};Desa;Nama Kecamatan")
    (note,) = sheet.notes
    assert not {"village_code", "subdistrict_code"} & sheet.plan.fields.keys()
    assert note.english.startswith("Left out: 'Desa', 'Nama Kecamatan'.")
    assert "kode_desa dan kode_kecamatan" in note.indonesian


def test_names_of_villages_never_become_codes_of_a_survey(tmp_path: Path) -> None:
    needed = "Kode survei;Tanggal wawancara;Kabupaten;Satuan waktu;Produksi;Nama"
    sheet = understood(tmp_path, f"{needed};Desa;Kode kecamatan", HOUSEHOLDS)
    assert "village_code" not in sheet.plan.fields
    assert sheet.plan.fields["subdistrict_code"] == "Kode kecamatan"
    assert "'Desa'" in sheet.notes[0].english


def test_a_column_of_villages_that_is_mapped_is_not_left_out(tmp_path: Path) -> None:
    sheet = understood(tmp_path, f"{HEADER};Desa", columns={"Desa": "quality_note"})
    assert (sheet.plan.fields["quality_note"], sheet.notes) == ("Desa", ())


def test_an_unknown_column_is_answered_with_the_headers_clerks_know() -> None:
    with pytest.raises(UnknownColumns) as refused:
        plan_columns(("Tanggal", "Potngan"), ColumnMapping(), PRICES)
    assert "tanggal (observed_on)" in refused.value.message("id")
    assert "potongan (deduction_percent)" in refused.value.message("id")
    assert "deduction_percent, derived" in refused.value.message("en")


def test_an_unreadable_day_or_number_is_answered_with_those_that_are_read(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{HEADER}\n17/12/20;Muara Enim;lelang;murah;;;Dinas;survei\n")
    number, day = sorted(read.problems[2], key=lambda one: one.column)
    assert (
        day.reason_id == "harus berupa tanggal dengan tahun empat angka, mis. 17/12/2020, 17 Des 2020 atau 2020-12-17"
    )
    assert "17/12/2020 or 17 Dec 2020" in day.reason_en
    assert number.reason_id == "harus bilangan, mis. 11029 atau 11029,50"
