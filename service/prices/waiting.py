"""The days that wait: noted in the transaction that changes a price, rolled up and evaluated by the next sweep."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import text

from service.database import UnitOfWork

# What waits already goes on waiting. One statement for all, as there may be thousands of days.
_WAIT_SQLITE = text(
    "INSERT INTO waiting_day (district_code, day) "
    "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:days) WHERE true "
    "ON CONFLICT DO NOTHING"
)
_WAIT_POSTGRESQL = text(
    "INSERT INTO waiting_day (district_code, day) "
    "SELECT * FROM unnest(string_to_array(:codes, ','), CAST(string_to_array(:days, ',') AS date[])) "
    "ON CONFLICT DO NOTHING"
)


def mark_waiting(uow: UnitOfWork, days: Iterable[tuple[str, date]]) -> None:
    """Note in the caller's transaction that these districts' days must be rolled up and evaluated again."""
    wanted = [(code, day.isoformat()) for code, day in sorted(dict.fromkeys(days))]
    if not wanted:
        return
    if uow.connection.dialect.name == "sqlite":
        uow.connection.execute(_WAIT_SQLITE, {"days": json.dumps(wanted)})
        return
    codes, dates = (",".join(column) for column in zip(*wanted, strict=True))
    uow.connection.execute(_WAIT_POSTGRESQL, {"codes": codes, "days": dates})
