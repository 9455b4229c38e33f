"""One page of a list: the statement it comes from, its filters, its order and its cursor."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Float,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from service.database import FixedPoint, one_view, read_revision
from service.errors import BadCursor
from service.list_queries import ListQuery
from service.models.base import DataRevision
from service.statements import AnySelect, Statement, compile_statement, json_object

Row = TypeVar("Row")
MOST_ASKED = 1000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, of the data as of `revision`; `next_key` is empty on the last page.

    A row is a dict by column, or a JSON object as bytes.
    """

    rows: list[Row]
    total: int
    next_key: list[Any] | None
    revision: int


@dataclass(frozen=True, slots=True)
class Order:
    """A list's order: columns that together are unique, all ascending or all descending."""

    columns: tuple[Any, ...]
    descending: bool = False

    def behind_cursor(self) -> ColumnElement[bool]:
        """Return the condition for the rows behind the cursor."""
        bound = tuple_(*(bindparam(f"cursor_{i}", type_=c.type) for i, c in enumerate(self.columns)))
        position = tuple_(*self.columns)
        return position < bound if self.descending else position > bound

    def clauses(self) -> list[Any]:
        """Return the ORDER BY clauses."""
        return [column.desc() for column in self.columns] if self.descending else list(self.columns)


def shown(column: Any) -> Any:
    """Return a column as the API shows it: decimals as JSON numbers, under its own name."""
    if not isinstance(column.type, FixedPoint):
        return column
    return type_coerce(column, Float(asdecimal=False)).label(column.key)


def shown_percent(column: Any, name: str) -> Any:
    """Return a share as the API shows it: in per cent, without the noise of binary fractions."""
    percent = column.op("*")(literal_column("100"))
    return func.round(percent, literal_column("3"), type_=Float(asdecimal=False)).label(name)


def place_filters(table: Table) -> dict[str, ColumnElement[bool]]:
    """Return the filters of a table that has a district_code and a revision."""
    # A row of a whole province has no district; its own province_code says where it belongs.
    province = table.c.get("province_code")
    return {
        "province_code": (func.substr(table.c.district_code, 1, 2) if province is None else province)
        == bindparam("province_code"),
        "district_code": table.c.district_code == bindparam("district_code"),
        "updated_since": table.c.revision > bindparam("updated_since"),
    }


def period_filters(day: Any) -> dict[str, ColumnElement[bool]]:
    """Return the filters of a list with a day, both ends included."""
    return {"start": day >= bindparam("start"), "end": day <= bindparam("end")}


