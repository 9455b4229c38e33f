"""From the households of a survey to its means, and to its floors with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from service.economics.bootstrap import Interval, NoInterval, ReplicateDesign, interval, replicate_means
from service.economics.errors import UnknownName, at_least_zero
from service.economics.floor_columns import FLOOR_MEANS, MEANS, FloorColumns, floor_columns, floors_and_parts
from service.economics.minimum_price import (
    FLOOR_METHODS,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floors,
    not_computable,
    total_cost_by_concept,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

FEWEST_HOUSEHOLDS = 5
"""Nothing that is computed from fewer households is told."""

NEEDS_LEFT_TO_OTHER_INCOME = frozenset({"rice-poverty-line", "living-income"})

Result: TypeAlias = Floor | NotComputable
FloorAndInterval: TypeAlias = tuple[Result, Interval | NoInterval | None]


@dataclass(frozen=True, eq=False)
class SurveySample:
    """A survey's households in an order that stays the same, such as by their id.

    `figures` are households by MEANS, per year, NaN where not stated; `weights` are zero or more; `villages` a number
    per household, 0 where it is not stated; `marks` are warnings the caller has already, which every floor carries.
    """

    figures: Floats
    weights: Floats
    villages: NDArray[Any] | None = None
    marks: tuple[str, ...] = ()

    @cached_property
    def means(self) -> SurveyMeans:
        """Return the means, which are asked for more than once."""
        return survey_means(self)


@dataclass(frozen=True, slots=True)
class SurveyMeans:
    """A survey's weighted means per household and year, by the names of MEANS; None where not enough state it.

    `households` counts those with a weight above zero, `stated_by` which of them state a figure. `reason` says why no
    floor can be computed at all, None if some may be.
    """

    households: int
    means: Mapping[str, float | None]
    stated_by: Mapping[str, int]
    marks: tuple[str, ...] = ()
    reason: str | None = None

    def __getitem__(self, name: str) -> float | None:
        """Return one mean by its name."""
        return self.means[name]


def survey_means(sample: SurveySample) -> SurveyMeans:
    """Return the means of a survey's households.

    Equation: sum(w x) / sum(w) over the households that state x
    Units: those of the figures, per household and year.
    Special cases: known are figures that at least 5 households and at least half of them state; if not all do, they are
        marked `<figure>_not_stated_by_all`. Households without weight are not there. Fewer than 5 households, no weight
        and no production are the `reason` why there is no floor.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> import numpy as np
    >>> found = survey_means(SurveySample(np.full((6, len(MEANS)), 2.0), np.ones(6)))
    >>> found.households, found["production_kg"], found.reason
    (6, 2.0, None)
    """
    present = _with_weight(sample)
    households, stated_by, weighted = len(present.weights), {}, {}
    for name, stated, mean in _weighted(present):
        stated_by[name] = stated
        weighted[name] = mean if enough_state_it(stated, households) else None
    means: Mapping[str, float | None] = weighted
    partly = [name for name, stated in stated_by.items() if means[name] is not None and stated < households]
    return SurveyMeans(
        households=households,
        means=means,
        stated_by=stated_by,
        marks=(*sample.marks, *(f"{name}_not_stated_by_all" for name in partly)),
        reason=_reason(sample, means, households),
    )


def enough_state_it(stated: int, households: int) -> bool:
    """Return whether a figure is known of a survey: at least 5 of its households and at least half of them state it.

    Equation: stated >= 5 and 2 x stated >= households
    Units: numbers of households.
    Special cases: a survey of fewer than 5 households knows nothing.
    Raises: nothing.
    Source: DOMAIN section 9 (nothing is told from fewer than 5 households).

    >>> enough_state_it(5, 10), enough_state_it(5, 11), enough_state_it(4, 4)
    (True, False, False)
    """
    return stated >= FEWEST_HOUSEHOLDS and 2 * stated >= households


def per_kg_mean(shares: Floats, kilograms: Floats) -> float | None:
    """Return the mean of a share over the kilograms that those who state it produce.

    Equation: sum(kg x) / sum(kg) over the households that state x
    Units: shares 0..1, NaN where not stated; kilograms of zero or more.
    Special cases: None where nobody who states it produces anything.
    Raises: nothing.
    Source: DOMAIN section 2 (a content belongs to the weight it was measured on).

    >>> import numpy as np
    >>> per_kg_mean(np.array([0.5, 0.6, np.nan]), np.array([300.0, 100.0, 50.0]))
    0.525
    """
    import numpy as np

    told = np.isfinite(shares)
    weights = np.where(told, kilograms, 0.0)
    total = float(weights.sum())
    return float((weights * np.where(told, shares, 0.0)).sum()) / total if total > 0 else None


def floor_inputs_of(found: SurveyMeans) -> FloorInputs:
    """Return a survey's means in the form in which published means come to the floor methods.

    Equation: s = 1 - mean sold_kg / mean production_kg; costs by `total_cost_by_concept`
    Units: per household and year.
    Special cases: without `cash_idr` no concept is known; with a mean whose `reason` is given there is nothing to ask.
    Raises: ZeroProduction (no production).
    Source: DOMAIN section 3.

    >>> floor_inputs_of(SurveyMeans(9, dict.fromkeys(MEANS) | {"production_kg": 8.0, "sold_kg": 6.0}, {})).revenue_share
    0.25
    """
    produced, sold = found["production_kg"] or 0.0, found["sold_kg"] or 0.0
    cash, other = found["cash_idr"], (found[name] for name in MEANS[3:6])
    return FloorInputs(
        production_kg=produced,
        cost_idr_by_concept={} if cash is None else total_cost_by_concept(cash, *other),
        # Households that give no share away sell what they produce, to the last bit but one.
        revenue_share=at_least_zero(1 - sold / produced) if produced else 0.0,
        household_consumption_idr=found["household_consumption_idr"],
        household_size=found["household_size"],
        other_income_idr=found["other_income_idr"],
        marks=found.marks,
    )


def floors_with_intervals(
    sample: SurveySample,
    parameters: FloorParameters,
    design: ReplicateDesign,
    aggregator: str = "ratio_of_means",
) -> list[FloorAndInterval]:
    """Compute a survey's floors by every method, each with its 95 % interval from the same replicates.

    Equation: `ratio_of_means`: the method on the survey's means; `mean_of_ratios`: sum(w floor) / sum(w) over the
        households' own floors
    Units: Rp/kg.
    Special cases: a survey whose means have a `reason` has NotComputable for all methods. A household without
        production has no floor of its own and is left out of `mean_of_ratios` with a mark, as is one that does not
        state what the method needs; in `ratio_of_means` both count with what they state. What is not computable has no
        interval.
    Raises: UnknownName (aggregator), NegativeMoney and its like for figures below zero.
    Source: DOMAIN section 3.

    >>> import numpy as np
    >>> sample = SurveySample(np.full((6, len(MEANS)), 2.0), np.ones(6))
    >>> floor, around = floors_with_intervals(sample, FloorParameters(), ReplicateDesign(seed=1))[0]
    >>> floor.minimum_price_idr_per_kg, around
    (3.0, Interval(low=3.0, high=3.0))
    """
    if aggregator not in _AGGREGATED:
        raise UnknownName("aggregator", aggregator)
    means = sample.means
    if means.reason is not None:
        return [(not_computable(slug, means.reason), None) for slug in FLOOR_METHODS]
    floors = compute_floors(floor_inputs_of(means), parameters)
    return _AGGREGATED[aggregator](_only_known(_with_weight(sample), means), floors, parameters, design)


def own_floors(sample: SurveySample, parameters: FloorParameters) -> Mapping[str, NDArray[np.bool_]]:
    """Return by method which households have a floor of their own: `mean_of_ratios` speaks of these and no others.

    Equation: none
    Units: truths, in the order of the sample.
    Special cases: a household without weight has none.
    Raises: nothing.
    Source: DOMAIN section 3.

    >>> import numpy as np
    >>> sample = SurveySample(np.full((6, len(MEANS)), 2.0), np.arange(6.0))
    >>> own_floors(sample, FloorParameters())["cost-plus"].tolist()
    [False, True, True, True, True, True]
    """
    import numpy as np

    columns, weighs = _by_name(_only_known(sample, sample.means).figures), sample.weights > 0
    return {slug: np.isfinite(floor_columns(slug, columns, parameters)) & weighs for slug in FLOOR_METHODS}


def _ratio_of_means(
    sample: SurveySample, floors: Sequence[Result], parameters: FloorParameters, design: ReplicateDesign
) -> list[FloorAndInterval]:
    figures = sample.figures.T[[MEANS.index(name) for name in FLOOR_MEANS]].T
    replicates = replicate_means(figures, sample.weights, sample.villages, design)
    columns = dict(zip(FLOOR_MEANS, replicates.T, strict=True))

    households = len(sample.weights)

    def around(floor: Result) -> Interval | NoInterval | None:
        if isinstance(floor, NotComputable):
            return None
        return interval(floor_columns(floor.method, columns, parameters), households)

    return [(floor, around(floor)) for floor in floors]


def _mean_of_ratios(
    sample: SurveySample, floors: Sequence[Result], parameters: FloorParameters, design: ReplicateDesign
) -> list[FloorAndInterval]:
    import numpy as np

    columns = _by_name(sample.figures)
    own = [floors_and_parts(floor.method, columns, parameters) for floor in floors]
    prices = np.column_stack([one.minimum_price_idr_per_kg for one in own])
    replicates = replicate_means(prices, sample.weights, sample.villages, design)
    means = [_mean_floor(floor, one, sample) for floor, one in zip(floors, own, strict=True)]
    asked = np.isfinite(prices).sum(axis=0).tolist()
    return [
        (floor, None if isinstance(floor, NotComputable) else interval(values, households))
        for floor, values, households in zip(means, replicates.T, asked, strict=True)
    ]


_AGGREGATED: Mapping[
    str, Callable[[SurveySample, Sequence[Result], FloorParameters, ReplicateDesign], list[FloorAndInterval]]
] = {"ratio_of_means": _ratio_of_means, "mean_of_ratios": _mean_of_ratios}


def _mean_floor(floor: Result, own: FloorColumns, sample: SurveySample) -> Result:
    """Return the floor as the mean of the households' own; an administered price has nothing to be averaged."""
    import numpy as np

    if isinstance(floor, NotComputable) or floor.cost_concept is None:
        return floor
    has_floor = np.isfinite(own.minimum_price_idr_per_kg)
    if has_floor.sum() < FEWEST_HOUSEHOLDS:
        return not_computable(floor.method, "fewer_than_5_households")
    weights = sample.weights * has_floor

    def mean(column: Floats) -> float:
        return float(np.average(np.where(has_floor, column, 0.0), weights=weights))

    return replace(
        floor,
        cost_of_production_idr_per_kg=mean(own.cost_of_production_idr_per_kg),
        household_need_idr_per_kg=mean(own.household_need_idr_per_kg),
        minimum_price_idr_per_kg=mean(own.minimum_price_idr_per_kg),
        warnings=tuple(dict.fromkeys((*floor.warnings, *_marks_of_ratios(floor, has_floor, sample)))),
    )


