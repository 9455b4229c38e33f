"""The floors of a survey of household rows, as far as they may be told beside what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from service.cost_surveys.household_years import HouseholdYears, digest_of_years
from service.economics.carry_forward import Ratios, carried_floors, carried_means, carried_parameters
from service.economics.floor_columns import MEANS
from service.economics.minimum_price import (
    FLOOR_METHODS,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    not_computable,
)
from service.economics.survey_means import (
    SurveySample,
    enough_state_it,
    floor_inputs_of,
    floors_with_intervals,
    per_kg_mean,
)
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import AskedHouseholds, CellsByPart, SurveyCell, every_cell, survey_cell
from service.minimum_prices.grounds import Grounds
from service.minimum_prices.own_floor_cells import OwnFloorCells, own_floor_cells
from service.minimum_prices.survey_floors import ComputedFloor, SurveyFloors, documented_inputs
from service.vocabulary import Aggregator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What is told of the households of a survey, and what decides who may be told apart: the columns floors are read by.
SHOWN = (*MEANS, "dry_rubber_content")
READ = (*SHOWN, "tenure", "months_inferred")


def of_households(survey: Any, years: HouseholdYears, grounds: Grounds, released: CellsByPart) -> SurveyFloors:
    """Return the floors of a survey of household rows; `years` has the columns `READ`, `released` what was shown."""
    shown = _shown(years)
    cell = survey_cell(AskedHouseholds(years.household_id, _stated(shown), SHOWN, years.column("tenure")), released)
    if cell.reason is not None:
        return _suppressed(survey, years, grounds, cell.reason)
    kept = years if cell.kept.all() else years.rows(cell.kept)
    sample = _sample(survey, kept, cell)
    means = sample.means
    inputs = None if means.reason is not None else floor_inputs_of(means)
    documented = documented_inputs(survey, len(kept), inputs, grounds, grounds.aggregator)
    documented["survey"]["dry_rubber_content"] = _rubber_content(kept, cell)
    documented |= {
        "households_digest": digest_of_years(kept),
        "stated_by": dict(means.stated_by),
        "design": {"seed": grounds.design.seed, "replicates": grounds.design.replicates},
    }
    own = _own_floor_cells(sample, kept, grounds, every_cell(cell, released))
    return SurveyFloors(
        survey,
        grounds,
        grounds.aggregator,
        len(kept),
        documented,
        compute=cache(lambda: [own.told(floor) for floor in _floors(sample, grounds.parameters, grounds)]),
        carry=lambda ratios: [own.told(floor) for floor in _carried(sample, inputs, ratios, grounds)],
        inputs=inputs,
        cells={**cell.cells, **own.new},
    )


def _own_floor_cells(
    sample: SurveySample, kept: HouseholdYears, grounds: Grounds, shown: Sequence[Cell]
) -> OwnFloorCells:
    """Return which cells a mean of the households' own floors may speak of, now and where it is carried forward."""
    if grounds.aggregator is not Aggregator.MEAN_OF_RATIOS:
        return OwnFloorCells()
    samples = [(sample, grounds.parameters)]
    if grounds.ratios is not None:
        later = carried_sample(sample, grounds.ratios), carried_parameters(grounds.parameters, grounds.ratios)
        samples.append(later)
    return own_floor_cells(samples, kept.household_id, shown)


def _shown(years: HouseholdYears) -> NDArray[np.float64]:
    figures: NDArray[np.float64] = years.figures[:, : len(SHOWN)]
    return figures


def _stated(figures: NDArray[np.float64]) -> NDArray[np.bool_]:
    import numpy as np

    stated: NDArray[np.bool_] = ~np.isnan(figures)
    return stated


def _sample(survey: Any, kept: HouseholdYears, cell: SurveyCell) -> SurveySample:
    import numpy as np

    told = np.where(cell.known[:, None], _shown(kept).T, np.nan)[: len(MEANS)].T
    inferred = ["months_tapped"] if kept.column("months_inferred").any() else []
    marks = (*cell.marks, *(f"{name}_assumed" for name in (*survey.assumed, *inferred)))
    return SurveySample(told, kept.weight, kept.village, marks)


def _rubber_content(kept: HouseholdYears, cell: SurveyCell) -> float | None:
    """Return the rubber content of what the households produce, where enough of them state it and it may be told."""
    content = kept.column("dry_rubber_content")
    is_known = cell.known[SHOWN.index("dry_rubber_content")]
    if not is_known or not enough_state_it(int(_stated(content).sum()), len(kept)):
        return None
    return per_kg_mean(content, kept.weight * kept.column("production_kg"))


def _floors(sample: SurveySample, parameters: FloorParameters, grounds: Grounds) -> list[ComputedFloor]:
    found = floors_with_intervals(sample, parameters, grounds.design, grounds.aggregator)
    return [ComputedFloor(floor, around) for floor, around in found]


def _carried(sample: SurveySample, inputs: FloorInputs | None, ratios: Ratios, grounds: Grounds) -> list[ComputedFloor]:
    later = _floors(carried_sample(sample, ratios), carried_parameters(grounds.parameters, ratios), grounds)
    # Only the floors of the means know which series a floor lacks.
    told = [] if inputs is None else carried_floors(inputs, grounds.parameters, ratios)
    return [replace(floor, result=_told(floor.result, known)) for floor, known in zip(later, told, strict=True)]


def carried_sample(sample: SurveySample, ratios: Ratios) -> SurveySample:
    """Return the sample in the prices of a later month."""
    import numpy as np

    columns = carried_means(dict(zip(MEANS, sample.figures.T, strict=True)), ratios)
    return replace(sample, figures=np.column_stack([columns[name] for name in MEANS]))


def _told(floor: Floor | NotComputable, known: Floor | NotComputable) -> Floor | NotComputable:
    """Return a floor with the warnings that the carried means have, or the reason why they give none."""
    if isinstance(known, NotComputable) or isinstance(floor, NotComputable):
        return known if isinstance(known, NotComputable) else floor
    return replace(floor, warnings=tuple(dict.fromkeys((*floor.warnings, *known.warnings))))


def _suppressed(survey: Any, years: HouseholdYears, grounds: Grounds, reason: str) -> SurveyFloors:
    """Return floors without a number: what they would be computed from must not be told either."""
    documented = documented_inputs(survey, 0, None, grounds, grounds.aggregator)
    documented |= {"suppressed": reason, "households_digest": digest_of_years(years)}
    none: Sequence[ComputedFloor] = [ComputedFloor(not_computable(slug, reason)) for slug in FLOOR_METHODS]
    return SurveyFloors(survey, grounds, grounds.aggregator, 0, documented, lambda: none, lambda _: none)
