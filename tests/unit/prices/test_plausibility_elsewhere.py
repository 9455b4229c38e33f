"""Prices of districts whose own year is too short: against others only a zero too many or too few is flagged."""

import csv
from datetime import date, timedelta
from math import exp, log, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import service
from service.prices.plausibility import (
    ENOUGH_DAYS,
    EVERYWHERE,
    OWN_YEAR,
    PROVINCE,
    SCOPES,
    DayPrice,
    History,
    Scope,
    SeriesKey,
    Usual,
)
from service.vocabulary import CHANNEL_OF_LEVEL, PriceLevel

MUARA_ENIM, LAHAT, KAMPAR = (SeriesKey(code, "auction", "weekly") for code in ("16.03", "16.04", "14.01"))
TODAY = date(2026, 11, 2)
LEVEL = 10_000.0
SAMPLE = Path(service.__file__).parent / "reference" / "sample" / "prices.csv"
WIDER = [PROVINCE, EVERYWHERE]
# What prices of one channel differ by between districts, as times their median.
PRICES = st.lists(st.floats(0.45, 2.2), min_size=ENOUGH_DAYS, max_size=60)


def days(series: SeriesKey, *prices: float) -> list[DayPrice]:
    return [DayPrice(series, TODAY - timedelta(days=number), price) for number, price in enumerate(prices, start=1)]


def usual(scope: Scope, *prices: float) -> Usual:
    found = History(scope, days(LAHAT, *prices)).usual(MUARA_ENIM, TODAY)
    assert found is not None
    return found


def test_the_scopes_go_from_the_closest_to_the_widest() -> None:
    assert [scope.key(MUARA_ENIM).place for scope in SCOPES] == ["16.03", "16", ""]


def test_each_scope_asks_its_districts_alone() -> None:
    def asked(scope: Scope, series: SeriesKey) -> bool:
        return History(scope, days(series, *[LEVEL] * ENOUGH_DAYS)).usual(MUARA_ENIM, TODAY) is not None

    assert [asked(scope, LAHAT) for scope in SCOPES] == [False, True, True]
    assert [asked(scope, KAMPAR) for scope in SCOPES] == [False, False, True]
    assert not asked(EVERYWHERE, KAMPAR._replace(channel="farmgate"))
    assert not asked(EVERYWHERE, KAMPAR._replace(storage_age="fresh"))


def test_districts_with_a_few_days_each_say_together_what_is_usual() -> None:
    few = [*days(LAHAT, *[8000] * 4), *days(MUARA_ENIM, *[12_000] * 4)]
    assert History(OWN_YEAR, few).usual(MUARA_ENIM, TODAY) is None
    found = History(PROVINCE, few).usual(MUARA_ENIM, TODAY)
    assert found is not None
    assert found.days == 8
    assert History(PROVINCE, few[1:]).usual(MUARA_ENIM, TODAY) is None


@pytest.mark.parametrize("scope", WIDER)
def test_a_year_ago_is_too_long_ago_elsewhere_too(scope: Scope) -> None:
    old = [day._replace(day=day.day - timedelta(days=365)) for day in days(LAHAT, *[LEVEL] * 20)]
    assert History(scope, old).usual(MUARA_ENIM, TODAY) is None


@pytest.mark.parametrize("scope", WIDER)
def test_however_alike_the_others_are_three_times_as_much_is_still_usual(scope: Scope) -> None:
    found = usual(scope, *[LEVEL] * 10)
    for times in (sqrt(10) - 0.01, 1 / (sqrt(10) - 0.01)):
        assert found.flag(LEVEL * times) is None
    for times in (sqrt(10) + 0.01, 1 / (sqrt(10) + 0.01)):
        assert found.flag(LEVEL * times) is not None


