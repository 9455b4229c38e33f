"""Months as people write them: `2026-10`, `10/2026`, `Okt 2026`, or any day of the month that is not ambiguous."""

from __future__ import annotations

import pandas as pd

from service.files.conventions import ColumnRead
from service.files.dates import DateOrder, to_days

_YEAR = r"((?:19|20)\d\d)"
# A month alone is read as its first day.
_AS_FIRST_DAYS = (
    (rf"^{_YEAR}[-/](\d\d?)$", r"\1-\2-1"),
    (rf"^(\d\d?)[-/]{_YEAR}$", r"\2-\1-1"),
    (rf"^([A-Za-z]+)\.?[-/, ]*{_YEAR}$", r"1 \1 \2"),
)


def to_months(texts: pd.Series[str]) -> ColumnRead:
    """Return the months of a column as their first days, `YYYY-MM-01`.

    `01/10/2026` can be a day of January or of October: it is unreadable, as is a year of two digits.
    """
    days = texts.str.strip()
    for month, day in _AS_FIRST_DAYS:
        days = days.str.replace(month, day, regex=True)
    day_first, month_first = (to_days(days, order).values.str.slice(0, 7) for order in DateOrder)
    months = day_first.fillna(month_first)
    ambiguous = (months != month_first.fillna(day_first)).fillna(False)
    values = (months + "-01").mask(ambiguous)
    return ColumnRead(values, values.isna() & texts.notna())
