"""Monthly indices as ratios between two months, walked from base to base over explicit links only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from service.economics.errors import finite, positive
from service.economics.floor_reasons import sentences

# By base, then by month (its first day).
Values: TypeAlias = Mapping[str, Mapping[date, float]]
# By the base a value is in and the base it is brought to: what it is multiplied by.
Links: TypeAlias = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """By what factor a series moved; `bases` are those it was read in, `marks` say what stands in for what."""

    factor: float
    bases: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Why a series says nothing: a reason of `floor_reasons`, the month it lacks, and the last one it has."""

    reason: str
    month: date | None = None
    last_month: date | None = None

    @property
    def message_en(self) -> str:
        """The sentence in English."""
        return f"{sentences(self.reason)[0]}{self._months('lacking', 'the last is')}"

    @property
    def message_id(self) -> str:
        """The sentence in Indonesian."""
        return f"{sentences(self.reason)[1]}{self._months('tidak ada', 'yang terakhir')}"

    def _months(self, lacking: str, last: str) -> str:
        told = [f"{word} {month:%Y-%m}" for word, month in ((lacking, self.month), (last, self.last_month)) if month]
        return f" ({', '.join(told)})" if told else ""


def first_day(day: date) -> date:
    """Return the month of a day, as its first day.

    Equation: none
    Units: none.
    Special cases: none.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> first_day(date(2026, 10, 17))
    datetime.date(2026, 10, 1)
    """
    return day.replace(day=1)


def chain(values: Values, links: Links, from_month: date, to_month: date) -> Ratio | NotCarried:
    """Return by what factor a series moved between two months.

    Equation: I(to) / I(from), both brought to one base by the product of the links between
    Units: none; `values` above zero by base and month.
    Special cases: bases are joined by links alone, walked either way, never by months that both have; of bases that
        reach a month the one nearest to the newest base counts. A month without a value, or one that no link joins to
        the other, is a NotCarried that says so.
    Raises: NotPositive, NotFinite (a value or a link that is no factor).
    Source: DOMAIN section 3.

    >>> old, new = {date(2018, 12, 1): 150.0}, {date(2026, 10, 1): 120.0}
    >>> values, links = {"2012=100": old, "2018=100": new}, {("2012=100", "2018=100"): 0.75}
    >>> chain(values, links, date(2018, 12, 1), date(2026, 10, 17))
    Ratio(factor=1.0666666666666667, bases=('2012=100', '2018=100'), marks=())
    """
    start_month, end_month = first_day(from_month), first_day(to_month)
    for walk in _walks(values, links):
        start, end = _reading(values, walk, start_month), _reading(values, walk, end_month)
        if start is not None and end is not None:
            return Ratio(positive("index ratio", end.level / start.level), tuple(dict.fromkeys((start.base, end.base))))
    return _why_not(values, start_month, end_month)


def months_from(values: Values, links: Links, from_month: date) -> frozenset[date]:
    """Return the months to which a series can be chained from a month.

    Equation: none
    Units: none; months as their first days.
    Special cases: a month that the series lacks leads nowhere.
    Raises: as `chain`.
    Source: DOMAIN section 3.

    >>> sorted(months_from({"2018=100": {date(2026, 9, 1): 119.0, date(2026, 10, 1): 120.0}}, {}, date(2026, 10, 1)))
    [datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)]
    """
    walks = [walk for walk in _walks(values, links) if _reading(values, walk, first_day(from_month)) is not None]
    return frozenset(month for walk in walks for base in walk for month in values.get(base, {}))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A month's value: the base it stands in, and what it is in the newest one of the walk."""

    base: str
    level: float


def _walks(values: Values, links: Links) -> Iterator[Mapping[str, float]]:
    """Yield the bases that links join, those that reach farthest first: by base what brings a value to the newest."""
    steps = _steps(links)
    left = sorted((base for base in values if values[base]), key=lambda base: (max(values[base]), base))
    while left:
        walk = _walk(left[-1], steps)
        yield walk
        left = [base for base in left if base not in walk]


def _walk(newest: str, steps: Mapping[str, list[tuple[str, float]]]) -> Mapping[str, float]:
    walk, reached = {newest: 1.0}, [newest]
    for here in reached:
        for there, factor in steps.get(here, ()):
            if there not in walk:
                walk[there] = finite("product of links", walk[here] * factor)
                reached.append(there)
    return walk


def _steps(links: Links) -> Mapping[str, list[tuple[str, float]]]:
    """Return by base those a link joins to it, with what brings their values to it; a link leads both ways."""
    given = {bases: positive("link", factor) for bases, factor in links.items()}
    back = {(end, start): 1 / factor for (start, end), factor in given.items()}
    steps = defaultdict(list)
    for (start, end), factor in sorted((back | given).items()):
        steps[end].append((start, factor))
    return steps


def _reading(values: Values, walk: Mapping[str, float], month: date) -> _Reading | None:
    base = next((base for base in walk if month in values.get(base, {})), None)
    if base is None:
        return None
    return _Reading(base, positive(f"index value {month:%Y-%m}", values[base][month]) * walk[base])


def _why_not(values: Values, *wanted: date) -> NotCarried:
    months = {month for of_base in values.values() for month in of_base}
    lacking = next((month for month in wanted if month not in months), None)
    last = max(months, default=None)
    if lacking is None:
        return NotCarried("bases_not_linked")
    if last is not None and lacking > last:
        return NotCarried("index_ends_early", lacking, last)
    return NotCarried("index_missing", lacking, last)
