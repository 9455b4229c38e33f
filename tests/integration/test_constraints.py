"""What must never be stored is refused by a constraint with a name, on SQLite and on PostgreSQL."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, UniqueConstraint, insert
from sqlalchemy.exc import IntegrityError

from service.database import Database
from service.models import METADATA
from tests.builders import TABLES
from tests.conftest import DIALECTS, NewDatabase
from tests.integration.constraint_cases import (
    NAN_REFUSED_BY,
    NO_COLLISION,
    NOWHERE,
    STANDING_BY,
    UNIQUE,
    Change,
    check_cases,
    nan_cases,
    second_row,
)
from tests.valid_rows import VALID_ROWS

CHECKS = check_cases()
REFERENCES = sorted(
    (name, column.name)
    for name, table in TABLES.items()
    for constraint in table.constraints
    if isinstance(constraint, ForeignKeyConstraint)
    for column in constraint.columns
)


def named(case: tuple[str, str, Change]) -> str:
    return f"{case[1]}-" + "-".join(f"{column}={value}" for column, value in case[2].items())


@pytest.fixture(scope="module", params=DIALECTS)
def filled_database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    """One valid row in every table and some that stand by; the tests add nothing to it."""
    with new_database(request.param, True) as database:
        with database.engine.begin() as connection:
            for table, row in VALID_ROWS.items():
                connection.execute(insert(TABLES[table]).values(row))
            for table, change in STANDING_BY.items():
                connection.execute(insert(TABLES[table]).values({**VALID_ROWS[table], **change}))
        yield database


@pytest.fixture
def connection(filled_database: Database) -> Iterator[Connection]:
    """A connection whose transaction is rolled back."""
    with filled_database.engine.connect() as opened:
        yield opened


def store(connection: Connection, table: str, change: Change) -> None:
    connection.execute(insert(TABLES[table]).values(second_row(table, change)))


def refusal(connection: Connection, table: str, change: Change) -> str:
    """Return what the database names as the reason for not storing the row."""
    with pytest.raises(IntegrityError) as caught:
        store(connection, table, change)
    reason: Any = caught.value.orig
    if connection.dialect.name == "postgresql":
        return str(reason.diag.constraint_name)
    return str(reason).partition("constraint failed: ")[2]


def unique_columns() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, table in TABLES.items():
        unique: list[Any] = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        unique += [index for index in table.indexes if index.unique]
        found |= {str(each.name): [f"{name}.{column.name}" for column in each.columns] for each in unique}
    return found


@pytest.mark.parametrize("table", VALID_ROWS)
def test_a_second_row_without_a_fault_is_stored(connection: Connection, table: str) -> None:
    store(connection, table, {})


@pytest.mark.parametrize(("table", "name", "change"), CHECKS, ids=map(named, CHECKS))
def test_a_check_refuses_by_its_name(connection: Connection, table: str, name: str, change: Change) -> None:
    assert refusal(connection, table, change) == name


@pytest.mark.parametrize(("table", "name", "change"), nan_cases(), ids=map(named, nan_cases()))
def test_a_figure_that_is_no_number_is_never_stored(
    connection: Connection, table: str, name: str, change: Change
) -> None:
    if connection.dialect.name == "postgresql":
        assert refusal(connection, table, change) == NAN_REFUSED_BY.get(name, name)
        return
    # SQLite knows no NaN: it becomes null, which a column either allows as "not stated" or refuses.
    column = next(iter(change))
    if TABLES[table].c[column].nullable:
        connection.execute(insert(TABLES[table]).values(second_row(table, unstated(table, column) | change)))
    else:
        assert refusal(connection, table, change) == f"{table}.{column}"


def unstated(table: str, column: str) -> Change:
    """Return what else has to be left out when the figure is."""
    left_out: dict[str, Change] = {
        "minimum_price": {"minimum_price_idr_per_kg": None, "status": None, "reason": "no_production"},
        "minimum_price.surveyed_minimum_price_idr_per_kg": {"carried_to": None},
        "cost_survey": {"time_unit": "year", "kind": "households"},
        "survey_household": {"time_unit": "year"},
        "survey_labour.person_days": {"labour_source": "share", "revenue_share": Decimal("0.5")},
        "survey_labour.wage_idr_per_person_day": {"labour_source": "family"},
    }
    return left_out.get(table, {}) | left_out.get(f"{table}.{column}", {})


@pytest.mark.parametrize(("table", "name", "change"), UNIQUE, ids=[name for _, name, _ in UNIQUE])
def test_a_second_row_of_the_same_identity_is_refused(
    connection: Connection, table: str, name: str, change: Change
) -> None:
    expected = name if connection.dialect.name == "postgresql" else ", ".join(unique_columns()[name])
    assert refusal(connection, table, change) == expected


@pytest.mark.parametrize(("table", "change"), NO_COLLISION)
def test_rows_outside_a_partial_index_do_not_collide(connection: Connection, table: str, change: Change) -> None:
    store(connection, table, change)


@pytest.mark.parametrize(("table", "column"), REFERENCES, ids=[f"{table}.{column}" for table, column in REFERENCES])
def test_a_row_that_points_nowhere_is_refused(connection: Connection, table: str, column: str) -> None:
    change = {column: NOWHERE[column]}
    if (table, column) == ("district", "province_code"):
        change["code"] = "99.08"
    elif (table, column) == ("price_version", "province_code"):
        change["district_code"] = None
    assert refusal(connection, table, change) in ("", f"fk_{table}_{column}")


def test_a_row_that_others_point_to_cannot_be_deleted(connection: Connection) -> None:
    district = METADATA.tables["district"]
    with pytest.raises(IntegrityError):
        connection.execute(district.delete().where(district.c.code == "16.03"))


def test_every_constraint_of_the_models_has_a_case() -> None:
    checks = {str(c.name) for t in TABLES.values() for c in t.constraints if isinstance(c, CheckConstraint)}
    assert {name for _, name, _ in CHECKS} == checks
    assert {name for _, name, _ in UNIQUE} == set(unique_columns())


def test_every_check_of_a_range_has_a_case_of_no_number() -> None:
    ranges = {
        str(check.name)
        for table in TABLES.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint) and re.fullmatch(r"(\w+) >=? \d+ AND \1 <=? [\w.]+", str(check.sqltext))
    }
    assert {name for _, name, _ in nan_cases()} == ranges
