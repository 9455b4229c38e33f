"""Which series carries what: the province's, else the country's, else consumer prices, each marked."""

from collections.abc import Mapping
from datetime import date

import pytest

from service.economics.carry_forward import RicePrice
from service.economics.index_chain import NotCarried, Ratio
from service.indices.series import AllSeries, Series
from service.vocabulary import IndexName

BASE = "2018=100"
SURVEY, JUNE, OCTOBER = date(2024, 3, 1), date(2026, 6, 1), date(2026, 10, 1)
PROVINCE, COUNTRY = "16", "00"


def series(values: Mapping[date, float], base: str = BASE, marks: tuple[str, ...] = ()) -> Series:
    return Series({base: values}, {}, marks)


def moved(to: float, until: date = OCTOBER) -> Series:
    return series({SURVEY: 100.0, until: 100.0 * to})


def priced(price: float, month: date = OCTOBER) -> Series:
    return series({month: price}, "IDR")


def all_of(**named: Series) -> AllSeries:
    """Return series by their name and area, e.g. inputs_16."""
    return AllSeries({(name[:-3], name[-2:]): each for name, each in named.items()})


def test_the_provinces_series_goes_before_the_countrys() -> None:
    ratios = all_of(inputs_16=moved(1.2), inputs_00=moved(1.5)).ratios(PROVINCE, SURVEY, OCTOBER)
    assert ratios.inputs == Ratio(1.2, (BASE,))


def test_the_countrys_series_stands_in_where_the_provinces_does_not_reach_and_is_marked() -> None:
    ratios = all_of(inputs_16=moved(1.1, until=JUNE), inputs_00=moved(1.5)).ratios(PROVINCE, SURVEY, OCTOBER)
    assert ratios.inputs == Ratio(1.5, (BASE,), ("index_of_country",))


def test_another_provinces_series_carries_nothing() -> None:
    ratios = all_of(inputs_14=moved(1.1)).ratios(PROVINCE, SURVEY, OCTOBER)
    assert ratios.inputs == NotCarried("index_missing")


def test_where_neither_reaches_the_reason_is_the_provinces() -> None:
    found = all_of(wage_16=moved(1.1, until=JUNE), wage_00=series({SURVEY: 1.0})).ratios(PROVINCE, SURVEY, OCTOBER)
    assert found.wage == NotCarried("index_ends_early", OCTOBER, JUNE)


def test_consumer_prices_stand_in_for_consumption_alone() -> None:
    ratios = all_of(consumer_prices_16=moved(1.3)).ratios(PROVINCE, SURVEY, OCTOBER)
    assert ratios.consumption == Ratio(1.3, (BASE,), ("consumption_by_consumer_prices",))
    assert ratios.inputs == ratios.wage == NotCarried("index_missing")


def test_the_countrys_consumption_goes_before_the_provinces_consumer_prices() -> None:
    ratios = all_of(consumption_00=moved(1.4), consumer_prices_16=moved(1.3)).ratios(PROVINCE, SURVEY, OCTOBER)
    assert ratios.consumption == Ratio(1.4, (BASE,), ("index_of_country",))


def test_simulated_series_say_so() -> None:
    simulated = series({SURVEY: 100.0, OCTOBER: 110.0}, marks=("index_simulated",))
    ratios = all_of(wage_00=simulated).ratios(PROVINCE, SURVEY, OCTOBER)
    assert isinstance(ratios.wage, Ratio)
    assert ratios.wage.marks == ("index_of_country", "index_simulated")


def test_the_rice_price_is_that_of_the_later_month_also_where_none_is_known_of_the_survey() -> None:
    assert all_of(rice_price_16=priced(13_500)).ratios(PROVINCE, SURVEY, OCTOBER).rice_price == RicePrice(13_500)
    lacking = all_of(rice_price_16=priced(13_500, JUNE)).ratios(PROVINCE, SURVEY, OCTOBER).rice_price
    assert lacking == NotCarried("index_ends_early", OCTOBER, JUNE)


def test_the_months_of_the_survey_and_of_the_target_are_told() -> None:
    ratios = all_of().ratios(PROVINCE, date(2024, 3, 15), date(2026, 10, 31))
    assert (ratios.survey_month, ratios.to_month) == (SURVEY, OCTOBER)


NEEDED = (IndexName.CONSUMPTION, IndexName.INPUTS)


def test_the_common_month_is_the_newest_that_every_needed_series_has() -> None:
    named = {"consumption_16": moved(1.2), "inputs_16": series({SURVEY: 1.0, JUNE: 1.1, date(2026, 9, 1): 1.2})}
    assert all_of(**named).latest_common_month(PROVINCE, SURVEY, NEEDED) == SURVEY
    named["consumption_16"] = series({SURVEY: 1.0, JUNE: 1.1, OCTOBER: 1.2})
    assert all_of(**named).latest_common_month(PROVINCE, SURVEY, NEEDED) == JUNE


def test_series_that_are_not_needed_hold_nothing_back() -> None:
    every = all_of(consumption_16=moved(1.2), inputs_16=moved(1.2), wage_16=moved(1.1, until=JUNE))
    assert every.latest_common_month(PROVINCE, SURVEY, NEEDED) == OCTOBER


def test_months_before_the_survey_are_no_common_month() -> None:
    before = series({date(2020, 1, 1): 90.0, SURVEY: 100.0})
    every = all_of(consumption_16=before, inputs_16=before)
    assert every.latest_common_month(PROVINCE, SURVEY, NEEDED) == SURVEY
    assert every.latest_common_month(PROVINCE, date(2024, 4, 1), NEEDED) is None


def test_a_series_that_is_nowhere_leaves_no_common_month() -> None:
    assert all_of(consumption_16=moved(1.2)).latest_common_month(PROVINCE, SURVEY, NEEDED) is None
    assert all_of().latest_common_month(PROVINCE, SURVEY, ()) is None


def test_a_provinces_series_decides_even_if_the_countrys_reaches_farther() -> None:
    every = all_of(inputs_16=moved(1.1, until=JUNE), inputs_00=series({SURVEY: 1.0, JUNE: 1.1, OCTOBER: 1.2}))
    assert every.latest_common_month(PROVINCE, SURVEY, [IndexName.INPUTS]) == JUNE


@pytest.mark.parametrize("stand_in", ["consumption_00", "consumer_prices_16", "consumer_prices_00"])
def test_what_stands_in_for_consumption_counts_for_the_common_month(stand_in: str) -> None:
    every = all_of(**{"consumption_16": series({SURVEY: 100.0}), stand_in: moved(1.2)})
    month = every.latest_common_month(PROVINCE, SURVEY, [IndexName.CONSUMPTION])
    assert month == OCTOBER
    assert isinstance(every.ratios(PROVINCE, SURVEY, month).consumption, Ratio)


def test_a_rice_price_is_needed_of_the_later_month_alone() -> None:
    every = all_of(rice_price_00=priced(13_500), inputs_16=moved(1.2))
    needed = [IndexName.INPUTS, IndexName.RICE_PRICE]
    assert every.latest_common_month(PROVINCE, SURVEY, needed) == OCTOBER
