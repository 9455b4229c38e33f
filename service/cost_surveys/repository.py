"""Reading cost surveys: their aggregates, never a household's row."""

from typing import Any

from sqlalchemy import Connection, select

from service.cost_surveys.schemas import CostItemOut, CostSurveyOut, CostSurveyQuery
from service.database import by_name
from service.economics.survey_means import FEWEST_HOUSEHOLDS
from service.errors import UnknownCostSurvey
from service.models.cost_survey import CostItem, CostSurvey
from service.paging import ListOf, Order, Page, place_filters, shown, shown_percent

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
_NAMES = [name for name in CostSurveyOut.model_fields if name != "suppressed"]


def _column(name: str) -> Any:
    if name == "dry_rubber_content_percent":
        return shown_percent(CostSurvey.c.dry_rubber_content, name)
    return shown(CostSurvey.c[name])


_COLUMNS = tuple(map(_column, _NAMES))
COST_SURVEYS = ListOf(
    rows=select(*_COLUMNS),
    counted=CostSurvey,
    order=Order((CostSurvey.c.district_code, CostSurvey.c.id)),
    filters=place_filters(CostSurvey),
)


def list_cost_surveys(connection: Connection, query: CostSurveyQuery) -> Page[dict[str, Any]]:
    """Return surveys with their means per household."""
    page = COST_SURVEYS.read(connection, query)
    for row in page.rows:
        _finish(row)
    return page


def get_cost_survey(connection: Connection, survey_id: int) -> dict[str, Any]:
    """Return one survey with its cost items, or raise `UnknownCostSurvey`."""
    row = connection.execute(select(*_COLUMNS).where(CostSurvey.c.id == survey_id)).first()
    if row is None:
        raise UnknownCostSurvey(id=survey_id)
    survey = _finish(by_name(row))
    columns = [shown(CostItem.c[name]) for name in CostItemOut.model_fields]
    items = select(*columns).where(CostItem.c.survey_id == survey_id, CostItem.c.household_id.is_(None))
    found = connection.execute(items.order_by(CostItem.c.id))
    survey["items"] = [] if survey["suppressed"] else [by_name(item) for item in found]
    return survey


def _finish(row: dict[str, Any]) -> dict[str, Any]:
    row["suppressed"] = row["households"] < FEWEST_HOUSEHOLDS
    if row["suppressed"]:
        row.update(dict.fromkeys(_FIGURES))
    return row
