"""Households and auction nights in the drop folder: taken in by their own forms, kept without anybody's name."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from jobs.drop_folder import ingest_drop_folder
from jobs.runner import JobContext
from service.database import Database
from tests.builders import contents, count, read
from tests.household_files import listed
from tests.index_files import listed as indexed
from tests.integration.jobs.lying_files import context_of, csv_of, everything_in, lay, names

LOT = {
    "uppb": "UPPB Maju Bersama",
    "no_registrasi": "16.03/UPPB/7",
    "kabupaten": "Muara Enim",
    "tanggal": "2026-11-02",
    "no_lot": "1",
    "berat_kg": "1200",
    "kkk": "58",
    "umur_simpan": "mingguan",
    "harga": "11250",
    "sumber": "buku lelang",
    "asal_data": "survei",
}


@pytest.fixture
def context(chain: Database, tmp_path: Path) -> JobContext:
    return context_of(chain, tmp_path)


def table(*rows: Mapping[str, Any]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def nobody_is_named(texts: Sequence[str]) -> bool:
    return not any(name in text for text in texts for name in ("Siti", "Aminah", "0812-3456", "Rahmat"))


def test_households_are_stored_and_kept_without_names(context: JobContext, tmp_path: Path) -> None:
    surveys = tmp_path / "drop" / "surveys"
    lay(surveys / "survei.csv", table(listed(1), listed(2), listed(3, **{"Produksi (kg)": "-5"})))
    result = ingest_drop_folder(context)
    assert (result["files_done"], result["rows_accepted"], result["rows_rejected"]) == (1, 2, 1)
    assert names(surveys / "done") == ["survei.csv", "survei.csv.refused.csv", "survei.csv.report.txt"]
    assert nobody_is_named([everything_in(surveys), str(contents(context.database))])
    assert read(context.database, "cost_survey", "feed", "households") == [("drop", 2)]


def test_a_household_that_was_refused_comes_in_mended(context: JobContext, tmp_path: Path) -> None:
    surveys = tmp_path / "drop" / "surveys"
    lay(surveys / "survei.csv", table(listed(1), listed(2, **{"Produksi (kg)": "-5"})))
    ingest_drop_folder(context)
    to_mend = (surveys / "done" / "survei.csv.refused.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(to_mend)))
    lay(surveys / "lagi.csv", table(*({**row, "Produksi (kg)": "190,5"} for row in rows)))
    assert ingest_drop_folder(context)["rows_accepted"] == 1
    assert count(context.database, "survey_household") == 2
    assert [row.mended_at is not None for row in read(context.database, "refused_row")] == [True]


def test_auction_nights_are_stored_and_evaluated(context: JobContext, tmp_path: Path) -> None:
    auctions = tmp_path / "drop" / "auctions"
    lay(auctions / "lelang.csv", table(LOT, {**LOT, "no_lot": "2", "harga": "11300"}))
    result = ingest_drop_folder(context)
    assert (result["files_done"], result["rows_accepted"], result["districts"]) == (1, 2, 1)
    assert read(context.database, "price_version", "price_level") == [("auction",)] * 2
    assert names(auctions / "done") == ["lelang.csv", "lelang.csv.report.txt"]


def test_indices_are_stored_and_the_wrong_ones_come_back(context: JobContext, tmp_path: Path) -> None:
    indices = tmp_path / "drop" / "indices"
    lay(indices / "ikrt.csv", table(indexed("Okt 2026"), indexed("Hujan 2026")))
    result = ingest_drop_folder(context)
    assert (result["files_done"], result["rows_accepted"], result["rows_rejected"]) == (1, 1, 1)
    assert names(indices / "done") == ["ikrt.csv", "ikrt.csv.refused.csv", "ikrt.csv.report.txt"]
    assert read(context.database, "index_value", "index_name", "recorded_by") == [("consumption", "drop")]


def test_a_file_in_the_wrong_folder_is_refused_with_the_columns_that_were_expected(
    context: JobContext, tmp_path: Path
) -> None:
    prices = tmp_path / "drop" / "prices"
    lay(prices / "survei.csv", table(listed(1)))
    assert ingest_drop_folder(context)["files_refused"] == 1
    assert "Nothing is known of" in (prices / "refused" / "survei.csv.report.txt").read_text(encoding="utf-8")
    assert nobody_is_named([everything_in(prices)])


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("prices", csv_of()),
        ("auctions", ";".join(LOT)),
        ("surveys", ";".join(listed(1))),
        ("indices", ";".join(indexed("Okt 2026"))),
    ],
)
def test_a_file_with_a_header_and_no_rows_is_refused_as_a_whole(
    context: JobContext, tmp_path: Path, kind: str, header: str
) -> None:
    folder = tmp_path / "drop" / kind
    lay(folder / "judul.csv", header)
    assert ingest_drop_folder(context)["files_refused"] == 1
    assert names(folder / "refused") == ["judul.csv", "judul.csv.report.txt"]
    report = (folder / "refused" / "judul.csv.report.txt").read_text(encoding="utf-8")
    assert "Berkas 'judul.csv' kosong: tidak ada baris di bawah judul" in report
    assert "The file 'judul.csv' is empty: no rows under the header" in report
    ((status, error),) = read(context.database, "import_run", "status", "error")
    assert (status, "no rows under the header" in error) == ("refused", True)
