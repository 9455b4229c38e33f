"""Taking prices in: validate, recognise what is known, store what is new, mark the days that must be recomputed.

An observation is known by its feed and external id, else by its content including the price. The same row again
changes nothing; the same external id with other content makes a new version and keeps the old one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, and_, insert, select, update

from service.areas.repository import get_district_codes, get_province_codes
from service.database import UnitOfWork
from service.models.price import PriceObservation, PriceVersion, WaitingDay
from service.prices.schemas import PriceIn

# SQLite and PostgreSQL both take this many bound values in one statement.
LOOKUP_SIZE = 5000


@dataclass(frozen=True, slots=True)
class Batch:
    """What all rows of one delivery share."""

    feed: str
    recorded_by: str
    historical: bool = False


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One refused row: where it stood, which field was wrong, what it held, and why."""

    line: int
    field: str
    value: Any
    reason: str


@dataclass(slots=True)
class IntakeReport:
    """What became of a delivery."""

    accepted: int = 0
    duplicate: int = 0
    corrected: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    observation_id: int
    version: int
    values: dict[str, Any]


def read_rows(
    rows: Iterable[Mapping[str, Any]], connection: Connection, today: date
) -> tuple[list[PriceIn], list[RejectedRow]]:
    """Validate raw rows; line numbers count the header as line 1. A price of a day to come is refused."""
    districts, provinces = get_district_codes(connection), get_province_codes(connection)
    good: list[PriceIn] = []
    bad: list[RejectedRow] = []
    for line, raw in enumerate(rows, start=2):
        try:
            row = PriceIn.model_validate(dict(raw))
        except ValidationError as error:
            first = error.errors()[0]
            bad.append(RejectedRow(line, ".".join(map(str, first["loc"])) or "row", first["input"], first["msg"]))
            continue
        if row.district_code is not None and row.district_code not in districts:
            bad.append(RejectedRow(line, "district_code", row.district_code, "no such district"))
        elif row.observed_on > today:
            bad.append(RejectedRow(line, "observed_on", row.observed_on, f"lies after today, {today}"))
        elif row.province_code not in provinces:
            bad.append(RejectedRow(line, "province_code", row.province_code, "no such province"))
        else:
            good.append(row)
    return good, bad


def take_in(uow: UnitOfWork, rows: Sequence[PriceIn], batch: Batch) -> IntakeReport:
    """Store one chunk of valid rows in the caller's transaction."""
    report = IntakeReport()
    arriving = [(identity_of(row), row.external_id, _values(row)) for row in rows]
    known = _known_observations(uow.connection, batch.feed, [identity for identity, _, _ in arriving])
    missing = {identity: external_id for identity, external_id, _ in arriving if identity not in known}
    new_ids = _new_observations(uow, batch.feed, missing)
    new_versions: list[dict[str, Any]] = []
    for identity, _, values in arriving:
        before = known.get(identity)
        if before is not None and before.values == values:
            report.duplicate += 1
            continue
        if before is None:
            now = _Known(new_ids[identity], 1, values)
            report.accepted += 1
        else:
            now = _Known(before.observation_id, before.version + 1, values)
            _supersede(uow, now.observation_id, new_versions)
            _mark_waiting(uow, before.values)
            report.corrected += 1
        known[identity] = now
        new_versions.append(_version(uow, batch, now))
    if new_versions:
        uow.connection.execute(insert(PriceVersion), new_versions)
        _mark_waiting(uow, *new_versions)
    return report


def identity_of(row: PriceIn) -> str:
    """Return what an observation is known by within its feed."""
    if row.external_id is not None:
        return f"id:{row.external_id}"
    content = json.dumps(_values(row), default=str, sort_keys=True)
    return "content:" + hashlib.sha256(content.encode()).hexdigest()


