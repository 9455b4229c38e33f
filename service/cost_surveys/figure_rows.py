"""Reading many rows of numbers into an array: PostgreSQL's binary COPY, of which no row becomes a Python object.

Columns that are never null have one width, so numpy reads the stream as it came: 19 bytes of header, per row the number
of its fields (int16) and per field its length (int32, always 8) and value, and an int16 of -1 at the end. It takes half
a million rows as fast as an Arrow driver does, over the connection and in the transaction that is open already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER_BYTES, END_BYTES = 19, 2


def read_figures(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the first so many columns as integers, the others as floating-point numbers, NaN where they are null.

    The integers have to be of 8 bytes and not null. Both arrays are rows by columns, and views of what came, in the
    byte order it has: make of them what is kept.
    """
    import numpy as np

    read = _from_rows if connection.dialect.name == "sqlite" else _from_copy
    places, figures = read(connection, statement, integers)
    return np.asfortranarray(places), np.asfortranarray(figures)


def _from_rows(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    rows = [tuple(row) for row in connection.execute(statement)]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(statement.selected_columns))
    return values[:, :integers].astype(np.int64), values[:, integers:]


def _from_copy(connection: Connection, statement: Select[Any], integers: int) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    columns = list(statement.selected_columns)
    numbers = [*columns[:integers], *(_never_null(column) for column in columns[integers:])]
    row = np.dtype([("fields", ">i2"), ("field", [("bytes", ">i4"), ("value", ">f8")], len(columns))])
    stream = _copied(connection, statement.with_only_columns(*numbers), row.itemsize)
    rows = (len(stream) - HEADER_BYTES - END_BYTES) // row.itemsize
    fields = np.frombuffer(stream, row, rows, HEADER_BYTES)["field"]
    assert (fields["bytes"] == 8).all(), "integers are bigint and not null"
    values = fields["value"]
    return values[:, :integers].view(">i8"), values[:, integers:]


def _never_null(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(column, literal_column("'NaN'::float8"))


def _copied(connection: Connection, statement: Select[Any], row_bytes: int) -> bytearray:
    query = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    driver: Any = connection.connection.dbapi_connection
    stream = bytearray()
    with driver.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        while piece := copy.read():
            stream += piece
            if len(piece) >= row_bytes:
                _take_what_is_here(driver.pgconn, stream, row_bytes)
    return stream


def _take_what_is_here(server: Any, stream: bytearray, row_bytes: int) -> None:
    """Take rows that have arrived already; to ask for each whether to wait takes three times as long as taking it.

    Only the end is shorter than a row; whoever asked on after it would get an error.
    """
    size = row_bytes
    while size >= row_bytes:
        size, piece = server.get_copy_data(1)
        stream += piece
    if size < 0:
        raise _why_it_broke_off(server)


def _why_it_broke_off(server: Any) -> Exception:
    from psycopg.errors import error_from_result

    failed = server.get_result()
    while server.get_result() is not None:
        pass
    return error_from_result(failed)
