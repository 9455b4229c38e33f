"""The row that names the columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import Phrase
from service.files.errors import DuplicateHeaders, HeaderMissing, TooManyColumns
from service.files.sheet import FileLimits


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: where it stands, and its cells by position, blank where a column has no name."""

    line: int
    cells: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that have one."""
        return tuple(cell for cell in self.cells if cell)

    @property
    def named(self) -> list[int]:
        """The positions of the columns that have a name."""
        return [position for position, cell in enumerate(self.cells) if cell]

    @property
    def unnamed(self) -> list[int]:
        """The positions of the columns without a name."""
        return [position for position, cell in enumerate(self.cells) if not cell]


def header_of(file: str, line: int, cells: Sequence[Any], limits: FileLimits) -> Header:
    """Return the header in these cells.

    Raises: TooManyColumns, HeaderMissing (no letter in any cell: the values start at once), DuplicateHeaders (capitals
    and small letters are the same name).
    """
    names = tuple("" if cell is None else str(cell).strip() for cell in cells)
    width = max((position + 1 for position, name in enumerate(names) if name), default=0)
    if width > limits.columns:
        raise TooManyColumns(file=file, line=line, found=width, limit=limits.columns)
    if not any(letter.isalpha() for name in names for letter in name):
        # What stands there may be somebody's number, so it is not told.
        raise HeaderMissing(file=file, line=line, found=Phrase("no letter", "tanpa satu huruf pun"))
    counts = Counter(name.casefold() for name in names if name)
    if twice := [name for name, count in counts.items() if count > 1]:
        raise DuplicateHeaders(file=file, found=", ".join(twice))
    # Blank cells after the last name stay, as far as columns may go: rows that end in separators have that width too.
    return Header(line, names[: limits.columns])
