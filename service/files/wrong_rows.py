"""Rows that are wider or narrower than their header: kept, and put back where they stood."""

import csv
import io
from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow.csv import InvalidRow

from service.files.cells import joined
from service.files.errors import RowTooLong, TooManyColumns
from service.files.headers import Header
from service.files.sheet import FileLimits
from service.files.text_columns import BEYOND, LINE_COLUMN, TEXT


class WrongRows:
    """Collects what pyarrow skips while it reads one file, and keeps count of the lines."""

    def __init__(self, file_name: str, header: Header, separator: str, limits: FileLimits) -> None:
        """Start below the header."""
        self.next_line = header.line + 1
        self.too_many = False
        self._file_name, self._header, self._separator, self._limits = file_name, header, separator, limits
        self._waiting: list[tuple[int, str]] = []

    def take(self, row: InvalidRow) -> Literal["skip", "error"]:
        """Note a row of the wrong width; pyarrow's number counts the rows after the header from 1."""
        if row.number > self._limits.rows:
            self.too_many = True
            return "error"
        self._waiting.append((self._header.line + row.number, row.text))
        return "skip"

    def lines_of(self, count: int) -> npt.NDArray[np.int64]:
        """Return the lines of the next rows of the right width, which stand around those noted here."""
        noted = np.array([line for line, _ in self._waiting], dtype=np.int64)
        right_before = noted - self.next_line - np.arange(len(noted))
        order = np.arange(count)
        lines = self.next_line + order + np.searchsorted(right_before, order, side="right")
        if count:
            self.next_line = int(lines[-1]) + 1
        return lines

    def passed(self) -> Iterator[pa.Table]:
        """Yield the noted rows that stand before the next line, once."""
        passed = [(line, text) for line, text in self._waiting if line < self.next_line]
        self._waiting = self._waiting[len(passed) :]
        if passed:
            yield self._table(passed)

    def rest(self) -> Iterator[pa.Table]:
        """Yield the noted rows at the end of the file."""
        if self._waiting:
            self.next_line = self._waiting[-1][0] + 1
        return self.passed()

    def _table(self, rows: list[tuple[int, str]]) -> pa.Table:
        width = len(self._header.cells)
        cells = [self._cells(line, text) for line, text in rows]
        columns = {
            str(position): pa.array([row[position] if position < len(row) else None for row in cells], TEXT)
            for position in range(width)
        }
        beyond = pa.array([joined([cell.strip() or None for cell in row[width:]]) for row in cells], TEXT)
        return pa.table({**columns, BEYOND: beyond, LINE_COLUMN: pa.array([line for line, _ in rows], pa.int64())})

    def _cells(self, line: int, text: str) -> list[str]:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self._separator))
        except csv.Error as error:
            raise RowTooLong(file=self._file_name, line=line - 1, limit=csv.field_size_limit()) from error
        width = max((position + 1 for position, cell in enumerate(cells) if cell.strip()), default=0)
        if width > self._limits.columns:
            raise TooManyColumns(file=self._file_name, line=line, found=width, limit=self._limits.columns)
        return cells
