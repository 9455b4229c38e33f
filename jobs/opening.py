"""What every command begins with: the settings of the process and its database."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from service.areas.repository import load_districts
from service.database import Database
from service.errors import BadSettings, DatabaseNotMigrated, DatabaseUnreachable, FolderNotWritable, NoDatabase
from service.logs import configure_logging
from service.privacy.hashing import KeyChain
from service.privacy.key_file import read_or_make_keys
from service.settings import Settings, load_settings


def process_settings(port: int | None = None) -> Settings:
    """Read the settings of this process and start its log; raises `BadSettings`."""
    settings = load_settings() if port is None else load_settings(port=port)
    configure_logging(settings.log_level)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the database, whatever is in it; raises what keeps it shut, told without a password."""
    if settings.database_url is None:
        _check_writable(settings.data_dir)
    try:
        database = Database(settings.database_address)
    except (ArgumentError, ImportError):
        # The address may hold a password, so it is not shown.
        remedy = "BOKAR_DATABASE_URL is not an address of SQLite or PostgreSQL; see docs/operations.md."
        raise BadSettings(problems=remedy) from None
    try:
        with database.engine.connect():
            pass
    except DatabaseError as error:
        # The driver's first line only; the address without its password.
        shown = make_url(settings.database_address).render_as_string(hide_password=True)
        raise DatabaseUnreachable(url=shown, cause=str(error.orig).split("\n")[0]) from None
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def ready(settings: Settings) -> Iterator[Database]:
    """Open a database that has the tables of this version; raises `NoDatabase` or `DatabaseNotMigrated`."""
    from service.migrations import is_migrated

    if not _may_be_there(settings):
        raise NoDatabase(path=settings.sqlite_path.absolute())
    with opened(settings) as database:
        if not is_migrated(database):
            raise DatabaseNotMigrated
        yield database


@contextmanager
def prepared(settings: Settings) -> Iterator[Database]:
    """Open the database and bring it to the tables and districts of this version."""
    from service.migrations import migrate as migrate_database

    with opened(settings) as database:
        migrate_database(database)
        with database.unit_of_work(settings.make_clock()()) as uow:
            load_districts(uow)
        yield database


def personal_keys(settings: Settings) -> KeyChain:
    """Return the keys that names are hashed with; raises `BadSettings`, or `FolderNotWritable` for a first key."""
    if settings.personal_keys_file is None:
        _check_writable(settings.data_dir)
    return read_or_make_keys(settings.personal_keys_path, secrets.token_bytes)


def _may_be_there(settings: Settings) -> bool:
    """Say whether there is a database file; of a database elsewhere only asking it tells."""
    return settings.database_url is not None or settings.sqlite_path.exists()


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderNotWritable(folder=folder, cause=error.strerror) from None
