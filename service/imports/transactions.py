"""How an import writes: chunk by chunk, or not at all."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, StaticPool, create_engine

from service.clock import Clock
from service.database import Database, UnitOfWork

Transactions = Callable[[], AbstractContextManager[UnitOfWork]]


class _NothingIsKept(Exception):
    """Ends a trial."""


@contextmanager
def each_kept(database: Database, clock: Clock) -> Iterator[Transactions]:
    """Commit each chunk by itself: a crash leaves all or nothing of it."""
    yield lambda: database.unit_of_work(clock())


@contextmanager
def none_kept(database: Database, clock: Clock) -> Iterator[Transactions]:
    """Do everything in one transaction that is rolled back at the end: the same report, nothing written.

    Chunks see what those before them would have written. With an embedded database the trial has a copy of its own,
    so nobody waits for it; with a served one other writers wait until the end.
    """
    begin = _on_a_copy if database.engine.dialect.name == "sqlite" else _in_place
    with begin(database, clock) as uow:
        yield lambda: nullcontext(uow)


@contextmanager
def _in_place(database: Database, clock: Clock) -> Iterator[UnitOfWork]:
    try:
        with database.unit_of_work(clock()) as uow:
            yield uow
            raise _NothingIsKept
    except _NothingIsKept:
        pass


@contextmanager
def _on_a_copy(database: Database, clock: Clock) -> Iterator[UnitOfWork]:
    with _copied(database) as copy:
        copy.exec_driver_sql("PRAGMA foreign_keys = ON")
        copy.exec_driver_sql("BEGIN")
        yield UnitOfWork(copy, clock())


@contextmanager
def _copied(database: Database) -> Iterator[Connection]:
    """Open a copy of an embedded database that has no name, so that it is gone with the process, even a killed one."""
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        with database.engine.connect() as connection:
            original: Any = connection.connection.driver_connection
            original.backup(copy)
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool, hide_parameters=True)
        with engine.connect() as trial:
            yield trial
