"""Excel workbooks, read row by row by openpyxl; formulas are seen as formulas."""

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl

from service.files.cells import Cell, CellError, Formula, Row, day_or_moment, text_cell
from service.files.workbooks import SheetFacts

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class XlsxWorkbook:
    """An XLSX file whose archive has been checked."""

    path: Path

    def sheets(self) -> list[SheetFacts]:
        """Return the workbook's sheets in their order."""
        with _opened(self.path) as book:
            return [
                SheetFacts(sheet.title, sheet.sheet_state == "visible", next(_rows(sheet), None) is None)
                for sheet in book.worksheets
            ]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that are not blank."""
        with _opened(self.path) as book:
            yield from _rows(book[sheet])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # A path would be judged by its ending.
    with path.open("rb") as file:
        with _without_warnings():
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        with closing(book):
            yield book


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep openpyxl quiet about drop-down lists and styles, which do not matter for values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def _rows(sheet: Any) -> Iterator[Row]:
    # What the file says about its own size need not be true.
    sheet.reset_dimensions()
    every_row = enumerate(sheet.iter_rows(), start=1)
    while some := _next_of(every_row):
        for line, cells in some:
            values = [_value(cell) for cell in cells]
            if any(value is not None for value in values):
                yield Row(line, values)


def _next_of(every_row: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
    with _without_warnings():
        return list(islice(every_row, _ROWS_AT_ONCE))


def _value(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime):
        return day_or_moment(value)
    if isinstance(value, time | timedelta):
        return str(value)
    assert value is None or isinstance(value, bool | int | float | date)
    return value
