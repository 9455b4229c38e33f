"""Dolis's printed figures come out of the formulas (DOMAIN sections 3 and 4)."""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from service.economics.farm_income import net_income, revenue, total_cost
from service.economics.minimum_price import (
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    compute_floor,
    cost_of_production,
)
from service.economics.parameters import parameter
from service.economics.sampling import slovin_sample_size
from service.economics.units import round_half_up, yearly_figure
from service.economics.welfare import rice_equivalent, welfare_class, welfare_scheme

STUDY = tomllib.loads(Path(__file__).with_name("dolis.toml").read_text("utf-8"))
FIXED, VARIABLE, PRINTED, FLOOR = (STUDY[k] for k in ("fixed_cost_idr", "variable_cost_idr", "printed", "floor"))
DAY = dt.date(2020, 1, 1)


def test_the_items_agree_with_the_printed_totals_within_two_hundredths() -> None:
    fixed, variable = sum(FIXED.values()), sum(VARIABLE.values())
    allowed = pytest.approx(PRINTED["total_cost_idr"], abs=PRINTED["items_agree_within_idr"], rel=0)
    assert fixed == pytest.approx(PRINTED["fixed_cost_idr"], abs=PRINTED["items_agree_within_idr"], rel=0)
    assert total_cost(fixed, variable) == allowed
    assert total_cost(PRINTED["fixed_cost_idr"], variable) == allowed


def test_cost_of_production_comes_out_with_the_weight_cut_and_without_it() -> None:
    kg = PRINTED["production_kg"]
    with_cut = cost_of_production(PRINTED["total_cost_idr"], kg)
    without = cost_of_production(PRINTED["total_cost_idr"] - VARIABLE["weight_cut"], kg)
    assert round_half_up(with_cut, 2) == FLOOR["cost_of_production_idr_per_kg"]
    assert round_half_up(without) == FLOOR["cost_of_production_without_weight_cut_idr_per_kg"]


def test_the_items_without_the_weight_cut_give_the_same_cost_of_production() -> None:
    items = {**FIXED, **VARIABLE}
    del items["weight_cut"]
    found = cost_of_production(sum(items.values()), PRINTED["production_kg"])
    assert round_half_up(found) == FLOOR["cost_of_production_without_weight_cut_idr_per_kg"]


def test_revenue_of_the_rounded_means_differs_from_the_printed_one_by_two_rupiah() -> None:
    found = revenue(PRINTED["production_kg"], PRINTED["price_idr_per_kg"])
    assert round_half_up(found, 2) == PRINTED["revenue_from_rounded_means_idr"]
    assert abs(found - PRINTED["revenue_idr"]) < 2.5


def test_net_income_is_the_printed_one() -> None:
    found = net_income(PRINTED["revenue_idr"], PRINTED["total_cost_idr"])
    assert round_half_up(found, 2) == PRINTED["net_income_idr"]


def test_the_rice_poverty_line_floor_is_the_golden_one_and_says_what_was_assumed() -> None:
    months = FLOOR["months_tapped"]
    inputs = FloorInputs(
        production_kg=yearly_figure(PRINTED["production_kg"], 1, months),
        cost_idr_by_concept={CostConcept.PAID_COST: yearly_figure(PRINTED["total_cost_idr"], 1, months)},
        household_size=FLOOR["household_size"],
        marks=("months_tapped_assumed",),
    )
    rice = parameter("rice_price_idr_per_kg", DAY)
    need = parameter("rice_need_kg_per_capita_year", DAY)
    assert rice.number == FLOOR["rice_price_idr_per_kg"]
    assert need.number == FLOOR["rice_need_kg_per_capita_year"]
    floor = compute_floor("rice-poverty-line", inputs, FloorParameters(rice.number, need.number))
    assert isinstance(floor, Floor)
    assert floor.cost_of_production_idr_per_kg is not None
    assert round_half_up(floor.cost_of_production_idr_per_kg, 2) == FLOOR["cost_of_production_idr_per_kg"]
    assert round_half_up(floor.minimum_price_idr_per_kg, 2) == FLOOR["rice_poverty_line_idr_per_kg"]
    assert floor.warnings == ("other_income_assumed_zero", "months_tapped_assumed")


@pytest.mark.parametrize("setting", ["village", "town"])
def test_the_welfare_classes_have_the_bounds_its_results_use(setting: str) -> None:
    scheme, bounds = welfare_scheme(setting, DAY), STUDY["welfare"][f"bounds_{setting}_kg"]
    assert list(scheme.bounds_kg) == bounds
    assert list(scheme.labels) == STUDY["welfare"]["classes"]
    for bound, (below, above) in zip(bounds, pairwise(scheme.labels), strict=True):
        assert welfare_class(bound - 0.01, scheme) == below
        assert welfare_class(bound, scheme) == above


def test_the_other_scheme_is_a_dated_parameter_too() -> None:
    scheme = welfare_scheme("village", DAY, name="alternative")
    assert list(scheme.bounds_kg) == STUDY["welfare"]["other_scheme_bounds_kg"]


def test_every_household_is_in_a_class() -> None:
    assert sum(STUDY["welfare"]["households_by_class"]) == STUDY["welfare"]["households"]
    assert len(STUDY["welfare"]["households_by_class"]) == len(STUDY["welfare"]["classes"])


def test_the_printed_mean_rice_equivalent_cannot_be_had_from_the_means() -> None:
    yearly = PRINTED["net_income_idr"] * 12
    found = rice_equivalent(yearly, FLOOR["household_size"], FLOOR["rice_price_idr_per_kg"])
    assert round_half_up(found, 2) == STUDY["welfare"]["rice_equivalent_of_the_means_kg"]
    assert abs(found - STUDY["welfare"]["mean_rice_equivalent_kg"]) > 30
    scheme = welfare_scheme("village", DAY)
    assert {welfare_class(one, scheme) for one in (found, STUDY["welfare"]["mean_rice_equivalent_kg"])} == {"miskin"}


def test_slovin_gives_the_printed_sample() -> None:
    sample = STUDY["sample"]
    assert slovin_sample_size(sample["population"], sample["margin_of_error"]) == sample["sample_size"]