@pytest.mark.parametrize("scope", WIDER)
def test_however_much_the_others_differ_four_times_as_much_is_flagged(scope: Scope) -> None:
    found = usual(scope, *[LEVEL / 3, LEVEL, LEVEL * 3] * 10)
    for times in (3.99, 1 / 3.99):
        assert found.flag(LEVEL * times) is None
    for times in (4.01, 1 / 4.01):
        assert found.flag(LEVEL * times) is not None


@given(PRICES, st.floats(0.48, 2.1), st.sampled_from(WIDER))
def test_a_zero_too_many_or_too_few_is_flagged_and_the_right_price_is_not(
    others: list[float], own: float, scope: Scope
) -> None:
    found = usual(scope, *(LEVEL * times for times in others))
    right = exp(found.level.middle) * own
    assert found.flag(right) is None
    assert found.flag(right * 10) is not None
    assert found.flag(right / 10) is not None


@given(PRICES, st.floats(0.01, 100))
def test_what_is_flagged_against_others_is_flagged_against_an_own_year_of_such_prices(
    others: list[float], times: float
) -> None:
    prices = [LEVEL * one for one in others]
    own = History(OWN_YEAR, days(MUARA_ENIM, *prices)).usual(MUARA_ENIM, TODAY)
    assert own is not None
    if own.level.scale <= PROVINCE.largest_spread and usual(PROVINCE, *prices).flag(LEVEL * times) is not None:
        assert own.flag(LEVEL * times) is not None


def test_a_flag_says_what_the_price_was_held_against() -> None:
    assert usual(PROVINCE, *[LEVEL] * 10).flag(LEVEL * 10) == (
        "unlike the last year of province 16, its own being too short: "
        "the median of 10 days is 10000 Rp/kg (robust z-score +10.0)"
    )
    assert usual(EVERYWHERE, *[LEVEL] * 10).flag(LEVEL / 10) == (
        "unlike the last year of all districts, its own and its province's being too short: "
        "the median of 10 days is 10000 Rp/kg (robust z-score -10.0)"
    )


def test_every_flag_fits_its_column() -> None:
    extreme = usual(EVERYWHERE, *[9_999_999.99] * 9999).flag(0.01)
    assert extreme is not None
    assert len(extreme) <= 200


@pytest.mark.parametrize("scope", WIDER)
def test_published_prices_pass_against_each_other_and_with_a_zero_more_or_less_they_do_not(scope: Scope) -> None:
    prices = published()
    history = History(scope, prices)
    held = [(price.price_idr_per_kg, history.usual(price.series, price.day)) for price in prices]
    judged = [(price, found) for price, found in held if found is not None]
    assert len(judged) > 200
    assert [price for price, found in judged if found.flag(price) is not None] == []
    assert [price for price, found in judged if found.flag(price / 10) is None] == []
    # The least of 2011, a third of the others', comes to three times theirs.
    assert [price for price, found in judged if found.flag(price * 10) is None] in ([], [5000.0])


def published() -> list[DayPrice]:
    """Return the prices of the sample that shipped with Bokar, of districts and not suspect."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["district_code"] and not row["suspect"]]
    return [
        DayPrice(
            SeriesKey(row["district_code"], CHANNEL_OF_LEVEL[PriceLevel(row["price_level"])], row["storage_age"]),
            date.fromisoformat(row["observed_on"]),
            float(row["price_idr_per_kg"]),
        )
        for row in rows
    ]


def test_a_tenfold_move_of_the_world_market_explains_a_tenfold_price() -> None:
    months = {date(2025 + month // 12, month % 12 + 1, 1): 0.2 for month in range(24)}
    reference = months | {TODAY.replace(day=1): 2.0}
    others = [day._replace(day=day.day - timedelta(days=7)) for day in days(LAHAT, *[LEVEL / 10] * 10)]
    found = History(PROVINCE, others, reference).usual(MUARA_ENIM, TODAY)
    assert found is not None
    assert found.level.deviations(log(LEVEL)) > 5
    assert found.flag(LEVEL) is None
    assert found.flag(LEVEL * 10) is not None
