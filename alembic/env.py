"""Runs the migrations on the connection that the caller passes in, or on the configured database."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from service.database import Database, FixedPoint, UtcDateTime
from service.models import METADATA
from service.settings import load_settings


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, FixedPoint):
        return f'sa.Numeric({item.precision}, {item.digits}).with_variant(sa.Float(53), "sqlite")'
    return False


def run(connection: Connection) -> None:
    """Migrate; a batch copies a table where SQLite cannot alter it in place."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Take the caller's connection, else the settings' database."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    with Database(load_settings().database_address).engine.begin() as own:
        run(own)


main()
