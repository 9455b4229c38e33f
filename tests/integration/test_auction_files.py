"""Auction forms in sheets: repeated or merged cells, refused nights and lots, and what comes in mended."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.clock import fixed_clock
from service.database import Database
from service.errors import Unprocessable
from service.files.mapping import ColumnMapping
from service.imports.errors import ColumnsMissing, UnknownColumns
from service.imports.files import Importer
from service.imports.ledger import Counts
from service.imports.transactions import each_kept, none_kept
from service.prices.auction_imports import AuctionFile, AuctionImportReport, import_auctions
from service.prices.auction_tables import WITHDRAWN
from service.privacy.hashing import KeyChain
from tests.builders import NOW, contents, count, read
from tests.unit.files.made_files import text_file, xlsx_file

KEYS = KeyChain((b"the first key of all",))
HEADER = [
    *("uppb", "no_registrasi", "kabupaten", "tanggal", "harga_dasar", "penawaran_1", "penawaran_2", "jenis_pemenang"),
    *("sumber", "asal_data", "no_lot", "berat_kg", "kkk", "umur_simpan", "harga"),
]
NIGHT = (
    "UPPB Lavender",
    "012",
    "Muara Enim",
    "17/10/2026",
    "9.500,00",
    "9.600,00",
    "9.850,50",
    "pabrik",
    "formulir",
    "survei",
)
BLANK = (None,) * len(NIGHT)
LOTS = (("1", "1.250,5", "55,5", "mingguan", "9.800,00"), ("2", "800", "50", "dua mingguan", "9.700,00"))


def rows(*lots: tuple[Any, ...], night: tuple[Any, ...] = NIGHT, below: tuple[Any, ...] = BLANK) -> list[list[Any]]:
    """Return the rows of a night: its cells in the first one, and in the others what stands below."""
    return [[*(below if place else night), *each] for place, each in enumerate(lots)]


def other_night(**changes: Any) -> tuple[Any, ...]:
    return tuple({**dict(zip(HEADER, NIGHT, strict=False)), **changes}.values())


def brought_in(database: Database, path: Path, **more: Any) -> AuctionImportReport:
    file = AuctionFile(path, path.name, "office", "officer", **more)
    with each_kept(database, fixed_clock(NOW)) as transactions:
        return import_auctions(file, Importer(transactions, KEYS))


def sheet(folder: Path, *table: list[Any], header: list[str] = HEADER) -> Path:
    return xlsx_file(folder, data=[header, *table])


def told(report: AuctionImportReport) -> list[tuple[int, str, Any, str]]:
    return [(row.line, one.column, one.value, one.reason_en) for row in report.refused for one in row.problems]


@pytest.mark.parametrize("below", [BLANK, NIGHT], ids=["blank below", "repeated"])
def test_a_sheet_with_one_row_per_lot_is_taken_in(chain: Database, tmp_path: Path, below: tuple[Any, ...]) -> None:
    second = other_night(tanggal="24/10/2026")
    path = sheet(tmp_path, *rows(*LOTS, below=below), *rows(*LOTS, night=second, below=second if below[0] else BLANK))
    report = brought_in(chain, path)
    assert (report.counts, report.refused, report.warnings) == (Counts(accepted=4), (), ())
    nights = read(chain, "auction", "uppb_name", "district_code", "held_on", "bids_idr_per_kg", "winner_type")
    assert nights == [("UPPB Lavender", "16.03", date(2026, 10, day), [9600, 9850.5], "company") for day in (17, 24)]
    columns = ("observed_on", "price_idr_per_kg", "volume_kg", "dry_rubber_content", "storage_age", "reporter")
    first, second_lot, *_ = [[str(cell) for cell in row] for row in read(chain, "price_version", *columns)]
    assert first == ["2026-10-17", "9800.00", "1250.500", "0.55500", "weekly", "012"]
    assert second_lot == ["2026-10-17", "9700.00", "800.000", "0.50000", "two_weekly", "012"]


def test_the_same_file_again_changes_nothing(chain: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path, *rows(*LOTS))
    brought_in(chain, path)
    before = contents(chain, without=["import_run"])
    assert brought_in(chain, path).counts == Counts(duplicate=2)
    assert contents(chain, without=["import_run"]) == before


def test_a_csv_file_with_english_headers_is_taken_in(chain: Database, tmp_path: Path) -> None:
    night, lot = "uppb_name,registration_number,district_code,held_on,bid_1", "lot_number,weight_kg,price_idr_per_kg"
    path = text_file(
        tmp_path, f"{night},{lot},source,provenance\nUPPB A,7,16.03,2026-10-17,9000,1,100,8900.5,form,survey\n"
    )
    assert brought_in(chain, path).counts == Counts(accepted=1)


def test_constants_and_renamed_columns_fill_in(chain: Database, tmp_path: Path) -> None:
    header = ["Nama Kelompok" if name == "uppb" else name for name in HEADER if name != "asal_data"]
    cells = [cell for cell, name in zip((*NIGHT, *LOTS[0]), HEADER, strict=True) if name != "asal_data"]
    mapping = ColumnMapping(columns={"Nama Kelompok": "uppb_name"}, constants={"provenance": "survey"})
    report = brought_in(chain, sheet(tmp_path, cells, header=header), mapping=mapping)
    assert report.counts == Counts(accepted=1)


def test_lots_of_a_night_may_stand_apart(chain: Database, tmp_path: Path) -> None:
    second = other_night(tanggal="24/10/2026")
    report = brought_in(
        chain,
        sheet(tmp_path, *rows(LOTS[0]), *rows(LOTS[0], night=second), *rows(LOTS[1]), *rows(LOTS[1], night=second)),
    )
    assert (report.counts, count(chain, "auction")) == (Counts(accepted=4), 2)
    assert not any(row.suspect for row in read(chain, "price_version"))


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("kabupaten", "Muara Enm", "Muara Enim"),
        ("tanggal", "31/02/2026", "must be a day"),
        ("tanggal", "17/12/2026", "after today"),
        ("harga_dasar", "sembilan", "must be a number"),
        ("penawaran_2", "0", "above 0"),
        ("jenis_pemenang", "PT Karet Jaya", "one of"),
        ("no_registrasi", None, "is needed"),
        ("asal_data", "katanya", "one of"),
    ],
)
def test_a_night_whose_own_cells_are_wrong_is_refused_with_all_its_lots(
    chain: Database, tmp_path: Path, column: str, cell: str | None, reason: str
) -> None:
    wrong = other_night(**{column: cell})
    report = brought_in(
        chain, sheet(tmp_path, *rows(*LOTS, night=wrong), *rows(*LOTS, night=other_night(tanggal="24/10/2026")))
    )
    assert report.counts == Counts(accepted=2, rejected=2)
    assert [(line, name, value) for line, name, value, _ in told(report)] == [(2, column, cell), (3, column, cell)]
    assert all(reason in each[3] for each in told(report))
    stored = read(chain, "refused_row", "line", "content")
    # Each row comes back whole, so that it says by itself which night it is of.
    assert [(row.line, row.content[column], row.content["no_lot"]) for row in stored] == [
        (2, cell, "1"),
        (3, cell, "2"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("2", "0", "50", None, "9.700,00"), ("berat_kg", "0", "above 0")),
        (("2", "800", "140", None, "9.700,00"), ("kkk", "140", "100 or less")),
        (("2", "800", "50", None, None), ("harga", None, "is needed")),
        (("2", "800", "50", "lama", "9.700,00"), ("umur_simpan", "lama", "one of")),
        (("1", "800", "50", None, "9.700,00"), ("no_lot", "1", "already, on line 2")),
        ((None, "2050,5", None, None, None), ("no_lot", None, "is needed")),
    ],
)
def test_a_wrong_lot_is_refused_alone(
    chain: Database, tmp_path: Path, cells: tuple[Any, ...], expected: tuple[str, str | None, str]
) -> None:
    report = brought_in(chain, sheet(tmp_path, *rows(LOTS[0], cells, ("3", "700", "50", None, "9.600,00"))))
    assert (report.counts.accepted, report.counts.rejected) == (2, 1)
    line, name, found, said = told(report)[0]
    assert (line, name, found) == (3, *expected[:2])
    assert expected[2] in said
    (kept,) = read(chain, "refused_row")
    assert (kept.content["uppb"], kept.content["tanggal"]) == ("UPPB Lavender", "17/10/2026")


def test_cells_of_a_night_that_contradict_each_other_are_refused(chain: Database, tmp_path: Path) -> None:
    report = brought_in(
        chain, sheet(tmp_path, *rows(LOTS[0]), *rows(LOTS[1], night=other_night(harga_dasar="9.400,00")))
    )
    assert report.counts == Counts(rejected=2)
    assert [(line, name, value) for line, name, value, _ in told(report)] == [
        (2, "harga_dasar", "9.500,00"),
        (3, "harga_dasar", "9.400,00"),
    ]
    assert "line 3 says '9400'" in told(report)[0][3]
    assert "line 2 says '9500'" in told(report)[1][3]


def test_a_row_without_fault_in_a_refused_night_says_which_line_to_mend(chain: Database, tmp_path: Path) -> None:
    report = brought_in(chain, sheet(tmp_path, *rows(LOTS[0]), *rows(LOTS[1], night=other_night(harga_dasar="?"))))
    assert [(line, name) for line, name, _, _ in told(report)] == [(2, "row"), (3, "harga_dasar")]
    assert "because of line 3" in told(report)[0][3]


def test_a_day_that_cannot_be_read_does_not_go_on_with_the_night_above(chain: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path, *rows(*LOTS), *rows(("3", "1", "50", None, "9.000,00"), night=other_night(tanggal="=A1")))
    report = brought_in(chain, path)
    assert report.counts == Counts(accepted=2, rejected=1)
    assert told(report)[0][:2] == (4, "tanggal")


def test_a_corrected_file_corrects_its_lots_and_withdraws_those_it_lacks(chain: Database, tmp_path: Path) -> None:
    brought_in(chain, sheet(tmp_path, *rows(*LOTS)))
    report = brought_in(chain, sheet(tmp_path, *rows(("1", "1.250,5", "55,5", "mingguan", "9.850,00"))))
    assert report.counts == Counts(corrected=1)
    assert [one.lot_number for one in report.warnings] == ["2"]
    assert [row.suspect for row in read(chain, "price_version") if row.is_current] == [None, WITHDRAWN]


def test_a_correction_of_the_night_alone_counts_its_lots_as_corrected(chain: Database, tmp_path: Path) -> None:
    brought_in(chain, sheet(tmp_path, *rows(*LOTS)))
    report = brought_in(chain, sheet(tmp_path, *rows(*LOTS, night=other_night(harga_dasar="9.400,00"))))
    assert report.counts == Counts(corrected=2)


@pytest.mark.parametrize("broken", [("2", "0", "50", None, "9.700,00"), (None, "800", "50", None, "9.700,00")])
def test_a_lot_that_is_refused_is_not_taken_for_one_that_is_gone(
    chain: Database, tmp_path: Path, broken: tuple[Any, ...]
) -> None:
    brought_in(chain, sheet(tmp_path, *rows(*LOTS)))
    report = brought_in(chain, sheet(tmp_path, *rows(LOTS[0], broken)))
    assert (report.counts.duplicate, report.counts.rejected) == (1, 1)
    assert not any(row.withdrawn for row in read(chain, "auction_lot"))


def test_a_lot_whose_night_cannot_be_told_is_not_taken_for_one_that_is_gone(chain: Database, tmp_path: Path) -> None:
    brought_in(chain, sheet(tmp_path, *rows(*LOTS)))
    brought_in(chain, sheet(tmp_path, *rows(LOTS[0]), *rows(LOTS[1], night=other_night(tanggal="17 Okt"))))
    assert not any(row.withdrawn for row in read(chain, "auction_lot"))


def test_a_mended_lot_comes_in_alone_and_is_no_longer_open(chain: Database, tmp_path: Path) -> None:
    brought_in(chain, sheet(tmp_path, *rows(*LOTS, ("3", "0", "50", None, "9.600,00"))))
    (refused,) = read(chain, "refused_row")
    mended = {**refused.content, "berat_kg": "700"}
    path = sheet(tmp_path, [refused.id, *mended.values()], header=["refused_row", *mended])
    assert brought_in(chain, path).counts == Counts(accepted=1)
    assert [row.mended_by for row in read(chain, "refused_row")] == ["officer"]
    assert [row.withdrawn for row in read(chain, "auction_lot")] == [False] * 3


def test_warnings_come_with_the_report(chain: Database, tmp_path: Path) -> None:
    report = brought_in(chain, sheet(tmp_path, *rows(("1", "100", None, None, "9.400,00"))))
    assert report.counts == Counts(accepted=1)
    assert [(one.night, one.lot_number) for one in report.warnings] == [("uppb:012:2026-10-17", "1")]


def test_a_trial_reports_the_same_and_writes_nothing(chain: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path, *rows(*LOTS, ("3", "0", "50", None, "9.600,00")))
    before = contents(chain)
    with none_kept(chain, fixed_clock(NOW)) as transactions:
        trial = import_auctions(AuctionFile(path, path.name, "office", "officer"), Importer(transactions, KEYS))
    assert contents(chain) == before
    assert trial.counts == brought_in(chain, path).counts == Counts(accepted=2, rejected=1)


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        ([*HEADER, "nama_penawar"], UnknownColumns),
        ([*HEADER, "KKK 60"], UnknownColumns),
        ([name for name in HEADER if name != "no_lot"], ColumnsMissing),
    ],
)
def test_a_file_with_other_columns_is_refused_as_a_whole(
    chain: Database, tmp_path: Path, header: list[str], refusal: type[Unprocessable]
) -> None:
    with pytest.raises(refusal):
        brought_in(chain, sheet(tmp_path, header=header))
    assert [(row.kind, row.status) for row in read(chain, "import_run")] == [("auctions", "refused")]


def test_the_ledger_knows_the_import(chain: Database, tmp_path: Path) -> None:
    report = brought_in(chain, sheet(tmp_path, *rows(*LOTS)))
    (run,) = read(chain, "import_run")
    assert (run.id, run.kind, run.status, run.accepted, run.file_name) == (
        report.import_id,
        "auctions",
        "completed",
        2,
        "prices.xlsx",
    )


def test_a_refused_row_is_kept_without_phone_numbers(chain: Database, tmp_path: Path) -> None:
    wrong = other_night(sumber="Budi 0812-3456-7890", jenis_pemenang="0812-3456-7890")
    report = brought_in(chain, sheet(tmp_path, *rows(*LOTS, night=wrong)))
    assert report.counts == Counts(rejected=2)
    assert "0812" not in str(read(chain, "refused_row"))
