"""Properties that hold for any figures (hypothesis)."""

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics import errors
from service.economics.comparison import Group, two_sample_test
from service.economics.farm_income import household_income
from service.economics.marketing import farmers_share_percent, margin_share_percent
from service.economics.minimum_price import (
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    compute_floor,
    compute_floors,
    cost_of_production,
    minimum_price,
    ratio_of_means,
)
from service.economics.sampling import slovin_sample_size
from service.economics.units import (
    check_grades,
    dry_price,
    net_price,
    price_at_reference,
    proportional_table,
    round_half_up,
)

amounts = st.floats(0, 1e9)
kilograms = st.floats(0.01, 1e7)
shares = st.floats(0, 0.95)
contents = st.floats(0.01, 1)
factors = st.floats(0.001, 1000)
not_finite = st.sampled_from([math.nan, math.inf, -math.inf])


@st.composite
def years(draw: st.DrawFn) -> FloorInputs:
    """A household's year with nested costs, all parts known."""
    parts = [draw(amounts) for _ in range(4)]
    order = (
        CostConcept.CASH,
        CostConcept.PAID_COST,
        CostConcept.PAID_COST_AND_FAMILY_LABOUR,
        CostConcept.COMPREHENSIVE,
    )
    costs = {concept: sum(parts[: i + 1]) for i, concept in enumerate(order)}
    size = draw(st.floats(1, 15))
    return FloorInputs(draw(kilograms), costs, draw(shares), draw(amounts), size, draw(amounts))


@st.composite
def parameter_sets(draw: st.DrawFn) -> FloorParameters:
    """Parameters with which every method is computable."""
    return FloorParameters(
        rice_price_idr_per_kg=draw(st.floats(1, 1e5)),
        living_income_benchmark_idr_per_year=draw(st.floats(1, 1e9)),
        fixed_price_idr_per_kg=draw(st.floats(1, 1e5)),
        fixed_price_decree="1/2017",
    )


def scaled(inputs: FloorInputs, by: float) -> FloorInputs:
    """All of a year's money times one factor."""
    return dataclasses.replace(
        inputs,
        cost_idr_by_concept={concept: cost * by for concept, cost in inputs.cost_idr_by_concept.items()},
        household_consumption_idr=(inputs.household_consumption_idr or 0.0) * by,
        other_income_idr=(inputs.other_income_idr or 0.0) * by,
    )


@given(years(), parameter_sets(), factors)
def test_scaling_all_money_scales_every_floor_but_the_fixed_one(
    inputs: FloorInputs, parameters: FloorParameters, by: float
) -> None:
    assert parameters.rice_price_idr_per_kg is not None
    assert parameters.living_income_benchmark_idr_per_year is not None
    dearer = dataclasses.replace(
        parameters,
        rice_price_idr_per_kg=parameters.rice_price_idr_per_kg * by,
        living_income_benchmark_idr_per_year=parameters.living_income_benchmark_idr_per_year * by,
    )
    # A need that is a difference keeps the rounding of what it was taken from.
    slack = 1e-9 * by * 1e10 / inputs.production_kg / (1 - inputs.revenue_share)
    for before, after in zip(
        compute_floors(inputs, parameters), compute_floors(scaled(inputs, by), dearer), strict=True
    ):
        assert isinstance(before, Floor)
        assert isinstance(after, Floor)
        if before.method == "fixed":
            assert after.minimum_price_idr_per_kg == before.minimum_price_idr_per_kg
            continue
        for figure in ("cost_of_production_idr_per_kg", "minimum_price_idr_per_kg"):
            assert getattr(after, figure) == pytest.approx(getattr(before, figure) * by, rel=1e-9, abs=slack)


@given(amounts, kilograms, factors)
def test_scaling_all_money_scales_the_cost_of_production(cost: float, kg: float, by: float) -> None:
    assert cost_of_production(cost * by, kg) == pytest.approx(cost_of_production(cost, kg) * by)


@given(years(), parameter_sets())
def test_a_minimum_price_with_a_living_is_never_below_the_cost_of_production(
    inputs: FloorInputs, parameters: FloorParameters
) -> None:
    for slug in ("household-consumption", "rice-poverty-line", "living-income"):
        floor = compute_floor(slug, inputs, parameters)
        assert isinstance(floor, Floor)
        assert floor.cost_of_production_idr_per_kg is not None
        assert floor.minimum_price_idr_per_kg >= floor.cost_of_production_idr_per_kg
        parts = floor.cost_of_production_idr_per_kg + floor.household_need_idr_per_kg
        assert floor.minimum_price_idr_per_kg == pytest.approx(parts)


@given(st.floats(1, 1e6), st.floats(0, 1))
def test_the_farmers_share_and_the_margins_share_make_one_hundred(factory: float, part: float) -> None:
    farmgate = factory * part
    whole = farmers_share_percent(factory, farmgate) + margin_share_percent(factory, farmgate)
    assert whole == pytest.approx(100)


