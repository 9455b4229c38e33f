"""Ibrahim's printed figures come out of the formulas (DOMAIN sections 3 and 4)."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from service.economics.farm_income import (
    contribution_class,
    contribution_percent,
    household_income,
    net_income,
    revenue,
)
from service.economics.minimum_price import (
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    compute_floor,
    cost_of_production,
    household_consumption,
    minimum_price,
)
from service.economics.parameters import parameter
from service.economics.sampling import slovin_sample_size
from service.economics.units import round_half_up
from service.economics.welfare import per_capita, rice_equivalent

STUDY = tomllib.loads(Path(__file__).with_name("ibrahim.toml").read_text("utf-8"))
TABLE_7 = STUDY["table_7"]


def test_the_two_parts_of_consumption_add_up_to_one_rupiah_less_than_printed() -> None:
    total = household_consumption(TABLE_7["food_consumption_idr"], TABLE_7["non_food_consumption_idr"])
    assert total == TABLE_7["household_consumption_sum_idr"]
    assert abs(total - TABLE_7["household_consumption_idr"]) == 1


def test_cost_of_production_is_the_printed_one() -> None:
    found = cost_of_production(TABLE_7["total_cost_idr"], TABLE_7["production_kg"])
    assert round_half_up(found) == TABLE_7["cost_of_production_idr_per_kg"]
    assert round_half_up(found, 2) == STUDY["table_7_unrounded"]["cost_of_production_idr_per_kg"]


@pytest.mark.parametrize("consumption", ["household_consumption_idr", "household_consumption_sum_idr"])
def test_minimum_price_is_the_printed_one_whichever_sum_is_taken(consumption: str) -> None:
    found = minimum_price(TABLE_7["total_cost_idr"], TABLE_7["production_kg"], TABLE_7[consumption])
    assert round_half_up(found) == TABLE_7["minimum_price_idr_per_kg"]
    assert round_half_up(found, 2) == STUDY["table_7_unrounded"]["minimum_price_idr_per_kg"]


def test_the_floor_of_the_default_method_is_the_golden_one_with_its_warnings() -> None:
    inputs = FloorInputs(
        production_kg=TABLE_7["production_kg"],
        cost_idr_by_concept={CostConcept.AS_PRINTED: TABLE_7["total_cost_idr"]},
        household_consumption_idr=TABLE_7["household_consumption_idr"],
        household_size=STUDY["consumption"]["household_size"],
    )
    rice = parameter("rice_price_idr_per_kg", dt.date(2021, 1, 1)).number
    floor = compute_floor("household-consumption", inputs, FloorParameters(rice_price_idr_per_kg=rice))
    assert isinstance(floor, Floor)
    assert round_half_up(floor.minimum_price_idr_per_kg, 2) == 4892.23
    assert floor.warnings == ("cost_concept_as_printed", "consumption_below_poverty_line")


def test_net_income_from_rubber_is_the_printed_one() -> None:
    sold = revenue(TABLE_7["production_kg"], STUDY["income"]["mean_selling_price_idr_per_kg"])
    assert net_income(sold, TABLE_7["total_cost_idr"]) == STUDY["income"]["net_income_from_rubber_idr"]


def test_rubbers_contribution_is_the_printed_one_and_called_high() -> None:
    rubber, whole = STUDY["income"]["net_income_from_rubber_idr"], STUDY["income"]["household_income_idr"]
    assert household_income(rubber, 0, 0, whole - rubber) == whole
    percent = contribution_percent(rubber, whole)
    assert round_half_up(percent, 1) == STUDY["income"]["contribution_percent"]
    assert contribution_class(percent) == STUDY["income"]["contribution_class"]


def test_consumption_per_head_in_rice_is_below_the_poorest_line() -> None:
    part = STUDY["consumption"]
    yearly = TABLE_7["household_consumption_idr"]
    found = rice_equivalent(yearly, part["household_size"], part["rice_price_idr_per_kg"])
    assert round_half_up(found, 1) == part["consumption_kg_per_capita"]
    assert found < part["poorest_line_kg_per_capita"]
    per_head = per_capita(yearly, part["household_size"])
    assert per_head == pytest.approx(found * part["rice_price_idr_per_kg"])


def test_slovin_gives_94_where_the_paper_prints_another_formula_and_uses_92() -> None:
    sample = STUDY["sample"]
    population, error = sample["population"], sample["margin_of_error"]
    assert slovin_sample_size(population, error) == sample["sample_size"]
    assert population / (population * error**2) == pytest.approx(sample["sample_size_by_the_printed_formula"])
    assert sample["households_asked"] < sample["sample_size"]
