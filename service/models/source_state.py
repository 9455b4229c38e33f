"""What is remembered of each declared source between two readings of it."""

from sqlalchemy import JSON, CheckConstraint, Column, Integer, String, Table

from service.database import UtcDateTime
from service.models.base import METADATA

SourceState = Table(
    "source_state",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("validators", JSON(none_as_null=True)),
    Column("watermark", JSON(none_as_null=True)),
    Column("last_success_at", UtcDateTime),
    Column("last_error", String(2000)),
    Column("consecutive_failures", Integer, nullable=False),
    CheckConstraint("consecutive_failures >= 0", name="failures_counted"),
    CheckConstraint("(consecutive_failures = 0) = (last_error IS NULL)", name="failure_says_why"),
)
"""One source by its declared name: what its last file was known by, up to where it was read, and how that went.

`validators` and `watermark` are those of the last reading whose rows are stored. Not published, so without a data
revision.
"""
