"""What runs of jobs look like, and requests for one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from service.imports.schemas import readable
from service.list_queries import ListQuery
from service.vocabulary import JobStatus

WAITING = "waiting"


class JobRunQuery(ListQuery):
    """What the list of runs can be narrowed to."""

    job: Annotated[str, AfterValidator(readable)] | None = Field(
        None, max_length=60, description="Only runs of this job."
    )
    status: JobStatus | None = None


class JobRunOut(BaseModel):
    """One run of a job: when, how it ended, what it did or why it failed; `asked_by` is null for the timetable's."""

    id: int
    job: str
    status: JobStatus
    started_at: datetime
    finished_at: datetime | None
    result: dict[str, Any] | None
    error: str | None
    asked_by: str | None


class JobRequestOut(BaseModel):
    """A run that was asked for: `waiting` until the scheduler begins a run of the job, then what became of the run."""

    id: int
    job: str
    asked_at: datetime
    asked_by: str
    status: Literal["waiting"] | JobStatus
    run_id: int | None
    started_at: datetime | None
    finished_at: datetime | None
    result: dict[str, Any] | None
    error: str | None
