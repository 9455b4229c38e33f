"""What is remembered of a source between two readings: kept only once what was read is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from service.database import Database, UnitOfWork
from service.models.source_state import SourceState

LONGEST_ERROR = 2000


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the last good reading left: what the file was known by, and up to where submissions were read."""

    validators: Mapping[str, Any] | None = None
    watermark: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading came to, counted, and what to remember of it."""

    counts: Mapping[str, Any] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=Remembered)


def recall(database: Database, name: str) -> Remembered:
    """Return what the last good reading of a source left."""
    statement = select(SourceState.c.validators, SourceState.c.watermark).where(SourceState.c.name == name)
    with database.reading() as connection:
        row = connection.execute(statement).first()
    return Remembered() if row is None else Remembered(*row)


def note_success(uow: UnitOfWork, name: str, remembered: Remembered) -> None:
    """Remember a reading whose rows are stored."""
    _change(
        uow,
        name,
        validators=remembered.validators,
        watermark=remembered.watermark,
        last_success_at=uow.now,
        last_error=None,
        consecutive_failures=0,
    )


def note_failure(uow: UnitOfWork, name: str, error: Exception) -> None:
    """Count a reading that failed, and keep why; what earlier ones left stays."""
    why = (str(error) or type(error).__name__)[:LONGEST_ERROR]
    _change(uow, name, last_error=why, consecutive_failures=SourceState.c.consecutive_failures + 1)


def _change(uow: UnitOfWork, name: str, **values: Any) -> None:
    if uow.connection.execute(select(SourceState.c.name).where(SourceState.c.name == name)).first() is None:
        # Never read before; the constraint wants a number of failures that fits the error.
        uow.connection.execute(insert(SourceState).values(name=name, consecutive_failures=0))
    uow.connection.execute(update(SourceState).where(SourceState.c.name == name).values(values))
