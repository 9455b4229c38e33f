"""Like for like: the price of one kilogram, per delivered weight, per dry weight, at a reference content."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING, Any, overload

from service.economics.errors import (
    NegativeNetPrice,
    NoBreakEven,
    Quantity,
    TooFew,
    finite,
    money,
    months,
    positive,
    positive_share,
    quantity,
    refuse_where,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


@overload
def round_half_up(value: float, digits: int = 0) -> float: ...
@overload
def round_half_up(value: pd.Series[float], digits: int = 0) -> pd.Series[float]: ...
def round_half_up(value: Any, digits: int = 0) -> Any:
    """Round as Indonesian offices print it: a half goes away from zero.

    Equation: |value| * 10^digits + 1/2, cut off, with the sign put back.
    Units: those of `value`.
    Special cases: 15 significant digits are looked at, so that 14 752.5 stored as 14752.499999999998 goes up.
    Raises: NotFinite.
    Source: DOMAIN section 2 (posted tables rounded to Rp 1); the only rounding in the economics.

    >>> round_half_up(14752.499999999998)
    14753.0
    >>> round_half_up(4892.2271, 2)
    4892.23
    """
    checked: Any = finite("value", value)
    if not isinstance(checked, float):
        return checked.map(lambda one: round_half_up(one, digits))
    if abs(checked) >= 1e15:
        return checked  # 15 significant digits leave nothing behind the point
    return float(Decimal(f"{checked:.15g}").quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def net_price(
    price_idr_per_kg: Quantity,
    deduction: Quantity | float = 0.0,
    fee_idr_per_kg: Quantity | float = 0.0,
    transport_idr_per_kg: Quantity | float = 0.0,
) -> Quantity:
    """Return what the farmer gets for one delivered kilogram.

    Equation: p_net = p * (1 - d) - f - t
    Units: Rp/kg of delivered weight; deduction is a share 0..1 of that weight.
    Special cases: a net of exactly zero is allowed.
    Raises: NegativeNetPrice, NegativeMoney, ShareOutOfRange, NotFinite.
    Source: DOMAIN section 2.

    >>> net_price(10000, deduction=0.1, fee_idr_per_kg=200, transport_idr_per_kg=100)
    8700.0
    """
    kept = 1 - share("deduction", deduction)
    charges = money("fee_idr_per_kg", fee_idr_per_kg) + money("transport_idr_per_kg", transport_idr_per_kg)
    net = finite("net_price_idr_per_kg", money("price_idr_per_kg", price_idr_per_kg) * kept - charges)
    refuse_where(net < 0, NegativeNetPrice, "net_price_idr_per_kg", net)
    return net


def dry_price(net_price_idr_per_kg: Quantity, dry_rubber_content: Quantity | float) -> Quantity:
    """Return the price of one kilogram of dry rubber.

    Equation: p_dry = p_net / KKK
    Units: Rp/kg of dry rubber; KKK is a share above 0 and up to 1.
    Special cases: at KKK 1 the price stays as it is.
    Raises: NegativeMoney, ShareOutOfRange, NotPositive (KKK 0), NotFinite.
    Source: DOMAIN section 2.

    >>> round_half_up(dry_price(9191, 0.50))
    18382.0
    """
    content = positive_share("dry_rubber_content", dry_rubber_content)
    return finite("dry_price_idr_per_kg", money("net_price_idr_per_kg", net_price_idr_per_kg) / content)


def price_at_reference(dry_price_idr_per_kg: Quantity, reference_content: Quantity | float) -> Quantity:
    """Return a dry price as it reads at a reference KKK.

    Equation: p_r = p_dry * r
    Units: Rp/kg at KKK r; r is a share above 0 and up to 1.
    Special cases: at r = 1 the dry price itself.
    Raises: NegativeMoney, ShareOutOfRange, NotPositive (r = 0), NotFinite.
    Source: DOMAIN section 2; South Sumatra's table of 17 December 2020.

    >>> round_half_up(price_at_reference(18382, 0.70))
    12867.0
    """
    content = positive_share("reference_content", reference_content)
    return money("dry_price_idr_per_kg", dry_price_idr_per_kg) * content


def break_even_dry_rubber_content(net_price_idr_per_kg: Quantity, dry_floor_idr_per_kg: Quantity | float) -> Quantity:
    """Return the KKK at which a price as sold equals a dry floor; rubber drier than that is sold below it.

    Equation: KKK* = p_net / floor_dry
    Units: share 0..1.
    Special cases: above 1 no KKK makes the price equal the floor.
    Raises: NoBreakEven, NotPositive (floor 0), NegativeMoney, NotFinite.
    Source: DOMAIN section 2 (basis `as_sold`).

    >>> break_even_dry_rubber_content(6000, 12000)
    0.5
    """
    floor = positive("dry_floor_idr_per_kg", dry_floor_idr_per_kg)
    content = finite("break_even", money("net_price_idr_per_kg", net_price_idr_per_kg) / floor)
    refuse_where(content > 1, NoBreakEven, "break_even_dry_rubber_content", content)
    return content


def proportional_table(dry_price_idr_per_kg: float, contents: Sequence[float]) -> dict[float, float]:
    """Return the table a plantation office posts: one price per KKK, strictly proportional, rounded to Rp 1.

    Equation: p_r = round(p_100 * r)
    Units: Rp/kg at KKK r, by r as a share.
    Special cases: halves are rounded up.
    Raises: NegativeMoney, ShareOutOfRange, NotPositive, NotFinite.
    Source: South Sumatra, 17 December 2020, DOMAIN section 2.

    >>> proportional_table(18382, [1.0, 0.7, 0.6, 0.5, 0.4])
    {1.0: 18382.0, 0.7: 12867.0, 0.6: 11029.0, 0.5: 9191.0, 0.4: 7353.0}
    """
    return {content: round_half_up(price_at_reference(dry_price_idr_per_kg, content)) for content in contents}


@dataclass(frozen=True)
class GradeCheck:
    """What a cross-grade check found: the consensus at KKK 100 %, what each grade implies, who disagrees."""

    median_dry_price_idr_per_kg: float
    implied_dry_price_idr_per_kg: Mapping[float, float]
    flagged: tuple[float, ...]


def check_grades(
    prices_idr_per_kg: Mapping[float, float], tolerance: float = 0.02, minimum_grades: int = 3
) -> GradeCheck:
    """Find the grades of a proportional table that disagree with the others.

    Equation: implied p_100 = p_r / r; flagged if |implied / median(implied) - 1| > tolerance
    Units: prices Rp/kg by KKK as a share; tolerance is a share.
    Special cases: only for series declared proportional. Two grades cannot outvote each other.
    Raises: TooFew (below 3 grades), NotPositive, ShareOutOfRange, NotFinite.
    Source: DOMAIN section 2; the misprint of 24 February 2021.

    >>> posted = proportional_table(21075, [1.0, 0.7, 0.6, 0.5, 0.4]) | {1.0: 20075.0}
    >>> check_grades(posted).flagged
    (1.0,)
    """
    refuse_where(len(prices_idr_per_kg) < minimum_grades, TooFew, "grades", len(prices_idr_per_kg))
    allowed = share("tolerance", tolerance)
    implied = {
        content: dry_price(positive("price_idr_per_kg", price), content) for content, price in prices_idr_per_kg.items()
    }
    middle = median(implied.values())
    flagged = tuple(content for content, price in implied.items() if abs(price / middle - 1) > allowed)
    return GradeCheck(middle, implied, flagged)


def yearly_figure(
    observed_total: Quantity, observed_months: Quantity | float, months_per_year: Quantity | float = 12.0
) -> Quantity:
    """Carry a total of some observed months to a year.

    Equation: year = observed / observed months * months per year
    Units: those of `observed_total`, per year. For variable costs and production give the months tapped
    (Putri 10, Dolis 12 inferred), for fixed costs and consumption 12.
    Special cases: a monthly mean is `observed_months=1`. The caller marks an inferred number of months.
    Raises: MonthsOutOfRange, NegativeQuantity, NotFinite.
    Source: DOMAIN section 3.

    >>> round_half_up(yearly_figure(350.94, observed_months=1), 2)
    4211.28
    """
    seen = months("observed_months", observed_months)
    total = quantity("observed_total", observed_total)
    return finite("yearly_figure", total / seen * months("months_per_year", months_per_year))
