"""The ledger of imports: written chunk by chunk, in the transaction that stores the chunk.

A crash leaves an import `running` with all of each committed chunk noted and nothing of the others; the same delivery
again goes on from there.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, insert, or_, select, update

from service.database import UnitOfWork
from service.imports.errors import RefusedElsewhere
from service.imports.forms import REFUSED_ROW_COLUMNS, ROW_ID, plain
from service.imports.refusals import RefusedLine
from service.models.import_run import ImportRun, RefusedRow
from service.row_writing import append_rows
from service.vocabulary import ImportKind, ImportStatus

LONGEST_ERROR = 2000


@dataclass(frozen=True, slots=True)
class Delivery:
    """What arrived: `digest` is the SHA-256 of the bytes and of how they are read."""

    kind: ImportKind
    feed: str
    digest: str
    recorded_by: str
    file_name: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of some rows; `flagged` ones are among the accepted and corrected."""

    accepted: int = 0
    corrected: int = 0
    duplicate: int = 0
    rejected: int = 0
    flagged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of both."""
        return Counts(
            self.accepted + other.accepted,
            self.corrected + other.corrected,
            self.duplicate + other.duplicate,
            self.rejected + other.rejected,
            self.flagged + other.flagged,
        )


def digest_of(parts: Iterable[bytes]) -> str:
    """Return the digest of a delivery from its bytes and its reading instructions."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def begin(uow: UnitOfWork, delivery: Delivery) -> int:
    """Note that a delivery is being imported, for the first time or again, and return the import's id."""
    known = uow.connection.execute(
        select(ImportRun.c.id, ImportRun.c.attempts).where(
            ImportRun.c.kind == delivery.kind,
            ImportRun.c.feed == delivery.feed,
            ImportRun.c.digest == delivery.digest,
        )
    ).first()
    now = {"status": ImportStatus.RUNNING, "finished_at": None, "error": None, "duplicate": 0, "rejected": 0}
    if known is None:
        first = {"attempts": 1, "accepted": 0, "corrected": 0, "flagged": 0, "lines_done": 0, "started_at": uow.now}
        named = {name: getattr(delivery, name) for name in Delivery.__slots__}
        statement = insert(ImportRun).values(**named, **first, **now)
        return int(uow.connection.execute(statement.returning(ImportRun.c.id)).scalar_one())
    again = {**now, "attempts": known.attempts + 1, "lines_done": func.coalesce(ImportRun.c.lines_done, 0)}
    uow.connection.execute(update(ImportRun).where(ImportRun.c.id == known.id).values(**again))
    return int(known.id)


def note(uow: UnitOfWork, import_id: int, counts: Counts, refused: Sequence[RefusedLine]) -> None:
    """Note what became of a chunk, in the transaction that stores it; a row that was refused before waits once."""
    columns = {name: ImportRun.c[name] + getattr(counts, name) for name in Counts.__slots__}
    uow.connection.execute(update(ImportRun).where(ImportRun.c.id == import_id).values(**columns))
    if counts.corrected:
        _outdate_others(uow, import_id)
    _replace(uow, import_id, {again for row in refused if (again := _sent_again(row.content)) is not None})
    known = _refused_lines(uow, import_id, {row.line for row in refused})
    new = [_row(import_id, row) for row in refused if row.line not in known]
    append_rows(uow.connection, RefusedRow, new)


def note_lines(uow: UnitOfWork, import_id: int, up_to: int) -> None:
    """Note up to which line the rows of a delivery are in, in the transaction that stores the last of them."""
    farther = ImportRun.c.id == import_id, ImportRun.c.lines_done < up_to
    uow.connection.execute(update(ImportRun).where(*farther).values(lines_done=up_to))


def lines_in_already(uow: UnitOfWork, import_id: int, lines: Collection[int]) -> frozenset[int]:
    """Return which of these lines an earlier attempt has taken in, and so correct nothing any more.

    What a delivery said is no news when it says so again, even where it contradicts itself; it is once another delivery
    to the feed has corrected anything. A line that was refused and can be taken in now was never in.
    """
    done = uow.connection.execute(select(ImportRun.c.lines_done).where(ImportRun.c.id == import_id)).scalar_one()
    before = {line for line in lines if line <= (done or 0)}
    return frozenset(before - _refused_lines(uow, import_id, before, RefusedRow.c.mended_at.is_(None)))


def finish(uow: UnitOfWork, import_id: int, error: str | None = None) -> None:
    """Note that an import has ended; with an error, that the delivery as a whole was refused."""
    status = ImportStatus.COMPLETED if error is None else ImportStatus.REFUSED
    uow.connection.execute(
        update(ImportRun)
        .where(ImportRun.c.id == import_id)
        .values(status=status, finished_at=uow.now, error=error and error[:LONGEST_ERROR])
    )


