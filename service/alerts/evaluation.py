"""The thin evaluation around the rules: roll up what waits, rebuild the alert history, log what changed.

A district's waiting days, its day's prices, alerts and log lines are in one commit: a crash loses nothing, and running
again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, delete, select

from service.alerts.reconciliation import Series, reconcile
from service.alerts.rules import DayPrice, Floor, ObservationDaysRule, alert_history
from service.clock import jakarta_day
from service.database import Database, UnitOfWork
from service.models.alert import Alert
from service.models.minimum_price import MinimumPrice
from service.models.price import DailyPrice, WaitingDay
from service.prices.rollup import roll_up
from service.vocabulary import (
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
        waiting = sorted(connection.scalars(select(WaitingDay.c.district_code).distinct()))
    done, failures = 0, list[Exception]()
    for start in range(0, len(waiting), DISTRICTS_PER_COMMIT):
        together = waiting[start : start + DISTRICTS_PER_COMMIT]
        with database.unit_of_work(now) as uow:
            # Before any savepoint, whose failure would take the number back; and a day that only loses its price is a
            # change of data too.
            _ = uow.revision
            try:
                done += _work_through(uow, together)
            except Exception:
                # One of them is to blame: find out which, and do the others.
                done += sum(_work_through_alone(uow, district_code, failures) for district_code in together)
    if failures:
        raise failures[0]
    return done


def _work_through_alone(uow: UnitOfWork, district_code: str, failures: list[Exception]) -> int:
    try:
        return _work_through(uow, [district_code])
    except Exception as error:
        log.exception("district not evaluated", district_code=district_code)
        failures.append(error)
        return 0


def _work_through(uow: UnitOfWork, district_codes: Sequence[str]) -> int:
    """Do all of these districts, or, on an error, none; return how many still waited."""
    with uow.connection.begin_nested():
        # The days are read again under the write lock: somebody else may have done them meanwhile.
        of_these = WaitingDay.c.district_code.in_(district_codes)
        found = uow.connection.execute(select(WaitingDay.c.district_code, WaitingDay.c.day).where(of_these))
        days = [(row.district_code, row.day) for row in found]
        roll_up(uow, days)
        districts = sorted({district_code for district_code, _ in days})
        for district_code in districts:
            evaluate(uow, district_code)
        uow.connection.execute(delete(WaitingDay).where(of_these))
        return len(districts)


def evaluate(uow: UnitOfWork, district_code: str, rule: ObservationDaysRule = RULE) -> None:
    """Rebuild a district's alert history and bring tables and change log in line with it."""
    until = jakarta_day(uow.now)
    floors = read_floors(uow.connection, district_code)
    if not floors and not _has_alerts(uow.connection, district_code):
        return
    for channel in JUDGED_CHANNELS:
        days = read_days(uow.connection, district_code, channel)
        reconcile(uow, Series(district_code, channel, rule.slug), alert_history(days, floors, channel, rule, until))


def _has_alerts(connection: Connection, district_code: str) -> bool:
    return (
        connection.execute(select(Alert.c.id).where(Alert.c.district_code == district_code).limit(1)).first()
        is not None
    )


def read_floors(connection: Connection, district_code: str) -> list[Floor]:
    """Return the district's published floors."""
    statement = select(MinimumPrice).where(
        MinimumPrice.c.district_code == district_code, MinimumPrice.c.status == FloorStatus.PUBLISHED
    )
    return [to_floor(row) for row in connection.execute(statement.order_by(MinimumPrice.c.valid_from))]


def read_days(connection: Connection, district_code: str, channel: Channel) -> list[DayPrice]:
    """Return the day's prices of one channel, on every basis."""
    statement = select(DailyPrice).where(DailyPrice.c.district_code == district_code, DailyPrice.c.channel == channel)
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
