"""Floors of surveys of household rows: computed once per input, told only where nobody can be told from them."""

from datetime import timedelta
from typing import Any

import pytest

from service.cost_of_production.repository import list_costs
from service.cost_of_production.schemas import CostQuery
from service.database import Database
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.policy import Policy
from service.minimum_prices.recompute import recompute
from service.vocabulary import Aggregator
from tests.builders import NOW, count, read
from tests.household_builders import SITI, household_number, take_in_forms

LATER = NOW + timedelta(days=1)
# By hand: 190 kg a month over ten months, a third of it the tapper's; coagulant 30 000 a month over ten months, tools
# 120 000 a year; 300 000 a month of rice over twelve.
SOLD_KG = 190 * 10 * (1 - 0.33333)
COST_IDR, CONSUMPTION_IDR = 30_000 * 10 + 120_000, 300_000 * 12
FLOOR = (COST_IDR + CONSUMPTION_IDR) / SOLD_KG

# The family's days without what a day is worth.
OWN_TAPPING = {"labour_source": "family", "activity": "tapping", "person_days": "20"}


def recomputed(database: Database, settings: FloorSettings | None = None) -> int:
    with database.unit_of_work(LATER) as uow:
        return recompute(uow, settings=settings or FloorSettings())


def floors(database: Database, method: str = "household-consumption") -> list[Any]:
    return [row for row in read(database, "minimum_price") if row.method == method]


def villages(numbers: range, **changes: Any) -> list[dict[str, Any]]:
    """Return households of three villages, each with another production."""
    return [
        household_number(
            number, village_code=f"16.03.01.200{number % 3 + 1}", production_kg=str(150 + 7 * number), **changes
        )
        for number in numbers
    ]


