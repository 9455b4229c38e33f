"""Alerts: the current history, its events, and the append-only change log (DOMAIN section 8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import FixedPoint, UtcDateTime, money
from service.models.base import Base, RowId, one_of, positive, word_column
from service.vocabulary import (
    AlertEventKind,
    AlertKind,
    AlertState,
    Basis,
    Channel,
    Severity,
    StorageAge,
)

NOT_RETRACTED = text("state <> 'retracted'")


class Alert(Base):
    """One stretch of time in which a channel of a district was below its floor.

    Price, floor and gap are those of the day it fired on; the district says what they are now.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_fired",
            "district_code",
            "channel",
            "rule",
            "fired_on",
            unique=True,
            sqlite_where=NOT_RETRACTED,
            postgresql_where=NOT_RETRACTED,
        ),
        one_of("kind", AlertKind),
        one_of("channel", Channel),
        one_of("state", AlertState),
        one_of("severity", Severity),
        one_of("basis", Basis),
        one_of("storage_age", StorageAge),
        positive("price_idr_per_kg"),
        positive("floor_idr_per_kg"),
        CheckConstraint("below_since <= fired_on", name="below_before_fired"),
        CheckConstraint("fired_on <= resolved_on", name="fired_before_resolved"),
        CheckConstraint("state <> 'resolved' OR resolved_on IS NOT NULL", name="resolved_has_a_day"),
        CheckConstraint("state <> 'firing' OR resolved_on IS NULL", name="firing_is_open"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    channel: Mapped[str] = word_column()
    kind: Mapped[str] = word_column()
    rule: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = word_column()
    severity: Mapped[str] = word_column()
    below_since: Mapped[date] = mapped_column(Date)
    fired_on: Mapped[date] = mapped_column(Date)
    resolved_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(60))
    observed_on: Mapped[date] = mapped_column(Date)
    price_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    floor_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    clear_level_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    gap_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    gap_percent: Mapped[Decimal] = mapped_column(FixedPoint(8, 2))
    basis: Mapped[str] = word_column()
    storage_age: Mapped[str] = word_column()
    minimum_price_id: Mapped[int] = mapped_column(ForeignKey("minimum_price.id"))
    evidence: Mapped[list[int]] = mapped_column(JSON)
    historical: Mapped[bool] = mapped_column(Boolean)
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class AlertEvent(Base):
    """What happened to an alert on a day of the trade; part of the history, rebuilt with it."""

    __tablename__ = "alert_event"
    __table_args__ = (
        UniqueConstraint("alert_id", "sequence", name="uq_alert_event_sequence"),
        one_of("kind", AlertEventKind),
        one_of("severity", Severity),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = word_column()
    day: Mapped[date] = mapped_column(Date)
    severity: Mapped[str] = word_column()
    price_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    gap_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    gap_percent: Mapped[Decimal | None] = mapped_column(FixedPoint(8, 2))
    reason: Mapped[str] = mapped_column(String(60))
    evidence: Mapped[list[int]] = mapped_column(JSON)


class AlertChange(Base):
    """One line of the append-only change log; the last line of an alert holds what it now says."""

    __tablename__ = "alert_change"
    __table_args__ = (one_of("kind", AlertEventKind),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    kind: Mapped[str] = word_column()
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    historical: Mapped[bool] = mapped_column(Boolean)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(BigInteger, index=True)
