"""What a survey of households says on average, as far as nobody can be told from it."""

from datetime import timedelta
from typing import Any

from service.cost_of_production.household_means import household_means
from service.cost_surveys.repository import get_cost_survey, list_cost_surveys
from service.cost_surveys.schemas import CostSurveyQuery
from service.database import Database
from service.minimum_prices.recompute import recompute
from tests.builders import NOW
from tests.household_builders import household_number, take_in_forms

# By hand: ten months of 190 kg; coagulant 30 000 in each of them and tools 120 000 a year; rice 300 000 a month.
MEANS = {
    "production_kg": 1900.0,
    "price_idr_per_kg": 9000.0,
    "total_cost_idr": 420_000.0,
    "household_consumption_idr": 3_600_000.0,
    "household_size": 4.0,
    "other_income_idr": 0.0,
    "dry_rubber_content_percent": 55.0,
    "villages": 1,
}
UNTOLD = dict.fromkeys(MEANS)


def recomputed(database: Database) -> None:
    with database.unit_of_work(NOW + timedelta(days=1)) as uow:
        recompute(uow)


def survey(database: Database, **asked: Any) -> dict[str, Any]:
    with database.reading() as connection:
        (listed,) = list_cost_surveys(connection, CostSurveyQuery(**asked), household_means).rows
        assert get_cost_survey(connection, listed["id"], household_means) == {**listed, "items": []}
    return listed


def means(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in MEANS}


def reading(told: dict[str, Any]) -> tuple[bool, str | None, list[str]]:
    return told["suppressed"], told["reason"], told["warnings"]


def test_a_survey_of_households_shows_their_yearly_means_and_villages(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    recomputed(chain)
    told = survey(chain)
    assert means(told) == MEANS
    assert (told["time_unit"], told["households"], *reading(told)) == ("year", 6, False, None, [])


def test_prices_and_contents_are_means_over_kilograms_and_the_others_over_households(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    other = {"production_kg": "570", "price_idr_per_kg": "10000", "dry_rubber_content_percent": "45"}
    take_in_forms(chain, *(household_number(n, village_code="16.03.01.2002", **other) for n in range(6, 12)))
    recomputed(chain)
    told = survey(chain)
    assert (told["production_kg"], told["price_idr_per_kg"]) == (3800, 9750)
    assert (told["dry_rubber_content_percent"], told["villages"]) == (47.5, 2)


def test_what_is_not_computed_yet_or_is_of_too_few_is_kept_back_with_the_reason(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(4)))
    recomputed(chain)
    assert means(survey(chain)) == UNTOLD
    assert reading(survey(chain)) == (True, "fewer_than_5_households", [])
    take_in_forms(chain, *(household_number(number) for number in range(4, 8)), now=NOW + timedelta(days=2))
    assert reading(survey(chain)) == (True, "not_computed_yet", [])


def test_households_that_came_later_wait_until_nobody_can_be_told_from_the_difference(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    recomputed(chain)
    take_in_forms(chain, household_number(6, production_kg="1900"), now=NOW + timedelta(days=2))
    recomputed(chain)
    told = survey(chain)
    assert (means(told), told["households"]) == (MEANS, 7)
    assert reading(told) == (False, None, ["households_left_out"])


def test_a_figure_that_some_do_not_state_is_told_of_those_who_do_or_not_at_all(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(7)))
    silent: dict[str, Any] = {"household_size": "", "price_idr_per_kg": ""}
    take_in_forms(chain, *(household_number(number, **silent) for number in range(7, 12)))
    recomputed(chain)
    told = survey(chain)
    # The same households state both, so what is told of the one tells nothing new of the other.
    assert (told["household_size"], told["price_idr_per_kg"]) == (4, 9000)
    assert reading(told) == (
        False,
        None,
        ["household_size_not_stated_by_all", "price_idr_per_kg_not_stated_by_all"],
    )
    take_in_forms(chain, household_number(0, price_idr_per_kg=""), now=NOW + timedelta(days=2))
    recomputed(chain)
    told = survey(chain)
    assert told["price_idr_per_kg"] is None
    assert "price_idr_per_kg_suppressed" in told["warnings"]


def test_a_survey_counts_as_changed_when_its_means_are_told(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(6)))
    before = survey(chain)["revision"]
    recomputed(chain)
    assert survey(chain, updated_since=before)["revision"] > before


def test_what_one_to_four_households_earn_besides_is_not_told(chain: Database) -> None:
    earning = {"none_of": None, "other_income_idr": "500000"}
    take_in_forms(chain, *(household_number(number) for number in range(8)))
    assert take_in_forms(chain, *(household_number(number, **earning) for number in range(8, 11))).rejected == []
    recomputed(chain)
    told = survey(chain)
    assert (told["other_income_idr"], told["production_kg"]) == (None, 1900.0)
    assert "other_income_idr_suppressed" in told["warnings"]
