"""Which prices are so unlike their own last year that somebody should look before they count (pure rules).

A price is compared with the day's prices of its district and channel in the year before, on a scale a few outliers do
not move: the median and the median absolute deviation of the logarithms, so that half and double are equally far.
Where a reference series (TSR20) is loaded, a move that the world market made too explains itself: the same comparison
is made of the price divided by the reference, and only a price that stands out in both is flagged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log
from statistics import median

YEAR = timedelta(days=365)
# From this many days on a district's own year says what is usual.
ENOUGH_DAYS = 8
# Of a normal distribution, the median absolute deviation times this is the standard deviation.
DEVIATIONS_OF_A_NORMAL = 1.4826
# A series that hardly moved would flag every move: prices differ by some per cent between villages.
SMALLEST_SPREAD = 0.05
FLAGGED_FROM = 5.0


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What a price is like: its district, its channel, and how long its bokar drained."""

    district_code: str
    channel: str
    storage_age: str


@dataclass(frozen=True, slots=True)
class History:
    """The day's prices a new price is held against, Rp/kg by day, and the reference price by month where loaded."""

    days: Mapping[SeriesKey, Sequence[tuple[date, float]]]
    reference: Mapping[date, float] = field(default_factory=dict)

    def usual(self, series: SeriesKey, day: date) -> "Usual | None":
        """Return what is usual for a series in the year before a day; None where too little is known."""
        year = [(then, price) for then, price in self.days.get(series, ()) if year_before(day) <= then < day]
        own = _spread([log(price) for _, price in year])
        if own is None:
            return None
        relative = [log(price / self._at(then)) for then, price in year if self._at(then) > 0]
        return Usual(own, _spread(relative) if self._at(day) > 0 else None, self._at(day), len(year))

    def _at(self, day: date) -> float:
        """Return the reference price of a day's month; 0 where it is not loaded."""
        return self.reference.get(day.replace(day=1), 0.0)


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

    own: Spread
    against_reference: Spread | None
    reference: float
    days: int

    def flag(self, price_idr_per_kg: float) -> str | None:
        """Return why a price should be looked at, or None where it is like its last year."""
        own = self.own.deviations(log(price_idr_per_kg))
        if abs(own) < FLAGGED_FROM:
            return None
        if self.against_reference is not None:
            relative = self.against_reference.deviations(log(price_idr_per_kg / self.reference))
            if abs(relative) < FLAGGED_FROM:
                return None
        usual = round(exp(self.own.middle))
        return f"unlike its last year: the median of {self.days} days is {usual} Rp/kg (robust z-score {own:+.1f})"


def year_before(day: date) -> date:
    """Return the day a year before, or the first there is."""
    return day - min(YEAR, day - date.min)


def _spread(logarithms: Sequence[float]) -> Spread | None:
    if len(logarithms) < ENOUGH_DAYS:
        return None
    middle = median(logarithms)
    deviation = median(abs(value - middle) for value in logarithms)
    return Spread(middle, max(DEVIATIONS_OF_A_NORMAL * deviation, SMALLEST_SPREAD))
