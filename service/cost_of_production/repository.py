"""Reading what surveys say of costs: cells of surveys, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Subquery,
    Table,
    bindparam,
    literal_column,
    select,
    true,
    union_all,
)

from service.cost_of_production.costs import CELLS, CostBreakdown, SurveyCosts, cost_cells
from service.cost_of_production.printed import printed_costs
from service.cost_of_production.schemas import CostOut, CostQuery
from service.cost_of_production.surveyed import FIGURES, Households, surveyed_costs
from service.cost_surveys.household_years import read_years
from service.cost_surveys.repository import changed_at
from service.minimum_prices.disclosure import released_cells
from service.minimum_prices.grading import told_warnings
from service.minimum_prices.survey_year import SurveyFigures
from service.models.cost_survey import CostItem, CostSurvey, SurveyTool
from service.paging import ListOf, Order, Page, place_filters
from service.vocabulary import Aggregator, SurveyKind

_OF_SURVEY = ("district_code", "kind", "provenance", "represents", "period_from", "period_to", "historical")
_NO_CELL: dict[str, Any] = dict.fromkeys(("cost_concept", "item_group", "tenure", "behaviour"))


def _positions(by: CostBreakdown) -> Subquery:
    """Return a table of the cells of a breakdown by number, which puts them into pages, order and count."""
    numbers = (literal_column(str(number), Integer).label("position") for number in range(len(CELLS[by])))
    return union_all(*(select(number) for number in numbers)).subquery("cell")


def _list_of(by: CostBreakdown) -> ListOf:
    cell, changed = _positions(by), changed_at()
    survey = [CostSurvey.c.id.label("survey_id"), *(CostSurvey.c[name] for name in _OF_SURVEY)]
    joined = CostSurvey.join(cell, true())
    return ListOf(
        rows=select(*survey, cell.c.position, changed.label("revision")).select_from(joined),
        counted=joined,
        order=Order((CostSurvey.c.district_code, CostSurvey.c.id, cell.c.position)),
        filters=place_filters(CostSurvey)
        | {
            "survey_id": CostSurvey.c.id == bindparam("survey_id"),
            "updated_since": changed > bindparam("updated_since"),
        },
    )


COSTS = {by: _list_of(by) for by in CostBreakdown}


def list_costs(connection: Connection, query: CostQuery) -> Page[dict[str, Any]]:
    """Return the cells of surveys with their costs, by district and survey."""
    page = COSTS[query.by].read(connection, query)
    costs = _costs(connection, {row["survey_id"] for row in page.rows})
    cells = {survey_id: list(cost_cells(costs[survey_id], query.by)) for survey_id in costs}
    rows = [_complete(row, query.by, cells[row["survey_id"]][row["position"]]) for row in page.rows]
    return replace(page, rows=rows)


def _complete(row: dict[str, Any], by: CostBreakdown, cell: dict[str, Any]) -> dict[str, Any]:
    found = row | _NO_CELL | CELLS[by][row["position"]] | cell | {"aggregator": Aggregator.RATIO_OF_MEANS}
    found["warnings"] = told_warnings(cell["warnings"], row["provenance"])
    return {name: found[name] for name in CostOut.model_fields}


def _costs(connection: Connection, survey_ids: Collection[int]) -> Mapping[int, SurveyCosts]:
    surveys = connection.execute(select(CostSurvey).where(CostSurvey.c.id.in_(survey_ids))).all()
    kinds: Mapping[str, list[Row[Any]]] = {kind: [s for s in surveys if s.kind == kind] for kind in SurveyKind}
    return {
        **dict(_from_means(connection, kinds[SurveyKind.PUBLISHED_MEANS])),
        **dict(_from_households(connection, kinds[SurveyKind.HOUSEHOLDS])),
    }


def _from_means(connection: Connection, surveys: Sequence[Row[Any]]) -> Iterator[tuple[int, SurveyCosts]]:
    items, tools = (_printed(connection, table, surveys) for table in (CostItem, SurveyTool))
    for survey in surveys:
        yield survey.id, {None: printed_costs(SurveyFigures(survey, items[survey.id], tools[survey.id]))}


def _printed(connection: Connection, table: Table, surveys: Sequence[Row[Any]]) -> Mapping[int, list[Row[Any]]]:
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    wanted = table.c.survey_id.in_([survey.id for survey in surveys]), table.c.household_id.is_(None)
    for row in connection.execute(select(table).where(*wanted).order_by(table.c.id)):
        found[row.survey_id].append(row)
    return found


def _from_households(connection: Connection, surveys: Sequence[Row[Any]]) -> Iterator[tuple[int, SurveyCosts]]:
    survey_ids = [survey.id for survey in surveys]
    if not survey_ids:
        return
    released, years = released_cells(connection, survey_ids), read_years(connection, FIGURES, survey_ids)
    for survey in surveys:
        asked, marks = years.of_survey(survey.id), [f"{name}_assumed" for name in survey.assumed]
        households = Households(asked.household_id, {name: asked.column(name) for name in FIGURES})
        yield survey.id, surveyed_costs(households, released.get(survey.id, {}), marks)
