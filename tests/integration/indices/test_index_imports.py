"""Indices as files: known by series and month, corrected by versions, refused row by row."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.database import Database
from service.imports.errors import ColumnsMissing
from service.imports.ledger import Counts
from service.imports.transactions import none_kept
from service.vocabulary import ImportKind
from tests.builders import NOW, contents, count, read
from tests.index_files import link, listed, take_in_file, take_in_rows
from tests.price_files import csv_file
from tests.unit.files.made_files import text_file, xlsx_file

LATER = NOW + timedelta(days=3)
SAID = ("index_name", "area_code", "month", "base", "value", "provenance")


def told(database: Database) -> dict[int, list[tuple[str, Any, str]]]:
    stored = read(database, "refused_row", "line", "problems", "mended_at")
    return {
        row.line: [(one["column"], one["value"], one["reason_en"]) for one in row.problems]
        for row in stored
        if row.mended_at is None
    }


def test_indices_come_as_offices_write_them(chain: Database, tmp_path: Path) -> None:
    file = text_file(
        tmp_path,
        "Indeks;Provinsi;Bulan;Tahun dasar;Nilai;Ke tahun dasar;Faktor;Sumber;Asal data\n"
        "IKRT;Sumsel;Okt 2026;(2018 = 100);123,45;;;BPS;terbitan\n"
        "BPPBM;16;10/2026;2018=100;118,2;;;BPS;terbitan\n"
        "IHK;;2026-10;2022=100;108,123456;;;BPS;terbitan\n"
        "Harga beras;00;Oktober 2026;Rp;13.500,5;;;BPS;survei\n"
        "Upah;Prov. Riau;31/10/2026;rupiah;85.000;;;BPS;survei\n"
        "IKRT;Sumatera Selatan;;2012=100;;2018=100;0,75;BPS;turunan\n",
    )
    assert take_in_file(chain, file).counts == Counts(accepted=6)
    october = date(2026, 10, 1)
    assert read(chain, "index_value", *SAID) == [
        ("consumption", "16", october, "2018=100", Decimal("123.45"), "published"),
        ("inputs", "16", october, "2018=100", Decimal("118.2"), "published"),
        ("consumer_prices", "00", october, "2022=100", Decimal("108.123456"), "published"),
        ("rice_price", "00", october, "IDR", Decimal("13500.5"), "survey"),
        ("wage", "14", october, "IDR", Decimal(85000), "survey"),
    ]
    linked = read(chain, "index_link", "index_name", "area_code", "from_base", "to_base", "factor", "provenance")
    assert linked == [("consumption", "16", "2012=100", "2018=100", Decimal("0.75"), "derived")]
    assert read(chain, "import_run", "kind", "status", "recorded_by") == [(ImportKind.INDICES, "completed", "officer")]


def test_a_workbook_may_hold_typed_dates_numbers_and_codes(chain: Database, tmp_path: Path) -> None:
    header = ["indeks", "provinsi", "bulan", "dasar", "nilai", "sumber", "asal_data"]
    rows = [
        ["IKRT", 16, date(2026, 10, 1), "2018=100", 123.45, "BPS", "terbitan"],
        ["IKRT", 0, date(2026, 9, 1), "2018=100", 122, "BPS", "terbitan"],
    ]
    assert take_in_file(chain, xlsx_file(tmp_path, data=[header, *rows])).counts == Counts(accepted=2)
    assert read(chain, "index_value", "area_code", "month") == [("16", date(2026, 10, 1)), ("00", date(2026, 9, 1))]


def test_the_same_file_again_changes_nothing(chain: Database, tmp_path: Path) -> None:
    rows = [listed("2026-10"), listed("2026-09"), link()]
    take_in_rows(chain, tmp_path, rows)
    before = contents(chain, without=["import_run"])
    assert take_in_rows(chain, tmp_path, rows, LATER).counts == Counts(duplicate=3)
    assert contents(chain, without=["import_run"]) == before


def test_the_same_values_in_another_file_change_nothing(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed("2026-10", "120.50")])
    again = listed("Okt 2026", "120.5000004", province="16", base="(2018 = 100)")
    assert take_in_rows(chain, tmp_path, [again], feed="another office").counts == Counts(duplicate=1)
    assert count(chain, "index_value") == 1


def test_a_corrected_value_is_a_new_version_and_the_old_one_is_kept(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed("2026-10", 120.5), listed("2026-09", 119)])
    report = take_in_rows(chain, tmp_path, [listed("2026-10", 121), listed("2026-09", 119)], LATER, recorded_by="other")
    assert report.counts == Counts(corrected=1, duplicate=1)
    columns = ("month", "value", "version", "is_current", "recorded_at", "recorded_by")
    assert read(chain, "index_value", *columns) == [
        (date(2026, 10, 1), Decimal("120.5"), 1, False, NOW, "officer"),
        (date(2026, 9, 1), Decimal(119), 1, True, NOW, "officer"),
        (date(2026, 10, 1), Decimal(121), 2, True, LATER, "other"),
    ]


def test_a_corrected_link_is_a_new_version_too(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [link(0.75)])
    assert take_in_rows(chain, tmp_path, [link(0.76, source="BPS, corrected")], LATER).counts == Counts(corrected=1)
    kept = read(chain, "index_link", "factor", "version", "is_current")
    assert kept == [(Decimal("0.75"), 1, False), (Decimal("0.76"), 2, True)]


def test_only_what_changes_makes_a_data_revision(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed("2026-10")])
    before = chain.revision()
    take_in_rows(chain, tmp_path, [listed("2026-10"), listed("")], LATER)
    assert chain.revision() == before
    take_in_rows(chain, tmp_path, [listed("2026-10", 121)], LATER)
    assert chain.revision() > before


def test_a_month_of_another_province_base_or_index_is_another_value(chain: Database, tmp_path: Path) -> None:
    others = [
        {"province": "Riau"},
        {"province": ""},
        {"base": "2012=100"},
        {"index_name": "BPPBM"},
        {"month": "2026-09"},
    ]
    rows = [listed("2026-10"), *({**listed("2026-10"), **other} for other in others)]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=6)


def test_wrong_rows_are_refused_with_reasons_and_the_others_come_in(chain: Database, tmp_path: Path) -> None:
    rows = [
        listed("2026-10"),
        listed("2026-13", province="Atlantis"),
        listed("2026-12"),
        listed("2026-09", 0),
        listed("2026-08", base="2018"),
        listed("2026-07", index_name="harga_emas"),
        listed("2026-06", index_name="upah"),
        listed("2026-05", source="", value=""),
        {**link(), "month": "2026-10"},
        link(to_base="2012=100"),
    ]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=1, rejected=9)
    found = {line: [(column, value) for column, value, _ in problems] for line, problems in told(chain).items()}
    assert found == {
        3: [("province", "Atlantis"), ("month", "2026-13")],
        4: [("month", "2026-12")],
        5: [("value", "0")],
        6: [("base", "2018")],
        7: [("index_name", "harga_emas")],
        8: [("row", None)],
        9: [("source", None), ("value", None)],
        10: [("row", None)],
        11: [("row", None)],
    }
    reasons = {line: problems[-1][2] for line, problems in told(chain).items()}
    assert reasons[3] == "must be a month, e.g. 2026-10, 10/2026 or Okt 2026"
    assert reasons[6] == "must have the form a base such as 2018=100, or IDR"
    assert reasons[8].startswith("base 2018=100 does not go with wage")
    assert reasons[10].startswith("a row is a month's value (month, value) or a link")
    assert reasons[11] == "base and to_base are both 2012=100: a link joins two bases"


def test_of_rows_that_contradict_each_other_none_comes_in(chain: Database, tmp_path: Path) -> None:
    rows = [listed("2026-10", 120), listed("Okt 2026", 121), listed("2026-09", 119), listed("09/2026", 119)]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=1, duplicate=1, rejected=2)
    assert told(chain).keys() == {2, 3}
    assert read(chain, "index_value", "month") == [(date(2026, 9, 1),)]


def test_a_refused_row_leaves_the_list_when_it_comes_in_mended(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed("2026-10"), listed("2026-09", 0)])
    (refused,) = read(chain, "refused_row", "id")
    mended = {**listed("2026-09", 119), "refused_row": refused.id}
    assert take_in_file(chain, csv_file(tmp_path, [mended], "mended.csv"), LATER).counts == Counts(accepted=1)
    assert told(chain) == {}


def test_a_trial_tells_the_same_and_writes_nothing(chain: Database, tmp_path: Path) -> None:
    before = contents(chain)
    report = take_in_rows(chain, tmp_path, [listed("2026-10"), listed("2026-09", 0)], writing=none_kept)
    assert report.counts == Counts(accepted=1, rejected=1)
    assert contents(chain) == before


def test_a_file_without_figures_is_refused_as_a_whole(chain: Database, tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in listed("2026-10").items() if name != "value"}]
    with pytest.raises(ColumnsMissing, match="value or factor"):
        take_in_rows(chain, tmp_path, rows)
    assert read(chain, "import_run", "kind", "status") == [("indices", "refused")]
