"""Runs whose process is gone: closed as interrupted by whoever runs the job next, never while they go on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from jobs.runner import INTERRUPTED, JobContext, close_interrupted_runs, run_job
from jobs.running_alone import JobRunsAlready, alone
from jobs.timetable import make_scheduler
from service.clock import Clock
from service.database import Database
from service.models.job_run import JobRun
from service.settings import Settings
from tests.builders import NOW, read, together

EARLIER = NOW - timedelta(hours=3)


@pytest.fixture
def context(database: Database, clock: Clock) -> JobContext:
    return JobContext(database, Settings(), clock)


def left_running(database: Database, *jobs: str, started_at: datetime = EARLIER) -> None:
    """Leave what a process leaves that was killed at its work."""
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(
            insert(JobRun), [{"job": job, "status": "running", "started_at": started_at} for job in jobs]
        )


def ends(database: Database) -> list[Any]:
    return read(database, "job_run", "job", "status", "finished_at", "error")


def greet(_: JobContext) -> dict[str, Any]:
    return {"greeted": 3}


def test_the_next_run_closes_what_its_forerunner_left_open(context: JobContext) -> None:
    left_running(context.database, "greet", "greet", "another")
    run_job("greet", greet, context)
    interrupted = ("greet", "failed", NOW, INTERRUPTED)
    assert ends(context.database) == [
        interrupted,
        interrupted,
        ("another", "running", None, None),
        ("greet", "succeeded", NOW, None),
    ]


def test_a_run_of_a_clock_that_was_ahead_is_closed_too(context: JobContext) -> None:
    tomorrow = NOW + timedelta(days=1)
    left_running(context.database, "greet", started_at=tomorrow)
    run_job("greet", greet, context)
    assert ends(context.database)[0] == ("greet", "failed", tomorrow, INTERRUPTED)


def test_a_run_that_goes_on_is_neither_closed_nor_run_twice(context: JobContext) -> None:
    def meanwhile(running: JobContext) -> dict[str, Any]:
        close_interrupted_runs(running)
        with pytest.raises(JobRunsAlready, match="greet runs in another process"):
            run_job("greet", greet, running)
        return {"status": ends(running.database)[0].status}

    assert run_job("greet", meanwhile, context) == {"status": "running"}
    assert ends(context.database) == [("greet", "succeeded", NOW, None)]


def test_different_jobs_run_side_by_side(context: JobContext) -> None:
    assert run_job("outer", lambda running: run_job("greet", greet, running), context) == {"greeted": 3}


def test_a_job_that_failed_can_run_again(context: JobContext) -> None:
    def fail(_: JobContext) -> dict[str, Any]:
        raise ConnectionError("no line")

    with pytest.raises(ConnectionError):
        run_job("greet", fail, context)
    assert run_job("greet", greet, context) == {"greeted": 3}


def test_a_run_whose_end_could_not_be_written_is_closed_by_the_next(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise TimeoutError("the database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("jobs.runner._finish", busy)
        with pytest.raises(TimeoutError):
            run_job("greet", greet, context)
    run_job("greet", greet, context)
    assert [run.status for run in ends(context.database)] == ["failed", "succeeded"]


def test_of_many_who_want_to_run_a_job_one_does(context: JobContext) -> None:
    inside: list[int] = []

    def work() -> None:
        try:
            with alone(context.database, "greet"):
                inside.append(1)
                assert sum(inside) == 1
                inside.append(-1)
        except JobRunsAlready:
            pass

    together(*[work] * 6)
    assert sum(inside) == 0
    assert inside


def test_a_start_of_the_scheduler_closes_all_that_is_left_open(context: JobContext) -> None:
    left_running(context.database, "raise_alerts", "pull_a_source_that_is_no_more")
    make_scheduler(context)
    assert [(run.job, run.status, run.error) for run in ends(context.database)] == [
        ("raise_alerts", "failed", INTERRUPTED),
        ("pull_a_source_that_is_no_more", "failed", INTERRUPTED),
    ]


def test_what_ended_well_stays_as_it_is(context: JobContext) -> None:
    run_job("greet", greet, context)
    with context.database.unit_of_work(NOW) as uow:
        uow.connection.execute(update(JobRun).values(result={"greeted": 5}))
    close_interrupted_runs(context)
    run_job("greet", greet, context)
    assert [run.result for run in read(context.database, "job_run")] == [{"greeted": 5}, {"greeted": 3}]


def test_a_job_runs_on_a_connection_that_has_made_a_temporary_table(context: JobContext) -> None:
    with context.database.unit_of_work(NOW) as uow:
        uow.connection.exec_driver_sql("CREATE TEMPORARY TABLE halfway (id INTEGER)")
    assert run_job("greet", greet, context) == {"greeted": 3}
