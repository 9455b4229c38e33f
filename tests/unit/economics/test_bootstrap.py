"""Replicates of a survey's means, and the intervals drawn from them."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from service.economics import bootstrap
from service.economics.bootstrap import Interval, NoInterval, ReplicateDesign, interval, replicate_means
from service.economics.errors import LengthMismatch, NegativeQuantity, ZeroWeights

DESIGN = ReplicateDesign(seed=20261101)
MANY = ReplicateDesign(seed=7, replicates=4000)


def sample(households: int, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).lognormal(8, 0.5, (households, 1))


def replicates(figures: np.ndarray, villages: np.ndarray | None = None, design: ReplicateDesign = DESIGN) -> np.ndarray:
    return replicate_means(figures, np.ones(len(figures)), villages, design)


def interval_of(figures: np.ndarray, villages: np.ndarray | None = None, design: ReplicateDesign = DESIGN) -> Interval:
    found = interval(replicates(figures, villages, design)[:, 0], len(figures))
    assert isinstance(found, Interval)
    return found


def width(found: Interval) -> float:
    return found.high - found.low


def drawn_twice(figures: np.ndarray, villages: np.ndarray, times: int) -> np.ndarray:
    """The two-stage bootstrap as it is told: villages with replacement, then the households within each of them."""
    draw = np.random.default_rng(11)
    within = [figures[villages == village, 0] for village in np.unique(villages)]
    means = []
    for _ in range(times):
        chosen = [within[one] for one in draw.integers(0, len(within), len(within))]
        means.append(np.concatenate([draw.choice(village, len(village)) for village in chosen]).mean())
    return np.array(means)


def test_the_interval_is_that_of_a_plain_bootstrap() -> None:
    figures = sample(200)
    found = interval_of(figures, design=MANY)
    known = stats.bootstrap(
        (figures[:, 0],), np.mean, method="percentile", n_resamples=4000, rng=np.random.default_rng(1)
    ).confidence_interval
    assert found.low == pytest.approx(known.low, abs=0.06 * width(found))
    assert found.high == pytest.approx(known.high, abs=0.06 * width(found))


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_an_interval_ends_where_the_percentiles_of_numpy_are(values: list[float]) -> None:
    found, known = interval(np.array(values), 30), np.percentile(values, (2.5, 97.5))
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx(tuple(known), rel=1e-12, abs=1e-6)


@pytest.mark.parametrize("villages", [2, 3, 12])
@pytest.mark.parametrize("difference", [0.0, 0.5, 10.0])
def test_villages_first_then_households_spread_as_if_both_had_been_drawn(villages: int, difference: float) -> None:
    places = np.repeat(np.arange(villages), 40)
    noise = np.random.default_rng(5).normal(0, 1, (len(places), 1))
    figures = 100 + noise + difference * (places - places.mean())[:, None]
    found = replicates(figures, places, MANY)
    told = drawn_twice(figures, places, 4000)
    assert found.std() == pytest.approx(told.std(), rel=0.06)
    assert found.mean() == pytest.approx(told.mean(), abs=0.1 * told.std())


def test_villages_that_differ_make_the_interval_wider_and_villages_that_do_not_hardly() -> None:
    places = np.repeat(np.arange(10), 20)
    alike = sample(200)
    differing = alike * (1 + places[:, None] / 5)
    assert width(interval_of(differing, places)) > 2 * width(interval_of(differing))
    assert width(interval_of(alike, places)) < 1.3 * width(interval_of(alike))


def test_one_village_is_as_good_as_none() -> None:
    figures = sample(30)
    np.testing.assert_array_equal(replicates(figures, np.full(30, 1603012001)), replicates(figures))


def test_the_same_input_gives_the_same_interval_also_in_another_process() -> None:
    figures, places = sample(60), np.arange(60) % 7
    first = interval_of(figures, places)
    for kept in (bootstrap._household_counts, bootstrap._village_factors):
        kept.cache_clear()  # as in a new process
    again = interval_of(figures, places)
    assert (again.low, again.high) == pytest.approx((first.low, first.high), abs=0.01)
    assert interval_of(figures, places, ReplicateDesign(seed=2)) != first


def test_a_household_draws_the_same_whoever_comes_after_it() -> None:
    figures = sample(1500)
    only_five = np.concatenate([np.ones(5), np.zeros(1495)])
    alone = replicate_means(figures[:5], np.ones(5), None, DESIGN)
    np.testing.assert_allclose(replicate_means(figures, only_five, None, DESIGN), alone, rtol=1e-6)


def drawn_counts(block: int) -> np.ndarray:
    """How often each household of a block counts in each of a thousand replicates."""
    strips = bootstrap._household_counts(DESIGN.seed, 1000, block)
    return np.concatenate(strips, axis=1)[:, :1000]


def test_single_precision_is_enough_for_a_hundredth_of_a_rupiah() -> None:
    figures, weights = 4e7 + 1e7 * sample(1500) / 3000, np.linspace(0.5, 1500.0, 1500)
    counts = np.vstack([drawn_counts(block) for block in (0, 1)])
    exactly = (counts[:1500] * weights[:, None]).astype(np.float64).T
    expected = exactly @ figures / exactly.sum(axis=1, keepdims=True)
    # Costs of a household's year; a floor is a two-thousandth of them.
    np.testing.assert_allclose(replicate_means(figures, weights, None, DESIGN), expected, rtol=0, atol=5)


def test_surveys_share_their_draws_unless_their_figures_are_to_be_added_or_compared() -> None:
    figures = sample(50)
    shared = replicates(figures)[:, 0]
    here = replicates(figures, design=DESIGN.independent("bps-1603"))[:, 0]
    there = replicates(figures, design=DESIGN.independent("bps-1609"))[:, 0]
    assert np.corrcoef(shared, replicates(figures)[:, 0])[0, 1] == pytest.approx(1)
    assert abs(np.corrcoef(here, there)[0, 1]) < 0.1
    assert abs(np.corrcoef(here, shared)[0, 1]) < 0.1
    assert interval(here, 50) == interval(there, 50) == interval(shared, 50)


def test_a_mean_is_over_those_who_state_the_figure() -> None:
    figures = np.full((8, 3), np.nan)
    figures[:5, 0], figures[:, 1] = 7.0, 9.0
    found = replicates(figures, np.arange(8) % 2)
    assert set(found[~np.isnan(found[:, 0]), 0]) == {7.0}
    assert set(found[:, 1]) == {9.0}
    assert np.isnan(found[:, 2]).all()


def test_weights_say_how_much_a_household_counts() -> None:
    figures = np.array([[1.0]] * 50 + [[3.0]] * 50)
    heavy = replicate_means(figures, np.array([3.0] * 50 + [1.0] * 50), None, DESIGN)
    assert heavy.mean() == pytest.approx(1.5, abs=0.02)


@settings(deadline=None)
@given(st.floats(0, 1e12), st.integers(5, 40), st.integers(1, 5))
def test_equal_households_give_an_interval_without_width(figure: float, households: int, villages: int) -> None:
    found = interval_of(np.full((households, 1), figure), np.arange(households) % villages)
    assert (found.low, found.high) == pytest.approx((figure, figure), rel=1e-12)


def test_an_interval_leaves_out_replicates_without_a_figure_up_to_one_in_twenty() -> None:
    values = np.arange(1000.0)
    values[:50] = np.nan
    found = interval(values, 30)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((73.725, 975.275))
    values[50] = np.nan
    refused = interval(values, 30)
    assert isinstance(refused, NoInterval)
    assert refused.reason == "too_few_replicates"
    assert refused.message_en.endswith(".")
    assert refused.message_id.endswith(".")


def test_one_household_has_no_interval() -> None:
    refused = interval(replicates(sample(1))[:, 0], 1)
    assert isinstance(refused, NoInterval)
    assert refused.reason == "fewer_than_2_households"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"weights": np.zeros(4)}, ZeroWeights),
        ({"weights": np.array([1.0, 1.0, -1.0, 1.0])}, NegativeQuantity),
        ({"weights": np.ones(3)}, LengthMismatch),
        ({"villages": np.ones(5)}, LengthMismatch),
        ({"figures": np.empty((0, 1)), "weights": np.empty(0)}, ZeroWeights),
    ],
)
def test_what_cannot_be_resampled_is_refused_by_name(changed: dict[str, Any], error: type[Exception]) -> None:
    given = {"figures": np.ones((4, 1)), "weights": np.ones(4), "villages": None, **changed}
    with pytest.raises(error):
        replicate_means(**given, design=DESIGN)


def test_a_large_survey_is_gone_through_in_blocks() -> None:
    figures = sample(30_000)
    tracemalloc.start()
    try:
        replicates(figures, np.arange(30_000) % 300)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40e6  # all of its draws at once would be 120 MB
