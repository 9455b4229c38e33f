"""What a scenario is asked and answers, and what other readings of a survey would change."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from service.analysis.errors import NothingChanged
from service.calculators.schemas import Figures, PercentAboveZero, read_number
from service.list_queries import DistrictCode, IsoDay, ProvinceCode, RowId, check_place
from service.minimum_prices.schemas import MethodSlug
from service.vocabulary import Basis, Channel, FloorStatus, Outcome, Severity

Change = Annotated[float, Field(ge=-100, le=1000, allow_inf_nan=False), BeforeValidator(read_number)]
ProductionChange = Annotated[float, Field(ge=-99, le=1000, allow_inf_nan=False), BeforeValidator(read_number)]
Months = Annotated[float, Field(ge=1, le=12, allow_inf_nan=False), BeforeValidator(read_number)]
Rupiah = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False), BeforeValidator(read_number)]
RupiahAboveZero = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False), BeforeValidator(read_number)]
Times = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False), BeforeValidator(read_number)]


class ContentChange(Figures):
    """A dry rubber content (KKK) that moves; `from` is taken for what the survey's and the price's rubber has."""

    from_percent: PercentAboveZero = Field(alias="from")
    to_percent: PercentAboveZero = Field(alias="to", ge=1)


class Changes(Figures):
    """What is otherwise than in the stored floors; `_percent` says by how much per cent a cost moves."""

    fertiliser_percent: Change | None = None
    pesticide_percent: Change | None = None
    coagulant_percent: Change | None = None
    tapping_percent: Change | None = None
    collecting_percent: Change | None = None
    fuel_percent: Change | None = None
    transport_percent: Change | None = None
    tools_percent: Change | None = None
    weight_cut_percent: Change | None = None
    group_fee_percent: Change | None = None
    interest_percent: Change | None = None
    land_percent: Change | None = None
    tax_percent: Change | None = None
    stand_establishment_percent: Change | None = None
    other_percent: Change | None = None
    weight_cut_as: Literal["price", "revenue_share"] | None = Field(
        None, description="Take the buyer's weight cut out of the costs, or count it as a share of revenue."
    )
    cash_cost_percent: Change | None = Field(None, description="All costs that are paid in rupiah.")
    wage_percent: Change | None = Field(
        None, description="Tapping and collecting in rupiah; the family's labour too where the method counts it."
    )
    months_tapped: Months | None = None
    production_percent: ProductionChange | None = None
    dry_rubber_content_percent: ContentChange | None = None
    consumption_percent: Change | None = None
    household_size: Times | None = None
    other_income_idr_per_year: Rupiah | None = None
    rice_price_idr_per_kg: RupiahAboveZero | None = None
    cost_plus_factor: Times | None = None
    living_income_benchmark_idr_per_year: RupiahAboveZero | None = None

    def given(self) -> dict[str, Any]:
        """Return the changes that are asked for, by name."""
        return self.model_dump(exclude_none=True, by_alias=True)

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if not self.given():
            raise NothingChanged
        return self


class ScenarioIn(Figures):
    """Whose floors to look at, on which day, and what to change."""

    province_code: ProvinceCode | None = None
    district_code: DistrictCode | None = None
    survey_id: RowId | None = None
    method: MethodSlug | None = Field(
        None, description="Slug of a floor method; left out: the published floors, or all of `survey_id`."
    )
    valid_on: IsoDay | None = Field(
        None, description="The day whose floors and prices are looked at; left out: today in Jakarta."
    )
    changes: Changes

    @model_validator(mode="after")
    def _place_is_one(self) -> Self:
        check_place(self.district_code, self.province_code)
        return self


class EffectOut(BaseModel):
    """What one cause alone does to a floor."""

    cause: str
    effect_idr_per_kg: float


class ComparisonOut(BaseModel):
    """A district's headline price held against a floor; unknown with its reason."""

    comparison: Outcome
    comparison_reason: str
    gap_idr_per_kg: float | None
    gap_percent: float | None


class ScenarioPriceOut(BaseModel):
    """The district's headline price, and as it is compared: where the rubber content moves, at the new content."""

    price_channel: Channel
    price_day: date
    price_idr_per_kg: float
    price_at_new_content_idr_per_kg: float
    before: ComparisonOut
    after: ComparisonOut


class ScenarioFloorOut(BaseModel):
    """One floor before and after; `effects` and `together_idr_per_kg` add up to `change_idr_per_kg` exactly."""

    id: int
    district_code: str
    survey_id: int
    method: str
    status: FloorStatus | None
    basis: Basis
    minimum_price_idr_per_kg: float | None
    new_minimum_price_idr_per_kg: float | None
    change_idr_per_kg: float | None
    effects: list[EffectOut]
    together_idr_per_kg: float | None
    warnings: list[str]
    reason: str | None = Field(
        description="Why there is no new floor; `cause` is the change that it was, if one alone."
    )
    cause: str | None
    message_en: str | None
    message_id: str | None
    price: ScenarioPriceOut | None
    crosses_price: bool | None = Field(description="Whether the floor and the price change sides; null: unknown.")


class ScenarioOut(BaseModel):
    """The floors under the changes, and the districts whose price is on the other side of its floor then."""

    valid_on: date
    floors: list[ScenarioFloorOut]
    crossing_districts: list[str]
    unknown_districts: list[str]
    notice_id: str
    notice_en: str
    revision: int


class AlertBriefOut(BaseModel):
    """An alert in brief."""

    fired_on: date
    severity: Severity = Field(description="The worst it has had.")
    resolved_on: date | None
    gap_percent: float


class AlertChangeOut(BaseModel):
    """How an alert would differ: `would_not_have_fired`, `would_have_fired`, or `differs` in its days or severity."""

    channel: Channel
    change: Literal["would_not_have_fired", "would_have_fired", "differs"]
    stored: AlertBriefOut | None
    alternative: AlertBriefOut | None


class AlternativeOut(BaseModel):
    """Another reading of the survey, and whether its floor would change the district's alerts."""

    slug: str
    label_en: str
    label_id: str
    minimum_price_idr_per_kg: float | None
    changes_alert: bool | None = Field(description="null: not known, `reason` says why.")
    reason: str | None
    changes: list[AlertChangeOut]


class AlternativesOut(BaseModel):
    """The readings that a floor's survey leaves open."""

    id: int
    district_code: str
    method: str
    minimum_price_idr_per_kg: float | None
    until: date
    alternatives: list[AlternativeOut]
    reason: str | None = Field(description="Why the readings are not known, else null.")
    message_en: str | None
    message_id: str | None
    notice: str | None
    revision: int
