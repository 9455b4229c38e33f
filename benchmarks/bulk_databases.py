"""Databases for `bulk_intake`: migrated and with the districts in them, a new one for every measurement."""

import json
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bulk_import import NOW
from benchmarks.bulk_rows import bad_rows
from benchmarks.report import Skipped
from service.areas.repository import load_districts
from service.database import Database
from service.migrations import migrate
from tests import postgres

NewDatabase = Callable[[], AbstractContextManager[Database]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import took."""

    seconds: float
    peak_megabytes: float


@contextmanager
def postgresql() -> Iterator[NewDatabase]:
    """Start a server; yield what makes a new database on it."""
    server = postgres.Server()
    if missing := server.why_missing():
        raise Skipped(missing)
    try:
        server.start()
        yield lambda: _postgresql(server)
    finally:
        server.stop()


@contextmanager
def sqlite() -> Iterator[NewDatabase]:
    """Yield what makes a new database in a file."""
    yield _sqlite


@contextmanager
def _postgresql(server: postgres.Server) -> Iterator[Database]:
    with postgres.new_database(server.address, server.template) as address, _with_districts(address) as database:
        yield database


@contextmanager
def _sqlite() -> Iterator[Database]:
    with TemporaryDirectory() as folder, _with_districts(f"sqlite:///{folder}/bokar.sqlite3") as database:
        yield database


@contextmanager
def _with_districts(address: str) -> Iterator[Database]:
    database = Database(address)
    try:
        migrate(database)
        with database.unit_of_work(NOW) as uow:
            load_districts(uow)
        yield database
    finally:
        database.dispose()


def imported(database: Database, file: Path, rows: int) -> Imported:
    """Import a list in a process of its own, and make sure that all of it came in."""
    address = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "benchmarks.bulk_import", address, str(file)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # nosec B603
    counts = told["counts"]
    if (counts["accepted"], counts["rejected"]) != (rows - bad_rows(rows), bad_rows(rows)):
        raise RuntimeError(f"not every row came in: {counts}")
    return Imported(told["seconds"], told["peak_megabytes"])
