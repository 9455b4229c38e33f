"""From households as they are stored, with all their parts, to the one row that holds a household's year."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, select

from service.economics.household_figures import (
    ConsumptionRow,
    CostRow,
    HouseholdFigures,
    IncomeRow,
    LabourRow,
    ToolRow,
)
from service.economics.household_year import HouseholdYear, household_year
from service.models.survey_household import SurveyHousehold
from service.privacy.households import PART_TABLES
from service.vocabulary import CostGroup, CostUnit, DeductionTreatment, HouseholdPart

# The fields of these rows have the names of the tables' columns.
PART_ROWS: Mapping[HouseholdPart, type] = MappingProxyType(
    {
        HouseholdPart.COSTS: CostRow,
        HouseholdPart.TOOLS: ToolRow,
        HouseholdPart.LABOUR: LabourRow,
        HouseholdPart.CONSUMPTION: ConsumptionRow,
        HouseholdPart.OTHER_INCOMES: IncomeRow,
    }
)
_PLACE = ("id", "survey_id", "village_code", "tenure", "member", "weight")
_STATED = tuple(field.name for field in fields(HouseholdFigures) if field.name not in set(HouseholdPart))
_YEARLY = tuple(field.name for field in fields(HouseholdYear) if field.name != "cost_idr_by_group")


@dataclass(frozen=True, slots=True)
class StatedHousehold:
    """A household of a survey: where it lives, whom it stands for, and what it stated."""

    id: int
    survey_id: int
    village_code: str | None
    tenure: str | None
    member: bool | None
    weight: float
    figures: HouseholdFigures


def stated_households(connection: Connection, ids: Collection[int]) -> list[StatedHousehold]:
    """Read households with what they stated, in the order of their ids; one statement per table."""
    parts = {part.value: _rows_of(connection, part, ids) for part in PART_ROWS}
    columns = [SurveyHousehold.c[name] for name in (*_PLACE, *_STATED)]
    statement = select(*columns).where(SurveyHousehold.c.id.in_(ids)).order_by(SurveyHousehold.c.id)
    return [_stated_household(row, parts) for row in connection.execute(statement)]


def year_row(household: StatedHousehold) -> dict[str, Any]:
    """Return a household's year by the columns of `household_year`.

    Raises what `economics.household_year` does, for figures that no form lets through.
    """
    year = household_year(household.figures)
    return {
        "household_id": household.id,
        "survey_id": household.survey_id,
        "village": village_number(household.village_code),
        "tenure": household.tenure,
        "member": household.member,
        "weight": household.weight,
        "weight_cut_share": weight_cut_share(household.figures),
        **{name: getattr(year, name) for name in _YEARLY},
        **{f"{group.value}_idr": year.cost_idr_by_group.get(group) for group in CostGroup},
    }


def village_number(village_code: str | None) -> int | None:
    """Return the digits of a village's code as a number.

    >>> village_number("16.03.01.2001")
    1603012001
    """
    return None if village_code is None else int(village_code.replace(".", ""))


def weight_cut_share(figures: HouseholdFigures) -> float:
    """Return the part of revenue (0..1) that is the buyer's weight cut booked as a cost: as an item, else as stated.

    Source: DOMAIN section 3; it is contained in `HouseholdYear.revenue_share`.
    """
    items = [row for row in figures.costs if row.cost_group == CostGroup.WEIGHT_CUT]
    if items:
        return sum(row.amount for row in items if row.unit == CostUnit.REVENUE_SHARE)
    return (figures.deduction or 0.0) if figures.deduction_treated_as == DeductionTreatment.COST else 0.0


def _rows_of(connection: Connection, part: HouseholdPart, ids: Collection[int]) -> Mapping[int, Sequence[Any]]:
    table, kind = PART_TABLES[part], PART_ROWS[part]
    columns = [table.c[field.name] for field in fields(kind)]
    statement = select(table.c.household_id, *columns).where(table.c.household_id.in_(ids)).order_by(table.c.id)
    rows: dict[int, list[Any]] = defaultdict(list)
    for household_id, *values in connection.execute(statement):
        rows[household_id].append(kind(*map(_plain, values)))
    return rows


def _stated_household(row: Row[Any], parts: Mapping[str, Mapping[int, Sequence[Any]]]) -> StatedHousehold:
    said = {name: _plain(value) for name, value in row._mapping.items()}
    stated = {name: said[name] for name in _STATED} | {
        name: tuple(rows.get(row.id, ())) for name, rows in parts.items()
    }
    # Words stay the texts they are stored as: those of the vocabulary are equal to them.
    figures = HouseholdFigures(**stated | {"none_of": frozenset(said["none_of"])})
    return StatedHousehold(**{name: said[name] for name in _PLACE}, figures=figures)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
