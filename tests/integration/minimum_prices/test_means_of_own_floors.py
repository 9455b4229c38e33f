"""Means of the households' own floors: told only beside figures from which they differ by nobody or by five."""

from datetime import timedelta
from typing import Any

import pytest

from service.analysis.answers import alternatives_of, scenario
from service.analysis.schemas import ScenarioIn
from service.database import Database
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.policy import Policy
from service.minimum_prices.recompute import recompute
from service.vocabulary import Aggregator
from tests.builders import NOW, TODAY, read
from tests.household_builders import household_number, take_in_forms
from tests.integration.minimum_prices.test_carried_floors import RISEN, with_indices

TOO_CLOSE = "differs_by_fewer_than_5_households"
CONSUMPTION, COST_PLUS = "household-consumption", "cost-plus"
OWN_FLOORS = FloorSettings(policy=Policy(aggregator=Aggregator.MEAN_OF_RATIOS))


def surveyed(database: Database, produce: int, produce_nothing: int, **changes: Any) -> None:
    """Take households in of which some produce nothing; the changes are those of the first six of all."""
    produced = [*["190"] * produce, *["0"] * produce_nothing]
    forms = (
        household_number(number, production_kg=kilograms, **(changes if number < 6 else {}))
        for number, kilograms in enumerate(produced)
    )
    assert take_in_forms(database, *forms).rejected == []


def recomputed(database: Database, settings: FloorSettings = OWN_FLOORS) -> dict[str, Any]:
    """Compute floors and return the newest by method."""
    with database.unit_of_work(NOW + timedelta(days=1)) as uow:
        recompute(uow, settings=settings)
    return {row.method: row for row in read(database, "minimum_price")}


def on_record(database: Database) -> list[tuple[str, int]]:
    return [(row.part, row.households) for row in read(database, "floor_computation")]


@pytest.mark.parametrize("produce_nothing", [1, 4])
def test_a_mean_that_leaves_one_to_four_households_out_is_not_told(chain: Database, produce_nothing: int) -> None:
    surveyed(chain, 8, produce_nothing)
    floor = recomputed(chain)[CONSUMPTION]
    assert (floor.reason, floor.minimum_price_idr_per_kg, floor.interval_low_idr_per_kg) == (TOO_CLOSE, None, None)
    assert (floor.status, floor.aggregator) == (None, "mean_of_ratios")
    assert {part for part, _ in on_record(chain)} == {"survey", "tenure:owner_tapper"}


def test_the_floor_of_the_means_is_told_all_the_same(chain: Database) -> None:
    surveyed(chain, 8, 3)
    floor = recomputed(chain, FloorSettings())[CONSUMPTION]
    assert (floor.reason, floor.households) == (None, 11)


def test_a_mean_that_leaves_five_out_is_told_and_its_households_are_on_record(chain: Database) -> None:
    surveyed(chain, 8, 5)
    assert recomputed(chain)[CONSUMPTION].reason is None
    assert ("own_floors:household-consumption", 8) in on_record(chain)


def test_where_everybody_has_a_floor_there_is_no_cell_beside_the_surveys(chain: Database) -> None:
    surveyed(chain, 8, 0)
    assert recomputed(chain)[CONSUMPTION].reason is None
    assert [part for part, _ in on_record(chain)] == ["survey", "tenure:owner_tapper"]


def test_a_household_that_begins_to_produce_does_not_show_by_it(chain: Database) -> None:
    surveyed(chain, 8, 5)
    first = recomputed(chain)[CONSUMPTION]
    take_in_forms(chain, household_number(8, production_kg="300"), now=NOW + timedelta(hours=1))
    second = recomputed(chain)[CONSUMPTION]
    assert (first.reason, second.reason, second.minimum_price_idr_per_kg) == (None, TOO_CLOSE, None)
    assert first.id != second.id


def test_two_methods_whose_households_are_too_close_are_not_both_told(chain: Database) -> None:
    own_tapping = {"labour_source": "family", "activity": "tapping", "person_days": "20"}
    surveyed(chain, 16, 5, labour=[own_tapping])
    take_in_forms(chain, *(household_number(n, production_kg="0", labour=[own_tapping]) for n in range(2)), now=NOW)
    found = recomputed(chain)
    assert found[CONSUMPTION].reason is None
    assert found[COST_PLUS].reason == TOO_CLOSE


def test_a_floor_that_is_carried_forward_is_kept_back_too(chain: Database) -> None:
    with_indices(chain, *RISEN)
    surveyed(chain, 8, 3)
    recomputed(chain)
    floors = [row for row in read(chain, "minimum_price") if row.method == CONSUMPTION]
    assert [row.carried_to is None for row in floors] == [True, False]
    assert {(row.reason, row.surveyed_minimum_price_idr_per_kg) for row in floors} == {(TOO_CLOSE, None)}


def test_neither_scenarios_nor_other_readings_tell_it(chain: Database) -> None:
    surveyed(chain, 8, 3)
    floor = recomputed(chain)[CONSUMPTION]
    asked = ScenarioIn.model_validate(
        {"survey_id": floor.survey_id, "method": CONSUMPTION, "changes": {"coagulant_percent": 10}}
    )
    with chain.reading() as connection:
        (told,) = scenario(connection, asked, max(TODAY, floor.valid_from))["floors"]
        read_otherwise = alternatives_of(connection, floor.id, TODAY)
    assert (told["reason"], told["new_minimum_price_idr_per_kg"]) == (TOO_CLOSE, None)
    assert (read_otherwise["reason"], read_otherwise["alternatives"]) == (TOO_CLOSE, [])
