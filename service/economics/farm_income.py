"""Costs, revenue and income of a rubber farm and of its household."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from service.economics.errors import (
    Quantity,
    SalvageAbovePurchase,
    finite,
    money,
    positive,
    production,
    quantity,
    refuse_where,
    share,
)

if TYPE_CHECKING:
    import pandas as pd


class ContributionClass(StrEnum):
    """How large rubber's part of household income is; the studies name one class only."""

    HIGH = "high"
    UNCLASSIFIED = "unclassified"


def depreciation(
    units: Quantity,
    purchase_value_idr: Quantity | float,
    salvage_value_idr: Quantity | float,
    economic_life_years: Quantity | float,
) -> Quantity:
    """Return the yearly depreciation of one kind of tool.

    Equation: D = n * (purchase - salvage) / life
    Units: Rp per year; values are Rp per piece, life is in years.
    Special cases: no pieces, or a salvage value equal to the purchase value, give 0.
    Raises: SalvageAbovePurchase, NotPositive (life), NegativeQuantity, NegativeMoney, NotFinite.
    Source: Dolis, DOMAIN section 3.

    >>> depreciation(2, 75000, 15000, 1)
    120000.0
    """
    bought = money("purchase_value_idr", purchase_value_idr)
    salvage = money("salvage_value_idr", salvage_value_idr)
    too_high = salvage > bought
    refuse_where(too_high, SalvageAbovePurchase, "salvage_value_idr", salvage)
    lost = quantity("units", units) * (bought - salvage)
    return finite("depreciation_idr_per_year", lost / positive("economic_life_years", economic_life_years))


def establishment_annuity(
    cost_idr_per_ha: Quantity, immature_years: float, productive_years: float, interest_rate: float
) -> Quantity:
    """Return the yearly charge per hectare for having planted the stand.

    Equation: A = K * (1 + r)^m * r / (1 - (1 + r)^-n)
    Units: Rp per ha and year; K Rp per ha at planting, m immature and n productive years, r a share per year.
    Special cases: at r = 0 the cost spread evenly, K / n.
    Raises: NotPositive (productive years), NegativeQuantity, NegativeMoney, ShareOutOfRange, NotFinite.
    Source: DOMAIN section 3, concept `comprehensive`.

    >>> establishment_annuity(20_000_000, immature_years=5, productive_years=20, interest_rate=0)
    1000000.0
    """
    years = positive("productive_years", productive_years)
    waited = quantity("immature_years", immature_years)
    rate = share("interest_rate", interest_rate)
    cost = money("cost_idr_per_ha", cost_idr_per_ha)
    try:
        factor = 1 / years if rate == 0 else (1 + rate) ** waited * rate / (1 - (1 + rate) ** -years)
    except (
        OverflowError,
        ZeroDivisionError,
    ):  # thousands of years, or a rate too small for a float to tell from 0
        factor = float("inf")
    return finite("establishment_annuity_idr_per_ha", cost * finite("annuity_factor", factor))


def total_cost(fixed_cost_idr: Quantity, variable_cost_idr: Quantity | float) -> Quantity:
    """Return the total cost.

    Equation: TC = fixed + variable
    Units: Rp, both of the same period.
    Special cases: none.
    Raises: NegativeMoney, NotFinite.
    Source: DOMAIN section 3; the figures below are Dolis, per month.

    >>> round(total_cost(12925.46, 852884.44), 2)
    865809.9
    """
    fixed, variable = money("fixed_cost_idr", fixed_cost_idr), money("variable_cost_idr", variable_cost_idr)
    return finite("total_cost_idr", fixed + variable)


def revenue(production_kg: Quantity, price_idr_per_kg: Quantity | float) -> Quantity:
    """Return the revenue ("pendapatan kotor").

    Equation: TR = Q * p
    Units: Rp; Q in kg, p in Rp/kg, on the same basis of weight.
    Special cases: no production gives no revenue.
    Raises: NegativeQuantity, NegativeMoney, NotFinite.
    Source: Ibrahim, DOMAIN section 4.

    >>> revenue(2312, 8182)
    18916784.0
    """
    produced = quantity("production_kg", production_kg)
    return finite("revenue_idr", produced * money("price_idr_per_kg", price_idr_per_kg))


