"""The day's price of a channel, clause by clause (DOMAIN section 8)."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.errors import EconomicsError
from service.prices.rollup import Observation, day_prices, net_and_dry_price
from service.vocabulary import Basis, Channel, DatePrecision, StorageAge
from tests.builders import seen

PRICES = st.integers(1, 9_999_999)


def as_sold(*observations: Observation) -> Any:
    (row,) = [row for row in day_prices(observations) if row.basis is Basis.AS_SOLD]
    return row


def price_of(*observations: Observation) -> Any:
    return as_sold(*observations).median_idr_per_kg


def test_a_day_without_rows_has_no_price() -> None:
    assert day_prices([]) == []


def test_one_row_is_the_days_price() -> None:
    row = as_sold(seen(7, 9500, "Lavender"))
    assert (row.median_idr_per_kg, row.low_idr_per_kg, row.high_idr_per_kg) == (9500, 9500, 9500)
    assert (row.n, row.reporters, row.observation_ids) == (1, 1, [7])


def test_every_channel_has_a_price_of_its_own() -> None:
    rows = day_prices([seen(1, 8000), seen(2, 9000, channel=Channel.AUCTION), seen(3, 20000, channel=Channel.FACTORY)])
    assert {row.channel: row.median_idr_per_kg for row in rows} == {
        Channel.AUCTION: 9000,
        Channel.FACTORY: 20000,
        Channel.FARMGATE: 8000,
    }


@pytest.mark.parametrize(
    ("present", "speaks"),
    [
        ("weekly two_weekly unspecified monthly fresh", "weekly"),
        ("fresh monthly unspecified two_weekly", "two_weekly"),
        ("monthly fresh unspecified", "unspecified"),
        ("fresh monthly", "monthly"),
        ("fresh", "fresh"),
    ],
)
def test_only_the_first_storage_age_present_speaks(present: str, speaks: str) -> None:
    ages = [StorageAge(word) for word in present.split()]
    rows = [seen(n, 1000 * n, f"reporter {n}", storage_age=age) for n, age in enumerate(ages, start=1)]
    day = as_sold(*rows)
    assert day.storage_age == speaks
    assert day.observation_ids == [ages.index(StorageAge(speaks)) + 1]


def test_printed_rows_come_before_derived_ones() -> None:
    assert price_of(seen(1, 9000, "a"), seen(2, 8000, "b", derived=True)) == 9000
    assert price_of(seen(1, 9000, "a", derived=True), seen(2, 8000, "b", derived=True)) == 8500


def test_the_storage_age_is_chosen_before_derived_rows_are_left_out() -> None:
    weekly = seen(1, 9000, derived=True, storage_age=StorageAge.WEEKLY)
    assert price_of(weekly, seen(2, 8000, storage_age=StorageAge.FRESH)) == 9000


def test_a_reporter_counts_once_with_the_mean_of_his_rows() -> None:
    row = as_sold(seen(1, 9000, "a"), seen(2, 9400, "a"), seen(3, 8000, "b"), seen(4, 10000, "c"))
    assert (row.median_idr_per_kg, row.reporters, row.n) == (9200, 3, 4)
    assert (row.low_idr_per_kg, row.high_idr_per_kg) == (8000, 10000)


def test_a_printed_range_counts_at_its_middle() -> None:
    assert price_of(seen(1, 9200, "KUD"), seen(2, 9400, "KUD")) == 9300


def test_a_lone_half_of_a_range_counts_at_its_value() -> None:
    assert price_of(seen(1, 9200, "KUD")) == 9200


def test_an_odd_number_of_reporters_has_the_middle_one() -> None:
    assert price_of(seen(1, 7000, "a"), seen(2, 9000, "b"), seen(3, 9100, "c")) == 9000


def test_an_even_number_of_reporters_has_the_mean_of_the_middle_two() -> None:
    rows = [seen(n, price, f"reporter {n}") for n, price in enumerate((7000, 8000, 8101, 20000))]
    assert price_of(*rows) == Decimal("8050.5")


def test_a_row_without_a_reporter_is_its_sources() -> None:
    same = as_sold(seen(1, 9000, source="paper"), seen(2, 9400, source="paper"), seen(3, 8000, source="office"))
    assert (same.median_idr_per_kg, same.reporters) == (8600, 2)


def test_a_reporter_is_one_in_all_sources() -> None:
    row = as_sold(seen(1, 9000, "KUD", source="paper"), seen(2, 9400, "KUD", source="office"))
    assert (row.median_idr_per_kg, row.reporters) == (9200, 1)


def test_a_reporter_who_bears_a_sources_name_is_not_that_source() -> None:
    assert as_sold(seen(1, 9000, "paper"), seen(2, 9400, source="paper")).reporters == 2


def test_volumes_move_the_weighted_mean_and_not_the_price() -> None:
    row = as_sold(seen(1, 8000, "a", volume_kg=Decimal(99000)), seen(2, 10000, "b", volume_kg=Decimal(1000)))
    assert (row.median_idr_per_kg, row.weighted_mean_idr_per_kg) == (9000, 8020)


def test_there_is_no_weighted_mean_unless_every_row_has_its_volume() -> None:
    assert as_sold(seen(1, 8000, "a", volume_kg=Decimal(1)), seen(2, 10000, "b")).weighted_mean_idr_per_kg is None
    assert as_sold(seen(1, 8000)).weighted_mean_idr_per_kg is None


def test_a_volume_that_is_missing_on_a_row_left_out_does_not_matter() -> None:
    weekly = seen(1, 8000, storage_age=StorageAge.WEEKLY, volume_kg=Decimal(10))
    assert as_sold(weekly, seen(2, 5000)).weighted_mean_idr_per_kg == 8000


@pytest.mark.parametrize("precision", [DatePrecision.APPROXIMATE, DatePrecision.PERIOD_AVERAGE])
def test_rows_of_an_exact_day_come_before_others(precision: DatePrecision) -> None:
    loose = seen(1, 5000, "a", date_precision=precision, storage_age=StorageAge.WEEKLY)
    row = as_sold(loose, seen(2, 9000, "b"))
    assert (row.median_idr_per_kg, row.date_precision) == (9000, DatePrecision.EXACT)
    assert as_sold(loose).date_precision == precision


def test_an_approximate_day_comes_before_the_average_of_a_period() -> None:
    average = seen(1, 5000, "a", date_precision=DatePrecision.PERIOD_AVERAGE)
    assert price_of(average, seen(2, 9000, "b", date_precision=DatePrecision.APPROXIMATE)) == 9000


def test_a_rounded_price_has_an_exact_day() -> None:
    rounded = seen(1, 5000, "a", date_precision=DatePrecision.ROUNDED)
    assert price_of(rounded, seen(2, 9000, "b")) == 7000
    assert as_sold(rounded, seen(2, 9000, "b")).date_precision == DatePrecision.EXACT
    assert as_sold(rounded).date_precision == DatePrecision.ROUNDED


def test_a_dry_price_stands_beside_the_one_as_sold_where_the_rubber_content_is_known() -> None:
    rows = day_prices([seen(1, 9000, dry_price_idr_per_kg=Decimal(18000))])
    assert [(row.basis, row.median_idr_per_kg, row.observation_ids) for row in rows] == [
        (Basis.AS_SOLD, Decimal(9000), [1]),
        (Basis.DRY, Decimal(18000), [1]),
    ]


def test_there_is_no_dry_price_unless_every_row_used_has_its_rubber_content() -> None:
    known = seen(1, 9000, "a", dry_price_idr_per_kg=Decimal(18000))
    assert [row.basis for row in day_prices([known, seen(2, 9100, "b")])] == [Basis.AS_SOLD]
    left_out = seen(2, 9100, "b", storage_age=StorageAge.FRESH)
    assert [row.basis for row in day_prices([known, left_out])] == [Basis.AS_SOLD, Basis.DRY]


def test_a_day_is_historical_only_if_every_row_is() -> None:
    assert as_sold(seen(1, 9000, "a", historical=True), seen(2, 9000, "b", historical=True)).historical
    assert not as_sold(seen(1, 9000, "a", historical=True), seen(2, 9000, "b")).historical


def arrived(**values: Any) -> Any:
    """Return a stored row with nothing but these figures."""
    named = ("deduction", "fee_idr_per_kg", "transport_idr_per_kg", "dry_rubber_content")
    return SimpleNamespace(price_idr_per_kg=Decimal(10000), **{name: values.get(name) for name in named})


@pytest.mark.parametrize(
    ("figures", "net", "dry"),
    [
        ({}, "10000", None),
        ({"deduction": Decimal("0.1")}, "9000", None),
        ({"fee_idr_per_kg": Decimal(150), "transport_idr_per_kg": Decimal(100)}, "9750", None),
        ({"deduction": Decimal("0.1"), "fee_idr_per_kg": Decimal(150)}, "8850", None),
        ({"deduction": Decimal("0.1"), "dry_rubber_content": Decimal("0.5")}, "9000", "18000"),
        ({"dry_rubber_content": Decimal(1)}, "10000", "10000"),
    ],
    ids=["as quoted", "weight cut", "fee and transport", "cut and fee", "cut, then dry", "dry already"],
)
def test_cuts_fees_and_transport_are_taken_off(figures: dict[str, Decimal], net: str, dry: str | None) -> None:
    assert net_and_dry_price(arrived(**figures)) == (Decimal(net), None if dry is None else Decimal(dry))


def test_a_price_of_which_nothing_is_left_is_an_error() -> None:
    with pytest.raises(EconomicsError):
        net_and_dry_price(arrived(fee_idr_per_kg=Decimal(10001)))


def observations(reporters: st.SearchStrategy[str | None]) -> st.SearchStrategy[list[Observation]]:
    def numbered(rows: list[Callable[[int], Observation]]) -> list[Observation]:
        return [row(number) for number, row in enumerate(rows)]

    def row(price: int, reporter: str | None, **changes: Any) -> Callable[[int], Observation]:
        return lambda number: seen(number, price, reporter, **changes)

    rows = st.builds(
        row,
        PRICES,
        reporters,
        source=st.sampled_from(["paper", "office"]),
        channel=st.sampled_from([Channel.FARMGATE, Channel.AUCTION]),
        storage_age=st.sampled_from(StorageAge),
        date_precision=st.sampled_from(DatePrecision),
        derived=st.booleans(),
        volume_kg=st.none() | st.decimals(1, 10**6, places=3),
        dry_price_idr_per_kg=st.none() | PRICES.map(Decimal),
    )
    return st.lists(rows, min_size=1, max_size=8).map(numbered)


REPORTERS = st.sampled_from([None, "a", "b"])


@given(observations(REPORTERS).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_does_not_matter(both: tuple[list[Observation], list[Observation]]) -> None:
    rows, shuffled = both
    assert day_prices(rows) == day_prices(shuffled)


@given(observations(REPORTERS))
def test_the_price_lies_between_the_lowest_and_the_highest_row(rows: list[Observation]) -> None:
    for day in day_prices(rows):
        assert day.low_idr_per_kg <= day.median_idr_per_kg <= day.high_idr_per_kg
        assert 1 <= day.reporters <= day.n == len(day.observation_ids)
        if day.weighted_mean_idr_per_kg is not None:
            assert day.low_idr_per_kg <= day.weighted_mean_idr_per_kg <= day.high_idr_per_kg


@given(PRICES, PRICES, st.lists(PRICES, min_size=1, max_size=5))
def test_one_wild_reporter_of_three_cannot_move_the_price_past_the_others(a: int, b: int, wild: list[int]) -> None:
    rows = [seen(number, price, "wild") for number, price in enumerate(wild, start=3)]
    assert min(a, b) <= price_of(seen(1, a, "a"), seen(2, b, "b"), *rows) <= max(a, b)
