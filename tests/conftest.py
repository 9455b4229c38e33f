"""Databases and time for all tests; nothing here looks at the wall clock.

The process that starts the run owns the PostgreSQL server, so that it outlives every worker and dies with the run.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from jobs.load_sample import load_sample
from service.alerts.evaluation import sweep
from service.clock import Clock, fixed_clock
from service.database import Database
from service.migrations import migrate
from tests import postgres
from tests.builders import NOW

NewDatabase = Callable[[str, bool], AbstractContextManager[Database]]
DIALECTS = ("sqlite", "postgresql")
SERVER = pytest.StashKey[postgres.Server]()

# How long an example takes says something about the machine, nothing about the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[SERVER] = postgres.Server()


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def pytest_configure_node(node: Any) -> None:
    server = node.config.stash[SERVER]
    node.workerinput["postgresql"] = (server.address, server.template, server.why_missing())


def pytest_xdist_node_collection_finished(node: Any, ids: Sequence[str]) -> None:
    _start_server_if_wanted(node.config, ids)


def pytest_collection_finish(session: pytest.Session) -> None:
    _start_server_if_wanted(session.config, [item.nodeid for item in session.items])


def _start_server_if_wanted(config: pytest.Config, ids: Sequence[str]) -> None:
    if SERVER in config.stash and any("postgresql" in test for test in ids):
        config.stash[SERVER].start()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def clock() -> Clock:
    return fixed_clock(NOW)


@pytest.fixture(scope="session")
def new_database(
    pytestconfig: pytest.Config, migrated_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> NewDatabase:
    """Return what opens a new database of a dialect, migrated or without any table."""

    @contextmanager
    def opened(dialect: str, migrated: bool) -> Iterator[Database]:
        if dialect == "sqlite":
            with sqlite_copy(migrated_path if migrated else None, tmp_path_factory.mktemp("sqlite")) as database:
                yield database
            return
        address, template, missing = _postgresql(pytestconfig)
        if missing:
            pytest.skip(missing)
        with postgres.new_database(address, template if migrated else None) as own:
            database = Database(own)
            try:
                yield database
            finally:
                database.dispose()

    return opened


@pytest.fixture(params=DIALECTS)
def database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    """A migrated database without rows, on SQLite and on PostgreSQL."""
    with new_database(request.param, True) as opened:
        yield opened


@pytest.fixture(params=DIALECTS)
def empty_database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    """A database without tables, on SQLite and on PostgreSQL."""
    with new_database(request.param, False) as opened:
        yield opened


@pytest.fixture(scope="session")
def migrated_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("migrated") / "bokar.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def sample_database_path(migrated_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample loaded and evaluated; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("sample") / "bokar.sqlite3"
    shutil.copy(migrated_path, path)
    database = Database(f"sqlite:///{path}")
    with database.unit_of_work(NOW) as uow:
        load_sample(uow)
    sweep(database, NOW)
    database.dispose()
    return path


@pytest.fixture
def sample_database(sample_database_path: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database of the test's own with the sample loaded and evaluated."""
    with sqlite_copy(sample_database_path, tmp_path) as opened:
        yield opened


@contextmanager
def sqlite_copy(original: Path | None, folder: Path) -> Iterator[Database]:
    path = folder / "bokar.sqlite3"
    if original is not None:
        shutil.copy(original, path)
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.dispose()
        path.unlink(missing_ok=True)


def _postgresql(config: pytest.Config) -> tuple[str, str, str | None]:
    if SERVER in config.stash:
        server = config.stash[SERVER]
        return server.address, server.template, server.why_missing()
    address, template, missing = config.workerinput["postgresql"]  # type: ignore[attr-defined]
    return address, template, missing
