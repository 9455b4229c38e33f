"""Reading many rows of numbers into an array: of PostgreSQL's binary COPY no row becomes a message or an object.

The server gathers the rows that belong together into one array per column. To send them one by one costs it as much,
and whoever receives them ten times as much: half a million messages, for each of which a thread that computes on the
rows before them has to stop. Numbers that are never null have one width, so numpy reads the arrays as they came.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The stream begins with a signature, its flags and the length of nothing more, and ends with a number of fields of -1.
HEADER_BYTES, END = 19, -1
# How a row begins: the number of its fields, how long the key is and the key, and how many values the first array has.
ROW = struct.Struct(">hiq16xi")
FIELDS_AND_KEY_BYTES = struct.calcsize(">hiq")
# An array's length and what it says of itself; a value with its own length.
ARRAY_HEADER_BYTES, LENGTH_BYTES, VALUE_BYTES = 24, 4, 12
_LENGTH_NULLS_VALUES = [0, 2, 4]


def read_figures(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the first so many columns as integers, the others as floating-point numbers, NaN where they are null.

    The integers have to be of 8 bytes and not null; the first of them says which rows belong together: these come one
    after the other, in no order that can be relied on. Both arrays are columns by rows.
    """
    read = _from_rows if connection.dialect.name == "sqlite" else _from_copy
    return read(connection, statement, integers)


def _from_rows(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    rows = [tuple(row) for row in connection.execute(statement)]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(statement.selected_columns)).T.copy()
    return values[:integers].astype(np.int64), values[integers:]


def _from_copy(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    key, *columns = statement.selected_columns
    numbers = [*columns[: integers - 1], *(_never_null(column) for column in columns[integers - 1 :])]
    gathered = statement.with_only_columns(key, *(func.array_agg(number) for number in numbers)).group_by(key)
    groups = list(_groups(_copied(connection, gathered), len(numbers)))
    bounds = np.cumsum([0, *(values.shape[1] for _, values in groups)]).tolist()
    places = np.empty((integers, bounds[-1]), dtype=np.int64)
    figures = np.empty((len(numbers) + 1 - integers, bounds[-1]))
    for (each, values), start, end in zip(groups, bounds, bounds[1:], strict=False):
        places[0, start:end] = each
        places[1:, start:end] = values[: integers - 1].view(">i8")
        figures[:, start:end] = values[integers - 1 :]
    return places, figures


def _groups(stream: bytes, columns: int) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield every row's key, and its arrays as columns by values in the byte order they have."""
    import numpy as np

    at = HEADER_BYTES
    while int.from_bytes(stream[at : at + 2], signed=True) != END:
        _, key_bytes, key, rows = ROW.unpack_from(stream, at)
        assert key_bytes == 8, "the key is bigint and not null"
        array_bytes = ARRAY_HEADER_BYTES + VALUE_BYTES * rows
        arrays = np.frombuffer(stream, np.uint8, columns * array_bytes, at + FIELDS_AND_KEY_BYTES)
        arrays = arrays.reshape(columns, array_bytes)
        told = arrays[:, :ARRAY_HEADER_BYTES].view(">i4")[:, _LENGTH_NULLS_VALUES]
        assert (told == (array_bytes - LENGTH_BYTES, 0, rows)).all(), "integers are bigint and not null"
        values = arrays[:, ARRAY_HEADER_BYTES:].reshape(columns, -1, VALUE_BYTES)[:, :, LENGTH_BYTES:]
        yield key, values.view(">f8")[:, :, 0]
        at += FIELDS_AND_KEY_BYTES + arrays.size


def _never_null(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(column, literal_column("'NaN'::float8"))


def _copied(connection: Connection, statement: Select[Any]) -> bytes:
    query = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        return b"".join(copy)
