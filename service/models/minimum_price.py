"""Minimum prices (floors): what was computed, from what, and whether it is published."""

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

from service.database import UtcDateTime, money
from service.economics.minimum_price import CostConcept
from service.models.base import METADATA, RowId, not_negative, one_of, positive, word_column
from service.vocabulary import Aggregator, Basis, FloorStatus, LegalStatus, Represents

NOT_TWO_PUBLISHED = text("status = 'published'")

MinimumPrice = Table(
    "minimum_price",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("district_code", ForeignKey("district.code"), index=True, nullable=False),
    Column("survey_id", ForeignKey("cost_survey.id"), nullable=False),
    Column("method", String(40), nullable=False),
    Column("method_version", Integer, nullable=False),
    word_column("cost_concept", nullable=True),
    Column("aggregator", String(32), nullable=False),
    Column("cost_of_production_idr_per_kg", money()),
    Column("household_consumption_idr_per_kg", money()),
    Column("minimum_price_idr_per_kg", money()),
    Column("reason", String(60)),
    Column("interval_low_idr_per_kg", money()),
    Column("interval_high_idr_per_kg", money()),
    Column("replicates", Integer),
    Column("seed", BigInteger),
    Column("surveyed_minimum_price_idr_per_kg", money()),
    Column("carried_to", Date),
    Column("households", Integer, nullable=False),
    word_column("represents"),
    word_column("basis"),
    Column("warnings", JSON, nullable=False),
    Column("survey_midpoint", Date, nullable=False),
    Column("stale_from", Date, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("known_from", UtcDateTime, nullable=False),
    word_column("status", nullable=True),
    Column("published_at", UtcDateTime),
    Column("published_by", String(120)),
    Column("published_why", String(400)),
    word_column("legal_status"),
    Column("decree_number", String(80)),
    Column("decree_on", Date),
    Column("decree_signatory", String(120)),
    Column("decree_file", String(300)),
    Column("alternatives", JSON, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("input_digest", String(64), nullable=False),
    Column("software_version", String(40), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    UniqueConstraint("survey_id", "method", "input_digest", name="uq_minimum_price_computation"),
    Index(
        "uq_minimum_price_published",
        "district_code",
        "valid_from",
        unique=True,
        sqlite_where=NOT_TWO_PUBLISHED,
        postgresql_where=NOT_TWO_PUBLISHED,
    ),
    one_of("cost_concept", CostConcept),
    one_of("represents", Represents),
    one_of("basis", Basis),
    one_of("status", FloorStatus),
    one_of("legal_status", LegalStatus),
    positive("minimum_price_idr_per_kg"),
    not_negative("cost_of_production_idr_per_kg"),
    not_negative("household_consumption_idr_per_kg"),
    positive("surveyed_minimum_price_idr_per_kg"),
    CheckConstraint("(minimum_price_idr_per_kg IS NULL) = (reason IS NOT NULL)", name="price_or_reason"),
    CheckConstraint("(minimum_price_idr_per_kg IS NULL) = (status IS NULL)", name="status_with_price"),
    CheckConstraint("valid_from < valid_until", name="valid_forward"),
    CheckConstraint("interval_low_idr_per_kg <= interval_high_idr_per_kg", name="interval_ordered"),
    CheckConstraint("households >= 1 OR minimum_price_idr_per_kg IS NULL", name="somebody_asked"),
    CheckConstraint("replicates IS NOT NULL OR interval_low_idr_per_kg IS NULL", name="interval_of_replicates"),
    CheckConstraint(
        "(carried_to IS NOT NULL OR surveyed_minimum_price_idr_per_kg IS NULL)"
        " AND (carried_to IS NULL OR surveyed_minimum_price_idr_per_kg IS NOT NULL"
        " OR minimum_price_idr_per_kg IS NULL)",
        name="carried_from_survey",
    ),
    one_of("aggregator", Aggregator),
    CheckConstraint(
        "status IS NULL OR status <> 'published' OR (published_by IS NOT NULL AND published_why IS NOT NULL)",
        name="published_by_somebody",
    ),
    CheckConstraint(
        "legal_status <> 'decree' OR (decree_number IS NOT NULL AND decree_on IS NOT NULL"
        " AND decree_signatory IS NOT NULL)",
        name="decree_is_named",
    ),
)
"""One method's floor for one district and survey, or the reason why there is none.

Valid on the days from `valid_from` up to and without `valid_until`; known since `known_from`. One that was carried
forward by indices says to which month (`carried_to`), and what the survey alone gives (`surveyed_...`). `alternatives`
holds what other choices that the survey leaves open would give.
"""