def _values(row: PriceIn) -> dict[str, Any]:
    values = row.model_dump(mode="python", exclude={"external_id"})
    content, deduction = values.pop("dry_rubber_content_percent"), values.pop("deduction_percent")
    values["dry_rubber_content"] = None if content is None else content / 100
    values["deduction"] = None if deduction is None else deduction / 100
    # One spelling per number (1000 and 1000.00 are the same price), so that equal content is recognised.
    return {name: v.normalize() if isinstance(v, Decimal) else v for name, v in values.items()}


_VALUE_COLUMNS = (
    "province_code",
    "district_code",
    "observed_on",
    "date_precision",
    "price_level",
    "price_idr_per_kg",
    "price_kind",
    "fee_idr_per_kg",
    "transport_idr_per_kg",
    "bokar_type",
    "storage_age",
    "quality_note",
    "volume_kg",
    "buyer_type",
    "reporter",
    "source",
    "provenance",
    "derived",
    "range_part",
    "suspect",
    "published_on",
    "dry_rubber_content",
    "deduction",
)


def _known_observations(connection: Connection, feed: str, identities: Sequence[str]) -> dict[str, _Known]:
    columns = [PriceVersion.c[name] for name in _VALUE_COLUMNS]
    join = and_(PriceVersion.c.observation_id == PriceObservation.c.id, PriceVersion.c.is_current)
    known: dict[str, _Known] = {}
    for start in range(0, len(identities), LOOKUP_SIZE):
        wanted = identities[start : start + LOOKUP_SIZE]
        statement = (
            select(PriceObservation.c.id, PriceObservation.c.identity, PriceVersion.c.version, *columns)
            .join(PriceVersion, join)
            .where(PriceObservation.c.feed == feed, PriceObservation.c.identity.in_(wanted))
        )
        for row in connection.execute(statement):
            values = {name: getattr(row, name) for name in _VALUE_COLUMNS}
            values = {name: v.normalize() if isinstance(v, Decimal) else v for name, v in values.items()}
            known[row.identity] = _Known(row.id, row.version, values)
    return known


def _new_observations(uow: UnitOfWork, feed: str, missing: Mapping[str, str | None]) -> dict[str, int]:
    if not missing:
        return {}
    rows = [{"feed": feed, "identity": identity, "external_id": own} for identity, own in missing.items()]
    # In the order of arrival, so that the same delivery gets the same numbers.
    statement = insert(PriceObservation).returning(
        PriceObservation.c.identity, PriceObservation.c.id, sort_by_parameter_order=True
    )
    return {row.identity: row.id for row in uow.connection.execute(statement, rows)}


def _version(uow: UnitOfWork, batch: Batch, now: _Known) -> dict[str, Any]:
    return {
        **now.values,
        "observation_id": now.observation_id,
        "version": now.version,
        "is_current": True,
        "historical": batch.historical,
        "recorded_at": uow.now,
        "recorded_by": batch.recorded_by,
        "revision": uow.revision,
    }


def _supersede(uow: UnitOfWork, observation_id: int, new_versions: list[dict[str, Any]]) -> None:
    statement = update(PriceVersion).where(PriceVersion.c.observation_id == observation_id, PriceVersion.c.is_current)
    uow.connection.execute(statement.values(is_current=False))
    for version in new_versions:
        if version["observation_id"] == observation_id:
            version["is_current"] = False


def _mark_waiting(uow: UnitOfWork, *rows: Mapping[str, Any]) -> None:
    days = {(row["district_code"], row["observed_on"]) for row in rows if row["district_code"] is not None}
    mark_waiting(uow, days)


def mark_waiting(uow: UnitOfWork, days: Iterable[tuple[str, Any]]) -> None:
    """Note in the caller's transaction that these districts' days must be rolled up and evaluated again."""
    wanted = sorted(set(days))
    if not wanted:
        return
    districts = {district_code for district_code, _ in wanted}
    found = uow.connection.execute(
        select(WaitingDay.c.district_code, WaitingDay.c.day).where(WaitingDay.c.district_code.in_(districts))
    )
    there = {(row.district_code, row.day) for row in found}
    missing = [{"district_code": code, "day": day} for code, day in wanted if (code, day) not in there]
    if missing:
        uow.connection.execute(insert(WaitingDay), missing)
