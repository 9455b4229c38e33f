"""The floor methods on columns: an element is one household's year, or one replicate of a survey's means.

The rules are those of `minimum_price`, which also refuses and explains; here a figure that is missing is NaN, and so is
every floor that needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from service.economics.errors import UnknownName
from service.economics.minimum_price import FloorParameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column: TypeAlias = NDArray[np.float64]
    Columns: TypeAlias = Mapping[str, Column]

MEANS = (
    "production_kg",
    "sold_kg",
    "cash_idr",
    "depreciation_idr",
    "family_labour_idr",
    "own_resources_idr",
    "household_consumption_idr",
    "household_size",
    "other_income_idr",
)
"""The yearly figures of a household that floors and costs are computed from; `sold_kg` is what shares leave of it."""


FLOOR_MEANS = tuple(name for name in MEANS if name not in {"production_kg", "own_resources_idr"})
"""Those of MEANS that a floor method looks at: what is sold stands for production, own resources are no cost of it."""


@dataclass(frozen=True, slots=True)
class FloorColumns:
    """A method's floors in Rp/kg and what they consist of: cost of production, and the household's need beside it.

    NaN where it cannot be computed. `fixed` has no cost of production.
    """

    cost_of_production_idr_per_kg: Column
    household_need_idr_per_kg: Column
    minimum_price_idr_per_kg: Column


def floor_columns(method: str, means: Columns, parameters: FloorParameters) -> Column:
    """Return the floor of every element by one method.

    Equation: that of the method in `minimum_price`, with Q * (1 - s) as `sold_kg`
    Units: `means` by the names of FLOOR_MEANS at least, Rp, kg and persons per year, of zero or more; Rp/kg.
    Special cases: NaN where a figure the method needs is missing, nothing is sold, or the floor is too large; other
        income that is missing counts as zero; without a parameter that the method needs all are NaN.
    Raises: UnknownName (no such method).
    Source: the method's own, DOMAIN section 3.

    >>> import numpy as np
    >>> year = {name: np.array([1000.0]) for name in MEANS} | {"sold_kg": np.array([10.0])}
    >>> floor_columns("household-consumption", year, FloorParameters()).tolist()
    [300.0]
    """
    return floors_and_parts(method, means, parameters).minimum_price_idr_per_kg


def floors_and_parts(method: str, means: Columns, parameters: FloorParameters) -> FloorColumns:
    """Return every element's floor with its parts, as `floor_columns`."""
    import numpy as np

    if method not in _RULES:
        raise UnknownName("method", method)
    with np.errstate(all="ignore"):  # what cannot be divided or is too large is not computable
        found = _RULES[method](means, parameters)
        return FloorColumns(
            *(
                np.where(np.isfinite(found.minimum_price_idr_per_kg), part, np.nan)
                for part in (
                    found.cost_of_production_idr_per_kg,
                    found.household_need_idr_per_kg,
                    found.minimum_price_idr_per_kg,
                )
            )
        )


def _household_consumption(means: Columns, _parameters: FloorParameters) -> FloorColumns:
    return _with_need(means, means["household_consumption_idr"])


def _rice_poverty_line(means: Columns, parameters: FloorParameters) -> FloorColumns:
    per_head = _number(parameters.rice_price_idr_per_kg) * parameters.rice_need_kg_per_capita_year
    return _with_need(means, _beyond_other_income(means, per_head * means["household_size"]))


def _living_income(means: Columns, parameters: FloorParameters) -> FloorColumns:
    return _with_need(means, _beyond_other_income(means, _number(parameters.living_income_benchmark_idr_per_year)))


def _cost_plus(means: Columns, parameters: FloorParameters) -> FloorColumns:
    import numpy as np

    cost = (means["cash_idr"] + means["depreciation_idr"] + means["family_labour_idr"]) / _sold(means)
    return FloorColumns(cost, np.zeros_like(cost), parameters.cost_plus_factor * cost)


def _fixed(means: Columns, parameters: FloorParameters) -> FloorColumns:
    import numpy as np

    price = _number(parameters.fixed_price_idr_per_kg if parameters.fixed_price_decree else None)
    nothing = np.zeros_like(means["sold_kg"])
    return FloorColumns(nothing * np.nan, nothing, nothing + price)


_RULES: Mapping[str, Callable[[Columns, FloorParameters], FloorColumns]] = {
    "household-consumption": _household_consumption,
    "rice-poverty-line": _rice_poverty_line,
    "living-income": _living_income,
    "cost-plus": _cost_plus,
    "fixed": _fixed,
}


def _with_need(means: Columns, need_idr: Column) -> FloorColumns:
    paid, sold = means["cash_idr"] + means["depreciation_idr"], _sold(means)
    return FloorColumns(paid / sold, need_idr / sold, (paid + need_idr) / sold)


def _beyond_other_income(means: Columns, living_cost_idr: Column | float) -> Column:
    import numpy as np

    return np.maximum(living_cost_idr - np.nan_to_num(means["other_income_idr"]), 0.0)


def _sold(means: Columns) -> Column:
    import numpy as np

    return np.where(means["sold_kg"] > 0, means["sold_kg"], np.nan)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
