"""Prices: what was observed (identity and versions apart), the day's price, and the days that wait."""

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
from service.models.base import (
    METADATA,
    RowId,
    between,
    dry_rubber_content_check,
    not_negative,
    one_of,
    positive,
    share,
    word_column,
)
from service.vocabulary import (
    Basis,
    BokarType,
    BuyerType,
    Channel,
    DatePrecision,
    PriceKind,
    PriceLevel,
    Provenance,
    RangePart,
    Review,
    StorageAge,
)

WAITING = text("review = 'waiting'")

PriceObservation = Table(
    "price_observation",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("feed", String(120), nullable=False),
    Column("identity", String(220), nullable=False),
    Column("external_id", String(200)),
    UniqueConstraint("feed", "identity", name="uq_price_observation_identity"),
    CheckConstraint("length(identity) > 0", name="identity_not_empty"),
)
"""The identity of an observation: what it is known by, whatever its value becomes.

`identity` is the feed's own id (`id:...`) or, where it has none, a digest of the content (`content:...`).
"""

PriceAlias = Table(
    "price_alias",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("feed", String(120), nullable=False),
    Column("identity", String(220), nullable=False),
    Column("observation_id", ForeignKey("price_observation.id"), nullable=False),
    UniqueConstraint("feed", "identity", name="uq_price_alias_identity"),
    CheckConstraint("length(identity) > 0", name="identity_not_empty"),
)
"""What an observation is known by beside its identity: what it was corrected to by a row that named it.

Never what some observation of the feed has for its own identity.
"""

PriceVersion = Table(
    "price_version",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("observation_id", ForeignKey("price_observation.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("province_code", ForeignKey("province.code"), nullable=False),
    Column("district_code", ForeignKey("district.code")),
    Column("observed_on", Date, nullable=False),
    word_column("date_precision"),
    word_column("price_level"),
    Column("price_idr_per_kg", money(), nullable=False),
    word_column("price_kind", nullable=True),
    Column("dry_rubber_content", FixedPoint(6, 5)),
    Column("deduction", FixedPoint(6, 5)),
    Column("fee_idr_per_kg", money()),
    Column("transport_idr_per_kg", money()),
    Column("grades", JSON(none_as_null=True)),
    word_column("bokar_type", nullable=True),
    word_column("storage_age"),
    Column("quality_note", String(200)),
    Column("volume_kg", FixedPoint(16, 3)),
    word_column("buyer_type", nullable=True),
    Column("reporter", String(200)),
    Column("source", String(400), nullable=False),
    word_column("provenance"),
    Column("derived", Boolean, nullable=False),
    word_column("range_part", nullable=True),
    Column("suspect", String(200)),
    Column("published_on", String(10)),
    Column("flag", String(200)),
    word_column("review", nullable=True),
    Column("reviewed_by", String(120)),
    Column("reviewed_at", UtcDateTime),
    Column("historical", Boolean, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(120), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    UniqueConstraint("observation_id", "version", name="uq_price_version_number"),
    Index(
        "uq_price_version_current",
        "observation_id",
        unique=True,
        # Written as the conditions of queries are, so that SQLite's planner recognises it.
        sqlite_where=text("is_current = 1"),
        postgresql_where=text("is_current"),
    ),
    Index("ix_price_version_day", "district_code", "observed_on"),
    Index("ix_price_version_newest", "observed_on", "id"),
    CheckConstraint("version >= 1", name="version_from_one"),
    between("price_idr_per_kg", "> 0", "< 10000000", name="price_plausible"),
    dry_rubber_content_check(),
    share("deduction"),
    not_negative("fee_idr_per_kg"),
    not_negative("transport_idr_per_kg"),
    positive("volume_kg"),
    CheckConstraint("substr(district_code, 1, 2) = province_code", name="district_in_province"),
    CheckConstraint("length(suspect) > 0", name="suspect_says_why"),
    CheckConstraint("length(source) > 0", name="source_named"),
    one_of("date_precision", DatePrecision),
    one_of("price_level", PriceLevel),
    one_of("price_kind", PriceKind),
    one_of("bokar_type", BokarType),
    one_of("storage_age", StorageAge),
    one_of("buyer_type", BuyerType),
    one_of("provenance", Provenance),
    one_of("range_part", RangePart),
    one_of("review", Review),
    CheckConstraint("(flag IS NULL) = (review IS NULL)", name="flag_is_reviewed"),
    CheckConstraint(
        "review IS NULL OR (review = 'waiting') = (reviewed_by IS NULL AND reviewed_at IS NULL)",
        name="reviewed_by_somebody",
    ),
    Index("ix_price_version_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
)
"""What an observation said from `recorded_at` on; the current version is the one that counts."""

DailyPrice = Table(
    "daily_price",
    METADATA,
    Column("district_code", ForeignKey("district.code"), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("basis", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    word_column("storage_age"),
    word_column("date_precision"),
    Column("n", Integer, nullable=False),
    Column("reporters", Integer, nullable=False),
    Column("median_idr_per_kg", money(), nullable=False),
    Column("weighted_mean_idr_per_kg", money()),
    Column("low_idr_per_kg", money(), nullable=False),
    Column("high_idr_per_kg", money(), nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("observation_ids", JSON, nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    one_of("channel", Channel),
    one_of("basis", Basis),
    one_of("storage_age", StorageAge),
    one_of("date_precision", DatePrecision),
    positive("median_idr_per_kg"),
    CheckConstraint("low_idr_per_kg <= median_idr_per_kg", name="low_first"),
    CheckConstraint("median_idr_per_kg <= high_idr_per_kg", name="high_last"),
    CheckConstraint("reporters >= 1 AND n >= reporters", name="somebody_reported"),
)
"""The day's price of a district, channel and basis, rolled up from current versions (DOMAIN section 8)."""

WaitingDay = Table(
    "waiting_day",
    METADATA,
    Column("district_code", ForeignKey("district.code"), primary_key=True),
    Column("day", Date, primary_key=True),
)
"""A district's day whose rollup and alerts are out of date; written with the price, in one commit."""