def _outdate_others(uow: UnitOfWork, import_id: int) -> None:
    """Have what other deliveries to the feed say be news when they come again: something has been corrected since."""
    this = ImportRun.alias()
    feed = select(this.c.feed).where(this.c.id == import_id).scalar_subquery()
    others = ImportRun.c.feed == feed, ImportRun.c.id != import_id, ImportRun.c.lines_done.is_not(None)
    uow.connection.execute(update(ImportRun).where(*others).values(lines_done=None))


def mended_rows(uow: UnitOfWork, feed: str, mended_by: str, rows: Collection[int]) -> int:
    """Take refused rows of a feed off the open list, because they have come in mended; return how many were on it.

    Raises:
        RefusedElsewhere: one of them is of another feed; taken in under both, it would count twice.

    """
    if not rows:
        return 0
    _refuse_rows_of_others(uow, feed, rows)
    return _close(uow, select(ImportRun.c.id).where(ImportRun.c.feed == feed), rows, mended_by)


def _refuse_rows_of_others(uow: UnitOfWork, feed: str, rows: Collection[int]) -> None:
    others = select(RefusedRow.c.id, ImportRun.c.feed).join(ImportRun).where(ImportRun.c.feed != feed)
    found = uow.connection.execute(others.where(RefusedRow.c.id.in_(rows)).order_by(RefusedRow.c.id)).first()
    if found is not None:
        raise RefusedElsewhere(row=found.id, feed=feed, source=found.feed)


def _replace(uow: UnitOfWork, import_id: int, rows: Collection[int]) -> None:
    """Take refused rows, and what came of them before, off the open list: this import holds them as they are now.

    Raises:
        RefusedElsewhere: one of them is of another feed.

    """
    if not rows:
        return
    run = uow.connection.execute(select(ImportRun.c.feed, ImportRun.c.recorded_by).where(ImportRun.c.id == import_id))
    feed, recorded_by = run.one()
    _refuse_rows_of_others(uow, feed, rows)
    others = select(ImportRun.c.id).where(ImportRun.c.feed == feed, ImportRun.c.id != import_id)
    _close(uow, others, rows, recorded_by)


def _close(uow: UnitOfWork, imports: Select[Any], rows: Collection[int], by: str) -> int:
    """Close the rows of some imports that are open, with those that were sent to mend them and refused themselves."""
    is_open = RefusedRow.c.import_id.in_(imports), RefusedRow.c.mended_at.is_(None)
    named = or_(*(cast(RefusedRow.c.content, String).contains(f'"{name}"') for name in sorted(REFUSED_ROW_COLUMNS)))
    attempts = uow.connection.execute(select(RefusedRow.c.id, RefusedRow.c.content).where(*is_open, named))
    also = {row.id for row in attempts if _sent_again(row.content) in rows}
    closing = update(RefusedRow).where(RefusedRow.c.id.in_({*rows, *also}), *is_open)
    return int(uow.connection.execute(closing.values(mended_at=uow.now, mended_by=by)).rowcount)


def _sent_again(content: Mapping[str, Any]) -> int | None:
    """Return the refused row that a row says it is."""
    said = (str(cell) for column, cell in content.items() if _names_refused_rows(column))
    return next((int(cell) for cell in said if ROW_ID.fullmatch(cell)), None)


@lru_cache(maxsize=1024)
def _names_refused_rows(column: str) -> bool:
    return plain(column) in REFUSED_ROW_COLUMNS


def open_rows(uow: UnitOfWork, import_id: int, lines: Collection[int]) -> set[int]:
    """Return the refused rows that nobody has mended at these lines of an import."""
    if not lines:
        return set()
    statement = select(RefusedRow.c.line, RefusedRow.c.id).where(
        RefusedRow.c.import_id == import_id,
        RefusedRow.c.line.between(min(lines), max(lines)),
        RefusedRow.c.mended_at.is_(None),
    )
    return {row.id for row in uow.connection.execute(statement) if row.line in lines}


def open_submissions(uow: UnitOfWork, feed: str, external_ids: Collection[str]) -> Sequence[Row[Any]]:
    """Return the rows of surveys that were refused with these ids and not mended, whichever import brought them."""
    of_feed = ImportRun.c.feed == feed, ImportRun.c.kind == ImportKind.SURVEYS, RefusedRow.c.mended_at.is_(None)
    statement = select(RefusedRow).select_from(RefusedRow.join(ImportRun)).where(*of_feed)
    # Not in SQL: PostgreSQL stores JSON that it then cannot look into, such as text with NUL in it.
    return [row for row in uow.connection.execute(statement) if row.content.get("external_id") in external_ids]


def _refused_lines(uow: UnitOfWork, import_id: int, lines: Collection[int], *where: ColumnElement[bool]) -> set[int]:
    if not lines:
        return set()
    statement = select(RefusedRow.c.line).where(
        RefusedRow.c.import_id == import_id, RefusedRow.c.line.between(min(lines), max(lines)), *where
    )
    return set(uow.connection.scalars(statement))


def _row(import_id: int, refused: RefusedLine) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "line": refused.line,
        "problems": refused.problems_as_json(),
        "content": dict(refused.content),
    }
