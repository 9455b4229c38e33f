"""Which prices are so unlike those of the year before that somebody should look before they count (pure rules).

A price is compared with the day's prices of its district and channel in the year before, on a scale a few outliers do
not move: the median and the median absolute deviation of the logarithms, so that half and double are equally far.
Where a district's own year is too short, the year of its province's districts, else of all districts, stands in for it;
these differ in place and rubber content, so that only a zero too many or too few stands out against them.
Where a reference series (TSR20) is loaded, a move that the world market made too explains itself: the same comparison
is made of the price divided by the reference, and only a price that stands out in both is flagged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from math import exp, inf, log, nan
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from service.prices.flags import UNLIKE_ALL, UNLIKE_OWN_YEAR, UNLIKE_PROVINCE, Flag

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

YEAR = timedelta(days=365)
# From this many days on a year says what is usual.
ENOUGH_DAYS = 8
# Of a normal distribution, the median absolute deviation times this is the standard deviation.
DEVIATIONS_OF_A_NORMAL = 1.4826
# A series that hardly moved would flag every move: prices differ by some per cent between villages.
SMALLEST_SPREAD = 0.05
FLAGGED_FROM = 5.0
# Districts differ in place and rubber content: of the published prices all but one lie between half and 1.8 times the
# median of their province or of all districts in the year before, that one at a third. So, against others, a price is
# flagged only from the square root of ten times their median on, however alike they are: halfway between a right price
# and one with a zero too many. However they differ, it is flagged from four times on: half the median, a right price,
# comes to five times with a zero too many.
SMALLEST_SPREAD_ELSEWHERE = log(10) / 2 / FLAGGED_FROM
LARGEST_SPREAD_ELSEWHERE = log(4) / FLAGGED_FROM


class SeriesKey(NamedTuple):
    """What a price is like: where it was paid, its channel, and how long its bokar drained.

    The place is the code of a district or, in a wider `Scope`, what its code begins with.
    """

    place: str
    channel: str
    storage_age: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose prices a price is held against, and between which bounds their spread is believed.

    `digits` says how much of a district's code the codes of all these districts begin with, `flag` what is said of a
    price that is unlike theirs.
    """

    digits: int
    smallest_spread: float
    largest_spread: float
    flag: Flag

    def key(self, series: SeriesKey) -> SeriesKey:
        """Return the series of this scope that a district's series is held against."""
        return SeriesKey(series.place[: self.digits], series.channel, series.storage_age)


OWN_YEAR = Scope(len("16.03"), SMALLEST_SPREAD, inf, UNLIKE_OWN_YEAR)
PROVINCE = Scope(
    len("16"),
    SMALLEST_SPREAD_ELSEWHERE,
    LARGEST_SPREAD_ELSEWHERE,
    UNLIKE_PROVINCE,
)
EVERYWHERE = Scope(
    len(""),
    SMALLEST_SPREAD_ELSEWHERE,
    LARGEST_SPREAD_ELSEWHERE,
    UNLIKE_ALL,
)
# The closest comes first.
SCOPES = (OWN_YEAR, PROVINCE, EVERYWHERE)


class DayPrice(NamedTuple):
    """A past day's price of one district's series, Rp/kg."""

    series: SeriesKey
    day: date
    price_idr_per_kg: float


class History:
    """The day's prices of one scope that prices are held against, and the reference price by month where loaded."""

    def __init__(self, scope: Scope, prices: Iterable[DayPrice], reference: Mapping[date, float] | None = None) -> None:
        """Order the prices by series and day."""
        self._scope = scope
        self._reference = reference or {}
        placed = sorted((scope.key(price.series), price.day, price.price_idr_per_kg) for price in prices)
        self._past = {key: self._past_of([each[1:] for each in same]) for key, same in groupby(placed, itemgetter(0))}
        # In a wider scope many districts ask the same.
        self._usual = cache(self._usual_of)

    def usual(self, series: SeriesKey, day: date) -> Usual | None:
        """Return what is usual for a district's series in the year before a day; None where too little is known."""
        return self._usual(self._scope.key(series), day)

    def _usual_of(self, key: SeriesKey, day: date) -> Usual | None:
        past = self._past.get(key)
        if past is None:
            return None
        start, end = bisect_left(past.days, year_before(day)), bisect_left(past.days, day)
        level = self._spread(past.logarithms[start:end])
        if level is None:
            return None
        reference = self._reference_on(day)
        against_reference = self._spread(past.relative[start:end]) if reference > 0 else None
        return Usual(level, against_reference, reference, end - start, self._scope.flag, key.place)

    def _past_of(self, rows: list[tuple[date, float]]) -> _Past:
        import numpy as np

        prices = np.log(np.array([price for _, price in rows]))
        reference = [self._reference_on(day) or nan for day, _ in rows] if self._reference else nan
        return _Past([day for day, _ in rows], prices, prices - np.log(reference))

    def _reference_on(self, day: date) -> float:
        """Return the reference price of a day's month; 0 where it is not loaded."""
        return self._reference.get(day.replace(day=1), 0.0)

    def _spread(self, logarithms: Numbers) -> Spread | None:
        import numpy as np

        logarithms = logarithms[~np.isnan(logarithms)]
        if len(logarithms) < ENOUGH_DAYS:
            return None
        middle = float(np.median(logarithms))
        scale = DEVIATIONS_OF_A_NORMAL * float(np.median(np.abs(logarithms - middle)))
        return Spread(middle, min(max(scale, self._scope.smallest_spread), self._scope.largest_spread))


class _Past(NamedTuple):
    """One series in the order of its days: the logarithms of its prices, and of those divided by the reference.

    The latter are NaN where no reference is loaded.
    """

    days: list[date]
    logarithms: Numbers
    relative: Numbers


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the middle of some logarithms lies, and how far they usually are from it."""

    middle: float
    scale: float

    def deviations(self, value: float) -> float:
        """Return how many usual distances a value lies from the middle: the robust z-score."""
        return (value - self.middle) / self.scale


@dataclass(frozen=True, slots=True)
class Usual:
    """What a price of one series and day is held against."""

    level: Spread
    against_reference: Spread | None
    reference: float
    days: int
    kind: Flag
    place: str

    def flag(self, price_idr_per_kg: float) -> str | None:
        """Return why a price should be looked at, or None where it is like those it is held against."""
        deviations = self.level.deviations(log(price_idr_per_kg))
        if abs(deviations) < FLAGGED_FROM:
            return None
        if self.against_reference is not None:
            relative = self.against_reference.deviations(log(price_idr_per_kg / self.reference))
            if abs(relative) < FLAGGED_FROM:
                return None
        figures = {"days": self.days, "median": round(exp(self.level.middle)), "deviations": f"{deviations:+.1f}"}
        return self.kind.said(place=self.place, **figures)


def year_before(day: date) -> date:
    """Return the day a year before, or the first there is."""
    return day - min(YEAR, day - date.min)
