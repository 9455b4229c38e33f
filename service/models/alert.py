"""Alerts: the current history, its events, and the append-only change log (DOMAIN section 8)."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from service.database import FixedPoint, UtcDateTime, money
from service.models.base import METADATA, RowId, one_of, positive, word_column
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

Alert = Table(
    "alert",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("district_code", ForeignKey("district.code"), nullable=False),
    word_column("channel"),
    word_column("kind"),
    Column("rule", String(40), nullable=False),
    word_column("state"),
    word_column("severity"),
    Column("below_since", Date, nullable=False),
    Column("fired_on", Date, nullable=False),
    Column("resolved_on", Date),
    Column("reason", String(60), nullable=False),
    Column("observed_on", Date, nullable=False),
    Column("price_idr_per_kg", money(), nullable=False),
    Column("floor_idr_per_kg", money(), nullable=False),
    Column("clear_level_idr_per_kg", money(), nullable=False),
    Column("gap_idr_per_kg", money(), nullable=False),
    Column("gap_percent", FixedPoint(8, 2), nullable=False),
    word_column("basis"),
    word_column("storage_age"),
    Column("minimum_price_id", ForeignKey("minimum_price.id"), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
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
"""One stretch of time in which a channel of a district was below its floor.

Price, floor and gap are those of the day it fired on; the district says what they are now.
"""

AlertEvent = Table(
    "alert_event",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    word_column("kind"),
    Column("day", Date, nullable=False),
    word_column("severity"),
    Column("price_idr_per_kg", money()),
    Column("gap_idr_per_kg", money()),
    Column("gap_percent", FixedPoint(8, 2)),
    Column("reason", String(60), nullable=False),
    Column("evidence", JSON, nullable=False),
    UniqueConstraint("alert_id", "sequence", name="uq_alert_event_sequence"),
    one_of("kind", AlertEventKind),
    one_of("severity", Severity),
)
"""What happened to an alert on a day of the trade, rebuilt with the history; last its retraction, which ends that."""

AlertChange = Table(
    "alert_change",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), index=True, nullable=False),
    word_column("kind"),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("snapshot", JSON, nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    one_of("kind", AlertEventKind),
)
"""One line of the append-only change log; the last line of an alert holds what it now says."""
