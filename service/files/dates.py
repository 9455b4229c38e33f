"""Days as people write them: `17/12/2020`, `2020-12-17`, `17 Des 2020`, `Kamis, 17 Desember 2020`, Excel's serials.

`03/04/2020` alone is ambiguous; a cell such as `17/12/2020` proves the order of its whole column. Two-digit years and
days that do not exist are unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from service.clock import jakarta_day
from service.files.convention_errors import AmbiguousDates, MixedDates, SwappedDates
from service.files.conventions import ColumnRead, Evidence, Example, Refusals, read_column, settle, texts_of


class DateOrder(StrEnum):
    """What the first figure of `03/04/2020` is."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class DateEvidence:
    """What texts say of the order, and the first typed dates: one that may have been swapped, one that was surely not.

    A spreadsheet program that expects the month first takes `03/04/2020` for the 4th of March, and leaves `17/04/2020`
    as text: of what it took, no day lies after the 12th.
    """

    order: Evidence[DateOrder] = field(default_factory=Evidence)
    swappable: Example | None = None
    unswapped: Example | None = None

    def __or__(self, other: DateEvidence) -> DateEvidence:
        """Join what two parts of a column say, in any order."""
        swappable = min(filter(None, (self.swappable, other.swappable)), default=None)
        unswapped = min(filter(None, (self.unswapped, other.unswapped)), default=None)
        return DateEvidence(self.order | other.order, swappable, unswapped)


# Day 0 of the 1900 system as all workbooks write it, and the serials of 1954 to 2064: other numbers are no dates.
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
_MONTHS_OF_A_YEAR = 12

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agt agu ags agus aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: weekday
    for weekday, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat jum'at jum’at friday",
            "sabtu saturday",
            "minggu ahad sunday",
        )
    )
    for name in names.split()
}

_YEAR = r"(?P<year>(?:19|20)\d\d)"
# Taken off for arrow (RE2) in one go; a moment with another offset than Jakarta's keeps its time, as it may be of
# another day there.
_TIME = (
    r"(?i)[T ](?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?:[:.][0-5][0-9](?:\.[0-9]+)?)?(?: ?[ap]m)?"
    r"(?:\+07:?00| ?WIB)?$"
)
_WEEKDAY = r"(?:(?P<weekday>[a-z'’]+),? )?"
_MONTH = r"(?P<month>[a-z]+)\.?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII | re.IGNORECASE)


