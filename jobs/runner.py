"""Runs a job: a row in the ledger, the work, how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import insert, update

from service.clock import Clock
from service.database import Database
from service.errors import BokarError
from service.models.job_run import JobRun
from service.settings import Settings
from service.vocabulary import JobStatus

LONGEST_ERROR = 2000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job works with."""

    database: Database
    settings: Settings
    clock: Clock


Job = Callable[[JobContext], dict[str, Any]]


def run_job(name: str, job: Job, context: JobContext) -> dict[str, Any]:
    """Run a job and note in the ledger when, how it ended and what it did; an error is noted and raised again."""
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
        statement = insert(JobRun).values(job=name, status=JobStatus.RUNNING, started_at=uow.now)
        return int(uow.connection.execute(statement.returning(JobRun.c.id)).scalar_one())


def _finish(run_id: int, context: JobContext, status: JobStatus, **outcome: Any) -> None:
    with context.database.unit_of_work(context.clock()) as uow:
        statement = update(JobRun).where(JobRun.c.id == run_id)
        uow.connection.execute(statement.values(status=status, finished_at=uow.now, **outcome))
