"""Jobs and the ledger that says when they ran, how they ended and what they did."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from jobs.prune_job_runs import prune_job_runs
from jobs.raise_alerts import raise_alerts
from jobs.recompute_minimum_prices import recompute_minimum_prices
from jobs.runner import JobContext, run_job
from service.alerts.evaluation import sweep
from service.clock import Clock, fixed_clock
from service.database import Database
from service.models.job_run import JobRun
from service.settings import Settings
from tests.builders import (
    NOW,
    contents,
    count,
    day_of_price,
    publish_floor,
    read,
    store_and_sweep,
    store_prices,
    store_survey,
)

PRICES = [day_of_price(date(2026, 11, day), 9500) for day in (2, 9)]


class Broken(Exception):
    """A job of a test failed."""


def context(database: Database, clock: Clock) -> JobContext:
    return JobContext(database, Settings(), clock)


def passing_hours() -> Clock:
    """Return a clock that is an hour later every time it is asked."""
    moments: Iterator[datetime] = (NOW + timedelta(hours=hour) for hour in range(100))
    return lambda: next(moments)


def ledger(database: Database) -> list[Any]:
    return read(database, "job_run")


def test_a_job_that_succeeds_is_in_the_ledger(database: Database) -> None:
    assert run_job("greet", lambda _: {"greeted": 3}, context(database, passing_hours())) == {"greeted": 3}
    (run,) = ledger(database)
    assert (run.job, run.status, run.result, run.error) == ("greet", "succeeded", {"greeted": 3}, None)
    assert (run.started_at, run.finished_at) == (NOW, NOW + timedelta(hours=1))


def test_a_job_that_fails_is_in_the_ledger_and_its_error_is_raised(database: Database) -> None:
    def fail(_: JobContext) -> dict[str, Any]:
        raise Broken("no rice price for 1999")

    with pytest.raises(Broken):
        run_job("compute", fail, context(database, passing_hours()))
    (run,) = ledger(database)
    assert (run.status, run.result, run.error) == ("failed", None, "Broken: no rice price for 1999")
    assert run.finished_at == NOW + timedelta(hours=1)


def test_a_very_long_error_is_cut(database: Database, clock: Clock) -> None:
    def fail(_: JobContext) -> dict[str, Any]:
        raise Broken("x" * 5000)

    with pytest.raises(Broken):
        run_job("compute", fail, context(database, clock))
    assert len(ledger(database)[0].error) == 2000


def test_a_running_job_is_in_the_ledger_already(database: Database, clock: Clock) -> None:
    def look(running: JobContext) -> dict[str, Any]:
        (run,) = ledger(running.database)
        return {"status": run.status, "finished": run.finished_at}

    assert run_job("look", look, context(database, clock)) == {"status": "running", "finished": None}


def test_running_a_job_is_no_change_of_the_data(database: Database, clock: Clock) -> None:
    run_job("greet", lambda _: {}, context(database, clock))
    assert database.revision() == 0


def test_the_work_of_a_failed_job_is_undone_and_the_ledger_is_not(chain: Database, clock: Clock) -> None:
    def fail(running: JobContext) -> dict[str, Any]:
        with running.database.unit_of_work(NOW) as uow:
            uow.connection.execute(insert(JobRun).values(job="stray", status="running", started_at=NOW))
            raise Broken

    with pytest.raises(Broken):
        run_job("compute", fail, context(chain, clock))
    assert [(run.job, run.status) for run in ledger(chain)] == [("compute", "failed")]


def test_recomputing_twice_makes_nothing_new(sample_database: Database, clock: Clock) -> None:
    before = contents(sample_database)
    nothing_new = {"new_floors": 0, "floors_started_or_ended": 0}
    assert recompute_minimum_prices(context(sample_database, clock)) == nothing_new
    assert recompute_minimum_prices(context(sample_database, clock)) == nothing_new
    assert contents(sample_database) == before


def test_recomputing_makes_the_floors_of_a_new_survey_once(chain: Database, clock: Clock) -> None:
    store_survey(chain)
    first = recompute_minimum_prices(context(chain, clock))
    assert first["new_floors"] == count(chain, "minimum_price") > 0
    assert {row.status for row in read(chain, "minimum_price", "status")} <= {"proposed", None}
    before = contents(chain)
    assert recompute_minimum_prices(context(chain, clock)) == {
        "new_floors": 0,
        "floors_started_or_ended": 0,
    }
    assert contents(chain) == before


def test_another_rice_price_makes_new_floors_beside_the_old_ones(chain: Database, clock: Clock) -> None:
    store_survey(chain)
    once = recompute_minimum_prices(context(chain, clock))["new_floors"]
    dearer = JobContext(chain, Settings(rice_price_idr_per_kg=15000), clock)
    assert recompute_minimum_prices(dearer)["new_floors"] == once
    assert count(chain, "minimum_price") == 2 * once


def test_a_floor_ends_an_alert_on_the_morning_it_comes_into_force(chain: Database) -> None:
    start_floor_later(chain)
    morning = fixed_clock(datetime.fromisoformat("2026-11-25T00:05:00+07:00"))
    assert recompute_minimum_prices(context(chain, morning))["floors_started_or_ended"] == 1
    assert raise_alerts(context(chain, morning)) == {"districts": 1}
    assert states(chain) == [("resolved", "floor_changed", date(2026, 11, 25))]


def test_a_floor_that_came_into_force_while_nobody_was_awake_ends_the_alert_too(chain: Database) -> None:
    start_floor_later(chain)
    next_morning = fixed_clock(datetime.fromisoformat("2026-11-26T00:05:00+07:00"))
    recompute_minimum_prices(context(chain, next_morning))
    raise_alerts(context(chain, next_morning))
    assert states(chain) == [("resolved", "floor_changed", date(2026, 11, 25))]


def start_floor_later(database: Database) -> None:
    """An alert is firing against one floor; another one is published today and starts on 25 November."""
    publish_floor(database, 10000, date(2026, 3, 1))
    store_and_sweep(database, *PRICES)
    publish_floor(database, 9000, date(2026, 11, 25))
    sweep(database, NOW)
    assert states(database) == [("firing", "second_day_below", None)]


def states(database: Database) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "alert", "state", "reason", "resolved_on")]


def test_the_alert_job_works_through_what_waits(chain: Database, clock: Clock) -> None:
    publish_floor(chain, 10000, date(2026, 3, 1))
    store_prices(chain, *PRICES)
    assert raise_alerts(context(chain, clock)) == {"districts": 1}
    assert count(chain, "alert") == 1
    assert raise_alerts(context(chain, clock)) == {"districts": 0}


def test_pruning_forgets_only_old_successes(database: Database, clock: Clock) -> None:
    old, young = NOW - timedelta(days=30, seconds=1), NOW - timedelta(days=30)
    runs = [
        {"job": "old success", "status": "succeeded", "started_at": old, "finished_at": old},
        {"job": "old failure", "status": "failed", "started_at": old, "finished_at": old, "error": "why"},
        {"job": "old and running", "status": "running", "started_at": old, "finished_at": None},
        {"job": "young success", "status": "succeeded", "started_at": old, "finished_at": young},
    ]
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(JobRun), [{"error": None, **run} for run in runs])
    assert prune_job_runs(context(database, clock)) == {"forgotten": 1}
    assert [run.job for run in ledger(database)] == ["old failure", "old and running", "young success"]
    assert prune_job_runs(context(database, clock)) == {"forgotten": 0}
