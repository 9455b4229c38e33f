"""Asking for a run of a job over the API, and looking what became of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.asked_jobs import run_asked_jobs
from jobs.runner import JobContext, run_job
from jobs.timetable import jobs_of
from service.clock import fixed_clock
from service.settings import Settings
from service.vocabulary import Scope
from tests.api.offices import OFFICE, Desk, desk_of
from tests.api.test_pushing_prices import problem_of
from tests.builders import NOW, count, store_districts
from tests.conftest import sqlite_copy

JOBS = jobs_of(Settings())
RECOMPUTE = "/v1/jobs/recompute_minimum_prices"


@pytest.fixture
def overseer(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    """An office that may ask for jobs, over the districts and nothing else."""
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database, Scope.JOBS_WRITE, job_names=lambda: JOBS) as desk:
            yield desk


def poll(desk: Desk) -> None:
    """Do what the scheduler does every few seconds."""
    run_asked_jobs(JOBS, JobContext(desk.database, Settings(), fixed_clock(NOW)))


def test_a_job_that_is_asked_for_waits_until_the_scheduler_runs_it(overseer: Desk) -> None:
    asked = overseer.post(RECOMPUTE)
    assert (asked.status_code, asked.headers["location"]) == (202, "/v1/jobs/requests/1")
    assert asked.json() == {
        "id": 1,
        "job": "recompute_minimum_prices",
        "asked_at": "2026-11-21T12:00:00+00:00",
        "asked_by": OFFICE,
        "status": "waiting",
        **dict.fromkeys(("run_id", "started_at", "finished_at", "result", "error")),
    }
    assert overseer.get(asked.headers["location"]).json() == asked.json()
    poll(overseer)
    done = overseer.get(asked.headers["location"]).json()
    assert (done["status"], done["run_id"]) == ("succeeded", 1)
    assert done["result"] == {"new_floors": 0, "floors_started_or_ended": 0}
    (run,) = overseer.get("/v1/jobs").json()["data"]
    assert (run["job"], run["asked_by"]) == ("recompute_minimum_prices", OFFICE)


def test_asking_twice_while_it_waits_gives_the_same_request(overseer: Desk) -> None:
    assert overseer.post(RECOMPUTE).json() == overseer.post(RECOMPUTE).json()
    assert overseer.post("/v1/jobs/raise_alerts").json()["id"] == 2
    poll(overseer)
    assert overseer.post(RECOMPUTE).json()["id"] == 3


def test_a_request_sent_again_with_its_idempotency_key_is_answered_again(overseer: Desk) -> None:
    first = overseer.post(RECOMPUTE, **{"idempotency-key": "a"})
    poll(overseer)
    again = overseer.post(RECOMPUTE, **{"idempotency-key": "a"})
    assert (again.status_code, again.json(), again.headers["location"]) == (202, first.json(), "/v1/jobs/requests/1")
    assert again.headers["idempotent-replayed"] == "true"
    other = overseer.post("/v1/jobs/raise_alerts", **{"idempotency-key": "a"})
    assert problem_of(other) == (422, "idempotency-key-reused")
    assert count(overseer.database, "job_request") == 1


def test_an_unknown_job_is_refused_with_those_there_are(overseer: Desk) -> None:
    wrong = overseer.post("/v1/jobs/recompute", **{"accept-language": "id"})
    assert problem_of(wrong) == (404, "unknown-job")
    assert wrong.json()["detail"].startswith("Tidak ada pekerjaan 'recompute'; yang ada: raise_alerts, recompute_min")
    assert problem_of(overseer.get("/v1/jobs/requests/9")) == (404, "unknown-job-request")
    assert count(overseer.database, "job_request") == 0


def test_jobs_take_a_key_with_their_scope(desk: Desk) -> None:
    assert problem_of(desk.client.post(RECOMPUTE)) == (401, "key-missing")
    for answer in (desk.post(RECOMPUTE), desk.get("/v1/jobs"), desk.get("/v1/jobs/requests/1")):
        assert problem_of(answer) == (403, "scope-missing")


def test_the_last_runs_are_listed_by_job_and_by_how_they_ended(overseer: Desk) -> None:
    context = JobContext(overseer.database, Settings(), fixed_clock(NOW))

    def fail(_: JobContext) -> dict[str, int]:
        raise ValueError("no disk")

    run_job("raise_alerts", JOBS["raise_alerts"], context)
    with pytest.raises(ValueError, match="no disk"):
        run_job("forget_answers", fail, context)
    page = overseer.get("/v1/jobs?limit=1").json()
    (last,) = page["data"]
    assert (last["job"], last["status"], last["error"], last["asked_by"]) == (
        "forget_answers",
        "failed",
        "ValueError: no disk",
        None,
    )
    assert (page["total"], len(overseer.get(page["next"]).json()["data"])) == (2, 1)
    totals = {
        query: overseer.get(f"/v1/jobs?{query}").json()["total"] for query in ("job=raise_alerts", "status=failed")
    }
    assert totals == {"job=raise_alerts": 1, "status=failed": 1}
    run_job("raise_alerts", JOBS["raise_alerts"], context)
    assert overseer.get("/v1/jobs?job=raise_alerts").json()["total"] == 2
    assert overseer.get("/v1/jobs?output_format=csv").text.count("\n") == 4


def test_runs_and_requests_are_kept_by_no_cache(overseer: Desk) -> None:
    overseer.post(RECOMPUTE)
    for url in ("/v1/jobs", "/v1/jobs/requests/1"):
        assert overseer.get(url).headers["cache-control"] == "private, no-store"


def test_a_name_of_a_job_that_no_database_can_hold_is_refused(overseer: Desk) -> None:
    assert problem_of(overseer.get("/v1/jobs?job=a%00b")) == (422, "invalid-request")
