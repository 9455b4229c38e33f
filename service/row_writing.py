"""Inserting some thousand rows at once: PostgreSQL takes them as one JSON document, which it reads by itself.

Values that are bound one by one are taken apart by the driver and by the server again. Decimals are rounded there as
`FixedPoint` rounds them: half up, from the shortest way to write the number. Rows by the million go by columns instead,
see `service/prices/bulk.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, insert, text


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
