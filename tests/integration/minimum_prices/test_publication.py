"""Publishing and withdrawing floors: what they become, what is kept of it, and what alerts make of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.alerts.evaluation import sweep
from service.database import Database
from service.errors import BokarError, UnknownMinimumPrice
from service.minimum_prices.errors import DecreeMissing, FloorNotPublishable, FloorNotPublished
from service.minimum_prices.events import Decision, note_proposed
from service.minimum_prices.publication import Decree, publish, valid_floor, withdraw
from tests.builders import MEETING, MUARA_ENIM, NOW, TODAY, count, day_of_price, propose_floor, publish_floor, read
from tests.builders import store_and_sweep as store

MARCH, APRIL, JUNE, AUGUST = (date(2026, month, 1) for month in (3, 4, 6, 8))
LATER = NOW + timedelta(days=1)
MISTAKE = Decision(by="inspector", why="the survey was miscopied")
DECREE = Decree("12/2026", date(2026, 2, 1), "the governor", "pergub-12-2026.pdf")
BELOW_TWICE = (day_of_price(date(2026, 8, 3), 9500), day_of_price(date(2026, 8, 10), 9400))


def take_back(database: Database, floor_id: int) -> None:
    with database.unit_of_work(LATER) as uow:
        withdraw(uow, floor_id, MISTAKE)
    sweep(database, LATER)


def periods(database: Database) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "minimum_price", "status", "valid_from", "valid_until")]


def events_of(database: Database, floor_id: int) -> list[tuple[Any, ...]]:
    rows = [row for row in read(database, "minimum_price_event") if row.minimum_price_id == floor_id]
    return [(row.status, row.valid_until, row.done_by, row.why) for row in rows]


def alerts(database: Database) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "alert", "minimum_price_id", "state", "reason")]


def change_log(database: Database) -> list[str]:
    return [row.kind for row in read(database, "alert_change", "kind")]


def refusal(database: Database, act: Any, floor_id: int) -> BokarError:
    with pytest.raises(BokarError) as refused, database.unit_of_work(LATER) as uow:
        act(uow, floor_id, MEETING)
    return refused.value


def test_every_step_of_a_floors_life_is_kept_with_who_when_and_why(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, MARCH)
    take_back(chain, floor_id)
    assert events_of(chain, floor_id) == [
        ("proposed", None, "bokar", "computed"),
        ("published", None, "head of office", "meeting"),
        ("withdrawn", None, "inspector", "the survey was miscopied"),
    ]
    assert [row.done_at for row in read(chain, "minimum_price_event")] == [NOW, NOW, LATER]


def test_a_floor_without_a_number_is_no_proposal(chain: Database) -> None:
    empty: dict[str, Any] = {"minimum_price_idr_per_kg": None, "status": None, "reason": "no_cost"}
    floor_id = propose_floor(chain, 1, MARCH, **empty)
    with chain.unit_of_work(NOW) as uow:
        note_proposed(uow, [floor_id])
    assert count(chain, "minimum_price_event") == 0
    assert "not computable" in refusal(chain, publish, floor_id).message("en")
    assert "tidak dapat dihitung" in refusal(chain, publish, floor_id).message("id")


def test_many_proposals_are_noted_at_once(chain: Database) -> None:
    floor_id = propose_floor(chain, 10_000, MARCH)
    with chain.unit_of_work(NOW) as uow:
        note_proposed(uow, range(floor_id, floor_id + 25_000))
    assert count(chain, "minimum_price_event") == 2


def test_a_later_floor_ends_the_one_before_and_says_so(chain: Database) -> None:
    first, second = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, JUNE, LATER)
    assert periods(chain) == [("published", MARCH, JUNE), ("published", JUNE, None)]
    assert events_of(chain, first)[-1] == (
        "published",
        JUNE,
        "head of office",
        f"minimum price {second} was published",
    )


def test_a_floor_from_the_same_day_or_earlier_supersedes_the_one_before(chain: Database) -> None:
    first = publish_floor(chain, 10_000, JUNE)
    publish_floor(chain, 9000, MARCH, LATER)
    assert periods(chain) == [("superseded", JUNE, None), ("published", MARCH, None)]
    assert events_of(chain, first)[-1][0] == "superseded"


def test_a_decree_makes_a_floor_an_administered_price(chain: Database) -> None:
    floor_id = propose_floor(chain, 5000, MARCH, method="fixed")
    assert isinstance(refusal(chain, publish, floor_id), DecreeMissing)
    with chain.unit_of_work(NOW) as uow:
        publish(uow, floor_id, MEETING, DECREE)
    (row,) = read(chain, "minimum_price")
    assert (row.legal_status, row.decree_number, row.decree_on) == ("decree", "12/2026", date(2026, 2, 1))
    assert (row.decree_signatory, row.decree_file) == ("the governor", "pergub-12-2026.pdf")


def test_a_floor_without_a_decree_is_an_indication(chain: Database) -> None:
    publish_floor(chain, 5000, MARCH)
    assert [tuple(row) for row in read(chain, "minimum_price", "legal_status", "decree_number")] == [
        ("indication", None)
    ]


def test_only_a_proposed_or_superseded_floor_is_published_and_only_a_published_floor_withdrawn(chain: Database) -> None:
    proposed, published = propose_floor(chain, 9000, MARCH), publish_floor(chain, 10_000, MARCH)
    assert isinstance(refusal(chain, publish, published), FloorNotPublishable)
    assert isinstance(refusal(chain, withdraw, proposed), FloorNotPublished)
    take_back(chain, published)
    assert isinstance(refusal(chain, withdraw, published), FloorNotPublished)
    assert isinstance(refusal(chain, publish, published), FloorNotPublishable)
    for act in (publish, withdraw):
        assert isinstance(refusal(chain, act, 99), UnknownMinimumPrice)


def test_withdrawing_opens_the_period_that_the_floor_had_ended(chain: Database) -> None:
    first, second = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, JUNE)
    take_back(chain, second)
    assert periods(chain) == [("published", MARCH, None), ("withdrawn", JUNE, None)]
    assert events_of(chain, first)[-1] == ("published", None, "inspector", f"minimum price {second} was withdrawn")


def test_a_period_is_opened_only_up_to_where_another_floor_starts(chain: Database) -> None:
    publish_floor(chain, 10_000, MARCH)
    second = publish_floor(chain, 9000, APRIL)
    publish_floor(chain, 8000, JUNE)
    take_back(chain, second)
    assert periods(chain) == [("published", MARCH, JUNE), ("withdrawn", APRIL, JUNE), ("published", JUNE, None)]


def test_withdrawing_brings_no_superseded_floor_back(chain: Database) -> None:
    publish_floor(chain, 10_000, MARCH)
    second = publish_floor(chain, 9000, MARCH)
    take_back(chain, second)
    assert [row[0] for row in periods(chain)] == ["superseded", "withdrawn"]
    with chain.reading() as connection:
        assert valid_floor(connection, MUARA_ENIM, TODAY) is None


def test_a_superseded_floor_is_published_again_and_takes_the_place_of_the_newer_one(chain: Database) -> None:
    older, wrong = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, MARCH)
    with chain.unit_of_work(LATER) as uow:
        publish(uow, older, Decision("inspector", "the newer one was miscopied"))
    assert [row[0] for row in periods(chain)] == ["published", "superseded"]
    assert events_of(chain, older)[1:] == [
        ("published", None, "head of office", "meeting"),
        ("superseded", None, "head of office", f"minimum price {wrong} was published"),
        ("published", None, "inspector", "the newer one was miscopied"),
    ]
    assert events_of(chain, wrong)[-1] == ("superseded", None, "inspector", f"minimum price {older} was published")


def test_a_floor_that_had_ended_has_no_end_once_it_is_published_again(chain: Database) -> None:
    older, newer = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, JUNE)
    whole = publish_floor(chain, 8000, MARCH)
    assert periods(chain)[0] == ("superseded", MARCH, JUNE)
    with chain.unit_of_work(LATER) as uow:
        publish(uow, older, MISTAKE)
    assert periods(chain) == [("published", MARCH, None), ("superseded", JUNE, None), ("superseded", MARCH, None)]
    assert {newer, whole} == {row.minimum_price_id for row in read(chain, "minimum_price_event")} - {older}


def test_a_decree_does_not_come_back_unless_it_is_named_again(chain: Database) -> None:
    older = propose_floor(chain, 10_000, MARCH)
    with chain.unit_of_work(NOW) as uow:
        publish(uow, older, MEETING, DECREE)
    publish_floor(chain, 9000, MARCH)
    with chain.unit_of_work(LATER) as uow:
        publish(uow, older, MISTAKE)
    (row, _) = read(chain, "minimum_price")
    assert (row.legal_status, row.decree_number, row.decree_file) == ("indication", None, None)
    kept = [(event.status, event.legal_status, event.decree_number) for event in read(chain, "minimum_price_event")]
    assert [each for each in kept if each[0] != "proposed"][:2] == [
        ("published", "decree", "12/2026"),
        ("superseded", "decree", "12/2026"),
    ]


def test_alerts_follow_the_floor_that_is_published_again(chain: Database) -> None:
    older, wrong = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, MARCH)
    store(chain, *BELOW_TWICE)
    assert alerts(chain) == []
    with chain.unit_of_work(LATER) as uow:
        publish(uow, older, MISTAKE)
    sweep(chain, LATER)
    assert alerts(chain) == [(older, "firing", "second_day_below")]
    take_back(chain, older)
    assert isinstance(refusal(chain, publish, older), FloorNotPublishable)
    assert "withdrawn" in refusal(chain, publish, older).message("id")
    with chain.unit_of_work(LATER) as uow:
        publish(uow, wrong, MISTAKE)
    assert [row[0] for row in periods(chain)] == ["withdrawn", "published"]


def test_the_floor_valid_on_a_day_is_the_published_one_whose_period_holds_it(chain: Database) -> None:
    first, second = publish_floor(chain, 10_000, MARCH), publish_floor(chain, 9000, JUNE)
    days = (MARCH - timedelta(days=1), MARCH, JUNE - timedelta(days=1), JUNE)
    with chain.reading() as connection:
        assert [valid_floor(connection, MUARA_ENIM, day) for day in days] == [None, first, first, second]


def test_withdrawing_a_floor_retracts_the_alert_that_rested_on_it(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, MARCH)
    store(chain, *BELOW_TWICE)
    assert alerts(chain) == [(floor_id, "firing", "second_day_below")]
    take_back(chain, floor_id)
    assert alerts(chain) == [(floor_id, "retracted", "floor_withdrawn")]
    assert change_log(chain) == ["opened", "retracted"]
    (last,) = [row.snapshot for row in read(chain, "alert_change") if row.kind == "retracted"]
    assert (last["state"], last["reason"], last["minimum_price_id"]) == ("retracted", "floor_withdrawn", floor_id)


def test_an_alert_that_was_over_is_retracted_with_its_floor_too(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, MARCH)
    recovered = (day_of_price(date(2026, 8, 17), 10_300), day_of_price(date(2026, 8, 24), 10_400))
    store(chain, *BELOW_TWICE, *recovered)
    assert alerts(chain) == [(floor_id, "resolved", "price_recovered")]
    take_back(chain, floor_id)
    assert alerts(chain) == [(floor_id, "retracted", "floor_withdrawn")]


def test_the_floor_that_is_valid_again_has_an_alert_of_its_own(chain: Database) -> None:
    first, second = publish_floor(chain, 9800, MARCH), publish_floor(chain, 10_000, JUNE)
    store(chain, *BELOW_TWICE)
    assert alerts(chain) == [(second, "firing", "second_day_below")]
    take_back(chain, second)
    assert alerts(chain) == [(second, "retracted", "floor_withdrawn"), (first, "firing", "second_day_below")]
    assert change_log(chain) == ["opened", "retracted", "opened"]


def test_an_alert_that_a_withdrawn_floor_had_ended_goes_on(chain: Database) -> None:
    first = publish_floor(chain, 10_000, MARCH)
    store(chain, *BELOW_TWICE)
    second = publish_floor(chain, 9000, date(2026, 8, 20))
    sweep(chain, NOW)
    assert alerts(chain) == [(first, "resolved", "floor_changed")]
    take_back(chain, second)
    assert alerts(chain) == [(first, "firing", "second_day_below")]
    assert change_log(chain) == ["opened", "resolved", "corrected"]


def test_withdrawing_again_and_evaluating_again_changes_nothing(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, MARCH)
    store(chain, *BELOW_TWICE)
    take_back(chain, floor_id)
    refusal(chain, withdraw, floor_id)
    sweep(chain, LATER)
    assert change_log(chain) == ["opened", "retracted"]
