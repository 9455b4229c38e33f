"""Which prices somebody should look at: those unlike their own last year, unless the world market moved too."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import exp, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.prices.plausibility import (
    ENOUGH_DAYS,
    FLAGGED_FROM,
    OWN_YEAR,
    SMALLEST_SPREAD,
    DayPrice,
    History,
    SeriesKey,
    Usual,
)

SERIES = SeriesKey("16.03", "auction", "weekly")
TODAY = date(2026, 11, 2)
LEVEL = 10_000.0
# The closest that is flagged where the year hardly moved.
FAR = FLAGGED_FROM * SMALLEST_SPREAD


def weekly(prices: Sequence[float], last: date = TODAY - timedelta(days=7)) -> list[tuple[date, float]]:
    return [(last - timedelta(weeks=week), price) for week, price in enumerate(reversed(prices))]


def of_series(days: Iterable[tuple[date, float]], series: SeriesKey = SERIES) -> list[DayPrice]:
    return [DayPrice(series, day, price) for day, price in days]


def history(prices: Sequence[float], reference: dict[date, float] | None = None) -> History:
    return History(OWN_YEAR, of_series(weekly(prices)), reference)


def usual(prices: Sequence[float], reference: dict[date, float] | None = None) -> Usual:
    found = history(prices, reference).usual(SERIES, TODAY)
    assert found is not None
    return found


def test_a_price_like_its_last_year_is_not_flagged() -> None:
    assert usual([LEVEL] * 10).flag(LEVEL) is None


def test_a_flag_says_what_is_usual_and_how_far_the_price_is() -> None:
    assert usual([LEVEL] * 10).flag(LEVEL * 2) == (
        "unlike its last year: the median of 10 days is 10000 Rp/kg (robust z-score +13.9)"
    )


@given(st.floats(1.01, 5), st.lists(st.floats(3000, 20000), min_size=ENOUGH_DAYS, max_size=52))
def test_half_and_double_are_equally_far(times: float, prices: list[float]) -> None:
    found = usual(prices)
    middle = exp(found.level.middle)
    above, below = found.level.deviations(log(middle * times)), found.level.deviations(log(middle / times))
    assert above == pytest.approx(-below)


def test_where_prices_hardly_moved_a_quarter_more_is_still_usual() -> None:
    found = usual([LEVEL] * 10)
    assert found.flag(LEVEL * exp(FAR - 0.001)) is None
    assert found.flag(LEVEL * exp(FAR + 0.001)) is not None
    assert found.flag(LEVEL / exp(FAR + 0.001)) is not None


def test_where_prices_moved_much_more_is_usual() -> None:
    assert usual([7000, 13000] * 6).flag(LEVEL * 2) is None
    assert usual([7000, 13000] * 6).flag(LEVEL * 20) is not None


def test_a_few_outliers_do_not_move_what_is_usual() -> None:
    assert usual([LEVEL] * 9 + [90_000] * 3).flag(90_000) is not None


def test_of_too_few_days_nothing_is_said() -> None:
    assert history([LEVEL] * (ENOUGH_DAYS - 1)).usual(SERIES, TODAY) is None
    assert history([LEVEL] * ENOUGH_DAYS).usual(SERIES, TODAY) is not None


@pytest.mark.parametrize("other", [{"place": "16.01"}, {"channel": "farmgate"}, {"storage_age": "fresh"}])
def test_only_the_same_series_says_what_is_usual(other: dict[str, str]) -> None:
    assert history([LEVEL] * 20).usual(SERIES._replace(**other), TODAY) is None


def test_only_the_year_before_the_day_counts() -> None:
    old = weekly([LEVEL] * 20, last=TODAY - timedelta(days=366))
    coming = [(TODAY + timedelta(days=day), LEVEL) for day in range(20)]
    assert History(OWN_YEAR, of_series(old + coming)).usual(SERIES, TODAY) is None
    within = weekly([LEVEL] * ENOUGH_DAYS, TODAY - timedelta(days=300))
    assert History(OWN_YEAR, of_series(within)).usual(SERIES, TODAY) is not None


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_the_year_is_read_changes_nothing(random: Random) -> None:
    days = of_series(weekly([LEVEL, LEVEL * 1.1, LEVEL * 1.3] * 5))
    shuffled = random.sample(days, len(days))
    assert History(OWN_YEAR, shuffled).usual(SERIES, TODAY) == History(OWN_YEAR, days).usual(SERIES, TODAY)


def test_the_first_days_there_are_have_a_year_before_them() -> None:
    assert history([LEVEL] * 10).usual(SERIES, date.min) is None


def falling_market(to: float) -> dict[date, float]:
    """Return a year of steady reference prices with another one this month."""
    months = {date(2025 + month // 12, month % 12 + 1, 1): 2.0 for month in range(24)}
    return {**months, TODAY.replace(day=1): to}


def test_a_move_that_the_reference_made_too_is_not_flagged() -> None:
    assert usual([LEVEL] * 40).flag(LEVEL / 2) is not None
    assert usual([LEVEL] * 40, falling_market(to=1.0)).flag(LEVEL / 2) is None


def test_a_price_that_stays_while_the_market_halves_is_not_flagged_either() -> None:
    assert usual([LEVEL] * 40, falling_market(to=1.0)).flag(LEVEL) is None


def test_a_price_that_moves_against_the_market_is_flagged() -> None:
    assert usual([LEVEL] * 40, falling_market(to=1.0)).flag(LEVEL * 2) is not None


def test_without_a_reference_price_of_the_month_the_own_year_decides() -> None:
    reference = falling_market(to=1.0)
    del reference[TODAY.replace(day=1)]
    assert usual([LEVEL] * 40, reference).flag(LEVEL / 2) is not None
