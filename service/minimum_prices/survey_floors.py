"""A survey's floors: what they are computed from, in a form that can be kept, and the floors by every method."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.economics.bootstrap import Interval, NoInterval
from service.economics.floor_columns import MEANS
from service.economics.minimum_price import (
    FLOOR_METHODS,
    Floor,
    FloorInputs,
    NotComputable,
    compute_floors,
    not_computable,
)
from service.economics.sensitivities import Alternative, PrintedMeans, alternatives
from service.minimum_prices.disclosure import AskedHouseholds, Cell, CellsByPart, survey_cell
from service.minimum_prices.grounds import Grounds, digest_of
from service.minimum_prices.survey_year import SurveyFigures, floor_inputs
from service.vocabulary import Aggregator

if TYPE_CHECKING:
    from service.cost_surveys.household_years import HouseholdYears


# What is told of the households of a survey, and what decides who may be told apart: the columns floors are read by.
SHOWN = (*MEANS, "dry_rubber_content")
READ = (*SHOWN, "tenure")


@dataclass(frozen=True, slots=True)
class ComputedFloor:
    """One method's floor with its interval, and what other readings of the survey would give."""

    result: Floor | NotComputable
    around: Interval | NoInterval | None = None
    alternatives: Sequence[Alternative] = ()


@dataclass(frozen=True, slots=True)
class SurveyFloors:
    """What one survey's floors are computed from; `compute` does it.

    `cells` are the sets of households that its figures speak of, by part; they are never shown.
    """

    survey: Any
    grounds: Grounds
    aggregator: Aggregator
    households: int
    documented: dict[str, Any]
    compute: Callable[[], Sequence[ComputedFloor]]
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return what tells these inputs from all others."""
        return digest_of(self.documented)


def of_published_means(figures: SurveyFigures, grounds: Grounds) -> SurveyFloors:
    """Return the floors of a study that prints means; a mean of ratios cannot be had from them."""
    survey, inputs = figures.survey, floor_inputs(figures)
    printed = {
        "digest": survey.digest,
        "time_unit": survey.time_unit,
        **{name: _plain(getattr(survey, name)) for name in _PRINTED},
        "deduction_treated_as": survey.deduction_treated_as,
        "items": [
            {name: getattr(item, name) for name in _ITEM} | {"amount": _plain(item.amount)} for item in figures.items
        ],
    }
    aggregator = Aggregator.RATIO_OF_MEANS
    documented = _documented(survey, survey.households, inputs, grounds, aggregator)
    documented["survey"] |= printed

    def compute() -> list[ComputedFloor]:
        means = _printed_means(figures, inputs)
        return [
            ComputedFloor(floor, alternatives=alternatives(means, grounds.parameters, floor.method))
            for floor in compute_floors(inputs, grounds.parameters)
        ]

    return SurveyFloors(survey, grounds, aggregator, survey.households, documented, compute)


def of_households(survey: Any, years: "HouseholdYears", grounds: Grounds, released: CellsByPart) -> SurveyFloors:
    """Return the floors of a survey of household rows, as far as they may be shown beside what was shown before.

    `years` has the columns `READ`.
    """
    import numpy as np

    from service.cost_surveys.household_years import digest_of_years
    from service.economics.survey_means import SurveySample, floor_inputs_of, floors_with_intervals, survey_means

    asked = AskedHouseholds(years.household_id, ~np.isnan(years.figures[:, :-1]), SHOWN, years.column("tenure"))
    cell = survey_cell(asked, released)
    households = int(cell.kept.sum())
    if cell.reason is not None:
        return _suppressed(survey, years, grounds, cell.reason)
    kept = years.rows(cell.kept)
    sample = SurveySample(
        np.where(cell.known, kept.figures[:, :-1], np.nan)[:, : len(MEANS)],
        kept.weight,
        kept.village,
        (*cell.marks, *(f"{name}_assumed" for name in survey.assumed)),
    )
    means = survey_means(sample)
    inputs = None if means.reason is not None else floor_inputs_of(means)
    documented = _documented(survey, households, inputs, grounds, grounds.aggregator)
    documented |= {
        "households_digest": digest_of_years(kept),
        "stated_by": dict(means.stated_by),
        "design": {"seed": grounds.design.seed, "replicates": grounds.design.replicates},
    }

    def compute() -> list[ComputedFloor]:
        found = floors_with_intervals(sample, grounds.parameters, grounds.design, grounds.aggregator)
        return [ComputedFloor(floor, around) for floor, around in found]

    return SurveyFloors(survey, grounds, grounds.aggregator, households, documented, compute, cell.cells)


def _suppressed(survey: Any, years: "HouseholdYears", grounds: Grounds, reason: str) -> SurveyFloors:
    """Return floors without a number: what they would be computed from must not be told either."""
    from service.cost_surveys.household_years import digest_of_years

    documented = _documented(survey, 0, None, grounds, grounds.aggregator) | {"suppressed": reason}
    documented["households_digest"] = digest_of_years(years)

    def compute() -> list[ComputedFloor]:
        return [ComputedFloor(not_computable(slug, reason)) for slug in FLOOR_METHODS]

    return SurveyFloors(survey, grounds, grounds.aggregator, 0, documented, compute)


_ITEM = ("name", "cost_group", "behaviour", "payment", "unit")
_PRINTED = (
    "price_idr_per_kg",
    "total_cost_idr",
    "production_kg",
    "months_tapped",
    "food_consumption_idr",
    "non_food_consumption_idr",
    "household_consumption_idr",
    "household_size",
    "other_income_idr",
)


def _documented(
    survey: Any, households: int, inputs: FloorInputs | None, grounds: Grounds, aggregator: Aggregator
) -> dict[str, Any]:
    """Return everything a floor is computed from, as it is stored with the floor and hashed."""
    named = {name: getattr(survey, name) for name in ("external_id", "title", "source", "population", "sampling")}
    return {
        "survey": named | {"households": households},
        "household_year": None if inputs is None else _jsonable(asdict(inputs)),
        "parameters": grounds.documented()["parameters"],
        "floor_valid_from": survey.floor_valid_from.isoformat(),
        "aggregator": aggregator.value,
    }


def _printed_means(figures: SurveyFigures, inputs: FloorInputs) -> PrintedMeans:
    survey = figures.survey
    return PrintedMeans(
        inputs,
        figures.items,
        survey.time_unit,
        12.0 if survey.months_tapped is None else float(survey.months_tapped),
        "months_tapped" in survey.assumed,
        _plain(survey.price_idr_per_kg),
    )


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
