"""What an alert looks like when it is asked for and when it is shown."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from service.list_queries import PeriodQuery
from service.vocabulary import AlertEventKind, AlertKind, AlertState, Basis, Channel, Severity, StorageAge


class AlertQuery(PeriodQuery):
    """What the list of alerts can be narrowed to; `from` and `to` speak of the day an alert fired."""

    state: AlertState | None = None
    severity: Severity | None = None
    kind: AlertKind | None = None
    channel: Channel | None = None
    historical: bool | None = None


class AlertOut(BaseModel):
    """One alert; price, floor and gap are those of the day it fired.

    Where indices carried the floor forward, `surveyed_floor_idr_per_kg` is what its survey alone gives, and
    `only_indexed_floor_crossed` says whether the price was below the carried one alone. `simulated` says that the floor
    rests on a survey or on indices that are simulated.
    """

    id: int
    district_code: str
    channel: Channel
    kind: AlertKind
    rule: str
    state: AlertState
    severity: Severity
    below_since: date
    fired_on: date
    resolved_on: date | None
    reason: str
    observed_on: date
    price_idr_per_kg: float
    floor_idr_per_kg: float
    surveyed_floor_idr_per_kg: float | None
    only_indexed_floor_crossed: bool
    clear_level_idr_per_kg: float
    gap_idr_per_kg: float
    gap_percent: float
    basis: Basis
    storage_age: StorageAge
    minimum_price_id: int
    simulated: bool
    evidence: list[int]
    historical: bool
    revision: int


class AlertEventOut(BaseModel):
    """What happened to an alert on a day of the trade; a retraction on the day on which it was taken back.

    Who decided, when and why is told of a retraction whose floor somebody withdrew (`reason` `floor_withdrawn`).
    """

    sequence: int
    kind: AlertEventKind
    day: date
    severity: Severity
    reason: str
    price_idr_per_kg: float | None
    gap_idr_per_kg: float | None
    gap_percent: float | None
    evidence: list[int]
    recorded_at: datetime | None = Field(description="When an alert was taken back; null for what prices did.")
    decided_by: str | None
    why: str | None
