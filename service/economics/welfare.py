"""Welfare of a household measured in rice, and the classes drawn on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.economics.errors import Quantity, UnknownName, finite, money, positive, quantity
from service.economics.parameters import parameter

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def per_capita(household_amount: Quantity, household_size: Quantity | float) -> Quantity:
    """Return a household's amount per head.

    Equation: amount / household size
    Units: those of the amount, per head; the size may be a mean.
    Special cases: none.
    Raises: NotPositive (size 0), NegativeMoney, NotFinite.
    Source: DOMAIN section 3 (consumption per head in rupiah); Ibrahim.

    >>> per_capita(8908370, 3.75)
    2375565.3333333335
    """
    size = positive("household_size", household_size)
    return finite("amount_per_capita", money("household_amount", household_amount) / size)


def rice_equivalent(
    amount_idr_per_year: Quantity,
    household_size: Quantity | float,
    rice_price_idr_per_kg: Quantity | float,
) -> Quantity:
    """Return a yearly income, or consumption, as kilograms of rice per head.

    Equation: amount / household size / rice price
    Units: kg per head and year.
    Special cases: a loss has no rice equivalent: settle before whether it counts as 0, the poorest class.
    Raises: NotPositive (size or price 0), NegativeMoney, NotFinite.
    Source: Sayogyo 1997 in Dolis, DOMAIN section 4; the figure below is Ibrahim's consumption.

    >>> round(rice_equivalent(8908370, 3.75, 10000), 1)
    237.6
    """
    price = positive("rice_price_idr_per_kg", rice_price_idr_per_kg)
    amount = money("amount_idr_per_year", amount_idr_per_year)
    return finite("rice_equivalent_kg_per_capita_year", per_capita(amount, household_size) / price)


@dataclass(frozen=True)
class WelfareScheme:
    """Bounds in kg of rice per head and year, and one label more than bounds, from the poorest up."""

    name: str
    setting: str
    bounds_kg: tuple[float, ...]
    labels: tuple[str, ...]
    bound_belongs_to_upper_class: bool = True


def welfare_scheme(setting: str, on: dt.date, name: str = "dolis") -> WelfareScheme:
    """Return the scheme valid on a day for a `village` or a `town`, from the dated parameters.

    Equation: none
    Units: bounds in kg per head and year.
    Special cases: scheme `alternative` (180/240/320) knows villages only; its labels are those of Dolis.
    Raises: UnknownName (scheme or setting), ParameterNotValid (day before the first value).
    Source: DOMAIN section 4.

    >>> import datetime
    >>> welfare_scheme("town", datetime.date(2021, 1, 1)).bounds_kg
    (360.0, 540.0, 720.0)
    """
    bounds = parameter(f"welfare_bounds_{name}_{setting}", on).numbers
    labels = parameter(f"welfare_labels_{name}", on).texts
    side = parameter(f"welfare_bound_side_{name}", on).text
    if side not in ("upper", "lower"):
        raise UnknownName(f"welfare_bound_side_{name}", side)
    return WelfareScheme(name, setting, bounds, labels, side == "upper")


def welfare_class(rice_equivalent_kg: float, scheme: WelfareScheme) -> str:
    """Return the label of the class a rice equivalent falls in.

    Equation: the class whose lower bound is the last one at or below the figure
    Units: kg per head and year.
    Special cases: a figure on a bound is in the class above it ("from 480"), if the scheme says so.
    Raises: NegativeQuantity, NotFinite.
    Source: Dolis, DOMAIN section 4; labels as printed.

    >>> import datetime
    >>> welfare_class(480, welfare_scheme("village", datetime.date(2021, 1, 1)))
    'tidak miskin'
    """
    find = bisect_right if scheme.bound_belongs_to_upper_class else bisect_left
    return scheme.labels[find(scheme.bounds_kg, quantity("rice_equivalent_kg", rice_equivalent_kg))]


def welfare_classes(rice_equivalent_kg: pd.Series[float], scheme: WelfareScheme) -> pd.Series[str]:
    """Return the label of each row of a column, as `welfare_class`."""
    return quantity("rice_equivalent_kg", rice_equivalent_kg).map(lambda one: welfare_class(one, scheme))
