"""The day's price of a district and channel from its observations (DOMAIN section 8).

`day_prices` is pure; `roll_up` reads the observations of the given days and stores the result.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, median
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from service.database import UnitOfWork
from service.economics.units import dry_price, net_price
from service.models.price import DailyPrice, PriceVersion
from service.vocabulary import CHANNEL_OF_LEVEL, Basis, Channel, DatePrecision, PriceLevel, Review, StorageAge

# The first storage age present makes the day's price; mixing them would mix water contents.
STORAGE_AGE_ORDER = (
    StorageAge.WEEKLY,
    StorageAge.TWO_WEEKLY,
    StorageAge.UNSPECIFIED,
    StorageAge.MONTHLY,
    StorageAge.FRESH,
)
DATE_PRECISION_ORDER = (
    DatePrecision.EXACT,
    DatePrecision.ROUNDED,
    DatePrecision.APPROXIMATE,
    DatePrecision.PERIOD_AVERAGE,
)
_EXACT_RANK = DATE_PRECISION_ORDER.index(DatePrecision.ROUNDED)


@dataclass(frozen=True, slots=True)
class Observation:
    """One current, unsuspected observation of a district's day, per delivered kilogram net of cuts and fees."""

    id: int
    channel: Channel
    reporter: str | None
    source: str
    storage_age: StorageAge
    date_precision: DatePrecision
    derived: bool
    historical: bool
    net_price_idr_per_kg: Decimal
    dry_price_idr_per_kg: Decimal | None = None
    volume_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DayPriceRow:
    """The day's price of one channel on one basis."""

    channel: Channel
    basis: Basis
    storage_age: StorageAge
    date_precision: DatePrecision
    n: int
    reporters: int
    median_idr_per_kg: Decimal
    weighted_mean_idr_per_kg: Decimal | None
    low_idr_per_kg: Decimal
    high_idr_per_kg: Decimal
    historical: bool
    observation_ids: list[int]


def day_prices(observations: Iterable[Observation]) -> list[DayPriceRow]:
    """Return the day's price per channel: as sold, and dry where every row used has its rubber content.

    Exactly dated rows come before others, then one storage age only, then printed rows before derived ones; per
    reporter the mean of his rows, over reporters the unweighted median, so that one wrong report or one big lot does
    not move it. A row without a reporter is its source's.
    """
    by_channel: dict[Channel, list[Observation]] = defaultdict(list)
    for observation in observations:
        by_channel[observation.channel].append(observation)
    rows = []
    for channel in sorted(by_channel):
        used = _rows_that_speak(by_channel[channel])
        rows.append(_summary(channel, Basis.AS_SOLD, used, [row.net_price_idr_per_kg for row in used]))
        dry = [row.dry_price_idr_per_kg for row in used if row.dry_price_idr_per_kg is not None]
        if len(dry) == len(used):
            rows.append(_summary(channel, Basis.DRY, used, dry))
    return rows


def _rows_that_speak(rows: list[Observation]) -> list[Observation]:
    precision = min(_precision_rank(row) for row in rows)
    rows = [row for row in rows if _precision_rank(row) == precision]
    age = min((row.storage_age for row in rows), key=STORAGE_AGE_ORDER.index)
    rows = [row for row in rows if row.storage_age == age]
    printed = [row for row in rows if not row.derived]
    return sorted(printed or rows, key=lambda row: row.id)


def _precision_rank(row: Observation) -> int:
    # A rounded price has an exact day: for choosing rows the two are one.
    return max(DATE_PRECISION_ORDER.index(row.date_precision), _EXACT_RANK)