def net_income(revenue_idr: Quantity, total_cost_idr: Quantity | float) -> Quantity:
    """Return the net income.

    Equation: TR - TC
    Units: Rp.
    Special cases: below zero is a loss, and a valid answer.
    Raises: NegativeMoney, NotFinite.
    Source: Ibrahim, DOMAIN section 4.

    >>> net_income(18916784, 2402469)
    16514315.0
    """
    return money("revenue_idr", revenue_idr) - money("total_cost_idr", total_cost_idr)


def revenue_cost_ratio(revenue_idr: Quantity, cost_idr: Quantity | float) -> Quantity:
    """Return revenue per rupiah of cost; on cash cost and on total cost it is two figures.

    Equation: R/C = TR / TC
    Units: none.
    Special cases: 1 is break-even.
    Raises: NotPositive (cost 0), NegativeMoney, NotFinite.
    Source: DOMAIN section 4; the figures below are Dolis.

    >>> round(revenue_cost_ratio(2479168.75, 865809.89), 2)
    2.86
    """
    cost = positive("cost_idr", money("cost_idr", cost_idr))
    return finite("revenue_cost_ratio", money("revenue_idr", revenue_idr) / cost)


def break_even_price(cost_idr: Quantity, production_kg: Quantity | float) -> Quantity:
    """Return the price at which R/C is 1.

    Equation: p* = TC / Q
    Units: Rp/kg.
    Special cases: without cost it is 0.
    Raises: ZeroProduction, NegativeQuantity, NegativeMoney, NotFinite.
    Source: DOMAIN section 4; the figures below are Ibrahim.

    >>> round(break_even_price(2402469, 2312), 2)
    1039.13
    """
    produced = production("production_kg", production_kg)
    return finite("break_even_price_idr_per_kg", money("cost_idr", cost_idr) / produced)


def household_income(
    on_farm_rubber_idr: Quantity,
    on_farm_other_idr: Quantity | float,
    off_farm_idr: Quantity | float,
    non_farm_idr: Quantity | float,
) -> Quantity:
    """Return a household's income.

    Equation: on-farm rubber + other on-farm + off-farm (farm wages) + non-farm
    Units: Rp, all of the same period.
    Special cases: a part that made a loss has no percentage and is refused; settle it before.
    Raises: NegativeMoney, NotFinite.
    Source: DOMAIN section 4; the figures below are Ibrahim, other parts taken together.

    >>> household_income(16514315, 0, 0, 7526087)
    24040402.0
    """
    on_farm = money("on_farm_rubber_idr", on_farm_rubber_idr) + money("on_farm_other_idr", on_farm_other_idr)
    elsewhere = money("off_farm_idr", off_farm_idr) + money("non_farm_idr", non_farm_idr)
    return finite("household_income_idr", on_farm + elsewhere)


def contribution_percent(part_idr: Quantity, household_income_idr: Quantity | float) -> Quantity:
    """Return what per cent of household income one part is.

    Equation: part / household income * 100
    Units: per cent, 0..100.
    Special cases: none.
    Raises: ShareOutOfRange (part above the whole), NotPositive (no income), NegativeMoney, NotFinite.
    Source: Ibrahim, DOMAIN section 4.

    >>> round(contribution_percent(16514315, 24040402), 1)
    68.7
    """
    whole = positive("household_income_idr", money("household_income_idr", household_income_idr))
    return share("contribution", money("part_idr", part_idr) / whole) * 100


def contribution_class(percent: float, high_percent: tuple[float, float] = (50.0, 75.0)) -> ContributionClass:
    """Name the class of rubber's contribution to household income.

    Equation: low <= percent <= high -> `high`
    Units: per cent.
    Special cases: both bounds belong to the class; outside it the source names no class: `unclassified`.
    Raises: NegativeQuantity, NotFinite.
    Source: Ibrahim, DOMAIN section 4; bounds are the parameter `high_contribution_percent`.

    >>> contribution_class(68.7).value
    'high'
    """
    low, high = high_percent
    inside = low <= quantity("contribution_percent", percent) <= high
    return ContributionClass.HIGH if inside else ContributionClass.UNCLASSIFIED


def contribution_classes(percent: pd.Series[float], high_percent: tuple[float, float] = (50.0, 75.0)) -> pd.Series[str]:
    """Name the class of each row of a column, as `contribution_class`."""
    return percent.map(lambda one: str(contribution_class(one, high_percent)))
