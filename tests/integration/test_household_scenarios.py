"""Scenarios of floors that come of household rows, in both databases."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from service.analysis.answers import scenario
from service.analysis.schemas import ScenarioIn
from service.cost_of_production.costs import CostBreakdown
from service.cost_of_production.repository import list_costs
from service.cost_of_production.schemas import CostQuery
from service.database import Database, half_up
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.policy import Policy
from service.minimum_prices.recompute import recompute
from service.models.household_year import HouseholdYear
from service.vocabulary import Aggregator, CostGroup
from tests.builders import NOW, TODAY, read
from tests.household_builders import household_number, take_in_forms
from tests.integration.minimum_prices.test_carried_floors import RISEN, with_indices

HOUSEHOLDS = 9
CONSUMPTION, COST_PLUS = "household-consumption", "cost-plus"


def cost(group: str, amount: int, payment: str = "cash", behaviour: str = "variable") -> dict[str, str]:
    return {"cost_group": group, "behaviour": behaviour, "payment": payment, "amount": str(amount)}


def labour(source: str, activity: str, days: int) -> dict[str, str]:
    return {
        "labour_source": source,
        "activity": activity,
        "person_days": str(days),
        "wage_idr_per_person_day": "100000",
    }


def form_of(number: int, **changes: Any) -> dict[str, Any]:
    """Return a yearly form: fertiliser bought and of one's own, the trees tapped by the family, hired help."""
    said = {
        "time_unit": "year",
        "months_tapped": str(8 + number % 5),
        "production_kg": str(1500 + 100 * number),
        "deduction_percent": None,
        "deduction_treated_as": None,
        "costs": [
            cost("fertiliser", 400_000 + 10_000 * number),
            cost("fertiliser", 70_000, "imputed"),
            cost("tax", 50_000, behaviour="fixed"),
        ],
        "labour": [labour("family", "tapping", 20 + number), labour("hired", "collecting", 4)],
    }
    return household_number(number, **{**said, **changes})


def computed(
    database: Database, forms: Sequence[dict[str, Any]], aggregator: Aggregator = Aggregator.RATIO_OF_MEANS
) -> None:
    assert take_in_forms(database, *forms).rejected == []
    with database.unit_of_work(NOW) as uow:
        recompute(uow, settings=FloorSettings(policy=Policy(aggregator=aggregator)))


def changed(database: Database, method: str = CONSUMPTION, **changes: Any) -> dict[str, Any]:
    """Return what a scenario answers of the survey's newest floor by one method."""
    survey_id = read(database, "minimum_price")[-1].survey_id
    asked = ScenarioIn.model_validate({"survey_id": survey_id, "method": method, "changes": changes})
    with database.reading() as connection:
        day = max(TODAY, read(database, "minimum_price")[-1].valid_from)
        floors: list[dict[str, Any]] = scenario(connection, asked, day)["floors"]
    (told,) = floors
    return told


def mean(amounts: Sequence[float]) -> float:
    return sum(amounts) / len(amounts)


NUMBERS = range(HOUSEHOLDS)
PRODUCED_KG = mean([1500 + 100 * number for number in NUMBERS])
FERTILISER_IDR = mean([400_000 + 10_000 * number for number in NUMBERS])
OWN_TAPPING_IDR = mean([100_000 * (20 + number) for number in NUMBERS])
HIRED_IDR, TAX_IDR, TOOLS_IDR = 400_000, 50_000, 120_000


@pytest.fixture
def surveyed(chain: Database) -> Database:
    """Nine different households of Muara Enim."""
    computed(chain, [form_of(number) for number in NUMBERS])
    return chain


@pytest.mark.parametrize(
    ("method", "changes", "moved_idr"),
    [
        (CONSUMPTION, {"fertiliser_percent": 30}, 0.3 * FERTILISER_IDR),
        (CONSUMPTION, {"tapping_percent": 30}, 0),
        (CONSUMPTION, {"collecting_percent": -50}, -0.5 * HIRED_IDR),
        (CONSUMPTION, {"tools_percent": 10}, 0.1 * TOOLS_IDR),
        (CONSUMPTION, {"wage_percent": 10}, 0.1 * HIRED_IDR),
        (CONSUMPTION, {"cash_cost_percent": 10}, 0.1 * (FERTILISER_IDR + TAX_IDR + HIRED_IDR)),
        (CONSUMPTION, {"land_percent": 100}, 0),
        (COST_PLUS, {"fertiliser_percent": 30}, 1.5 * 0.3 * FERTILISER_IDR),
        (COST_PLUS, {"tapping_percent": 10}, 1.5 * 0.1 * OWN_TAPPING_IDR),
        (COST_PLUS, {"wage_percent": 10}, 1.5 * 0.1 * (OWN_TAPPING_IDR + HIRED_IDR)),
    ],
)
def test_a_group_moves_the_floor_by_what_households_pay_for_it_on_average(
    surveyed: Database, method: str, changes: dict[str, float], moved_idr: float
) -> None:
    told = changed(surveyed, method, **changes)
    assert told["reason"] is None
    assert float(told["change_idr_per_kg"]) == pytest.approx(moved_idr / PRODUCED_KG, abs=0.011)


