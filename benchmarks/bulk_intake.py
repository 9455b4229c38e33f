"""A million rows of a price list, 2 % of them bad, against loading the clean rows without looking at them.

The peers write what an import has stored, made ready beforehand, into the same two indexed tables: raw COPY
(PostgreSQL), raw executemany (SQLite), and `DataFrame.to_sql`, which gets fewer rows and is compared per row.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table

from benchmarks.bulk_databases import Imported, NewDatabase, imported, postgresql, sqlite
from benchmarks.bulk_rows import bad_rows, write_price_list
from benchmarks.report import Report
from service.database import Database, FixedPoint
from service.models.price import PriceObservation, PriceVersion

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
ROUNDS = 3
TO_SQL_ROWS = 50_000
TABLES = (PriceObservation, PriceVersion)


@dataclass(frozen=True, slots=True)
class Contest:
    """One database: how to get new ones, how its driver loads rows fastest, and the limits."""

    name: str
    databases: Callable[[], AbstractContextManager[NewDatabase]]
    take: Callable[[Database], list[Any]]
    load: Callable[[Database, list[Any]], None]
    at_least: float
    megabytes: float


def run(report: Report) -> None:
    """Measure both databases, subject and peers in turns."""
    with TemporaryDirectory() as folder:
        file = write_price_list(Path(folder, "prices.csv"), ROWS)
        for contest in CONTESTS:
            with contest.databases() as new_database:
                _measure(report, contest, new_database, file)


def _measure(report: Report, contest: Contest, new_database: NewDatabase, file: Path) -> None:
    with new_database() as database:
        imported(database, file, ROWS)
        clean, frames = contest.take(database), _frames(database)
    subject: list[Imported] = []
    raw: list[float] = []
    to_sql: list[float] = []
    for _ in range(ROUNDS):
        with new_database() as database:
            subject.append(imported(database, file, ROWS))
        with new_database() as database:
            raw.append(_seconds(partial(contest.load, database, clean)))
            _check_same(database)
        with new_database() as database:
            to_sql.append(_seconds(partial(_to_sql, database, frames)))
    _tell(report, contest, subject, (median(raw), median(to_sql) / len(frames[0])))


def _tell(report: Report, contest: Contest, subject: list[Imported], peers: tuple[float, float]) -> None:
    raw, to_sql_per_row = peers
    name, seconds = f"bulk_{contest.name}", median(each.seconds for each in subject)
    print(f"{name}: {ROWS} rows, {bad_rows(ROWS)} bad; to_sql has {TO_SQL_ROWS} rows at most, its time is per row")
    report.figure(f"{name}_seconds", seconds, "seconds")
    report.figure(f"{name}_raw_seconds", raw, "seconds")
    report.figure(f"{name}_ratio", raw / seconds, "ratio", at_least=contest.at_least)
    to_sql_seconds = to_sql_per_row * (ROWS - bad_rows(ROWS))
    report.figure(f"{name}_to_sql_ratio", to_sql_seconds / seconds, "ratio", at_least=3.0)
    peak = max(each.peak_megabytes for each in subject)
    report.figure(f"{name}_peak", peak, "MB", at_most=contest.megabytes)


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _check_same(database: Database) -> None:
    with database.reading() as connection:
        for table in TABLES:
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one()  # nosec B608
            if rows != ROWS - bad_rows(ROWS):
                raise RuntimeError(f"the peer has {rows} rows in {table.name}")


def _frames(database: Database) -> list[pd.DataFrame]:
    with database.reading() as connection:
        return [_frame(connection, table) for table in TABLES]


def _frame(connection: Connection, table: Table) -> pd.DataFrame:
    """Return the first rows as pandas keeps them: floats for decimals."""
    rows = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY id LIMIT {TO_SQL_ROWS}")  # nosec B608
    frame = pd.DataFrame(map(tuple, rows), columns=table.columns.keys())
    return frame.astype({column.name: float for column in table.columns if isinstance(column.type, FixedPoint)})


def _to_sql(database: Database, frames: list[pd.DataFrame]) -> None:
    with database.engine.begin() as connection:
        for table, frame in zip(TABLES, frames, strict=True):
            frame.to_sql(table.name, connection, if_exists="append", index=False, dtype=_types(database, table))


def _types(database: Database, table: Table) -> Any:
    """Return the driver's types: ours would round each number once more, in Python. SQLite needs none."""
    if database.engine.dialect.name == "sqlite":
        return None
    return {column.name: getattr(column.type, "impl_instance", column.type) for column in table.columns}


def _copied(database: Database) -> list[Any]:
    return [b"".join(_copy_out(database, table.name)) for table in TABLES]


def _copy_out(database: Database, table: str) -> Iterator[bytes]:
    with (
        database.engine.connect() as connection,
        _driver(connection).cursor() as cursor,
        cursor.copy(f"COPY {table} TO STDOUT (FORMAT csv)") as copy,
    ):
        yield from map(bytes, copy)


def _copy_in(database: Database, tables: list[Any]) -> None:
    with database.engine.begin() as connection:
        for table, lines in zip(TABLES, tables, strict=True):
            whole = BytesIO(lines)
            with _driver(connection).cursor().copy(f"COPY {table.name} FROM STDIN (FORMAT csv)") as copy:
                while part := whole.read(2**20):
                    copy.write(part)


def _selected(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return [
            _driver(connection).execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()  # nosec B608
            for table in TABLES
        ]


def _insert_many(database: Database, tables: list[Any]) -> None:
    with database.engine.begin() as connection:
        for table, rows in zip(TABLES, tables, strict=True):
            places = ", ".join("?" * len(table.columns))
            _driver(connection).executemany(f"INSERT INTO {table.name} VALUES ({places})", rows)  # nosec B608


def _driver(connection: Any) -> Any:
    return connection.connection.dbapi_connection


CONTESTS = (
    Contest("postgresql", postgresql, _copied, _copy_in, at_least=0.75, megabytes=400),
    Contest("sqlite", sqlite, _selected, _insert_many, at_least=0.85, megabytes=700),
)
