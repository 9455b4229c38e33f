"""One process at a time runs a job: a lock that the system takes back from a process that is gone, however it went.

Beside a SQLite file it is `flock` on a file of the job's own, in PostgreSQL an advisory lock of a session. So whoever
holds a job's lock knows that nobody else runs the job, and needs no clock to tell.
"""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from sqlalchemy import NullPool, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from service.database import Database
from service.errors import BokarError

# A machine that lost its power says no goodbye: after a minute of silence the server takes its locks back.
KEEPALIVES = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


class JobRunsAlready(BokarError):
    """The job {job} runs in another process at the moment; wait until that has ended, then try again."""

    status = 409
    indonesian = "Pekerjaan {job} sedang berjalan dalam proses lain; tunggu sampai selesai, lalu coba lagi."


@contextmanager
def alone(database: Database, job: str) -> Iterator[None]:
    """Hold a job's lock; raises `JobRunsAlready` where somebody else does."""
    with _lock(database, job) as held:
        if not held:
            raise JobRunsAlready(job=job)
        yield


def _lock(database: Database, job: str) -> AbstractContextManager[bool]:
    if database.engine.dialect.name != "sqlite":
        return _session_lock(database, job)
    with database.reading() as connection:
        # A connection that has made temporary tables lists their database too, after its main one.
        _, _, file = connection.exec_driver_sql("PRAGMA database_list").all()[0]
    return _file_lock(Path(f"{file}-jobs") / job)


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    """Yield whether the lock is ours. The file stays: one that is removed could be locked twice."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _session_lock(database: Database, job: str) -> Iterator[bool]:
    """Yield whether the lock is ours. The session is apart from the pool, as it lasts as long as the job."""
    key = func.hashtextextended(f"bokar job {job}", 0)
    apart = create_engine(database.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
    with apart.connect() as session:
        for name, value in KEEPALIVES.items():
            session.execute(text(f"SET {name} = {value}"))
        held = bool(session.scalar(select(func.pg_try_advisory_lock(key))))
        yield held
        # The end of the session frees it too, but only once the server has noticed; where it is lost, so is the lock.
        with suppress(DBAPIError):
            session.scalar(select(func.pg_advisory_unlock_all()))
