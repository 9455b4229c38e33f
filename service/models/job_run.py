"""The ledger of job runs."""

from sqlalchemy import JSON, CheckConstraint, Column, Index, String, Table

from service.database import UtcDateTime
from service.models.base import METADATA, RowId, one_of, word_column
from service.vocabulary import JobStatus

JobRun = Table(
    "job_run",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("job", String(60), nullable=False),
    word_column("status"),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("result", JSON),
    Column("error", String(2000)),
    one_of("status", JobStatus),
    CheckConstraint("started_at <= finished_at", name="finished_after_start"),
    CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_not_running"),
    CheckConstraint("status <> 'failed' OR error IS NOT NULL", name="failure_says_why"),
    Index("ix_job_run_latest", "job", "started_at"),
)
"""One run of one job: when, how it ended, and what it did."""
