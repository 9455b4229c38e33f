"""Trials of an import: nobody waits for one, and nothing is left of it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from service.clock import fixed_clock
from service.database import Database
from service.imports.files import Importer
from service.imports.ledger import Counts
from service.imports.transactions import Transactions, none_kept
from service.prices.imports import import_prices
from tests.builders import NOW, arriving_price, contents, count, store_districts, store_prices
from tests.conftest import NewDatabase
from tests.price_files import KEYS, csv_file, listed, price_file, take_in_rows

ROWS = [listed(number, price_idr_per_kg=0 if number == 3 else 9000 + number) for number in range(9)]


@pytest.fixture
def embedded(new_database: NewDatabase) -> Any:
    with new_database("sqlite", True) as database:
        store_districts(database)
        yield database


def tried(transactions: Transactions, file: Path, tell: Any) -> Counts:
    return import_prices(price_file(file), Importer(transactions, KEYS, tell=tell)).counts


def test_others_write_into_an_embedded_database_while_a_trial_runs(embedded: Database, tmp_path: Path) -> None:
    take_in_rows(embedded, tmp_path, ROWS[:2])
    file = csv_file(tmp_path, ROWS)

    def somebody_writes(done: int, rows: int) -> None:
        assert store_prices(embedded, arriving_price()).accepted == 1

    with none_kept(embedded, fixed_clock(NOW)) as transactions:
        counts = tried(transactions, file, somebody_writes)
    assert counts == Counts(accepted=6, duplicate=2, rejected=1)
    assert count(embedded, "price_version") == 3


def test_a_trial_leaves_no_file_even_while_it_runs(embedded: Database, tmp_path: Path) -> None:
    assert embedded.engine.url.database is not None
    folder = Path(embedded.engine.url.database).parent
    file, before = csv_file(tmp_path, ROWS), sorted(folder.iterdir())
    seen: list[list[Path]] = []
    with none_kept(embedded, fixed_clock(NOW)) as transactions:
        tried(transactions, file, lambda done, rows: seen.append(sorted(folder.iterdir())))
    assert seen == [before]


def test_a_trial_that_fails_leaves_nothing_either(chain: Database, tmp_path: Path) -> None:
    file, before = csv_file(tmp_path, ROWS), contents(chain)

    def interrupted(done: int, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), none_kept(chain, fixed_clock(NOW)) as transactions:
        tried(transactions, file, interrupted)
    assert contents(chain) == before


def test_the_keys_of_tables_are_watched_in_a_trial_too(embedded: Database) -> None:
    with none_kept(embedded, fixed_clock(NOW)) as transactions, transactions() as uow:
        found = uow.connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one()
    assert found == 1


def test_the_copy_is_another_database(embedded: Database) -> None:
    assert embedded.engine.url.database is not None
    with none_kept(embedded, fixed_clock(NOW)) as transactions, transactions() as uow:
        uow.connection.exec_driver_sql("DELETE FROM district")
        with closing(sqlite3.connect(embedded.engine.url.database)) as connection:
            assert connection.execute("SELECT count(*) FROM district").fetchone() != (0,)
