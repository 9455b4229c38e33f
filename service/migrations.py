"""Bringing the database to the tables this version expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.database import Database
from service.errors import DatabaseNewer

PROJECT = Path(__file__).parent.parent


def migration_config() -> Config:
    """Return the migrations' settings, which stand in pyproject.toml."""
    config = Config(toml_file=PROJECT / "pyproject.toml")
    config.set_main_option("script_location", str(PROJECT / "alembic"))
    return config


def migrate(database: Database) -> None:
    """Apply the missing migrations in one transaction; refuse a database that a newer version wrote."""
    config = migration_config()
    scripts = ScriptDirectory.from_config(config)
    with database.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        found = MigrationContext.configure(connection).get_current_revision()
        if found == scripts.get_current_head():
            return
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise DatabaseNewer(found=found)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_migrated(database: Database) -> bool:
    """Say whether the database has exactly the tables this version expects."""
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
