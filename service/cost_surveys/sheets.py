"""From a row of a sheet to a household's form: what has a column of its own there stands in lists here."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from service.cost_surveys.headers import PART_COLUMNS
from service.imports.forms import BPS_CODE, DISTRICT, PROVINCE, REFUSED_ROW
from service.vocabulary import CostUnit, HouseholdPart

# They led to the district's code, or say which refused row was mended.
_NOT_OF_A_FORM = frozenset({DISTRICT, BPS_CODE, PROVINCE, "province_code", REFUSED_ROW})
# A row of these lists that is nought is not there.
_COUNTED_BY = {
    HouseholdPart.TOOLS: ("units",),
    HouseholdPart.LABOUR: ("person_days", "revenue_share_percent"),
}


_NOUGHT = re.compile(r"0+(\.0*)?")


_COLUMN_THAT_FILLS = {(column.part, column.row, column.fills): name for name, column in PART_COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One household's form, and by list the columns that each of its rows was made of."""

    form: Mapping[str, Any]
    rows: Mapping[str, Sequence[Sequence[str]]]

    def column_of(self, place: str) -> str:
        """Return our column for a place in the form (`costs.0.amount`), or the first one within it (`costs.0`)."""
        part, number, fills = (*place.split("."), "", "")[:3]
        if part not in self.rows or not number.isdecimal():
            return place
        first, *_ = self.rows[part][int(number)]
        return _COLUMN_THAT_FILLS.get((PART_COLUMNS[first].part, PART_COLUMNS[first].row, fills), first)


@dataclass(slots=True)
class _Row:
    """One row of a list: its cells by our columns."""

    part: HouseholdPart
    cells: dict[str, str]

    def is_nought(self) -> bool:
        counted = [
            text for name, text in self.cells.items() if PART_COLUMNS[name].fills in _COUNTED_BY.get(self.part, ())
        ]
        return bool(counted) and all(_NOUGHT.fullmatch(text) for text in counted)

    def said(self) -> dict[str, str]:
        said: dict[str, str] = {}
        for name, text in self.cells.items():
            column = PART_COLUMNS[name]
            is_share = column.says.get("unit") == CostUnit.REVENUE_SHARE
            said |= {**column.says, column.fills: _hundredth(text) if is_share else text}
        return said


def form_of(cells: Mapping[str, str]) -> SheetForm:
    """Return the form that the stated cells of one row come to; a list of which all is nought is one there is none of.

    Cells are texts in our spelling by our columns, without blank ones.
    """
    form: dict[str, Any] = {name: text for name, text in cells.items() if name not in PART_COLUMNS}
    columns: dict[str, list[list[str]]] = {}
    none_of = form.get("none_of", "").split()
    for part, rows in _rows(cells).items():
        there = [row for row in rows if not row.is_nought()]
        if not there:
            none_of.append(part.value)
            continue
        form[part.value] = [row.said() for row in there]
        columns[part.value] = [list(row.cells) for row in there]
    form = {name: value for name, value in form.items() if name not in _NOT_OF_A_FORM}
    return SheetForm(form | ({"none_of": " ".join(dict.fromkeys(none_of))} if none_of else {}), columns)


def _rows(cells: Mapping[str, str]) -> dict[HouseholdPart, list[_Row]]:
    rows: dict[tuple[HouseholdPart, str], _Row] = {}
    for name, text in cells.items():
        column = PART_COLUMNS.get(name)
        if column is not None:
            rows.setdefault((column.part, column.row), _Row(column.part, {})).cells[name] = text
    by_part: dict[HouseholdPart, list[_Row]] = defaultdict(list)
    for row in rows.values():
        by_part[row.part].append(row)
    return by_part


def _hundredth(percent: str) -> str:
    try:
        return format(Decimal(percent) / 100, "f")
    except InvalidOperation:
        # A constant may be anything; what it is told of is told with the row.
        return percent
