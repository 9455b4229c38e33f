"""Refused rows as CSV, in the columns they were sent in, to be mended and sent again.

Beside the sender's own columns stand `refused_row`, by which a mended row is recognised, and `problems`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from service.answers import to_json
from service.imports.forms import REFUSED_ROW, REFUSED_ROW_COLUMNS, plain

PROBLEMS = "problems"
# What our own columns are called where rows come a second time, and are refused again.
_OURS = frozenset({*REFUSED_ROW_COLUMNS, PROBLEMS})
# The name files give to what stands in cells beyond the header: such cells have no name in CSV either.
_WITHOUT_NAME = "\x00extra"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS_STARTS = tuple(f"'{start}" for start in _FORMULA_STARTS)
# A spreadsheet may compute it, but it can do nothing else with it: -5, +62 812-3456, -1.029,50.
_NUMBER = re.compile(r"[+-][\d .,()-]*")
Row = Mapping[str, Any]
Rows = Sequence[Row]


def told(problem: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a stored problem in one language."""
    reason = problem["reason_id" if language == "id" else "reason_en"]
    return {"column": problem["column"], "value": problem["value"], "reason": reason}


def to_mend(read: Callable[[], Iterable[Rows]], language: str) -> Iterator[str]:
    """Yield CSV, some rows at a time: the header, then each row with its id and what is wrong with it.

    `read` is called twice, first to learn which columns there are: rows that came as JSON name their own.
    """
    columns = _columns_of(row for rows in read() for row in rows)
    header = [REFUSED_ROW, PROBLEMS, *("" if column == _WITHOUT_NAME else safe(column) for column in columns)]
    yield _lines([header])
    for rows in read():
        yield _lines(_cells(row, columns, language) for row in rows)


def _columns_of(rows: Iterable[Row]) -> list[str]:
    found = dict.fromkeys(column for row in rows for column in row["content"])
    named = [column for column in found if column != _WITHOUT_NAME and plain(column) not in _OURS]
    # Last: rows that end early are as good as rows that end in blanks.
    return [*named, *(column for column in found if column == _WITHOUT_NAME)]


def _cells(row: Row, columns: Sequence[str], language: str) -> list[Any]:
    problems = [told(each, language) for each in row["problems"]]
    text = "; ".join(f"{each['column']}: {each['reason']}" for each in problems)
    return [row["id"], safe(text), *(safe(_text(row["content"].get(column))) for column in columns)]


def safe(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; numbers stay as they are, so that they can come back."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def as_sent(cell: Any) -> Any:
    """Return a cell of a file that was sent to be mended as it was before it was made harmless."""
    return cell[1:] if isinstance(cell, str) and cell.startswith(_HARMLESS_STARTS) else cell


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else to_json(value).decode()


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue()
