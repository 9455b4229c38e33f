"""Which character separates the cells of a delimited text, and where its header ends."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

# Where two fit equally well, the one that is rarer within texts and numbers.
SEPARATORS = ("\t", ";", ",")
_RECORDS_LOOKED_AT = 100
_NO_FIT = (0.0, 0.0, 0)


class Record(NamedTuple):
    """One row of delimited text: its number from 1, its cells, and how many characters end with it."""

    line: int
    cells: list[str]
    end: int


def records(text: str, separator: str) -> Iterator[Record]:
    """Yield the rows that are not blank; stops at a cell longer than the csv module takes."""
    ends = [0]

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            ends[0] += len(line)
            yield line

    try:
        for number, cells in enumerate(csv.reader(lines(), delimiter=separator), start=1):
            if any(cell.strip() for cell in cells):
                yield Record(number, cells, ends[0])
    except csv.Error:
        return


def detect_separator(text: str) -> str:
    """Return the separator whose header has the same width as most rows below it; any will do for a single column."""
    best = max(SEPARATORS, key=lambda separator: _fit(text, separator))
    if _fit(text, best) > _NO_FIT:
        return best
    return min(SEPARATORS, key=lambda separator: _split_rows(text, separator))


def _fit(text: str, separator: str) -> tuple[float, float, int]:
    """Return how many rows are as wide as the header, how many have several cells, and the header's width."""
    widths = _widths(text, separator)
    if not widths or widths[0] < 2:
        return _NO_FIT
    header, *below = widths
    if not below:
        return (1.0, 1.0, header)
    split = sum(width > 1 for width in below) / len(below)
    # A header such as `price, rupiah` over rows without a comma is one column.
    if not split:
        return _NO_FIT
    return (sum(width == header for width in below) / len(below), split, header)


def _split_rows(text: str, separator: str) -> int:
    return sum(width > 1 for width in _widths(text, separator))


def _widths(text: str, separator: str) -> list[int]:
    return [len(record.cells) for record in islice(records(text, separator), _RECORDS_LOOKED_AT)]
