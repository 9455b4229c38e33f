"""Storing many new observations at once: COPY in PostgreSQL, statements of many rows in SQLite.

A chunk is stored as if every row of it were new, which the unique constraints refute where it is not so; then nothing
of it stays, and the caller stores it row by row. Ids are taken as one block: writers go one after the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Table, func, select, text

from service.database import FixedPoint, UnitOfWork
from service.imports.ahead import ahead
from service.models.price import DailyPrice, PriceObservation, PriceVersion
from service.prices.content import VALUE_COLUMNS
from service.prices.flagging import JUDGED_COLUMNS, flag_all
from service.prices.intake import Batch
from service.prices.recognition import read_aliases
from service.prices.waiting import mark_waiting
from service.privacy.rights import erased_on
from service.vocabulary import Review

# A delivery that came before is recognised by a few of its rows, before anything is written in vain.
PROBES = 20
# To begin and end a statement for each row takes two fifths of the time of storing it.
ROWS_PER_STATEMENT = 100
_CSV_FORM = pyarrow.csv.WriteOptions(include_header=False)


def store_new(uow: UnitOfWork, rows: pa.Table, batch: Batch) -> int | None:
    """Store rows, in the form of `stored_columns`, if every one of them is new.

    Returns how many were flagged for review, or None where some row is known, or its reporter erased, and nothing was
    stored.
    """
    if len(rows) == 0:
        return 0
    if pc.count_distinct(rows["identity"]).as_py() < len(rows) or _some_known(uow.connection, rows, batch.feed):
        return None
    if erased_on(uow.connection, pc.unique(rows["reporter"]).drop_null().to_pylist()):
        return None
    versions = _versions(uow, rows, batch)
    observations = {
        "id": versions["observation_id"],
        "feed": batch.feed,
        "identity": rows["identity"],
        "external_id": rows["external_id"],
    }
    try:
        with uow.connection.begin_nested():
            _write(uow.connection, {PriceObservation: observations, PriceVersion: versions})
    except uow.connection.dialect.loaded_dbapi.IntegrityError:
        return None
    mark_waiting(uow, _days(rows))
    return len(rows) - int(versions["flag"].null_count)


def _some_known(connection: Connection, rows: pa.Table, feed: str) -> bool:
    every = max(1, len(rows) // PROBES)
    probes = rows["identity"].take(list(range(0, len(rows), every))).to_pylist()
    known = select(PriceObservation.c.id).where(
        PriceObservation.c.feed == feed, PriceObservation.c.identity.in_(probes)
    )
    return connection.execute(known.limit(1)).first() is not None or _some_aliases(connection, rows, feed)


def _some_aliases(connection: Connection, rows: pa.Table, feed: str) -> bool:
    aliases = read_aliases(connection, feed)
    return bool(aliases) and pc.any(pc.is_in(rows["identity"], pa.array(aliases, rows["identity"].type))).as_py()


def _days(rows: pa.Table) -> Iterator[tuple[str, date]]:
    """Return the different days of districts that rows speak of."""
    grouped = rows.filter(pc.is_valid(rows["district_code"])).group_by(["district_code", "observed_on"])
    in_order = grouped.aggregate([]).sort_by([("district_code", "ascending"), ("observed_on", "ascending")])
    codes, days = (column.to_pylist() for column in in_order.columns)
    return zip(codes, map(date.fromisoformat, days), strict=True)


def _versions(uow: UnitOfWork, rows: pa.Table, batch: Batch) -> dict[str, Any]:
    return {
        "id": _take_ids(uow.connection, PriceVersion, len(rows)),
        "observation_id": _take_ids(uow.connection, PriceObservation, len(rows)),
        "version": 1,
        "is_current": True,
        **{name: rows[name] for name in VALUE_COLUMNS},
        **_flags(uow, rows, batch),
        "historical": batch.historical,
        "recorded_at": uow.now,
        "recorded_by": batch.recorded_by,
        "revision": uow.revision,
    }


def _flags(uow: UnitOfWork, rows: pa.Table, batch: Batch) -> dict[str, pa.Array]:
    flags = pa.nulls(len(rows), pa.string())
    # What is loaded as history has been published already; and a new service has no year to hold a price against.
    if not batch.historical and _has_history(uow.connection):
        flags = pa.array(flag_all(uow.connection, rows.select(JUDGED_COLUMNS).to_pylist()), pa.string())
    return {"flag": flags, "review": pc.if_else(pc.is_null(flags), None, Review.WAITING.value)}


def _has_history(connection: Connection) -> bool:
    return connection.execute(select(DailyPrice.c.day).limit(1)).first() is not None


def _take_ids(connection: Connection, table: Table, count: int) -> pa.Array:
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    else:
        take = text("SELECT setval(s, nextval(s) + :count - 1) - :count FROM pg_get_serial_sequence(:table, 'id') AS s")
        last = connection.execute(take, {"table": table.name, "count": count}).scalar_one()
    return pa.array(np.arange(last + 1, last + 1 + count))


def _write(connection: Connection, tables: Mapping[Table, Mapping[str, Any]]) -> None:
    """Write columns (Arrow arrays) and constants into tables, by the driver's fastest way."""
    # What is blank throughout is blank when it is left out.
    stated = {
        table: {name: value for name, value in values.items() if not _is_column(value) or value.null_count < len(value)}
        for table, values in tables.items()
    }
    write = _insert_many if connection.dialect.name == "sqlite" else _copy
    write(connection, stated)


