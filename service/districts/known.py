"""What was known of floors and alerts at a moment; loaded history is told of moments before it came as it is now."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from service.clock import JAKARTA
from service.models.alert import Alert, AlertChange
from service.models.floor_policy import MinimumPriceEvent
from service.models.minimum_price import MinimumPrice
from service.vocabulary import AlertEventKind, AlertState, FloorStatus


def end_of(day: date) -> datetime:
    """Return the moment up to which things are known on a day in Jakarta."""
    return datetime.combine(day, time.max, JAKARTA)


def published_floors(known_at: datetime | None) -> Select[Any]:
    """Select the floors that are published, or were at a moment, with the period they had then."""
    if known_at is None:
        return select(MinimumPrice).where(MinimumPrice.c.status == FloorStatus.PUBLISHED)
    event = MinimumPriceEvent.alias("event")
    last = select(func.max(MinimumPriceEvent.c.id)).where(
        MinimumPriceEvent.c.minimum_price_id == MinimumPrice.c.id, MinimumPriceEvent.c.done_at <= known_at
    )
    decided = event.c.id.is_not(None)
    status = case((decided, event.c.status), (MinimumPrice.c.historical, MinimumPrice.c.status))
    until = case((decided, event.c.valid_until), else_=MinimumPrice.c.valid_until).label("valid_until")
    columns = [until if column.key == "valid_until" else column for column in MinimumPrice.c]
    joined = MinimumPrice.outerjoin(event, event.c.id == last.correlate(MinimumPrice).scalar_subquery())
    return select(*columns).select_from(joined).where(status == FloorStatus.PUBLISHED)


def is_computed(known_at: datetime | None) -> list[ColumnElement[bool]]:
    """Return the conditions for floors, with a number or without, that are known, or were at a moment."""
    if known_at is None:
        return []
    return [or_(MinimumPrice.c.historical, MinimumPrice.c.known_from <= known_at)]


def is_told(known_at: datetime | None) -> list[ColumnElement[bool]]:
    """Return the conditions for alerts that stand, or stood at a moment: told by then, and not yet taken back."""
    if known_at is None:
        return [Alert.c.state != AlertState.RETRACTED]
    told = exists().where(AlertChange.c.alert_id == Alert.c.id, AlertChange.c.recorded_at <= known_at)
    taken_back = exists().where(
        AlertChange.c.alert_id == Alert.c.id,
        AlertChange.c.kind == AlertEventKind.RETRACTED,
        AlertChange.c.recorded_at <= known_at,
    )
    stands = Alert.c.historical & (Alert.c.state != AlertState.RETRACTED)
    return [or_(told, stands), ~taken_back]
