"""What is kept of a floor's life tells its present, and what was known of it on every day before."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from service.clock import jakarta_day
from service.database import Database, UnitOfWork
from service.minimum_prices.errors import FloorNotPublishable, FloorNotPublished
from service.minimum_prices.events import Decision, note_proposed
from service.minimum_prices.publication import Decree, publish, withdraw
from service.minimum_prices.repository import list_minimum_prices
from service.minimum_prices.schemas import MinimumPriceQuery
from service.models.cost_survey import CostSurvey
from service.models.floor_policy import MinimumPriceEvent
from service.models.minimum_price import MinimumPrice
from tests.builders import MEETING, MUARA_ENIM, NOW, propose_floor, publish_floor, store_districts
from tests.conftest import DIALECTS, NewDatabase
from tests.valid_rows import VALID_ROWS

STARTS = [date(2026, month, 1) for month in (3, 4, 4, 6, 8)]
DECREE = Decree("12/2026", date(2026, 2, 1), "the governor")
# Fields of a floor that decisions change.
DECIDED = ("status", "valid_until", "legal_status", "published_by", "published_at", "decree_number")

deeds = st.lists(
    st.tuples(st.sampled_from(["publish", "decree", "withdraw"]), st.integers(0, len(STARTS) - 1)), max_size=12
)


class Undone(Exception):
    """Ends a transaction of which nothing is to stay."""


@dataclass
class Story:
    """Floors of one district, and what could be read of them at the end of each day."""

    uow: UnitOfWork
    floors: list[int]
    evenings: dict[date, dict[int, Any]] = field(default_factory=dict)

    def tell(self, deed: str, number: int) -> None:
        self.uow.now += timedelta(days=1)
        floor_id = self.floors[number]
        with suppress(FloorNotPublishable, FloorNotPublished):
            if deed == "withdraw":
                withdraw(self.uow, floor_id, MEETING)
            else:
                publish(self.uow, floor_id, MEETING, DECREE if deed == "decree" else None)
        self.evenings[jakarta_day(self.uow.now)] = present(self.uow.connection)


def present(connection: Connection) -> dict[int, Any]:
    wanted = [MinimumPrice.c[name] for name in ("id", *DECIDED)]
    return {row.id: tuple(row[1:]) for row in connection.execute(select(*wanted))}


def known(connection: Connection, day: date) -> dict[int, Any]:
    """Return what the list says was known on a day, of the floors valid on any of their starts."""
    found: dict[int, Any] = {}
    for start in {*STARTS}:
        page = list_minimum_prices(connection, MinimumPriceQuery(as_of=day, valid_on=start), start)
        found |= {row["id"]: tuple(row[name] for name in DECIDED) for row in page.rows}
    return found


def proposals(uow: UnitOfWork) -> list[int]:
    survey = {name: value for name, value in VALID_ROWS["cost_survey"].items() if name != "id"}
    survey_id = uow.connection.execute(insert(CostSurvey).values(survey).returning(CostSurvey.c.id)).scalar_one()
    like = {
        **{name: value for name, value in VALID_ROWS["minimum_price"].items() if name != "id"},
        **dict.fromkeys(DECIDED),
        **dict.fromkeys(("published_why", "decree_on", "decree_signatory", "decree_file")),
        "status": "proposed",
        "legal_status": "indication",
        "survey_id": survey_id,
        "known_from": uow.now,
    }
    rows = [like | {"valid_from": start, "input_digest": f"{n:064}"} for n, start in enumerate(STARTS)]
    ids = [
        uow.connection.execute(insert(MinimumPrice).values(row).returning(MinimumPrice.c.id)).scalar_one()
        for row in rows
    ]
    note_proposed(uow, ids)
    return ids


def last_events(connection: Connection) -> dict[int, tuple[Any, ...]]:
    rows = connection.execute(select(MinimumPriceEvent).order_by(MinimumPriceEvent.c.id))
    return {row.minimum_price_id: (row.status, row.valid_until) for row in rows}


@pytest.fixture(scope="module", params=DIALECTS)
def districts(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    with new_database(request.param, True) as database:
        store_districts(database)
        yield database


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=deeds)
def test_the_events_folded_give_the_present_and_every_evening_before(
    districts: Database, story: Sequence[tuple[str, int]]
) -> None:
    with suppress(Undone), districts.unit_of_work(NOW) as uow:
        told = Story(uow, proposals(uow))
        for deed, number in story:
            told.tell(deed, number)
        stored = {floor_id: state[:2] for floor_id, state in present(uow.connection).items()}
        assert last_events(uow.connection) == stored
        for day, evening in told.evenings.items():
            assert known(uow.connection, day) == evening
        raise Undone


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=deeds)
def test_published_floors_follow_one_another_without_gap_or_overlap(
    districts: Database, story: Sequence[tuple[str, int]]
) -> None:
    with suppress(Undone), districts.unit_of_work(NOW) as uow:
        told = Story(uow, proposals(uow))
        for deed, number in story:
            told.tell(deed, number)
            column = MinimumPrice.c
            published = select(column.valid_from, column.valid_until).where(column.status == "published")
            periods = uow.connection.execute(published.order_by(column.valid_from)).all()
            assert all(earlier.valid_until == later.valid_from for earlier, later in pairwise(periods))
            assert all(period.valid_until is None for period in periods[-1:])
        raise Undone


def listed(database: Database, today: date = date(2026, 11, 21), **asked: Any) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        page = list_minimum_prices(connection, MinimumPriceQuery(**asked), today)
    assert page.total == len(page.rows)
    return [(row["id"], row["status"], row["published_by"]) for row in page.rows]


def test_a_floor_is_not_known_before_it_was_computed(chain: Database) -> None:
    floor_id = propose_floor(chain, 10_000, date(2026, 3, 1))
    assert listed(chain, as_of=date(2026, 11, 20)) == []
    assert listed(chain, as_of=date(2026, 11, 21)) == [(floor_id, "proposed", None)]


def test_a_day_ends_at_midnight_in_jakarta(chain: Database) -> None:
    evening = datetime.fromisoformat("2026-11-21T23:59:59+07:00")
    floor_id = publish_floor(chain, 10_000, date(2026, 3, 1), evening)
    with chain.unit_of_work(evening + timedelta(seconds=1)) as uow:
        withdraw(uow, floor_id, MEETING)
    assert listed(chain, as_of=date(2026, 11, 21)) == [(floor_id, "published", "head of office")]
    assert listed(chain, as_of=date(2026, 11, 22)) == [(floor_id, "withdrawn", "head of office")]


def test_the_day_of_validity_is_that_of_the_knowledge_unless_it_is_named(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, date(2026, 12, 1))
    assert listed(chain, as_of=date(2026, 11, 30)) == []
    assert listed(chain, as_of=date(2026, 12, 1)) == [(floor_id, "published", "head of office")]
    assert listed(chain, as_of=date(2026, 11, 30), valid_on=date(2026, 12, 1)) == listed(
        chain, valid_on=date(2026, 12, 1)
    )


def test_the_list_of_a_day_is_narrowed_by_what_was_known_then(chain: Database) -> None:
    first = publish_floor(chain, 10_000, date(2026, 3, 1))
    publish_floor(chain, 9000, date(2026, 3, 1), NOW + timedelta(days=1))
    asked: dict[str, Any] = {"status": "published", "district_code": MUARA_ENIM, "method": "household-consumption"}
    assert listed(chain, as_of=date(2026, 11, 21), **asked) == [(first, "published", "head of office")]
    assert listed(chain, as_of=date(2026, 11, 21), **asked | {"status": "superseded"}) == []


def test_who_published_a_floor_first_is_known_of_the_days_before_it_was_published_again(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, date(2026, 3, 1))
    newer = publish_floor(chain, 9000, date(2026, 3, 1), NOW + timedelta(days=1))
    with chain.unit_of_work(NOW + timedelta(days=2)) as uow:
        publish(uow, floor_id, Decision("inspector", "miscopied"))
    assert listed(chain, as_of=date(2026, 11, 21)) == [(floor_id, "published", "head of office")]
    assert listed(chain, as_of=date(2026, 11, 22)) == [
        (floor_id, "superseded", "head of office"),
        (newer, "published", "head of office"),
    ]
    assert listed(chain, as_of=date(2026, 11, 23))[0] == (floor_id, "published", "inspector")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_can_be_asked_for(chain: Database, day: date) -> None:
    propose_floor(chain, 10_000, date(2026, 3, 1))
    assert len(listed(chain, as_of=day)) == (day.year > 2026)


def test_a_floor_whose_events_were_not_kept_was_a_proposal_until_it_was_published(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, date(2026, 3, 1), NOW + timedelta(days=1))
    with chain.unit_of_work(NOW) as uow:
        uow.connection.execute(MinimumPrice.update().values(known_from=NOW))
        uow.connection.execute(MinimumPriceEvent.delete().where(MinimumPriceEvent.c.status == "proposed"))
    assert listed(chain, as_of=date(2026, 11, 21)) == [(floor_id, "proposed", None)]
