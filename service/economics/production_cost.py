"""Cost of production (HP) and minimum price (HM) per kilogram, and their aggregation over households."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from service.economics.errors import (
    LengthMismatch,
    Quantity,
    TooFew,
    UnknownName,
    ZeroProduction,
    ZeroWeights,
    column_of,
    finite,
    money,
    positive,
    production,
    quantity,
    refuse_where,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    Column: TypeAlias = Sequence[float] | pd.Series[float]


class CostConcept(StrEnum):
    """Which costs are counted, by who pays; each holds the one before. `as_printed`: a total only."""

    CASH = "cash"
    PAID_COST = "paid_cost"
    PAID_COST_AND_FAMILY_LABOUR = "paid_cost_and_family_labour"
    COMPREHENSIVE = "comprehensive"
    AS_PRINTED = "as_printed"


def total_cost_by_concept(
    cash_idr: float,
    depreciation_idr: float | None = None,
    family_labour_idr: float | None = None,
    own_land_capital_and_stand_idr: float | None = None,
) -> dict[CostConcept, float]:
    """Add up nested cost concepts, as far as their parts are known (None: not known, none beyond it).

    Equation: cash; + depreciation = A2; + family labour = A2+FL; + own land, own capital, stand annuity = C2
    Units: Rp, all of one period.
    Special cases: a part that is known to be nothing is 0, not None.
    Raises: NegativeMoney, NotFinite.
    Source: DOMAIN section 3 (India's CACP).

    >>> total_cost_by_concept(100.0, 20.0)[CostConcept.PAID_COST]
    120.0
    """
    sums = {CostConcept.CASH: money("cash_idr", cash_idr)}
    total = sums[CostConcept.CASH]
    for concept, field, part in (
        (CostConcept.PAID_COST, "depreciation_idr", depreciation_idr),
        (CostConcept.PAID_COST_AND_FAMILY_LABOUR, "family_labour_idr", family_labour_idr),
        (CostConcept.COMPREHENSIVE, "own_land_capital_and_stand_idr", own_land_capital_and_stand_idr),
    ):
        if part is None:
            break
        total = finite(field, total + money(field, part))
        sums[concept] = total
    return sums


def cost_of_production(
    total_cost_idr: Quantity, production_kg: Quantity | float, revenue_share: Quantity | float = 0.0
) -> Quantity:
    """Return the cost of production (harga pokok, HP).

    Equation: HP = TC / (Q * (1 - s))
    Units: Rp/kg; TC Rp and Q kg of the same period; s is the sum of costs that are a share of revenue.
    Special cases: s = 0 is Ibrahim's TC / Q.
    Raises: ZeroProduction, NegativeQuantity, NegativeMoney, ShareOutOfRange, NotPositive (s = 1), NotFinite.
    Source: Ibrahim table 7, DOMAIN section 3.

    >>> round(cost_of_production(2402469, 2312), 2)
    1039.13
    """
    cost = money("total_cost_idr", total_cost_idr)
    produced = production("production_kg", production_kg)
    return finite("cost_of_production_idr_per_kg", cost / (produced * _kept_share(revenue_share)))


def household_consumption(food_idr: Quantity, non_food_idr: Quantity | float) -> Quantity:
    """Return a household's consumption.

    Equation: Y = food + non-food
    Units: Rp, both of the same period.
    Special cases: none.
    Raises: NegativeMoney, NotFinite.
    Source: Ibrahim table 7 (which prints ...370), DOMAIN section 3.

    >>> household_consumption(7945304, 963065)
    8908369.0
    """
    food, other = money("food_consumption_idr", food_idr), money("non_food_consumption_idr", non_food_idr)
    return finite("household_consumption_idr", food + other)


def minimum_price(
    total_cost_idr: Quantity,
    production_kg: Quantity | float,
    household_need_idr: Quantity | float,
    revenue_share: Quantity | float = 0.0,
) -> Quantity:
    """Return the minimum price (harga minimum, HM) that pays the costs and the household's need.

    Equation: HM = (TC + Y) / (Q * (1 - s)) = HP + Y / (Q * (1 - s))
    Units: Rp/kg; TC, Y Rp and Q kg of the same period; s as in `cost_of_production`.
    Special cases: TC must not hold family labour, which lives on Y. No need: HM = HP.
    Raises: as `cost_of_production`.
    Source: Ibrahim table 7, DOMAIN section 3.

    >>> round(minimum_price(2402469, 2312, 8908370), 2)
    4892.23
    """
    need = money("household_need_idr", household_need_idr)
    outlay = finite("total_cost_idr", money("total_cost_idr", total_cost_idr) + need)
    return cost_of_production(outlay, production_kg, revenue_share)


def _kept_share(revenue_share: Quantity | float) -> Quantity | float:
    return positive("share of revenue left to the farm", 1 - share("revenue_share", revenue_share))


def ratio_of_means(costs_idr: Column, productions_kg: Column, weights: Column | None = None) -> float:
    """Return a district's figure per kilogram as the papers print it.

    Equation: sum(w * cost) / sum(w * Q)
    Units: Rp/kg; one row per household; survey weights of zero or more, 1 each if not given.
    Special cases: a household without production counts with its cost.
    Raises: ZeroProduction (all), ZeroWeights, LengthMismatch, TooFew (no rows), NegativeMoney,
        NegativeQuantity, NotFinite.
    Source: Ibrahim (means over 92 farmers), DOMAIN section 3.

    >>> ratio_of_means([1000.0, 9000.0], [1.0, 3.0])
    2500.0
    """
    costs, produced, weighted = _households(costs_idr, productions_kg, weights)
    total_kg = math.fsum(w * q for w, q in zip(weighted, produced, strict=True))
    refuse_where(total_kg == 0, ZeroProduction, "sum of production_kg", total_kg)
    cost = math.fsum(w * c for w, c in zip(weighted, costs, strict=True))
    return finite("ratio_of_means", cost / total_kg)


def mean_of_ratios(costs_idr: Column, productions_kg: Column, weights: Column | None = None) -> float:
    """Return the mean of the households' own figures per kilogram: another figure than `ratio_of_means`.

    Equation: sum(w * cost / Q) / sum(w)
    Units: as `ratio_of_means`.
    Special cases: every household needs production.
    Raises: as `ratio_of_means`; ZeroProduction names the household.
    Source: DOMAIN section 3.

    >>> mean_of_ratios([1000.0, 9000.0], [1.0, 3.0])
    2000.0
    """
    costs, produced, weighted = _households(costs_idr, productions_kg, weights)
    for row, kg in enumerate(produced):
        if kg == 0:
            raise ZeroProduction("production_kg", kg, row)
    ratios = (w * (c / q) for w, c, q in zip(weighted, costs, produced, strict=True))
    return finite("mean_of_ratios", math.fsum(ratios) / math.fsum(weighted))


AGGREGATORS: Mapping[str, Callable[[Column, Column, Column | None], float]] = {
    "ratio_of_means": ratio_of_means,
    "mean_of_ratios": mean_of_ratios,
}


def aggregate(
    costs_idr: Column,
    productions_kg: Column,
    weights: Column | None = None,
    aggregator: str = "ratio_of_means",
) -> float:
    """Return households' cost per kilogram by the aggregator of that name; UnknownName if there is none.

    >>> aggregate([1000.0, 9000.0], [1.0, 3.0], aggregator="mean_of_ratios")
    2000.0
    """
    if aggregator not in AGGREGATORS:
        raise UnknownName("aggregator", aggregator)
    return AGGREGATORS[aggregator](costs_idr, productions_kg, weights)


def _households(
    costs_idr: Column, productions_kg: Column, weights: Column | None
) -> tuple[list[float], list[float], list[float]]:
    costs = [money("cost_idr", cost) for cost in column_of("cost_idr", costs_idr)]
    produced = [quantity("production_kg", kg) for kg in column_of("production_kg", productions_kg)]
    given = [1.0] * len(costs) if weights is None else column_of("weight", weights)
    refuse_where(not costs, TooFew, "households", len(costs))
    for field, column in (("production_kg", produced), ("weight", given)):
        refuse_where(len(column) != len(costs), LengthMismatch, f"rows of {field}", len(column))
    weighted = [quantity("weight", weight) for weight in given]
    refuse_where(math.fsum(weighted) == 0, ZeroWeights, "sum of weights", 0.0)
    return costs, produced, weighted