_SERIAL = _pattern(r"\d{5}")
_MOMENT = _pattern(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d.*")
_YEAR_FIRST = _pattern(rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)")
_YEAR_LAST = _pattern(rf"(?P<first>\d\d?) ?(?P<mark>[-/.]) ?(?P<second>\d\d?) ?(?P=mark) ?{_YEAR}")
_MONTH_BY_NAME = (
    _pattern(rf"{_WEEKDAY}(?P<day>\d\d?)[-/. ]*{_MONTH}[-/, ]*{_YEAR}"),
    _pattern(rf"{_WEEKDAY}{_MONTH} ?(?P<day>\d\d?),? {_YEAR}"),
)
# What may depend on the order; only these are looked at for evidence.
_ORDERED = r"[0-9]{1,2} ?[-/.] ?[0-9]"


def date_evidence(column: pd.Series[Any]) -> DateEvidence:
    """Return what the texts of a column, or of one chunk of it, say about the order of day and month."""
    texts = texts_of(column).drop_duplicates()
    evidence = Evidence[DateOrder]()
    ordered = texts[texts.str.match(_ORDERED)]
    for line, text in ordered.str.replace(_TIME, "", regex=True).drop_duplicates().items():
        evidence |= _evidence_of(Example(int(str(line)), text))
    return DateEvidence(evidence, *_typed_examples(column))


def _typed_examples(column: pd.Series[Any]) -> tuple[Example | None, Example | None]:
    if column.dtype != object:
        return None, None
    days = [(int(str(line)), cell) for line, cell in column.items() if isinstance(cell, date)]
    swappable = (Example(line, str(day)) for line, day in days if day.day <= _MONTHS_OF_A_YEAR and day.day != day.month)
    unswapped = (Example(line, str(day)) for line, day in days if day.day > _MONTHS_OF_A_YEAR)
    return next(swappable, None), next(unswapped, None)


def _evidence_of(example: Example) -> Evidence[DateOrder]:
    days = {order: day for order in DateOrder if (day := _read_text(example.text, order))}
    if len(days) == 1:
        return Evidence(dict.fromkeys(days, example))
    return Evidence(ambiguous=example if len(set(days.values())) > 1 else None)


def order_of(evidence: DateEvidence, column_name: str) -> DateOrder:
    """Return the order that a column's cells prove; where nothing depends on it, the day first.

    Raises `AmbiguousDates` if a day depends on it and nothing proves it, `MixedDates` if both are proven,
    `SwappedDates` if typed dates look as if their days had been taken for months.
    """
    text = evidence.order.proofs.get(DateOrder.DAY_FIRST)
    if text is not None and evidence.swappable is not None and evidence.unswapped is None:
        raise SwappedDates(column=column_name, typed=evidence.swappable, **text._asdict())
    return settle(evidence.order, column_name, DateOrder.DAY_FIRST, Refusals(AmbiguousDates, MixedDates))


def to_days(column: pd.Series[Any], order: DateOrder) -> ColumnRead:
    """Return the days of a column as `YYYY-MM-DD`; a moment with an offset is its day in Jakarta."""
    return read_column(column, partial(_read_texts, order=order), _read_typed)


def _read_texts(texts: pd.Series[str], order: DateOrder) -> pd.Series[str]:
    written = texts.str.replace(_TIME, "", regex=True)
    return written.map({text: _read_text(text, order) for text in written.unique()}).astype("str")


# A list that is read chunk by chunk has the same days in all of them.
@lru_cache(maxsize=4096)
def _read_text(cell: str, order: DateOrder) -> str | None:
    text = " ".join(cell.split())
    readers: tuple[Callable[[], date | None], ...] = (
        lambda: _year_first(text),
        lambda: _moment(text),
        lambda: _year_last(text, order),
        lambda: _month_by_name(text),
        lambda: _serial(int(text)) if _SERIAL.fullmatch(text) else None,
    )
    try:
        day = next((day for reader in readers if (day := reader())), None)
    except ValueError:
        # A day that is not in the calendar.
        return None
    return day.isoformat() if day else None


def _year_first(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text)
    return found and date(int(found["year"]), int(found["month"]), int(found["day"]))


def _year_last(text: str, order: DateOrder) -> date | None:
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return None
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    return date(year, second, first) if order is DateOrder.DAY_FIRST else date(year, first, second)


def _month_by_name(text: str) -> date | None:
    found = next((match for pattern in _MONTH_BY_NAME if (match := pattern.fullmatch(text))), None)
    month = found and _MONTHS.get(found["month"].lower())
    if not found or not month:
        return None
    day = date(int(found["year"]), month, int(found["day"]))
    weekday = found["weekday"]
    # A weekday that is not the day's says that one of the two is wrong.
    return day if weekday is None or _WEEKDAYS.get(weekday.lower()) == day.weekday() else None


def _moment(text: str) -> date | None:
    return _day_of(datetime.fromisoformat(text)) if _MOMENT.fullmatch(text) else None


def _day_of(moment: datetime) -> date:
    return jakarta_day(moment) if moment.tzinfo else moment.date()


def _serial(number: float) -> date | None:
    is_day = _FIRST_SERIAL <= number < _LAST_SERIAL + 1
    return _EXCEL_EPOCH + timedelta(int(number)) if is_day else None


def _read_typed(cell: Any) -> str | None:
    """Read a workbook's date, moment or serial; anything else is no day."""
    day = _typed_day(cell)
    return day.isoformat() if day else None


def _typed_day(cell: Any) -> date | None:
    match cell:
        case bool():
            return None
        case int() | float():
            return _serial(cell)
        case datetime():
            return _day_of(cell)
        case date():
            return cell
    return None
