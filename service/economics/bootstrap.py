"""How far a survey's means could be off: replicates of them, as if other villages and households had been asked.

The weights of all surveys come from the same two sources, so that a survey costs a few matrix products and no draws of
its own. In a replicate a village counts V times, V from drawing as many villages as there are, with replacement. Each
of its households would then be drawn again within every copy of its village: a Poisson(1) count per copy, together
Poisson(V). Instead of drawing that anew for every survey a household takes one shared Poisson(1) count P:

    W = V + sqrt(V) * (P - 1)

It has the first two moments of the two-stage counts, E[W | V] = V and Var[W | V] = V, hence E[W] = 1,
Var[W] = Var[V] + E[V] = 2 - 1/m for m villages, and between households Cov[W, W'] = Cov[V, V'], as their P are
independent. It is never below 0, as V is 0, 1, 2, ... Without villages V is 1 and W is P. (A product V * H with a
shared H of variance 1/2 would be short of it: Var[W] = Var[V] + E[V^2] / 2 = 2 - 3/(2 m).) In a sum over a survey's
households W splits into V - sqrt(V) times the villages' totals and sqrt(V) times P times the households.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from service.economics.errors import LengthMismatch, NegativeQuantity, ZeroWeights, refuse_where
from service.economics.floor_reasons import sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Singles: TypeAlias = NDArray[np.float32]

HOUSEHOLDS_PER_BLOCK = 1024
# A product of so few households and replicates is computed by one thread, for up to sixteen rows of figures: threads
# that wait for each other made small products twenty times slower on a machine with other work to do.
HOUSEHOLDS_PER_PRODUCT = 128
REPLICATES_PER_STRIP = 128
LOWEST_PERCENT, HIGHEST_PERCENT = 2.5, 97.5
MOST_REPLICATES_WITHOUT_FIGURE = 0.05
# Which of the streams of a seed is drawn from.
_HOUSEHOLDS, _VILLAGES, _ORDER = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ReplicateDesign:
    """How replicates are drawn: the same seed and number give the same replicates, and the same interval."""

    seed: int
    replicates: int = 1000
    survey_key: str | None = None

    def independent(self, survey_key: str) -> ReplicateDesign:
        """Return the design for figures of several surveys together: contrasts and province totals.

        Surveys share their draws, so the same replicate of two of them is not independent, but different ones are:
        each survey takes the same replicates in an order of its own. Its own interval stays what it was.
        """
        return replace(self, survey_key=survey_key)


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of the replicates, in the unit of the figure."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NoInterval:
    """Why a figure has no interval: a stable reason, and the sentence in both languages."""

    reason: str
    message_en: str
    message_id: str


def replicate_means(figures: Floats, weights: Floats, villages: NDArray[Any] | None, design: ReplicateDesign) -> Floats:
    """Return replicates of the weighted means of a survey's figures.

    Equation: sum(W w x) / sum(W w) over the households that state x; W as the module says
    Units: those of `figures` (households by figures, NaN: not stated); `weights` of zero or more; `villages` any number
        per household (0 for all whose village is not stated: they count as one village). Replicates by figures.
    Special cases: households in an order that does not change, such as by their id: in another order they take other
        weights, and the replicates are others, as good. One village or none given: households only. NaN where a
        replicate holds no household that states the figure.
    Raises: ZeroWeights, NegativeQuantity, LengthMismatch.
    Source: DOMAIN section 3; weights for resampling: Rao, Wu and Yue 1992; Poisson counts: Hanley and MacGibbon 2006.

    >>> import numpy as np
    >>> same = replicate_means(np.full((6, 1), 7.0), np.ones(6), None, ReplicateDesign(seed=1, replicates=3))
    >>> same.tolist()
    [[7.0], [7.0], [7.0]]
    """
    import numpy as np

    given = _by_village(_checked(figures, weights, villages))
    starts = [0, *(np.flatnonzero(given.villages[1:] != given.villages[:-1]) + 1).tolist()]
    centres, values, counted_by = _weighted_deviations(given.figures, given.weights)
    sums = _replicate_sums(values, starts, design)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody who states it: NaN
        off = sums[: len(centres)] / sums[counted_by]
    means: Floats = (centres[:, None] + off).T
    return means if design.survey_key is None else means[_own_order(design)]


def interval(values: Floats, households: int) -> Interval | NoInterval:
    """Return the interval that holds the middle 95 % of a figure's replicates.

    Equation: percentiles 2.5 and 97.5, linear between replicates
    Units: those of `values`; NaN is a replicate in which the figure cannot be computed; `households` is how many the
        survey has.
    Special cases: none for one household, nor if more than 5 % of the replicates give no figure (the reason is named).
        Households that are all equal give an interval without width.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> import numpy as np
    >>> interval(np.arange(1001.0), households=30)
    Interval(low=25.0, high=975.0)
    >>> interval(np.arange(1001.0), households=1).reason
    'fewer_than_2_households'
    """
    import numpy as np

    if households < 2:
        return _no_interval("fewer_than_2_households")
    known = values[np.isfinite(values)]
    if len(values) - len(known) > MOST_REPLICATES_WITHOUT_FIGURE * len(values):
        return _no_interval("too_few_replicates")
    in_order = np.sort(known)
    return Interval(_percentile(in_order, LOWEST_PERCENT), _percentile(in_order, HIGHEST_PERCENT))


def _percentile(in_order: Floats, percent: float) -> float:
    """Return what `numpy.percentile` does, which takes ten times as long over a thousand values."""
    below, part = divmod((len(in_order) - 1) * percent / 100, 1)
    low, high = float(in_order[int(below)]), float(in_order[math.ceil(below + part)])
    return low + (high - low) * part


def _no_interval(reason: str) -> NoInterval:
    return NoInterval(reason, *sentences(reason))


@dataclass(frozen=True, slots=True)
class _Survey:
    figures: Floats
    weights: Floats
    villages: NDArray[Any]


def _checked(figures: Floats, weights: Floats, villages: NDArray[Any] | None) -> _Survey:
    import numpy as np

    places = np.zeros(len(figures)) if villages is None else villages
    for field, column in (("weights", weights), ("villages", places)):
        refuse_where(len(column) != len(figures), LengthMismatch, f"rows of {field}", len(column))
    refuse_where(bool((weights < 0).any()), NegativeQuantity, "weight", float(weights.min(initial=0.0)))
    refuse_where(not weights.sum() > 0, ZeroWeights, "sum of weights", float(weights.sum()))
    return _Survey(figures, weights, places)


def _by_village(given: _Survey) -> _Survey:
    import numpy as np

    if (given.villages[1:] >= given.villages[:-1]).all():
        return given
    order = np.argsort(given.villages, kind="stable")
    return _Survey(given.figures[order], given.weights[order], given.villages[order])


def _weighted_deviations(figures: Floats, weights: Floats) -> tuple[Floats, Singles, list[int]]:
    """Return each figure's mean, and the rows to sum: weighted deviations from it, then the weights of who states it.

    Only deviations go through the products, so that single precision is enough: it is off by a ten-millionth of the
    differences between households. Figures that the same households state share their row of weights, which is named
    per figure.
    """
    import numpy as np

    columns = np.ascontiguousarray(figures.T)
    known = np.isfinite(columns)
    held, stated = known * weights, np.where(known, columns, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody who states it: NaN
        centres = (held * stated).sum(axis=1) / held.sum(axis=1)
    patterns: dict[bytes, int] = {}
    counted_by = [patterns.setdefault(column.tobytes(), len(patterns)) for column in known]
    values = np.empty((len(columns) + len(patterns), len(weights)), dtype=np.float32)
    values[: len(columns)] = held * (stated - np.nan_to_num(centres)[:, None])
    values[len(columns) :] = held[[counted_by.index(pattern) for pattern in range(len(patterns))]]
    return centres, values, [len(columns) + pattern for pattern in counted_by]


def _replicate_sums(values: Singles, starts: list[int], design: ReplicateDesign) -> Singles:
    """Return the sum of every row in every replicate; villages begin at `starts`."""
    import numpy as np

    roots, rest = _village_factors(design.seed, design.replicates, len(starts))
    sums = np.matmul(np.add.reduceat(values, starts, axis=1), rest)
    product = np.empty_like(sums)
    for village, first, last in _pieces([*starts, values.shape[1]]):
        block, row = divmod(first, HOUSEHOLDS_PER_BLOCK)
        counts = _household_counts(design.seed, design.replicates, block)[:, row : row + last - first]
        np.matmul(values[:, first:last], counts, out=product)
        product *= roots[village]
        sums += product
    in_a_row: Singles = sums.transpose(1, 0, 2).reshape(len(values), -1)
    return in_a_row[:, : design.replicates]


def _pieces(bounds: list[int]) -> Iterator[tuple[int, int, int]]:
    """Cut the villages where a block of households ends, and the large ones: village, first and last household."""
    for village, (begin, end) in enumerate(pairwise(bounds)):
        first = begin
        while first < end:
            end_of_block = (first // HOUSEHOLDS_PER_BLOCK + 1) * HOUSEHOLDS_PER_BLOCK
            last = min(end, end_of_block, first + HOUSEHOLDS_PER_PRODUCT)
            yield village, first, last
            first = last


def _strips(replicates: int) -> tuple[int, int]:
    """Return into how many strips replicates are cut, and how many one has; the last may have some to spare."""
    return math.ceil(replicates / REPLICATES_PER_STRIP), min(replicates, REPLICATES_PER_STRIP)


@lru_cache(maxsize=64)
def _village_factors(seed: int, replicates: int, villages: int) -> tuple[Singles, Singles]:
    """Return sqrt(V), villages by strips by one by replicates, and V - sqrt(V), strips by villages by replicates."""
    import numpy as np

    strips, width = _strips(replicates)
    drawn = np.random.default_rng((seed, _VILLAGES, villages))
    times = drawn.multinomial(villages, np.full(villages, 1 / villages), (strips, width)).astype(np.float32)
    times = np.ascontiguousarray(times.transpose(2, 0, 1))
    roots = np.sqrt(times)
    return roots[:, :, None], np.ascontiguousarray((times - roots).transpose(1, 0, 2))


@lru_cache(maxsize=4)
def _household_counts(seed: int, replicates: int, block: int) -> Singles:
    """Return P of a block's households, strips by households by replicates.

    Few blocks are kept, so that memory stays flat.
    """
    import numpy as np

    strips, width = _strips(replicates)
    drawn = np.random.default_rng((seed, _HOUSEHOLDS, block))
    steps = drawn.integers(0, 2**16, (strips, HOUSEHOLDS_PER_BLOCK, width), dtype=np.uint16)
    counts: Singles = _poisson_counts()[steps]
    return counts


@lru_cache(maxsize=1)
def _poisson_counts() -> Singles:
    """Return Poisson(1) by its quantiles at 65 536 equal steps: mean 1, variance 0.99997, a sixth of the time."""
    import numpy as np

    at_most = np.cumsum([math.exp(-1) / math.factorial(count) for count in range(16)])
    return np.searchsorted(at_most, (np.arange(2**16) + 0.5) / 2**16).astype(np.float32)


def _own_order(design: ReplicateDesign) -> NDArray[np.int64]:
    import numpy as np

    key = int.from_bytes(hashlib.sha256(str(design.survey_key).encode()).digest()[:8])
    return np.random.default_rng((design.seed, _ORDER, key)).permutation(design.replicates)
