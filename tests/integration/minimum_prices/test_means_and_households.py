"""Household rows, and the means that a study of the same households prints, come to the same floors, to the rupiah."""

from typing import Any

import pytest

from service.analysis.answers import scenario
from service.analysis.schemas import ScenarioIn
from service.cost_surveys import intake
from service.cost_surveys.schemas import CostSurveyIn
from service.database import Database
from service.minimum_prices.recompute import recompute
from tests.builders import MUARA_ENIM, NOW, TODAY, read
from tests.household_builders import household_number, take_in_forms

HOUSEHOLDS = 8
TOOL = {"name": "pisau", "units": 2, "purchase_value_idr": 90_000, "salvage_value_idr": 0, "economic_life_years": 3}
COMPUTED = ("household-consumption", "rice-poverty-line")
# A household's year; the means are of these.
YEARS = [
    {
        "production_kg": 1800 + 100 * n,
        "fertiliser": 400_000 + 25_000 * n,
        "food": 7_000_000 + 90_000 * n,
        "size": 3 + n % 2,
    }
    for n in range(HOUSEHOLDS)
]
OTHER_CONSUMPTION, OTHER_INCOME = 960_000, 1_200_000


def form_of(number: int, year: dict[str, int]) -> dict[str, Any]:
    fertiliser = {"cost_group": "fertiliser", "behaviour": "variable", "payment": "cash", "amount": year["fertiliser"]}
    return household_number(
        number,
        time_unit="year",
        production_kg=str(year["production_kg"]),
        household_size=str(year["size"]),
        deduction_percent=None,
        deduction_treated_as=None,
        costs=[{name: str(value) for name, value in fertiliser.items()}],
        tools=[{name: str(value) for name, value in TOOL.items()}],
        labour=[],
        consumption=[],
        food_consumption_idr=str(year["food"]),
        non_food_consumption_idr=str(OTHER_CONSUMPTION),
        other_income_idr=str(OTHER_INCOME),
        none_of="labour",
    )


def mean(name: str) -> float:
    return sum(year[name] for year in YEARS) / HOUSEHOLDS


def printed_study() -> CostSurveyIn:
    fertiliser = {"name": "pupuk", "cost_group": "fertiliser", "behaviour": "variable", "payment": "cash"}
    return CostSurveyIn.model_validate(
        {
            "external_id": "the same as a study prints it",
            "district_code": MUARA_ENIM,
            "title": "The same households",
            "source": "a study",
            "provenance": "published",
            "kind": "published_means",
            "time_unit": "year",
            "period_from": "2026-11-02",
            "period_to": "2026-11-02",
            "floor_valid_from": "2026-11-02",
            "households": HOUSEHOLDS,
            "represents": "village",
            "sampling": "unknown",
            "production_kg": mean("production_kg"),
            "food_consumption_idr": mean("food"),
            "non_food_consumption_idr": OTHER_CONSUMPTION,
            "household_size": round(mean("size"), 2),
            "other_income_idr": OTHER_INCOME,
            "deduction_treated_as": "unknown",
            "item": [{**fertiliser, "unit": "rupiah", "amount": mean("fertiliser")}],
            "tool": [TOOL],
        }
    )


@pytest.mark.parametrize("method", COMPUTED)
def test_rows_and_printed_means_agree_to_the_rupiah(chain: Database, method: str) -> None:
    report = take_in_forms(chain, *(form_of(number, year) for number, year in enumerate(YEARS)))
    assert report.rejected == []
    with chain.unit_of_work(NOW) as uow:
        intake.take_in(uow, printed_study(), "a study", "officer", historical=False)
        recompute(uow)
    rows, printed = (row for row in read(chain, "minimum_price") if row.method == method)
    assert (rows.cost_concept, printed.cost_concept) == ("paid_cost", "paid_cost")

    assert float(rows.minimum_price_idr_per_kg) == pytest.approx(float(printed.minimum_price_idr_per_kg), abs=0.01)
    assert rows.cost_of_production_idr_per_kg == printed.cost_of_production_idr_per_kg


@pytest.mark.parametrize(
    "changes", [{"fertiliser_percent": 30}, {"tools_percent": -50}, {"production_percent": 10, "fertiliser_percent": 5}]
)
def test_rows_and_printed_means_agree_under_a_scenario(chain: Database, changes: dict[str, float]) -> None:
    take_in_forms(chain, *(form_of(number, year) for number, year in enumerate(YEARS)))
    with chain.unit_of_work(NOW) as uow:
        intake.take_in(uow, printed_study(), "a study", "officer", historical=False)
        recompute(uow)
    asked = ScenarioIn.model_validate({"method": COMPUTED[0], "district_code": MUARA_ENIM, "changes": changes})
    with chain.reading() as connection:
        rows, printed = scenario(connection, asked, TODAY)["floors"]
    assert (rows["reason"], printed["reason"]) == (None, None)
    new = [float(floor["new_minimum_price_idr_per_kg"]) for floor in (rows, printed)]
    assert new == pytest.approx([new[0]] * 2, abs=0.011)
    assert rows["change_idr_per_kg"] != 0
