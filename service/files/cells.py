"""What a cell of a workbook can hold beside a plain value."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in the cell: its result is not taken for a value."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class CellError:
    """What a spreadsheet shows where it could not compute, e.g. `#DIV/0!`."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | bool | date | datetime | Formula | CellError | None


class Row(NamedTuple):
    """One row that is not blank: its number as a spreadsheet shows it, and its cells from the first column on."""

    line: int
    cells: list[Cell]


def text_cell(text: str | None) -> str | None:
    """Return the text without blanks around it; a blank text is a blank cell."""
    return (text or "").strip() or None


def day_or_moment(moment: datetime) -> date | datetime:
    """Return the day if the moment is midnight: spreadsheets store a day that way."""
    return moment.date() if moment.time() == time() else moment


def joined(cells: list[Cell]) -> str | None:
    """Return cells that belong to no column as one text, to be told to who sent them."""
    return " | ".join(str(cell) for cell in cells if cell is not None) or None
