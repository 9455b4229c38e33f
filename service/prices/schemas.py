"""What a price looks like when it arrives and when it is shown."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Json, model_validator
from pydantic_core import PydanticCustomError

from service.database import half_up
from service.economics.errors import EconomicsError
from service.economics.units import net_price
from service.imports.schemas import CountsOut, Feed, ProblemOut, RowOutcome
from service.list_queries import AskedQuery, IsoDay, PeriodQuery
from service.vocabulary import (
    Basis,
    BokarType,
    BuyerType,
    Channel,
    DatePrecision,
    PriceKind,
    PriceLevel,
    Provenance,
    RangePart,
    Review,
    StorageAge,
)

MOST_ROUNDED = 10**18
# Fields of free text, which are published; in them clerks write whom to call.
PUBLISHED_TEXTS = ("quality_note", "source", "suspect")
_PARTIAL_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
# What a year or a month lacks to be a day.
_FIRST_DAY = "0000-01-01"


def empty_to_none(value: Any) -> Any:
    """Return a value; text of blanks alone, as of none, means that nothing is stated."""
    return None if isinstance(value, str) and not value.strip() else value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise PydanticCustomError("not_finite", "must be a number, not NaN or infinity")
    return value


def readable(value: str) -> str:
    """Return a text, or refuse one with control characters."""
    if not value.isprintable():
        raise PydanticCustomError("control_characters", "must be readable text")
    return value


def _partial_day(value: str) -> str:
    if not _PARTIAL_DAY.fullmatch(value) or not _is_day(value + _FIRST_DAY[len(value) :]):
        raise PydanticCustomError("partial_day", "must be a year, month or day")
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _no_truth(value: Any) -> Any:
    # To Python true is the number 1.
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "must be a whole number")
    return value


def _rounded(digits: int) -> AfterValidator:
    """Round half up to the digits that are stored, so that bounds are checked on what will be there."""
    # What has more digits than a decimal keeps cannot be rounded; it is beyond every bound as it is.
    return AfterValidator(lambda value: half_up(value, digits) if abs(_finite(value)) < MOST_ROUNDED else value)


def _not_a_share(value: Decimal) -> Decimal:
    # A workbook's cell that shows 55 % holds 0.55; no bokar has so little rubber, and no buyer cuts so little.
    if 0 < value <= 1:
        raise PydanticCustomError("share_not_percent", "is a share, not per cent")
    return value


NotAShare = AfterValidator(_not_a_share)
Money = Annotated[Decimal, _rounded(2)]
Percent = Annotated[Decimal, _rounded(3)]
Kilograms = Annotated[Decimal, _rounded(3)]
Price = Annotated[Money, Field(gt=0, lt=10_000_000)]
DryRubberContent = Annotated[Percent, Field(gt=0, le=100), NotAShare]
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(readable)]

Source = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(readable)]

# As text, so that it is stored as it was read: {"100": "18382", "70": "12867"}.
Grade = Annotated[str, Field(pattern=r"^(100|[1-9][0-9]?)$")]
GradePrice = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}(\.[0-9]{1,2})?$")]
Grades = Annotated[dict[Grade, GradePrice], Field(min_length=2, max_length=20)]


class PriceIn(BaseModel):
    """One price observation as it arrives; percentages are 0 to 100, empty text means not stated."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    external_id: Text | None = None
    observation_id: Annotated[int, Field(ge=1), BeforeValidator(_no_truth)] | None = Field(
        None, description="The observation this corrects."
    )
    province_code: str = Field(pattern=r"^[0-9]{2}$")
    district_code: str | None = Field(None, pattern=r"^[0-9]{2}\.[0-9]{2}$")
    observed_on: IsoDay
    date_precision: DatePrecision = DatePrecision.EXACT
    price_level: PriceLevel
    price_idr_per_kg: Price
    price_kind: PriceKind | None = None
    dry_rubber_content_percent: DryRubberContent | None = None
    deduction_percent: Annotated[Percent, Field(ge=0, lt=100), NotAShare] | None = None
    fee_idr_per_kg: Annotated[Money, Field(ge=0, lt=10_000_000)] | None = None
    transport_idr_per_kg: Annotated[Money, Field(ge=0, lt=10_000_000)] | None = None
    grades: Json[Grades] | Grades | None = Field(None, description="A posted table: price per dry rubber content, %.")
    bokar_type: BokarType | None = None
    storage_age: StorageAge = StorageAge.UNSPECIFIED
    quality_note: Text | None = None
    volume_kg: Annotated[Kilograms, Field(gt=0, lt=10**12)] | None = None
    buyer_type: BuyerType | None = None
    reporter: Text | None = None
    source: Source
    provenance: Provenance
    derived: bool = False
    range_part: RangePart | None = None
    suspect: Text | None = None
    published_on: Annotated[str, AfterValidator(_partial_day)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_stated(cls, values: Any) -> Any:
        return {name: empty_to_none(value) for name, value in values.items()} if isinstance(values, dict) else values

    @model_validator(mode="after")
    def _district_lies_in_province(self) -> Self:
        if self.district_code is not None and self.district_code[:2] != self.province_code:
            codes = {"district_code": self.district_code, "province_code": self.province_code}
            raise PydanticCustomError("district_elsewhere", "district_code is not in province_code", codes)
        return self

    @model_validator(mode="after")
    def _leaves_the_farmer_something(self) -> Self:
        try:
            left = net_price(
                float(self.price_idr_per_kg),
                deduction=float(self.deduction_percent or 0) / 100,
                fee_idr_per_kg=float(self.fee_idr_per_kg or 0),
                transport_idr_per_kg=float(self.transport_idr_per_kg or 0),
            )
        except EconomicsError as error:
            raise PydanticCustomError("nothing_left", "nothing is left of the price") from error
        if left < 0.01:
            raise PydanticCustomError("nothing_left", "nothing is left of the price")
        return self


class PriceQuery(PeriodQuery):
    """What the list of prices can be narrowed to."""

    price_level: PriceLevel | None = None
    review: Review | None = Field(None, description="Only flagged prices, by what a person has said of them.")
    suspect: bool | None = Field(None, description="true: only rows kept out of computation; false: only the others.")


class PushQuery(AskedQuery):
    """What a pushed list of prices says beside its rows."""

    feed: Feed | None = None


class ReviewQuery(AskedQuery):
    """What a word on a flagged price says beside the price."""

    version: int | None = Field(
        None,
        ge=1,
        le=2**31 - 1,
        description="The version that was looked at, from the list: refused if the price was corrected since. "
        "Left out: the word is on whichever is current.",
    )


class DailyPriceQuery(PeriodQuery):
    """What the list of the day's prices can be narrowed to."""

    channel: Channel | None = None
    basis: Basis = Field(Basis.AS_SOLD, description="Per delivered kilogram, or per kilogram of dry rubber.")


class PriceOut(BaseModel):
    """One observation as published; `district_code` null speaks for the whole province.

    `flag` says why a price looked implausible as it arrived; it is computed with once `review` is accepted.
    """

    id: int
    district_code: str | None
    province_code: str
    observed_on: date
    date_precision: DatePrecision
    price_level: PriceLevel
    price_idr_per_kg: float
    price_kind: PriceKind | None
    dry_rubber_content_percent: float | None
    deduction_percent: float | None
    fee_idr_per_kg: float | None
    transport_idr_per_kg: float | None
    grades: dict[str, str] | None
    bokar_type: BokarType | None
    storage_age: StorageAge
    quality_note: str | None
    volume_kg: float | None
    buyer_type: BuyerType | None
    source: str
    external_id: str | None
    provenance: Provenance
    derived: bool
    range_part: RangePart | None
    suspect: str | None
    published_on: str | None
    flag: str | None
    review: Review | None
    historical: bool
    version: int
    revision: int


class DailyPriceOut(BaseModel):
    """The day's price of a district and channel."""

    district_code: str
    province_code: str
    day: date
    channel: Channel
    basis: Basis
    storage_age: StorageAge
    date_precision: DatePrecision
    n: int
    reporters: int
    median_idr_per_kg: float
    weighted_mean_idr_per_kg: float | None
    low_idr_per_kg: float
    high_idr_per_kg: float
    historical: bool
    revision: int


class RowOut(BaseModel):
    """What became of one pushed row: `row` counts from 1, `id` is the observation it is or corrects.

    `flag` says why its price waits for a review, and is left out of every computation until then; null: it does not.
    """

    row: int
    outcome: RowOutcome
    id: int | None
    flag: str | None
    problems: list[ProblemOut]


class PushOut(CountsOut):
    """What became of a pushed list, row by row."""

    import_id: int
    rows: list[RowOut]


class ReviewOut(BaseModel):
    """What a person has said of a version of a flagged price, and when."""

    id: int
    version: int
    review: Review
    reviewed_by: str
    reviewed_at: datetime
