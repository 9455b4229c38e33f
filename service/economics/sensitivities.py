"""What the floor would be by other readings of a survey: labour paid or own, the weight cut, the months tapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, SupportsFloat

from service.economics.errors import at_least_zero
from service.economics.household_costs import LABOUR_GROUPS, NAMED_LABOUR
from service.economics.minimum_price import (
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floor,
    not_computable,
)
from service.economics.units import yearly_figure
from service.vocabulary import CostBehaviour, CostGroup, CostPayment, CostUnit, TimeUnit

MONTHS_TO_CHOOSE_FROM = (10.0, 12.0)
"""Putri counts ten months of tapping, Dolis is read as twelve."""

LABELS: Mapping[str, tuple[str, str]] = {
    "labour_own": ("Tapping and collecting as own labour", "Sadap dan pengumpulan sebagai tenaga kerja sendiri"),
    "labour_paid": ("Tapping and collecting as paid labour", "Sadap dan pengumpulan sebagai tenaga kerja upahan"),
    "weight_cut_as_price": ("Weight cut in the price", "Potongan berat di dalam harga"),
    "weight_cut_as_revenue_share": (
        "Weight cut as a share of revenue",
        "Potongan berat sebagai bagian dari penerimaan",
    ),
    **{
        f"months_tapped_{months:.0f}": (
            f"{months:.0f} months tapped in a year",
            f"{months:.0f} bulan sadap dalam setahun",
        )
        for months in MONTHS_TO_CHOOSE_FROM
    },
}
"""The readings by their slugs, in English and in Indonesian."""

# A cost smaller than one that is taken out of it by more than rounding did not hold it.
ROUNDING_IDR = 1.0


class PrintedItem(Protocol):
    """One cost as a survey prints it: rupiah of the survey's time unit, or a share of revenue (0..1)."""

    @property
    def cost_group(self) -> str: ...  # noqa: D102
    @property
    def behaviour(self) -> str: ...  # noqa: D102
    @property
    def payment(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> SupportsFloat: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PrintedMeans:
    """A survey's printed means: the year made of them, and what it was made of.

    `items` are per household and `time_unit`; the price is the mean price the survey prints, Rp/kg.
    """

    year: FloorInputs
    items: Sequence[PrintedItem] = ()
    time_unit: TimeUnit = TimeUnit.YEAR
    months_tapped: float = 12.0
    months_assumed: bool = False
    price_idr_per_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """The floor as it would be by another reading of the survey, with a stable slug and its name in both languages."""

    slug: str
    label_en: str
    label_id: str
    floor: Floor | NotComputable


@dataclass(frozen=True, slots=True)
class _Reading:
    """Another reading of the same survey; without a year it cannot be computed, for the reason."""

    slug: str
    year: FloorInputs | None
    reason: str = ""


def alternatives(inputs: PrintedMeans, parameters: FloorParameters, method: str) -> list[Alternative]:
    """Return the floors by one method as other readings of the survey's means give them.

    Equation: the method's, on a year in which: tapping and collecting that was paid is the family's own (or the other
        way round); the weight cut is no cost, because it is in the price, or a share of revenue C / (Q * p); production
        and variable costs are those of 10 or 12 months
    Units: Rp/kg.
    Special cases: a choice is open where the survey has such an item, the months where they are assumed; a reading that
        changes nothing is left out. Own labour adds nothing beside a need that it lives on. With the weight cut in the
        price the floor is to be compared with prices before the cut. A total without items counts as variable.
    Raises: UnknownName (no such method).
    Source: DOMAIN sections 2 to 4; Dolis.

    >>> year = FloorInputs(4000.0, {CostConcept.AS_PRINTED: 8e6}, household_consumption_idr=4e6)
    >>> monthly = PrintedMeans(year, time_unit=TimeUnit.MONTH, months_assumed=True)
    >>> [ten] = alternatives(monthly, FloorParameters(), "household-consumption")
    >>> ten.slug, round(ten.floor.minimum_price_idr_per_kg, 2)
    ('months_tapped_10', 3200.0)
    """
    stated = compute_floor(method, inputs.year, parameters)
    found = [_alternative(reading, parameters, method) for read in _READINGS for reading in read(inputs)]
    return [one for one in found if one.floor != stated]


def _alternative(reading: _Reading, parameters: FloorParameters, method: str) -> Alternative:
    if reading.year is None:
        floor: Floor | NotComputable = not_computable(method, reading.reason)
    else:
        floor = compute_floor(method, reading.year, parameters)
    return Alternative(reading.slug, *LABELS[reading.slug], floor)


def _labour(inputs: PrintedMeans) -> Iterator[_Reading]:
    paid, own = (_labour_items(inputs, payment) for payment in (CostPayment.CASH, CostPayment.IMPUTED))
    if paid:
        yield _Reading("labour_own", _own_labour(inputs.year, _total(inputs, paid)))
    if own:
        yield _Reading("labour_paid", _paid_labour(inputs.year, _total(inputs, own)))


def _labour_items(inputs: PrintedMeans, payment: CostPayment) -> list[PrintedItem]:
    return [item for item in _rupiah(inputs) if item.cost_group in NAMED_LABOUR and item.payment == payment]


def _own_labour(year: FloorInputs, labour_idr: float) -> FloorInputs:
    with_labour, paid = CostConcept.PAID_COST_AND_FAMILY_LABOUR, CostConcept.PAID_COST
    before = year.cost_idr_by_concept
    costs = _changed(before, dict.fromkeys((CostConcept.CASH, paid, CostConcept.AS_PRINTED), -labour_idr))
    # What was paid cost held that labour, and holds it now as the family's.
    known = {with_labour: before[paid]} if paid in before and with_labour not in before else {}
    return replace(year, cost_idr_by_concept=costs | known)


def _paid_labour(year: FloorInputs, labour_idr: float) -> FloorInputs:
    change = {CostConcept.CASH: labour_idr, CostConcept.PAID_COST: labour_idr}
    return replace(year, cost_idr_by_concept=_changed(year.cost_idr_by_concept, change))


def _weight_cut(inputs: PrintedMeans) -> Iterator[_Reading]:
    cuts = [item for item in _rupiah(inputs) if item.cost_group == CostGroup.WEIGHT_CUT]
    shares = [i for i in inputs.items if i.cost_group == CostGroup.WEIGHT_CUT and i.unit == CostUnit.REVENUE_SHARE]
    if not cuts and not shares:
        return
    taken = sum(float(item.amount) for item in shares)
    without = replace(
        inputs.year,
        cost_idr_by_concept=_changed(inputs.year.cost_idr_by_concept, _by_concept(inputs, cuts, -1.0)),
        revenue_share=at_least_zero(inputs.year.revenue_share - taken),
    )
    yield _Reading("weight_cut_as_price", without)
    if cuts:
        yield _as_share(inputs, without, taken, _total(inputs, cuts))


def _as_share(inputs: PrintedMeans, without: FloorInputs, taken: float, cut_idr: float) -> _Reading:
    slug, price = "weight_cut_as_revenue_share", inputs.price_idr_per_kg
    if not price:
        return _Reading(slug, year=None, reason="no_price")
    share = taken + cut_idr / (without.production_kg * price)
    return _Reading(slug, replace(without, revenue_share=without.revenue_share + share))


def _months(inputs: PrintedMeans) -> Iterator[_Reading]:
    if inputs.time_unit != TimeUnit.MONTH or not inputs.months_assumed:
        return
    for months in MONTHS_TO_CHOOSE_FROM:
        if months != inputs.months_tapped:
            yield _Reading(f"months_tapped_{months:.0f}", _tapped_for(inputs, months / inputs.months_tapped))


def _tapped_for(inputs: PrintedMeans, times: float) -> FloorInputs:
    year = inputs.year
    variable = [item for item in _rupiah(inputs) if item.behaviour == CostBehaviour.VARIABLE]
    change = _by_concept(inputs, variable, times - 1)
    if CostConcept.AS_PRINTED in year.cost_idr_by_concept:
        change |= {CostConcept.AS_PRINTED: year.cost_idr_by_concept[CostConcept.AS_PRINTED] * (times - 1)}
    costs = _changed(year.cost_idr_by_concept, change)
    return replace(year, production_kg=year.production_kg * times, cost_idr_by_concept=costs)


_READINGS: Sequence[Callable[[PrintedMeans], Iterator[_Reading]]] = (_labour, _weight_cut, _months)


def _rupiah(inputs: PrintedMeans) -> list[PrintedItem]:
    return [item for item in inputs.items if item.unit == CostUnit.RUPIAH]


def _total(inputs: PrintedMeans, items: Sequence[PrintedItem]) -> float:
    seen = 1.0 if inputs.time_unit == TimeUnit.MONTH else 12.0
    tapped = inputs.months_tapped if inputs.time_unit == TimeUnit.MONTH else 12.0
    fixed = sum(float(item.amount) for item in items if item.behaviour == CostBehaviour.FIXED)
    variable = sum(float(item.amount) for item in items if item.behaviour == CostBehaviour.VARIABLE)
    return yearly_figure(fixed, seen) + yearly_figure(variable, seen, tapped)


def _by_concept(inputs: PrintedMeans, items: Sequence[PrintedItem], times: float) -> dict[CostConcept, float]:
    return {c: times * _total(inputs, [item for item in items if c in _concepts_of(item)]) for c in CostConcept}


def _concepts_of(item: PrintedItem) -> tuple[CostConcept, ...]:
    """Return the concepts that hold an item: they nest, and a printed total holds all."""
    if item.payment == CostPayment.CASH:
        narrowest = CostConcept.CASH
    elif item.cost_group == CostGroup.TOOLS:
        narrowest = CostConcept.PAID_COST
    elif item.cost_group in LABOUR_GROUPS:
        narrowest = CostConcept.PAID_COST_AND_FAMILY_LABOUR
    else:
        narrowest = CostConcept.COMPREHENSIVE
    return tuple(CostConcept)[tuple(CostConcept).index(narrowest) :]


def _changed(costs: Mapping[CostConcept, float], change: Mapping[CostConcept, float]) -> dict[CostConcept, float]:
    """Add a change to each concept; one that falls below zero did not hold what was taken out, and is not known."""
    changed = {concept: cost + change.get(concept, 0.0) for concept, cost in costs.items()}
    return {concept: at_least_zero(cost) for concept, cost in changed.items() if cost > -ROUNDING_IDR}
