"""Rows of a price list that are refused: kept once, with the reason, without names, until they come in mended."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from service.database import Database
from service.imports.ledger import Counts
from service.models.area import District
from service.prices import imports
from tests.builders import NOW, contents, count, read
from tests.price_files import csv_file, listed, price_file, take_in_file, take_in_rows
from tests.unit.files.made_files import xlsx_file

LATER = NOW + timedelta(days=3)


def open_rows(database: Database) -> list[int]:
    return [line for line, mended_at in read(database, "refused_row", "line", "mended_at") if mended_at is None]


def problems(database: Database) -> list[list[tuple[str, Any, str]]]:
    stored = [problems for (problems,) in read(database, "refused_row", "problems")]
    return [[(one["column"], one["value"], one["reason_en"]) for one in row] for row in stored]


def as_sent(database: Database) -> list[dict[str, Any]]:
    return [content for (content,) in read(database, "refused_row", "content")]


def test_a_refused_row_keeps_line_cells_and_reasons_and_the_others_come_in(chain: Database, tmp_path: Path) -> None:
    file = tmp_path / "harga.csv"
    file.write_text(
        "Tanggal;Kabupaten;Tingkat;Harga;KKK;Sumber;Asal data\n"
        "17/12/2020;Muara Enim;lelang;9.500,5;55;Dinas;survei\n"
        "\n"
        "17/12/2020;Muara Enam;Lelang;0;140;Dinas;survei\n"
        "17/12/2099;Muba;Lelang;Rp 9.600,-;55;Dinas;survei\n"
        "31/02/2020;Muba;Tetangga;murah;0,55;;survei\n",
        encoding="utf-8",
    )
    report = take_in_file(chain, file)
    assert report.counts == Counts(accepted=1, rejected=3)
    assert [row.line for row in report.refused] == open_rows(chain) == [4, 5, 6]
    unknown, to_come, several = problems(chain)
    assert [(column, value) for column, value, _ in unknown] == [
        ("Kabupaten", "Muara Enam"),
        ("Harga", "0"),
        ("KKK", "140"),
    ]
    assert "perhaps: Kabupaten Muara Enim" in unknown[0][2]
    assert to_come == [("Tanggal", "17/12/2099", "lies after today, 2026-11-21")]
    assert [(column, value) for column, value, _ in several] == [
        ("Tanggal", "31/02/2020"),
        ("Harga", "murah"),
        ("Tingkat", "Tetangga"),
        ("KKK", "0,55"),
        ("Sumber", None),
    ]
    assert as_sent(chain)[2] == {
        "Tanggal": "31/02/2020",
        "Kabupaten": "Muba",
        "Tingkat": "Tetangga",
        "Harga": "murah",
        "KKK": "0,55",
        "Sumber": None,
        "Asal data": "survei",
    }


def test_reasons_are_told_in_both_languages(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0)])
    (((stored,),),) = [read(chain, "refused_row", "problems")]
    assert stored == [
        {
            "column": "price_idr_per_kg",
            "value": "0",
            "reason_en": "must be above 0",
            "reason_id": "harus lebih dari 0",
        }
    ]


def test_a_refused_row_is_kept_once_however_often_its_file_comes(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2, price_idr_per_kg=0)])
    take_in_file(chain, file)
    before = contents(chain, without=["import_run"])
    assert take_in_file(chain, file, LATER).counts == Counts(duplicate=1, rejected=1)
    assert contents(chain, without=["import_run"]) == before
    assert read(chain, "import_run", "attempts", "accepted", "duplicate", "rejected") == [(2, 1, 1, 1)]


def test_a_mended_row_closes_the_one_it_names(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(n, price_idr_per_kg=0) for n in (1, 2, 3)])
    mended = csv_file(tmp_path, [listed(1, refused_row=1), listed(3, refused_row=3, price_idr_per_kg=-1)], "mended.csv")
    report = take_in_file(chain, price_file(mended, recorded_by="clerk"), LATER)
    assert report.counts == Counts(accepted=1, rejected=1)
    assert read(chain, "refused_row", "import_id", "line", "mended_at", "mended_by") == [
        (1, 2, LATER, "clerk"),
        (1, 3, None, None),
        (1, 4, LATER, "clerk"),
        (2, 3, None, None),
    ]


def test_a_mended_row_that_was_known_by_then_closes_the_refused_one_too(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0)])
    take_in_rows(chain, tmp_path, [listed(1)])
    assert take_in_rows(chain, tmp_path, [listed(1, refused_row=1)]).counts == Counts(duplicate=1)
    assert open_rows(chain) == []


@pytest.mark.parametrize("named", ["99", "9" * 18, "9" * 30, "-1", "1.5", "x", "１"])
def test_naming_no_refused_row_does_no_harm(chain: Database, tmp_path: Path, named: str) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0)])
    assert take_in_rows(chain, tmp_path, [listed(1, refused_row=named)]).counts == Counts(accepted=1)
    assert open_rows(chain) == [2]


def test_a_row_that_was_right_all_along_comes_in_when_its_file_comes_again(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 2))
    new = {"code": "16.99", "bps_code": "1699", "name": "Kabupaten Baru", "province_code": "16"}
    file = csv_file(tmp_path, [listed(n, district_code=code) for n, code in enumerate(["16.03", "16.99", "16.98"], 1)])
    assert take_in_file(chain, file).counts == Counts(accepted=1, rejected=2)
    with chain.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(District).values(new))
    assert take_in_file(chain, file, LATER).counts == Counts(accepted=1, duplicate=1, rejected=1)
    assert read(chain, "refused_row", "line", "mended_at", "mended_by") == [(3, LATER, "officer"), (4, None, None)]
    # It came in meanwhile, so that it stays closed.
    take_in_file(chain, file, LATER)
    assert open_rows(chain) == [4]


@pytest.mark.parametrize("column", ["reporter", "Pelapor", "Pencatat", "petugas"])
def test_nobody_is_named_in_a_refused_row(chain: Database, tmp_path: Path, column: str) -> None:
    row = listed(1, quality_note="call Siti Aminah, 0812-3456-7890", price_idr_per_kg="0812-3456-7890")
    take_in_rows(chain, tmp_path, [{**row, column: "Siti Aminah"}])
    kept = str(contents(chain)).casefold()
    assert count(chain, "refused_row") == 1
    assert "siti" not in kept
    assert "aminah" not in kept
    assert "3456" not in kept
    ((column_told, value, _),) = problems(chain)[0]
    assert column_told == "price_idr_per_kg"
    assert value == as_sent(chain)[0]["price_idr_per_kg"]


def test_a_mended_row_still_speaks_of_the_same_reporter(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, reporter="Siti Aminah"), listed(2, reporter="Siti Aminah", source="")])
    (sent,) = as_sent(chain)
    take_in_rows(chain, tmp_path, [{**sent, "source": "the office's own book", "refused_row": 1}])
    ((first,), (mended,)) = read(chain, "price_version", "reporter")
    assert first == mended
    assert open_rows(chain) == []


def test_cells_beyond_the_header_are_kept(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1)])
    file.write_text(file.read_text(encoding="utf-8").rstrip() + ",more,and more\n", encoding="utf-8")
    assert take_in_file(chain, file).counts == Counts(rejected=1)
    assert problems(chain)[0][0][:2] == ("row", "more | and more")
    assert "more | and more" in as_sent(chain)[0].values()


def test_a_workbooks_cells_are_kept_as_they_show(chain: Database, tmp_path: Path) -> None:
    header = [*listed(1), "quality_note"]
    row = [*listed(1, price_idr_per_kg="=B2*2").values(), 17.0]
    take_in_file(chain, xlsx_file(tmp_path, harga=[header, row]))
    assert problems(chain) == [[("price_idr_per_kg", "=B2*2", "is a formula; paste its value")]]
    assert as_sent(chain)[0]["price_idr_per_kg"] == "=B2*2"


def test_a_report_shows_the_first_refusals_and_the_ledger_keeps_all(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.imports.files.SHOWN_REFUSALS", 3)
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 2))
    report = take_in_rows(chain, tmp_path, [listed(n, price_idr_per_kg=0) for n in range(5)])
    assert (report.counts, len(report.refused), count(chain, "refused_row")) == (Counts(rejected=5), 3, 5)


def test_a_row_without_a_place_is_told_by_the_column_of_the_file(chain: Database, tmp_path: Path) -> None:
    file = tmp_path / "harga.csv"
    file.write_text("Tanggal;Kabupaten;Tingkat;Harga;Sumber;Asal data\n17/12/2020;;lelang;9500;Dinas;survei\n")
    take_in_file(chain, file)
    assert problems(chain) == [[("Kabupaten", None, "is needed")]]
