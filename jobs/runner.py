"""Runs a job: a row in the ledger, the work, how it ended."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import case, insert, select, update

from jobs.running_alone import JobRunsAlready, alone
from service.clock import Clock
from service.database import Database, UnitOfWork
from service.errors import BokarError
from service.job_requests.repository import note_begun
from service.models.job_run import JobRun
from service.settings import Settings
from service.vocabulary import JobStatus

LONGEST_ERROR = 2000
INTERRUPTED = "Interrupted: its process is gone, or could not note how it ended. The next run does what is left to do."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job works with."""

    database: Database
    settings: Settings
    clock: Clock


Job = Callable[[JobContext], dict[str, Any]]


def run_job(name: str, job: Job, context: JobContext) -> dict[str, Any]:
    """Run a job and note in the ledger when, how it ended and what it did; an error is noted and raised again.

    Raises `JobRunsAlready`, and notes nothing, while another process runs it.
    """
    with alone(context.database, name):
        return _run(name, job, context)


def close_interrupted_runs(context: JobContext) -> None:
    """Note of the runs whose process is gone that they were interrupted; those that go on stay as they are."""
    with context.database.reading() as connection:
        jobs = connection.scalars(select(JobRun.c.job).where(JobRun.c.status == JobStatus.RUNNING).distinct()).all()
    for name in jobs:
        with (
            suppress(JobRunsAlready),
            alone(context.database, name),
            context.database.unit_of_work(context.clock()) as uow,
        ):
            _close_interrupted(name, uow)


def _run(name: str, job: Job, context: JobContext) -> dict[str, Any]:
    run_id = _start(name, context)
    try:
        result = job(context)
    except Exception as error:
        _finish(run_id, context, JobStatus.FAILED, error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
        # Our own errors say all there is to say.
        log.error("job failed", job=name, run=run_id, error=str(error), exc_info=not isinstance(error, BokarError))
        raise
    _finish(run_id, context, JobStatus.SUCCEEDED, result=result)
    log.debug("job done", job=name, run=run_id, **result)
    return result


def _start(name: str, context: JobContext) -> int:
    with context.database.unit_of_work(context.clock()) as uow:
        _close_interrupted(name, uow)
        statement = insert(JobRun).values(job=name, status=JobStatus.RUNNING, started_at=uow.now)
        run_id = int(uow.connection.execute(statement.returning(JobRun.c.id)).scalar_one())
        note_begun(uow, name, run_id)
        return run_id


def _close_interrupted(name: str, uow: UnitOfWork) -> None:
    """Close what stands as running; only for whoever holds the job's lock, and so knows that nobody runs it."""
    # A clock that was set back must not keep a run open.
    noticed_at = case((JobRun.c.started_at > uow.now, JobRun.c.started_at), else_=uow.now)
    left_open = update(JobRun).where(JobRun.c.job == name, JobRun.c.status == JobStatus.RUNNING)
    closed = left_open.values(status=JobStatus.FAILED, finished_at=noticed_at, error=INTERRUPTED)
    for run_id in uow.connection.scalars(closed.returning(JobRun.c.id)):
        log.warning("interrupted run closed", job=name, run=run_id)


def _finish(run_id: int, context: JobContext, status: JobStatus, **outcome: Any) -> None:
    with context.database.unit_of_work(context.clock()) as uow:
        statement = update(JobRun).where(JobRun.c.id == run_id)
        uow.connection.execute(statement.values(status=status, finished_at=uow.now, **outcome))
