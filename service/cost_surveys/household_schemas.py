"""What households look like when those who may see them do: nobody is named, the same person has the same hash."""

from datetime import date

from pydantic import BaseModel

from service.vocabulary import (
    BokarType,
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
    StorageAge,
    Tenure,
    TimeUnit,
)


class HouseholdCostOut(BaseModel):
    """One cost: rupiah, or a share of revenue; `time_unit` null is the household's."""

    name: str
    cost_group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit
    time_unit: TimeUnit | None
    amount: float
    quantity: float | None
    unit_price_idr: float | None


class HouseholdToolOut(BaseModel):
    """One kind of tool."""

    name: str
    units: float
    purchase_value_idr: float
    salvage_value_idr: float
    economic_life_years: float


class LabourOut(BaseModel):
    """Labour of one source and activity."""

    labour_source: LabourSource
    activity: LabourActivity
    time_unit: TimeUnit
    person_days: float | None
    wage_idr_per_person_day: float | None
    revenue_share_percent: float | None


class ConsumptionOut(BaseModel):
    """What the household consumes of one group."""

    consumption_group: ConsumptionGroup
    time_unit: TimeUnit
    amount_idr: float


class OtherIncomeOut(BaseModel):
    """Net income from another source than the household's rubber."""

    income_source: IncomeSource
    time_unit: TimeUnit
    amount_idr: float


class HouseholdOut(BaseModel):
    """One household as it answered last; an empty list was not stated unless it is among `none_of`."""

    id: int
    external_id: str | None
    household_hash: str
    version: int
    interviewed_on: date
    subdistrict_code: str | None
    village_code: str | None
    weight: float
    household_size: float | None
    education_years: float | None
    experience_years: float | None
    trees_tapped: int | None
    trees_total: int | None
    area_ha: float | None
    member: bool | None
    tenure: Tenure | None
    time_unit: TimeUnit
    months_tapped: float | None
    production_kg: float
    dry_rubber_content_percent: float | None
    bokar_type: BokarType | None
    storage_age: StorageAge
    price_idr_per_kg: float | None
    deduction_percent: float | None
    deduction_treated_as: DeductionTreatment
    own_land_idr: float | None
    own_capital_idr: float | None
    food_consumption_idr: float | None
    non_food_consumption_idr: float | None
    other_income_idr: float | None
    none_of: list[HouseholdPart]
    costs: list[HouseholdCostOut]
    tools: list[HouseholdToolOut]
    labour: list[LabourOut]
    consumption: list[ConsumptionOut]
    other_incomes: list[OtherIncomeOut]
    historical: bool
    revision: int


PART_MODELS: dict[HouseholdPart, type[BaseModel]] = {
    HouseholdPart.COSTS: HouseholdCostOut,
    HouseholdPart.TOOLS: HouseholdToolOut,
    HouseholdPart.LABOUR: LabourOut,
    HouseholdPart.CONSUMPTION: ConsumptionOut,
    HouseholdPart.OTHER_INCOMES: OtherIncomeOut,
}
