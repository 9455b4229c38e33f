"""Bringing the database to the tables this version expects."""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, text

from service.database import Database
from service.errors import DatabaseNewer
from service.models import METADATA
from service.models.base import DataRevision

if TYPE_CHECKING:
    from alembic.config import Config

PROJECT = Path(__file__).parent.parent
# Any number will do, as long as every process that migrates takes the same.
MIGRATION_LOCK = 8_602_062_047


def migration_config() -> "Config":
    """Return the migrations' settings, which stand in pyproject.toml."""
    from alembic.config import Config

    config = Config(toml_file=PROJECT / "pyproject.toml")
    config.set_main_option("script_location", str(PROJECT / "alembic"))
    return config


def migrate(database: Database) -> None:
    """Apply the missing migrations in one transaction; refuse a database that a newer version wrote."""
    with altering(database) as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        steps, found = _steps(), _revision_of(connection)
        if found == _newest(steps):
            return
        if found is not None and found not in steps:
            raise DatabaseNewer(found=found)
        if found is None and not inspect(connection).get_table_names():
            _create(connection, _newest(steps))
        else:
            _upgrade(connection)


@contextmanager
def altering(database: Database) -> Iterator[Connection]:
    """Open a transaction in which tables may be altered.

    SQLite alters a table by copying it and dropping the old one, and takes that for the deletion of every row: what
    refers to it would be deleted too. So references are not enforced meanwhile, but checked before the end.
    """
    own = database.engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    with own as connection, _references_at_rest(connection), connection.begin():
        yield connection
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            assert not broken, f"the migration leaves rows that refer to nothing: {broken[:3]}"


@contextmanager
def _references_at_rest(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def is_migrated(database: Database) -> bool:
    """Say whether the database has exactly the tables this version expects."""
    with database.engine.connect() as connection:
        return _revision_of(connection) == _newest(_steps())


def _create(connection: Connection, revision: str) -> None:
    """Make the tables of an empty database as the models say: what all migrations come to, in a tenth of the time."""
    METADATA.create_all(connection)
    connection.execute(insert(DataRevision).values(id=1, revision=0))
    version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
    version.create(connection)
    connection.execute(insert(version).values(version_num=revision))


def _upgrade(connection: Connection) -> None:
    # Loaded only when there is something to do: most starts find the tables as they should be.
    from alembic import command

    config = migration_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _steps() -> Mapping[str, str | None]:
    """Return every migration with the one before it, as their files say."""
    steps = {}
    for file in (PROJECT / "alembic" / "versions").glob("*.py"):
        says = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        steps[says["revision"]] = says["down_revision"]
    return steps


def _newest(steps: Mapping[str, str | None]) -> str:
    (newest,) = steps.keys() - set(steps.values())
    return newest
