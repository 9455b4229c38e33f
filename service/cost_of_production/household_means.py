"""What households of a survey stated on average, as far as it may be told: the figures that a study would print."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection

from service.cost_of_production.surveyed import Households, newest_cell, why_none
from service.cost_of_production.told import CONCEPT_PARTS, items_are_told
from service.cost_surveys.household_years import HouseholdYears, read_years
from service.economics.cost_lines_told import are_few
from service.economics.survey_means import enough_state_it, per_kg_mean
from service.economics.units import round_half_up
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import CellsByPart, released_cells

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

_PER_HOUSEHOLD = ("production_kg", "household_consumption_idr", "household_size", "other_income_idr")
_PER_KG = ("price_idr_per_kg", "dry_rubber_content")
_COSTS = ("fixed_idr", "variable_idr")
TOTAL_COST = "total_cost_idr"


def household_means(connection: Connection, survey_ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return by survey the yearly means of its households by their names in `cost_survey`, and how they may be read.

    `reason` says why nothing may be told; `warnings` which figures not all state (`<figure>_not_stated_by_all`) or are
    kept back (`<figure>_suppressed`), and that some households wait for others (`households_left_out`). Prices and
    rubber contents are means over the kilograms.
    """
    if not survey_ids:
        return {}
    years = read_years(connection, (*_PER_HOUSEHOLD, *_PER_KG, *_COSTS, *CONCEPT_PARTS.values()), sorted(survey_ids))
    released = released_cells(connection, survey_ids)
    return {survey_id: _told(years.of_survey(survey_id), released.get(survey_id, {})) for survey_id in survey_ids}


def _told(years: HouseholdYears, released: CellsByPart) -> Mapping[str, Any]:
    import numpy as np

    households = Households(years.household_id, {})
    cell = newest_cell(households, released)
    if cell is None:
        return {"reason": why_none(households, released), "warnings": []}
    kept = years.rows(np.isin(years.household_id, cell.ids()))
    shown = frozenset(each for cells in released.values() for each in cells)
    warnings = ["households_left_out"] if len(kept) < len(years) else []
    means: dict[str, Any] = {}
    total_is_told = items_are_told({name: kept.column(name) for name in (*_COSTS, *CONCEPT_PARTS.values())})
    for name, figures in _figures(kept):
        mark = "suppressed" if name == TOTAL_COST and not total_is_told else _mark(kept, figures, shown)
        warnings += [f"{name}_{mark}"] if mark else []
        means[name] = None if mark == "suppressed" else _mean(kept, name, figures)
    return means | {"villages": _villages(kept), "reason": None, "warnings": warnings}


def _figures(kept: HouseholdYears) -> Iterator[tuple[str, Floats]]:
    for name in (*_PER_HOUSEHOLD, *_PER_KG):
        yield name, kept.column(name)
    fixed, variable = map(kept.column, _COSTS)
    yield TOTAL_COST, fixed + variable


def _mark(kept: HouseholdYears, figures: Floats, shown: frozenset[Cell]) -> str | None:
    """Return what is to be said of a figure that some of the households do not state, or but 1 to 4 have any of."""
    import numpy as np

    stated = np.isfinite(figures)
    if are_few(figures):
        return "suppressed"
    if stated.all() or not stated.any():
        return None
    if Cell.of(kept.household_id[stated]) not in shown:
        return "suppressed"
    return "not_stated_by_all" if enough_state_it(int(stated.sum()), len(kept)) else None


def _mean(kept: HouseholdYears, name: str, figures: Floats) -> float | None:
    import numpy as np

    stated = np.isfinite(figures)
    if not enough_state_it(int(stated.sum()), len(kept)):
        return None
    if name in _PER_KG:
        mean = per_kg_mean(figures, kept.weight * kept.column("production_kg"))
    else:
        mean = float(np.average(figures[stated], weights=kept.weight[stated]))
    digits = 5 if name == "dry_rubber_content" else 2
    return None if mean is None else round_half_up(mean, digits)


def _villages(kept: HouseholdYears) -> int | None:
    """Return in how many villages the households live, where all say in which."""
    import numpy as np

    return len(np.unique(kept.village)) if (kept.village > 0).all() else None
