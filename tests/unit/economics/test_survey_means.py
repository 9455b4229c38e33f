"""From households to a survey's means, floors and intervals, and what comes of households that say little."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.economics.bootstrap import Interval, ReplicateDesign
from service.economics.errors import UnknownName
from service.economics.floor_columns import MEANS
from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorParameters,
    NotComputable,
    compute_floor,
)
from service.economics.production_cost import mean_of_ratios, ratio_of_means
from service.economics.survey_means import (
    FloorAndInterval,
    SurveySample,
    floor_inputs_of,
    floors_with_intervals,
    survey_means,
)

DESIGN = ReplicateDesign(seed=1, replicates=400)
PARAMETERS = FloorParameters(
    rice_price_idr_per_kg=10000.0,
    living_income_benchmark_idr_per_year=3e7,
    fixed_price_idr_per_kg=7000.0,
    fixed_price_decree="1/2017",
)
YEAR = {
    "production_kg": 2000.0,
    "sold_kg": 1500.0,
    "cash_idr": 2e6,
    "depreciation_idr": 1e5,
    "family_labour_idr": 6e6,
    "own_resources_idr": 3e6,
    "household_consumption_idr": 9e6,
    "household_size": 4.0,
    "other_income_idr": 7e6,
}


def sample(households: int = 40, weights: np.ndarray | None = None, **stated: float) -> SurveySample:
    """Households whose figures lie up to a half off those of YEAR; those that are given are the same for all."""
    figures = np.random.default_rng(4).uniform(0.5, 1.5, (households, len(MEANS))) * [YEAR[name] for name in MEANS]
    figures[:, 1] = figures[:, 0] * 0.75
    for name, figure in stated.items():
        figures[:, MEANS.index(name)] = figure
    villages = np.arange(households) % 5.0
    return SurveySample(figures, np.ones(households) if weights is None else weights, villages)


def unsaid(figure: str, by: int, households: int = 40) -> SurveySample:
    """The sample with one figure not stated by the first so many households."""
    found = sample(households)
    found.figures[:by, MEANS.index(figure)] = math.nan
    return found


def floors(
    of: SurveySample, aggregator: str = "ratio_of_means", parameters: FloorParameters = PARAMETERS
) -> dict[str, FloorAndInterval]:
    found = floors_with_intervals(of, parameters, DESIGN, aggregator)
    assert [floor.method for floor, _ in found] == list(FLOOR_METHODS)
    return {floor.method: (floor, around) for floor, around in found}


def floor(of: SurveySample, method: str = "household-consumption", aggregator: str = "ratio_of_means") -> Floor:
    found, around = floors(of, aggregator)[method]
    assert isinstance(found, Floor), found
    assert isinstance(around, Interval)
    return found


def reasons(of: SurveySample, aggregator: str = "ratio_of_means") -> set[str]:
    """Return why each method gives no floor; there must be sentences and no interval."""
    found = floors(of, aggregator).values()
    for one, around in found:
        assert isinstance(one, NotComputable), one
        assert one.message_en.endswith(".")
        assert one.message_id.endswith(".")
        assert around is None
    return {one.reason for one, _ in found if isinstance(one, NotComputable)}


@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
def test_every_floor_lies_in_its_interval(aggregator: str) -> None:
    for found, around in floors(sample(), aggregator).values():
        assert isinstance(found, Floor)
        assert isinstance(around, Interval)
        assert around.low <= found.minimum_price_idr_per_kg <= around.high
        assert around.low < around.high or found.method == "fixed"


def test_floors_are_those_of_the_means_by_the_papers_rules() -> None:
    of = sample(weights=np.linspace(1, 3, 40))
    means = survey_means(of)
    inputs = floor_inputs_of(means)
    assert list(inputs.cost_idr_by_concept) == list(CostConcept)[:4]
    for found, _ in floors(of).values():
        assert found == compute_floor(found.method, inputs, PARAMETERS)
    column = {name: of.figures[:, i] for i, name in enumerate(MEANS)}
    outlay = column["cash_idr"] + column["depreciation_idr"] + column["household_consumption_idr"]
    by_hand = ratio_of_means(outlay.tolist(), column["sold_kg"].tolist(), of.weights.tolist())
    assert floor(of).minimum_price_idr_per_kg == pytest.approx(by_hand)


def test_a_mean_of_ratios_is_the_mean_of_the_households_own_floors() -> None:
    of = sample(weights=np.linspace(1, 3, 40), household_consumption_idr=9e6)
    column = {name: of.figures[:, i] for i, name in enumerate(MEANS)}
    outlay = column["cash_idr"] + column["depreciation_idr"] + column["household_consumption_idr"]
    by_hand = mean_of_ratios(outlay.tolist(), column["sold_kg"].tolist(), of.weights.tolist())
    found = floor(of, aggregator="mean_of_ratios")
    assert found.minimum_price_idr_per_kg == pytest.approx(by_hand)
    assert found.minimum_price_idr_per_kg > floor(of).minimum_price_idr_per_kg
    assert found.cost_of_production_idr_per_kg is not None
    parts = found.cost_of_production_idr_per_kg + found.household_need_idr_per_kg
    assert found.minimum_price_idr_per_kg == pytest.approx(parts)


def test_cost_plus_has_its_factor_in_both_aggregators() -> None:
    for aggregator in ("ratio_of_means", "mean_of_ratios"):
        found = floor(sample(), "cost-plus", aggregator)
        assert found.cost_of_production_idr_per_kg is not None
        assert found.minimum_price_idr_per_kg == pytest.approx(1.5 * found.cost_of_production_idr_per_kg)
        assert found.household_need_idr_per_kg == 0


def test_an_administered_price_is_the_same_in_both_aggregators_and_has_no_width() -> None:
    for aggregator in ("ratio_of_means", "mean_of_ratios"):
        found, around = floors(sample(), aggregator)["fixed"]
        assert isinstance(found, Floor)
        assert found.minimum_price_idr_per_kg == 7000
        assert around == Interval(7000.0, 7000.0)


def test_an_unknown_aggregator_is_refused() -> None:
    with pytest.raises(UnknownName):
        floors(sample(), "median")


@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
def test_a_survey_without_production_has_no_floor_and_says_so(aggregator: str) -> None:
    assert reasons(sample(production_kg=0.0, sold_kg=0.0), aggregator) == {"no_production"}


def test_households_without_production_count_with_their_costs_or_are_left_out_with_a_mark() -> None:
    of, producing = sample(), sample()
    of.figures[:10, :2] = 0.0
    assert floor(of).minimum_price_idr_per_kg > floor(producing).minimum_price_idr_per_kg
    assert "households_without_production_left_out" not in floor(of).warnings
    left_out = floor(of, aggregator="mean_of_ratios")
    assert "households_without_production_left_out" in left_out.warnings
    rest = dataclasses.replace(of, figures=of.figures[10:], weights=of.weights[10:], villages=None)
    alone = floor(rest, aggregator="mean_of_ratios")
    assert left_out.minimum_price_idr_per_kg == pytest.approx(alone.minimum_price_idr_per_kg)


def test_five_households_with_production_are_needed_for_their_own_floors() -> None:
    of = sample()
    of.figures[4:, :2] = 0.0
    found = {method: one for method, (one, _) in floors(of, "mean_of_ratios").items() if method != "fixed"}
    assert {one.reason for one in found.values() if isinstance(one, NotComputable)} == {"fewer_than_5_households"}
    assert len(found) == 4


@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
def test_equal_households_have_an_interval_without_width(aggregator: str) -> None:
    for found, around in floors(sample(40, None, **YEAR), aggregator).values():
        assert isinstance(found, Floor)
        assert isinstance(around, Interval)
        price = found.minimum_price_idr_per_kg
        assert (around.low, around.high) == pytest.approx((price, price), rel=1e-12)


@pytest.mark.parametrize("households", [0, 1, 4])
@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
def test_nothing_is_computed_from_fewer_than_five_households(households: int, aggregator: str) -> None:
    assert reasons(sample(households), aggregator) == {"fewer_than_5_households"}
    assert set(survey_means(sample(households)).means.values()) == {None}


def test_households_without_weight_are_not_there() -> None:
    weights = np.array([1.0] * 4 + [0.0] * 36)
    assert reasons(sample(weights=weights)) == {"fewer_than_5_households"}
    six = sample(weights=np.array([1.0] * 6 + [0.0] * 34))
    alone = dataclasses.replace(six, figures=six.figures[:6], weights=six.weights[:6], villages=np.arange(6) % 5.0)
    assert floors(six) == floors(alone)


@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
def test_weights_that_add_up_to_zero_are_a_reason(aggregator: str) -> None:
    assert reasons(sample(weights=np.zeros(40)), aggregator) == {"no_weight"}


@pytest.mark.parametrize("aggregator", ["ratio_of_means", "mean_of_ratios"])
@pytest.mark.parametrize(
    ("figure", "method", "reason"),
    [
        ("household_consumption_idr", "household-consumption", "no_household_consumption"),
        ("household_size", "rice-poverty-line", "no_household_size"),
        ("family_labour_idr", "cost-plus", "no_family_labour_cost"),
        ("cash_idr", "living-income", "no_cost"),
        ("depreciation_idr", "living-income", "no_cost"),
    ],
)
def test_a_figure_that_most_do_not_state_is_missing_by_name(
    figure: str, method: str, reason: str, aggregator: str
) -> None:
    found, around = floors(unsaid(figure, by=21), aggregator)[method]
    assert isinstance(found, NotComputable)
    assert (found.reason, around) == (reason, None)


def test_a_figure_that_half_state_is_taken_over_those_and_marked() -> None:
    of = unsaid("household_consumption_idr", by=20)
    assert survey_means(of)["household_consumption_idr"] == pytest.approx(of.figures[20:, 6].mean())
    assert "household_consumption_idr_not_stated_by_all" in floor(of).warnings
    assert survey_means(unsaid("household_size", by=4, households=8))["household_size"] is None


def test_a_household_that_does_not_state_what_is_needed_has_no_floor_of_its_own() -> None:
    found = floor(unsaid("household_consumption_idr", by=10), aggregator="mean_of_ratios")
    marks = {"household_consumption_idr_not_stated_by_all", "households_without_floor_left_out"}
    assert marks <= set(found.warnings)


@pytest.mark.parametrize(
    ("by", "aggregator", "assumed"),
    [
        (40, "ratio_of_means", True),
        (10, "ratio_of_means", False),
        (10, "mean_of_ratios", True),
        (0, "mean_of_ratios", False),
        (40, "mean_of_ratios", True),
    ],
)
def test_other_income_is_assumed_zero_only_aloud(by: int, aggregator: str, assumed: bool) -> None:
    found = floor(unsaid("other_income_idr", by), "rice-poverty-line", aggregator)
    assert found.warnings.count("other_income_assumed_zero") == assumed


def test_what_too_few_state_is_in_no_replicate_either() -> None:
    few, none = unsaid("other_income_idr", by=36), unsaid("other_income_idr", by=40)
    assert floors(few) == floors(none)


def test_the_callers_marks_are_on_every_floor() -> None:
    marked = dataclasses.replace(sample(), marks=("months_tapped_assumed",))
    assert all("months_tapped_assumed" in one.warnings for one, _ in floors(marked).values() if isinstance(one, Floor))


def test_shares_that_take_all_of_the_revenue_leave_no_floor() -> None:
    for aggregator in ("ratio_of_means", "mean_of_ratios"):
        found, _ = floors(sample(sold_kg=0.0), aggregator)["cost-plus"]
        assert isinstance(found, NotComputable)
        assert found.reason == "revenue_shares_reach_one"


def test_households_that_sell_all_they_produce_give_no_share_away() -> None:
    found = sample()
    found.figures[:, 0] = found.figures[:, 1] = np.linspace(0.1, 0.7, 40)
    assert floor_inputs_of(survey_means(found)).revenue_share == pytest.approx(0, abs=1e-12)


figures = st.none() | st.just(0.0) | st.floats(0, 1e9)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(figures, min_size=len(MEANS), max_size=len(MEANS)), max_size=9),
    st.sampled_from([0.0, 1.0, 2.5]),
    st.sampled_from(["ratio_of_means", "mean_of_ratios"]),
)
def test_whatever_households_say_the_answer_is_a_number_or_a_reason(
    said: list[list[float | None]], weight: float, aggregator: str
) -> None:
    rows = [[math.nan if one is None else one for one in row] for row in said]
    table = np.array(rows, dtype=float).reshape(-1, len(MEANS))
    table[:, 0] = np.nan_to_num(table[:, 0])
    table[:, 1] = table[:, 0] * 0.7
    table[table[:, 7] == 0, 7] = 4.0
    of = SurveySample(table, np.full(len(rows), weight))
    for found, around in floors(of, aggregator).values():
        if isinstance(found, Floor):
            assert math.isfinite(found.minimum_price_idr_per_kg)
            assert not isinstance(around, Interval) or math.isfinite(around.low + around.high)
