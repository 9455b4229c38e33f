"""The grade of a floor: how far its figures can be trusted, and why (DOMAIN section 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import SupportsFloat

from service.clock import add_months
from service.economics.sampling import slovin_sample_size
from service.vocabulary import Provenance, Represents, Sampling

GRADE_C_AFTER_MONTHS = 24
# Sizes between 30 and 500 serve most research (Roscoe 1975, Fundamental Research Statistics); a smaller survey may
# still ask as many as Slovin's formula wants of a small population.
HOUSEHOLDS_THAT_SERVE = 30
# By convention of this project, from its own alerts: a gap of 10 % fires at once and one of 20 % is critical. A floor
# that is not known to within as much to either side cannot bear such an alert.
WIDE, TOO_WIDE = 0.2, 0.4

# So many that, at a margin of a per cent or more, another household changes no target: 1 / e^2 of them are asked for.
_ENDLESS = 10**9

SIMULATED_SURVEY = "simulated_survey"
_SIMULATED = frozenset({SIMULATED_SURVEY, "index_simulated"})
# Marks of figures that are guessed, partly known or kept back, and of series that stand in for others.
_WEAK_ENDINGS = ("_assumed", "_assumed_zero", "_as_printed", "_not_stated_by_all", "_suppressed", "_left_out")
_WEAK = frozenset(
    {
        "items_do_not_add_up",
        "consumption_parts_do_not_add_up",
        "consumption_by_consumer_prices",
        "hired_labour_by_inputs",
        "index_of_country",
    }
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A, B or C with the reasons that kept it from being better; those of a C come first."""

    letter: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom a survey asked: how many, of how many (None: not known), for which area and how they were chosen."""

    households: int
    population: int | None
    represents: str
    sampling: str | None


@dataclass(frozen=True, slots=True)
class GradedFloor:
    """What a grade looks at.

    `interval_width` is the width of the 95 % interval as a share of the floor, None where there is no interval;
    `margin_of_error` is Slovin's, a share.
    """

    survey_midpoint: date
    sample: Sample
    interval_width: float | None
    dry_rubber_content_known: bool
    warnings: Sequence[str]
    margin_of_error: float


def grade(floor: GradedFloor, on: date) -> Grade:
    """Grade a floor as it stands on a day.

    C: a survey more than 24 months old, too few households, an interval wider than 40 % of the floor, or anything
    simulated. B: fewer households than Slovin's formula asks for, an interval wider than 20 % or none, an unknown
    rubber content, a village alone, households not chosen at random, or a mark of a figure that is not quite known.
    A: none of these.
    """
    serious = [*_age(floor, on), *_serious(floor)]
    reasons = [*serious, *_weak(floor)]
    if serious:
        return Grade("C", reasons)
    return Grade("B" if reasons else "A", reasons)


def relative_width(interval: Sequence[SupportsFloat | None], floor: SupportsFloat) -> float | None:
    """Return how wide an interval, low and high end, is as a share of its floor, None where there is none."""
    low, high = interval
    return None if low is None or high is None else (float(high) - float(low)) / float(floor)


def told_warnings(warnings: Sequence[str], provenance: str | None) -> list[str]:
    """Return the warnings that must be told with a floor: those stored with it, and that its survey is simulated."""
    return list(dict.fromkeys([*warnings, *([SIMULATED_SURVEY] if provenance == Provenance.SIMULATED else [])]))


def _age(floor: GradedFloor, on: date) -> Iterator[str]:
    if on > add_months(floor.survey_midpoint, GRADE_C_AFTER_MONTHS):
        yield "survey_older_than_24_months"


def _serious(floor: GradedFloor) -> Iterator[str]:
    if floor.sample.households < min(HOUSEHOLDS_THAT_SERVE, _wanted_households(floor)):
        yield "fewer_than_30_households"
    if floor.interval_width is not None and floor.interval_width > TOO_WIDE:
        yield "interval_wider_than_40_percent"
    yield from (mark for mark in floor.warnings if mark in _SIMULATED)


def _weak(floor: GradedFloor) -> Iterator[str]:
    yield from _size(floor)
    if floor.interval_width is None:
        yield "no_interval"
    elif WIDE < floor.interval_width <= TOO_WIDE:
        yield "interval_wider_than_20_percent"
    if not floor.dry_rubber_content_known:
        yield "dry_rubber_content_unknown"
    if floor.sample.represents == Represents.VILLAGE:
        yield "represents_only_a_village"
    if floor.sample.sampling == Sampling.PURPOSIVE:
        yield "purposive_sampling"
    elif floor.sample.sampling != Sampling.RANDOM:
        yield "sampling_unknown"
    yield from (mark for mark in floor.warnings if mark in _WEAK or mark.endswith(_WEAK_ENDINGS))


def _size(floor: GradedFloor) -> Iterator[str]:
    wanted = _wanted_households(floor)
    if min(HOUSEHOLDS_THAT_SERVE, wanted) <= floor.sample.households < wanted:
        yield "fewer_households_than_slovin"


def _wanted_households(floor: GradedFloor) -> int:
    return _slovin(floor.sample.population, floor.margin_of_error)


@lru_cache(maxsize=4096)
def _slovin(population: int | None, margin_of_error: float) -> int:
    """Return Slovin's target; where nobody knows of how many, what it asks for of a population without end."""
    return slovin_sample_size(_ENDLESS if population is None else population, margin_of_error)
