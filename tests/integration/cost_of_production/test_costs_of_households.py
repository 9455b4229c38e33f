"""Costs of surveys of households, from their years and the cells on record, on either database."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, insert, update

from service.cost_of_production.repository import list_costs
from service.cost_of_production.schemas import CostQuery
from service.cost_of_production.surveyed import FIGURES
from service.cost_surveys.household_years import read_years
from service.database import Database
from service.minimum_prices.disclosure import AskedHouseholds, ComputedCell, note_cells, released_cells, survey_cell
from service.models.household_year import GROUP_COLUMNS, HouseholdYear
from service.models.survey_household import SurveyHousehold
from tests.builders import NOW, count, read, store_districts, store_survey
from tests.valid_rows import VALID_ROWS

NAMES = ("cash_idr", "depreciation_idr", "dry_rubber_content")
YEAR = {
    **dict.fromkeys(GROUP_COLUMNS, 0.0),
    "production_kg": 2000.0,
    "revenue_share": 0.0,
    "weight_cut_share": 0.0,
    "cash_idr": 1_000_000.0,
    "depreciation_idr": 200_000.0,
    "fixed_idr": 200_000.0,
    "variable_idr": 1_000_000.0,
    "tapping_idr": 1_000_000.0,
    "tools_idr": 200_000.0,
    "dry_rubber_content": 0.5,
    "deduction": None,
    "months_inferred": False,
}


@pytest.fixture
def survey_id(database: Database) -> int:
    store_districts(database)
    return store_survey(database, kind="households", households=20)


def store_years(database: Database, survey_id: int, numbers: Iterable[int], **changes: Any) -> None:
    """Store households by number, each with its year."""
    for number in numbers:
        household = {"id": number, "external_id": f"uuid:{number}", "household_hash": f"{number:064}"}
        year = {"household_id": number, "survey_id": survey_id, **YEAR, **changes}
        with database.unit_of_work(NOW) as uow:
            row = {**VALID_ROWS["survey_household"], **household, "survey_id": survey_id}
            uow.connection.execute(insert(SurveyHousehold).values(row))
            uow.connection.execute(insert(HouseholdYear).values({**VALID_ROWS["household_year"], **year}))


def compute(database: Database, survey_id: int) -> str | None:
    """Decide what may be shown as a computation of floors does, and keep it on record; return what keeps it back."""
    with database.unit_of_work(NOW + timedelta(days=1)) as uow:
        years = read_years(uow.connection, (*NAMES, "tenure"), [survey_id])
        stated = years.figures[:, : len(NAMES)]
        asked = AskedHouseholds(years.household_id, np.isfinite(stated), NAMES, years.column("tenure"))
        decided = survey_cell(asked, released_cells(uow.connection, [survey_id]).get(survey_id, {}))
        note_cells(uow, [ComputedCell(survey_id, part, cell, "0" * 64) for part, cell in decided.cells.items()])
    return decided.reason


def costs(database: Database, **query: Any) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return list_costs(connection, CostQuery.model_validate({"limit": 1000, **query})).rows


def told(database: Database, **query: Any) -> dict[str, Any]:
    """Return what is told per cell: its cost, or the reason."""
    names = ("tenure", "cost_concept", "item_group", "behaviour")
    return {
        "/".join(str(row[name]) for name in names if row[name]): row["reason"] or row["cost_idr_per_kg"]
        for row in costs(database, **query)
    }


def test_before_floors_are_computed_nothing_is_told(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    for by in ("concept", "item_group", "tenure", "behaviour"):
        assert set(told(database, by=by).values()) == {"not_computed_yet"}


def test_households_are_told_by_concept_group_and_behaviour(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    assert compute(database, survey_id) is None
    assert told(database) == {
        "cash": 500.0,
        "paid_cost": 600.0,
        "paid_cost_and_family_labour": "no_family_labour_cost",
        "comprehensive": "no_family_labour_cost",
        "as_printed": "cost_by_items",
    }
    groups = told(database, by="item_group")
    assert {name: cost for name, cost in groups.items() if cost != "no_such_cost"} == {"tapping": 500.0, "tools": 100.0}
    assert told(database, by="behaviour") == {"fixed": 100.0, "variable": 500.0}
    paid = costs(database)[1]
    assert (paid["cost_idr_per_dry_kg"], paid["dry_rubber_content_percent"], paid["households"]) == (1200.0, 50.0, 20)
    assert (paid["aggregator"], paid["deduction_treated_as"]) == ("ratio_of_means", "unknown")


def test_a_tenure_of_three_is_kept_back_with_one_more(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    store_years(database, survey_id, range(21, 31), tenure="owner_with_tapper", cash_idr=2_000_000.0)
    store_years(database, survey_id, range(31, 34), tenure="tapper")
    compute(database, survey_id)
    assert {cell: cost for cell, cost in told(database, by="tenure").items() if cell.endswith("/cash")} == {
        "owner_tapper/cash": 500.0,
        "owner_with_tapper/cash": "differs_by_fewer_than_5_households",
        "tapper/cash": "fewer_than_5_households",
    }


def test_whoever_looks_before_and_after_a_household_came_learns_nothing_of_it(
    database: Database, survey_id: int
) -> None:
    store_years(database, survey_id, range(1, 21))
    compute(database, survey_id)
    before = costs(database)[0]
    for number in range(21, 25):
        store_years(database, survey_id, [number], cash_idr=9_000_000.0)
        assert compute(database, survey_id) is None
        after = costs(database)[0]
        assert (after["cost_idr_per_kg"], after["households"]) == (before["cost_idr_per_kg"], 20)
        assert "households_left_out" in after["warnings"]
    store_years(database, survey_id, [25], cash_idr=9_000_000.0)
    assert costs(database)[0]["households"] == 20
    compute(database, survey_id)
    assert (costs(database)[0]["households"], costs(database)[0]["cost_idr_per_kg"]) == (25, 1300.0)


def test_a_survey_from_which_a_household_was_erased_is_kept_back(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    compute(database, survey_id)
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(delete(SurveyHousehold).where(SurveyHousehold.c.id == 7))
    assert set(told(database).values()) == {"differs_by_fewer_than_5_households"}
    assert compute(database, survey_id) == "differs_by_fewer_than_5_households"


def test_a_household_that_changes_its_tenure_does_not_show_by_it(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    store_years(database, survey_id, range(21, 41), tenure="tapper")
    compute(database, survey_id)
    assert told(database, by="tenure")["tapper/cash"] == 500.0
    with database.unit_of_work(NOW) as uow:
        moved = update(HouseholdYear).where(HouseholdYear.c.household_id == 1).values(tenure="tapper")
        uow.connection.execute(moved)
    for _ in range(2):
        shown = told(database, by="tenure")
        assert shown["tapper/cash"] == shown["owner_tapper/cash"] == "differs_by_fewer_than_5_households"
        compute(database, survey_id)


def test_a_survey_of_four_households_tells_nothing(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 5))
    assert compute(database, survey_id) == "fewer_than_5_households"
    assert set(told(database).values()) == {"fewer_than_5_households"}


def test_households_without_production_give_a_named_reason(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21), production_kg=0.0)
    compute(database, survey_id)
    assert set(told(database).values()) == {"no_production"}


def test_what_is_on_record_is_noted_once(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, [*range(1, 8), *range(11, 19)])
    compute(database, survey_id)
    first = read(database, "floor_computation")
    assert [(row.part, row.household_ids, row.households) for row in first] == [
        ("survey", [1, 7, 3, 8], 15),
        ("tenure:owner_tapper", [1, 7, 3, 8], 15),
    ]
    compute(database, survey_id)
    assert read(database, "floor_computation") == first


def test_who_polls_learns_that_figures_were_released_later(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, range(1, 21))
    with database.unit_of_work(NOW) as uow:
        before = uow.revision
    assert costs(database, updated_since=before) == []
    compute(database, survey_id)
    found = costs(database, updated_since=before)
    assert [row["revision"] > before for row in found] == [True] * 5


def test_lists_are_narrowed_to_a_survey_and_paged_across_surveys(database: Database, survey_id: int) -> None:
    other = store_survey(database, external_id="another")
    store_years(database, survey_id, range(1, 21))
    compute(database, survey_id)
    assert {row["survey_id"] for row in costs(database, survey_id=other)} == {other}
    assert costs(database, district_code="14.09") == []
    with database.reading() as connection:
        page = list_costs(connection, CostQuery(limit=7))
    assert (page.total, len(page.rows), page.next_key) == (10, 7, ["16.03", other, 1])


def test_there_is_a_figure_for_every_column_that_is_read(database: Database, survey_id: int) -> None:
    store_years(database, survey_id, [1])
    with database.reading() as connection:
        assert read_years(connection, FIGURES, [survey_id]).figures.shape == (1, len(FIGURES))
    assert count(database, "household_year") == 1


def test_a_group_that_few_spend_on_is_told_with_another_and_the_total_stays(database: Database, survey_id: int) -> None:
    fuel = {"cash_idr": 1_500_000.0, "variable_idr": 1_500_000.0, "fuel_idr": 500_000.0}
    taxed = {**fuel, "cash_idr": 1_600_000.0, "fixed_idr": 300_000.0, "tax_idr": 100_000.0}
    store_years(database, survey_id, range(1, 13))
    store_years(database, survey_id, range(13, 18), **fuel)
    store_years(database, survey_id, range(18, 21), **taxed)
    compute(database, survey_id)
    groups = {name: cost for name, cost in told(database, by="item_group").items() if cost != "no_such_cost"}
    assert groups == {
        "tapping": 500.0,
        "tools": 100.0,
        "tax": "fewer_than_5_households",
        "fuel": "differs_by_fewer_than_5_households",
        "other_groups_together": 107.5,
    }
    assert told(database)["paid_cost"] == 500 + 100 + 107.5
    assert set(told(database, by="behaviour").values()) == {"differs_by_fewer_than_5_households"}
    rows = {row["item_group"]: row["groups_together"] for row in costs(database, by="item_group")}
    assert rows.pop("other_groups_together") == ["tax", "fuel"]
    assert set(rows.values()) == {None}
