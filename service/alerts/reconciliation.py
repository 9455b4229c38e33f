"""Bringing the stored alerts of a series, their events and the change log in line with the rebuilt history."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from service.alerts import rules
from service.alerts.rules import Episode
from service.clock import jakarta_day
from service.database import UnitOfWork, by_name
from service.models.alert import Alert, AlertChange, AlertEvent
from service.models.minimum_price import MinimumPrice
from service.vocabulary import AlertEventKind, AlertKind, AlertState, Channel, FloorStatus

FLOOR_WITHDRAWN = "floor_withdrawn"
_FLOOR_IS_WITHDRAWN = (
    exists()
    .where(MinimumPrice.c.id == Alert.c.minimum_price_id, MinimumPrice.c.status == FloorStatus.WITHDRAWN)
    .label("floor_is_withdrawn")
)


@dataclass(frozen=True, slots=True)
class Series:
    """What one alert history belongs to."""

    district_code: str
    channel: Channel
    rule: str


def reconcile(uow: UnitOfWork, series: Series, episodes: Sequence[Episode]) -> None:
    """Make the stored alerts of a series what the rebuilt history says, and log every difference.

    An alert that rested on a floor that was withdrawn is retracted, even where another floor, valid in its place, was
    undercut on the same days: that is another alert.
    """
    belongs_to = asdict(series)
    of_series = [Alert.c[name] == value for name, value in belongs_to.items()]
    statement = select(Alert, _FLOOR_IS_WITHDRAWN).where(*of_series, Alert.c.state != AlertState.RETRACTED)
    stored = uow.connection.execute(statement.order_by(Alert.c.below_since, Alert.c.id)).all()
    pairs = _matched([row for row in stored if not row.floor_is_withdrawn], episodes)
    # Retract first: the new history may open another alert on a retracted one's day.
    for row in stored:
        if all(row is not matched for matched, _ in pairs):
            _retract(uow, row)
    for matched, episode in pairs:
        columns = {**belongs_to, **_columns(episode)}
        if matched is None:
            _open(uow, episode, columns)
        else:
            _amend(uow, matched, episode, columns)


def _matched(stored: Sequence[Any], episodes: Sequence[Episode]) -> list[tuple[Any, Episode]]:
    """Pair each rebuilt alert with the stored one it continues: fired on the same day, else of an overlapping time."""
    free = list(stored)
    pairs: dict[int, Any] = {}
    for is_same in (_fired_on_the_same_day, _overlaps):
        for position, episode in enumerate(episodes):
            match = next((row for row in free if position not in pairs and is_same(row, episode)), None)
            if match is not None:
                pairs[position] = match
                free.remove(match)
    return [(pairs.get(position), episode) for position, episode in enumerate(episodes)]


def _fired_on_the_same_day(row: Any, episode: Episode) -> bool:
    return bool(row.fired_on == episode.fired.day)


def _overlaps(row: Any, episode: Episode) -> bool:
    ends_before = row.resolved_on is not None and row.resolved_on <= episode.below_since
    starts_after = episode.resolved_on is not None and episode.resolved_on <= row.below_since
    return not ends_before and not starts_after


def _open(uow: UnitOfWork, episode: Episode, columns: dict[str, Any]) -> None:
    statement = insert(Alert).values(**columns, revision=uow.revision).returning(Alert.c.id)
    alert_id = uow.connection.execute(statement).scalar_one()
    _store_events(uow, alert_id, _event_rows(episode))
    for event in episode.events:
        _log_event(uow, alert_id, episode, event, columns)


def _amend(uow: UnitOfWork, row: Any, episode: Episode, columns: dict[str, Any]) -> None:
    """Bring a stored alert in line with its rebuilt self.

    What happened since is logged event by event; anything else that differs is one correction of the past. Whether an
    alert came with loaded history is decided when it is opened, not by late reports.
    """
    columns = columns | {"historical": row.historical}
    before, now = _stored_events(uow.connection, row.id), _event_rows(episode)
    amended = any(_plain(getattr(row, name)) != _plain(value) for name, value in columns.items())
    if not amended and before == now:
        return
    uow.connection.execute(update(Alert).where(Alert.c.id == row.id).values(**columns, revision=uow.revision))
    uow.connection.execute(delete(AlertEvent).where(AlertEvent.c.alert_id == row.id))
    _store_events(uow, row.id, now)
    if before == now[: len(before)] and len(before) < len(now) and row.fired_on == episode.fired.day:
        for event in episode.events[len(before) :]:
            _log_event(uow, row.id, episode, event, columns)
    else:
        _log(uow, row.id, AlertEventKind.CORRECTED, columns, historical=row.historical)


def _retract(uow: UnitOfWork, row: Any) -> None:
    reason = FLOOR_WITHDRAWN if row.floor_is_withdrawn else "cause_removed"
    retracted = {"state": AlertState.RETRACTED, "reason": reason}
    uow.connection.execute(update(Alert).where(Alert.c.id == row.id).values(**retracted, revision=uow.revision))
    uow.connection.execute(insert(AlertEvent).values(_retraction(uow, row, reason)))
    not_of_it = ("id", "revision", "floor_is_withdrawn")
    kept = {name: value for name, value in by_name(row).items() if name not in not_of_it}
    _log(uow, row.id, AlertEventKind.RETRACTED, {**kept, **retracted}, historical=row.historical)


def _retraction(uow: UnitOfWork, row: Any, reason: str) -> dict[str, Any]:
    """Return the last event of an alert; unlike the others its day is not of the trade, but when it was taken back."""
    last = select(func.max(AlertEvent.c.sequence)).where(AlertEvent.c.alert_id == row.id)
    return {
        "alert_id": row.id,
        "sequence": (uow.connection.scalar(last) or 0) + 1,
        "kind": AlertEventKind.RETRACTED,
        "day": jakarta_day(uow.now),
        "severity": row.severity,
        "reason": reason,
        "evidence": [],
    }


def _event_rows(episode: Episode) -> list[dict[str, Any]]:
    return [
        {
            "sequence": sequence,
            "kind": event.kind.value,
            "day": event.day,
            "severity": event.severity.value,
            "reason": event.reason,
            "price_idr_per_kg": event.price and event.price.price_idr_per_kg,
            "gap_idr_per_kg": event.comparison and event.comparison.gap_idr_per_kg,
            "gap_percent": event.comparison and event.comparison.gap_percent,
            "evidence": list(event.price.observation_ids) if event.price else [],
        }
        for sequence, event in enumerate(episode.events, start=1)
    ]


def _stored_events(connection: Connection, alert_id: int) -> list[dict[str, Any]]:
    table = AlertEvent.c
    columns = [column for column in table if column.key not in ("id", "alert_id")]
    statement = select(*columns).where(table.alert_id == alert_id).order_by(table.sequence)
    return [by_name(row) for row in connection.execute(statement)]


def _store_events(uow: UnitOfWork, alert_id: int, rows: Sequence[dict[str, Any]]) -> None:
    uow.connection.execute(insert(AlertEvent), [{**row, "alert_id": alert_id} for row in rows])


def _log_event(
    uow: UnitOfWork, alert_id: int, episode: Episode, event: rules.AlertEvent, columns: Mapping[str, Any]
) -> None:
    """Log one event with the alert as it stood after it."""
    then = {**columns, "severity": event.severity}
    if event.kind is not AlertEventKind.RESOLVED:
        then |= {"state": AlertState.FIRING, "resolved_on": None, "reason": episode.events[0].reason}
    historical = columns["historical"] if event.price is None else event.price.historical
    _log(uow, alert_id, event.kind, then, historical=historical)


def _log(
    uow: UnitOfWork, alert_id: int, kind: AlertEventKind, snapshot: Mapping[str, Any], *, historical: bool
) -> None:
    row = {
        "alert_id": alert_id,
        "kind": kind,
        "recorded_at": uow.now,
        "historical": historical,
        "snapshot": {name: _plain(value) for name, value in snapshot.items()},
        "revision": uow.revision,
    }
    uow.connection.execute(insert(AlertChange).values(row))


def _columns(episode: Episode) -> dict[str, Any]:
    fired, comparison = episode.fired, episode.comparison
    return {
        "kind": AlertKind.BELOW_MINIMUM_PRICE,
        "state": episode.state,
        "severity": episode.severity,
        "below_since": episode.below_since,
        "fired_on": fired.day,
        "resolved_on": episode.resolved_on,
        "reason": episode.reason,
        "observed_on": fired.day,
        "price_idr_per_kg": fired.price_idr_per_kg,
        "floor_idr_per_kg": episode.floor.minimum_price_idr_per_kg,
        "clear_level_idr_per_kg": episode.clear_level_idr_per_kg,
        "gap_idr_per_kg": comparison.gap_idr_per_kg,
        "gap_percent": comparison.gap_percent,
        "basis": fired.basis,
        "storage_age": fired.storage_age,
        "minimum_price_id": episode.floor.id,
        "evidence": list(fired.observation_ids),
        "historical": fired.historical,
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it, so that stored and computed values compare."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
