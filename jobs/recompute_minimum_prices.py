"""The job that recomputes the floors of the surveys that changed and lets floors come into force."""

from typing import Any

from jobs.runner import JobContext
from service.clock import jakarta_day
from service.cost_surveys.household_year_rows import missing_years
from service.minimum_prices.grounds import floor_settings
from service.minimum_prices.publication import mark_floors_that_start_or_end
from service.minimum_prices.recompute import recompute


def recompute_minimum_prices(context: JobContext) -> dict[str, Any]:
    """Recompute the floors of surveys that changed, or whose grounds did; the same input makes nothing new."""
    with context.database.unit_of_work(context.clock()) as uow:
        missing_years(uow)
        new = recompute(uow, settings=floor_settings(context.settings))
    with context.database.unit_of_work(context.clock()) as uow:
        started = mark_floors_that_start_or_end(uow, jakarta_day(uow.now))
    return {"new_floors": new, "floors_started_or_ended": started}
