"""Rows inserted together are stored as they are one by one, in both databases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select

from service.database import Database
from service.models.import_run import ImportRun, RefusedRow
from service.models.minimum_price import MinimumPrice
from service.row_writing import append_rows, insert_rows, set_by_id
from tests.builders import NOW, count, read, store_districts, store_survey
from tests.valid_rows import VALID_ROWS


def insert_floors(database: Database, *changes: dict[str, Any]) -> list[Any]:
    """Insert proposals that differ in these values; return them in the order of the ids told."""
    store_districts(database)
    proposal = {name: value for name, value in VALID_ROWS["minimum_price"].items() if name != "id"}
    proposal |= {"survey_id": store_survey(database), "status": "proposed"}
    with database.unit_of_work(NOW) as uow:
        ids = insert_rows(uow.connection, MinimumPrice, [proposal | change for change in changes])
        rows = {row.id: row for row in uow.connection.execute(select(MinimumPrice))}
        return [rows[each] for each in ids]


@pytest.mark.parametrize(("price", "stored"), [(9000.005, "9000.01"), (9000.004999, "9000.00"), (1e6 / 3, "333333.33")])
def test_money_is_rounded_half_up_from_its_shortest_decimal(database: Database, price: float, stored: str) -> None:
    (row,) = insert_floors(database, {"minimum_price_idr_per_kg": price})
    assert row.minimum_price_idr_per_kg == Decimal(stored)


def test_moments_days_documents_and_blanks_come_back_as_they_were(database: Database) -> None:
    values = {"known_from": NOW, "valid_from": date(2026, 2, 28), "inputs": {"é": [1, None, 0.1]}, "decree_file": None}
    (row,) = insert_floors(database, values)
    assert {name: getattr(row, name) for name in values} == values


def test_ids_come_in_the_order_of_the_rows(database: Database) -> None:
    rows = insert_floors(database, *({"method": f"method {number}"} for number in range(300)))
    assert [row.method for row in rows] == [f"method {number}" for number in range(300)]
    assert [row.id for row in rows] == sorted(row.id for row in rows)


def test_no_rows_are_no_statement(database: Database) -> None:
    assert insert_floors(database) == []


def test_a_word_is_set_in_the_rows_named_and_in_no_others(database: Database) -> None:
    rows = insert_floors(database, *({"method": f"method {number}"} for number in range(3)))
    first, _, last = (row.id for row in rows)
    with database.unit_of_work(NOW) as uow:
        set_by_id(uow.connection, MinimumPrice.c.software_version, {first: "1.0 'é'", last: "2.0"})
    versions = {row.id: row.software_version for row in read(database, "minimum_price")}
    assert versions == {row.id: row.software_version for row in rows} | {first: "1.0 'é'", last: "2.0"}


def append_refused(database: Database, rows: list[dict[str, Any]]) -> None:
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(ImportRun).values(VALID_ROWS["import_run"] | {"id": 1}))
        append_rows(uow.connection, RefusedRow, rows)


@pytest.mark.parametrize("text", ["a\x00b", "tab\tand \\N", "\n,\";'", "Rp\u00a09 000", "\ud800"])
def test_documents_are_appended_whatever_text_they_hold(database: Database, text: str) -> None:
    rows = [{"import_id": 1, "line": line, "problems": [text], "content": {text: line}} for line in (2, 3)]
    append_refused(database, rows)
    assert [row._asdict() for row in read(database, "refused_row", *rows[0])] == rows


def test_nothing_is_appended_of_no_rows(database: Database) -> None:
    append_refused(database, [])
    assert count(database, "refused_row") == 0
