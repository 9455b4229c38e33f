"""What a household of a cost survey looks like when it arrives, and the survey it belongs to.

Figures cover one `time_unit`. A list that is empty was not stated; that there is none is said in `none_of`. The
respondent's name and phone number never get here: `household_reading` replaces them by a hash.
"""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from service.cost_surveys.figures import (
    Arriving,
    Count,
    Hundredths,
    Identity,
    Millionths,
    Rupiah,
    TenThousandths,
    Tenths,
    Thousandths,
)
from service.cost_surveys.household_parts import (
    ConsumptionIn,
    HouseholdCostIn,
    HouseholdToolIn,
    LabourIn,
    OtherIncomeIn,
)
from service.list_queries import DistrictCode, IsoDay
from service.remedies import refusal
from service.vocabulary import (
    BokarType,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    HouseholdPart,
    Provenance,
    Represents,
    Sampling,
    StorageAge,
    Tenure,
    TimeUnit,
)

SubdistrictCode = Annotated[str, Field(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")]
VillageCode = Annotated[str, Field(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$")]
OWN_MEANS = (("own_land_idr", CostGroup.LAND), ("own_capital_idr", CostGroup.INTEREST))


def _words(value: Any) -> Any:
    """Forms write several chosen words as one text."""
    return value.split() if isinstance(value, str) else value


class SurveyHeader(Arriving):
    """The survey that households belong to; what is not stated follows from them and is marked as assumed."""

    external_id: Identity
    district_code: DistrictCode
    title: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    source: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    provenance: Provenance = Provenance.SURVEY
    period_from: IsoDay | None = None
    period_to: IsoDay | None = None
    floor_valid_from: IsoDay | None = None
    villages: Annotated[int, Field(ge=1)] | None = None
    population: Annotated[int, Field(ge=1)] | None = None
    represents: Represents | None = None
    sampling: Sampling = Sampling.UNKNOWN

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise refusal("period_backwards", first=self.period_from, last=self.period_to)
        return self


class HouseholdIn(Arriving):
    """One household, known by its hash; percentages are 0 to 100, blank means not stated."""

    survey_id: Identity
    external_id: Identity | None = None
    district_code: DistrictCode
    subdistrict_code: SubdistrictCode | None = None
    village_code: VillageCode | None = None
    interviewed_on: IsoDay
    household_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    weight: Annotated[Millionths, Field(gt=0, lt=1_000_000)] = Decimal(1)
    household_size: Annotated[Hundredths, Field(gt=0, le=50)] | None = None
    education_years: Annotated[Tenths, Field(ge=0, le=30)] | None = None
    experience_years: Annotated[Tenths, Field(ge=0, le=90)] | None = None
    trees_tapped: Count | None = None
    trees_total: Count | None = None
    area_ha: Annotated[TenThousandths, Field(gt=0, le=10_000)] | None = None
    member: bool | None = None
    tenure: Tenure | None = None
    time_unit: TimeUnit
    months_tapped: Annotated[Hundredths, Field(gt=0, le=12)] | None = None
    # A household whose trees rest has costs and needs all the same.
    production_kg: Annotated[Thousandths, Field(ge=0)]
    dry_rubber_content_percent: Annotated[Thousandths, Field(gt=0, le=100)] | None = None
    bokar_type: BokarType | None = None
    storage_age: StorageAge = StorageAge.UNSPECIFIED
    price_idr_per_kg: Annotated[Hundredths, Field(gt=0)] | None = None
    deduction_percent: Annotated[Thousandths, Field(ge=0, lt=100)] | None = None
    deduction_treated_as: DeductionTreatment = DeductionTreatment.UNKNOWN
    own_land_idr: Rupiah | None = None
    own_capital_idr: Rupiah | None = None
    food_consumption_idr: Rupiah | None = None
    non_food_consumption_idr: Rupiah | None = None
    other_income_idr: Rupiah | None = None
    costs: tuple[HouseholdCostIn, ...] = ()
    tools: tuple[HouseholdToolIn, ...] = ()
    labour: tuple[LabourIn, ...] = ()
    consumption: tuple[ConsumptionIn, ...] = ()
    other_incomes: tuple[OtherIncomeIn, ...] = ()
    none_of: Annotated[tuple[HouseholdPart, ...], BeforeValidator(_words)] = ()

    @model_validator(mode="after")
    def _lies_in_its_district(self) -> Self:
        outer = self.district_code
        for name in ("subdistrict_code", "village_code"):
            code = getattr(self, name)
            if code is not None and not code.startswith(f"{outer}."):
                raise refusal("place_elsewhere", field=name, code=code, outer=outer)
            outer = code or outer
        return self

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        if self.trees_tapped is not None and self.trees_total is not None and self.trees_tapped > self.trees_total:
            raise refusal("more_tapped_than_there_are", tapped=self.trees_tapped, total=self.trees_total)
        if self.time_unit is TimeUnit.MONTH and self.months_tapped is None:
            raise refusal("months_missing")
        return self

    @model_validator(mode="after")
    def _deduction_counts_once(self) -> Self:
        unknown = self.deduction_treated_as is DeductionTreatment.UNKNOWN
        if self.deduction_percent is not None and unknown:
            raise refusal("treatment_missing", percent=self.deduction_percent)
        if self.deduction_treated_as is DeductionTreatment.PRICE and self._has_cost(CostGroup.WEIGHT_CUT):
            raise refusal("deduction_twice")
        return self

    @model_validator(mode="after")
    def _own_means_count_once(self) -> Self:
        for name, group in OWN_MEANS:
            if getattr(self, name) is not None and self._has_cost(group, CostPayment.IMPUTED):
                raise refusal("own_means_twice", field=name, value=getattr(self, name), group=group)
        return self

    @model_validator(mode="after")
    def _leaves_a_share(self) -> Self:
        if self.revenue_share >= 1:
            raise refusal("shares_exceed", share=self.revenue_share)
        return self

    @model_validator(mode="after")
    def _says_none_of_what_is_not_there(self) -> Self:
        for part in self.none_of:
            if getattr(self, part):
                raise refusal("none_but_some", part=part)
        return self

    @property
    def revenue_share(self) -> Decimal:
        """Return the part of revenue that goes to others, 0 to below 1 (DOMAIN section 3)."""
        costs = sum((c.stored_amount for c in self.costs if c.unit is CostUnit.REVENUE_SHARE), Decimal(0))
        labour = sum((row.revenue_share_percent or Decimal(0) for row in self.labour), Decimal(0)) / 100
        booked = self.deduction_treated_as is DeductionTreatment.COST and not self._has_cost(CostGroup.WEIGHT_CUT)
        deduction = (self.deduction_percent or Decimal(0)) / 100 if booked else Decimal(0)
        return costs + labour + deduction

    def _has_cost(self, group: CostGroup, payment: CostPayment | None = None) -> bool:
        return any(cost.cost_group is group and payment in (None, cost.payment) for cost in self.costs)
