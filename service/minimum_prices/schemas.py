"""What a minimum price looks like when it is asked for and when it is shown."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from service.economics.minimum_price import FLOOR_METHODS, CostConcept
from service.list_queries import IsoDay, PlaceQuery
from service.vocabulary import Aggregator, Basis, FloorStatus, LegalStatus, Represents

if TYPE_CHECKING:
    MethodSlug: TypeAlias = str
else:
    # Words, so that whoever writes another is told which there are.
    MethodSlug = Literal[tuple(FLOOR_METHODS)]

# Shown with every computed floor: it is no act of government.
NOTICE_ID = "indikasi harga minimum hasil perhitungan, bukan penetapan harga"
NOTICE_EN = "a computed indication of a minimum price, not an administered price"


class MinimumPriceQuery(PlaceQuery):
    """What the list of minimum prices can be narrowed to."""

    as_of: IsoDay | None = Field(
        None, description="Answer what was known at the end of this day in Jakarta; left out: what is known now."
    )
    valid_on: IsoDay | None = Field(
        None, description="The day whose floors are asked for; left out: the day of `as_of`, else today in Jakarta."
    )
    method: MethodSlug | None = Field(None, description="Slug of a floor method.")
    status: FloorStatus | None = None


class MinimumPriceOut(BaseModel):
    """One method's floor; where it cannot be computed the amounts are null and `reason` says why.

    Valid on the days from `valid_from` up to and without `valid_until`; known to Bokar since `known_from`. `carried_to`
    is the month to which indices have carried what was surveyed. The `grade`, A to C, says how far it can be trusted on
    the day asked for, and `grade_reasons` what kept it from being better; there is none where there is no floor. The
    policy of the district is to be looked at again on `review_on`.
    """

    id: int
    district_code: str
    survey_id: int
    method: str
    method_version: int
    cost_concept: CostConcept | None
    aggregator: Aggregator
    cost_of_production_idr_per_kg: float | None
    household_consumption_idr_per_kg: float | None
    minimum_price_idr_per_kg: float | None
    reason: str | None
    interval_low_idr_per_kg: float | None
    interval_high_idr_per_kg: float | None
    replicates: int | None
    seed: int | None
    surveyed_minimum_price_idr_per_kg: float | None
    carried_to: date | None
    alternatives: list[Any]
    households: int
    represents: Represents
    basis: Basis
    grade: str | None
    grade_reasons: list[str]
    warnings: list[str]
    valid_from: date
    valid_until: date | None
    stale_from: date
    known_from: datetime
    status: FloorStatus | None
    legal_status: LegalStatus
    notice: str | None
    decree_number: str | None
    decree_on: date | None
    decree_signatory: str | None
    decree_file: str | None
    published_at: datetime | None
    published_by: str | None
    published_why: str | None
    review_on: date | None
    historical: bool
    revision: int


class ExplanationOut(BaseModel):
    """How a minimum price came about: formula with its numbers, inputs, their digest, and versions."""

    id: int
    district_code: str
    method: str
    method_version: int
    method_source: str
    minimum_price_idr_per_kg: float | None
    reason: str | None
    steps_id: list[str]
    steps_en: list[str]
    context_id: list[str] = Field(description="What it rests on: survey, households, interval, carried parts, items.")
    context_en: list[str]
    grade: str | None
    grade_reasons_id: list[str]
    grade_reasons_en: list[str]
    warnings_id: list[str]
    warnings_en: list[str]
    notice: str | None
    inputs: dict[str, Any]
    input_digest: str
    software_version: str
    revision: int
