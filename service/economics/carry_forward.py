"""Carrying a floor's inputs from the month of their survey to a later one, each part by its own series.

Cash costs and depreciation move with the index of inputs, the family's labour with wages, consumption with its index;
the rice price is that of the later month. Own land and capital, and other income, stay as surveyed. What has no series
is left out, so that a floor that needs it is not computable: a floor is never half carried in silence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias, TypeVar

from service.economics.errors import finite, money
from service.economics.index_chain import NotCarried, Ratio
from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floor,
    not_computable,
)
from service.vocabulary import IndexName

# What stands in a carried floor's warnings.
BY_CONSUMER_PRICES = "consumption_by_consumer_prices"
HIRED_LABOUR_BY_INPUTS = "hired_labour_by_inputs"
OTHER_INCOME_AS_SURVEYED = "other_income_as_surveyed"

SERIES_NEEDED: Mapping[str, tuple[IndexName, ...]] = {
    "household-consumption": (IndexName.CONSUMPTION, IndexName.INPUTS),
    "rice-poverty-line": (IndexName.INPUTS, IndexName.RICE_PRICE),
    "living-income": (IndexName.INPUTS,),
    "cost-plus": (IndexName.INPUTS, IndexName.WAGE),
    "fixed": (),
}
"""By floor method the series without which it cannot be carried."""

# By part of a household's year the series it moves with; None: it stays as surveyed.
_SERIES: Mapping[str, IndexName | None] = {
    "paid_cost": IndexName.INPUTS,
    "hired_labour": IndexName.WAGE,
    "family_labour": IndexName.WAGE,
    "own_resources": None,
    "household_consumption": IndexName.CONSUMPTION,
    "other_income": None,
}
_SERIES_OF_MEANS = {
    "cash_idr": IndexName.INPUTS,
    "depreciation_idr": IndexName.INPUTS,
    "family_labour_idr": IndexName.WAGE,
    "household_consumption_idr": IndexName.CONSUMPTION,
}
_PAID = (CostConcept.CASH, CostConcept.PAID_COST, CostConcept.AS_PRINTED)
# Which parts a floor may lack for one of its own reasons.
_LACKING: Mapping[str, tuple[str, ...]] = {
    "no_cost": ("paid_cost", "hired_labour"),
    "no_family_labour_cost": ("paid_cost", "hired_labour", "family_labour"),
    "no_household_consumption": ("household_consumption",),
    "no_rice_price": ("rice_price",),
}


class _Column(Protocol):
    def __mul__(self: C, factor: float, /) -> C: ...


C = TypeVar("C", bound=_Column)


@dataclass(frozen=True, slots=True)
class RicePrice:
    """The rice price of the later month, Rp/kg; `marks` say what stands in for what."""

    idr_per_kg: float
    marks: tuple[str, ...] = ()


_MovedBy: TypeAlias = Ratio | RicePrice | NotCarried | None


@dataclass(frozen=True, slots=True)
class Ratios:
    """What carries the parts of a household's year from the month of its survey to another, or why it cannot."""

    survey_month: date
    to_month: date
    consumption: Ratio | NotCarried
    inputs: Ratio | NotCarried
    wage: Ratio | NotCarried
    rice_price: RicePrice | NotCarried

    def of(self, series: IndexName | None) -> Ratio | NotCarried | None:
        """Return what a part moves with; nothing for one that stays as surveyed."""
        by_name = {IndexName.CONSUMPTION: self.consumption, IndexName.INPUTS: self.inputs, IndexName.WAGE: self.wage}
        return None if series is None else by_name[series]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a carried year: the series it moved with and by what factor, or why not; no series: as surveyed."""

    name: str
    series: IndexName | None
    moved: Ratio | NotCarried | None


def or_consumer_prices(consumption: Ratio | NotCarried, consumer_prices: Ratio | NotCarried) -> Ratio | NotCarried:
    """Return what consumption moves with: its own index, or consumer prices in its stead, marked.

    Equation: none
    Units: none.
    Special cases: where both are lacking, the reason is that of consumption's own index.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> or_consumer_prices(NotCarried("index_missing"), Ratio(1.1)).marks
    ('consumption_by_consumer_prices',)
    """
    if isinstance(consumption, Ratio) or isinstance(consumer_prices, NotCarried):
        return consumption
    return replace(consumer_prices, marks=(*consumer_prices.marks, BY_CONSUMER_PRICES))


def parts_of(inputs: FloorInputs, ratios: Ratios, hired_labour_idr: float | None = None) -> tuple[Part, ...]:
    """Return which parts of a household's year are surveyed and which indexed, by what series and factor.

    Equation: none
    Units: `hired_labour_idr` Rp per year within cash costs; None: not told, it moves with the other inputs.
    Special cases: a part that the survey lacks is left out.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> year = FloorInputs(1000, {CostConcept.CASH: 500}, other_income_idr=100)
    >>> ratios = Ratios(date(2024, 1, 1), date(2026, 1, 1), Ratio(1), Ratio(1.2), Ratio(1), RicePrice(12000))
    >>> [(part.name, part.series) for part in parts_of(year, ratios)]
    [('paid_cost', <IndexName.INPUTS: 'inputs'>), ('other_income', None)]
    """
    costs = inputs.cost_idr_by_concept
    there = {
        "paid_cost": any(concept in costs for concept in _PAID),
        "hired_labour": bool(hired_labour_idr),
        "family_labour": CostConcept.PAID_COST_AND_FAMILY_LABOUR in costs,
        "own_resources": CostConcept.COMPREHENSIVE in costs,
        "household_consumption": inputs.household_consumption_idr is not None,
        "other_income": bool(inputs.other_income_idr),
    }
    return tuple(Part(name, series, ratios.of(series)) for name, series in _SERIES.items() if there[name])


def carried(inputs: FloorInputs, ratios: Ratios, hired_labour_idr: float | None = None) -> FloorInputs:
    """Return a household's year in the prices of a later month; what has no series is left out.

    Equation: cost' = (cost - hired) * inputs + hired * wage; labour' = labour * wage; Y' = Y * consumption
    Units: as `FloorInputs`; `hired_labour_idr` Rp per year within cash costs; None: not told, it moves with the inputs.
    Special cases: each concept is carried with those it holds, so that own land and capital stay as surveyed; a total
        as printed moves like a paid cost. Marks say so.
    Raises: NegativeMoney (more hired labour than cost), NotFinite (too large).
    Source: DOMAIN section 3.

    >>> year = FloorInputs(1000, {CostConcept.CASH: 500, CostConcept.PAID_COST: 600}, household_consumption_idr=900)
    >>> ratios = Ratios(date(2024, 1, 1), date(2026, 1, 1), Ratio(1.5), Ratio(1.25), Ratio(1), RicePrice(12000))
    >>> later = carried(year, ratios)
    >>> later.cost_idr_by_concept[CostConcept.PAID_COST], later.household_consumption_idr
    (750.0, 1350.0)
    """
    consumption = inputs.household_consumption_idr
    return replace(
        inputs,
        cost_idr_by_concept=_carried_costs(inputs.cost_idr_by_concept, ratios, hired_labour_idr or 0.0),
        household_consumption_idr=None if consumption is None else _moved(consumption, ratios.consumption),
        marks=tuple(dict.fromkeys((*inputs.marks, *_marks(inputs, ratios, hired_labour_idr)))),
    )


def carried_parameters(parameters: FloorParameters, ratios: Ratios) -> FloorParameters:
    """Return the parameters with the rice price of the later month, or without one.

    Equation: none
    Units: as `FloorParameters`.
    Special cases: a price that stands in the parameters is of another month: it is never taken instead.
    Raises: NotPositive, NotFinite.
    Source: DOMAIN section 3.

    >>> ratios = Ratios(date(2024, 1, 1), date(2026, 1, 1), Ratio(1), Ratio(1), Ratio(1), RicePrice(12000))
    >>> carried_parameters(FloorParameters(rice_price_idr_per_kg=10000), ratios).rice_price_idr_per_kg
    12000
    """
    price = ratios.rice_price
    return replace(parameters, rice_price_idr_per_kg=price.idr_per_kg if isinstance(price, RicePrice) else None)


def carried_floors(
    inputs: FloorInputs, parameters: FloorParameters, ratios: Ratios, hired_labour_idr: float | None = None
) -> list[Floor | NotComputable]:
    """Return every method's floor in the prices of a later month; inputs and parameters are those of the survey.

    Equation: as `compute_floor`, on `carried` inputs
    Units: as `compute_floor`.
    Special cases: a floor that needs a part without its series is not computable, for the reason of that series.
    Raises: as `carried` and `compute_floor`.
    Source: DOMAIN section 3.

    >>> year = FloorInputs(1000, {CostConcept.AS_PRINTED: 500}, household_consumption_idr=900)
    >>> lacking = NotCarried("index_ends_early", date(2026, 1, 1), date(2025, 9, 1))
    >>> ratios = Ratios(date(2024, 1, 1), date(2026, 1, 1), lacking, Ratio(1.2), Ratio(1), RicePrice(12000))
    >>> carried_floors(year, FloorParameters(), ratios)[0].reason
    'index_ends_early'
    """
    later, then = carried(inputs, ratios, hired_labour_idr), carried_parameters(parameters, ratios)
    moved: dict[str, _MovedBy] = {"rice_price": ratios.rice_price}
    moved |= {part.name: part.moved for part in parts_of(inputs, ratios, hired_labour_idr)}
    floors = (compute_floor(slug, later, then) for slug in FLOOR_METHODS)
    return [each if isinstance(each, Floor) else _explained(each, moved) for each in floors]


def carried_means(means: Mapping[str, C], ratios: Ratios) -> dict[str, C]:
    """Return columns of means, or of their replicates, in the prices of a later month.

    Equation: as `carried`, part by part
    Units: as `floor_columns.MEANS`.
    Special cases: NaN where a part has no series; hired labour moves with the other inputs.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> ratios = Ratios(date(2024, 1, 1), date(2026, 1, 1), Ratio(1.5), Ratio(2), Ratio(1), RicePrice(12000))
    >>> carried_means({"cash_idr": 100.0, "household_size": 4.0}, ratios)
    {'cash_idr': 200.0, 'household_size': 4.0}
    """
    return {name: column * _factor(ratios.of(_SERIES_OF_MEANS.get(name))) for name, column in means.items()}


def _factor(moved: Ratio | NotCarried | None) -> float:
    if moved is None:
        return 1.0
    return moved.factor if isinstance(moved, Ratio) else math.nan


def _moved(amount_idr: float, ratio: Ratio | NotCarried) -> float | None:
    return finite("carried amount", amount_idr * ratio.factor) if isinstance(ratio, Ratio) else None


def _carried_costs(
    costs: Mapping[CostConcept, float], ratios: Ratios, hired_labour_idr: float
) -> dict[CostConcept, float]:
    paid = {concept: _carried_paid(costs[concept], ratios, hired_labour_idr) for concept in _PAID if concept in costs}
    later = {concept: cost for concept, cost in paid.items() if cost is not None}
    for concept, within, ratio in (
        (CostConcept.PAID_COST_AND_FAMILY_LABOUR, CostConcept.PAID_COST, ratios.wage),
        (CostConcept.COMPREHENSIVE, CostConcept.PAID_COST_AND_FAMILY_LABOUR, Ratio(1.0)),
    ):
        if concept in costs and within in later:
            rest = _moved(costs[concept] - costs[within], ratio)
            later |= {} if rest is None else {concept: later[within] + rest}
    return later


def _carried_paid(cost_idr: float, ratios: Ratios, hired_labour_idr: float) -> float | None:
    bought = _moved(money("cost without hired_labour_idr", cost_idr - hired_labour_idr), ratios.inputs)
    hired = _moved(hired_labour_idr, ratios.wage) if hired_labour_idr else 0.0
    return None if bought is None or hired is None else bought + hired


def _marks(inputs: FloorInputs, ratios: Ratios, hired_labour_idr: float | None) -> tuple[str, ...]:
    moved = {part.name: part.moved for part in parts_of(inputs, ratios, hired_labour_idr)}
    hired = (HIRED_LABOUR_BY_INPUTS,) if "paid_cost" in moved and hired_labour_idr is None else ()
    other = (OTHER_INCOME_AS_SURVEYED,) if "other_income" in moved else ()
    used = (*moved.values(), ratios.rice_price)
    return (*hired, *other, *(mark for each in used if isinstance(each, Ratio | RicePrice) for mark in each.marks))


def _explained(found: NotComputable, moved: Mapping[str, _MovedBy]) -> NotComputable:
    """Say which series is lacking, where a floor is not computable because something could not be carried."""
    lacking = (moved.get(name) for name in _LACKING.get(found.reason, ()))
    reason = next((each.reason for each in lacking if isinstance(each, NotCarried)), None)
    if reason is None and found.reason == "no_family_labour_cost" and "family_labour" in moved:
        reason = "cost_parts_not_told"
    return found if reason is None else not_computable(found.method, reason)
