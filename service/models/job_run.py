"""The ledger of job runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.database import UtcDateTime
from service.models.base import Base, RowId, one_of, word_column
from service.vocabulary import JobStatus


class JobRun(Base):
    """One run of one job: when, how it ended, and what it did."""

    __tablename__ = "job_run"
    __table_args__ = (
        one_of("status", JobStatus),
        CheckConstraint("started_at <= finished_at", name="finished_after_start"),
        CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_not_running"),
        CheckConstraint("status <> 'failed' OR error IS NOT NULL", name="failure_says_why"),
        Index("ix_job_run_latest", "job", "started_at"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = word_column()
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(String(2000))
