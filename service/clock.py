"""The one place that asks what time it is, and the days of the trade.

Everything below the edge takes the time as an argument. Real processes in tests set `BOKAR_CLOCK`.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

JAKARTA = ZoneInfo("Asia/Jakarta")


def system_clock() -> datetime:
    """Return the present moment, UTC-aware."""
    return datetime.now(UTC)


def fixed_clock(moment: datetime) -> Clock:
    """Return a clock that stands still at `moment`."""
    return lambda: moment


def jakarta_day(moment: datetime) -> date:
    """Return the calendar day of `moment` in Jakarta: the day prices are dated by."""
    return moment.astimezone(JAKARTA).date()


def add_months(day: date, months: int) -> date:
    """Return the day `months` later, on the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
