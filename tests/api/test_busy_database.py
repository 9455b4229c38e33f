"""Writing while another writer does not end: an answer that says so, and nothing lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from service.database import Database
from tests.api.offices import HEADER, LINE, ROW, Desk
from tests.builders import NOW, contents


@contextmanager
def another_writer(database: Database) -> Iterator[None]:
    """Have somebody write for longer than anybody waits."""
    event.listen(database.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 0"))
    with database.unit_of_work(NOW):
        yield


@pytest.mark.parametrize("way", ["pushed", "uploaded", "reviewed"])
def test_whoever_writes_meanwhile_is_asked_to_come_again(desk: Desk, way: str) -> None:
    desk.push(ROW)
    before = contents(desk.database)
    with another_writer(desk.database):
        answer = {
            "pushed": lambda: desk.push({**ROW, "external_id": "2"}, **{"idempotency-key": "a"}),
            "uploaded": lambda: desk.upload(f"{HEADER}\n{LINE}\n"),
            "reviewed": lambda: desk.post("/v1/prices/1/accept"),
        }[way]()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert answer.json()["type"] == "urn:bokar:problem:database-busy"
    assert "send this again in a minute" in answer.json()["detail"]
    assert contents(desk.database) == before
    assert desk.push({**ROW, "external_id": "2"}, **{"idempotency-key": "a"}).json()["accepted"] == 1


def test_a_trial_waits_for_no_writer(desk: Desk) -> None:
    before = contents(desk.database)
    with another_writer(desk.database):
        answer = desk.upload(f"{HEADER}\n{LINE}\n", dry_run="true")
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)
    assert contents(desk.database) == before
