"""Storing the years of households: in the transaction that stores what they state, so that no reader sees one alone.

A survey has the years of all its households or, if it was stored before there were years, of none: whoever stores
households of a survey completes it, a correction takes away the year it makes wrong, and erasing cascades. So the
surveys to complete are found without looking at a single household.
"""

from sqlalchemy import exists, insert, select

from service.cost_surveys.household_figures import stated_households, year_row
from service.database import UnitOfWork
from service.models.cost_survey import CostSurvey
from service.models.household_year import HouseholdYear
from service.models.survey_household import SurveyHousehold

HOUSEHOLDS_AT_ONCE = 1000


def complete_years(uow: UnitOfWork, survey_id: int) -> int:
    """Compute and store the years that are missing in a survey; return how many they were."""
    years = SurveyHousehold.outerjoin(HouseholdYear, HouseholdYear.c.household_id == SurveyHousehold.c.id)
    here = SurveyHousehold.c.survey_id == survey_id, HouseholdYear.c.household_id.is_(None)
    statement = select(SurveyHousehold.c.id).select_from(years).where(*here).order_by(SurveyHousehold.c.id)
    missing = uow.connection.scalars(statement).all()
    for start in range(0, len(missing), HOUSEHOLDS_AT_ONCE):
        households = stated_households(uow.connection, missing[start : start + HOUSEHOLDS_AT_ONCE])
        uow.connection.execute(insert(HouseholdYear), [year_row(household) for household in households])
    return len(missing)


def missing_years(uow: UnitOfWork) -> int:
    """Complete the surveys that were stored before households had years; return how many years were missing."""
    has_years = exists().where(HouseholdYear.c.survey_id == CostSurvey.c.id)
    has_households = exists().where(SurveyHousehold.c.survey_id == CostSurvey.c.id)
    without = select(CostSurvey.c.id).where(has_households, ~has_years).order_by(CostSurvey.c.id)
    return sum(complete_years(uow, survey_id) for survey_id in uow.connection.scalars(without).all())
