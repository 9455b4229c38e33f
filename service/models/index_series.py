"""Monthly indices by which floors are carried forward between surveys, and the links between their bases."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from service.database import FixedPoint, UtcDateTime
from service.models.base import METADATA, RowId, one_of, positive, word_column
from service.vocabulary import IndexName, Provenance

IndexValue = Table(
    "index_value",
    METADATA,
    Column("id", RowId, primary_key=True),
    word_column("index_name"),
    Column("area_code", String(2), nullable=False),
    Column("month", Date, nullable=False),
    Column("base", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("value", FixedPoint(16, 6), nullable=False),
    Column("source", String(400), nullable=False),
    word_column("provenance"),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(120), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    UniqueConstraint("index_name", "area_code", "base", "month", "version", name="uq_index_value_number"),
    Index(
        "uq_index_value_current",
        "index_name",
        "area_code",
        "base",
        "month",
        unique=True,
        sqlite_where=text("is_current = 1"),
        postgresql_where=text("is_current"),
    ),
    one_of("index_name", IndexName),
    one_of("provenance", Provenance),
    positive("value"),
    CheckConstraint("version >= 1", name="version_from_one"),
    CheckConstraint("length(base) > 0", name="base_named"),
    CheckConstraint("length(source) > 0", name="source_named"),
)
"""One month of an index in a province (`area_code` 00: the country); `base` names its base period, e.g. 2018=100.

For wages and the rice price, whose "base" is `IDR`, the value is rupiah (per person-day, per kilogram).
"""

IndexLink = Table(
    "index_link",
    METADATA,
    Column("id", RowId, primary_key=True),
    word_column("index_name"),
    Column("area_code", String(2), nullable=False),
    Column("from_base", String(40), nullable=False),
    Column("to_base", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("factor", FixedPoint(16, 8), nullable=False),
    Column("source", String(400), nullable=False),
    word_column("provenance"),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(120), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    UniqueConstraint("index_name", "area_code", "from_base", "to_base", "version", name="uq_index_link_number"),
    Index(
        "uq_index_link_current",
        "index_name",
        "area_code",
        "from_base",
        "to_base",
        unique=True,
        sqlite_where=text("is_current = 1"),
        postgresql_where=text("is_current"),
    ),
    one_of("index_name", IndexName),
    one_of("provenance", Provenance),
    positive("factor"),
    CheckConstraint("version >= 1", name="version_from_one"),
    CheckConstraint("length(from_base) > 0 AND length(to_base) > 0", name="bases_named"),
    CheckConstraint("from_base <> to_base", name="two_bases"),
    CheckConstraint("length(source) > 0", name="source_named"),
)
"""What a value in `from_base` is multiplied by to be one in `to_base`; bases are never chained without it."""
