"""Households as they are stored: read whole, for exports and for what is kept of a correction, and counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select, update

from service.database import UnitOfWork
from service.models.cost_survey import CostItem, CostSurvey, SurveyTool
from service.models.survey_household import (
    SurveyConsumption,
    SurveyHousehold,
    SurveyIncome,
    SurveyLabour,
)
from service.vocabulary import HouseholdPart

PART_TABLES: Mapping[HouseholdPart, Table] = MappingProxyType(
    {
        HouseholdPart.COSTS: CostItem,
        HouseholdPart.TOOLS: SurveyTool,
        HouseholdPart.LABOUR: SurveyLabour,
        HouseholdPart.CONSUMPTION: SurveyConsumption,
        HouseholdPart.OTHER_INCOMES: SurveyIncome,
    }
)
_KEYS = frozenset({"id", "survey_id", "household_id"})
# What says where content is stored rather than what was said.
_NOT_CONTENT = _KEYS | {"household_hash", "version", "digest", "recorded_at", "recorded_by", "revision"}


def stored_households(connection: Connection, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return all that is stored on households, survey and parts included, in a form JSON can hold."""
    survey = CostSurvey.c.external_id.label("survey"), CostSurvey.c.district_code
    of = SurveyHousehold.join(CostSurvey)
    rows = connection.execute(select(SurveyHousehold, *survey).select_from(of).where(where).order_by("id")).all()
    parts = _parts(connection, [row.id for row in rows])
    return [jsonable(row) | parts[row.id] for row in rows]


def count_households(uow: UnitOfWork, survey_id: int) -> None:
    """Make a survey say how many households are stored for it."""
    stored = select(func.count()).where(SurveyHousehold.c.survey_id == survey_id).scalar_subquery()
    values = {"households": stored, "revision": uow.revision}
    uow.connection.execute(update(CostSurvey).where(CostSurvey.c.id == survey_id).values(values))


def content_of(household: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stored household said, without where and since when that is stored."""
    return {name: value for name, value in household.items() if name not in _NOT_CONTENT}


def jsonable(row: Row[Any], without: Iterable[str] = ()) -> dict[str, Any]:
    """Return a row by the names of its columns, numbers exact as text and days in ISO form."""
    left_out = set(without)
    return {name: _jsonable(value) for name, value in row._mapping.items() if name not in left_out}


def _parts(connection: Connection, households: Sequence[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    found: dict[int, dict[str, list[dict[str, Any]]]] = {
        household: {part.value: [] for part in PART_TABLES} for household in households
    }
    for part, table in PART_TABLES.items():
        rows = connection.execute(select(table).where(table.c.household_id.in_(households)).order_by(table.c.id))
        for row in rows:
            found[row.household_id][part.value].append(jsonable(row, without=_KEYS))
    return found


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