def test_all_households_tap_as_many_months_each_from_its_own(surveyed: Database) -> None:
    times = [10 / (8 + number % 5) for number in NUMBERS]
    produced = mean([(1500 + 100 * number) * times[number] for number in NUMBERS])
    variable = mean([(400_000 + 10_000 * number + HIRED_IDR) * times[number] for number in NUMBERS])
    consumption = read(surveyed, "household_year")[0].household_consumption_idr
    by_hand = (variable + TAX_IDR + TOOLS_IDR + consumption) / produced
    told = changed(surveyed, months_tapped=10)
    assert told["new_minimum_price_idr_per_kg"] == half_up(by_hand, 2)
    assert "months_tapped_assumed" not in told["warnings"]


def test_monthly_records_tap_as_many_months_as_if_they_had_said_so(chain: Database) -> None:
    def monthly(months: int) -> list[dict[str, Any]]:
        return [
            form_of(number, time_unit="month", months_tapped=str(months + number % 3), production_kg=str(150 + number))
            for number in NUMBERS
        ]

    computed(chain, [{**form, "months_tapped": "9"} for form in monthly(9)])
    wanted = read(chain, "minimum_price")[0].minimum_price_idr_per_kg
    take_in_forms(chain, *monthly(9))
    with chain.unit_of_work(NOW) as uow:
        recompute(uow)
    told = changed(chain, months_tapped=9)
    assert told["minimum_price_idr_per_kg"] != wanted
    assert told["new_minimum_price_idr_per_kg"] == wanted


def test_months_that_a_household_did_not_state_are_twelve_and_marked(chain: Database) -> None:
    computed(chain, [form_of(number, months_tapped=None) for number in NUMBERS])
    told = changed(chain, months_tapped=12)
    assert (told["change_idr_per_kg"], "months_tapped_assumed" in told["warnings"]) == (0, True)


def test_changes_in_company_are_those_of_the_household_that_makes_them_all(surveyed: Database) -> None:
    told = changed(surveyed, months_tapped=10, fertiliser_percent=30, production_percent=-10)
    effects = sum(effect["effect_idr_per_kg"] for effect in told["effects"])
    assert effects + told["together_idr_per_kg"] == told["change_idr_per_kg"]
    times = [10 / (8 + number % 5) for number in NUMBERS]
    produced = 0.9 * mean([(1500 + 100 * number) * times[number] for number in NUMBERS])
    paid = [(1.3 * (400_000 + 10_000 * number) + HIRED_IDR) * times[number] + TAX_IDR for number in NUMBERS]
    consumption = read(surveyed, "household_year")[0].household_consumption_idr
    by_hand = (mean(paid) + TOOLS_IDR + consumption) / produced
    assert told["new_minimum_price_idr_per_kg"] == half_up(by_hand, 2)


def test_the_mean_of_own_floors_is_the_mean_of_the_changed_ones(chain: Database) -> None:
    computed(chain, [form_of(number) for number in NUMBERS], Aggregator.MEAN_OF_RATIOS)
    told = changed(chain, fertiliser_percent=30)
    by_hand = mean([0.3 * (400_000 + 10_000 * number) / (1500 + 100 * number) for number in NUMBERS])
    assert float(told["change_idr_per_kg"]) == pytest.approx(by_hand, abs=0.011)
    assert changed(chain, consumption_percent=10)["reason"] is None


@pytest.mark.parametrize(("percent", "factor"), [("fertiliser_percent", 1.25), ("tapping_percent", 1.05)])
def test_a_carried_floor_moves_by_the_cost_of_the_later_month(chain: Database, percent: str, factor: float) -> None:
    with_indices(chain, *RISEN)
    assert take_in_forms(chain, *(form_of(number) for number in NUMBERS)).rejected == []
    with chain.unit_of_work(NOW) as uow:
        recompute(uow)
    told = changed(chain, COST_PLUS, **{percent: 10})
    base = FERTILISER_IDR if percent == "fertiliser_percent" else OWN_TAPPING_IDR
    assert float(told["change_idr_per_kg"]) == pytest.approx(1.5 * 0.1 * factor * base / PRODUCED_KG, abs=0.011)


