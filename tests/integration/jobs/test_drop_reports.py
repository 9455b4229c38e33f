"""What is kept of a file from the drop folder: a report a clerk understands, rows to mend, and nobody's name."""

import csv
from pathlib import Path

import pytest

from jobs.drop_folder import ingest_drop_folder
from jobs.runner import JobContext
from service.database import Database
from tests.builders import read
from tests.integration.jobs.lying_files import (
    COLUMNS,
    NAME,
    PHONE,
    context_of,
    csv_of,
    everything_in,
    lay,
    lay_workbook,
    names,
    price_row,
)


@pytest.fixture
def context(chain: Database, tmp_path: Path) -> JobContext:
    return context_of(chain, tmp_path)


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    return tmp_path / "drop" / "prices"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_report_tells_the_counts_and_each_refused_cell_in_both_languages(context: JobContext, prices: Path) -> None:
    wrong = price_row(2, price_idr_per_kg="0"), price_row(3, observed_on="2027-01-01")
    lay(prices / "harga.csv", csv_of(price_row(1), *wrong))
    ingest_drop_folder(context)
    report = (prices / "done" / "harga.csv.report.txt").read_text(encoding="utf-8")
    english, indonesian = report.split("\n\n")
    assert "1 baris diterima, 0 diperbaiki, 0 sudah ada, 2 ditolak" in indonesian
    assert "Baris 3, kolom price_idr_per_kg, isi '0': harus lebih dari 0" in indonesian
    assert "1 rows accepted, 0 corrected, 0 known before, 2 refused" in english
    assert "Line 3, column price_idr_per_kg, value '0': must be above 0" in english
    assert "Line 4, column observed_on, value '2027-01-01'" in english
    assert "2026-11-21 19:00 WIB" in english
    assert "harga.csv.refused.csv" in english


def test_a_problem_without_a_cell_speaks_of_none(context: JobContext, tmp_path: Path, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2, provenance="")))
    index = "indeks,provinsi,bulan,tahun_dasar,nilai,sumber,asal_data\nihk,,2026-08,2022=100,{},BPS,terbitan\n"
    first, *rows = (index.format(1) + index.format(2)).splitlines()
    lay(tmp_path / "drop" / "indices" / "ihk.csv", "\n".join((first, rows[0], rows[2])))
    ingest_drop_folder(context)
    told = (prices / "done" / "harga.csv.report.txt").read_text(encoding="utf-8")
    assert "Line 3, column provenance: is needed" in told
    (path,) = (tmp_path / "drop" / "indices").rglob("ihk.csv.report.txt")
    told = path.read_text(encoding="utf-8")
    assert "Line 2: came twice in one delivery" in told
    assert "Baris 3: datang dua kali" in told
    assert "None" not in told


def test_what_a_clerk_reads_first_and_mends_is_in_the_language_of_the_settings(chain: Database, tmp_path: Path) -> None:
    prices = tmp_path / "drop" / "prices"
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2, price_idr_per_kg="0")))
    ingest_drop_folder(context_of(chain, tmp_path, language="id"))
    report = (prices / "done" / "harga.csv.report.txt").read_text(encoding="utf-8")
    assert [part.splitlines()[0] for part in report.split("\n\n")] == ["LAPORAN (Bahasa Indonesia)", "REPORT (English)"]
    (row,) = rows_of(prices / "done" / "harga.csv.refused.csv")
    assert row["problems"] == "price_idr_per_kg: harus lebih dari 0"


def test_a_file_refused_as_a_whole_says_why_in_both_languages(context: JobContext, prices: Path) -> None:
    lay(prices / "kosong.csv", "")
    ingest_drop_folder(context)
    report = (prices / "refused" / "kosong.csv.report.txt").read_text(encoding="utf-8")
    assert "Berkas ditolak seluruhnya: Berkas 'kosong.csv' kosong" in report
    assert "The file was refused as a whole: The file 'kosong.csv' is empty" in report
    assert "The original was not kept" in report


def test_an_example_row_is_left_out_and_said_in_both_languages(context: JobContext, prices: Path) -> None:
    rows = (*price_row(0), "CONTOH / EXAMPLE"), (*price_row(1), "")
    lay(prices / "harga.csv", csv_of(*rows, columns=(*COLUMNS, "keterangan")))
    result = ingest_drop_folder(context)
    assert (result["rows_accepted"], result["rows_rejected"]) == (1, 0)
    report = (prices / "done" / "harga.csv.report.txt").read_text(encoding="utf-8")
    assert "1 baris contoh tidak diambil (baris 2)" in report
    assert "1 example row left out (line 2)" in report


