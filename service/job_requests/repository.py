"""Runs of jobs and the requests for them.

A request is answered by the next run of its job that begins, whoever began it: what was there to do when somebody asked
is done by then.
"""

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from service.database import UnitOfWork, by_name
from service.job_requests.errors import UnknownJobRequest
from service.job_requests.schemas import WAITING, JobRunQuery
from service.models.job_run import JobRequest, JobRun
from service.paging import ListOf, Order, Page, word_filters

_OF_THE_RUN = tuple(JobRun.c[name] for name in ("started_at", "finished_at", "result", "error"))
_RUNS = select(JobRun, JobRequest.c.asked_by).outerjoin(JobRequest, JobRequest.c.run_id == JobRun.c.id)


def ask(uow: UnitOfWork, job: str, by: str) -> int:
    """Store that somebody wants a job to run; return the id of the request, or of the one that waits already."""
    known = uow.connection.scalar(select(JobRequest.c.id).where(JobRequest.c.job == job, JobRequest.c.run_id.is_(None)))
    if known is not None:
        return int(known)
    asked = insert(JobRequest).values(job=job, asked_at=uow.now, asked_by=by)
    return int(uow.connection.execute(asked.returning(JobRequest.c.id)).scalar_one())


def waiting_jobs(connection: Connection) -> list[str]:
    """Return the jobs that somebody waits for, the one asked for first in front."""
    waiting = select(JobRequest.c.job).where(JobRequest.c.run_id.is_(None))
    return list(connection.scalars(waiting.order_by(JobRequest.c.id)))


def note_begun(uow: UnitOfWork, job: str, run_id: int) -> None:
    """Note with the request that waits for a job, if any, that this run of it has begun."""
    waiting = JobRequest.c.job == job, JobRequest.c.run_id.is_(None)
    uow.connection.execute(update(JobRequest).where(*waiting).values(run_id=run_id))


def list_runs(connection: Connection, query: JobRunQuery) -> Page[dict[str, Any]]:
    """Return runs, the last begun first."""
    # Made anew each time: a list counts its rows once per revision of the data, and a run changes no data.
    runs = ListOf(
        rows=_RUNS,
        counted=JobRun,
        order=Order((JobRun.c.id,), descending=True),
        filters=word_filters(JobRun, "job", "status"),
    )
    return runs.read(connection, query)


def get_request(connection: Connection, request_id: int) -> dict[str, Any]:
    """Return one request with what became of it, or raise `UnknownJobRequest`."""
    status = func.coalesce(JobRun.c.status, WAITING).label("status")
    wanted = select(JobRequest, status, *_OF_THE_RUN).outerjoin(JobRun, JobRun.c.id == JobRequest.c.run_id)
    row = connection.execute(wanted.where(JobRequest.c.id == request_id)).first()
    if row is None:
        raise UnknownJobRequest(id=request_id)
    return by_name(row)
