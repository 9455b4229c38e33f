"""Floors that indices carry forward: each part by its own series, beside what the survey alone gives."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from service.database import Database
from service.minimum_prices.recompute import recompute
from service.models.index_series import IndexValue
from service.vocabulary import IndexName
from tests.builders import NOW, read
from tests.household_builders import household_number, take_in_forms

LATER = NOW + timedelta(days=200)
SURVEYED, CARRIED = date(2026, 11, 1), date(2027, 5, 1)
RISEN = {IndexName.CONSUMPTION: Decimal("1.10"), IndexName.INPUTS: Decimal("1.25"), IndexName.WAGE: Decimal("1.05")}


def store_index(
    database: Database, name: IndexName, values: dict[date, Decimal], base: str = "2018=100", area_code: str = "16"
) -> None:
    """Store months of an index of South Sumatra, or of another province."""
    with database.unit_of_work(NOW) as uow:
        shared = {"area_code": area_code, "base": base, "version": 1, "is_current": True, "source": "BPS"}
        recorded = {"provenance": "published", "recorded_at": NOW, "recorded_by": "officer", "revision": uow.revision}
        rows = [
            {**shared, **recorded, "index_name": name, "month": month, "value": value}
            for month, value in values.items()
        ]
        uow.connection.execute(insert(IndexValue), rows)


def with_indices(database: Database, *names: IndexName) -> None:
    for name in names:
        store_index(database, name, {SURVEYED: Decimal(100), CARRIED: 100 * RISEN[name]})


def recomputed(database: Database) -> int:
    with database.unit_of_work(LATER) as uow:
        return recompute(uow)


def floors(database: Database, method: str = "household-consumption") -> list[Any]:
    return [row for row in read(database, "minimum_price") if row.method == method]


@pytest.fixture
def surveyed(chain: Database) -> Database:
    """Six equal households of Muara Enim, asked in November 2026."""
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    return chain


def test_a_carried_floor_moves_costs_and_consumption_each_by_its_own_index(surveyed: Database) -> None:
    with_indices(surveyed, *RISEN)
    recomputed(surveyed)
    first, carried = floors(surveyed)
    cost, consumption = first.cost_of_production_idr_per_kg, first.household_consumption_idr_per_kg
    by_hand = float(cost) * 1.25 + float(consumption) * 1.10
    assert float(carried.minimum_price_idr_per_kg) == pytest.approx(by_hand, abs=0.02)
    assert (first.carried_to, carried.carried_to) == (None, CARRIED)
    assert carried.surveyed_minimum_price_idr_per_kg == first.minimum_price_idr_per_kg
    assert carried.interval_low_idr_per_kg == carried.minimum_price_idr_per_kg


def test_a_carried_floor_starts_with_its_month_and_ages_from_there(surveyed: Database) -> None:
    with_indices(surveyed, *RISEN)
    recomputed(surveyed)
    first, carried = floors(surveyed)
    assert (carried.valid_from, carried.stale_from) == (CARRIED, date(2030, 5, 1))
    assert first.valid_from < carried.valid_from


def test_what_was_carried_stands_with_the_inputs(surveyed: Database) -> None:
    with_indices(surveyed, *RISEN)
    recomputed(surveyed)
    parts = {each["part"]: (each["series"], each["factor"]) for each in floors(surveyed)[1].inputs["carried"]}
    assert parts["paid_cost"] == ("inputs", pytest.approx(1.25))
    assert parts["household_consumption"] == ("consumption", pytest.approx(1.10))


def test_a_floor_that_lacks_its_series_is_not_carried_and_says_why(surveyed: Database) -> None:
    with_indices(surveyed, IndexName.CONSUMPTION, IndexName.INPUTS)
    recomputed(surveyed)
    rice = floors(surveyed, "rice-poverty-line")
    assert [(row.reason, row.carried_to) for row in rice] == [(None, None), ("index_missing", CARRIED)]


def test_without_indices_nothing_is_carried(surveyed: Database) -> None:
    assert recomputed(surveyed) == 5


def test_a_new_month_makes_new_floors_and_the_same_month_none(surveyed: Database) -> None:
    with_indices(surveyed, *RISEN)
    assert recomputed(surveyed) == 10
    assert recomputed(surveyed) == 0
    for name in RISEN:
        store_index(surveyed, name, {date(2027, 6, 1): Decimal(150)})
    assert recomputed(surveyed) == 5
    assert [row.carried_to for row in floors(surveyed)] == [None, CARRIED, date(2027, 6, 1)]


def test_different_households_keep_an_interval_when_they_are_carried(chain: Database) -> None:
    forms = (household_number(number, production_kg=str(150 + 9 * number)) for number in range(9))
    take_in_forms(chain, *forms)
    with_indices(chain, *RISEN)
    recomputed(chain)
    first, carried = floors(chain)
    assert carried.interval_low_idr_per_kg > first.interval_low_idr_per_kg
    assert carried.interval_low_idr_per_kg < carried.minimum_price_idr_per_kg < carried.interval_high_idr_per_kg


def test_a_study_that_prints_means_is_carried_too(sample_database: Database) -> None:
    first = date(2020, 1, 1)
    for name in (IndexName.CONSUMPTION, IndexName.INPUTS):
        with sample_database.unit_of_work(NOW) as uow:
            shared = {"area_code": "00", "base": "2018=100", "version": 1, "is_current": True, "source": "BPS"}
            recorded = {"provenance": "simulated", "recorded_at": NOW, "recorded_by": "x", "revision": uow.revision}
            for year in range(2009, 2027):
                row = {**shared, **recorded, "index_name": name, "month": date(year, 1, 1), "value": Decimal(year)}
                uow.connection.execute(insert(IndexValue).values(row))
    recomputed(sample_database)
    carried = [row for row in floors(sample_database) if row.carried_to is not None]
    assert carried
    assert {"index_of_country", "index_simulated"} <= set(carried[0].warnings)
    assert carried[0].carried_to > first


def carried_study(database: Database, *names: IndexName) -> tuple[Any, Any]:
    """Carry the study of Kuantan Singingi by these indices; return its floor and the carried one."""
    store_index(database, IndexName.RICE_PRICE, {date(2020, 1, 1): Decimal(1), CARRIED: Decimal(12000)}, "IDR", "14")
    for name in names:
        store_index(database, name, {date(2020, 1, 1): Decimal(100), CARRIED: 100 * RISEN[name]}, area_code="14")
    recomputed(database)
    first, later = (row for row in floors(database, "rice-poverty-line") if row.district_code == "14.09")
    return first, later


def test_what_a_study_says_is_paid_for_tapping_moves_with_wages(sample_database: Database) -> None:
    first, later = carried_study(sample_database, *RISEN)
    moved = {each["part"]: each["series"] for each in later.inputs["carried"]}
    assert moved["hired_labour"] == "wage"
    assert "hired_labour_by_inputs" not in later.warnings
    monthly = {each["cost_group"]: each["amount"] for each in first.inputs["survey"]["items"]}
    assert monthly["tapping"] == 538781.25
    per_kg = 12 * (monthly["tapping"] + monthly["collecting"]) / first.inputs["household_year"]["production_kg"]
    wages = Decimal(per_kg)
    bought = first.cost_of_production_idr_per_kg - wages
    by_hand = bought * RISEN[IndexName.INPUTS] + wages * RISEN[IndexName.WAGE]
    assert float(later.cost_of_production_idr_per_kg) == pytest.approx(float(by_hand), abs=0.02)


def test_without_a_series_of_wages_they_move_with_the_other_costs(sample_database: Database) -> None:
    first, later = carried_study(sample_database, IndexName.CONSUMPTION, IndexName.INPUTS)
    assert "hired_labour_by_inputs" in later.warnings
    by_hand = first.cost_of_production_idr_per_kg * RISEN[IndexName.INPUTS]
    assert float(later.cost_of_production_idr_per_kg) == pytest.approx(float(by_hand), abs=0.02)
