"""Prices: what was observed (identity and versions apart), the day's price, and the days that wait."""

from datetime import date, datetime
from decimal import Decimal

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
from service.models.base import (
    Base,
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
    StorageAge,
)


class PriceObservation(Base):
    """The identity of an observation: what it is known by, whatever its value becomes.

    `identity` is the feed's own id (`id:...`) or, where it has none, a digest of the content (`content:...`).
    """

    __tablename__ = "price_observation"
    __table_args__ = (
        UniqueConstraint("feed", "identity", name="uq_price_observation_identity"),
        CheckConstraint("length(identity) > 0", name="identity_not_empty"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    feed: Mapped[str] = mapped_column(String(120))
    identity: Mapped[str] = mapped_column(String(220))
    external_id: Mapped[str | None] = mapped_column(String(200))


class PriceVersion(Base):
    """What an observation said from `recorded_at` on; the current version is the one that counts."""

    __tablename__ = "price_version"
    __table_args__ = (
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
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("price_observation.id"))
    version: Mapped[int] = mapped_column(Integer)
    is_current: Mapped[bool] = mapped_column(Boolean)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))
    observed_on: Mapped[date] = mapped_column(Date)
    date_precision: Mapped[str] = word_column()
    price_level: Mapped[str] = word_column()
    price_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    price_kind: Mapped[str | None] = word_column(nullable=True)
    dry_rubber_content: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 5))
    deduction: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 5))
    fee_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    transport_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    bokar_type: Mapped[str | None] = word_column(nullable=True)
    storage_age: Mapped[str] = word_column()
    quality_note: Mapped[str | None] = mapped_column(String(200))
    volume_kg: Mapped[Decimal | None] = mapped_column(FixedPoint(16, 3))
    buyer_type: Mapped[str | None] = word_column(nullable=True)
    reporter: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    provenance: Mapped[str] = word_column()
    derived: Mapped[bool] = mapped_column(Boolean)
    range_part: Mapped[str | None] = word_column(nullable=True)
    suspect: Mapped[str | None] = mapped_column(String(200))
    published_on: Mapped[str | None] = mapped_column(String(10))
    historical: Mapped[bool] = mapped_column(Boolean)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class DailyPrice(Base):
    """The day's price of a district, channel and basis, rolled up from current versions (DOMAIN section 8)."""

    __tablename__ = "daily_price"
    __table_args__ = (
        one_of("channel", Channel),
        one_of("basis", Basis),
        one_of("storage_age", StorageAge),
        one_of("date_precision", DatePrecision),
        positive("median_idr_per_kg"),
        CheckConstraint("low_idr_per_kg <= median_idr_per_kg", name="low_first"),
        CheckConstraint("median_idr_per_kg <= high_idr_per_kg", name="high_last"),
        CheckConstraint("reporters >= 1 AND n >= reporters", name="somebody_reported"),
    )

    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    basis: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    storage_age: Mapped[str] = word_column()
    date_precision: Mapped[str] = word_column()
    n: Mapped[int] = mapped_column(Integer)
    reporters: Mapped[int] = mapped_column(Integer)
    median_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    weighted_mean_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    low_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    high_idr_per_kg: Mapped[Decimal] = mapped_column(money())
    historical: Mapped[bool] = mapped_column(Boolean)
    observation_ids: Mapped[list[int]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class WaitingDay(Base):
    """A district's day whose rollup and alerts are out of date; written with the price, in one commit."""

    __tablename__ = "waiting_day"

    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
