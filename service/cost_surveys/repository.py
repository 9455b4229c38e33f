"""Reading cost surveys: their aggregates, never a household's row."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import Connection, bindparam, case, func, select

from service.cost_surveys.schemas import CostItemOut, CostSurveyOut, CostSurveyQuery
from service.database import by_name
from service.economics.survey_means import FEWEST_HOUSEHOLDS
from service.economics.units import round_half_up
from service.errors import UnknownCostSurvey
from service.models.cost_survey import CostItem, CostSurvey
from service.models.floor_policy import FloorComputation
from service.paging import ListOf, Order, Page, place_filters, shown, shown_percent
from service.vocabulary import SurveyKind

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
HouseholdMeans: TypeAlias = Callable[[Connection, Collection[int]], Mapping[int, Mapping[str, Any]]]
"""What gives the means of surveys of households by their ids, or the `reason` why they are not told."""
_SAID_OF_THEM = ("suppressed", "reason", "warnings")
_NAMES = [name for name in CostSurveyOut.model_fields if name not in _SAID_OF_THEM]


def changed_at() -> Any:
    """Return when what is shown of a survey changed: with it, or when figures of its households were released."""
    noted = select(func.coalesce(func.max(FloorComputation.c.revision), 0)).where(
        FloorComputation.c.survey_id == CostSurvey.c.id
    )
    released = noted.correlate(CostSurvey).scalar_subquery()
    return case((released > CostSurvey.c.revision, released), else_=CostSurvey.c.revision)


_CHANGED_AT = changed_at()


def _column(name: str) -> Any:
    if name == "dry_rubber_content_percent":
        return shown_percent(CostSurvey.c.dry_rubber_content, name)
    return _CHANGED_AT.label(name) if name == "revision" else shown(CostSurvey.c[name])


_COLUMNS = tuple(map(_column, _NAMES))
COST_SURVEYS = ListOf(
    rows=select(*_COLUMNS),
    counted=CostSurvey,
    order=Order((CostSurvey.c.district_code, CostSurvey.c.id)),
    filters=place_filters(CostSurvey) | {"updated_since": bindparam("updated_since") < _CHANGED_AT},
)


def list_cost_surveys(connection: Connection, query: CostSurveyQuery, means_of: HouseholdMeans) -> Page[dict[str, Any]]:
    """Return surveys with their means per household."""
    page = COST_SURVEYS.read(connection, query)
    return replace(page, rows=_finished(connection, page.rows, means_of))


def get_cost_survey(connection: Connection, survey_id: int, means_of: HouseholdMeans) -> dict[str, Any]:
    """Return one survey with its cost items, or raise `UnknownCostSurvey`."""
    row = connection.execute(select(*_COLUMNS).where(CostSurvey.c.id == survey_id)).first()
    if row is None:
        raise UnknownCostSurvey(id=survey_id)
    (survey,) = _finished(connection, [by_name(row)], means_of)
    columns = [shown(CostItem.c[name]) for name in CostItemOut.model_fields]
    items = select(*columns).where(CostItem.c.survey_id == survey_id, CostItem.c.household_id.is_(None))
    found = connection.execute(items.order_by(CostItem.c.id))
    survey["items"] = [] if survey["suppressed"] else [by_name(item) for item in found]
    return survey


def _finished(connection: Connection, rows: Sequence[dict[str, Any]], means_of: HouseholdMeans) -> list[dict[str, Any]]:
    """Return surveys with what may be told of their households."""
    means = means_of(connection, [row["id"] for row in rows if row["kind"] == SurveyKind.HOUSEHOLDS])
    told = [row | (_stated(means[row["id"]], row) if row["id"] in means else _printed(row)) for row in rows]
    return [{name: row[name] for name in CostSurveyOut.model_fields} for row in told]


def _printed(row: Mapping[str, Any]) -> dict[str, Any]:
    few = row["households"] < FEWEST_HOUSEHOLDS
    figures = dict.fromkeys(_FIGURES) if few else {}
    return figures | {"suppressed": few, "reason": "fewer_than_5_households" if few else None, "warnings": []}


def _stated(means: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what households stated on average; what a survey's header says of its villages stands."""
    content = means.get("dry_rubber_content")
    return {
        **{name: means[name] for name in _FIGURES if name in means},
        "dry_rubber_content_percent": None if content is None else round_half_up(content * 100, 3),
        "villages": row["villages"] or means.get("villages"),
        "suppressed": means["reason"] is not None,
        "reason": means["reason"],
        "warnings": means["warnings"],
    }
