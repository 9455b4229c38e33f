"""The lists of a household's form: costs, tools, labour, consumption and other incomes (DOMAIN sections 3 and 4).

Amounts cover the row's own `time_unit` or, where it states none, the household's.
"""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from service.cost_surveys.figures import Arriving, Hundredths, Rupiah, TenThousandths, Thousandths, Words
from service.remedies import refusal
from service.vocabulary import (
    ConsumptionGroup,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    IncomeSource,
    LabourActivity,
    LabourSource,
    TimeUnit,
)

# A form's amount is what its quantity and price come to, give or take the rounding of either.
ROUNDING_IDR = 1
# What quantity and price come to is bound like an amount that is stated.
LARGEST_IDR = 10**13
# Shares of revenue that have a name of their own, in percent.
NAMED_SHARES = {"mertelu": "33.333", "maro": "50"}


def _named_share(value: Any) -> Any:
    return NAMED_SHARES.get(value.strip().casefold(), value) if isinstance(value, str) else value


RevenueSharePercent = Annotated[Thousandths, Field(gt=0, lt=100), BeforeValidator(_named_share)]


class HouseholdCostIn(Arriving):
    """One cost: rupiah, as an amount or as quantity and unit price, or a share of revenue (0 to 1)."""

    name: Words | None = None
    cost_group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit = CostUnit.RUPIAH
    time_unit: TimeUnit | None = None
    quantity: Annotated[Thousandths, Field(ge=0)] | None = None
    unit_price_idr: Rupiah | None = None
    amount: Annotated[TenThousandths, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _amount_is_known(self) -> Self:
        counted = self._counted
        if self.amount is None and counted is None:
            raise refusal("cost_without_amount")
        if counted is not None and counted >= LARGEST_IDR:
            raise refusal("amount_too_large", amount=counted, limit=LARGEST_IDR, **self._facts)
        if counted is not None and self.amount is not None and abs(counted - self.amount) > ROUNDING_IDR:
            raise refusal("amounts_disagree", amount=self.amount, **self._facts)
        return self

    @model_validator(mode="after")
    def _share_is_a_share(self) -> Self:
        if self.unit is CostUnit.REVENUE_SHARE and self.stored_amount >= 1:
            raise refusal("no_share", amount=self.stored_amount)
        return self

    @property
    def stored_amount(self) -> Decimal:
        """Return the stated amount, else what quantity and unit price come to."""
        known = self.amount if self.amount is not None else self._counted
        assert known is not None
        return known

    @property
    def _facts(self) -> dict[str, Any]:
        return {"quantity": self.quantity, "unit_price_idr": self.unit_price_idr}

    @property
    def _counted(self) -> Decimal | None:
        if self.quantity is None or self.unit_price_idr is None:
            return None
        return self.quantity * self.unit_price_idr


class HouseholdToolIn(Arriving):
    """One kind of tool; its yearly depreciation is a fixed cost."""

    name: Words
    units: Annotated[Hundredths, Field(gt=0, lt=10_000)]
    purchase_value_idr: Rupiah
    salvage_value_idr: Rupiah = Decimal(0)
    economic_life_years: Annotated[Hundredths, Field(gt=0, lt=1_000)]

    @model_validator(mode="after")
    def _loses_value(self) -> Self:
        if self.salvage_value_idr > self.purchase_value_idr:
            facts = {"salvage": self.salvage_value_idr, "purchase": self.purchase_value_idr}
            raise refusal("salvage_above_purchase", **facts)
        return self


class LabourIn(Arriving):
    """Labour of one source and activity: person-days and their wage, or a share of revenue (`mertelu`: one third)."""

    labour_source: LabourSource
    activity: LabourActivity = LabourActivity.OTHER
    time_unit: TimeUnit | None = None
    person_days: Annotated[Hundredths, Field(gt=0, lt=10_000)] | None = None
    wage_idr_per_person_day: Rupiah | None = None
    revenue_share_percent: RevenueSharePercent | None = None

    @model_validator(mode="after")
    def _is_paid_in_one_way(self) -> Self:
        shared = self.labour_source is LabourSource.SHARE
        if shared != (self.revenue_share_percent is not None):
            raise refusal("share_without_sharing", source=self.labour_source)
        if not shared and self.person_days is None:
            raise refusal("days_missing", source=self.labour_source)
        if self.labour_source is LabourSource.HIRED and self.wage_idr_per_person_day is None:
            raise refusal("wage_missing")
        return self


class ConsumptionIn(Arriving):
    """What the household consumes of one group, own produce included."""

    consumption_group: ConsumptionGroup
    time_unit: TimeUnit | None = None
    amount_idr: Rupiah


class OtherIncomeIn(Arriving):
    """Net income from another source than the household's rubber."""

    income_source: IncomeSource
    time_unit: TimeUnit | None = None
    amount_idr: Rupiah