@pytest.mark.parametrize("changes", [{"pesticide_percent": 10}, {"pesticide_percent": 10, "wage_percent": 5}])
def test_a_cost_that_one_to_four_households_have_is_not_told(chain: Database, changes: dict[str, Any]) -> None:
    few = [{**form, "costs": [*form["costs"], cost("pesticide", 90_000)]} for form in map(form_of, range(4))]
    computed(chain, [*few, *map(form_of, range(4, HOUSEHOLDS))])
    for method in (CONSUMPTION, "living-income"):
        told = changed(chain, method, **changes)
        assert (told["new_minimum_price_idr_per_kg"], told["reason"], told["cause"]) == (
            None,
            "fewer_than_5_households",
            "pesticide_percent",
        )


def test_scenarios_refuse_the_groups_that_are_told_together_and_no_others(chain: Database) -> None:
    few = [{**form, "costs": [*form["costs"], cost("pesticide", 90_000)]} for form in map(form_of, range(4))]
    some = [{**form, "costs": [*form["costs"], cost("fuel", 70_000)]} for form in map(form_of, range(4, 10))]
    computed(chain, [*few, *some, *map(form_of, range(10, 14))])
    with chain.reading() as connection:
        rows = list_costs(connection, CostQuery(by=CostBreakdown.ITEM_GROUP)).rows
    together = next(row["groups_together"] for row in rows if row["groups_together"])
    reasons = {group: changed(chain, CONSUMPTION, **{f"{group}_percent": 10})["reason"] for group in CostGroup}
    assert together == ["pesticide", "fuel"]
    assert {group for group, reason in reasons.items() if reason is not None} == set(together)


def test_months_that_only_few_would_change_are_not_told(chain: Database) -> None:
    months = ["9", "9", *["10"] * (HOUSEHOLDS - 2)]
    computed(chain, [form_of(number, months_tapped=months[number]) for number in NUMBERS])
    assert changed(chain, months_tapped=10)["reason"] == "fewer_than_5_households"
    assert changed(chain, months_tapped=11)["reason"] is None


def test_a_tappers_share_alone_moves_with_revenue_and_beside_wages_stays(chain: Database) -> None:
    share = {"labour_source": "share", "activity": "tapping", "revenue_share_percent": "mertelu"}
    computed(chain, [form_of(number, labour=[share]) for number in NUMBERS])
    assert changed(chain, tapping_percent=10)["reason"] == "cost_is_a_share_of_revenue"


def test_households_that_have_changed_since_are_named_and_what_rests_on_means_is_answered(surveyed: Database) -> None:
    take_in_forms(surveyed, form_of(3, production_kg="9999"))
    told = changed(surveyed, fertiliser_percent=30)
    assert (told["reason"], told["new_minimum_price_idr_per_kg"]) == ("households_changed", None)
    assert "have changed since" in told["message_en"]
    assert changed(surveyed, consumption_percent=10)["reason"] is None


def test_households_whose_costs_are_not_kept_one_by_one_have_no_groups(surveyed: Database) -> None:
    with surveyed.unit_of_work(NOW) as uow:
        uow.connection.execute(update(HouseholdYear).values(costs=None))
    assert changed(surveyed, fertiliser_percent=30)["reason"] == "cost_groups_not_known"


def test_a_survey_of_fewer_than_five_households_answers_with_the_reason(chain: Database) -> None:
    computed(chain, [household_number(number) for number in range(4)])
    told = changed(chain, wage_percent=3)
    assert (told["reason"], told["new_minimum_price_idr_per_kg"]) == ("fewer_than_5_households", None)


def test_a_weight_cut_booked_as_a_cost_may_be_in_the_price(chain: Database) -> None:
    booked = {"deduction_percent": "10", "deduction_treated_as": "cost"}
    computed(chain, [{**form_of(number), **booked} for number in NUMBERS])
    told = changed(chain, weight_cut_as="price")
    assert float(told["new_minimum_price_idr_per_kg"]) == pytest.approx(
        float(told["minimum_price_idr_per_kg"]) * 0.9, abs=0.01
    )
    assert changed(chain, weight_cut_as="revenue_share")["reason"] == "no_weight_cut"


def test_nothing_of_a_scenario_is_stored(surveyed: Database) -> None:
    before = read(surveyed, "minimum_price")
    assert changed(surveyed, fertiliser_percent=30)["change_idr_per_kg"] > Decimal(0)
    assert read(surveyed, "minimum_price") == before
