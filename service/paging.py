"""One page of a list: the statement it comes from, its filters, its order and its cursor.

A list's SQL is written once per set of filters in use and then sent to the driver as it is: writing it anew takes
several times as long as running it.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Float,
    Select,
    and_,
    bindparam,
    func,
    select,
    text,
    tuple_,
    type_coerce,
)
from sqlalchemy.sql.compiler import SQLCompiler

from service.database import FixedPoint
from service.errors import BadCursor
from service.list_queries import ListQuery

AnySelect = Select[*tuple[Any, ...]]
Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, of the data as of `revision`; `next_key` is empty on the last page."""

    rows: list[dict[str, Any]]
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
    return func.round(type_coerce(column, Float(asdecimal=False)) * 100, 3, type_=Float(asdecimal=False)).label(name)


def place_filters(table: Any) -> dict[str, ColumnElement[bool]]:
    """Return the filters of a table that has a district_code and a revision."""
    # A row of a whole province has no district; its own province_code says where it belongs.
    province = getattr(table, "province_code", None)
    return {
        "province_code": (func.substr(table.district_code, 1, 2) if province is None else province)
        == bindparam("province_code"),
        "district_code": table.district_code == bindparam("district_code"),
        "updated_since": table.revision > bindparam("updated_since"),
    }


def period_filters(day: Any) -> dict[str, ColumnElement[bool]]:
    """Return the filters of a list with a day, both ends included."""
    return {"start": day >= bindparam("start"), "end": day <= bindparam("end")}


def word_filters(table: Any, *names: str) -> dict[str, ColumnElement[bool]]:
    """Return filters that want a column to be what the query says."""
    return {name: getattr(table, name) == bindparam(name) for name in names}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A list's SQL for one dialect and one set of filters."""

    page: SQLCompiler
    count: SQLCompiler
    names: tuple[str, ...]
    processors: tuple[tuple[int, Processor], ...]
    bind_processors: Mapping[str, Processor]

    def run(self, connection: Connection, statement: SQLCompiler, values: Mapping[str, Any]) -> Any:
        """Send a statement to the driver and return its cursor."""
        given = {
            name: value if value is None or name not in self.bind_processors else self.bind_processors[name](value)
            for name, value in statement.construct_params(dict(values)).items()
        }
        cursor = connection.connection.cursor()
        parameters = [given[n] for n in statement.positiontup] if statement.positiontup is not None else given
        cursor.execute(statement.string, parameters)
        return cursor


@dataclass(frozen=True)
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
    _compiled: dict[tuple[str, frozenset[str]], _Compiled] = field(default_factory=dict, repr=False)

    def read(self, connection: Connection, query: ListQuery, **given: Any) -> Page:
        """Read one page; one row more than asked tells whether another follows."""
        wanted = {name: getattr(query, name, None) for name in self.filters} | given
        wanted = {name: value for name, value in wanted.items() if value is not None}
        values = wanted | self._cursor_values(query.cursor)
        compiled = self._compile(connection.dialect, frozenset(values))
        revision, total = compiled.run(connection, compiled.count, wanted).fetchone()
        cursor = compiled.run(connection, compiled.page, values | {"row_limit": query.limit + 1})
        found = cursor.fetchall()
        rows = [_processed(row, compiled) for row in found[: query.limit]]
        keys = len(self.order.columns)
        more = len(found) > query.limit
        return Page(
            rows=[dict(zip(compiled.names, row, strict=False)) for row in rows],
            total=total,
            next_key=list(rows[-1][-keys:]) if more else None,
            revision=revision,
        )

    def _cursor_values(self, cursor: str | None) -> dict[str, Any]:
        if cursor is None:
            return {}
        return {f"cursor_{i}": value for i, value in enumerate(decode_cursor(cursor, self.order))}

    def _compile(self, dialect: Dialect, names: frozenset[str]) -> _Compiled:
        key = (dialect.name, names)
        if key not in self._compiled:
            self._compiled[key] = self._compile_anew(dialect, names)
        return self._compiled[key]

    def _compile_anew(self, dialect: Dialect, names: frozenset[str]) -> _Compiled:
        conditions = [*self.always, *(self.filters[name] for name in sorted(names & self.filters.keys()))]
        keys = [column.label(f"_key{i}") for i, column in enumerate(self.order.columns)]
        page = self.rows.add_columns(*keys).where(*conditions).order_by(*self.order.clauses())
        if "cursor_0" in names:
            page = page.where(self.order.behind_cursor())
        page = page.limit(bindparam("row_limit"))
        revision = select(text("revision")).select_from(text("data_revision")).scalar_subquery()
        count = select(revision, func.count()).select_from(self.counted).where(and_(True, *conditions))
        compiled_page, compiled_count = (s.compile(dialect=dialect) for s in (page, count))
        assert isinstance(compiled_page, SQLCompiler)
        assert isinstance(compiled_count, SQLCompiler)
        columns = list(page.selected_columns)
        return _Compiled(
            page=compiled_page,
            count=compiled_count,
            names=tuple(str(column.key) for column in columns[: -len(keys)]),
            processors=tuple(_result_processors(columns, dialect)),
            bind_processors=_bind_processors(compiled_page, dialect),
        )


def _result_processors(columns: Sequence[Any], dialect: Dialect) -> Sequence[tuple[int, Processor]]:
    found = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    return [(position, process) for position, process in enumerate(found) if process is not None]


def _bind_processors(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Processor]:
    found = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    return {name: process for name, process in found.items() if process is not None}


def _processed(row: Sequence[Any], compiled: _Compiled) -> list[Any]:
    values = list(row)
    for position, process in compiled.processors:
        values[position] = process(values[position])
    return values


def encode_cursor(key: Sequence[Any]) -> str:
    """Return the cursor that stands for the last row's key."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str, order: Order) -> list[Any]:
    """Return the key a cursor stands for, or raise `BadCursor`."""
    try:
        raw = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        types = [column.type.python_type for column in order.columns]
        if not isinstance(raw, list) or len(raw) != len(types):
            raise BadCursor(cursor=cursor)
        return [_typed(value, kind) for value, kind in zip(raw, types, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor(cursor=cursor) from None


def _typed(value: Any, kind: type) -> Any:
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and abs(value) >= 2**63):
        raise ValueError(value)
    return value
