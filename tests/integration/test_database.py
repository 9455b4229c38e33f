"""Column types, the one way to write, and what a reader sees, on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import StatementError

from service.database import Database, FixedPoint, UtcDateTime, money, read_revision
from service.models.area import Province
from tests.builders import NOW, count, together

JAKARTA = timezone(timedelta(hours=7))
TYPED = Table(
    "typed",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime),
    Column("idr", money()),
    Column("share", FixedPoint(6, 5)),
)


class Failure(Exception):
    """Something went wrong in the middle."""


@pytest.fixture
def typed_database(empty_database: Database) -> Database:
    with empty_database.engine.begin() as connection:
        TYPED.create(connection)
    return empty_database


def stored_and_read(database: Database, **values: Any) -> Any:
    with database.engine.begin() as connection:
        connection.execute(insert(TYPED).values(id=1, **values))
    with database.engine.connect() as connection:
        return connection.execute(select(TYPED.c[next(iter(values))])).scalar_one()


def test_a_moment_comes_back_in_utc(typed_database: Database) -> None:
    jakarta = datetime(2026, 11, 21, 19, 30, 15, 250_000, tzinfo=JAKARTA)
    read = stored_and_read(typed_database, moment=jakarta)
    assert read == jakarta
    assert read.tzinfo is UTC
    assert read.hour == 12


def test_a_moment_without_a_zone_is_refused(typed_database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        stored_and_read(typed_database, moment=datetime(2026, 11, 21, 12, 0))  # noqa: DTZ001


def test_no_moment_stays_none(typed_database: Database) -> None:
    assert stored_and_read(typed_database, moment=None) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("1039.125"), "1039.13"),
        (Decimal("1039.1249999"), "1039.12"),
        # Rounding to three digits first would make it 0.01.
        (Decimal("0.00499"), "0.00"),
        (1.005, "1.01"),
        (7744.37, "7744.37"),
        (10957.5, "10957.50"),
        (0, "0.00"),
        (Decimal("-0.005"), "-0.01"),
        (Decimal("9999999999999.99"), "9999999999999.99"),
        (Decimal("0.1"), "0.10"),
    ],
)
def test_money_is_rounded_half_up_once_and_comes_back_exact(typed_database: Database, given: Any, kept: str) -> None:
    read = stored_and_read(typed_database, idr=given)
    assert isinstance(read, Decimal)
    assert str(read) == kept


@pytest.mark.parametrize(("given", "kept"), [("0.5", "0.50000"), ("0.333335", "0.33334"), ("0.999994", "0.99999")])
def test_a_share_keeps_five_digits(typed_database: Database, given: str, kept: str) -> None:
    assert str(stored_and_read(typed_database, share=Decimal(given))) == kept


def test_a_stored_amount_is_found_by_its_value(typed_database: Database) -> None:
    stored_and_read(typed_database, idr=Decimal("1039.125"))
    with typed_database.engine.connect() as connection:
        assert connection.execute(select(TYPED.c.id).where(TYPED.c.idr == Decimal("1039.13"))).scalar() == 1


def test_a_unit_of_work_commits_at_its_end(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))
        assert uow.now == NOW
        assert count(database, "province") == 0
    assert count(database, "province") == 1


def test_a_unit_of_work_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.unit_of_work(NOW) as uow:
            uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))
            assert uow.revision == 1
            raise Failure

    with pytest.raises(Failure):
        fail()
    assert count(database, "province") == 0
    assert database.revision() == 0
    with database.unit_of_work(NOW) as uow:
        assert uow.revision == 1


def test_the_revision_moves_once_per_unit_of_work(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        assert (uow.revision, uow.revision, uow.revision) == (1, 1, 1)
    assert database.revision() == 1


def test_the_revision_stays_where_nobody_asks_for_it(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))
    assert database.revision() == 0


def test_writers_in_many_threads_follow_one_another(database: Database) -> None:
    """What a writer read stays true until it commits, so that no addition is lost."""
    seen: list[int] = []

    def add() -> None:
        for _ in range(5):
            with database.unit_of_work(NOW) as uow:
                before = read_revision(uow.connection)
                assert uow.revision == before + 1
                # Still inside the transaction, so the list is in the order of the commits.
                seen.append(uow.revision)

    together(add, add, add, add)
    assert seen == list(range(1, 21))
    assert database.revision() == 20


def test_a_writer_that_looked_something_up_is_not_overtaken(database: Database) -> None:
    def store_if_missing() -> None:
        with database.unit_of_work(NOW) as uow:
            if uow.connection.execute(select(Province.c.code)).first() is None:
                uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))

    together(*[store_if_missing] * 4)
    assert count(database, "province") == 1


def test_a_reader_sees_one_moment_while_a_writer_commits(database: Database) -> None:
    with database.reading() as connection:
        assert read_revision(connection) == 0
        with database.unit_of_work(NOW) as uow:
            uow.connection.execute(insert(Province).values(code="16", name="Sumatera Selatan"))
            assert uow.revision == 1
        assert read_revision(connection) == 0
        assert connection.execute(select(Province.c.code)).all() == []
    assert database.revision() == 1


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        assert uow.revision == 1
        assert database.revision() == 0


def test_a_writer_does_not_wait_for_a_reader(database: Database) -> None:
    with database.reading() as connection:
        read_revision(connection)
        with database.unit_of_work(NOW) as uow:
            uow.connection.execute(text("UPDATE data_revision SET revision = 7"))
    assert database.revision() == 7


def test_foreign_keys_are_enforced_on_every_connection(database: Database) -> None:
    for _ in range(2):
        with pytest.raises(StatementError), database.unit_of_work(NOW) as uow:
            uow.connection.execute(
                text("INSERT INTO waiting_day (district_code, day) VALUES ('16.99', :day)"), {"day": date(2026, 1, 1)}
            )


def test_the_single_revision_row_is_what_all_processes_share(database: Database) -> None:
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.unit_of_work(NOW) as uow:
        uow.connection.execute(update(Province).values(name="nothing to change"))
        assert uow.revision == 1
    other.dispose()
    assert database.revision() == 1
