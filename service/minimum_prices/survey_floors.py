"""A survey's floors: what they are computed from, in a form that can be kept, and the floors by every method."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from service.economics.bootstrap import Interval, NoInterval
from service.economics.carry_forward import (
    Part,
    Ratios,
    carried,
    carried_floors,
    carried_parameters,
    parts_of,
)
from service.economics.index_chain import Ratio
from service.economics.minimum_price import (
    Floor,
    FloorInputs,
    NotComputable,
    compute_floors,
)
from service.economics.sensitivities import Alternative, PrintedMeans, alternatives
from service.minimum_prices.cells import Cell
from service.minimum_prices.grounds import Grounds, digest_of
from service.minimum_prices.survey_year import SurveyFigures, floor_inputs, hired_labour_idr
from service.vocabulary import Aggregator


@dataclass(frozen=True, slots=True)
class ComputedFloor:
    """One method's floor with its interval, and what other readings of the survey would give.

    `surveyed` is the floor of the survey alone, where this one was carried forward.
    """

    result: Floor | NotComputable
    around: Interval | NoInterval | None = None
    alternatives: Sequence[Alternative] = ()
    surveyed: Floor | NotComputable | None = None


@dataclass(frozen=True)
class SurveyFloors:
    """What one survey's floors are computed from; `compute` does it, `carry` does it for a later month.

    `inputs` is the household's year that its floors come of, empty where there is none, `hired_labour_idr` the wages
    among its costs, where they are told apart. `cells` are the sets of households that its figures speak of, by part;
    they are never shown.
    """

    survey: Any
    grounds: Grounds
    aggregator: Aggregator
    households: int
    documented: dict[str, Any]
    compute: Callable[[], Sequence[ComputedFloor]]
    carry: Callable[[Ratios], Sequence[ComputedFloor]]
    inputs: FloorInputs | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    carried_to: date | None = None
    hired_labour_idr: float | None = None

    @cached_property
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
    documented = documented_inputs(survey, survey.households, inputs, grounds, aggregator)
    documented["survey"] |= printed

    @cache
    def compute() -> list[ComputedFloor]:
        means = _printed_means(figures, inputs)
        return [
            ComputedFloor(floor, alternatives=alternatives(means, grounds.parameters, floor.method))
            for floor in compute_floors(inputs, grounds.parameters)
        ]

    hired = hired_labour_idr(figures)

    def carry(ratios: Ratios) -> list[ComputedFloor]:
        later = carried_floors(inputs, grounds.parameters, ratios, _wages(hired, ratios))
        return [ComputedFloor(floor) for floor in later]

    return SurveyFloors(
        survey, grounds, aggregator, survey.households, documented, compute, carry, inputs, hired_labour_idr=hired
    )


def carried_forward(found: SurveyFloors, ratios: Ratios) -> SurveyFloors:
    """Return a survey's floors in the prices of a later month, each beside what the survey alone gives."""
    assert found.inputs is not None, "without a year there is nothing to carry"
    hired = _wages(found.hired_labour_idr, ratios)
    later = carried(found.inputs, ratios, hired)
    documented = found.documented | {
        "household_year": _jsonable(vars(later)),
        "parameters": asdict(carried_parameters(found.grounds.parameters, ratios)),
        "carried": [_carried_part(part, ratios) for part in parts_of(found.inputs, ratios, hired)],
        "carried_to": ratios.to_month.isoformat(),
    }

    def compute() -> list[ComputedFloor]:
        pairs = zip(found.carry(ratios), found.compute(), strict=True)
        return [replace(floor, surveyed=surveyed.result) for floor, surveyed in pairs]

    return replace(found, documented=documented, compute=compute, inputs=later, carried_to=ratios.to_month)


def _wages(hired_labour_idr: float | None, ratios: Ratios) -> float | None:
    """Return the wages that move by themselves: without their own series they move with the other costs."""
    return hired_labour_idr if isinstance(ratios.wage, Ratio) else None


def _carried_part(part: Part, ratios: Ratios) -> dict[str, Any]:
    moved = part.moved if isinstance(part.moved, Ratio) else None
    return {
        "part": part.name,
        "series": None if moved is None or part.series is None else part.series.value,
        "factor": None if moved is None else moved.factor,
        "from_month": ratios.survey_month.isoformat(),
        "to_month": ratios.to_month.isoformat(),
    }


_ITEM = ("name", "cost_group", "behaviour", "payment", "unit")
_PRINTED = (
    "dry_rubber_content",
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


def documented_inputs(
    survey: Any, households: int, inputs: FloorInputs | None, grounds: Grounds, aggregator: Aggregator
) -> dict[str, Any]:
    """Return everything a floor is computed from, as it is stored with the floor and hashed."""
    named = {
        name: getattr(survey, name)
        for name in ("external_id", "title", "source", "provenance", "population", "sampling")
    }
    return {
        "survey": named | {"households": households},
        "household_year": None if inputs is None else _jsonable(vars(inputs)),
        "parameters": grounds.documented["parameters"],
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
