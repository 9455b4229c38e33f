"""Every district's floors by all methods with their intervals, read to written, from PostgreSQL.

The peers are Polars and DuckDB, which read the same rows by ADBC from the same server and add them up by survey; they
draw no replicates and write nothing. `BENCH_DISTRICTS` and `BENCH_HOUSEHOLDS` make it smaller.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

import duckdb
import polars
from adbc_driver_postgresql import dbapi
from sqlalchemy import text

from benchmarks.bulk_databases import postgresql
from benchmarks.household_rows import fill
from benchmarks.report import Report
from service.database import Database
from service.minimum_prices.recompute import recompute

DISTRICTS = int(os.environ.get("BENCH_DISTRICTS", "514"))
HOUSEHOLDS = int(os.environ.get("BENCH_HOUSEHOLDS", "1000"))
TENTH = max(1, DISTRICTS // 10)
ROUNDS = 3
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIGURES = (
    "weight",
    "production_kg",
    "revenue_share",
    "cash_idr",
    "depreciation_idr",
    "family_labour_idr",
    "own_resources_idr",
    "household_consumption_idr",
    "household_size",
    "other_income_idr",
)
READ = f"SELECT survey_id, {', '.join(FIGURES)} FROM household_year"  # nosec B608
AGAIN = (
    "DELETE FROM minimum_price_event",
    "DELETE FROM minimum_price",
    "DELETE FROM floor_computation",
    "UPDATE cost_survey SET floors_of = NULL",
)
CORRECTED = (
    "UPDATE household_year SET cash_idr = cash_idr + 1000 WHERE household_id = "
    "(SELECT min(household_id) FROM household_year WHERE survey_id = :survey)",
    "UPDATE cost_survey SET revision = revision + 1 WHERE id = :survey",
)


def run(report: Report) -> None:
    """Measure the country and its peers in turns, then one corrected district, then a tenth of the country."""
    with postgresql() as new_database:
        with new_database() as database:
            surveys = fill(database, DISTRICTS, HOUSEHOLDS)
            peers = {"polars": _polars, "duckdb": _duckdb}
            country, sums = [], {name: list[float]() for name in peers}
            for _ in range(ROUNDS):
                country.append(_recomputed(database))
                for name, peer in peers.items():
                    sums[name].append(_seconds(partial(peer, _address(database))))
            one = [_corrected(database, survey) for survey in surveys[:ROUNDS]]
        with new_database() as database:
            fill(database, TENTH, HOUSEHOLDS)
            tenth = [_recomputed(database) for _ in range(ROUNDS)]
    whole, fastest = median(country), min(median(each) for each in sums.values())
    print(f"floors: {DISTRICTS} districts of {HOUSEHOLDS} simulated households; a tenth is {TENTH} districts")
    report.figure("floors_country", whole, "seconds", at_most=6)
    for name, each in sums.items():
        report.figure(f"floors_peer_{name}", median(each), "seconds")
    report.figure("floors_peer_ratio", whole / fastest, "ratio", at_most=1.5)
    report.figure("floors_one_district", median(one), "seconds", at_most=0.1)
    report.figure("floors_tenfold", whole / median(tenth) * (10 * TENTH / DISTRICTS), "ratio", at_most=11)


def _recomputed(database: Database) -> float:
    with database.engine.begin() as connection:
        for statement in AGAIN:
            connection.execute(text(statement))

    def compute() -> None:
        with database.unit_of_work(NOW) as uow:
            if not recompute(uow):
                raise RuntimeError("nothing was computed")

    return _seconds(compute)


def _corrected(database: Database, survey: int) -> float:
    with database.engine.begin() as connection:
        for statement in CORRECTED:
            connection.execute(text(statement), {"survey": survey})

    def compute() -> None:
        with database.unit_of_work(NOW) as uow:
            if recompute(uow) != 5:
                raise RuntimeError("not exactly one survey's floors were computed")

    return _seconds(compute)


def _polars(address: str) -> Any:
    with _read(address) as table:
        return polars.DataFrame(table).group_by("survey_id").sum()


def _duckdb(address: str) -> Any:
    sums = ", ".join(f"sum({name})" for name in FIGURES)
    with _read(address) as table, duckdb.connect() as connection:
        connection.register("household_year", table)
        return connection.execute(f"SELECT survey_id, {sums} FROM household_year GROUP BY survey_id").fetchall()  # nosec B608


@contextmanager
def _read(address: str) -> Iterator[Any]:
    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(READ)
        yield cursor.fetch_arrow_table()


def _address(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
