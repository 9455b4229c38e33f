"""What the form of an auction night looks like when it arrives and when it is shown.

Bidders are never named: a bid is a price, the winner a type of buyer. A registered UPPB may be named (DOMAIN
section 9).
"""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.imports.schemas import CountsOut, ProblemOut, RowOutcome, UploadOut
from service.list_queries import IsoDay, PeriodQuery, RowId
from service.prices.schemas import DryRubberContent, Kilograms, Price, Source, empty_to_none, readable
from service.vocabulary import BokarType, BuyerType, Provenance, StorageAge

MOST_BIDS, MOST_LOTS = 50, 1000


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


# Blanks are taken off before the rest is measured.
_OneLine = BeforeValidator(_one_line)
_Readable = AfterValidator(readable)
# Shorter than those of prices: a lot's price is known by its night and its number.
_Id = Annotated[str, Field(min_length=1, max_length=120), _Readable]
_Name = Annotated[str, Field(min_length=1, max_length=200), _Readable, _OneLine]
_Registration = Annotated[str, Field(min_length=1, max_length=60), _Readable, _OneLine]
_LotNumber = Annotated[
    str, Field(min_length=1, max_length=40, pattern="^[^:]+$", coerce_numbers_to_str=True), _Readable, _OneLine
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_stated(cls, values: Any) -> Any:
        return {name: empty_to_none(value) for name, value in values.items()} if isinstance(values, dict) else values


class LotIn(_Part):
    """One lot: its weight, its quality as measured, and what was paid."""

    lot_number: _LotNumber
    weight_kg: Annotated[Kilograms, Field(gt=0, lt=10_000_000)]
    dry_rubber_content_percent: DryRubberContent | None = None
    storage_age: StorageAge = StorageAge.UNSPECIFIED
    bokar_type: BokarType | None = None
    price_idr_per_kg: Price


class NightIn(_Part):
    """What holds for all lots of an auction night."""

    external_id: _Id | None = None
    uppb_name: _Name
    registration_number: _Registration = Field(description="Of the UPPB; with the day it identifies the night.")
    district_code: str = Field(pattern=r"^[0-9]{2}\.[0-9]{2}$")
    held_on: IsoDay
    reserve_price_idr_per_kg: Price | None = None
    bids_idr_per_kg: list[Price] = Field([], max_length=MOST_BIDS, description="Prices only; bidders are not named.")
    winner_type: BuyerType | None = None
    source: Source
    provenance: Provenance

    @property
    def identity(self) -> str:
        """Return what the night is known by within its feed."""
        if self.external_id is not None:
            return f"id:{self.external_id}"
        return f"uppb:{self.registration_number}:{self.held_on}"


class AuctionIn(NightIn):
    """The form of one auction night as it arrives; percentages are 0 to 100, empty text means not stated."""

    lots: Annotated[list[LotIn], Field(min_length=1, max_length=MOST_LOTS)]
    refused_row: RowId | None = Field(None, description="The refused form that this one mends.")

    @model_validator(mode="after")
    def _numbers_each_lot_once(self) -> Self:
        seen: dict[str, int] = {}
        for number, lot in enumerate(self.lots, start=1):
            if lot.lot_number in seen:
                raise PydanticCustomError("lot_twice", "a lot is there twice", {"line": seen[lot.lot_number]})
            seen[lot.lot_number] = number
        return self


class AuctionQuery(PeriodQuery):
    """What the list of auctions can be narrowed to."""

    registration_number: Annotated[str, _Readable] | None = Field(
        None, min_length=1, max_length=60, description="Of the UPPB."
    )


class LotOut(BaseModel):
    """One lot as published; `price_id` is its observation in GET /v1/prices, `suspect` says why it does not count."""

    lot_number: str
    price_id: int
    weight_kg: float
    dry_rubber_content_percent: float | None
    storage_age: StorageAge
    bokar_type: BokarType | None
    price_idr_per_kg: float
    below_reserve: bool
    suspect: str | None


class AuctionOut(BaseModel):
    """One auction night as published, with its lots."""

    id: int
    external_id: str | None
    uppb_name: str
    registration_number: str
    district_code: str
    held_on: date
    reserve_price_idr_per_kg: float | None
    bids_idr_per_kg: list[float]
    winner_type: BuyerType | None
    source: str
    provenance: Provenance
    historical: bool
    version: int
    revision: int
    lots: list[LotOut]


class WarningOut(ProblemOut):
    """Something about a lot that somebody should know, although it was taken in."""

    lot_number: str


class LotWarningOut(WarningOut):
    """A warning of a file; `night` is what its auction is known by."""

    night: str


class AuctionUploadOut(UploadOut):
    """What became of the lots of an uploaded file, and what somebody should know of those that were taken in."""

    warnings: list[LotWarningOut]


class PushedAuctionOut(BaseModel):
    """What became of one form: `row` counts from 1, `id` is the auction in GET /v1/auctions."""

    row: int
    outcome: RowOutcome
    id: int | None
    warnings: list[WarningOut]
    problems: list[ProblemOut]


class AuctionPushOut(CountsOut):
    """What became of pushed forms; `flagged` counts lots whose price waits for a review."""

    import_id: int
    rows: list[PushedAuctionOut]
