"""The thin evaluation around the rules: roll up what waits, rebuild the alert history, log what changed.

One district's waiting days, its day's prices, alerts and log lines are one commit: a crash loses nothing, and running
again changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from service.alerts.rules import DayPrice, Episode, Floor, ObservationDaysRule, alert_history
from service.clock import jakarta_day
from service.database import Database, UnitOfWork, half_up
from service.models.alert import Alert, AlertChange, AlertEvent
from service.models.minimum_price import MinimumPrice
from service.models.price import DailyPrice, WaitingDay
from service.prices.rollup import roll_up
from service.vocabulary import (
    AlertEventKind,
    AlertKind,
    AlertState,
    Channel,
    FloorStatus,
    Severity,
)

# A factory's price and a posted indication are not what a farmer is offered, so no floor is held against them.
JUDGED_CHANNELS = (Channel.FARMGATE, Channel.AUCTION)
RULE = ObservationDaysRule()


def sweep(database: Database, now: datetime) -> int:
    """Work through every waiting day, a district a commit; return how many districts were done."""
    done = 0
    with database.reading() as connection:
        waiting = connection.scalars(select(WaitingDay.district_code).distinct()).all()
    for district_code in sorted(waiting):
        with database.unit_of_work(now) as uow:
            done += _work_through(uow, district_code)
    return done


def _work_through(uow: UnitOfWork, district_code: str) -> int:
    # The days are read again under the write lock: somebody else may have done them meanwhile.
    days = uow.connection.scalars(select(WaitingDay.day).where(WaitingDay.district_code == district_code)).all()
    if not days:
        return 0
    roll_up(uow, [(district_code, day) for day in days])
    evaluate(uow, district_code)
    uow.connection.execute(
        delete(WaitingDay).where(WaitingDay.district_code == district_code, WaitingDay.day.in_(days))
    )
    return 1


def evaluate(uow: UnitOfWork, district_code: str, rule: ObservationDaysRule = RULE) -> None:
    """Rebuild a district's alert history and bring tables and change log in line with it."""
    until = jakarta_day(uow.now)
    floors = read_floors(uow.connection, district_code)
    for channel in JUDGED_CHANNELS:
        days = read_days(uow.connection, district_code, channel)
        _reconcile(uow, district_code, channel, alert_history(days, floors, channel, rule, until), rule)


def read_floors(connection: Connection, district_code: str) -> list[Floor]:
    """Return the district's published floors."""
    statement = select(MinimumPrice.__table__).where(
        MinimumPrice.district_code == district_code, MinimumPrice.status == FloorStatus.PUBLISHED
    )
    return [to_floor(row) for row in connection.execute(statement.order_by(MinimumPrice.valid_from))]


def read_days(connection: Connection, district_code: str, channel: Channel) -> list[DayPrice]:
    """Return the day's prices of one channel, on every basis."""
    statement = select(DailyPrice.__table__).where(
        DailyPrice.district_code == district_code, DailyPrice.channel == channel
    )
    return [to_day_price(row) for row in connection.execute(statement)]


def to_floor(row: Any) -> Floor:
    """Return a stored floor in the form the rules take."""
    return Floor(
        id=row.id,
        minimum_price_idr_per_kg=row.minimum_price_idr_per_kg,
        cost_of_production_idr_per_kg=row.cost_of_production_idr_per_kg,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        stale_from=row.stale_from,
        basis=row.basis,
    )


def to_day_price(row: Any) -> DayPrice:
    """Return a stored day's price in the form the rules take."""
    return DayPrice(
        day=row.day,
        price_idr_per_kg=row.median_idr_per_kg,
        basis=row.basis,
        date_precision=row.date_precision,
        reporters=row.reporters,
        storage_age=row.storage_age,
        observation_ids=tuple(row.observation_ids),
        historical=row.historical,
    )


def _reconcile(
    uow: UnitOfWork,
    district_code: str,
    channel: Channel,
    episodes: Sequence[Episode],
    rule: ObservationDaysRule,
) -> None:
    of_series = (Alert.district_code == district_code, Alert.channel == channel, Alert.rule == rule.slug)
    stored = uow.connection.execute(
        select(Alert.__table__).where(*of_series, Alert.state != AlertState.RETRACTED)
    ).all()
    unmatched = {row.id: row for row in stored}
    pairs = []
    for episode in episodes:
        match = next((row for row in unmatched.values() if _is_same_alert(row, episode)), None)
        pairs.append((match, episode))
        if match is not None:
            del unmatched[match.id]
    # Retract first: the new history may open another alert on a retracted one's day.
    for row in unmatched.values():
        _retract(uow, row)
    series = {"district_code": district_code, "channel": channel, "rule": rule.slug}
    for match, episode in pairs:
        columns = {**series, **_columns(episode)}
        if match is None:
            _open(uow, episode, columns)
        else:
            _amend(uow, match, episode, columns)