def word_filters(table: Table, *names: str) -> dict[str, ColumnElement[bool]]:
    """Return filters that want a column to be what the query says."""
    return {name: table.c[name] == bindparam(name) for name in names}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one query comes to: its statement, the values bound to it, and the filters its total is counted by."""

    statement: Statement
    bound: Any
    limit: int
    wanted: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, eq=False)
class ListOf:
    """A list of the API: what is selected, how it can be narrowed, in which order it comes.

    `counted` is the table whose rows are counted: joins that only add columns are left out of the count. A filter is
    used when the query, or the caller, gives its value.
    """

    rows: AnySelect
    counted: Any
    order: Order
    filters: Mapping[str, ColumnElement[bool]]
    always: Sequence[ColumnElement[bool]] = ()
    _compiled: dict[Any, Statement] = field(default_factory=dict, repr=False)
    _asked: dict[Any, _Asked] = field(default_factory=dict, repr=False)
    _totals: WeakKeyDictionary[Engine, tuple[int, dict[Any, int]]] = field(
        default_factory=WeakKeyDictionary, repr=False
    )

    def read(self, connection: Connection, query: ListQuery, /, **given: Any) -> Page[dict[str, Any]]:
        """Read one page as dicts by column."""
        asked = self._ask(connection.dialect, query, given, self._select_columns)
        page, statement = self._read(connection, asked), asked.statement
        names = statement.names[: -len(self._keys())]
        return replace(page, rows=[dict(zip(names, statement.processed(row), strict=False)) for row in page.rows])

    def read_json(self, connection: Connection, query: ListQuery, /, **given: Any) -> Page[bytes]:
        """Read one page as JSON objects that the database writes: several times as fast as by way of dicts."""
        page = self._read(connection, self._ask(connection.dialect, query, given, self._select_json))
        written = [row[0] for row in page.rows]
        if connection.dialect.name != "sqlite":
            written = [text.encode() for text in written]
        return Page(written, page.total, page.next_key, page.revision)

    def _read(self, connection: Connection, asked: _Asked) -> Page[Any]:
        """Read one page of rows that end with their key and the data revision.

        One row more than asked tells whether another page follows.
        """
        statement = asked.statement
        found = statement.run(connection, asked.bound)
        total = self._known_total(connection, asked, found[0][-1]) if found else None
        if total is None:
            with one_view(connection):
                found = statement.run(connection, asked.bound)
                total = self._count_all(connection, asked)
                revision = read_revision(connection)
        else:
            revision = found[0][-1]
        rows, keys = found[: asked.limit], len(self.order.columns)
        next_key = statement.processed(rows[-1])[-keys - 1 : -1] if len(found) > asked.limit else None
        return Page(rows, total, next_key, revision)

    def _ask(
        self, dialect: Dialect, query: ListQuery, given: Mapping[str, Any], selected: Callable[[Dialect], AnySelect]
    ) -> _Asked:
        """Return what a query comes to; the same is asked again and again."""
        key = (dialect.name, selected.__name__, query, *sorted(given.items()))
        asked = self._asked.get(key)
        if asked is None:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            asked = self._asked[key] = self._ask_anew(dialect, query, given, selected)
        return asked

    def _ask_anew(
        self, dialect: Dialect, query: ListQuery, given: Mapping[str, Any], selected: Callable[[Dialect], AnySelect]
    ) -> _Asked:
        wanted = {name: getattr(query, name, None) for name in self.filters} | dict(given)
        wanted = {name: value for name, value in wanted.items() if value is not None}
        cursor = () if query.cursor is None else decode_cursor(query.cursor, self.order)
        values = wanted | {f"cursor_{i}": value for i, value in enumerate(cursor)}
        filters = tuple(sorted(values))
        page = self._statement(
            (dialect.name, selected.__name__, filters), lambda: self._page(selected(dialect), filters), dialect
        )
        bound = page.bind(values | {"row_limit": query.limit + 1})
        return _Asked(page, bound, query.limit, tuple(sorted(wanted.items())))

    def _known_total(self, connection: Connection, asked: _Asked, revision: int) -> int | None:
        """Return how many rows there are on all pages, if they have been counted at this data revision."""
        known_at, totals = self._totals.get(connection.engine, (-1, {}))
        return totals.get(asked.wanted) if known_at == revision else None

    def _count_all(self, connection: Connection, asked: _Asked) -> int:
        """Count all pages together, once per filter and data revision: on a long list it is the slowest part."""
        revision = read_revision(connection)
        known_at, totals = self._totals.get(connection.engine, (-1, {}))
        if known_at != revision or len(totals) >= MOST_ASKED:
            totals = {}
            self._totals[connection.engine] = (revision, totals)
        dialect, filters = connection.dialect, tuple(name for name, _ in asked.wanted)
        statement = self._statement((dialect.name, "count", filters), lambda: self._count(filters), dialect)
        ((total,),) = statement.run(connection, statement.bind(dict(asked.wanted)))
        totals[asked.wanted] = total
        return int(total)

    def _statement(self, key: Any, build: Callable[[], AnySelect], dialect: Dialect) -> Statement:
        if key not in self._compiled:
            self._compiled[key] = compile_statement(build(), dialect)
        return self._compiled[key]

    def _select_columns(self, _dialect: Dialect) -> AnySelect:
        return self.rows.add_columns(*self._keys())

    def _select_json(self, dialect: Dialect) -> AnySelect:
        written = json_object(list(self.rows.selected_columns), dialect)
        return self.rows.with_only_columns(written, *self._keys(), maintain_column_froms=True)

    def _keys(self) -> list[Any]:
        revision = select(DataRevision.c.revision).scalar_subquery().label("_revision")
        return [*(column.label(f"_key{i}") for i, column in enumerate(self.order.columns)), revision]

    def _conditions(self, filters: Sequence[str]) -> list[ColumnElement[bool]]:
        return [*self.always, *(self.filters[name] for name in filters if name in self.filters)]

    def _page(self, selected: AnySelect, filters: Sequence[str]) -> AnySelect:
        page = selected.where(*self._conditions(filters)).order_by(*self.order.clauses())
        if "cursor_0" in filters:
            page = page.where(self.order.behind_cursor())
        return page.limit(bindparam("row_limit"))

    def _count(self, filters: Sequence[str]) -> AnySelect:
        return select(func.count()).select_from(self.counted).where(*self._conditions(filters))


def encode_cursor(key: Sequence[Any]) -> str:
    """Return the cursor that stands for the last row's key."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str, order: Order) -> list[Any]:
    """Return the key a cursor stands for, or raise `BadCursor`."""
    try:
        raw = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(raw, list) or len(raw) != len(order.columns):
            raise BadCursor(cursor=cursor)
        return [_typed(value, column.type) for value, column in zip(raw, order.columns, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor(cursor=cursor) from None


def _typed(value: Any, kind: TypeEngine[Any]) -> Any:
    """Return a cursor's value as its column has it, or raise `ValueError` for one that no column can hold."""
    if kind.python_type is date and isinstance(value, str):
        return date.fromisoformat(value)
    bits = 63 if isinstance(kind, BigInteger) else 31
    too_large = isinstance(value, int) and abs(value) >= 2**bits
    if type(value) is not kind.python_type or too_large or "\0" in str(value):
        raise ValueError(value)
    return value
