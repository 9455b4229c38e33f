"""GET /v1/jobs, POST /v1/jobs/{name}, and what becomes of a run that was asked for."""

from collections.abc import Callable, Collection
from typing import Annotated, TypeAlias

import orjson
from fastapi import APIRouter, Depends, Path, Request, Response

from service.access.dependencies import attempted, authorised
from service.access.idempotency import Attempt, Caller, StoredAnswer, answer_once
from service.answers import ListOut, answer, answer_list, to_json
from service.database import UnitOfWork
from service.dependencies import DatabaseOf
from service.imports.writing import PRIVATE, WritingOf
from service.job_requests import repository
from service.job_requests.errors import UnknownJob
from service.job_requests.schemas import JobRequestOut, JobRunOut, JobRunQuery
from service.list_queries import NO_PARAMETERS, RowId
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
JobNames: TypeAlias = Callable[[], Collection[str]]
"""The names of the jobs that the scheduler of this installation knows; asked for only when somebody asks for one."""
Overseer = Annotated[Caller, authorised(Scope.JOBS_WRITE)]


async def _job_names(request: Request) -> JobNames:
    names: JobNames = request.app.state.job_names
    return names


@router.get("", response_class=Response, responses={200: {"model": ListOut[JobRunOut]}})
async def list_job_runs(
    request: Request,
    _caller: Overseer,
    query: Annotated[JobRunQuery, Depends(JobRunQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List the last runs of jobs, the last begun first: when, how they ended, what they did or why they failed."""
    page = await database.read(repository.list_runs, query)
    return _private(answer_list(request, query, page, tuple(JobRunOut.model_fields)))


@router.post(
    "/{name}",
    status_code=202,
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={202: {"model": JobRequestOut}},
)
def ask_for_job(
    name: Annotated[str, Path(description="Name of a job, e.g. recompute_minimum_prices.")],
    attempt: Annotated[Attempt, attempted(Scope.JOBS_WRITE)],
    writing: WritingOf,
    known: Annotated[JobNames, Depends(_job_names)],
) -> Response:
    """Ask for a run of a job: the scheduler begins it within seconds, and `Location` says where to look.

    While a request waits, asking again gives the same one; a job that runs at the moment runs again after that.
    """
    if name not in known():
        raise UnknownJob(name=name, known=", ".join(known()))

    def work(uow: UnitOfWork) -> StoredAnswer:
        asked = repository.ask(uow, name, attempt.caller.name)
        return StoredAnswer(to_json(repository.get_request(uow.connection, asked)), status=202)

    with writing.database.unit_of_work(writing.clock()) as uow:
        answered = answer_once(uow, attempt, work)
    response = answered.response()
    response.headers["location"] = f"{router.prefix}/requests/{orjson.loads(answered.body)['id']}"
    return response


@router.get(
    "/requests/{id}",
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={200: {"model": JobRequestOut}},
)
async def get_job_request(
    id: Annotated[RowId, Path(description="Id of a request, from the answer to it.")],  # noqa: A002
    _caller: Overseer,
    database: DatabaseOf,
) -> Response:
    """Show what became of a run that was asked for: it waits, or the run with its result or error."""
    return _private(answer(*await database.read_at_revision(repository.get_request, id)))


def _private(response: Response) -> Response:
    response.headers.update(PRIVATE)
    return response
