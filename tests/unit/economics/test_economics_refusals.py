"""Impossible figures are errors with a name, for a number and for a column, in every formula."""

import math
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from service.economics import errors as e
from service.economics import farm_income as farm
from service.economics import marketing as market
from service.economics import minimum_price as floor
from service.economics import quality, sampling, units, welfare

# A formula, good arguments, and per argument the errors for -1, for 0 (None: allowed) and for 2.
MONEY, COUNT = (e.NegativeMoney, None, None), (e.NegativeQuantity, None, None)
PAID = (e.NegativeMoney, e.NotPositive, None)
ABOVE_ZERO = (e.NotPositive, e.NotPositive, None)
HARVEST = (e.NegativeQuantity, e.ZeroProduction, None)
SHARE, CONTENT = (
    (e.ShareOutOfRange, None, e.ShareOutOfRange),
    (e.ShareOutOfRange, e.NotPositive, e.ShareOutOfRange),
)
MONTHS = (e.MonthsOutOfRange, e.MonthsOutOfRange, None)
LOST = (e.ShareOutOfRange, None, e.ShareOutOfRange)
SWITCH = quality.QualitySwitch()


def switched(kg: Any, price: Any) -> Any:
    """Fix the switch, so that the table below holds figures only."""
    return quality.switched_revenue(kg, price, SWITCH)


def net(added: Any, lost: Any, saved: Any, gained: Any) -> Any:
    """Take the partial budget's four entries as arguments."""
    return quality.net_change(quality.PartialBudget(added, lost, saved, gained))


def slovin(population: Any) -> Any:
    """Fix the margin: it is one number for a whole column."""
    return sampling.slovin_sample_size(population, 0.1)


FORMULAS: list[tuple[Callable[..., Any], list[float], list[tuple[Any, Any, Any]]]] = [
    (
        units.net_price,
        [9000.0, 0.1, 50.0, 25.0],
        [MONEY[:1] + (e.NegativeNetPrice,) * 2, SHARE, MONEY, MONEY],
    ),
    (units.dry_price, [9000.0, 0.5], [MONEY, CONTENT]),
    (units.price_at_reference, [9000.0, 0.5], [MONEY, CONTENT]),
    (units.break_even_dry_rubber_content, [0.5, 4.0], [MONEY, ABOVE_ZERO]),
    (units.yearly_figure, [350.0, 1.0, 10.0], [COUNT, MONTHS, MONTHS]),
    (
        farm.depreciation,
        [2.0, 75.0, 1.0, 3.0],
        [COUNT, (e.NegativeMoney, e.SalvageAbovePurchase, None), MONEY, ABOVE_ZERO],
    ),
    (farm.total_cost, [10.0, 20.0], [MONEY, MONEY]),
    (farm.revenue, [10.0, 20.0], [COUNT, MONEY]),
    (farm.net_income, [10.0, 20.0], [MONEY, MONEY]),
    (farm.revenue_cost_ratio, [10.0, 20.0], [MONEY, PAID]),
    (farm.break_even_price, [10.0, 20.0], [MONEY, HARVEST]),
    (farm.household_income, [1.0, 2.0, 3.0, 4.0], [MONEY] * 4),
    (farm.contribution_percent, [1.0, 2.0], [MONEY, PAID]),
    (floor.cost_of_production, [10.0, 20.0, 0.1], [MONEY, HARVEST, LOST]),
    (floor.household_consumption, [10.0, 20.0], [MONEY, MONEY]),
    (floor.minimum_price, [10.0, 20.0, 30.0, 0.1], [MONEY, HARVEST, MONEY, LOST]),
    (market.marketing_margin, [3.0, 1.0], [PAID, (e.NegativeMoney, None, None)]),
    (market.farmers_share_percent, [3.0, 1.0], [PAID, (e.NegativeMoney, None, None)]),
    (market.margin_share_percent, [3.0, 1.0], [PAID, (e.NegativeMoney, None, None)]),
    (market.marketing_efficiency_percent, [3.0, 1.0], [MONEY, PAID]),
    (market.profit_margin_ratio, [3.0, 1.0], [(None, None, None), PAID]),
    (welfare.per_capita, [3.0, 1.0], [MONEY, ABOVE_ZERO]),
    (welfare.rice_equivalent, [3.0, 1.0, 2.0], [MONEY, ABOVE_ZERO, ABOVE_ZERO]),
    (switched, [10.0, 20.0], [COUNT, MONEY]),
    (net, [1.0, 2.0, 3.0, 4.0], [MONEY] * 4),
    (slovin, [1353.0], [ABOVE_ZERO]),
]
BAD = [
    pytest.param(formula, good, place, bad, error, id=f"{formula.__name__}-{place}-{bad}")
    for formula, good, expected in FORMULAS
    for place, named in enumerate(expected)
    for bad, error in [
        *zip((-1.0, 0.0, 2.0), named, strict=True),
        *((x, e.NotFinite) for x in (math.nan, math.inf, -math.inf)),
    ]
    if error is not None
]
bad_figures = pytest.mark.parametrize(("formula", "good", "place", "bad", "error"), BAD)


