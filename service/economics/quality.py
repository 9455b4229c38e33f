"""What better quality changes: the partial budget, and the switch to formic acid that it is drawn up for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from service.economics.errors import Quantity, at_least_zero, finite, money, quantity, share


@dataclass(frozen=True)
class PartialBudget(Generic[Quantity]):
    """The four entries of a partial budget, Rp of one period (numbers or columns)."""

    added_cost_idr: Quantity
    lost_revenue_idr: Quantity
    saved_cost_idr: Quantity
    added_revenue_idr: Quantity


def cost_side(budget: PartialBudget[Quantity]) -> Quantity:
    """Return what the change takes.

    Equation: A = added cost + lost revenue
    Units: Rp.
    Special cases: none.
    Raises: NegativeMoney, NotFinite.
    Source: Sannia table 7, DOMAIN section 7.

    >>> cost_side(PartialBudget(153947.00, 0, 664892.86, 461840.01))
    153947.0
    """
    added, lost = (
        money("added_cost_idr", budget.added_cost_idr),
        money("lost_revenue_idr", budget.lost_revenue_idr),
    )
    return finite("total_cost_side_idr", added + lost)


def gain_side(budget: PartialBudget[Quantity]) -> Quantity:
    """Return what the change brings.

    Equation: B = saved cost + added revenue
    Units: Rp.
    Special cases: none.
    Raises: NegativeMoney, NotFinite.
    Source: Sannia table 7, DOMAIN section 7.

    >>> round(gain_side(PartialBudget(153947.00, 0, 664892.86, 461840.01)), 2)
    1126732.87
    """
    saved, added = (
        money("saved_cost_idr", budget.saved_cost_idr),
        money("added_revenue_idr", budget.added_revenue_idr),
    )
    return finite("total_gain_side_idr", saved + added)


def net_change(budget: PartialBudget[Quantity]) -> Quantity:
    """Return what the change is worth.

    Equation: B - A
    Units: Rp.
    Special cases: below zero the change does not pay.
    Raises: NegativeMoney, NotFinite.
    Source: Sannia table 7, DOMAIN section 7.

    >>> round(net_change(PartialBudget(153947.00, 0, 664892.86, 461840.01)), 2)
    972785.87
    """
    return gain_side(budget) - cost_side(budget)


@dataclass(frozen=True)
class QualitySwitch:
    """Formic acid instead of TSP: less water to sell, a better price, and the tapper's part of revenue."""

    weight_share: float = 0.90
    price_gain_idr_per_kg: float = 500.0
    tapper_share: float = 1 / 3


def switched_revenue(production_kg: Quantity, price_idr_per_kg: Quantity | float, switch: QualitySwitch) -> Quantity:
    """Return the revenue after the switch.

    Equation: Q * w * (p + g)
    Units: Rp; Q kg, p and g Rp/kg, w a share.
    Special cases: none.
    Raises: NegativeQuantity, NegativeMoney, ShareOutOfRange, NotFinite.
    Source: Sannia, DOMAIN section 7 (its arithmetic only: 7 802.997 kg at Rp 3 700).

    >>> round(switched_revenue(8669.997, 3200, QualitySwitch()))
    28871090
    """
    kept = quantity("production_kg", production_kg) * share("weight_share", switch.weight_share)
    gain = money("price_gain_idr_per_kg", switch.price_gain_idr_per_kg)
    return finite("revenue_idr", kept * (money("price_idr_per_kg", price_idr_per_kg) + gain))


def switch_budget(
    production_kg: Quantity,
    price_idr_per_kg: Quantity | float,
    coagulant_saved_idr: Quantity | float,
    switch: QualitySwitch,
) -> PartialBudget[Quantity]:
    """Draw up the partial budget of the switch.

    Equation: dR = Q * w * (p + g) - Q * p; the tapper gets s * dR; the coagulant's saving is kept
    Units: Rp of the production's period.
    Special cases: where revenue falls it is a lost revenue, and the tapper's smaller part a saved cost.
    Raises: as `switched_revenue`.
    Source: Sannia, DOMAIN section 7.

    >>> switch_budget(1000, 4000, 0, QualitySwitch()).added_revenue_idr
    50000.0
    """
    before = quantity("production_kg", production_kg) * money("price_idr_per_kg", price_idr_per_kg)
    change = switched_revenue(production_kg, price_idr_per_kg, switch) - finite("revenue_idr", before)
    gained, lost = at_least_zero(change), at_least_zero(-change)
    tapper = share("tapper_share", switch.tapper_share)
    saved = finite("saved_cost_idr", money("coagulant_saved_idr", coagulant_saved_idr) + lost * tapper)
    return PartialBudget(gained * tapper, lost, saved, gained)
