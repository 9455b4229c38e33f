"""A request that is sent again is done once, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from service.access.errors import IdempotencyKeyInUse, IdempotencyKeyReused
from service.access.idempotency import (
    Attempt,
    AttemptsUnderWay,
    StoredAnswer,
    answer_once,
    answered_before,
    forget_answers,
    remember,
)
from service.database import Database, UnitOfWork
from service.models.area import Province
from service.vocabulary import Scope
from tests.access import attempt_of, make_key
from tests.builders import NOW, count, together


class PowerCut(Exception):
    """The process ended in the middle."""


@pytest.fixture
def attempt(database: Database) -> Attempt:
    prefix, _ = make_key(database, Scope.PRICES_WRITE)
    return attempt_of(prefix)


def add_a_province(uow: UnitOfWork) -> StoredAnswer:
    """Change something that can be changed but once."""
    uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))
    return StoredAnswer(b'{"accepted": 1}', 201)


def send(database: Database, attempt: Attempt) -> StoredAnswer:
    with database.unit_of_work(NOW) as uow:
        return answer_once(uow, attempt, add_a_province)


def test_the_same_request_gets_the_same_answer_and_changes_nothing_more(database: Database, attempt: Attempt) -> None:
    first, second = send(database, attempt), send(database, attempt)
    assert first == StoredAnswer(b'{"accepted": 1}', 201)
    assert second == replace(first, replayed=True)
    assert count(database, "province") == 1


def test_a_replayed_answer_says_so_in_a_header(database: Database, attempt: Attempt) -> None:
    first, second = (send(database, attempt).response() for _ in range(2))
    assert (first.status_code, first.body, first.media_type) == (second.status_code, second.body, second.media_type)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"


def test_the_key_of_another_request_is_refused(database: Database, attempt: Attempt) -> None:
    send(database, attempt)
    with pytest.raises(IdempotencyKeyReused, match="'first'"):
        send(database, attempt_of(attempt.caller.key_prefix, body=b"[2]"))


def test_two_callers_may_choose_the_same_key(database: Database, attempt: Attempt) -> None:
    send(database, attempt)
    other, _ = make_key(database, Scope.PRICES_WRITE, seed=2)
    with database.reading() as connection:
        assert answered_before(connection, attempt_of(other)) is None


def test_a_request_without_a_key_is_done_every_time(database: Database, attempt: Attempt) -> None:
    nameless = replace(attempt, idempotency_key=None)
    done: list[int] = []

    def work(uow: UnitOfWork) -> StoredAnswer:
        done.append(1)
        return StoredAnswer(b"{}")

    for _ in range(2):
        with database.unit_of_work(NOW) as uow:
            assert not answer_once(uow, nameless, work).replayed
    assert len(done) == 2
    assert count(database, "idempotent_answer") == 0


def test_a_change_that_is_rolled_back_leaves_no_answer(database: Database, attempt: Attempt) -> None:
    def end_before_the_commit() -> None:
        with database.unit_of_work(NOW) as uow:
            answer_once(uow, attempt, add_a_province)
            raise PowerCut

    with pytest.raises(PowerCut):
        end_before_the_commit()
    assert (count(database, "province"), count(database, "idempotent_answer")) == (0, 0)
    assert not send(database, attempt).replayed


def test_a_change_that_fails_leaves_no_answer(database: Database, attempt: Attempt) -> None:
    def fail(uow: UnitOfWork) -> StoredAnswer:
        add_a_province(uow)
        raise PowerCut

    with pytest.raises(PowerCut), database.unit_of_work(NOW) as uow:
        answer_once(uow, attempt, fail)
    assert (count(database, "province"), count(database, "idempotent_answer")) == (0, 0)


def test_of_requests_at_once_one_does_the_work_and_all_get_its_answer(database: Database, attempt: Attempt) -> None:
    answers: list[StoredAnswer] = []
    together(*[lambda: answers.append(send(database, attempt))] * 4)
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True]
    assert len({answer.body for answer in answers}) == 1
    assert count(database, "province") == 1


def test_a_loser_that_did_not_look_first_loses_its_change(database: Database, attempt: Attempt) -> None:
    with database.unit_of_work(NOW) as uow:
        remember(uow, attempt, StoredAnswer(b"{}"))
    with pytest.raises(IdempotencyKeyInUse, match="'first'"), database.unit_of_work(NOW) as uow:
        remember(uow, attempt, add_a_province(uow))
    assert count(database, "province") == 0
    with database.reading() as connection:
        assert answered_before(connection, attempt) == StoredAnswer(b"{}", replayed=True)


def test_answers_are_forgotten_by_their_age(database: Database, attempt: Attempt) -> None:
    for age, key in enumerate(("today", "yesterday", "older")):
        with database.unit_of_work(NOW - timedelta(days=age)) as uow:
            remember(uow, replace(attempt, idempotency_key=key), StoredAnswer(b"{}"))
    with database.unit_of_work(NOW) as uow:
        assert forget_answers(uow, NOW - timedelta(days=1)) == 1
    with database.reading() as connection:
        assert answered_before(connection, replace(attempt, idempotency_key="older")) is None
        assert answered_before(connection, replace(attempt, idempotency_key="yesterday")) is not None


def test_a_key_of_255_characters_is_stored_whole(database: Database, attempt: Attempt) -> None:
    longest = replace(attempt, idempotency_key="k" * 255)
    assert [send(database, longest).replayed for _ in range(2)] == [False, True]


def test_an_attempt_under_way_refuses_its_repetition_until_it_is_over() -> None:
    attempts, attempt = AttemptsUnderWay(), attempt_of("abcdefgh")
    with attempts.holding(attempt):
        with pytest.raises(IdempotencyKeyInUse), attempts.holding(attempt):
            pass
        # The refused one must not end what the first one holds.
        with pytest.raises(IdempotencyKeyInUse), attempts.holding(attempt):
            pass
        for other in (attempt_of("abcdefgh", "second"), attempt_of("ijklmnop"), attempt_of("abcdefgh", None)):
            with attempts.holding(other):
                pass
    with attempts.holding(attempt):
        pass


def test_an_attempt_that_fails_is_over_too() -> None:
    attempts, attempt = AttemptsUnderWay(), attempt_of("abcdefgh")
    with pytest.raises(PowerCut), attempts.holding(attempt):
        raise PowerCut
    with attempts.holding(attempt):
        pass