@bad_figures
def test_a_bad_number_is_refused_by_name(
    formula: Callable[..., Any], good: list[float], place: int, bad: float, error: type[e.EconomicsError]
) -> None:
    with pytest.raises(error) as refused:
        formula(*good[:place], bad, *good[place + 1 :])
    assert type(refused.value) is error
    assert refused.value.field in refused.value.message_en
    assert refused.value.field in refused.value.message_id


@bad_figures
def test_a_bad_row_of_a_column_is_refused_by_name_and_label(
    formula: Callable[..., Any], good: list[float], place: int, bad: float, error: type[e.EconomicsError]
) -> None:
    columns = [pd.Series([one, one, one], index=["a", "b", "c"]) for one in good]
    columns[place] = pd.Series([good[place], bad, bad], index=["a", "b", "c"])
    with pytest.raises(error) as refused:
        formula(*columns)
    assert refused.value.label == "b"
    assert "row b" in str(refused.value)
    assert "baris b" in refused.value.message_id


@pytest.mark.parametrize(("formula", "good", "expected"), FORMULAS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_column_gives_what_its_numbers_give(
    formula: Callable[..., Any], good: list[float], expected: list[Any]
) -> None:
    assert len(good) == len(expected)
    column = formula(*(pd.Series([one, one]) for one in good))
    first_only = formula(pd.Series([good[0], good[0]]), *good[1:])
    assert column.tolist() == first_only.tolist() == [formula(*good)] * 2


@pytest.mark.parametrize("huge", [1e308, 10**400])
def test_what_a_float_cannot_hold_is_not_finite(huge: float) -> None:
    with pytest.raises(e.NotFinite):
        farm.revenue(huge, huge)
    with pytest.raises(e.NotFinite):
        floor.minimum_price(huge, 1e-9, huge)


def test_columns_of_different_rows_give_no_silent_gap() -> None:
    with pytest.raises(e.NotFinite):
        farm.total_cost(pd.Series([1.0, 2.0], index=[0, 1]), pd.Series([1.0, 2.0], index=[1, 2]))


def test_integers_decimals_missing_values_and_empty_columns_are_understood() -> None:
    counts: Any = pd.Series([1, 2])
    assert farm.revenue(counts, counts).tolist() == [1.0, 4.0]
    stored: Any = Decimal("7064.36")
    assert farm.revenue(1, stored) == 7064.36
    nothing: Any = pd.Series([], dtype="float64")
    assert farm.revenue(nothing, 2.0).empty
    gap: Any = pd.Series([1.0, None], dtype="Float64")
    with pytest.raises(e.NotFinite):
        farm.revenue(gap, 2.0)


def test_an_error_survives_pickling_and_speaks_both_languages() -> None:
    error = pickle.loads(pickle.dumps(e.ZeroProduction("production_kg", 0.0, "row 7")))
    assert (error.field, error.value, error.label) == ("production_kg", 0.0, "row 7")
    assert str(error) == error.message_en
    assert "tidak ada produksi" in error.message_id
    assert isinstance(error, ValueError)


def test_every_error_has_its_own_words_in_both_languages() -> None:
    classes = [one for one in vars(e).values() if isinstance(one, type) and issubclass(one, e.EconomicsError)]
    for words in ("problem_en", "problem_id"):
        assert len({getattr(one, words) for one in classes}) == len(classes)


def test_more_salvage_than_purchase_is_refused() -> None:
    with pytest.raises(e.SalvageAbovePurchase):
        farm.depreciation(1, 100, 101, 5)


def test_a_farmgate_price_above_the_factory_price_is_refused() -> None:
    for formula in (market.marketing_margin, market.farmers_share_percent, market.margin_share_percent):
        with pytest.raises(e.FarmgateAboveFactory):
            formula(9000, 9001)


def test_a_part_above_the_whole_income_is_refused() -> None:
    with pytest.raises(e.ShareOutOfRange):
        farm.contribution_percent(3, 2)


def test_the_margin_of_error_is_a_share() -> None:
    for margin in (-0.1, 1.1):
        with pytest.raises(e.ShareOutOfRange):
            sampling.slovin_sample_size(100, margin)


def test_a_rate_and_the_years_of_an_annuity_are_checked() -> None:
    with pytest.raises(e.NotPositive):
        farm.establishment_annuity(1000, 5, 0, 0.1)
    with pytest.raises(e.NegativeQuantity):
        farm.establishment_annuity(1000, -1, 20, 0.1)
    with pytest.raises(e.ShareOutOfRange):
        farm.establishment_annuity(1000, 5, 20, 12)
    with pytest.raises(e.NotFinite):
        farm.establishment_annuity(1000, 1e6, 20, 0.5)
