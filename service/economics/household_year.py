"""One household's year: what it stated, in whatever time unit, as the yearly figures that floors are computed from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.economics.errors import positive, share
from service.economics.household_costs import LABOUR_GROUPS, NAMED_LABOUR, Calendar, YearlyCost, added_up, cost_lines
from service.economics.household_figures import ConsumptionRow, CostRow, HouseholdFigures, IncomeRow
from service.economics.production_cost import household_consumption
from service.vocabulary import (
    FOOD_GROUPS,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    HouseholdPart,
    LabourSource,
    TimeUnit,
)

# An inferred number of months: Dolis, who prints monthly figures only, is read as a whole year of tapping.
INFERRED_MONTHS_TAPPED = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdYear:
    """A household's year in kilograms and rupiah; None means not stated, which is not zero.

    `fixed_idr`, `variable_idr` and `cost_idr_by_group` (every group, 0 where nothing was spent) hold the same rupiah
    costs, paid and imputed, as far as their amounts are known; they are None and empty together with `cash_idr`.
    `weight_cut_share` is the part of `revenue_share` that is the buyer's weight cut booked as a cost.
    `costs` are all of them one by one, shares of revenue too, as far as their amounts are known.
    `months_inferred` marks a year for which twelve months of tapping had to be assumed.
    """

    production_kg: float
    revenue_share: float = 0.0
    weight_cut_share: float = 0.0
    cash_idr: float | None = None
    depreciation_idr: float | None = None
    family_labour_idr: float | None = None
    own_resources_idr: float | None = None
    fixed_idr: float | None = None
    variable_idr: float | None = None
    household_consumption_idr: float | None = None
    household_size: float | None = None
    other_income_idr: float | None = None
    dry_rubber_content: float | None = None
    price_idr_per_kg: float | None = None
    deduction: float | None = None
    cost_idr_by_group: Mapping[CostGroup, float] = field(default_factory=dict)
    costs: tuple[YearlyCost, ...] = ()
    months_inferred: bool = False

    @property
    def sold_kg(self) -> float:
        """The kilograms whose revenue is left to the farm: production * (1 - revenue share)."""
        return self.production_kg * (1 - self.revenue_share)


@dataclass(frozen=True, slots=True)
class _Costs:
    """The rupiah costs of a year, unknown together."""

    cash_idr: float | None = None
    fixed_idr: float | None = None
    variable_idr: float | None = None
    by_group: Mapping[CostGroup, float] = field(default_factory=dict)


def household_year(figures: HouseholdFigures) -> HouseholdYear:
    """Return a household's year from what it stated.

    Equation: monthly variable costs, labour and production * months tapped; monthly fixed costs, consumption and
        incomes * 12; yearly figures as they are; tools by `depreciation`; shares of revenue added up
    Units: Rp and kg per year; shares 0..1.
    Special cases: a part that was not stated leaves its figure None. Where the costs were not stated, or neither the
        labour list nor a cost of tapping or collecting speaks of labour, `cash_idr` is None: the household has no cost,
        and a survey leaves it out of its means of cost. Hired labour is cash; family labour is imputed at the wage
        stated with it, and not known without one. A deduction treated as a cost is a share of revenue, once: not if a
        cost of group weight_cut holds it already; the price is then the one before the cut, because from a net price it
        would be subtracted twice. Treated as price it is no cost. The stand's establishment is an annuity as stated
        (`establishment_annuity`). Months of tapping that are needed and not stated are 12, marked.
    Raises: ShareOutOfRange (shares above 1), SalvageAbovePurchase, MonthsOutOfRange, NotPositive, NegativeQuantity,
        NegativeMoney, NotFinite.
    Source: DOMAIN section 3; months tapped as in Putri and Dolis.

    >>> from service.economics.household_figures import HouseholdFigures, ToolRow
    >>> nothing = {HouseholdPart.COSTS, HouseholdPart.LABOUR}
    >>> knife = ToolRow(units=2, purchase_value_idr=75000, salvage_value_idr=15000, economic_life_years=1)
    >>> said = {"time_unit": TimeUnit.MONTH, "months_tapped": 10, "production_kg": 190}
    >>> year = household_year(HouseholdFigures(**said, tools=(knife,), none_of=nothing))
    >>> year.production_kg, year.cash_idr, year.depreciation_idr, year.household_consumption_idr
    (1900.0, 0.0, 120000.0, None)
    """
    calendar = Calendar(figures.time_unit, figures.months_tapped or INFERRED_MONTHS_TAPPED)
    every_line = list(cost_lines(figures, calendar))
    lines = [line for line in every_line if line.unit == CostUnit.RUPIAH]
    shares = [line for line in every_line if line.unit == CostUnit.REVENUE_SHARE]
    costs = _paid_and_imputed(lines) if _states_costs(figures) else _Costs()
    return HouseholdYear(
        production_kg=calendar.months_of_tapping(figures.production_kg),
        revenue_share=share("revenue_share", _total(shares)),
        weight_cut_share=_total(line for line in shares if line.group == CostGroup.WEIGHT_CUT),
        cash_idr=costs.cash_idr,
        depreciation_idr=_part(_depreciation(lines), stated=figures.states(HouseholdPart.TOOLS)),
        family_labour_idr=_part(_family_labour(lines), stated=figures.states(HouseholdPart.LABOUR)),
        own_resources_idr=_part(_own_resources(lines), stated=False),
        fixed_idr=costs.fixed_idr,
        variable_idr=costs.variable_idr,
        household_consumption_idr=_consumption(figures, calendar),
        household_size=None if figures.household_size is None else positive("household_size", figures.household_size),
        other_income_idr=_other_income(figures, calendar),
        dry_rubber_content=figures.dry_rubber_content,
        price_idr_per_kg=figures.price_idr_per_kg,
        deduction=figures.deduction,
        cost_idr_by_group=costs.by_group,
        costs=added_up(every_line),
        months_inferred=figures.months_tapped is None and _counts_months(figures),
    )


def _states_costs(figures: HouseholdFigures) -> bool:
    """Return whether what was paid is known: the costs, and the labour in its own list or among the costs."""
    labour = figures.states(HouseholdPart.LABOUR) or any(row.cost_group in NAMED_LABOUR for row in figures.costs)
    return figures.states(HouseholdPart.COSTS) and labour


def _paid_and_imputed(lines: Sequence[YearlyCost]) -> _Costs:
    by_group = {group: _total(line for line in lines if line.group == group) for group in CostGroup}
    return _Costs(
        cash_idr=_total(line for line in lines if line.payment == CostPayment.CASH),
        fixed_idr=_total(line for line in lines if line.behaviour == CostBehaviour.FIXED),
        variable_idr=_total(line for line in lines if line.behaviour == CostBehaviour.VARIABLE),
        by_group=by_group,
    )


def _total(lines: Iterable[YearlyCost]) -> float:
    return math.fsum(line.amount for line in lines if line.amount is not None)


def _depreciation(lines: Sequence[YearlyCost]) -> list[YearlyCost]:
    return [line for line in _imputed(lines) if line.group == CostGroup.TOOLS]


def _family_labour(lines: Sequence[YearlyCost]) -> list[YearlyCost]:
    return [line for line in _imputed(lines) if line.group in LABOUR_GROUPS]


def _own_resources(lines: Sequence[YearlyCost]) -> list[YearlyCost]:
    return [line for line in _imputed(lines) if line.group not in LABOUR_GROUPS | {CostGroup.TOOLS}]


def _imputed(lines: Sequence[YearlyCost]) -> list[YearlyCost]:
    return [line for line in lines if line.payment == CostPayment.IMPUTED]


def _part(lines: Sequence[YearlyCost], *, stated: bool) -> float | None:
    """Return a part's sum: not known without lines unless it was stated, nor if an amount is missing."""
    if any(line.amount is None for line in lines):
        return None
    return _total(lines) if lines or stated else None


