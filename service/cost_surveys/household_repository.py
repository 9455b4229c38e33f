"""Reading the households of a survey; for those alone who may see a household's own figures."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from service.cost_surveys.household_schemas import PART_MODELS, HouseholdOut
from service.database import by_name
from service.errors import UnknownCostSurvey
from service.list_queries import ListQuery
from service.models.cost_survey import CostSurvey
from service.models.survey_household import SurveyHousehold
from service.paging import ListOf, Order, Page, shown, shown_percent
from service.privacy.households import PART_TABLES
from service.vocabulary import HouseholdPart

COLUMNS = tuple(name for name in HouseholdOut.model_fields if name not in set(HouseholdPart))


def _column(table: Table, name: str) -> Any:
    share = table.c.get(name.removesuffix("_percent"))
    return shown_percent(share, name) if name not in table.c and share is not None else shown(table.c[name])


HOUSEHOLDS = ListOf(
    rows=select(*(_column(SurveyHousehold, name) for name in COLUMNS)),
    counted=SurveyHousehold,
    order=Order((SurveyHousehold.c.id,)),
    filters={"survey_id": SurveyHousehold.c.survey_id == bindparam("survey_id")},
)


def list_households(connection: Connection, survey_id: int, query: ListQuery) -> Page[dict[str, Any]]:
    """Return households of a survey with their lists, or raise `UnknownCostSurvey`."""
    if connection.execute(select(CostSurvey.c.id).where(CostSurvey.c.id == survey_id)).first() is None:
        raise UnknownCostSurvey(id=survey_id)
    page = HOUSEHOLDS.read(connection, query, survey_id=survey_id)
    households = [row["id"] for row in page.rows]
    for part, model in PART_MODELS.items():
        rows = _rows(connection, part, tuple(model.model_fields), households)
        for household in page.rows:
            household[part.value] = rows[household["id"]]
    return page


def _rows(
    connection: Connection, part: HouseholdPart, names: tuple[str, ...], households: Collection[int]
) -> dict[int, list[dict[str, Any]]]:
    table = PART_TABLES[part]
    columns = [_column(table, name) for name in names]
    statement = select(table.c.household_id, *columns).where(table.c.household_id.in_(households)).order_by(table.c.id)
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(statement):
        said = by_name(row)
        rows[said.pop("household_id")].append(said)
    return rows
