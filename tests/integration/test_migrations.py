"""The tables that the migrations make are those of the models, on both databases, forwards and backwards."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, event, inspect, text

from service.clock import jakarta_day
from service.database import Database
from service.errors import DatabaseNewer
from service.migrations import altering, is_migrated, migrate, migration_config
from service.models import METADATA
from tests.builders import contents, read
from tests.valid_rows import RECORDED_AT, VALID_ROWS


class Interrupted(Exception):
    """The power went out."""


# No version before wrote households, nor the ends of intervals.
NOT_WRITTEN_BEFORE = {"household_id", "interval_low_idr_per_kg", "interval_high_idr_per_kg"}


def downgrade(database: Database, to: str) -> None:
    config = migration_config()
    with altering(database) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def upgrade(database: Database, to: str = "head") -> None:
    config = migration_config()
    with altering(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


# An empty database gets its tables at once; any other goes through the migrations. Both must come to the same.
both_ways = pytest.mark.parametrize("make_tables", [migrate, upgrade], ids=["at once", "step by step"])


def differences(database: Database) -> Any:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, METADATA)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


@both_ways
def test_the_tables_are_exactly_those_of_the_models(
    empty_database: Database, make_tables: Callable[[Database], None]
) -> None:
    make_tables(empty_database)
    assert is_migrated(empty_database)
    assert differences(empty_database) == []
    assert tables(empty_database) == {*METADATA.tables, "alembic_version"}
    assert empty_database.revision() == 0


def test_a_difference_between_models_and_database_would_be_seen(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE job_run ADD COLUMN mood VARCHAR(10)"))
        connection.execute(text("DROP INDEX uq_alert_fired"))
    assert {difference[0] for difference in differences(database)} == {"remove_column", "add_index"}


@both_ways
def test_the_database_has_the_checks_of_the_models_and_no_others(
    empty_database: Database, make_tables: Callable[[Database], None]
) -> None:
    make_tables(empty_database)
    inspector = inspect(empty_database.engine)
    for name, table in METADATA.tables.items():
        declared = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(name)} == declared


@both_ways
def test_partial_indexes_are_partial_in_the_database(
    empty_database: Database, make_tables: Callable[[Database], None]
) -> None:
    make_tables(empty_database)
    wheres = {}
    for table in METADATA.tables:
        for index in inspect(empty_database.engine).get_indexes(table):
            where = index.get("dialect_options", {}).get(f"{empty_database.engine.dialect.name}_where")
            if where is not None:
                wheres[index["name"]] = re.findall(
                    r"is_current|state|status|retracted|published|review|mended_at|run_id", str(where)
                )
    assert wheres == {
        "uq_alert_fired": ["state", "retracted"],
        "uq_minimum_price_published": ["status", "published"],
        "uq_price_version_current": ["is_current"],
        "uq_index_link_current": ["is_current"],
        "uq_index_value_current": ["is_current"],
        "ix_price_version_waiting": ["review"],
        "ix_refused_row_open": ["mended_at"],
        "uq_job_request_waiting": ["run_id"],
    }


def test_going_back_to_the_start_leaves_no_table_and_forward_again_works(empty_database: Database) -> None:
    migrate(empty_database)
    downgrade(empty_database, "base")
    assert tables(empty_database) == {"alembic_version"}
    assert not is_migrated(empty_database)
    migrate(empty_database)
    assert is_migrated(empty_database)
    assert differences(empty_database) == []


def test_going_back_works_with_rows_in_every_table(database: Database) -> None:
    with database.engine.begin() as connection:
        for table, row in VALID_ROWS.items():
            connection.execute(METADATA.tables[table].insert().values(row))
    downgrade(database, "base")
    assert tables(database) == {"alembic_version"}


def test_rows_of_the_first_version_are_all_there_after_the_second(empty_database: Database) -> None:
    upgrade(empty_database, "0001")
    old = {table: columns_of(empty_database, table) for table in tables(empty_database)}
    with empty_database.engine.begin() as connection:
        for table, row in VALID_ROWS.items():
            if table in old and table != "survey_household":
                known = {name: row[name] for name in row if name in old[table] and name not in NOT_WRITTEN_BEFORE}
                connection.execute(METADATA.tables[table].insert().values(known))
    before = {table: rows_of(empty_database, table, columns) for table, columns in old.items()}
    migrate(empty_database)
    assert {table: rows_of(empty_database, table, columns) for table, columns in old.items()} == {
        **before,
        "alembic_version": [("0005",)],
    }
    assert differences(empty_database) == []


def test_what_was_decided_before_and_taken_back_is_told_by_the_events(empty_database: Database) -> None:
    upgrade(empty_database, "0004")
    old = {table: columns_of(empty_database, table) for table in tables(empty_database)}
    retracted = {"state": "retracted", "reason": "floor_withdrawn"}
    changed = {"alert": retracted, "alert_change": {"kind": "retracted"}}
    with empty_database.engine.begin() as connection:
        for table in (table for table in VALID_ROWS if table in old):
            row = {**VALID_ROWS[table], **changed.get(table, {})}
            known = {name: value for name, value in row.items() if name in old[table]}
            connection.execute(METADATA.tables[table].insert().values(known))
        if connection.dialect.name == "postgresql":
            # Numbers that are given are none that the sequence has given.
            connection.execute(text("SELECT setval(pg_get_serial_sequence('alert_event', 'id'), 1)"))
    migrate(empty_database)
    (decided,) = read(empty_database, "minimum_price_event")
    floor = VALID_ROWS["minimum_price"]
    for name in ("published_at", "published_by", "legal_status", "decree_number", "decree_file"):
        assert getattr(decided, name) == floor[name]
    assert read(empty_database, "alert_event", "sequence", "kind", "day", "reason", "evidence")[1:] == [
        (2, "retracted", jakarta_day(RECORDED_AT), "floor_withdrawn", [])
    ]
    downgrade(empty_database, "0004")
    assert len(rows_of(empty_database, "alert_event", ["id"])) == 1


def columns_of(database: Database, table: str) -> list[str]:
    return [column["name"] for column in inspect(database.engine).get_columns(table)]


def rows_of(database: Database, table: str, columns: list[str]) -> list[Any]:
    with database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1"))
        return [tuple(row) for row in found]


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(METADATA.tables["province"].insert().values(VALID_ROWS["province"]))
    before = contents(database)
    migrate(database)
    assert contents(database) == before
    assert is_migrated(database)


def test_a_database_that_a_newer_version_wrote_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = contents(database)
    with pytest.raises(DatabaseNewer, match="9999"):
        migrate(database)
    assert contents(database) == before
    assert not is_migrated(database)


def test_an_empty_database_is_not_migrated(empty_database: Database) -> None:
    assert not is_migrated(empty_database)


@both_ways
@pytest.mark.parametrize("last_words", ["CREATE TABLE alert ", "INSERT INTO data_revision", "INSERT INTO alembic"])
def test_an_interrupted_migration_leaves_nothing_half_done(
    empty_database: Database, last_words: str, make_tables: Callable[[Database], None]
) -> None:
    def interrupt(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.strip().startswith(last_words):
            raise Interrupted

    event.listen(empty_database.engine, "before_cursor_execute", interrupt)
    with pytest.raises(Interrupted):
        make_tables(empty_database)
    event.remove(empty_database.engine, "before_cursor_execute", interrupt)
    assert tables(empty_database) == set()
    make_tables(empty_database)
    assert differences(empty_database) == []
