"""The costs of one household's year, one by one: what it paid, what is imputed, and what is a share of revenue."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from service.economics.errors import money
from service.economics.farm_income import depreciation
from service.economics.household_figures import HouseholdFigures, LabourRow
from service.economics.units import yearly_figure
from service.vocabulary import (
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    LabourActivity,
    LabourSource,
    TimeUnit,
)

GROUP_OF_ACTIVITY: Mapping[str, CostGroup] = {
    LabourActivity.TAPPING: CostGroup.TAPPING,
    LabourActivity.COLLECTING: CostGroup.COLLECTING,
}
NAMED_LABOUR = frozenset(GROUP_OF_ACTIVITY.values())
# Imputed costs of these groups are family labour, as in published means.
LABOUR_GROUPS = NAMED_LABOUR | {CostGroup.OTHER}


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a figure of a month or a year becomes one of a year."""

    own_unit: TimeUnit
    months_tapped: float

    def whole_year(self, amount: float, unit: TimeUnit | None = None) -> float:
        """Return twelve times a monthly figure, a yearly one as it is."""
        return yearly_figure(amount, self._observed_months(unit))

    def months_of_tapping(self, amount: float, unit: TimeUnit | None = None) -> float:
        """Return a monthly figure times the months tapped; a yearly one is the year's, in however many months."""
        observed = self._observed_months(unit)
        return yearly_figure(amount, observed, self.months_tapped if observed == 1.0 else 12.0)

    def _observed_months(self, unit: TimeUnit | None) -> float:
        return 1.0 if (unit or self.own_unit) == TimeUnit.MONTH else 12.0


class YearlyCost(NamedTuple):
    """One cost of the year: rupiah, or a share of revenue (0..1); its amount is None where labour has no wage."""

    group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit
    amount: float | None


def cost_lines(figures: HouseholdFigures, calendar: Calendar) -> Iterator[YearlyCost]:
    """Yield the costs of a household's year, as it stated them.

    Equation: see `household_year`
    Units: Rp per year, or shares of revenue 0..1.
    Special cases: a deduction treated as a cost is a share of group weight_cut, unless a cost of that group holds it.
    Raises: SalvageAbovePurchase, NegativeMoney, NotFinite.
    Source: DOMAIN section 3.

    >>> said = HouseholdFigures(time_unit=TimeUnit.YEAR, production_kg=2312.0, own_land_idr=500000.0)
    >>> [(line.group.value, line.payment.value, line.amount) for line in cost_lines(said, Calendar(TimeUnit.YEAR, 12))]
    [('land', 'imputed', 500000.0)]
    """
    yield from _items(figures, calendar)
    yield from _labour(figures, calendar)
    yield from _own_means(figures, calendar)
    yield from _tools(figures)
    yield from _cut(figures)


def added_up(lines: Iterable[YearlyCost]) -> tuple[YearlyCost, ...]:
    """Add up lines that differ in nothing but their amount; one whose amount is not known, or nothing, is left out.

    Equation: sum(amount)
    Units: as the lines.
    Special cases: none.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> hoe = YearlyCost(CostGroup.TOOLS, CostBehaviour.FIXED, CostPayment.CASH, CostUnit.RUPIAH, 1000.0)
    >>> [line.amount for line in added_up([hoe, hoe, hoe._replace(amount=None)])]
    [2000.0]
    """
    amounts = defaultdict[tuple[CostGroup, CostBehaviour, CostPayment, CostUnit], list[float]](list)
    for *kind, amount in lines:
        if amount:
            amounts[tuple(kind)].append(amount)  # type: ignore[index]
    return tuple(YearlyCost(*kind, math.fsum(each)) for kind, each in amounts.items())


def _items(figures: HouseholdFigures, calendar: Calendar) -> Iterator[YearlyCost]:
    for row in figures.costs:
        per_year = calendar.whole_year if row.behaviour == CostBehaviour.FIXED else calendar.months_of_tapping
        amount = per_year(row.amount, row.time_unit) if row.unit == CostUnit.RUPIAH else row.amount
        yield YearlyCost(row.cost_group, row.behaviour, row.payment, row.unit, amount)


def _labour(figures: HouseholdFigures, calendar: Calendar) -> Iterator[YearlyCost]:
    for row in figures.labour:
        group = GROUP_OF_ACTIVITY.get(row.activity, CostGroup.OTHER)
        if row.revenue_share:
            yield YearlyCost(group, CostBehaviour.VARIABLE, CostPayment.CASH, CostUnit.REVENUE_SHARE, row.revenue_share)
        if row.labour_source != LabourSource.SHARE:
            payment = CostPayment.CASH if row.labour_source == LabourSource.HIRED else CostPayment.IMPUTED
            yield YearlyCost(group, CostBehaviour.VARIABLE, payment, CostUnit.RUPIAH, _wages(row, calendar))


def _wages(row: LabourRow, calendar: Calendar) -> float | None:
    if row.person_days is None or row.wage_idr_per_person_day is None:
        return None
    wage = money("wage_idr_per_person_day", row.wage_idr_per_person_day)
    return calendar.months_of_tapping(row.person_days * wage, row.time_unit)


def _own_means(figures: HouseholdFigures, calendar: Calendar) -> Iterator[YearlyCost]:
    for group, amount in ((CostGroup.LAND, figures.own_land_idr), (CostGroup.INTEREST, figures.own_capital_idr)):
        if amount is not None:
            yield _rupiah(group, calendar.whole_year(amount))


def _tools(figures: HouseholdFigures) -> Iterator[YearlyCost]:
    for row in figures.tools:
        lost = depreciation(row.units, row.purchase_value_idr, row.salvage_value_idr, row.economic_life_years)
        yield _rupiah(CostGroup.TOOLS, lost)


def _rupiah(group: CostGroup, amount: float) -> YearlyCost:
    return YearlyCost(group, CostBehaviour.FIXED, CostPayment.IMPUTED, CostUnit.RUPIAH, amount)


def _cut(figures: HouseholdFigures) -> Iterator[YearlyCost]:
    booked = any(row.cost_group == CostGroup.WEIGHT_CUT for row in figures.costs)
    if figures.deduction and figures.deduction_treated_as == DeductionTreatment.COST and not booked:
        kind = CostGroup.WEIGHT_CUT, CostBehaviour.VARIABLE, CostPayment.CASH, CostUnit.REVENUE_SHARE
        yield YearlyCost(*kind, figures.deduction)
