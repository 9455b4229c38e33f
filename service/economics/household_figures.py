"""What one household of a cost survey states, as plain numbers: the input of `household_year`."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from service.vocabulary import (
    ConsumptionGroup,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    HouseholdPart,
    IncomeSource,
    LabourActivity,
    LabourSource,
    TimeUnit,
)


@dataclass(frozen=True, slots=True)
class CostRow:
    """One cost: rupiah of its time unit (the household's if it states none), or a share of revenue (0..1)."""

    cost_group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit
    amount: float
    time_unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One kind of tool: rupiah per piece and the years it lasts."""

    units: float
    purchase_value_idr: float
    salvage_value_idr: float
    economic_life_years: float


@dataclass(frozen=True, slots=True)
class LabourRow:
    """Labour of one source and activity: person-days of its time unit and their wage, or a share of revenue (0..1)."""

    labour_source: LabourSource
    activity: LabourActivity
    person_days: float | None = None
    wage_idr_per_person_day: float | None = None
    revenue_share: float | None = None
    time_unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True)
class ConsumptionRow:
    """What is consumed of one group, rupiah of its time unit."""

    consumption_group: ConsumptionGroup
    amount_idr: float
    time_unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """Net income from another source than the household's rubber, rupiah of its time unit."""

    income_source: IncomeSource
    amount_idr: float
    time_unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFigures:
    """One household as it answered: figures of one `time_unit`, None means not stated.

    A part without rows was not stated either, unless `none_of` says that there is none of it.

    >>> HouseholdFigures(time_unit=TimeUnit.YEAR, production_kg=2312.0, none_of={HouseholdPart.TOOLS}).states(
    ...     HouseholdPart.TOOLS
    ... )
    True
    """

    time_unit: TimeUnit
    production_kg: float
    months_tapped: float | None = None
    costs: tuple[CostRow, ...] = ()
    tools: tuple[ToolRow, ...] = ()
    labour: tuple[LabourRow, ...] = ()
    consumption: tuple[ConsumptionRow, ...] = ()
    other_incomes: tuple[IncomeRow, ...] = ()
    none_of: Set[HouseholdPart] = frozenset()
    own_land_idr: float | None = None
    own_capital_idr: float | None = None
    food_consumption_idr: float | None = None
    non_food_consumption_idr: float | None = None
    other_income_idr: float | None = None
    household_size: float | None = None
    dry_rubber_content: float | None = None
    price_idr_per_kg: float | None = None
    deduction: float | None = None
    deduction_treated_as: DeductionTreatment = DeductionTreatment.UNKNOWN

    def states(self, part: HouseholdPart) -> bool:
        """Return whether the household answered for a part, be it that there is none."""
        return bool(getattr(self, part)) or part in self.none_of