def _consumption(figures: HouseholdFigures, calendar: Calendar) -> float | None:
    """Add food and non-food, each as its total was stated, else as the sum of its groups."""
    food = [row for row in figures.consumption if row.consumption_group in FOOD_GROUPS]
    other = [row for row in figures.consumption if row.consumption_group not in FOOD_GROUPS]
    stated = figures.states(HouseholdPart.CONSUMPTION)
    food_idr = _total_or_rows(figures.food_consumption_idr, food if stated else None, calendar)
    other_idr = _total_or_rows(figures.non_food_consumption_idr, other if stated else None, calendar)
    return None if food_idr is None or other_idr is None else household_consumption(food_idr, other_idr)


def _other_income(figures: HouseholdFigures, calendar: Calendar) -> float | None:
    rows = figures.other_incomes if figures.states(HouseholdPart.OTHER_INCOMES) else None
    return _total_or_rows(figures.other_income_idr, rows, calendar)


def _total_or_rows(
    total: float | None, rows: Sequence[ConsumptionRow | IncomeRow] | None, calendar: Calendar
) -> float | None:
    if total is not None:
        return calendar.whole_year(total)
    return None if rows is None else math.fsum(calendar.whole_year(row.amount_idr, row.time_unit) for row in rows)


def _counts_months(figures: HouseholdFigures) -> bool:
    """Return whether any figure was carried from a month of tapping to a year."""
    variable = [row.time_unit for row in figures.costs if _is_variable_rupiah(row)]
    days = [row.time_unit for row in figures.labour if row.labour_source != LabourSource.SHARE]
    return any((unit or figures.time_unit) == TimeUnit.MONTH for unit in (figures.time_unit, *variable, *days))


def _is_variable_rupiah(row: CostRow) -> bool:
    return row.behaviour == CostBehaviour.VARIABLE and row.unit == CostUnit.RUPIAH
