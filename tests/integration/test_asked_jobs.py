"""Jobs that somebody asks for: run once each, by whoever begins the next run, never beside themselves."""

from datetime import timedelta
from typing import Any

import pytest

from jobs.asked_jobs import run_asked_jobs
from jobs.prune_job_runs import prune_job_runs
from jobs.runner import Job, JobContext, run_job
from jobs.running_alone import alone
from jobs.timetable import ASKED_JOBS_SECONDS, make_scheduler
from service.clock import Clock, fixed_clock
from service.database import Database
from service.errors import Unprocessable
from service.job_requests.errors import UnknownJobRequest
from service.job_requests.repository import ask, get_request, waiting_jobs
from service.settings import Settings
from tests.builders import NOW, read


@pytest.fixture
def context(database: Database, clock: Clock) -> JobContext:
    return JobContext(database, Settings(), clock)


def greet(_: JobContext) -> dict[str, Any]:
    return {"greeted": 3}


def refuse(_: JobContext) -> dict[str, Any]:
    raise Unprocessable


def crash(_: JobContext) -> dict[str, Any]:
    raise ZeroDivisionError


JOBS: dict[str, Job] = {"greet": greet, "refuse": refuse, "crash": crash}


def asked(database: Database, *jobs: str) -> list[int]:
    with database.unit_of_work(NOW) as uow:
        return [ask(uow, job, "officer") for job in jobs]


def waiting(database: Database) -> list[str]:
    with database.reading() as connection:
        return waiting_jobs(connection)


def became(database: Database, request_id: int) -> tuple[Any, ...]:
    with database.reading() as connection:
        found = get_request(connection, request_id)
    return found["status"], found["result"], found["error"]


def test_what_is_asked_for_is_run_once_in_the_order_of_asking(context: JobContext) -> None:
    refused, greeted = asked(context.database, "refuse", "greet")
    run_asked_jobs(JOBS, context)
    run_asked_jobs(JOBS, context)
    assert [run.job for run in read(context.database, "job_run")] == ["refuse", "greet"]
    assert became(context.database, greeted) == ("succeeded", {"greeted": 3}, None)
    assert became(context.database, refused)[0] == "failed"


def test_a_job_that_crashes_waits_no_more_and_keeps_no_other_waiting_for_long(context: JobContext) -> None:
    asked(context.database, "crash", "greet")
    with pytest.raises(ZeroDivisionError):
        run_asked_jobs(JOBS, context)
    assert waiting(context.database) == ["greet"]
    run_asked_jobs(JOBS, context)
    assert waiting(context.database) == []


def test_a_run_of_the_timetable_answers_who_waits_for_it(context: JobContext) -> None:
    (request_id,) = asked(context.database, "greet")
    run_job("greet", greet, context)
    assert became(context.database, request_id) == ("succeeded", {"greeted": 3}, None)
    run_asked_jobs(JOBS, context)
    assert len(read(context.database, "job_run")) == 1


def test_a_job_that_is_asked_for_while_it_runs_runs_again(context: JobContext) -> None:
    def ask_again(running: JobContext) -> dict[str, Any]:
        asked(running.database, "greet")
        run_asked_jobs(JOBS, running)
        assert waiting(running.database) == ["greet"]
        return {}

    run_job("greet", ask_again, context)
    run_asked_jobs(JOBS, context)
    assert [run.result for run in read(context.database, "job_run")] == [{}, {"greeted": 3}]


def test_a_job_at_work_elsewhere_keeps_no_other_waiting(context: JobContext) -> None:
    asked(context.database, "refuse", "greet")
    with alone(context.database, "refuse"):
        run_asked_jobs(JOBS, context)
    assert waiting(context.database) == ["refuse"]


def test_a_request_for_a_job_that_is_no_longer_there_is_passed_over(context: JobContext) -> None:
    asked(context.database, "pull_disbun", "greet")
    run_asked_jobs(JOBS, context)
    assert waiting(context.database) == ["pull_disbun"]


def test_the_scheduler_looks_for_what_is_asked_for_every_few_seconds(context: JobContext) -> None:
    (looking,) = [job for job in make_scheduler(context).get_jobs() if job.id == "run_asked_jobs"]
    assert looking.trigger.interval == timedelta(seconds=ASKED_JOBS_SECONDS)
    asked(context.database, "forget_answers")
    looking.func(*looking.args)
    assert waiting(context.database) == []


def test_a_request_is_forgotten_with_its_run(context: JobContext) -> None:
    (request_id,) = asked(context.database, "greet")
    run_asked_jobs(JOBS, context)
    later = JobContext(context.database, context.settings, fixed_clock(NOW + timedelta(days=31)))
    assert prune_job_runs(later) == {"forgotten": 1}
    with pytest.raises(UnknownJobRequest):
        became(context.database, request_id)
