"""Floors of whole columns are the floors of their elements."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.errors import NotFinite, UnknownName
from service.economics.floor_columns import MEANS, floor_columns, floors_and_parts
from service.economics.minimum_price import (
    FLOOR_METHODS,
    Floor,
    FloorInputs,
    FloorParameters,
    compute_floor,
    total_cost_by_concept,
)

Row = dict[str, float | None]

amounts = st.floats(0, 1e9)
perhaps = st.none() | amounts
shares = st.floats(0, 1) | st.sampled_from([0.0, 1 / 3, 0.999999])
EVERYTHING = FloorParameters(
    rice_price_idr_per_kg=10000.0,
    living_income_benchmark_idr_per_year=3e7,
    fixed_price_idr_per_kg=7000.0,
    fixed_price_decree="1/2017",
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A year of which anything but production may be missing, shares of all revenue among them."""
    produced = draw(st.just(0.0) | st.floats(0.01, 1e6))
    row: Row = {name: draw(perhaps) for name in MEANS}
    size = draw(st.none() | st.floats(1, 15))
    return row | {"production_kg": produced, "sold_kg": produced * (1 - draw(shares)), "household_size": size}


def columns(years: list[Row]) -> dict[str, np.ndarray]:
    return {name: np.array([_or_nan(year[name]) for year in years]) for name in MEANS}


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def floor_of(slug: str, year: Row, parameters: FloorParameters) -> float:
    """Return the floor as a household's year gives it, NaN where it is not computable."""
    produced, sold = year["production_kg"], year["sold_kg"]
    if not produced or sold is None:
        return math.nan
    cash = year["cash_idr"]
    parts = [year[name] for name in ("depreciation_idr", "family_labour_idr", "own_resources_idr")]
    inputs = FloorInputs(
        production_kg=produced,
        cost_idr_by_concept={} if cash is None else total_cost_by_concept(cash, *parts),
        revenue_share=1 - sold / produced,
        household_consumption_idr=year["household_consumption_idr"],
        household_size=year["household_size"],
        other_income_idr=year["other_income_idr"],
    )
    try:
        found = compute_floor(slug, inputs, parameters)
    except NotFinite:
        return math.nan
    return found.minimum_price_idr_per_kg if isinstance(found, Floor) else math.nan


@pytest.mark.parametrize("parameters", [EVERYTHING, FloorParameters()])
@pytest.mark.parametrize("slug", FLOOR_METHODS)
@given(years=st.lists(rows(), min_size=1, max_size=8))
def test_every_element_is_what_its_year_gives_alone(slug: str, parameters: FloorParameters, years: list[Row]) -> None:
    expected = [floor_of(slug, year, parameters) for year in years]
    if slug == "fixed":  # it needs no production
        expected = [parameters.fixed_price_idr_per_kg or math.nan] * len(years)
    found = floor_columns(slug, columns(years), parameters)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@given(years=st.lists(rows(), min_size=1, max_size=8))
def test_a_floor_is_its_cost_and_its_need(years: list[Row]) -> None:
    for slug in ("household-consumption", "rice-poverty-line", "living-income"):
        found = floors_and_parts(slug, columns(years), EVERYTHING)
        both = found.cost_of_production_idr_per_kg + found.household_need_idr_per_kg
        np.testing.assert_allclose(both, found.minimum_price_idr_per_kg, rtol=1e-9)


def test_nothing_sold_is_not_computable_and_nobody_is_warned_on_the_console() -> None:
    year: Row = dict.fromkeys(MEANS, 1.0)
    given_up = [year | {"production_kg": 0.0, "sold_kg": 0.0}, year | {"sold_kg": 0.0}, year | {"sold_kg": -1e-17}]
    for slug in FLOOR_METHODS:  # a RuntimeWarning would be an error here
        found = floor_columns(slug, columns([*given_up, year]), EVERYTHING)
        assert np.isnan(found[:3]).all() or slug == "fixed"
        assert np.isfinite(found[3])


def test_an_unknown_method_has_no_column() -> None:
    with pytest.raises(UnknownName):
        floor_columns("guess", columns([dict.fromkeys(MEANS, 1.0)]), EVERYTHING)
