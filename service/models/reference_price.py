"""World market prices that rubber is held against; for plausibility only, never part of a price or a floor."""

from sqlalchemy import Column, Date, Table, UniqueConstraint

from service.database import FixedPoint, UtcDateTime
from service.models.base import METADATA, RowId, one_of, positive, word_column
from service.vocabulary import ReferenceSeries

ReferencePrice = Table(
    "reference_price",
    METADATA,
    Column("id", RowId, primary_key=True),
    word_column("series"),
    Column("month", Date, nullable=False),
    Column("usd_per_kg", FixedPoint(10, 4), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    UniqueConstraint("series", "month", "recorded_at", name="uq_reference_price_known"),
    one_of("series", ReferenceSeries),
    positive("usd_per_kg"),
)
"""What a month's mean was said to be at a moment; the newest word counts, the older ones stay."""
