"""Indices as ratios between months: bases are walked over links only, and what is lacking is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.errors import NotFinite, NotPositive
from service.economics.index_chain import NotCarried, Ratio, Values, chain, months_from

OLD, NEW, NEWEST = "2012=100", "2018=100", "2023=100"
AN_OVERLAP = date(2019, 12, 1)
JANUARY, JUNE, OCTOBER = date(2024, 1, 1), date(2025, 6, 1), date(2026, 10, 1)
LEVELS = st.floats(min_value=1, max_value=1000)


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def told(found: Ratio | NotCarried) -> tuple[float, tuple[str, ...]]:
    """Return a factor without the noise of binary fractions, and the bases."""
    return round(factor(found), 12), found.bases if isinstance(found, Ratio) else ()


def factor(found: Ratio | NotCarried) -> float:
    assert isinstance(found, Ratio), found
    return found.factor


@st.composite
def linked_series(draw: st.DrawFn) -> tuple[Values, dict[tuple[str, str], float], list[date]]:
    """A series over some bases, each linked to one before it, either way, and months it has."""
    count = draw(st.integers(1, 4))
    bases = [f"{year}=100" for year in draw(st.permutations(range(2010, 2010 + count)))]
    values = {base: draw(st.dictionaries(st.integers(0, 40).map(month), LEVELS, min_size=1)) for base in bases}
    links = {}
    for place, base in enumerate(bases[1:], start=1):
        other = bases[draw(st.integers(0, place - 1))]
        links[draw(st.sampled_from([(base, other), (other, base)]))] = draw(st.floats(min_value=0.1, max_value=10))
    return values, links, sorted({month for of_base in values.values() for month in of_base})


@given(linked_series(), st.data())
def test_going_by_way_of_a_third_month_is_going_straight(
    series: tuple[Values, dict[tuple[str, str], float], list[date]], data: st.DataObject
) -> None:
    values, links, months = series
    first, between, last = (data.draw(st.sampled_from(months)) for _ in range(3))
    there, on = chain(values, links, first, between), chain(values, links, between, last)
    assert factor(there) * factor(on) == pytest.approx(factor(chain(values, links, first, last)))


@given(linked_series(), st.data())
def test_a_month_is_its_own_level(
    series: tuple[Values, dict[tuple[str, str], float], list[date]], data: st.DataObject
) -> None:
    values, links, months = series
    own = data.draw(st.sampled_from(months))
    assert factor(chain(values, links, own, own)) == 1


@given(linked_series(), st.data())
def test_the_months_that_can_be_reached_are_those_that_can_be_chained(
    series: tuple[Values, dict[tuple[str, str], float], list[date]], data: st.DataObject
) -> None:
    values, links, months = series
    unlinked = {"1996=100": {month(50): 100.0}}
    start = data.draw(st.sampled_from(months))
    everything = {**values, **unlinked}
    chained = {each for each in [*months, month(50)] if isinstance(chain(everything, links, start, each), Ratio)}
    assert chained == months_from(everything, links, start) == set(months)


def test_a_series_of_one_base_is_a_plain_ratio() -> None:
    assert told(chain({NEW: {JANUARY: 110.0, OCTOBER: 132.0}}, {}, JANUARY, OCTOBER)) == (1.2, (NEW,))


def test_any_day_stands_for_its_month() -> None:
    values = {NEW: {JANUARY: 110.0, OCTOBER: 132.0}}
    assert chain(values, {}, date(2024, 1, 31), date(2026, 10, 9)) == chain(values, {}, JANUARY, OCTOBER)


@pytest.mark.parametrize("links", [{(OLD, NEW): 0.75}, {(NEW, OLD): 1 / 0.75}])
def test_a_link_leads_both_ways(links: dict[tuple[str, str], float]) -> None:
    found = chain({OLD: {JANUARY: 160.0}, NEW: {OCTOBER: 132.0}}, links, JANUARY, OCTOBER)
    assert told(found) == (1.1, (OLD, NEW))


def test_bases_are_walked_through_one_that_has_neither_month() -> None:
    values = {OLD: {JANUARY: 200.0}, NEWEST: {OCTOBER: 60.0}}
    links = {(OLD, NEW): 0.5, (NEW, NEWEST): 0.5}
    assert factor(chain(values, links, JANUARY, OCTOBER)) == pytest.approx(1.2)


def test_bases_are_never_joined_by_a_month_that_both_have() -> None:
    values = {OLD: {JANUARY: 160.0, AN_OVERLAP: 150.0}, NEW: {AN_OVERLAP: 112.5, OCTOBER: 132.0}}
    assert chain(values, {}, JANUARY, OCTOBER) == NotCarried("bases_not_linked")


def test_within_one_base_no_link_is_needed() -> None:
    values = {OLD: {JANUARY: 160.0, JUNE: 176.0}, NEW: {OCTOBER: 132.0}}
    assert factor(chain(values, {}, JANUARY, JUNE)) == pytest.approx(1.1)


def test_of_two_bases_the_one_nearest_to_the_newest_counts() -> None:
    values = {OLD: {JANUARY: 100.0, JUNE: 999.0}, NEW: {JANUARY: 110.0, JUNE: 121.0, OCTOBER: 132.0}}
    assert told(chain(values, {(OLD, NEW): 1.1}, JANUARY, JUNE)) == (1.1, (NEW,))


def test_a_series_that_ends_early_says_which_month_is_its_last() -> None:
    found = chain({NEW: {JANUARY: 110.0, JUNE: 120.0}}, {}, JANUARY, OCTOBER)
    assert found == NotCarried("index_ends_early", OCTOBER, JUNE)
    assert isinstance(found, NotCarried)
    assert "(lacking 2026-10, the last is 2025-06)" in found.message_en
    assert "(tidak ada 2026-10, yang terakhir 2025-06)" in found.message_id


@pytest.mark.parametrize(
    ("values", "lacking", "last"),
    [
        ({}, JANUARY, None),
        ({NEW: {}}, JANUARY, None),
        ({NEW: {JUNE: 120.0, OCTOBER: 132.0}}, JANUARY, OCTOBER),
        ({NEW: {JANUARY: 110.0, date(2026, 11, 1): 133.0}}, OCTOBER, date(2026, 11, 1)),
    ],
)
def test_a_month_without_a_value_is_named(values: Values, lacking: date, last: date | None) -> None:
    assert chain(values, {}, JANUARY, OCTOBER) == NotCarried("index_missing", lacking, last)


def test_what_is_no_factor_is_refused_by_name() -> None:
    for wrong, error in ((0.0, NotPositive), (-1.0, NotPositive), (float("nan"), NotFinite)):
        with pytest.raises(error, match="2024-01"):
            chain({NEW: {JANUARY: wrong, OCTOBER: 1.0}}, {}, JANUARY, OCTOBER)
        with pytest.raises(error, match="link"):
            chain({OLD: {JANUARY: 1.0}, NEW: {OCTOBER: 1.0}}, {(OLD, NEW): wrong}, JANUARY, OCTOBER)
