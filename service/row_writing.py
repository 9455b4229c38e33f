"""Writing some thousand rows at once: PostgreSQL takes them as one JSON document, which it reads by itself.

Values that are bound one by one are taken apart by the driver and by the server again. Decimals are rounded there as
`FixedPoint` rounds them: half up, from the shortest way to write the number. Rows by the million go by columns instead,
see `service/prices/bulk.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Table, bindparam, insert, text, update


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that all name the same columns, and return their ids in the same order."""
    if not rows:
        return []
    if connection.dialect.name == "sqlite":
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.scalars(statement, rows))
    names = ", ".join(rows[0])
    document = f"json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
    inserting = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {document} RETURNING id"  # nosec B608
    return list(connection.scalars(text(inserting), {"rows": orjson.dumps(rows, default=str).decode()}))


def append_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns; their JSON may hold what PostgreSQL stores but cannot take apart."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    binds = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names]
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor().copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            cells = zip(names, binds, strict=True)
            copy.write_row([row[name] if bind is None else bind(row[name]) for name, bind in cells])


def set_by_id(connection: Connection, column: Column[Any], words: Mapping[int, str]) -> None:
    """Set a column of words, of the rows with these ids; nothing else of them changes."""
    table = column.table
    if connection.dialect.name == "sqlite":
        setting = update(table).where(table.c.id == bindparam("of_row")).values({column: bindparam("word")})
        connection.execute(setting, [{"of_row": id_, "word": word} for id_, word in words.items()])
        return
    names = f"UPDATE {table.name} SET {column.name} = told.value"  # nosec B608
    told = "FROM json_each_text(CAST(:told AS json)) AS told WHERE id = CAST(told.key AS bigint)"
    document = orjson.dumps(words, option=orjson.OPT_NON_STR_KEYS).decode()
    connection.execute(text(f"{names} {told}"), {"told": document})
