"""Flagging prices that are unlike those of the year before, as they arrive."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Float, Select, func, select, type_coerce

from service.economics.units import check_grades, net_price
from service.models.area import District
from service.models.price import DailyPrice
from service.prices.flags import MISPRINTED, TOO_LARGE, TOO_SMALL, joined
from service.prices.plausibility import SCOPES, DayPrice, History, Scope, SeriesKey, Usual, year_before
from service.prices.reference_prices import latest_reference_prices
from service.vocabulary import CHANNEL_OF_LEVEL, Basis, ReferenceSeries

GRADES_THAT_OUTVOTE = 3
LONGEST_FLAG = 200
# In rupiah rubber costs thousands; 11.029 in a workbook's cell is eleven thousand, taken for eleven by the program.
SMALLEST_PRICE_IDR_PER_KG = 100
# Twice the highest price of the published sample, 32 487: for where there is no year to hold a price against.
LARGEST_PRICE_IDR_PER_KG = 65_000
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

# A district's series, and the day on which it is asked what is usual for it.
SeriesDay = tuple[SeriesKey, date]


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
    channel = CHANNEL_OF_LEVEL[values["price_level"]].value
    series = SeriesKey(values["district_code"], channel, values["storage_age"])
    return Candidate(series, _day(values["observed_on"]), price, _net_price(price, values))


def _net_price(price_idr_per_kg: float, values: Mapping[str, Any]) -> float:
    taken_off = values["deduction"], values["fee_idr_per_kg"], values["transport_idr_per_kg"]
    if taken_off == (None, None, None):
        return price_idr_per_kg
    deduction, fee, transport = (float(each or 0) for each in taken_off)
    return net_price(price_idr_per_kg, deduction=deduction, fee_idr_per_kg=fee, transport_idr_per_kg=transport)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def flag_all(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Return for each row of stored values why somebody should look at it; None where nothing speaks against it."""
    candidates = [candidate(values) for values in rows]
    usual = read_usual(connection, {(one.series, one.day) for one in candidates if one is not None})
    return [None if one is None else _flag(usual.get((one.series, one.day)), one) for one in candidates]


def read_usual(connection: Connection, asked: Collection[SeriesDay]) -> Mapping[SeriesDay, Usual]:
    """Return what is usual for districts' series on days, by the closest scope that knows enough.

    Each scope is read in one statement, and the wider ones only for what the closer ones leave open.
    """
    found: dict[SeriesDay, Usual] = {}
    for scope in SCOPES:
        missing = [one for one in asked if one not in found]
        if not missing:
            break
        history = _read_history(connection, scope, missing)
        told = ((one, history.usual(*one)) for one in missing)
        found |= {one: usual for one, usual in told if usual is not None}
    return found


def _read_history(connection: Connection, scope: Scope, asked: Collection[SeriesDay]) -> History:
    days = [day for _, day in asked]
    keys = {scope.key(series) for series, _ in asked}
    statement = select(
        DailyPrice.c.district_code,
        DailyPrice.c.channel,
        DailyPrice.c.storage_age,
        DailyPrice.c.day,
        # As it lies there: nothing is gained by a decimal's digits.
        type_coerce(DailyPrice.c.median_idr_per_kg, Float),
    ).where(
        DailyPrice.c.basis == Basis.AS_SOLD,
        # The districts by name, so that the primary key finds their rows.
        DailyPrice.c.district_code.in_(_districts(scope, keys)),
        DailyPrice.c.channel.in_({key.channel for key in keys}),
        DailyPrice.c.storage_age.in_({key.storage_age for key in keys}),
        DailyPrice.c.day >= year_before(min(days)),
        DailyPrice.c.day < max(days),
    )
    prices = [DayPrice(SeriesKey(*row[:3]), *row[3:]) for row in connection.execute(statement)]
    reference = latest_reference_prices(connection, ReferenceSeries.TSR20) if prices else {}
    return History(scope, prices, {month: float(price) for month, price in reference.items()})


def _districts(scope: Scope, keys: Collection[SeriesKey]) -> Select[tuple[str]]:
    places = {key.place for key in keys}
    return select(District.c.code).where(func.substr(District.c.code, 1, scope.digits).in_(places))


def grades_flag(grades: Mapping[str, str] | None) -> str | None:
    """Return which grades of a proportional table disagree with the others: the misprints of the press."""
    if grades is None or len(grades) < GRADES_THAT_OUTVOTE:
        return None
    found = check_grades({int(grade) / 100: float(price) for grade, price in grades.items()})
    said = [
        MISPRINTED.said(
            grade=f"{share * 100:.0f}",
            printed=grades[f"{share * 100:.0f}"],
            implied=f"{found.median_dry_price_idr_per_kg * share:.0f}",
        )
        for share in found.flagged
    ]
    return joined(said)[:LONGEST_FLAG] or None


def _flag(usual: Usual | None, one: Candidate) -> str | None:
    if one.price_idr_per_kg < SMALLEST_PRICE_IDR_PER_KG:
        return TOO_SMALL.said(price=f"{one.price_idr_per_kg:g}")
    if usual is not None:
        return usual.flag(one.net_price_idr_per_kg)
    is_large = one.price_idr_per_kg >= LARGEST_PRICE_IDR_PER_KG
    return TOO_LARGE.said(price=f"{one.price_idr_per_kg:.10g}") if is_large else None
