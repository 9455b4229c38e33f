"""Reading cost surveys: their aggregates, never a household's row."""

from typing import Any

from sqlalchemy import Connection, select

from service.cost_surveys.schemas import CostSurveyQuery
from service.errors import UnknownCostSurvey
from service.models.cost_survey import CostItem, CostSurvey
from service.paging import Order, Page, narrowed, read_page

# Figures from fewer households would tell about one of them (DOMAIN section 9).
FEWEST_HOUSEHOLDS = 5
_FIGURES = (
    "production_kg",
    "price_idr_per_kg",
    "total_cost_idr",
    "food_consumption_idr",
    "non_food_consumption_idr",
    "household_consumption_idr",
    "household_size",
    "other_income_idr",
)
_COLUMNS = (
    CostSurvey.id,
    CostSurvey.district_code,
    CostSurvey.external_id,
    CostSurvey.title,
    CostSurvey.source,
    CostSurvey.provenance,
    CostSurvey.kind,
    CostSurvey.time_unit,
    CostSurvey.period_from,
    CostSurvey.period_to,
    CostSurvey.households,
    CostSurvey.villages,
    CostSurvey.population,
    CostSurvey.represents,
    CostSurvey.sampling,
    CostSurvey.months_tapped,
    *(getattr(CostSurvey, name) for name in _FIGURES),
    CostSurvey.dry_rubber_content.label("dry_rubber_content_percent"),
    CostSurvey.deduction_treated_as,
    CostSurvey.assumed,
    CostSurvey.historical,
    CostSurvey.revision,
)


def list_cost_surveys(connection: Connection, query: CostSurveyQuery) -> Page:
    """Return surveys with their means per household."""
    statement = narrowed(select(*_COLUMNS), CostSurvey, query)
    page = read_page(connection, statement, Order((CostSurvey.district_code, CostSurvey.id)), query)
    for row in page.rows:
        _finish(row)
    return page


def get_cost_survey(connection: Connection, survey_id: int) -> dict[str, Any]:
    """Return one survey with its cost items, or raise `UnknownCostSurvey`."""
    row = connection.execute(select(*_COLUMNS).where(CostSurvey.id == survey_id)).first()
    if row is None:
        raise UnknownCostSurvey(id=survey_id)
    survey = _finish(dict(row._mapping))
    columns = (CostItem.name, CostItem.cost_group, CostItem.behaviour, CostItem.payment, CostItem.unit, CostItem.amount)
    items = select(*columns).where(CostItem.survey_id == survey_id, CostItem.household_id.is_(None))
    found = connection.execute(items.order_by(CostItem.id))
    survey["items"] = [] if survey["suppressed"] else [dict(item._mapping) for item in found]
    return survey


def _finish(row: dict[str, Any]) -> dict[str, Any]:
    content = row["dry_rubber_content_percent"]
    row["dry_rubber_content_percent"] = None if content is None else content * 100
    row["suppressed"] = row["households"] < FEWEST_HOUSEHOLDS
    if row["suppressed"]:
        row.update(dict.fromkeys(_FIGURES))
    return row
