"""The database: engine, column types, and the one way to write (`Database.unit_of_work`)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import to_thread
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Float,
    Numeric,
    Row,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

SQLITE_BUSY_MILLISECONDS = 10_000
P = ParamSpec("P")
T = TypeVar("T")


def half_up(value: Any, digits: int) -> Decimal:
    """Round half up, the one way figures are rounded when they are stored."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite drops time zones, so naive values are refused and UTC is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone and store it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment UTC-aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FixedPoint(TypeDecorator[Decimal]):
    """A decimal number with a fixed number of digits, rounded half up once, on write.

    SQLite has no decimals: there it is a double, exact to the stored digits below 15 significant figures.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        """Take the whole number of digits and those after the point."""
        super().__init__(precision, scale)
        self.precision, self.digits = precision, scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Store a double in SQLite and a numeric elsewhere."""
        return dialect.type_descriptor(Float(53) if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Round half up to the stored digits."""
        if value is None:
            return None
        number = half_up(value, self.digits) if isfinite(value) else value
        return float(number) if dialect.name == "sqlite" else number

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the stored decimal."""
        if value is None or isinstance(value, Decimal):
            return value
        return half_up(value, self.digits)


def money() -> FixedPoint:
    """Return the column type of an amount in rupiah (two decimals)."""
    return FixedPoint(16, 2)


class UnitOfWork:
    """One transaction that writes: its connection, its moment and the data revision it makes."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """Start with no revision taken."""
        self.connection = connection
        self.now = now
        self._revision: int | None = None

    @property
    def revision(self) -> int:
        """Return the revision this transaction makes, taking it on first use.

        Writers go one after the other, so revisions appear in commit order and a reader that has seen revision r has
        seen everything up to r.
        """
        if self._revision is None:
            self._revision = self.connection.execute(
                text("UPDATE data_revision SET revision = revision + 1 RETURNING revision")
            ).scalar_one()
        return self._revision

    @contextmanager
    def part(self) -> Iterator[None]:
        """Do something that is undone alone where it raises; what was done before it stays."""
        revision = self._revision
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            # Taken within the part, it was given back with the rest.
            self._revision = revision
            raise


class Database:
    """One database, embedded or served, and its connections."""

    def __init__(self, address: str) -> None:
        """Prepare the engine; nothing is connected yet."""
        self.engine = _make_engine(address)
        # A snapshot in SQLite is what a transaction is anyway; PostgreSQL has to be asked for it.
        repeatable = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._readers = self.engine.execution_options(**repeatable)
        self._of_the_loop: Connection | None = None

    @contextmanager
    def unit_of_work(self, now: datetime) -> Iterator[UnitOfWork]:
        """Open a writing transaction; commit at the end, roll back on any error.

        One writer at a time: what a writer has looked up stays true until it commits, so two importers of the same
        rows cannot both find them missing. SQLite has but one writer; PostgreSQL queues on the revision's row.
        """
        options = {"sqlite_begin": "IMMEDIATE"}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            if self.engine.dialect.name != "sqlite":
                connection.execute(text("SELECT revision FROM data_revision FOR UPDATE"))
            yield UnitOfWork(connection, now)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a consistent view for reading: all statements see the same moment."""
        with self._readers.connect() as connection, connection.begin():
            yield connection

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let `work` read in a consistent view, from a coroutine.

        An embedded database answers in less time than it takes to hand the question to another thread, and its readers
        wait for nobody; a served one is asked from a thread, so that the event loop does not wait for the network.
        """
        if self.engine.dialect.name != "sqlite":
            return await to_thread.run_sync(lambda: self._read(work, *args, **kwargs))
        # The event loop reads one after the other, so one connection serves it; taking one from the pool costs more.
        connection = self._of_the_loop = self._of_the_loop or self._readers.connect()
        driver = _driver(connection)
        driver.execute("BEGIN")
        try:
            return work(connection, *args, **kwargs)
        finally:
            if driver.in_transaction:
                driver.execute("COMMIT")
            connection.rollback()  # what `work` began above the driver, if anything

    async def read_alone(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `read`, for work that is one statement, or sees to one view of several itself."""
        if self.engine.dialect.name != "sqlite":
            return await self.read(work, *args, **kwargs)
        connection = self._of_the_loop = self._of_the_loop or self._readers.connect()
        try:
            return work(connection, *args, **kwargs)
        finally:
            connection.rollback()

    async def read_at_revision(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T, int]:
        """Like `read`, with the data revision the answer was read at."""

        def both(connection: Connection) -> tuple[T, int]:
            return work(connection, *args, **kwargs), read_revision(connection)

        return await self.read(both)

    def _read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.reading() as connection:
            return work(connection, *args, **kwargs)

    def revision(self) -> int:
        """Return the number of the last committed change of data."""
        with self.reading() as connection:
            return read_revision(connection)

    def dispose(self) -> None:
        """Close every connection."""
        if self._of_the_loop is not None:
            self._of_the_loop.close()
            self._of_the_loop = None
        self.engine.dispose()


def one_view(connection: Connection) -> AbstractContextManager[Any]:
    """Have several statements see the same moment; nothing to do where they already do."""
    begun = connection.in_transaction() or getattr(_driver(connection), "in_transaction", False)
    return nullcontext() if begun else connection.begin()


def by_name(row: Row[Any]) -> dict[str, Any]:
    """Return a row's values by the names of its columns, as plain strings: SQLAlchemy's own cannot be keys of JSON."""
    return {str(name): value for name, value in row._mapping.items()}


def read_revision(connection: Connection) -> int:
    """Return the data revision this connection's view stands at."""
    # By the driver's own cursor: every answer asks this, and the question should cost less than the answer.
    cursor = connection.connection.cursor()
    cursor.execute("SELECT revision FROM data_revision")
    row = cursor.fetchone()
    cursor.close()
    assert row is not None, "the migrations put the row there"
    return int(row[0])


def _make_engine(address: str) -> Engine:
    if make_url(address).get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": SQLITE_BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling begins too late for a consistent read and would commit before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once: upgrading a read lock later can fail although nobody is in the way.
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    driver = _driver(connection)
    if not driver.in_transaction:
        driver.execute(f"BEGIN {mode}")


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