def _marks_of_ratios(floor: Floor, has_floor: NDArray[np.bool_], sample: SurveySample) -> Iterator[str]:
    import numpy as np

    produced = _by_name(sample.figures)["production_kg"] > 0
    if not produced.all():
        yield "households_without_production_left_out"
    if (produced & ~has_floor).any():
        yield "households_without_floor_left_out"
    unknown = np.isnan(_by_name(sample.figures)["other_income_idr"])
    if floor.method in NEEDS_LEFT_TO_OTHER_INCOME and (has_floor & unknown).any():
        yield "other_income_assumed_zero"


def _reason(sample: SurveySample, means: Mapping[str, float | None], households: int) -> str | None:
    if len(sample.weights) and not households:
        return "no_weight"
    if households < FEWEST_HOUSEHOLDS:
        return "fewer_than_5_households"
    return None if means["production_kg"] else "no_production"


def _weighted(sample: SurveySample) -> Iterator[tuple[str, int, float]]:
    """Yield of each figure its name, how many state it and its mean over those, 0 where nobody does."""
    import numpy as np

    # Column by column in memory: the order in which numbers are added decides on a sum's last digit.
    columns = np.ascontiguousarray(sample.figures.T)
    known = np.isfinite(columns)
    held = known * sample.weights
    sums, weights = (held * np.where(known, columns, 0.0)).sum(axis=1), held.sum(axis=1)
    for name, states, total, weight in zip(MEANS, known, sums.tolist(), weights.tolist(), strict=True):
        yield name, int(np.count_nonzero(states)), total / weight if weight else 0.0


def _with_weight(sample: SurveySample) -> SurveySample:
    kept = sample.weights > 0
    if kept.all():
        return sample
    villages = None if sample.villages is None else sample.villages[kept]
    return replace(sample, figures=sample.figures[kept], weights=sample.weights[kept], villages=villages)


def _only_known(sample: SurveySample, found: SurveyMeans) -> SurveySample:
    """Forget what too few state, so that no household's own floor and no replicate rests on it."""
    import numpy as np

    known = np.array([found[name] is not None for name in MEANS])
    return replace(sample, figures=np.where(known[:, None], sample.figures.T, np.nan).T)


def _by_name(figures: Floats) -> Mapping[str, Floats]:
    return dict(zip(MEANS, figures.T, strict=True))
