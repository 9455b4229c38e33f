"""What people decide on minimum prices: how it is asked for and how it is shown."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from service.list_queries import DistrictCode, IsoDay, PlaceQuery
from service.minimum_prices.publication import ADMINISTERED, Decree
from service.minimum_prices.schemas import MethodSlug
from service.prices.schemas import readable
from service.remedies import refusal
from service.vocabulary import Aggregator, FloorStatus, LegalStatus


def _up_to(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


_READABLE = AfterValidator(readable)
By = Annotated[str, _up_to(120), _READABLE]
Why = Annotated[str, _up_to(400), _READABLE, Field(description="Why it was decided so; shown with the decision.")]
# A number as JSON has it, and one that a floor can be computed with.
Positive = Annotated[float, Field(strict=True, gt=0, lt=1e13, allow_inf_nan=False)]


class _Sent(BaseModel):
    """What is sent; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DecreeIn(_Sent):
    """The act of government that sets a price."""

    number: Annotated[str, _up_to(80), _READABLE]
    on: IsoDay = Field(description="The day it was signed.")
    signatory: By
    file: Annotated[str, _up_to(300), _READABLE] | None = Field(
        None, description="Where its text is kept: a file name or an address."
    )

    def as_decree(self) -> Decree:
        """Return it in the form it is published with."""
        return Decree(self.number, self.on, self.signatory, self.file)


class PublicationIn(_Sent):
    """Why a floor is published, and by which decree where there is one."""

    why: Why
    decree: DecreeIn | None = Field(None, description="Left out: the floor is a computed indication.")


class WithdrawalIn(_Sent):
    """Why a floor is withdrawn."""

    why: Why


class DecisionOut(BaseModel):
    """What a floor is after a decision, and which floor of the district is valid today."""

    id: int
    district_code: str
    status: FloorStatus
    legal_status: LegalStatus
    valid_from: date
    valid_until: date | None
    decided_by: str
    decided_at: datetime
    why: str
    valid_minimum_price_id: int | None


class MinimumPriceEventOut(BaseModel):
    """What a floor was from `done_at` on, and who made it so."""

    id: int
    minimum_price_id: int
    status: FloorStatus
    valid_until: date | None
    legal_status: LegalStatus
    decree_number: str | None
    done_at: datetime
    done_by: str
    why: str
    revision: int


class ParametersIn(_Sent):
    """What floors are computed with in the place of the dated parameters; what is left out stays as dated."""

    rice_price_idr_per_kg: Positive | None = None
    rice_need_kg_per_capita_year: Positive | None = None
    cost_plus_factor: Positive | None = None
    living_income_benchmark_idr_per_year: Positive | None = None
    fixed_price_idr_per_kg: Positive | None = Field(None, description="Price of the method `fixed`, with its decree.")
    fixed_price_decree: DecreeIn | None = None
    poverty_line_kg_per_capita_year: Positive | None = None

    @model_validator(mode="after")
    def _price_with_its_decree(self) -> Self:
        if (self.fixed_price_idr_per_kg is None) != (self.fixed_price_decree is None):
            raise refusal("fixed_price_incomplete")
        return self


class FloorPolicyIn(_Sent):
    """How the minimum price of a district is set from now on."""

    district_code: DistrictCode | None = Field(description="Null: every district that has no policy of its own.")
    method: MethodSlug = Field(description="Slug of a floor method.")
    aggregator: Aggregator = Aggregator.RATIO_OF_MEANS
    parameters: ParametersIn = ParametersIn()
    auto_publish: bool = Field(
        False, strict=True, description="Publish new floors of the method without asking a person."
    )
    review_on: IsoDay | None = Field(None, description="The day the policy is to be looked at again.")
    why: Why

    @model_validator(mode="after")
    def _an_administered_price_is_given(self) -> Self:
        if self.method == ADMINISTERED and self.parameters.fixed_price_idr_per_kg is None:
            raise refusal("fixed_price_missing")
        return self


class FloorPolicyOut(BaseModel):
    """One policy; `current` is the newest of its district, or of all districts without their own."""

    id: int
    district_code: str | None
    method: str
    aggregator: Aggregator
    parameters: dict[str, Any]
    auto_publish: bool
    review_on: date | None
    current: bool
    decided_at: datetime
    decided_by: str
    why: str
    revision: int


class FloorPolicyQuery(PlaceQuery):
    """What the list of policies can be narrowed to; a place leaves out those for every district."""

    current: bool | None = Field(None, description="Only policies that count now, or past ones.")
