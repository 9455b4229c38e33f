"""The days that wait: noted in the transaction that changes a price, rolled up and evaluated by the next sweep."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Date, bindparam, text

from service.database import UnitOfWork

# Both databases speak this; what waits already goes on waiting.
_WAIT = text(
    "INSERT INTO waiting_day (district_code, day) VALUES (:district_code, :day) ON CONFLICT DO NOTHING"
).bindparams(bindparam("day", type_=Date))
_WAIT_FOR_VERSIONS = text(
    "INSERT INTO waiting_day (district_code, day) SELECT DISTINCT district_code, observed_on FROM price_version "
    "WHERE id BETWEEN :first AND :last AND district_code IS NOT NULL ON CONFLICT DO NOTHING"
)


def mark_waiting(uow: UnitOfWork, days: Iterable[tuple[str, Any]]) -> None:
    """Note in the caller's transaction that these districts' days must be rolled up and evaluated again."""
    wanted = sorted(set(days))
    if not wanted:
        return
    uow.connection.execute(_WAIT, [{"district_code": code, "day": day} for code, day in wanted])


def mark_versions_waiting(uow: UnitOfWork, first_id: int, last_id: int) -> None:
    """Like `mark_waiting`, for the days of all versions from one id to another."""
    uow.connection.execute(_WAIT_FOR_VERSIONS, {"first": first_id, "last": last_id})
