"""One sheet of a workbook, whatever program saved it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import NamedTuple, Protocol

import pandas as pd

from service.errors import Phrase
from service.files.archives import reading
from service.files.cells import Cell, Row, joined
from service.files.errors import CellTooLong, FileEmpty, SeveralSheets, SheetMissing, TooManyColumns, TooManyRows
from service.files.headers import Header, header_of
from service.files.sheet import EXTRA_CELLS, LINE, NO_NAME, FileLimits

# A sheet of one of these names is the one that is meant.
_USUAL_NAMES = ("data", "harga", "prices", "survei", "surveys")


class SheetFacts(NamedTuple):
    """What is known of a sheet before it is read."""

    name: str
    visible: bool
    empty: bool


class Workbook(Protocol):
    """A file of several sheets."""

    def sheets(self) -> list[SheetFacts]:
        """Return the sheets in their order."""

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that are not blank, from the start on every call."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of a workbook whose header has been read."""

    file_name: str
    name: str
    workbook: Workbook
    header_row: Header
    limits: FileLimits

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.header_row.names

    def chunks(self, rows: int) -> Iterator[pd.DataFrame]:
        """Yield the rows as the workbook's own values, at most `rows` at a time; see `sheet.Sheet`."""
        below = dropwhile(lambda row: row.line <= self.header_row.line, self.workbook.rows(self.name))
        while chunk := self._next(below, rows):
            yield self._frame(chunk)

    def _next(self, below: Iterator[Row], rows: int) -> list[Row]:
        with reading(self.file_name):
            return list(islice(below, rows))

    def _frame(self, rows: Sequence[Row]) -> pd.DataFrame:
        cells = [self._by_column(row) for row in rows]
        index = pd.Index([row.line for row in rows], name=LINE)
        return pd.DataFrame(cells, index=index, columns=[*self.header, EXTRA_CELLS], dtype=object)

    def _by_column(self, row: Row) -> list[Cell]:
        """Return the cells below each column name, and as one text what stands elsewhere in the row."""
        self._check(row)
        width = len(self.header_row.cells)
        cells = row.cells + [None] * (width - len(row.cells))
        unnamed = [cells[position] for position in self.header_row.unnamed]
        return [*(cells[position] for position in self.header_row.named), joined(unnamed + cells[width:])]

    def _check(self, row: Row) -> None:
        if row.line - self.header_row.line > self.limits.rows:
            raise TooManyRows(file=self.file_name, found=row.line, limit=self.limits.rows)
        width = max(position for position, cell in enumerate(row.cells, start=1) if cell is not None)
        if width > self.limits.columns:
            raise TooManyColumns(file=self.file_name, line=row.line, found=width, limit=self.limits.columns)
        for position, cell in enumerate(row.cells):
            if isinstance(cell, str) and len(cell) > self.limits.cell_characters:
                raise self._too_long(row.line, position, cell)

    def _too_long(self, line: int, position: int, cell: str) -> CellTooLong:
        column = dict(enumerate(self.header_row.cells)).get(position) or NO_NAME
        limit = self.limits.cell_characters
        return CellTooLong(file=self.file_name, line=line, column=column, found=len(cell), limit=limit)


def open_workbook_sheet(file_name: str, workbook: Workbook, sheet: str | None, limits: FileLimits) -> WorkbookSheet:
    """Return a sheet of a workbook: the one asked for, else the one that is evidently meant.

    Raises: SheetMissing, SeveralSheets, FileEmpty, TooManyColumns, HeaderMissing, DuplicateHeaders.
    """
    with reading(file_name):
        sheets = workbook.sheets()
        name = _evident(file_name, sheets) if sheet is None else _asked_for(file_name, sheets, sheet)
        first = next(workbook.rows(name), None)
    if first is None:
        found = Phrase(f"the sheet {name!r} holds nothing", f"lembar {name!r} tidak berisi apa pun")
        raise FileEmpty(file=file_name, found=found)
    header = header_of(file_name, first.line, first.cells, limits)
    return WorkbookSheet(file_name, name, workbook, header, limits)


def _asked_for(file_name: str, sheets: list[SheetFacts], asked: str) -> str:
    same = {sheet.name.strip().casefold(): sheet.name for sheet in sheets}
    name = same.get(asked.strip().casefold())
    if name is None:
        found = ", ".join(sheet.name for sheet in sheets)
        raise SheetMissing(file=file_name, sheet=asked, found=found)
    return name


def _evident(file_name: str, sheets: list[SheetFacts]) -> str:
    filled = [sheet for sheet in sheets if not sheet.empty]
    if not filled:
        found = Phrase("no sheet holds anything", "tidak satu lembar pun berisi")
        raise FileEmpty(file=file_name, found=found)
    names = [sheet.name for sheet in filled if sheet.visible] or [sheet.name for sheet in filled]
    usual = [name for name in names if name.strip().casefold() in _USUAL_NAMES]
    for choice in (usual, names):
        if len(choice) == 1:
            return choice[0]
    raise SeveralSheets(file=file_name, found=", ".join(names))