def test_refused_rows_come_back_to_be_mended_and_leave_the_open_list(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2, price_idr_per_kg="0")))
    ingest_drop_folder(context)
    to_mend = prices / "done" / "harga.csv.refused.csv"
    (row,) = rows_of(to_mend)
    assert (row["external_id"], row["price_idr_per_kg"]) == ("row 2", "0")
    assert "must be above 0" in row["problems"]
    lay(prices / "diperbaiki.csv", to_mend.read_text(encoding="utf-8").replace(",0,", ",9100,"))
    result = ingest_drop_folder(context)
    assert (result["rows_accepted"], result["files_done"]) == (1, 1)
    assert [row.mended_at is not None for row in read(context.database, "refused_row")] == [True]
    reporters = {row.reporter for row in read(context.database, "price_version", "reporter")}
    assert len(reporters) == 1


def test_only_the_first_refused_rows_are_told_and_all_come_back(context: JobContext, prices: Path) -> None:
    rows = [price_row(number, price_idr_per_kg="0") for number in range(1, 302)]
    lay(prices / "harga.csv", csv_of(price_row(0), *rows))
    ingest_drop_folder(context)
    report = (prices / "done" / "harga.csv.report.txt").read_text(encoding="utf-8")
    assert "... and 101 more refused rows." in report
    assert len(rows_of(prices / "done" / "harga.csv.refused.csv")) == 301


PERSONAL = [
    price_row(1),
    price_row(2, reporter=PHONE),
    price_row(3, source=f"kata {NAME}, {PHONE}"),
    price_row(4, price_idr_per_kg=PHONE),
    price_row(5, price_idr_per_kg="0"),
    (*price_row(6), f"juga {NAME}"),
]


def no_person_is_named_in(folder: Path) -> None:
    kept = everything_in(folder).casefold()
    assert "siti" not in kept
    assert "3456-7890" not in kept
    assert "34567890" not in kept


def test_what_is_kept_of_a_csv_names_nobody(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(*PERSONAL))
    ingest_drop_folder(context)
    no_person_is_named_in(prices)
    copy = rows_of(prices / "done" / "harga.csv")
    assert [row["external_id"] for row in copy] == [f"row {number}" for number in range(1, 7)]
    assert len({row["reporter"] for row in copy}) == 2


def test_what_is_kept_of_a_workbook_is_csv_and_names_nobody(context: JobContext, prices: Path) -> None:
    lay_workbook(prices / "harga.xlsx", *PERSONAL[:5])
    ingest_drop_folder(context)
    no_person_is_named_in(prices)
    assert names(prices / "done") == ["harga.xlsx.csv", "harga.xlsx.refused.csv", "harga.xlsx.report.txt"]


def test_people_are_hidden_whatever_the_file_calls_their_column(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(*PERSONAL[:2], columns=(*COLUMNS[:-1], "Pencatat")))
    assert ingest_drop_folder(context)["rows_accepted"] == 2
    no_person_is_named_in(prices)


def test_what_stands_in_columns_nobody_knows_is_hidden(context: JobContext, prices: Path) -> None:
    columns = (*COLUMNS[:-1], "siapa")
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2, reporter=PHONE), columns=columns))
    ingest_drop_folder(context)
    assert names(prices / "refused") == ["harga.csv", "harga.csv.report.txt"]
    no_person_is_named_in(prices)
    assert [row["external_id"] for row in rows_of(prices / "refused" / "harga.csv")] == ["row 1", "row 2"]


def test_nothing_is_kept_of_a_file_that_cannot_be_read_to_its_end(context: JobContext, prices: Path) -> None:
    good, endless = price_row(1), price_row(2, source="x" * 10_001)
    lay(prices / "harga.csv", csv_of(good, endless))
    ingest_drop_folder(context)
    assert names(prices / "refused") == ["harga.csv.report.txt"]
    no_person_is_named_in(prices)


def test_the_copy_taken_in_again_is_known(context: JobContext, prices: Path) -> None:
    rows = [price_row(number, external_id="") for number in range(3)]
    lay(prices / "harga.csv", csv_of(*rows))
    ingest_drop_folder(context)
    lay(prices / "lagi.csv", (prices / "done" / "harga.csv").read_text(encoding="utf-8"))
    assert ingest_drop_folder(context)["rows_duplicate"] == 3


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1, source="=1+1")))
    ingest_drop_folder(context)
    (row,) = rows_of(prices / "done" / "harga.csv")
    assert row["source"] == "'=1+1"


@pytest.mark.parametrize(
    "first_row",
    [
        f"16.03;2026-11-02;9500;{NAME};{PHONE}",
        f"Harga dari {NAME}, {PHONE};;",
        f"16.03;2026-11-02;9500;{PHONE.replace('-', '')}",
    ],
    ids=["no header", "a title", "numbers"],
)
def test_who_stands_in_the_first_row_is_told_nowhere(context: JobContext, prices: Path, first_row: str) -> None:
    lay(prices / "harga.csv", f"{first_row}\n16.03;2026-11-03;9600;\n")
    assert ingest_drop_folder(context)["files_refused"] == 1
    kept = everything_in(prices.parent) + repr(read(context.database, "import_run"))
    assert not [who for who in (*NAME.split(), PHONE, PHONE.replace("-", "")) if who in kept]