def _summary(channel: Channel, basis: Basis, rows: Sequence[Observation], prices: Sequence[Decimal]) -> DayPriceRow:
    by_reporter: dict[tuple[str | None, str], list[Decimal]] = defaultdict(list)
    for row, price in zip(rows, prices, strict=True):
        by_reporter[row.reporter, "" if row.reporter else row.source].append(price)
    return DayPriceRow(
        channel=channel,
        basis=basis,
        storage_age=rows[0].storage_age,
        date_precision=min((row.date_precision for row in rows), key=DATE_PRECISION_ORDER.index),
        n=len(rows),
        reporters=len(by_reporter),
        median_idr_per_kg=median(mean(reported) for reported in by_reporter.values()),
        weighted_mean_idr_per_kg=_weighted_mean(rows, prices),
        low_idr_per_kg=min(prices),
        high_idr_per_kg=max(prices),
        historical=all(row.historical for row in rows),
        observation_ids=[row.id for row in rows],
    )


def _weighted_mean(rows: Sequence[Observation], prices: Sequence[Decimal]) -> Decimal | None:
    volumes = [row.volume_kg for row in rows if row.volume_kg is not None]
    if len(volumes) < len(rows):
        return None
    total = sum(price * volume for price, volume in zip(prices, volumes, strict=True))
    return Decimal(total / sum(volumes))


def roll_up(uow: UnitOfWork, days: Collection[tuple[str, date]]) -> None:
    """Recompute the stored day's prices of the given (district_code, day) pairs."""
    if not days:
        return
    observations = _observations(uow.connection, days)
    uow.connection.execute(delete(DailyPrice).where(_any_of(DailyPrice.c.district_code, DailyPrice.c.day, days)))
    rows = [
        {
            "district_code": district_code,
            "day": day,
            "revision": uow.revision,
            **{name: getattr(row, name) for name in DayPriceRow.__slots__},
        }
        for (district_code, day), seen in observations.items()
        for row in day_prices(seen)
    ]
    if rows:
        uow.connection.execute(insert(DailyPrice), rows)


def _any_of(district: Any, day: Any, days: Collection[tuple[str, date]]) -> ColumnElement[bool]:
    by_district: dict[str, list[date]] = defaultdict(list)
    for district_code, one_day in days:
        by_district[district_code].append(one_day)
    return or_(*(and_(district == code, day.in_(sorted(of))) for code, of in sorted(by_district.items())))


def _observations(
    connection: Connection, days: Collection[tuple[str, date]]
) -> dict[tuple[str, date], list[Observation]]:
    version = PriceVersion.c
    statement = select(
        version.observation_id,
        version.district_code,
        version.observed_on,
        version.price_level,
        version.reporter,
        version.source,
        version.storage_age,
        version.date_precision,
        version.derived,
        version.historical,
        version.price_idr_per_kg,
        version.deduction,
        version.fee_idr_per_kg,
        version.transport_idr_per_kg,
        version.dry_rubber_content,
        version.volume_kg,
    ).where(
        version.is_current,
        version.suspect.is_(None),
        or_(version.review.is_(None), version.review == Review.ACCEPTED),
        _any_of(version.district_code, version.observed_on, days),
    )
    found: dict[tuple[str, date], list[Observation]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.district_code, row.observed_on].append(_observation(row))
    return found


def _observation(row: Any) -> Observation:
    net, dry = net_and_dry_price(row)
    return Observation(
        id=row.observation_id,
        channel=CHANNEL_OF_LEVEL[PriceLevel(row.price_level)],
        reporter=row.reporter,
        source=row.source,
        storage_age=StorageAge(row.storage_age),
        date_precision=DatePrecision(row.date_precision),
        derived=row.derived,
        historical=row.historical,
        net_price_idr_per_kg=net,
        dry_price_idr_per_kg=dry,
        volume_kg=row.volume_kg,
    )


def net_and_dry_price(row: Any) -> tuple[Decimal, Decimal | None]:
    """Return a row's price per delivered kilogram net of what is stated, and per dry kilogram where KKK is known."""
    net = net_price(
        float(row.price_idr_per_kg),
        deduction=float(row.deduction or 0),
        fee_idr_per_kg=float(row.fee_idr_per_kg or 0),
        transport_idr_per_kg=float(row.transport_idr_per_kg or 0),
    )
    if row.dry_rubber_content is None:
        return Decimal(str(net)), None
    return Decimal(str(net)), Decimal(str(dry_price(net, float(row.dry_rubber_content))))
