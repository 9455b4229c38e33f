"""Minimum prices (floors): what was computed, from what, and whether it is published."""

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

from service.database import UtcDateTime, money
from service.economics.minimum_price import CostConcept
from service.models.base import Base, RowId, not_negative, one_of, positive, word_column
from service.vocabulary import Basis, FloorStatus, LegalStatus, Represents

NOT_TWO_PUBLISHED = text("status = 'published'")


class MinimumPrice(Base):
    """One method's floor for one district and survey, or the reason why there is none.

    Valid on the days from `valid_from` up to and without `valid_until`; known since `known_from`.
    """

    __tablename__ = "minimum_price"
    __table_args__ = (
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
        CheckConstraint("(minimum_price_idr_per_kg IS NULL) = (reason IS NOT NULL)", name="price_or_reason"),
        CheckConstraint("(minimum_price_idr_per_kg IS NULL) = (status IS NULL)", name="status_with_price"),
        CheckConstraint("valid_from < valid_until", name="valid_forward"),
        CheckConstraint("interval_low_idr_per_kg <= interval_high_idr_per_kg", name="interval_ordered"),
        CheckConstraint("households >= 1", name="somebody_asked"),
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

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), index=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("cost_survey.id"))
    method: Mapped[str] = mapped_column(String(40))
    method_version: Mapped[int] = mapped_column(Integer)
    cost_concept: Mapped[str | None] = word_column(nullable=True)
    aggregator: Mapped[str] = mapped_column(String(32))
    cost_of_production_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    household_consumption_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    minimum_price_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    reason: Mapped[str | None] = mapped_column(String(60))
    interval_low_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    interval_high_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    households: Mapped[int] = mapped_column(Integer)
    represents: Mapped[str] = word_column()
    basis: Mapped[str] = word_column()
    warnings: Mapped[list[str]] = mapped_column(JSON)
    survey_midpoint: Mapped[date] = mapped_column(Date)
    stale_from: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    known_from: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str | None] = word_column(nullable=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(120))
    published_why: Mapped[str | None] = mapped_column(String(400))
    legal_status: Mapped[str] = word_column()
    decree_number: Mapped[str | None] = mapped_column(String(80))
    decree_on: Mapped[date | None] = mapped_column(Date)
    decree_signatory: Mapped[str | None] = mapped_column(String(120))
    historical: Mapped[bool] = mapped_column(Boolean)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    input_digest: Mapped[str] = mapped_column(String(64))
    software_version: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int] = mapped_column(BigInteger, index=True)