def _copy(connection: Connection, tables: Mapping[Table, Mapping[str, Any]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    # While the server stores the lines of one table, those of the next are written.
    for table, columns, lines in ahead(map(_lines, *zip(*tables.items(), strict=True))):
        with driver.cursor().copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(lines)


def _lines(table: Table, values: Mapping[str, Any]) -> tuple[Table, Iterable[str], memoryview]:
    length = next(len(value) for value in values.values() if _is_column(value))
    # What is the same in every row is spelled once: a moment that is spelled a million times takes a second and more.
    columns = {name: value if _is_column(value) else pa.repeat(str(value), length) for name, value in values.items()}
    lines = BytesIO()
    pyarrow.csv.write_csv(pa.table(columns), lines, _CSV_FORM)
    return table, columns, lines.getbuffer()


def _insert_many(connection: Connection, tables: Mapping[Table, Mapping[str, Any]]) -> None:
    for table, values in tables.items():
        _insert_rows(connection, table, values)


def _insert_rows(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    # Numbers stand in the statement itself: each value that is bound takes its time a million times.
    bound = {name: value for name, value in values.items() if not isinstance(value, int)}
    places = ", ".join("?" if name in bound else str(int(value)) for name, value in values.items())
    cells = _cells_to_bind(connection, table, bound)
    whole = len(cells) - len(cells) % ROWS_PER_STATEMENT
    driver: Any = connection.connection.dbapi_connection
    for rows, at_once in ((cells[:whole], ROWS_PER_STATEMENT), (cells[whole:], 1)):
        driver.executemany(
            f"INSERT INTO {table.name} ({', '.join(values)}) VALUES {', '.join([f'({places})'] * at_once)}",  # nosec B608
            rows.reshape(-1, at_once * len(bound)).tolist(),
        )


def _cells_to_bind(connection: Connection, table: Table, values: Mapping[str, Any]) -> NDArray[np.object_]:
    length = next(len(value) for value in values.values() if _is_column(value))
    cells = np.empty((length, len(values)), dtype=object)
    for place, (name, value) in enumerate(values.items()):
        cells[:, place] = _to_bind(connection, table.c[name], value)
    return cells


def _is_column(value: Any) -> bool:
    return isinstance(value, pa.Array | pa.ChunkedArray)


def _to_bind(connection: Connection, column: Column[Any], value: Any) -> Any:
    if _is_column(value):
        return _python_values(value, column.type)
    process = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return value if process is None else process(value)


def _python_values(column: Any, kind: Any) -> NDArray[np.object_]:
    """Return a column as the SQLite driver takes it; values that repeat are made once."""
    if pa.types.is_integer(column.type):
        return column.to_numpy().astype(object)  # type: ignore[no-any-return]
    different = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    words = different.dictionary.cast(pa.float64()) if isinstance(kind, FixedPoint) else different.dictionary
    # One more for what is not stated: the last, which is index -1.
    made = np.empty(len(words) + 1, dtype=object)
    made[:-1] = words.to_pylist()
    return made[pc.fill_null(different.indices, -1).to_numpy(zero_copy_only=False)]  # type: ignore[no-any-return]
