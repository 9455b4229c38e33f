"""What a minimum price looks like when it is asked for and when it is shown."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from service.economics.minimum_price import FLOOR_METHODS, CostConcept
from service.list_queries import IsoDay, PlaceQuery
from service.vocabulary import Basis, FloorStatus, LegalStatus, Represents

# Shown with every computed floor: it is no act of government.
NOTICE_ID = "indikasi harga minimum hasil perhitungan, bukan penetapan harga"
NOTICE_EN = "a computed indication of a minimum price, not an administered price"


class MinimumPriceQuery(PlaceQuery):
    """What the list of minimum prices can be narrowed to."""

    as_of: IsoDay | None = Field(None, description="The day whose floors are asked for; left out: today in Jakarta.")
    method: str | None = Field(None, pattern=f"^({'|'.join(FLOOR_METHODS)})$", description="Slug of a floor method.")
    status: FloorStatus | None = None


class MinimumPriceOut(BaseModel):
    """One method's floor; where it cannot be computed the amounts are null and `reason` says why."""

    id: int
    district_code: str
    survey_id: int
    method: str
    method_version: int
    cost_concept: CostConcept | None
    cost_of_production_idr_per_kg: float | None
    household_consumption_idr_per_kg: float | None
    minimum_price_idr_per_kg: float | None
    reason: str | None
    interval_low_idr_per_kg: float | None
    interval_high_idr_per_kg: float | None
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
    published_by: str | None
    published_why: str | None
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
    warnings_id: list[str]
    warnings_en: list[str]
    notice: str | None
    inputs: dict[str, Any]
    input_digest: str
    software_version: str
    revision: int
