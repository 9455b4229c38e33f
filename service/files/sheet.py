"""What is known of a table in a file, whatever kind of file it came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from service.errors import Phrase

# The column of a chunk that holds what stood in cells without a column name; NUL cannot occur in a header.
EXTRA_CELLS = "\x00extra"
LINE = "line"
# What such cells are called where they are told of.
NO_NAME = Phrase("(no name)", "(tanpa nama)")


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much is read at most: sizes in bytes, columns per row, characters per cell, rows after the header."""

    file_bytes: int = 200 * 2**20
    unpacked_bytes: int = 2**30
    columns: int = 200
    cell_characters: int = 10_000
    rows: int = 5_000_000


class Sheet(Protocol):
    """One table: named columns and rows known by the number a spreadsheet shows."""

    @property
    def file_name(self) -> str:
        """The name of the file as it was sent."""

    @property
    def name(self) -> str | None:
        """The name of the sheet; None for delimited text."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns as written, without blanks around them; columns without a name are left out."""

    def chunks(self, rows: int) -> Iterator[pd.DataFrame]:
        """Yield the rows after the header from the start, at most `rows` at a time, on every call anew.

        Columns: the header's, then `EXTRA_CELLS`: what stood in cells without a column name, mostly missing. The index
        `line` is the row number; blank rows are left out but counted. Delimited text comes as `str`, a blank cell
        missing. Workbooks come as `object` holding `cells.Cell`, a blank cell None.

        Raises: errors.FileRefused (a limit is broken, or the file is damaged further on).
        """
