import asyncio
import threading

import pytest

from service.caching import RevisionWatch


class Database:
    """A database that says its revision, when `go_on` lets it."""

    def __init__(self) -> None:
        self.revision, self.asked = 7, 0
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def read_revision(self) -> int:
        self.asked += 1
        revision = self.revision
        self.begun.set()
        self.go_on.wait(5)
        return revision


@pytest.fixture
def database() -> Database:
    return Database()


def test_known_revisions_never_go_backwards(database: Database) -> None:
    watch = RevisionWatch(database.read_revision, 0.25, lambda: 0.0)
    watch.saw(9)
    watch.saw(8)
    assert asyncio.run(watch.current()) == 9


def test_the_database_is_asked_again_only_after_the_check_time(database: Database) -> None:
    times = [0.0]
    watch = RevisionWatch(database.read_revision, 0.25, lambda: times[-1])
    assert watch.fresh() is None
    for now, asked in [(0.0, 1), (0.24, 1), (0.25, 2), (0.3, 2)]:
        times.append(now)
        assert asyncio.run(watch.current()) == 7
        assert watch.fresh() == 7
        assert database.asked == asked


def test_with_check_time_zero_the_database_is_asked_every_time(database: Database) -> None:
    watch = RevisionWatch(database.read_revision, 0, lambda: 0.0)
    for revision in (7, 8, 9):
        database.revision = revision
        assert asyncio.run(watch.current()) == revision
    assert watch.fresh() is None


def test_concurrent_requests_ask_the_database_once(database: Database) -> None:
    async def crowd() -> list[int]:
        watch = RevisionWatch(database.read_revision, 0.25, lambda: 0.0)
        return await asyncio.gather(*(watch.current() for _ in range(20)))

    assert asyncio.run(crowd()) == [7] * 20
    assert database.asked == 1


def test_a_client_that_hangs_up_does_not_take_the_revision_from_the_others(database: Database) -> None:
    async def crowd() -> int:
        watch = RevisionWatch(database.read_revision, 0.25, lambda: 0.0)
        database.go_on.clear()
        leaver, stayer = (asyncio.create_task(watch.current()) for _ in range(2))
        await asyncio.to_thread(database.begun.wait, 5)
        leaver.cancel()
        database.go_on.set()
        return await stayer

    assert asyncio.run(crowd()) == 7
    assert database.asked == 1


def test_a_question_under_way_is_no_news_for_a_later_request_when_the_check_time_is_zero(database: Database) -> None:
    async def two() -> list[int]:
        watch = RevisionWatch(database.read_revision, 0, lambda: 0.0)
        database.go_on.clear()
        early = asyncio.create_task(watch.current())
        await asyncio.to_thread(database.begun.wait, 5)
        database.revision = 8
        late = asyncio.create_task(watch.current())
        await asyncio.sleep(0)
        database.go_on.set()
        return [await early, await late]

    assert asyncio.run(two()) == [7, 8]


def test_a_question_that_failed_is_asked_again_by_the_next_request(database: Database) -> None:
    failing = True

    def read_revision() -> int:
        if failing:
            raise ConnectionError
        return database.read_revision()

    watch = RevisionWatch(read_revision, 0.25, lambda: 0.0)
    with pytest.raises(ConnectionError):
        asyncio.run(watch.current())
    failing = False
    assert asyncio.run(watch.current()) == 7
