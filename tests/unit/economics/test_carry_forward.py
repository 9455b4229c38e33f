"""Floors in the prices of a later month: each part by its own series, and none where a series is lacking."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.carry_forward import (
    SERIES_NEEDED,
    Ratios,
    RicePrice,
    carried,
    carried_floors,
    carried_means,
    carried_parameters,
    or_consumer_prices,
    parts_of,
)
from service.economics.errors import NegativeMoney
from service.economics.floor_columns import floor_columns
from service.economics.index_chain import NotCarried, Ratio
from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floors,
    total_cost_by_concept,
)
from service.vocabulary import IndexName

SURVEY, LATER = date(2024, 3, 1), date(2026, 10, 1)
LACKING = NotCarried("index_ends_early", LATER, date(2026, 6, 1))
MOVED = Ratios(SURVEY, LATER, Ratio(1.5), Ratio(1.25), Ratio(1.1), RicePrice(13_000))
SAME = Ratios(SURVEY, SURVEY, Ratio(1), Ratio(1), Ratio(1), RicePrice(12_000))
PARAMETERS = FloorParameters(rice_price_idr_per_kg=12_000, living_income_benchmark_idr_per_year=30_000_000)
YEAR = FloorInputs(
    production_kg=2_000,
    cost_idr_by_concept=total_cost_by_concept(1_000_000, 200_000, 3_000_000, 400_000),
    household_consumption_idr=9_000_000,
    household_size=4,
    other_income_idr=1_000_000,
)
MONEY = st.floats(min_value=0, max_value=1e9)
FACTORS = st.floats(min_value=0.1, max_value=10).map(Ratio)


def by_method(found: list[Floor | NotComputable]) -> Mapping[str, Floor | NotComputable]:
    return {each.method: each for each in found}


def without(*series: str) -> Ratios:
    lacking: dict[str, Any] = dict.fromkeys(series, LACKING)
    return replace(MOVED, **lacking)


def floor_of(slug: str, inputs: FloorInputs, ratios: Ratios) -> float:
    found = by_method(carried_floors(inputs, PARAMETERS, ratios))[slug]
    assert isinstance(found, Floor), found
    return found.minimum_price_idr_per_kg


@given(MONEY, MONEY, MONEY, MONEY, MONEY)
def test_carrying_with_ratios_of_one_changes_no_figure(
    cash: float, worn: float, labour: float, own: float, eaten: float
) -> None:
    year = replace(
        YEAR, cost_idr_by_concept=total_cost_by_concept(cash, worn, labour, own), household_consumption_idr=eaten
    )
    later = carried(year, SAME)
    assert later.cost_idr_by_concept == pytest.approx(dict(year.cost_idr_by_concept), abs=1e-3)
    assert replace(later, cost_idr_by_concept={}, marks=()) == replace(year, cost_idr_by_concept={}, marks=())
    for before, after in zip(compute_floors(year, PARAMETERS), carried_floors(year, PARAMETERS, SAME), strict=True):
        assert type(before) is type(after)
        if isinstance(before, Floor) and isinstance(after, Floor):
            assert after.minimum_price_idr_per_kg == pytest.approx(before.minimum_price_idr_per_kg)


def test_each_concept_is_carried_with_those_it_holds() -> None:
    assert carried(YEAR, MOVED).cost_idr_by_concept == pytest.approx(
        {
            CostConcept.CASH: 1_250_000,
            CostConcept.PAID_COST: 1_500_000,
            CostConcept.PAID_COST_AND_FAMILY_LABOUR: 1_500_000 + 3_300_000,
            CostConcept.COMPREHENSIVE: 1_500_000 + 3_300_000 + 400_000,
        }
    )


def test_consumption_moves_with_its_index_and_the_rest_of_the_household_stays() -> None:
    later = carried(YEAR, MOVED)
    assert later.household_consumption_idr == 13_500_000
    assert (later.production_kg, later.household_size, later.other_income_idr) == (2_000, 4, 1_000_000)


def test_floors_are_those_of_the_carried_parts() -> None:
    assert floor_of("household-consumption", YEAR, MOVED) == pytest.approx((1_500_000 + 13_500_000) / 2_000)
    assert floor_of("cost-plus", YEAR, MOVED) == pytest.approx(1.5 * 4_800_000 / 2_000)
    need = 480 * 13_000 * 4 - 1_000_000
    assert floor_of("rice-poverty-line", YEAR, MOVED) == pytest.approx((1_500_000 + need) / 2_000)


def test_a_printed_total_moves_like_a_paid_cost() -> None:
    year = replace(YEAR, cost_idr_by_concept={CostConcept.AS_PRINTED: 2_000_000.0})
    assert carried(year, MOVED).cost_idr_by_concept == {CostConcept.AS_PRINTED: 2_500_000}


def test_hired_labour_that_is_told_moves_with_wages() -> None:
    later = carried(YEAR, MOVED, hired_labour_idr=600_000)
    assert later.cost_idr_by_concept[CostConcept.CASH] == pytest.approx(400_000 * 1.25 + 600_000 * 1.1)
    assert later.cost_idr_by_concept[CostConcept.PAID_COST] == pytest.approx(600_000 * 1.25 + 600_000 * 1.1)
    assert "hired_labour_by_inputs" not in later.marks


def test_hired_labour_that_is_not_told_moves_with_the_inputs_and_that_is_marked() -> None:
    assert "hired_labour_by_inputs" in carried(YEAR, MOVED).marks


def test_more_hired_labour_than_cost_is_refused() -> None:
    with pytest.raises(NegativeMoney, match="hired_labour_idr"):
        carried(YEAR, MOVED, hired_labour_idr=1_000_001)


def test_marks_of_series_and_of_the_survey_stand_in_every_floor_once() -> None:
    country = ("index_of_country",)
    ratios = replace(MOVED, consumption=Ratio(1.5, marks=country), inputs=Ratio(1.25, marks=country))
    marks = carried(replace(YEAR, marks=("months_tapped_assumed",)), ratios).marks
    assert marks == (
        "months_tapped_assumed",
        "hired_labour_by_inputs",
        "other_income_as_surveyed",
        "index_of_country",
    )


@pytest.mark.parametrize(
    ("lacking", "slugs"),
    [
        ("consumption", {"household-consumption"}),
        ("inputs", {"household-consumption", "rice-poverty-line", "living-income", "cost-plus"}),
        ("wage", {"cost-plus"}),
        ("rice_price", {"rice-poverty-line"}),
    ],
)
def test_a_floor_that_needs_a_lacking_series_is_not_computable_for_its_reason(lacking: str, slugs: set[str]) -> None:
    found = by_method(carried_floors(YEAR, PARAMETERS, without(lacking)))
    reasons = {slug: each.reason for slug, each in found.items() if isinstance(each, NotComputable)}
    assert reasons == {**dict.fromkeys(slugs, "index_ends_early"), "fixed": "no_decree"}


@pytest.mark.parametrize("slug", FLOOR_METHODS)
def test_the_series_that_a_method_needs_are_enough_for_it(slug: str) -> None:
    parameters = replace(PARAMETERS, fixed_price_idr_per_kg=5_000, fixed_price_decree="1/2017")
    others = {"consumption", "inputs", "wage", "rice_price"} - set(SERIES_NEEDED[slug])
    assert isinstance(by_method(carried_floors(YEAR, parameters, without(*others)))[slug], Floor)
    for series in SERIES_NEEDED[slug]:
        assert isinstance(by_method(carried_floors(YEAR, parameters, without(series)))[slug], NotComputable)


def test_hired_labour_without_wages_carries_no_cost() -> None:
    found = by_method(carried_floors(YEAR, PARAMETERS, without("wage"), hired_labour_idr=500_000))
    reasons = {each.reason for each in found.values() if isinstance(each, NotComputable)}
    assert reasons == {"index_ends_early", "no_decree"}


def test_what_the_survey_lacks_keeps_its_own_reason() -> None:
    year = replace(YEAR, household_consumption_idr=None)
    found = by_method(carried_floors(year, PARAMETERS, without("consumption")))["household-consumption"]
    assert isinstance(found, NotComputable)
    assert found.reason == "no_household_consumption"


def test_labour_that_cannot_be_told_from_other_costs_is_not_carried() -> None:
    year = replace(YEAR, cost_idr_by_concept={CostConcept.PAID_COST_AND_FAMILY_LABOUR: 4_200_000.0})
    found = by_method(carried_floors(year, PARAMETERS, MOVED))["cost-plus"]
    assert isinstance(found, NotComputable)
    assert found.reason == "cost_parts_not_told"


def test_a_rice_price_of_another_month_is_never_taken_for_the_later_one() -> None:
    assert carried_parameters(PARAMETERS, MOVED).rice_price_idr_per_kg == 13_000
    assert carried_parameters(PARAMETERS, without("rice_price")).rice_price_idr_per_kg is None


def test_the_check_of_consumption_goes_by_the_rice_price_of_the_later_month() -> None:
    poor = replace(YEAR, household_consumption_idr=9_000_000)
    dear = replace(MOVED, consumption=Ratio(1), rice_price=RicePrice(20_000))
    found = by_method(carried_floors(poor, PARAMETERS, dear))["household-consumption"]
    assert isinstance(found, Floor)
    assert "consumption_below_poverty_line" in found.warnings


def test_each_part_says_whether_it_is_surveyed_or_indexed_and_by_what_factor() -> None:
    ratios = without("wage")
    assert {part.name: (part.series, part.moved) for part in parts_of(YEAR, ratios, hired_labour_idr=1.0)} == {
        "paid_cost": (IndexName.INPUTS, Ratio(1.25)),
        "hired_labour": (IndexName.WAGE, LACKING),
        "family_labour": (IndexName.WAGE, LACKING),
        "own_resources": (None, None),
        "household_consumption": (IndexName.CONSUMPTION, Ratio(1.5)),
        "other_income": (None, None),
    }


def test_a_part_that_the_survey_lacks_is_not_told() -> None:
    assert parts_of(FloorInputs(1_000, {}), MOVED) == ()


def test_consumer_prices_stand_in_for_consumption_only_where_its_own_index_is_lacking() -> None:
    prices = Ratio(1.3, ("2022=100",), ("index_of_country",))
    assert or_consumer_prices(Ratio(1.5), prices) == Ratio(1.5)
    stand_in = or_consumer_prices(LACKING, prices)
    assert stand_in == replace(prices, marks=("index_of_country", "consumption_by_consumer_prices"))
    assert or_consumer_prices(LACKING, NotCarried("index_missing")) == LACKING


@given(MONEY, MONEY, MONEY, MONEY, st.tuples(FACTORS, FACTORS, FACTORS))
def test_columns_of_means_are_carried_as_one_year_is(
    cash: float, worn: float, labour: float, eaten: float, factors: tuple[Ratio, Ratio, Ratio]
) -> None:
    ratios = Ratios(SURVEY, LATER, *factors, RicePrice(13_000))
    year = FloorInputs(
        2_000,
        total_cost_by_concept(cash, worn, labour),
        household_consumption_idr=eaten,
        household_size=4,
        other_income_idr=0,
    )
    stated = (2_000, 2_000, cash, worn, labour, 0, eaten, 4, 0)
    names = ["production_kg", "sold_kg", "cash_idr", "depreciation_idr", "family_labour_idr", "own_resources_idr"]
    names += ["household_consumption_idr", "household_size", "other_income_idr"]
    means = carried_means({name: np.array([float(x)]) for name, x in zip(names, stated, strict=True)}, ratios)
    for slug, floor in by_method(carried_floors(year, PARAMETERS, ratios)).items():
        if isinstance(floor, Floor):
            column = floor_columns(slug, means, carried_parameters(PARAMETERS, ratios))
            assert column[0] == pytest.approx(floor.minimum_price_idr_per_kg)


def test_columns_without_their_series_are_not_a_number() -> None:
    means = carried_means({"cash_idr": np.ones(2), "household_size": np.ones(2)}, without("inputs"))
    assert np.isnan(means["cash_idr"]).all()
    assert means["household_size"].tolist() == [1, 1]
