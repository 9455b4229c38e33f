"""Taking prices in: recognise what is known, store what is new, mark the days that must be recomputed.

An observation is known by its feed and external id, else by its content including the price. The same row again
changes nothing; the same external id with other content makes a new version and keeps the old one. What is known by its
content is corrected by naming the observation, and stays corrected when the row comes again, uncorrected or corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from service.database import UnitOfWork
from service.models.price import PriceObservation, PriceVersion
from service.prices.content import VALUE_COLUMNS, Arriving, arriving
from service.prices.flagging import flag_all, grades_flag
from service.prices.recognition import LOOKUP_SIZE, recognised
from service.prices.schemas import PriceIn
from service.prices.waiting import mark_waiting
from service.privacy.rights import erased_on
from service.vocabulary import Review


@dataclass(frozen=True, slots=True)
class Batch:
    """What all rows of one delivery share."""

    feed: str
    recorded_by: str
    historical: bool = False
    # Whether its KKK tables are declared strictly proportional, so that one grade can be held against the others.
    proportional: bool = False


@dataclass(slots=True)
class IntakeReport:
    """What became of a delivery."""

    accepted: int = 0
    duplicate: int = 0
    corrected: int = 0
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    observation_id: int
    version: int
    values: dict[str, Any]


def take_in(uow: UnitOfWork, rows: Sequence[PriceIn], batch: Batch) -> IntakeReport:
    """Store valid rows in the caller's transaction."""
    return store(uow, recognised(uow, [arriving(row) for row in rows], batch.feed), batch)


def store(uow: UnitOfWork, rows: Sequence[Arriving], batch: Batch) -> IntakeReport:
    """Store what is new or corrected in the caller's transaction, and count what is known.

    Rows that name observations, or may be known by what those were corrected to, have to be `recognised` before.
    """
    report = IntakeReport()
    rows = _without_erased(uow.connection, rows)
    known = _known_observations(uow.connection, batch.feed, [row.identity for row in rows])
    missing = {row.identity: row.external_id for row in rows if row.identity not in known}
    new_ids = _new_observations(uow, batch.feed, missing)
    new_versions: list[dict[str, Any]] = []
    said_already = _said_already(rows, known)
    for row in rows:
        before = known.get(row.identity)
        if before is not None and (not row.can_correct or before.values == row.values or row.identity in said_already):
            report.duplicate += 1
            continue
        if before is None:
            now = _Known(new_ids[row.identity], 1, row.values)
            report.accepted += 1
        else:
            now = _Known(before.observation_id, before.version + 1, row.values)
            _supersede(uow, now.observation_id, new_versions)
            _mark_waiting(uow, before.values)
            report.corrected += 1
        known[row.identity] = now
        new_versions.append(_version(uow, batch, now))
    if new_versions:
        report.flagged = _flag(uow, new_versions, batch)
        uow.connection.execute(insert(PriceVersion), new_versions)
        _mark_waiting(uow, *new_versions)
    return report


def _without_erased(connection: Connection, rows: Sequence[Arriving]) -> Sequence[Arriving]:
    """Leave out reporters who had themselves erased since; their prices are known by what they said then."""
    erased = erased_on(connection, {row.values["reporter"] for row in rows} - {None})

    def is_erased(values: Mapping[str, Any]) -> bool:
        day = erased.get(values["reporter"])
        return day is not None and bool(values["observed_on"] <= day)

    return [replace(row, values={**row.values, "reporter": None}) if is_erased(row.values) else row for row in rows]


def _said_already(rows: Sequence[Arriving], known: Mapping[str, _Known]) -> set[str]:
    """Return what ends as it is known: a delivery that corrects itself is not corrected anew when it comes again."""
    last = {row.identity: row.values for row in rows if row.can_correct}
    return {identity for identity, before in known.items() if before.values == last.get(identity)}


def _known_observations(connection: Connection, feed: str, identities: Sequence[str]) -> dict[str, _Known]:
    columns = [PriceVersion.c[name] for name in VALUE_COLUMNS]
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
            values = {name: getattr(row, name) for name in VALUE_COLUMNS}
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


def _flag(uow: UnitOfWork, versions: Sequence[dict[str, Any]], batch: Batch) -> int:
    # What is loaded as history has been published already.
    unlike = [None] * len(versions) if batch.historical else flag_all(uow.connection, versions)
    misprinted = [grades_flag(version["grades"]) if batch.proportional else None for version in versions]
    for version, *flags in zip(versions, misprinted, unlike, strict=True):
        flag = next((flag for flag in flags if flag is not None), None)
        version.update(flag=flag, review=flag and Review.WAITING)
    return sum(version["flag"] is not None for version in versions)


def _version(uow: UnitOfWork, batch: Batch, now: _Known) -> dict[str, Any]:
    return {
        **now.values,
        "observation_id": now.observation_id,
        "version": now.version,
        "is_current": True,
        "flag": None,
        "review": None,
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
