"""Excel workbooks that hold values alone, read by calamine: some twenty times as fast as row by row.

Calamine tells no formula from its result, so that workbooks with any are read by `service.files.xlsx`; and so are the
rows from the first number on that it may not tell right.
"""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import dropwhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from service.files.cells import Cell, Row, day_or_moment, text_cell
from service.files.workbooks import SheetFacts
from service.files.xlsx import XlsxWorkbook

# The day after Excel's last, 9999-12-31: a number from there on, or below zero, can be a day that no calendar has, or
# have more digits than a float keeps.
_END_OF_DAYS = 2_958_466


class BrokenWorkbook(Exception):
    """A library gave up on a workbook."""


@dataclass(frozen=True, slots=True)
class PlainXlsxWorkbook:
    """An XLSX file whose archive has been checked and found plain."""

    path: Path
    _sheets: dict[str, CalamineSheet] = field(default_factory=dict, repr=False)

    def sheets(self) -> list[SheetFacts]:
        """Return the workbook's sheets in their order."""
        with _calamine(self.path) as book:
            kinds = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            self._sheets.update({each.name: book.get_sheet_by_name(each.name) for each in kinds})
        return [
            SheetFacts(each.name, each.visible == SheetVisibleEnum.Visible, next(self._plain(each.name), None) is None)
            for each in kinds
        ]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that are not blank."""
        for row in self._plain(sheet):
            if not all(map(_is_told_right, row.cells)):
                yield from self._told_one_by_one(sheet, row.line)
                return
            yield row

    def _told_one_by_one(self, sheet: str, first_line: int) -> Iterator[Row]:
        return dropwhile(lambda row: row.line < first_line, XlsxWorkbook(self.path).rows(sheet))

    def _plain(self, sheet: str) -> Iterator[Row]:
        if not self._sheets:
            self.sheets()
        block = self._sheets[sheet]
        # Blank rows above the block are told, blank columns beside it are not.
        beside: list[Cell] = [None] * (block.start or (0, 0))[1]
        for line, cells in enumerate(block.iter_rows(), start=1):
            values = beside + [_value(cell) for cell in cells]
            if any(value is not None for value in values):
                yield Row(line, values)


@contextmanager
def _calamine(path: Path) -> Iterator[CalamineWorkbook]:
    try:
        with (
            TemporaryDirectory(prefix="bokar-workbook-") as folder,
            CalamineWorkbook.from_path(_as_checked(path, Path(folder) / "book.xlsx")) as book,
        ):
            yield book
    except Exception:
        raise
    except BaseException as error:
        # What panics in Rust is no Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenWorkbook(str(error)) from error


def _as_checked(path: Path, copy: Path) -> Path:
    """Write the members anew, as far as zipfile reads them.

    Other libraries may unpack a member beyond its declared size, where nobody has looked at it.
    """
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as checked:
        for name in archive.namelist():
            with archive.open(name) as content, checked.open(name, "w", force_zip64=True) as written:
                shutil.copyfileobj(content, written)
    return copy


def _is_told_right(value: Cell) -> bool:
    return not isinstance(value, int | float) or 0 <= value < _END_OF_DAYS


def _value(cell: Any) -> Cell:
    if isinstance(cell, str):
        return text_cell(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return day_or_moment(cell)
    return cell if isinstance(cell, bool | int | date) else str(cell)
