"""Flagging prices that are unlike their last year, as they arrive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from service.economics.units import check_grades, net_price
from service.models.price import DailyPrice
from service.prices.plausibility import History, SeriesKey, Usual, year_before
from service.prices.reference_prices import latest_reference_prices
from service.vocabulary import CHANNEL_OF_LEVEL, Basis, PriceLevel, ReferenceSeries

GRADES_THAT_OUTVOTE = 3
LONGEST_FLAG = 200
# In rupiah rubber costs thousands; 11.029 in a workbook's cell is eleven thousand, taken for eleven by the program.
SMALLEST_PRICE_IDR_PER_KG = 100
# What of an arriving price plausibility looks at.
JUDGED_COLUMNS = [
    "district_code",
    "price_level",
    "storage_age",
    "observed_on",
    "price_idr_per_kg",
    "deduction",
    "fee_idr_per_kg",
    "transport_idr_per_kg",
    "suspect",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price that arrives, as far as plausibility goes."""

    series: SeriesKey
    day: date
    price_idr_per_kg: float
    net_price_idr_per_kg: float


def candidate(values: Mapping[str, Any]) -> Candidate | None:
    """Return an arriving price for judgement; None where it is not computed with, or speaks for a whole province."""
    if values["district_code"] is None or values["suspect"] is not None:
        return None
    price = float(values["price_idr_per_kg"])
    net = net_price(
        price,
        deduction=float(values["deduction"] or 0),
        fee_idr_per_kg=float(values["fee_idr_per_kg"] or 0),
        transport_idr_per_kg=float(values["transport_idr_per_kg"] or 0),
    )
    channel = CHANNEL_OF_LEVEL[PriceLevel(values["price_level"])].value
    series = SeriesKey(values["district_code"], channel, values["storage_age"])
    return Candidate(series, _day(values["observed_on"]), price, net)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def flag_all(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Return for each row of stored values why somebody should look at it; None where nothing speaks against it."""
    candidates = [candidate(values) for values in rows]
    placed = [one for one in candidates if one is not None]
    if not placed:
        return [None] * len(rows)
    history = read_history(
        connection,
        {one.series.district_code for one in placed},
        since=min(one.day for one in placed),
        until=max(one.day for one in placed),
    )
    return _flags(history, candidates)


def read_history(connection: Connection, district_codes: Collection[str], until: date, since: date) -> History:
    """Return the day's prices that prices from `since` to `until` are held against."""
    statement = select(DailyPrice).where(
        DailyPrice.c.basis == Basis.AS_SOLD,
        DailyPrice.c.district_code.in_(district_codes),
        DailyPrice.c.day >= year_before(since),
        DailyPrice.c.day < until,
    )
    days: dict[SeriesKey, list[tuple[date, float]]] = defaultdict(list)
    for row in connection.execute(statement):
        days[SeriesKey(row.district_code, row.channel, row.storage_age)].append((row.day, float(row.median_idr_per_kg)))
    reference = latest_reference_prices(connection, ReferenceSeries.TSR20) if days else {}
    return History(days, {month: float(price) for month, price in reference.items()})


def _flags(history: History, candidates: Iterable[Candidate | None]) -> list[str | None]:
    usual = cache(history.usual)
    return [None if one is None else _flag(usual(one.series, one.day), one) for one in candidates]


def grades_flag(grades: Mapping[str, str] | None) -> str | None:
    """Return which grades of a proportional table disagree with the others: the misprints of the press."""
    if grades is None or len(grades) < GRADES_THAT_OUTVOTE:
        return None
    found = check_grades({int(grade) / 100: float(price) for grade, price in grades.items()})
    said = [
        f"KKK {share:.0%} says {grades[f'{share * 100:.0f}']}, the other grades imply "
        f"{found.median_dry_price_idr_per_kg * share:.0f}"
        for share in found.flagged
    ]
    return "; ".join(said)[:LONGEST_FLAG] or None


def _flag(usual: Usual | None, one: Candidate) -> str | None:
    if one.price_idr_per_kg < SMALLEST_PRICE_IDR_PER_KG:
        return f"{one.price_idr_per_kg:g} Rp/kg is no price of rubber: thousands may be meant"
    return usual.flag(one.net_price_idr_per_kg) if usual is not None else None
