"""The job that keeps the ledger short."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from jobs.runner import JobContext
from service.models.job_run import JobRun
from service.vocabulary import JobStatus

KEPT = timedelta(days=30)


def prune_job_runs(context: JobContext) -> dict[str, Any]:
    """Forget runs that succeeded more than 30 days ago; failures stay."""
    with context.database.unit_of_work(context.clock()) as uow:
        old = delete(JobRun).where(JobRun.c.status == JobStatus.SUCCEEDED, JobRun.c.finished_at < uow.now - KEPT)
        return {"forgotten": uow.connection.execute(old).rowcount}
