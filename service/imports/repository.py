"""Reading the ledger of imports.

The ledger changes without a data revision, so these lists are counted anew each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from service.clock import JAKARTA
from service.database import Database, by_name, read_revision
from service.errors import UnknownImport
from service.imports.schemas import ImportOut, ImportQuery
from service.list_queries import ListQuery
from service.models.import_run import ImportRun, RefusedRow
from service.paging import Order, Page, decode_cursor

# Before there were imports: earlier days need not be told apart, and the very first have no moment in UTC.
FIRST_DAY = date(1970, 1, 1)
ROWS_AT_A_TIME = 1000

_OPEN_REFUSED = (
    select(func.count())
    .select_from(RefusedRow)
    .where(RefusedRow.c.import_id == ImportRun.c.id, RefusedRow.c.mended_at.is_(None))
    .scalar_subquery()
    .label("open_refused")
)
_IMPORTS = select(*(_OPEN_REFUSED if name == "open_refused" else ImportRun.c[name] for name in ImportOut.model_fields))
_BY_ID = Order((ImportRun.c.id,), descending=True)
_BY_LINE = Order((RefusedRow.c.line,))


@dataclass(frozen=True, slots=True)
class Refused:
    """Which refused rows are meant: those of an import that are mended, or those that are not."""

    import_id: int
    mended: bool = False

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return what such a row fulfils."""
        mended = RefusedRow.c.mended_at.is_not(None) if self.mended else RefusedRow.c.mended_at.is_(None)
        return (RefusedRow.c.import_id == self.import_id, mended)


@dataclass(frozen=True, slots=True)
class _List:
    """A list as it is asked for: what is selected, the table that is counted, the order and the conditions."""

    rows: Select[Any]
    counted: Table
    order: Order
    conditions: Sequence[ColumnElement[bool]]


def list_imports(connection: Connection, query: ImportQuery) -> Page[dict[str, Any]]:
    """Return imports, the last begun first."""
    return _page(connection, _List(_IMPORTS, ImportRun, _BY_ID, _conditions(query)), query)


def get_import(connection: Connection, import_id: int) -> dict[str, Any]:
    """Return one import with how many of its refused rows still wait, or raise `UnknownImport`."""
    row = connection.execute(_IMPORTS.where(ImportRun.c.id == import_id)).first()
    if row is None:
        raise UnknownImport(id=import_id)
    return by_name(row)


def list_refused(connection: Connection, refused: Refused, query: ListQuery) -> Page[dict[str, Any]]:
    """Return refused rows of one import in the order of their lines."""
    return _page(connection, _List(select(RefusedRow), RefusedRow, _BY_LINE, refused.conditions), query)


def every_refused(database: Database, refused: Refused) -> Iterator[list[dict[str, Any]]]:
    """Yield all refused rows of one import in the order of their lines, some at a time."""
    rows: list[dict[str, Any]] = []
    while not rows or len(rows) == ROWS_AT_A_TIME:
        behind = RefusedRow.c.line > (rows[-1]["line"] if rows else 0)
        with database.reading() as connection:
            statement = select(RefusedRow).where(*refused.conditions, behind).order_by(RefusedRow.c.line)
            rows = [by_name(row) for row in connection.execute(statement.limit(ROWS_AT_A_TIME))]
        if not rows:
            return
        yield rows


def _conditions(query: ImportQuery) -> list[ColumnElement[bool]]:
    named = {name: getattr(query, name) for name in ("kind", "feed", "status")}
    conditions = [ImportRun.c[name] == value for name, value in named.items() if value is not None]
    if query.start is not None:
        begin = datetime.combine(max(query.start, FIRST_DAY), time.min, JAKARTA)
        conditions.append(ImportRun.c.started_at >= begin)
    if query.end is not None:
        end = datetime.combine(max(query.end, FIRST_DAY), time.max, JAKARTA)
        conditions.append(ImportRun.c.started_at <= end)
    return conditions


def _page(connection: Connection, wanted: _List, query: ListQuery) -> Page[dict[str, Any]]:
    """Read one page; one row more than asked tells whether another follows."""
    total = connection.scalar(select(func.count()).select_from(wanted.counted).where(*wanted.conditions)) or 0
    statement = wanted.rows.where(*wanted.conditions).order_by(*wanted.order.clauses()).limit(query.limit + 1)
    if query.cursor is not None:
        bound = {f"cursor_{i}": key for i, key in enumerate(decode_cursor(query.cursor, wanted.order))}
        statement = statement.where(wanted.order.behind_cursor()).params(**bound)
    found = [by_name(row) for row in connection.execute(statement)]
    page = found[: query.limit]
    next_key = [page[-1][column.key] for column in wanted.order.columns] if len(found) > query.limit else None
    return Page(page, total, next_key, read_revision(connection))
