"""Keeping the monthly world market prices (World Bank commodity prices) that plausibility is judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, insert, select

from service.database import UnitOfWork
from service.models.reference_price import ReferencePrice
from service.vocabulary import ReferenceSeries


@dataclass(frozen=True, slots=True)
class MonthlyPrice:
    """The mean price of one month, by its first day."""

    series: ReferenceSeries
    month: date
    usd_per_kg: Decimal


def take_in_reference_prices(uow: UnitOfWork, rows: Sequence[MonthlyPrice]) -> int:
    """Keep what is new or said otherwise than before; return how many months that were."""
    known = {series: latest_reference_prices(uow.connection, series) for series in {row.series for row in rows}}
    new = [row for row in rows if known[row.series].get(row.month) != row.usd_per_kg]
    if new:
        uow.connection.execute(
            insert(ReferencePrice),
            [
                {"series": row.series, "month": row.month, "usd_per_kg": row.usd_per_kg, "recorded_at": uow.now}
                for row in new
            ],
        )
    return len(new)


def latest_reference_prices(connection: Connection, series: ReferenceSeries) -> Mapping[date, Decimal]:
    """Return the price of each month as it was last said, USD/kg."""
    statement = select(ReferencePrice.c.month, ReferencePrice.c.usd_per_kg).where(ReferencePrice.c.series == series)
    return {row.month: row.usd_per_kg for row in connection.execute(statement.order_by(ReferencePrice.c.recorded_at))}
