"""Marketing margins, farmer's share, marketing cost, efficiency, and how even the actors' profits are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.economics.errors import (
    DifferentFactoryPrices,
    FarmgateAboveFactory,
    Quantity,
    TooFew,
    finite,
    money,
    positive,
    refuse_where,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def marketing_margin(factory_price_idr_per_kg: Quantity, farmgate_price_idr_per_kg: Quantity | float) -> Quantity:
    """Return the marketing margin.

    Equation: Mp = factory - farmgate
    Units: Rp/kg, both prices on the same KKK basis.
    Special cases: equal prices leave no margin.
    Raises: FarmgateAboveFactory, NotPositive (factory 0), NegativeMoney, NotFinite.
    Source: Putri, DOMAIN section 5.

    >>> marketing_margin(11650, 10500)
    1150.0
    """
    factory = positive("factory_price_idr_per_kg", money("factory_price_idr_per_kg", factory_price_idr_per_kg))
    farmgate = money("farmgate_price_idr_per_kg", farmgate_price_idr_per_kg)
    refuse_where(farmgate > factory, FarmgateAboveFactory, "farmgate_price_idr_per_kg", farmgate)
    return factory - farmgate


def farmers_share_percent(factory_price_idr_per_kg: Quantity, farmgate_price_idr_per_kg: Quantity | float) -> Quantity:
    """Return the farmer's share of the factory price.

    Equation: farmgate / factory * 100 = 100 - Mp / factory * 100
    Units: per cent, 0..100; both prices on the same KKK basis.
    Special cases: with the margin's share it makes 100 %.
    Raises: as `marketing_margin`.
    Source: Putri, DOMAIN section 5.

    >>> round(farmers_share_percent(11650, 10500), 2)
    90.13
    """
    marketing_margin(factory_price_idr_per_kg, farmgate_price_idr_per_kg)  # refuses what cannot be compared
    factory = finite("factory_price_idr_per_kg", factory_price_idr_per_kg)
    share_of_price = finite("farmgate_price_idr_per_kg", farmgate_price_idr_per_kg) / factory
    return share_of_price * 100


def margin_share_percent(factory_price_idr_per_kg: Quantity, farmgate_price_idr_per_kg: Quantity | float) -> Quantity:
    """Return the margin's share of the factory price.

    Equation: Mp / factory * 100
    Units: per cent, 0..100.
    Special cases: none.
    Raises: as `marketing_margin`.
    Source: Putri, DOMAIN section 5.

    >>> round(margin_share_percent(13000, 9000), 2)
    30.77
    """
    margin = marketing_margin(factory_price_idr_per_kg, farmgate_price_idr_per_kg)
    return margin / finite("factory_price_idr_per_kg", factory_price_idr_per_kg) * 100


@dataclass(frozen=True)
class MarketingCosts:
    """What one actor pays to bring a kilogram to the next one, Rp/kg."""

    deductions_idr_per_kg: float = 0.0
    shrinkage_idr_per_kg: float = 0.0
    loading_idr_per_kg: float = 0.0
    tax_idr_per_kg: float = 0.0
    transport_idr_per_kg: float = 0.0
    meals_idr_per_kg: float = 0.0

    @property
    def total_idr_per_kg(self) -> float:
        """Return the sum of the six; raise NegativeMoney or NotFinite for the one that is wrong.

        >>> MarketingCosts(transport_idr_per_kg=150, meals_idr_per_kg=20).total_idr_per_kg
        170.0
        """
        costs: dict[str, float] = vars(self)
        return finite("marketing_cost_idr_per_kg", sum(money(name, cost) for name, cost in costs.items()))


def marketing_efficiency_percent(
    marketing_cost_idr_per_kg: Quantity, factory_price_idr_per_kg: Quantity | float
) -> Quantity:
    """Return the marketing efficiency; lower is better.

    Equation: EP = total marketing cost / factory price * 100
    Units: per cent; costs of all actors of the channel.
    Special cases: above 100 the channel costs more than the rubber brings.
    Raises: NotPositive (factory 0), NegativeMoney, NotFinite.
    Source: DOMAIN section 5.

    >>> marketing_efficiency_percent(650, 13000)
    5.0
    """
    factory = positive("factory_price_idr_per_kg", money("factory_price_idr_per_kg", factory_price_idr_per_kg))
    cost = money("marketing_cost_idr_per_kg", marketing_cost_idr_per_kg)
    return finite("marketing_efficiency_percent", cost / factory * 100)


def profit_margin_ratio(profit_idr_per_kg: Quantity, marketing_cost_idr_per_kg: Quantity | float) -> Quantity:
    """Return one actor's ratio profit margin.

    Equation: RPM_i = profit_i / cost_i
    Units: none.
    Special cases: a loss gives a negative ratio.
    Raises: NotPositive (cost 0), NegativeMoney (cost), NotFinite.
    Source: Putri (0.47 for the collector), DOMAIN section 5.

    >>> profit_margin_ratio(470, 1000)
    0.47
    """
    cost = money("marketing_cost_idr_per_kg", marketing_cost_idr_per_kg)
    paid = positive("marketing_cost_idr_per_kg", cost)
    return finite("profit_margin_ratio", finite("profit_idr_per_kg", profit_idr_per_kg) / paid)


class Evenness(StrEnum):
    """Whether profits are spread evenly over the actors."""

    EVEN = "even"
    UNEVEN = "uneven"
    NOT_ASSESSABLE = "not_assessable"


def evenness(profit_margin_ratios: Sequence[float], tolerance: float = 0.005) -> Evenness:
    """Say whether the actors' ratio profit margins differ.

    Equation: max(RPM) - min(RPM) <= tolerance -> even
    Units: none; the default tolerance is the half unit of the two decimals the studies print.
    Special cases: fewer than two actors cannot be assessed.
    Raises: NotFinite, ShareOutOfRange (tolerance).
    Source: DOMAIN section 5.

    >>> evenness([0.47]).value, evenness([0.47, 0.47]).value, evenness([0.47, 0.61]).value
    ('not_assessable', 'even', 'uneven')
    """
    allowed = share("tolerance", tolerance)
    ratios = [finite("profit_margin_ratio", ratio) for ratio in profit_margin_ratios]
    if len(ratios) < 2:
        return Evenness.NOT_ASSESSABLE
    return Evenness.EVEN if max(ratios) - min(ratios) <= allowed else Evenness.UNEVEN


@dataclass(frozen=True)
class Channel:
    """A way the rubber takes from the farm to the factory, Rp/kg on one KKK basis."""

    name: str
    farmgate_price_idr_per_kg: float
    factory_price_idr_per_kg: float


def best_channel(channels: Sequence[Channel]) -> Channel:
    """Return the channel that leaves the farmer the largest share; the first one of equals.

    Equation: max(farmgate / factory)
    Units: Rp/kg.
    Special cases: channels compare only where they end in one factory price (Putri's two do not).
    Raises: DifferentFactoryPrices, TooFew (fewer than two), and as `marketing_margin`.
    Source: DOMAIN section 5.

    >>> best_channel([Channel("collector", 9000, 13000), Channel("auction", 10500, 13000)]).name
    'auction'
    """
    refuse_where(len(channels) < 2, TooFew, "channels", len(channels))
    factory = sorted({channel.factory_price_idr_per_kg for channel in channels})
    refuse_where(len(factory) > 1, DifferentFactoryPrices, "factory_price_idr_per_kg", factory)
    return max(channels, key=lambda one: farmers_share_percent(factory[0], one.farmgate_price_idr_per_kg))
