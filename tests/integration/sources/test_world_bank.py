"""Reading the World Bank's monthly prices from workbooks laid out as the published one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jobs.sources import world_bank
from jobs.sources.errors import LayoutChanged, NotAWorkbook
from jobs.sources.world_bank import ReferencePrice, read_world_bank

# As published; TSR20 begins in 1999.
MONTHS: list[list[Any]] = [
    ["1960M01", 0.634, "…", 0.82, 104.45],
    ["1998M12", 1.486, "..", 0.67, 277.75],
    ["1999M01", 1.482, 0.6, 0.71, 299.75],
    ["2008M06", 3.022, 3.17, 3.22, 757],
    ["2011M02", 3.472, 5.58, 6.26, 524],
    ["2026M05", None, 2.21, 2.51, 440],
]
Change = Callable[[Worksheet], object]


def pink_sheet(folder: Path, change: Change = lambda _: None) -> Path:
    workbook = Workbook()
    workbook.active.title = "AFOSHEET"  # type: ignore[union-attr]
    sheet = workbook.create_sheet("Monthly Prices")
    sheet.append(["World Bank Commodity Price Data (The Pink Sheet)"])
    sheet.append(["monthly prices in nominal US dollars, 1960 to present"])
    sheet.append(["(monthly series are available only in nominal US dollars terms)"])
    sheet.append(["Updated on June 02, 2026"])
    sheet.append([None, "Cocoa", "Rubber, TSR20 **", "Rubber, RSS3", "Rice, Thai 5% "])
    sheet.append([None, "($/kg)", "($/kg)", "($/kg)", "($/mt)"])
    for month in MONTHS:
        sheet.append(month)
    change(sheet)
    path = folder / "CMO-Historical-Data-Monthly.xlsx"
    workbook.save(path)
    return path


def price(year: int, month: int, series: world_bank.Series, usd_per_kg: str) -> ReferencePrice:
    return ReferencePrice(date(year, month, 1), series, Decimal(usd_per_kg))


def put(cell: str, value: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value

    return change


def test_the_published_figures_come_out_and_missing_ones_do_not(tmp_path: Path) -> None:
    assert read_world_bank(pink_sheet(tmp_path)) == [
        price(1960, 1, "RSS3", "0.82"),
        price(1998, 12, "RSS3", "0.67"),
        price(1999, 1, "TSR20", "0.6"),
        price(1999, 1, "RSS3", "0.71"),
        price(2008, 6, "TSR20", "3.17"),
        price(2008, 6, "RSS3", "3.22"),
        price(2011, 2, "TSR20", "5.58"),
        price(2011, 2, "RSS3", "6.26"),
        price(2026, 5, "TSR20", "2.21"),
        price(2026, 5, "RSS3", "2.51"),
    ]


def test_columns_are_found_by_name_wherever_they_stand(tmp_path: Path) -> None:
    def moved(sheet: Worksheet) -> None:
        sheet.insert_cols(2, 3)
        sheet.insert_rows(1, 2)

    assert read_world_bank(pink_sheet(tmp_path, moved))[-1] == price(2026, 5, "RSS3", "2.51")


def test_footnote_marks_and_spaces_in_a_name_do_not_matter(tmp_path: Path) -> None:
    assert len(read_world_bank(pink_sheet(tmp_path, put("D5", "Rubber,  RSS3 *")))) == 10


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(read_world_bank(pink_sheet(tmp_path, lambda sheet: sheet.insert_rows(9)))) == 10


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("C5", "Rubber, SVR20"), r"cell D5: found \['RSS3'\], expected TSR20 and RSS3, each once"),
        (put("B5", "Rubber, RSS3"), r"cell B5: found \['RSS3', 'TSR20', 'RSS3'\]"),
        (lambda sheet: sheet.delete_rows(5), "cell A1: found 'no such row', expected a row with the names"),
        (put("C6", "($/mt)"), r"cell C6: found '\(\$/mt\)', expected the unit \(\$/kg\)"),
        (lambda sheet: sheet.delete_rows(6), r"cell C6: found '…', expected the unit"),
        (put("A8", "Dec 1998"), "cell A8: found 'Dec 1998', expected a month such as 1960M01"),
        (put("A8", "1998M13"), "cell A8"),
        (put("D10", "n/a"), "cell D10: found 'n/a', expected a price above 0"),
        (put("D10", 0), "cell D10: found 0"),
        (put("D10", -3.22), "cell D10: found -3.22"),
        (put("D10", True), "cell D10: found True"),
        (lambda sheet: setattr(sheet, "title", "Monthly Indices"), "expected a sheet of this name"),
    ],
)
def test_a_changed_layout_is_refused_with_its_cell(tmp_path: Path, change: Change, told: str) -> None:
    with pytest.raises(LayoutChanged, match=told):
        read_world_bank(pink_sheet(tmp_path, change))


@pytest.mark.parametrize("content", [b"", b"month,price\n", b"PK\x03\x04 not really"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prices.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook, match=r"prices\.xlsx cannot be read"):
        read_world_bank(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    with ZipFile(path, "w") as parts:
        parts.writestr("readme.txt", "hello")
    with pytest.raises(NotAWorkbook):
        read_world_bank(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    path = pink_sheet(tmp_path)
    with ZipFile(path, "a", ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/zeros.bin", b"0" * (world_bank.LARGEST_UNPACKED_BYTES + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(NotAWorkbook, match="it unpacks to"):
        read_world_bank(path)
