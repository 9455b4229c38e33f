"""The job that recomputes every survey's floors and lets floors come into force."""

from typing import Any

from sqlalchemy import select

from jobs.runner import JobContext
from service.clock import jakarta_day
from service.minimum_prices.publication import mark_floors_that_start_or_end
from service.minimum_prices.recompute import recompute
from service.models.cost_survey import CostSurvey


def recompute_minimum_prices(context: JobContext) -> dict[str, Any]:
    """Recompute all floors, a survey a commit; the same input makes nothing new."""
    with context.database.reading() as connection:
        surveys = connection.scalars(select(CostSurvey.c.id).order_by(CostSurvey.c.id)).all()
    new = 0
    for survey_id in surveys:
        with context.database.unit_of_work(context.clock()) as uow:
            new += recompute(uow, survey_id, context.settings.rice_price_idr_per_kg)
    with context.database.unit_of_work(context.clock()) as uow:
        started = mark_floors_that_start_or_end(uow, jakarta_day(uow.now))
    return {"surveys": len(surveys), "new_floors": new, "floors_started_or_ended": started}
