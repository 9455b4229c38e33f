"""Workbooks of values alone are read by another library, which must see the same in them."""

import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.files.archives import check_archive
from service.files.errors import FileRefused, UnreadableFile
from service.files.plain_xlsx import PlainXlsxWorkbook
from service.files.sheet import FileLimits
from service.files.workbooks import SheetFacts
from service.files.xlsx import XlsxWorkbook
from tests.unit.files.made_files import by_line, opened, with_member, xlsx_file, xlsx_of_rows

TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"], exclude_characters="\uffff_"), max_size=8
)
NUMBERS = st.integers(0, 2_958_465) | st.floats(0, 2_958_465, allow_nan=False).map(lambda x: round(x, 3))
DAYS = st.dates(date(1900, 3, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("2100-01-01")).map(
    lambda moment: moment.replace(microsecond=0)
)
CELLS = st.none() | TEXTS.filter(lambda text: not text.startswith("=")) | NUMBERS | st.booleans() | DAYS | MOMENTS
FORMATS = [
    "General",
    "0%",
    '"Rp" #,##0',
    "[$Rp-421] #,##0.00",
    '#,##0 "hari"',
    "[Red]#,##0",
    "0.00E+00",
    "yyyy-mm-dd",
    "[$-421]d mmmm yyyy",
    "dd/mm/yyyy hh:mm",
    "mmm-yy",
]


def is_plain(path: Path) -> bool:
    return check_archive(path, path.name, FileLimits()).is_plain


def rows(book: PlainXlsxWorkbook | XlsxWorkbook, sheet: str = "data") -> dict[int, list[Any]]:
    """Return the cells by line without blank ones at the end, each with its type."""
    return {row.line: trimmed([(type(cell), cell) for cell in row.cells]) for row in book.rows(sheet)}


def trimmed(cells: list[tuple[type, Any]]) -> list[tuple[type, Any]]:
    while cells and cells[-1][1] is None:
        cells.pop()
    return cells


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(table=st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_both_libraries_see_the_same(tmp_path: Path, table: list[list[Any]]) -> None:
    path = xlsx_file(tmp_path, data=table)
    assert is_plain(path)
    assert rows(PlainXlsxWorkbook(path)) == rows(XlsxWorkbook(path))
    assert PlainXlsxWorkbook(path).sheets() == XlsxWorkbook(path).sheets()


@pytest.mark.parametrize("number_format", FORMATS)
def test_both_libraries_tell_days_from_numbers_alike(tmp_path: Path, number_format: str) -> None:
    path = xlsx_file(tmp_path, data=[[44000], [44000.25], [9500], [0.55]])
    book = openpyxl.load_workbook(path)
    for row in book["data"].iter_rows():
        row[0].number_format = number_format
    book.save(path)
    assert rows(PlainXlsxWorkbook(path)) == rows(XlsxWorkbook(path))


@pytest.mark.parametrize("number", [12345678901234567890, 2**53 + 1, 3_000_000.5, -1, -0.5])
def test_from_a_number_on_that_may_be_told_wrong_the_other_library_reads(tmp_path: Path, number: float) -> None:
    numbers = "".join(
        f'<row r="{line}"><c r="A{line}"><v>{value}</v></c></row>' for line, value in ((1, 5), (2, number))
    )
    path = xlsx_of_rows(tmp_path, numbers)
    assert rows(PlainXlsxWorkbook(path)) == rows(XlsxWorkbook(path))
    assert rows(PlainXlsxWorkbook(path))[2] == [(type(number), number)]


@pytest.mark.parametrize("cell", ["=1+1", "#DIV/0!"])
def test_a_workbook_with_a_formula_or_an_error_anywhere_is_not_plain(tmp_path: Path, cell: str) -> None:
    assert not is_plain(xlsx_file(tmp_path, data=[["a"], [1]], other=[[cell]]))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="D1048576"><v>1</v></c></row>',
        '<row r="1"><c r="D1048576"><v>1</v></c></row>',
        '<row r="200"><c r="XFD200"><v>1</v></c></row>',
        f'<row r="200000">{"<c/>" * 16}</row>',
    ],
)
def test_cells_far_apart_do_not_become_a_block_that_fills_the_memory(tmp_path: Path, rows: str) -> None:
    assert not is_plain(xlsx_of_rows(tmp_path, rows))


def test_hidden_sheets_and_empty_ones_are_known_as_such(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, data=[["a"], [1]], lists=[["x"]], empty=[[" "]])
    book = openpyxl.load_workbook(path)
    book["lists"].sheet_state = "hidden"
    book.save(path)
    assert PlainXlsxWorkbook(path).sheets() == [
        SheetFacts("data", visible=True, empty=False),
        SheetFacts("lists", visible=False, empty=False),
        SheetFacts("empty", visible=True, empty=True),
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, data=[[], [None, "a", "b"], [], [None, 1, 2]])
    assert by_line(opened(path)) == {4: [1, 2, None]}


def test_what_lies_behind_the_declared_size_of_a_member_is_not_read(tmp_path: Path) -> None:
    """The declared part is sound XML with its own checksum; what an unpacker finds after it is a sheet."""
    seen, hidden = (
        b"<worksheet/>",
        b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>",
    )
    path = with_member(xlsx_file(tmp_path, data=[["a"]]), "xl/worksheets/sheet1.xml", seen + hidden)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        local = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    central = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    for start in (local + 14, central + 16):
        content[start : start + 4] = struct.pack("<I", zlib.crc32(seen))
        content[start + 8 : start + 12] = struct.pack("<I", len(seen))
    path.write_bytes(content)
    assert is_plain(path)
    assert rows(PlainXlsxWorkbook(path)) == {}


@pytest.mark.parametrize("kept", [10, 100, 300])
def test_a_damaged_part_is_refused_and_stops_nothing_else(tmp_path: Path, kept: int) -> None:
    path = xlsx_file(tmp_path, data=[["a"], [1]])
    with zipfile.ZipFile(path) as archive:
        part = archive.read("xl/workbook.xml")
    with pytest.raises(FileRefused):
        by_line(opened(with_member(path, "xl/workbook.xml", part[:kept])))


@pytest.mark.parametrize(
    "content", [b'<worksheet xmlns="http://x"><sheetData><row><c t="s"><v>9999</v></c></row></sheetData></worksheet>']
)
def test_a_text_that_is_not_there_is_refused(tmp_path: Path, content: bytes) -> None:
    path = with_member(xlsx_file(tmp_path, data=[["a"], [1]]), "xl/worksheets/sheet1.xml", content)
    with pytest.raises((UnreadableFile, FileRefused)):
        by_line(opened(path))
