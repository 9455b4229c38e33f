"""A mean of the households' own floors speaks of households that may be told beside all others, or is not told."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from service.economics.floor_columns import MEANS
from service.economics.minimum_price import FLOOR_METHODS, CostConcept, Floor, FloorParameters, NotComputable
from service.economics.survey_means import SurveySample, own_floors
from service.minimum_prices.cells import Cell
from service.minimum_prices.own_floor_cells import OwnFloorCells, own_floor_cells
from service.minimum_prices.survey_floors import ComputedFloor

PARAMETERS = FloorParameters(
    rice_price_idr_per_kg=10_000.0,
    living_income_benchmark_idr_per_year=3e7,
    fixed_price_idr_per_kg=7000.0,
    fixed_price_decree="1/2017",
)
HOUSEHOLDS = 20


def sample(*without: tuple[str, int]) -> SurveySample:
    """Return households of which so many of the first do not state a figure; kilograms are then 0."""
    figures = np.full((HOUSEHOLDS, len(MEANS)), 100.0)
    for name, many in without:
        figures[:many, MEANS.index(name)] = 0.0 if name.endswith("_kg") else np.nan
    return SurveySample(figures, np.ones(HOUSEHOLDS))


def decided(of: SurveySample, *shown: Cell) -> OwnFloorCells:
    return own_floor_cells([(of, PARAMETERS)], np.arange(HOUSEHOLDS), [Cell.of(np.arange(HOUSEHOLDS)), *shown])


def test_where_all_have_a_floor_of_their_own_there_is_no_other_cell() -> None:
    assert decided(sample()) == OwnFloorCells()


def test_a_method_that_some_do_not_state_enough_for_has_a_cell_of_its_own() -> None:
    found = decided(sample(("family_labour_idr", 6)))
    assert (found.new, found.hidden) == ({"own_floors:cost-plus": Cell.of(np.arange(6, HOUSEHOLDS))}, frozenset())
    assert decided(sample(("family_labour_idr", 4))).hidden == {"cost-plus"}


def test_a_cell_that_was_told_before_counts() -> None:
    found = decided(sample(("sold_kg", 8)), Cell.of(np.arange(6, HOUSEHOLDS)))
    assert (found.new, found.hidden) == ({}, frozenset(FLOOR_METHODS) - {"fixed"})


def test_a_floor_that_is_kept_back_has_the_reason_and_no_interval() -> None:
    floor = Floor("cost-plus", 1, CostConcept.PAID_COST_AND_FAMILY_LABOUR, 100.0, 0.0, 150.0)
    kept_back = OwnFloorCells(hidden=frozenset({"cost-plus"})).told(ComputedFloor(floor)).result
    assert isinstance(kept_back, NotComputable)
    assert kept_back.reason == "differs_by_fewer_than_5_households"
    assert OwnFloorCells().told(ComputedFloor(floor)).result is floor


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MEANS), st.integers(0, HOUSEHOLDS)), max_size=5))
def test_whatever_households_lack_what_is_told_of_them_keeps_to_the_rule(without: list[tuple[str, int]]) -> None:
    of = sample(*without)
    found = decided(of)
    has = own_floors(of, PARAMETERS)
    told = {Cell.of(np.flatnonzero(has[slug])) for slug in has.keys() - found.hidden - {"fixed"} if has[slug].any()}
    cells = told | {Cell.of(np.arange(HOUSEHOLDS))}
    assert all(len(each) >= 5 for each in cells)
    assert all(one.differs_by(other) >= 5 for one, other in combinations(cells, 2))
