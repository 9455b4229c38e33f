"""Personal hashes in the rows that were refused: they stand as tokens anywhere in what is kept of a row."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, cast, delete, select, update

from service.database import UnitOfWork
from service.models.import_run import RefusedRow


def refused_rows_with(connection: Connection, text: str) -> Sequence[Row[Any]]:
    """Return the refused rows that hold a text of letters, digits and colons."""
    return connection.execute(select(RefusedRow).where(_holds(text)).order_by(RefusedRow.c.id)).all()


def delete_refused_rows_with(uow: UnitOfWork, text: str) -> int:
    """Delete the refused rows that hold a text; return how many there were."""
    return uow.connection.execute(delete(RefusedRow).where(_holds(text))).rowcount


def rewrite_refused_rows(uow: UnitOfWork, holding: str, rewritten: Callable[[str], str]) -> None:
    """Change every text in the refused rows that hold `holding`."""
    for row in refused_rows_with(uow.connection, holding):
        values = {"content": _in_texts(row.content, rewritten), "problems": _in_texts(row.problems, rewritten)}
        uow.connection.execute(update(RefusedRow).where(RefusedRow.c.id == row.id).values(values))


def _holds(text: str) -> ColumnElement[bool]:
    content, problems = (cast(RefusedRow.c[name], String) for name in ("content", "problems"))
    return content.contains(text) | problems.contains(text)


def _in_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _in_texts(each, change) for name, each in value.items()}
    return [_in_texts(each, change) for each in value] if isinstance(value, list) else value
