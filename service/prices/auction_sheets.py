"""Forms of auction nights in a sheet: one row per lot, the night's cells repeated or blank below its first row.

Merged cells look that way: only the first of them holds something. A row goes on with the night above it if each cell
that says which night it is, is blank or the same.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from service.imports.forms import AREA_NAMES
from service.imports.plan import ColumnPlan
from service.imports.refusals import Problem
from service.imports.refused_lines import is_blank
from service.imports.sheets import FormSheet
from service.prices.auction_headers import NIGHT_FIELDS

CHUNK_ROWS = 5000
# What says which night a row is of, as far as it is stated.
_WHICH_NIGHT = ("external_id", "uppb_name", "registration_number", *AREA_NAMES, "held_on")


@dataclass(frozen=True, slots=True)
class LotRow:
    """One row: our fields that it states or goes on with, its cells as sent, and the problems of its cells."""

    line: int
    night_line: int
    values: Mapping[str, str]
    sent: Mapping[Hashable, Any]
    problems: tuple[Problem, ...]

    @property
    def night(self) -> Hashable:
        """Return what tells its night from others in the sheet; of an unreadable one, the line where it begins."""
        own, registration, day = (self.values.get(f) for f in ("external_id", "registration_number", "held_on"))
        if own is not None:
            return own
        if registration is None or day is None:
            return self.night_line
        return " ".join(registration.split()), day


def night_columns(plan: ColumnPlan) -> frozenset[str]:
    """Return the columns of a sheet that speak of the night."""
    return frozenset(column for field, column in plan.fields.items() if field in NIGHT_FIELDS)


def read_lot_rows(sheet: FormSheet) -> Iterator[LotRow]:
    """Read the rows of a sheet, with the cells of its night filled in where they are blank below the first row."""
    columns = night_columns(sheet.plan)
    which = [sheet.plan.fields[field] for field in _WHICH_NIGHT if field in sheet.plan.fields]
    above: LotRow | None = None
    for row in _rows(sheet):
        going_on = above is not None and all(row.sent[c] in (None, above.sent[c]) for c in which)
        above = row if above is None or not going_on else _filled(row, above, columns)
        yield above


def _rows(sheet: FormSheet) -> Iterator[LotRow]:
    for raw, read in sheet.chunks(CHUNK_ROWS):
        lines: Iterable[int] = raw.index.tolist()
        records = zip(lines, raw.to_dict("records"), read.columns.to_dict("records"), strict=True)
        for line, cells, fields in records:
            values = {str(name): text for name, text in fields.items() if not pd.isna(text)}
            sent: dict[Hashable, Any] = {name: None if is_blank(cell) else str(cell) for name, cell in cells.items()}
            yield LotRow(line, line, values, sent, tuple(read.problems.get(line, ())))


def _filled(row: LotRow, above: LotRow, columns: frozenset[str]) -> LotRow:
    night = {field: text for field, text in above.values.items() if field in NIGHT_FIELDS}
    cells: dict[Hashable, Any] = {column: above.sent[column] for column in columns if row.sent[column] is None}
    return replace(
        row,
        night_line=above.night_line,
        values={**night, **row.values},
        sent={**row.sent, **cells},
        problems=(*(one for one in above.problems if one.column in cells), *row.problems),
    )
