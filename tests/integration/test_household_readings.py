"""The readings that a survey of households leaves open, and what they would change in alerts, in both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.alerts.evaluation import sweep
from service.analysis.answers import alternatives_of
from service.database import Database
from service.minimum_prices.events import Decision
from service.minimum_prices.publication import publish
from service.minimum_prices.recompute import recompute
from tests.builders import NOW, day_of_price, read, store_and_sweep
from tests.household_builders import household_number, take_in_forms

HOUSEHOLDS = 8
LATER = datetime(2027, 2, 1, tzinfo=UTC)
DAYS = (date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23))
HIRED = {"labour_source": "hired", "activity": "tapping", "person_days": "10", "wage_idr_per_person_day": "100000"}
OWN = {**HIRED, "labour_source": "family"}
# By hand: 1 900 kg, of coagulant 300 000, of tools 120 000, of rice 3 600 000 and of tapping 10 000 000 a year.
TAPPED_KG, TAPPING_IDR, REST_IDR = 1900, 10_000_000, 4_020_000
WITH_PAID_TAPPING, WITH_OWN_TAPPING = 7378.95, 2115.79


def proposed(database: Database, **changes: Any) -> Any:
    """Return the floor by consumption of a survey of equal households."""
    forms = (household_number(number, **{"labour": [HIRED], **changes}) for number in range(HOUSEHOLDS))
    assert take_in_forms(database, *forms).rejected == []
    with database.unit_of_work(NOW) as uow:
        recompute(uow)
    return next(row for row in read(database, "minimum_price") if row.method == "household-consumption")


def answered(database: Database, floor_id: int) -> dict[str, Any]:
    with database.reading() as connection:
        return alternatives_of(connection, floor_id, LATER.date())


def prices(database: Database, floor_id: int) -> dict[str, Any]:
    found = answered(database, floor_id)["alternatives"]
    return {
        each["slug"]: each["minimum_price_idr_per_kg"] and float(each["minimum_price_idr_per_kg"]) for each in found
    }


def test_paid_tapping_as_own_labour_and_the_cut_as_a_cost(chain: Database) -> None:
    floor = proposed(chain)
    assert float(floor.minimum_price_idr_per_kg) == WITH_PAID_TAPPING
    assert prices(chain, floor.id) == {
        "labour_own": WITH_OWN_TAPPING,
        "weight_cut_as_revenue_share": pytest.approx(WITH_PAID_TAPPING / 0.9, abs=0.01),
    }


def test_own_tapping_as_paid_labour_and_the_cut_in_the_price(chain: Database) -> None:
    floor = proposed(chain, labour=[OWN], deduction_treated_as="cost")
    assert float(floor.minimum_price_idr_per_kg) == pytest.approx(WITH_OWN_TAPPING / 0.9, abs=0.01)
    assert prices(chain, floor.id) == {
        "labour_paid": pytest.approx(WITH_PAID_TAPPING / 0.9, abs=0.01),
        "weight_cut_as_price": WITH_OWN_TAPPING,
    }


def test_months_that_were_inferred_may_be_ten(chain: Database) -> None:
    monthly = {"cost_group": "coagulant", "behaviour": "variable", "payment": "cash", "amount": "30000"}
    floor = proposed(
        chain,
        time_unit="year",
        months_tapped=None,
        labour=[],
        none_of="labour other_incomes",
        costs=[{**monthly, "time_unit": "month"}],
        deduction_percent=None,
        deduction_treated_as=None,
    )
    assert "months_tapped_assumed" in floor.warnings
    fixed, variable, kilograms = 120_000 + 300_000, 30_000 * 12, 190
    assert float(floor.minimum_price_idr_per_kg) == pytest.approx((fixed + variable) / kilograms, abs=0.01)
    ten = (fixed + variable * 10 / 12) / (kilograms * 10 / 12)
    assert prices(chain, floor.id) == {"months_tapped_10": pytest.approx(ten, abs=0.01)}


def test_with_tapping_as_own_labour_no_alert_would_have_fired(chain: Database) -> None:
    floor = proposed(chain)
    with chain.unit_of_work(NOW) as uow:
        publish(uow, floor.id, Decision("officer", "first floor"))
    store_and_sweep(chain, *(day_of_price(day, 6000) for day in DAYS), now=LATER)
    sweep(chain, LATER)
    found = {each["slug"]: each for each in answered(chain, floor.id)["alternatives"]}
    (change,) = found["labour_own"]["changes"]
    assert (found["labour_own"]["changes_alert"], change["change"]) == (True, "would_not_have_fired")
    assert {each["slug"]: each["minimum_price_idr_per_kg"] for each in found.values()}.keys() == {
        "labour_own",
        "weight_cut_as_revenue_share",
    }


def test_readings_of_households_that_have_changed_since_are_not_known(chain: Database) -> None:
    floor = proposed(chain)
    take_in_forms(chain, household_number(0, labour=[HIRED], production_kg="250"))
    told = answered(chain, floor.id)
    assert (told["alternatives"], told["reason"]) == ([], "households_changed")
    assert (told["message_en"][:11], told["message_id"][:12]) == ("The survey'", "Rumah tangga")


def test_a_floor_that_is_kept_back_has_no_readings(chain: Database) -> None:
    forms = (household_number(number, labour=[HIRED]) for number in range(4))
    take_in_forms(chain, *forms)
    with chain.unit_of_work(NOW) as uow:
        recompute(uow)
    told = answered(chain, read(chain, "minimum_price")[0].id)
    assert (told["alternatives"], told["reason"]) == ([], "fewer_than_5_households")
