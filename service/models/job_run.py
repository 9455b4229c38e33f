"""The ledger of job runs, and the runs that somebody asked for."""

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table, text

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

WAITING = text("run_id IS NULL")

JobRequest = Table(
    "job_request",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("job", String(60), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", String(120), nullable=False),
    Column("run_id", ForeignKey("job_run.id", ondelete="CASCADE"), index=True),
    Index("uq_job_request_waiting", "job", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
    CheckConstraint("length(job) > 0", name="job_named"),
    CheckConstraint("length(asked_by) > 0", name="asked_by_somebody"),
)
"""A run that somebody asked for; it waits until a run of the job has begun after it, `run_id`."""
