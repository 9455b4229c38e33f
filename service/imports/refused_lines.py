"""Refused rows of a sheet as they may be kept: neither their cells nor what is told of them names anybody."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from service.files.sheet import EXTRA_CELLS
from service.imports.forms import REFUSED_ROW, ROW_ID
from service.imports.refusals import Problem, RefusedLine
from service.privacy.redaction import Redaction, redact_row

SHOWN_CHARACTERS = 200
# No column is called so: NUL cannot occur in a header.
_TOLD = "\x00told"


def cells_of(rows: pd.DataFrame) -> Iterator[dict[Hashable, Any]]:
    """Yield the cells of each row by its columns, as they stand; pandas' own way takes ten times as long."""
    names, columns = list(rows.columns), [cells.to_numpy(object) for _, cells in rows.items()]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def refused_line(
    line: int, problems: Iterable[Problem], cells: Mapping[Hashable, Any], redaction: Redaction
) -> RefusedLine:
    """Return a row with what is wrong with it; names of its own columns are hidden wherever else they stand."""
    problems = tuple(problems)
    told = {f"{_TOLD}{place} {name}": text for place, one in enumerate(problems) for name, text in _told(one).items()}
    hidden = redact_row({**_sent(cells), **told}, redaction)
    shown = {name: hidden.pop(name) for name in told}
    return RefusedLine(line, tuple(_problem(place, shown, hidden) for place in range(len(problems))), hidden)


def sent_row(cells: Mapping[Hashable, Any], redaction: Redaction) -> dict[str, Any]:
    """Return the cells of a row that may be refused later, as they may be kept."""
    return redact_row(_sent(cells), redaction)


def refused_before(good: pd.DataFrame) -> frozenset[int]:
    """Return the refused rows, by their ids, that good rows say they are."""
    if REFUSED_ROW not in good:
        return frozenset()
    return frozenset(int(text) for text in good[REFUSED_ROW].dropna() if ROW_ID.fullmatch(text))


def is_blank(cell: Any) -> bool:
    """Say whether a cell of a sheet holds nothing."""
    return cell is None or (isinstance(cell, float) and pd.isna(cell))


def _sent(cells: Mapping[Hashable, Any]) -> dict[str, Any]:
    named = {str(name): cell for name, cell in cells.items() if name != EXTRA_CELLS or not is_blank(cell)}
    return {name: None if is_blank(cell) else str(cell) for name, cell in named.items()}


def _told(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in Problem.__slots__}


def _problem(place: int, shown: Mapping[str, Any], sent: Mapping[str, Any]) -> Problem:
    told = {name: shown[f"{_TOLD}{place} {name}"] for name in Problem.__slots__}
    value = told["value"]
    if isinstance(value, str):
        value = (sent.get(told["column"]) or value)[:SHOWN_CHARACTERS]
    return Problem(**{**told, "value": value})
