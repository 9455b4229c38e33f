"""What a district looks like when it is asked for and when it is shown."""

from datetime import date

from pydantic import BaseModel, Field

from service.alerts.schemas import AlertOut
from service.list_queries import IsoDay, PlaceQuery
from service.minimum_prices.schemas import MinimumPriceOut
from service.vocabulary import Basis, Channel, DatePrecision, Outcome, Severity, StorageAge


class DistrictQuery(PlaceQuery):
    """What the list of districts can be narrowed to."""

    as_of: IsoDay | None = Field(
        None,
        description="The day that is asked for, floors and alerts as known at its end; left out: today in Jakarta.",
    )


class DistrictOut(BaseModel):
    """A district and its state: latest price, floor, gap, open alerts.

    The price is the headline price: farmgate if seen within 28 days, else the auction. A gap is given only where a
    floor was valid on the price's day; `comparison_reason` says why otherwise.
    """

    district_code: str
    bps_code: str
    name: str
    province_code: str
    province: str
    last_observed_on: date | None
    price_channel: Channel | None
    price_day: date | None
    price_date_precision: DatePrecision | None
    price_idr_per_kg: float | None
    cost_of_production_idr_per_kg: float | None
    minimum_price_idr_per_kg: float | None
    simulated: bool = Field(description="Whether the minimum price rests on a survey or on indices that are simulated.")
    reason: str | None = Field(description="Why there is no minimum price: no_survey, not_published, not_valid_then.")
    comparison: Outcome
    comparison_reason: str
    gap_idr_per_kg: float | None
    gap_percent: float | None
    open_alerts: int
    worst_severity: Severity | None


class LatestPriceOut(BaseModel):
    """The latest price of one channel against the floor of its day."""

    channel: Channel
    day: date
    date_precision: DatePrecision
    median_idr_per_kg: float
    basis: Basis
    storage_age: StorageAge
    reporters: int
    comparison: Outcome
    comparison_reason: str
    gap_idr_per_kg: float | None
    gap_percent: float | None
    evidence: list[int]


class DistrictDetailOut(DistrictOut):
    """One district with its latest price by channel, its floor and its open alerts."""

    as_of: date | None
    latest_prices: list[LatestPriceOut]
    minimum_price: MinimumPriceOut | None
    alerts: list[AlertOut]
    notice: str | None
    revision: int
