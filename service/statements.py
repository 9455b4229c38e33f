"""Statements written once as text for one dialect, and sent to the driver as they are.

Writing a statement anew takes several times as long as running it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Dialect,
    Label,
    LargeBinary,
    Select,
    Text,
    TypeDecorator,
    case,
    cast,
    func,
    literal_column,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

AnySelect = Select[*tuple[Any, ...]]
Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as text for one dialect, with what its values must be turned into on the way in and out."""

    text: str
    positions: Sequence[str] | None
    fixed: Mapping[str, Any]
    names: tuple[str, ...]
    into_database: Mapping[str, Processor]
    out_of_database: Sequence[tuple[int, Processor]]

    def bind(self, values: Mapping[str, Any]) -> Any:
        """Return the values in the form the driver takes them."""
        given = {**self.fixed, **values}
        for name in self.into_database.keys() & values.keys():
            given[name] = self.into_database[name](given[name])
        return given if self.positions is None else [given[name] for name in self.positions]

    def run(self, connection: Connection, bound: Any) -> list[Any]:
        """Send the statement to the driver and return all rows."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.text, bound)
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def processed(self, row: Sequence[Any]) -> list[Any]:
        """Return a row's values as Python has them: days as dates, truths as booleans."""
        values = list(row)
        for position, process in self.out_of_database:
            values[position] = process(values[position])
        return values


def compile_statement(statement: AnySelect, dialect: Dialect) -> Statement:
    """Write a statement as text for one dialect."""
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    columns = list(statement.selected_columns)
    found = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    incoming = {name: process for name, process in found.items() if process is not None}
    outgoing = [_result_processor(column.type, dialect) for column in columns]
    return Statement(
        text=compiled.string,
        positions=compiled.positiontup,
        fixed={
            name: incoming[name](bind.value) if name in incoming else bind.value
            for name, bind in compiled.binds.items()
            if not bind.required
        },
        names=tuple(str(column.key) for column in columns),
        into_database=incoming,
        out_of_database=[(position, process) for position, process in enumerate(outgoing) if process is not None],
    )


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    # PostgreSQL's driver returns days, truths and numbers as Python has them; only our own types ask for more.
    if dialect.name != "sqlite" and not isinstance(kind, TypeDecorator):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def json_object(columns: Sequence[Any], dialect: Dialect) -> Any:
    """Return the expression that makes one JSON object of a row, in the database."""
    pairs: list[Any] = []
    for column in columns:
        value = column.element if isinstance(column, Label) else column
        pairs += [literal_column(f"'{column.key}'"), _json_value(value, column.type, dialect)]
    if dialect.name == "sqlite":
        # As bytes, which is what is sent: text would be decoded here only to be encoded again.
        return cast(func.json_object(*pairs), LargeBinary)
    return cast(func.json_build_object(*pairs), Text)


def _json_value(value: Any, kind: Any, dialect: Dialect) -> Any:
    if dialect.name != "sqlite":
        return value
    if isinstance(kind, Boolean):
        # No list has a truth that may be unknown.
        true, false = (func.json(literal_column(f"'{word}'")) for word in ("true", "false"))
        return case((value, true), else_=false)
    return func.json(value) if isinstance(kind, JSON) else value
