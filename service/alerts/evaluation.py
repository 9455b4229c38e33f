"""The thin evaluation around the rules: roll up what waits, rebuild the alert history, log what changed.

A district's waiting days, its day's prices, alerts and log lines are in one commit: a crash loses nothing, and running
again changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Connection, delete, insert, select, update

from service.alerts import rules
from service.alerts.rules import DayPrice, Episode, Floor, ObservationDaysRule, alert_history
from service.clock import jakarta_day
from service.database import Database, UnitOfWork
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
)

# A factory's price and a posted indication are not what a farmer is offered, so no floor is held against them.
JUDGED_CHANNELS = (Channel.FARMGATE, Channel.AUCTION)
RULE = ObservationDaysRule()
# A commit waits for the disk; a lock that is held long keeps other writers waiting.
DISTRICTS_PER_COMMIT = 50
log = structlog.get_logger()


def sweep(database: Database, now: datetime) -> int:
    """Work through every waiting day, some districts a commit; return how many districts were done.

    A district that cannot be evaluated is logged and left waiting; the others are done before its error is raised.
    """
    with database.reading() as connection:
        waiting = sorted(connection.scalars(select(WaitingDay.district_code).distinct()))
    done, failures = 0, list[Exception]()
    for start in range(0, len(waiting), DISTRICTS_PER_COMMIT):
        with database.unit_of_work(now) as uow:
            for district_code in waiting[start : start + DISTRICTS_PER_COMMIT]:
                try:
                    with uow.connection.begin_nested():
                        done += _work_through(uow, district_code)
                except Exception as error:
                    log.exception("district not evaluated", district_code=district_code)
                    failures.append(error)
    if failures:
        raise failures[0]
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
    if not floors and not _has_alerts(uow.connection, district_code):
        return
    for channel in JUDGED_CHANNELS:
        days = read_days(uow.connection, district_code, channel)
        _reconcile(uow, district_code, channel, alert_history(days, floors, channel, rule, until), rule)


def _has_alerts(connection: Connection, district_code: str) -> bool:
    return connection.execute(select(Alert.id).where(Alert.district_code == district_code).limit(1)).first() is not None


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
    statement = select(Alert.__table__).where(*of_series, Alert.state != AlertState.RETRACTED)
    stored = uow.connection.execute(statement.order_by(Alert.below_since, Alert.id)).all()
    pairs = _matched(stored, episodes)
    # Retract first: the new history may open another alert on a retracted one's day.
    for row in stored:
        if all(row is not matched for matched, _ in pairs):
            _retract(uow, row)
    series = {"district_code": district_code, "channel": channel, "rule": rule.slug}
    for matched, episode in pairs:
        columns = {**series, **_columns(episode)}
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
    statement = insert(Alert).values(**columns, revision=uow.revision).returning(Alert.id)
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
    amended = any(_plain(row._mapping[name]) != _plain(value) for name, value in columns.items())
    if not amended and before == now:
        return
    uow.connection.execute(update(Alert).where(Alert.id == row.id).values(**columns, revision=uow.revision))
    uow.connection.execute(delete(AlertEvent).where(AlertEvent.alert_id == row.id))
    _store_events(uow, row.id, now)
    if before == now[: len(before)] and len(before) < len(now) and row.fired_on == episode.fired.day:
        for event in episode.events[len(before) :]:
            _log_event(uow, row.id, episode, event, columns)
    else:
        _log(uow, row.id, AlertEventKind.CORRECTED, columns, historical=row.historical)


def _retract(uow: UnitOfWork, row: Any) -> None:
    retracted = {"state": AlertState.RETRACTED, "reason": "cause_removed"}
    uow.connection.execute(update(Alert).where(Alert.id == row.id).values(**retracted, revision=uow.revision))
    kept = {name: value for name, value in row._mapping.items() if name not in ("id", "revision")}
    _log(uow, row.id, AlertEventKind.RETRACTED, {**kept, **retracted}, historical=row.historical)


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
    table = AlertEvent.__table__.c
    columns = [column for column in table if column.key not in ("id", "alert_id")]
    statement = select(*columns).where(table.alert_id == alert_id).order_by(table.sequence)
    return [dict(row._mapping) for row in connection.execute(statement)]


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