def _is_same_alert(row: Any, episode: Episode) -> bool:
    """Say whether a stored alert and a rebuilt one speak of the same stretch of time."""
    ends_before = row.resolved_on is not None and row.resolved_on <= episode.below_since
    starts_after = episode.resolved_on is not None and episode.resolved_on <= row.below_since
    return not ends_before and not starts_after


def _open(uow: UnitOfWork, episode: Episode, columns: dict[str, Any]) -> None:
    statement = insert(Alert).values(**columns, revision=uow.revision).returning(Alert.id)
    alert_id = uow.connection.execute(statement).scalar_one()
    _store_events(uow, alert_id, episode)
    _log(uow, alert_id, AlertEventKind.OPENED, columns)
    if episode.state is AlertState.RESOLVED:
        _log(uow, alert_id, AlertEventKind.RESOLVED, columns)


def _amend(uow: UnitOfWork, row: Any, episode: Episode, columns: dict[str, Any]) -> None:
    before = row._mapping
    changed = {name for name, value in columns.items() if _stored(before[name]) != _stored(value)}
    if not changed:
        return
    uow.connection.execute(update(Alert).where(Alert.id == row.id).values(**columns, revision=uow.revision))
    uow.connection.execute(delete(AlertEvent).where(AlertEvent.alert_id == row.id))
    _store_events(uow, row.id, episode)
    _log(uow, row.id, _kind_of_change(before, episode, changed), columns)


def _kind_of_change(before: Mapping[str, Any], episode: Episode, changed: set[str]) -> AlertEventKind:
    if before["state"] == AlertState.FIRING and episode.state is AlertState.RESOLVED:
        return AlertEventKind.RESOLVED
    if changed == {"severity"}:
        worse = episode.severity is Severity.CRITICAL
        return AlertEventKind.ESCALATED if worse else AlertEventKind.DEESCALATED
    return AlertEventKind.CORRECTED


def _retract(uow: UnitOfWork, row: Any) -> None:
    retracted = {"state": AlertState.RETRACTED, "reason": "cause_removed"}
    uow.connection.execute(update(Alert).where(Alert.id == row.id).values(**retracted, revision=uow.revision))
    kept = {name: value for name, value in row._mapping.items() if name not in ("id", "revision")}
    _log(uow, row.id, AlertEventKind.RETRACTED, {**kept, **retracted})


def _store_events(uow: UnitOfWork, alert_id: int, episode: Episode) -> None:
    rows = [
        {
            "alert_id": alert_id,
            "sequence": sequence,
            "kind": event.kind,
            "day": event.day,
            "severity": event.severity,
            "reason": event.reason,
            "price_idr_per_kg": event.price and event.price.price_idr_per_kg,
            "gap_idr_per_kg": event.comparison and event.comparison.gap_idr_per_kg,
            "gap_percent": event.comparison and event.comparison.gap_percent,
            "evidence": list(event.price.observation_ids) if event.price else [],
        }
        for sequence, event in enumerate(episode.events, start=1)
    ]
    uow.connection.execute(insert(AlertEvent), rows)


def _log(uow: UnitOfWork, alert_id: int, kind: AlertEventKind, columns: Mapping[str, Any]) -> None:
    row = {
        "alert_id": alert_id,
        "kind": kind,
        "recorded_at": uow.now,
        "historical": columns["historical"],
        "snapshot": {name: _stored(value) for name, value in columns.items()},
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
        "clear_level_idr_per_kg": half_up(episode.clear_level_idr_per_kg, 2),
        "gap_idr_per_kg": comparison.gap_idr_per_kg,
        "gap_percent": half_up(comparison.gap_percent, 2),
        "basis": fired.basis,
        "storage_age": fired.storage_age,
        "minimum_price_id": episode.floor.id,
        "evidence": list(fired.observation_ids),
        "historical": fired.historical,
    }


def _stored(value: Any) -> Any:
    """Return a value as JSON keeps it, so that stored and computed values compare."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