@given(amounts, contents)
def test_normalising_to_a_dry_price_and_back_is_the_identity(price: float, content: float) -> None:
    assert price_at_reference(dry_price(price, content), content) == pytest.approx(price)
    assert dry_price(price_at_reference(price, content), content) == pytest.approx(price)
    assert price_at_reference(dry_price(price, content), 1.0) == dry_price(price, content)


@given(st.floats(1000, 100_000), st.lists(st.sampled_from([0.4, 0.5, 0.6, 0.7, 1.0]), min_size=3, unique=True))
def test_a_proportional_table_flags_no_grade(price: float, grades: list[float]) -> None:
    assert check_grades(proportional_table(price, grades)).flagged == ()


@given(st.lists(st.tuples(amounts, kilograms, amounts, shares), min_size=1, max_size=20))
def test_a_column_gives_what_its_rows_give(rows: list[tuple[float, float, float, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["cost", "kg", "need", "share"])
    column = minimum_price(frame["cost"], frame["kg"], frame["need"], frame["share"])
    assert column.tolist() == [minimum_price(*row) for row in rows]
    net = net_price(frame["cost"], frame["share"])
    assert net.tolist() == [net_price(cost, cut) for cost, _, _, cut in rows]
    income = household_income(frame["cost"], frame["need"], 0.0, 1.0)
    assert income.tolist() == [household_income(cost, need, 0.0, 1.0) for cost, _, need, _ in rows]


@given(st.lists(st.tuples(amounts, kilograms), min_size=1, max_size=20), factors)
def test_equal_weights_are_no_weights_and_one_household_is_its_own_mean(
    rows: list[tuple[float, float]], weight: float
) -> None:
    costs, produced = [cost for cost, _ in rows], [kg for _, kg in rows]
    plain = ratio_of_means(costs, produced)
    assert ratio_of_means(costs, produced, [weight] * len(rows)) == pytest.approx(plain)
    assert ratio_of_means(pd.Series(costs), pd.Series(produced)) == plain
    assert ratio_of_means(costs[:1], produced[:1]) == cost_of_production(costs[0], produced[0])


@given(st.integers(1, 10**9), st.integers(0, 100))
def test_slovins_sample_is_the_smallest_whole_number_not_below_the_formula(households: int, percent: int) -> None:
    size = slovin_sample_size(households, percent / 100)
    # In whole numbers: size * (10 000 + N p^2) >= 10 000 N, and one household fewer is not enough.
    asked = 10_000 + households * percent**2
    assert size * asked >= 10_000 * households > (size - 1) * asked
    assert 1 <= size <= households


@given(st.integers(-(10**12), 10**12), st.integers(0, 2))
def test_rounding_half_up_sends_every_half_away_from_zero(units: int, digits: int) -> None:
    step = 10**-digits
    half = (abs(units) + 0.5) * step
    assert round_half_up(half, digits) == pytest.approx((abs(units) + 1) * step, rel=1e-12)
    assert round_half_up(-half, digits) == -round_half_up(half, digits)


@given(not_finite, kilograms)
def test_what_is_not_finite_never_becomes_a_number(bad: float, kg: float) -> None:
    for figures in ((bad, kg, kg), (kg, bad, kg), (kg, kg, bad)):
        with pytest.raises(errors.NotFinite):
            minimum_price(*figures)
    with pytest.raises(errors.NotFinite):
        FloorInputs(kg, {CostConcept.CASH: bad})
    with pytest.raises(errors.NotFinite):
        FloorParameters(rice_price_idr_per_kg=bad)


@given(st.floats(-1e9, -1e-6), kilograms)
def test_negative_money_and_negative_weights_never_become_a_number(below: float, kg: float) -> None:
    with pytest.raises(errors.NegativeMoney):
        minimum_price(below, kg, kg)
    with pytest.raises(errors.NegativeMoney):
        minimum_price(kg, kg, below)
    with pytest.raises(errors.NegativeQuantity):
        minimum_price(kg, below, kg)
    with pytest.raises(errors.ZeroProduction):
        minimum_price(kg, 0.0, kg)


@given(st.floats().filter(lambda x: not 0 <= x <= 1))
def test_a_share_outside_its_range_never_becomes_a_number(bad: float) -> None:
    with pytest.raises((errors.ShareOutOfRange, errors.NotFinite)):
        net_price(9000, bad)
    with pytest.raises((errors.ShareOutOfRange, errors.NotFinite)):
        dry_price(9000, bad)
    with pytest.raises((errors.ShareOutOfRange, errors.NotFinite)):
        cost_of_production(9000, 1, bad)


groups = st.builds(Group, st.floats(), st.floats(), st.integers(-3, 10**6))


@given(groups, groups)
def test_two_groups_are_compared_or_refused_by_name_and_nothing_else(a: Group, b: Group) -> None:
    try:
        found = two_sample_test(a, b)
    except errors.EconomicsError:
        return
    assert 0 <= found.variance_ratio_p_value <= 1
    for test in (found.student, found.welch):
        assert 0 <= test.p_value <= 1
        assert math.isfinite(test.statistic)
        assert math.isfinite(test.degrees_of_freedom)
