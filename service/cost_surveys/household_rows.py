"""Households on their way into the tables: new ones, and corrections that keep what was said before."""

import hashlib
import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from service.cost_surveys.figures import Arriving
from service.cost_surveys.household_parts import HouseholdCostIn, LabourIn
from service.cost_surveys.households import HouseholdIn
from service.database import UnitOfWork
from service.models.cost_survey import CostItem, SurveyTool
from service.models.household_year import HouseholdYear
from service.models.survey_household import SurveyHousehold, SurveyHouseholdPast
from service.privacy.households import PART_TABLES, content_of, stored_households
from service.vocabulary import HouseholdPart

_WITH_SURVEY = (CostItem, SurveyTool)
_ELSEWHERE = {part.value for part in HouseholdPart} | {"survey_id", "district_code", "none_of"}


@dataclass(frozen=True, slots=True)
class HouseholdBatch:
    """What all households of one delivery share; those `in_already`, by an earlier attempt of it, correct nothing."""

    feed: str
    recorded_by: str
    historical: bool = False
    in_already: Container[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A stored household: its row, the survey it is in, and what tells whether something new is said of it."""

    id: int
    survey_id: int
    external_id: str | None
    household_hash: str
    version: int
    digest: str

    def says(self, household: HouseholdIn) -> bool:
        """Say whether a household that arrives says the same."""
        return (self.digest, self.household_hash) == (digest_of(household), household.household_hash)


def digest_of(household: HouseholdIn) -> str:
    """Return the digest of what a household says; its hash is left out, as that changes with the key."""
    said = household.model_dump(mode="json", exclude={"household_hash"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def add_household(uow: UnitOfWork, survey_id: int, household: HouseholdIn, batch: HouseholdBatch) -> None:
    """Store a household that is not known yet; its year is computed by `complete_years`."""
    row = {**_row(uow, household, batch), "survey_id": survey_id, "version": 1}
    statement = insert(SurveyHousehold).values(row).returning(SurveyHousehold.c.id)
    _add_parts(uow, survey_id, uow.connection.execute(statement).scalar_one(), household)


def correct_household(
    uow: UnitOfWork, survey_id: int, known: KnownHousehold, household: HouseholdIn, batch: HouseholdBatch
) -> None:
    """Store what a household says now, and keep what it said before; its year is computed by `complete_years`."""
    _keep_former(uow, known)
    for table in (*PART_TABLES.values(), HouseholdYear):
        uow.connection.execute(delete(table).where(table.c.household_id == known.id))
    row = {**_row(uow, household, batch), "survey_id": survey_id, "version": known.version + 1}
    uow.connection.execute(update(SurveyHousehold).where(SurveyHousehold.c.id == known.id).values(row))
    _add_parts(uow, survey_id, known.id, household)


def _keep_former(uow: UnitOfWork, known: KnownHousehold) -> None:
    here = SurveyHousehold.c.id == known.id
    recorded = uow.connection.execute(select(SurveyHousehold.c.recorded_at, SurveyHousehold.c.recorded_by).where(here))
    (former,) = stored_households(uow.connection, here)
    row = {
        **recorded.one()._mapping,
        "household_id": known.id,
        "version": known.version,
        "household_hash": known.household_hash,
        "content": content_of(former),
    }
    uow.connection.execute(insert(SurveyHouseholdPast).values(row))


def _row(uow: UnitOfWork, household: HouseholdIn, batch: HouseholdBatch) -> dict[str, Any]:
    said = household.model_dump(exclude=_ELSEWHERE)
    content, deduction = said.pop("dry_rubber_content_percent"), said.pop("deduction_percent")
    return {
        **said,
        "dry_rubber_content": None if content is None else content / 100,
        "deduction": None if deduction is None else deduction / 100,
        "none_of": sorted(household.none_of),
        "feed": batch.feed,
        "digest": digest_of(household),
        "historical": batch.historical,
        "recorded_at": uow.now,
        "recorded_by": batch.recorded_by,
        "revision": uow.revision,
    }


def _add_parts(uow: UnitOfWork, survey_id: int, household_id: int, household: HouseholdIn) -> None:
    for table, rows in _parts(household).items():
        keys = {"household_id": household_id} | ({"survey_id": survey_id} if table in _WITH_SURVEY else {})
        if rows:
            uow.connection.execute(insert(table), [{**row, **keys} for row in rows])


def _parts(household: HouseholdIn) -> Mapping[Table, Sequence[dict[str, Any]]]:
    unit = {"time_unit": household.time_unit}
    return {
        PART_TABLES[HouseholdPart.COSTS]: [_cost(cost) for cost in household.costs],
        PART_TABLES[HouseholdPart.TOOLS]: [tool.model_dump() for tool in household.tools],
        PART_TABLES[HouseholdPart.LABOUR]: [unit | _labour(row) for row in household.labour],
        PART_TABLES[HouseholdPart.CONSUMPTION]: [unit | _stated(row) for row in household.consumption],
        PART_TABLES[HouseholdPart.OTHER_INCOMES]: [unit | _stated(row) for row in household.other_incomes],
    }


def _stated(row: Arriving) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name != "time_unit" or value is not None}


def _cost(cost: HouseholdCostIn) -> dict[str, Any]:
    return cost.model_dump() | {"name": cost.name or cost.cost_group.value, "amount": cost.stored_amount}


def _labour(row: LabourIn) -> dict[str, Any]:
    said = _stated(row)
    percent = said.pop("revenue_share_percent")
    return {**said, "revenue_share": None if percent is None else percent / 100}
