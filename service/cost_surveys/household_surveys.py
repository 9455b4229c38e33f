"""The surveys that household rows belong to: made on first use, and kept in step with their households."""

import hashlib
import json
from datetime import date
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from service.areas.repository import get_district_codes
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.households import SurveyHeader
from service.database import UnitOfWork
from service.errors import MoreHouseholdsThanPopulation, SurveyOfAnotherDistrict, SurveyOfAnotherKind, UnknownDistrict
from service.models.cost_survey import CostSurvey
from service.models.survey_household import SurveyHousehold
from service.privacy.households import count_households
from service.vocabulary import DeductionTreatment, Represents, SurveyKind, TimeUnit


def find_survey(uow: UnitOfWork, survey: SurveyHeader, feed: str) -> Row[Any] | None:
    """Return the stored survey, or None.

    Raises:
        SurveyOfAnotherKind: a survey of published means has this id.
        SurveyOfAnotherDistrict: it is stored for another district.
        UnknownDistrict: the survey's district is none.

    """
    if survey.district_code not in get_district_codes(uow.connection):
        raise UnknownDistrict(district_code=survey.district_code)
    identity = CostSurvey.c.feed == feed, CostSurvey.c.external_id == survey.external_id
    found = uow.connection.execute(select(CostSurvey).where(*identity)).first()
    if found is not None and found.kind != SurveyKind.HOUSEHOLDS:
        raise SurveyOfAnotherKind(external_id=survey.external_id, kind=found.kind)
    if found is not None and found.district_code != survey.district_code:
        facts = {"stored": found.district_code, "given": survey.district_code}
        raise SurveyOfAnotherDistrict(external_id=survey.external_id, **facts)
    return found


def add_survey(uow: UnitOfWork, survey: SurveyHeader, interviewed_on: date, batch: HouseholdBatch) -> int:
    """Store a survey whose first household was interviewed on this day; return its id."""
    row = {
        **_columns(survey, batch, (interviewed_on, interviewed_on)),
        "feed": batch.feed,
        "external_id": survey.external_id,
        "kind": SurveyKind.HOUSEHOLDS,
        # Households say for themselves what time their figures cover; the survey has none of its own.
        "time_unit": TimeUnit.YEAR,
        "deduction_treated_as": DeductionTreatment.UNKNOWN,
        "households": 0,
        "digest": _digest(survey),
        "recorded_at": uow.now,
        "recorded_by": batch.recorded_by,
        "revision": uow.revision,
    }
    return int(uow.connection.execute(insert(CostSurvey).values(row).returning(CostSurvey.c.id)).scalar_one())


def stated_before(uow: UnitOfWork, external_id: str, feed: str) -> dict[str, Any]:
    """Return what was stated of a stored survey of households, without what followed from them; nothing if unknown."""
    identity = CostSurvey.c.feed == feed, CostSurvey.c.external_id == external_id
    found = uow.connection.execute(select(CostSurvey).where(*identity, CostSurvey.c.kind == SurveyKind.HOUSEHOLDS))
    stored = found.first()
    if stored is None:
        return {}
    assumed = {*stored.assumed} | ({"period_from", "period_to"} if "period" in stored.assumed else set())
    assumed |= {name for name, value in (("title", external_id), ("source", feed)) if getattr(stored, name) == value}
    return {name: getattr(stored, name) for name in SurveyHeader.model_fields if name not in assumed}


def says_something_new(stored: Row[Any], survey: SurveyHeader) -> bool:
    """Say whether a header that arrives differs from the stored one."""
    return bool(stored.digest != _digest(survey))


def bring_into_step(uow: UnitOfWork, survey_id: int, survey: SurveyHeader, batch: HouseholdBatch) -> None:
    """Make a survey say what its header and its households say now.

    Raises:
        MoreHouseholdsThanPopulation: more households are stored than are said to live there.

    """
    days = SurveyHousehold.c.interviewed_on
    seen = select(func.count(), func.min(days), func.max(days)).where(SurveyHousehold.c.survey_id == survey_id)
    households, first, last = uow.connection.execute(seen).one()
    if survey.population is not None and households > survey.population:
        facts = {"households": households, "population": survey.population}
        raise MoreHouseholdsThanPopulation(external_id=survey.external_id, **facts)
    columns = {**_columns(survey, batch, (first, last)), "digest": _digest(survey)}
    uow.connection.execute(update(CostSurvey).where(CostSurvey.c.id == survey_id).values(columns))
    count_households(uow, survey_id)


def _columns(survey: SurveyHeader, batch: HouseholdBatch, seen: tuple[date, date]) -> dict[str, Any]:
    """Return what a header says, completed from the days on which its households were interviewed."""
    first, last = survey.period_from or seen[0], survey.period_to or seen[1]
    stated = survey.model_dump(exclude={"external_id"})
    return stated | {
        "title": survey.title or survey.external_id,
        "source": survey.source or batch.feed,
        "period_from": min(first, last),
        "period_to": last,
        "floor_valid_from": survey.floor_valid_from or last,
        # The least that can be claimed.
        "represents": survey.represents or Represents.VILLAGE,
        "assumed": _assumed(survey),
        "historical": batch.historical,
    }


def _assumed(survey: SurveyHeader) -> list[str]:
    period = ["period"] if survey.period_from is None or survey.period_to is None else []
    return period + [name for name in ("represents", "floor_valid_from") if getattr(survey, name) is None]


def _digest(survey: SurveyHeader) -> str:
    said = survey.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