def test_equal_households_have_the_floor_worked_out_by_hand_and_no_width(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    assert recomputed(chain) == 5
    (floor,) = floors(chain)
    assert float(floor.minimum_price_idr_per_kg) == pytest.approx(FLOOR, abs=0.01)
    assert floor.interval_low_idr_per_kg == floor.interval_high_idr_per_kg == floor.minimum_price_idr_per_kg
    assert (floor.households, floor.replicates, floor.cost_concept) == (6, 1000, "paid_cost")


def test_different_households_have_an_interval_around_the_floor(chain: Database) -> None:
    take_in_forms(chain, *villages(range(12)))
    recomputed(chain)
    (floor,) = floors(chain)
    assert floor.interval_low_idr_per_kg < floor.minimum_price_idr_per_kg < floor.interval_high_idr_per_kg
    assert floor.seed is not None


def test_recomputing_the_same_makes_nothing_new(chain: Database) -> None:
    take_in_forms(chain, *villages(range(8)))
    assert recomputed(chain) == 5
    before = read(chain, "minimum_price"), read(chain, "data_revision")
    assert recomputed(chain) == 0
    assert (read(chain, "minimum_price"), read(chain, "data_revision")) == before


def test_recomputing_from_the_same_inputs_gives_the_same_figures(chain: Database) -> None:
    take_in_forms(chain, *villages(range(9)))
    recomputed(chain)
    (first,) = floors(chain)
    with chain.engine.begin() as connection:
        for table in ("minimum_price_event", "minimum_price", "floor_computation"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE cost_survey SET floors_of = NULL")
    recomputed(chain)
    (again,) = floors(chain)
    for name in ("minimum_price_idr_per_kg", "interval_low_idr_per_kg", "interval_high_idr_per_kg", "input_digest"):
        assert getattr(again, name) == getattr(first, name)


def test_a_corrected_household_makes_new_floors_of_its_survey_alone(chain: Database) -> None:
    take_in_forms(chain, *villages(range(8)))
    recomputed(chain)
    take_in_forms(chain, *villages(range(1), price_idr_per_kg="9500", household_size="5"), now=LATER)
    assert recomputed(chain) == 5
    assert len(floors(chain)) == 2


def test_fewer_than_five_households_have_no_floor_but_a_reason(chain: Database) -> None:
    take_in_forms(chain, *villages(range(4)))
    assert recomputed(chain) == 5
    assert {(row.reason, row.minimum_price_idr_per_kg) for row in read(chain, "minimum_price")} == {
        ("fewer_than_5_households", None)
    }
    assert {row.status for row in read(chain, "minimum_price")} == {None}


def test_one_more_household_waits_until_there_are_five_more(chain: Database) -> None:
    take_in_forms(chain, *villages(range(8)))
    recomputed(chain)
    take_in_forms(chain, *villages(range(8, 9)), now=LATER)
    recomputed(chain)
    assert {floor.households for floor in floors(chain)} == {8}
    take_in_forms(chain, *villages(range(9, 13)), now=LATER)
    recomputed(chain)
    assert [floor.households for floor in floors(chain)][-1] == 13


def test_a_policy_decides_how_households_become_one_figure(chain: Database) -> None:
    take_in_forms(chain, *villages(range(8)))
    recomputed(chain)
    recomputed(chain, FloorSettings(policy=Policy(aggregator=Aggregator.MEAN_OF_RATIOS)))
    ratio, mean = floors(chain)
    assert (ratio.aggregator, mean.aggregator) == ("ratio_of_means", "mean_of_ratios")
    assert mean.minimum_price_idr_per_kg > ratio.minimum_price_idr_per_kg


def test_nobody_can_be_told_from_what_is_stored_with_a_floor(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    recomputed(chain)
    (floor,) = floors(chain)
    assert SITI not in repr(floor.inputs)
    assert "household_id" not in repr(floor.inputs)


@pytest.mark.parametrize(
    ("changes", "method", "reason"),
    [
        ({"consumption": []}, "household-consumption", "no_household_consumption"),
        ({"labour": []}, "household-consumption", "no_cost"),
        ({"labour": [OWN_TAPPING]}, "cost-plus", "no_family_labour_cost"),
    ],
)
def test_what_cannot_be_computed_says_why(chain: Database, changes: dict[str, Any], method: str, reason: str) -> None:
    take_in_forms(chain, *(household_number(number, **changes) for number in range(6)))
    recomputed(chain)
    (floor,) = floors(chain, method)
    assert (floor.reason, floor.minimum_price_idr_per_kg) == (reason, None)


def test_a_survey_that_produced_nothing_has_the_reason_in_the_place_of_every_floor(chain: Database) -> None:
    nothing = take_in_forms(chain, *(household_number(number, production_kg="0") for number in range(6)))
    assert (nothing.accepted, nothing.rejected) == (6, [])
    recomputed(chain)
    assert {(row.reason, row.minimum_price_idr_per_kg, row.status) for row in read(chain, "minimum_price")} == {
        ("no_production", None, None)
    }
    with chain.reading() as connection:
        costs = list_costs(connection, CostQuery()).rows
    assert {(row["reason"], row["cost_idr_per_kg"]) for row in costs} <= {("no_production", None), ("no_tenure", None)}


def test_households_that_produced_nothing_count_in_the_ratio_and_are_left_out_of_the_mean_of_ratios(
    chain: Database,
) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    take_in_forms(chain, *(household_number(number, production_kg="0") for number in range(6, 12)))
    recomputed(chain)
    recomputed(chain, FloorSettings(policy=Policy(aggregator=Aggregator.MEAN_OF_RATIOS)))
    ratio, mean = floors(chain)
    # Twice the need for the same kilograms; what varies with production was stated by all alike.
    assert float(ratio.minimum_price_idr_per_kg) == pytest.approx(2 * FLOOR, abs=0.02)
    assert float(mean.minimum_price_idr_per_kg) == pytest.approx(FLOOR, abs=0.01)
    left_out = "households_without_production_left_out"
    assert [left_out in row.warnings for row in (ratio, mean)] == [False, True]
    assert ratio.interval_low_idr_per_kg < ratio.minimum_price_idr_per_kg < ratio.interval_high_idr_per_kg


def test_the_sample_carries_the_other_readings_of_its_survey(sample_database: Database) -> None:
    (floor,) = [row for row in floors(sample_database, "rice-poverty-line") if row.district_code == "14.09"]
    found = {each["slug"]: each["minimum_price_idr_per_kg"] for each in floor.alternatives}
    assert found["weight_cut_as_revenue_share"] == 7816.60
    assert found["labour_own"] == 6035.84
    assert found["months_tapped_10"] == 8807.19
    assert count(sample_database, "minimum_price_event") >= 2


def test_the_rubber_content_and_inferred_months_stand_with_the_floor(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    recomputed(chain)
    (floor,) = floors(chain)
    assert floor.inputs["survey"]["dry_rubber_content"] == pytest.approx(0.55)
    assert "months_tapped_assumed" not in floor.warnings


def test_a_rubber_content_that_few_state_is_not_told(chain: Database) -> None:
    without = (household_number(number, dry_rubber_content_percent=None) for number in range(6, 16))
    take_in_forms(chain, *(household_number(number) for number in range(5)), *without)
    recomputed(chain)
    (floor,) = floors(chain)
    assert floor.inputs["survey"]["dry_rubber_content"] is None
