"""What a cost survey looks like when it arrives."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from service.list_queries import PlaceQuery
from service.remedies import refusal
from service.vocabulary import (
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    Provenance,
    Represents,
    Sampling,
    SurveyKind,
    TimeUnit,
)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise refusal("not_finite")
    return value


Number = Annotated[Decimal, AfterValidator(_finite)]
Amount = Annotated[Number, Field(ge=0, lt=10**13)]
Positive = Annotated[Number, Field(gt=0, lt=10**13)]


class _Arriving(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CostItemIn(_Arriving):
    """One cost: rupiah per household and time unit of the survey, or a share of revenue."""

    name: str = Field(min_length=1, max_length=80)
    cost_group: CostGroup = CostGroup.OTHER
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit = CostUnit.RUPIAH
    amount: Amount
    quantity: Amount | None = None
    unit_price_idr: Amount | None = None

    @model_validator(mode="after")
    def _share_is_a_share(self) -> Self:
        if self.unit is CostUnit.REVENUE_SHARE and self.amount > 1:
            raise refusal("no_share", amount=self.amount)
        return self


class SurveyToolIn(_Arriving):
    """One kind of tool; its yearly depreciation is a fixed cost."""

    name: str = Field(min_length=1, max_length=80)
    units: Positive
    purchase_value_idr: Amount
    salvage_value_idr: Amount = Decimal(0)
    economic_life_years: Positive

    @model_validator(mode="after")
    def _loses_value(self) -> Self:
        if self.salvage_value_idr > self.purchase_value_idr:
            facts = {"salvage": self.salvage_value_idr, "purchase": self.purchase_value_idr}
            raise refusal("salvage_above_purchase", **facts)
        return self


class PublishIn(_Arriving):
    """Which of a survey's floors is to be published, and why."""

    method: str
    why: str = Field(min_length=1, max_length=400)


class SurveyMeans(_Arriving):
    """What every survey of printed means says, however it arrives."""

    external_id: str = Field(min_length=1, max_length=200)
    district_code: str = Field(pattern=r"^[0-9]{2}\.[0-9]{2}$")
    title: str = Field(min_length=1, max_length=300)
    source: str = Field(min_length=1, max_length=400)
    provenance: Provenance
    time_unit: TimeUnit
    period_from: date
    period_to: date
    households: int = Field(ge=1)
    villages: int | None = Field(None, ge=1)
    population: int | None = Field(None, ge=1)
    represents: Represents
    sampling: Sampling
    months_tapped: Annotated[Number, Field(gt=0, le=12)] | None = None
    production_kg: Positive
    price_idr_per_kg: Positive | None = None
    total_cost_idr: Amount | None = None
    food_consumption_idr: Amount | None = None
    non_food_consumption_idr: Amount | None = None
    household_consumption_idr: Amount | None = None
    household_size: Positive | None = None
    other_income_idr: Amount | None = None
    deduction_treated_as: DeductionTreatment
    floor_valid_from: date
    assumed: list[str] = []

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.period_from > self.period_to:
            raise refusal("period_backwards", first=self.period_from, last=self.period_to)
        if self.population is not None and self.households > self.population:
            facts = {"households": self.households, "population": self.population}
            raise refusal("more_households_than_population", **facts)
        if self.time_unit is TimeUnit.MONTH and self.months_tapped is None:
            raise refusal("months_missing")
        return self


class CostSurveyIn(SurveyMeans):
    """One survey of one district, known by its printed means per household."""

    kind: SurveyKind
    dry_rubber_content: Annotated[Number, Field(gt=0, le=1)] | None = None
    item: list[CostItemIn] = []
    tool: list[SurveyToolIn] = []
    publish: PublishIn | None = None


class CostSurveyQuery(PlaceQuery):
    """What the list of cost surveys can be narrowed to."""


class CostSurveyOut(BaseModel):
    """A survey's means per household and `time_unit`, those of households computed from what they stated.

    Nothing is told of fewer than 5 households, nor what would tell of fewer beside what was told before: `suppressed`,
    with the `reason`. `warnings` say which figures not all state or are kept back, and that households wait for others.
    """

    id: int
    district_code: str
    external_id: str
    title: str
    source: str
    provenance: Provenance
    kind: SurveyKind
    time_unit: TimeUnit
    period_from: date
    period_to: date
    households: int
    villages: int | None
    population: int | None
    represents: Represents
    sampling: Sampling
    months_tapped: float | None
    production_kg: float | None
    price_idr_per_kg: float | None
    total_cost_idr: float | None
    food_consumption_idr: float | None
    non_food_consumption_idr: float | None
    household_consumption_idr: float | None
    household_size: float | None
    other_income_idr: float | None
    dry_rubber_content_percent: float | None
    deduction_treated_as: DeductionTreatment
    assumed: list[str]
    suppressed: bool
    reason: str | None
    warnings: list[str]
    historical: bool
    revision: int


class CostItemOut(BaseModel):
    """One cost as printed: rupiah per household and `time_unit`, or a share of revenue."""

    name: str
    cost_group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit
    amount: float


class CostSurveyWithItemsOut(CostSurveyOut):
    """A survey with its cost items."""

    items: list[CostItemOut]
