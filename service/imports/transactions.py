"""How an import writes: chunk by chunk, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

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

    Chunks see what those before them would have written; other writers wait until the end.
    """
    try:
        with database.unit_of_work(clock()) as uow:
            yield lambda: nullcontext(uow)
            raise _NothingIsKept
    except _NothingIsKept:
        pass
