"""Running the jobs that somebody asked for over the API."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from jobs.runner import Job, JobContext, run_job
from service.errors import BokarError
from service.job_requests.repository import waiting_jobs


def run_asked_jobs(jobs: Mapping[str, Job], context: JobContext) -> None:
    """Run each job that somebody waits for, once; a request for one that is at work already goes on waiting."""
    tried: set[str] = set()
    while (name := _next(jobs, context, tried)) is not None:
        tried.add(name)
        # Why it failed stands in the ledger.
        with suppress(BokarError):
            run_job(name, jobs[name], context)


def _next(jobs: Mapping[str, Job], context: JobContext, tried: Collection[str]) -> str | None:
    """Return the next job to run. Looked up anew each time: what another thread has begun meanwhile waits no more."""
    with context.database.reading() as connection:
        return next((name for name in waiting_jobs(connection) if name in jobs and name not in tried), None)
