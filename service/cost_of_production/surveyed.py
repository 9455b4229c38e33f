"""Households of a survey as the costs they tell of, as far as these may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from service.cost_of_production.costs import CostMeans, SurveyCosts
from service.cost_of_production.told import CONCEPT_PARTS, ITEMS, alike, told_costs, weight_cut_is_told
from service.cost_surveys.household_years import TENURES
from service.economics.floor_columns import MEANS
from service.economics.survey_means import (
    FEWEST_HOUSEHOLDS,
    SurveyMeans,
    SurveySample,
    enough_state_it,
    floor_inputs_of,
    per_kg_mean,
    survey_means,
)
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import FEW, TOO_CLOSE, WHOLE, CellsByPart
from service.vocabulary import CostBehaviour, CostGroup, DeductionTreatment, Tenure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Truths: TypeAlias = NDArray[np.bool_]

ITEMISED = ("fixed_idr", "variable_idr", *(f"{group}_idr" for group in CostGroup))
STATED_BY_ALL = ("weight", "production_kg", "revenue_share", "weight_cut_share", "months_inferred")
FIGURES = (*STATED_BY_ALL, *CONCEPT_PARTS.values(), *ITEMISED, "deduction", "dry_rubber_content", "tenure")
"""The columns of `household_year` that are read; a tenure is its place in `TENURES`."""


@dataclass(frozen=True, slots=True, eq=False)
class Households:
    """A survey's households in the order of their ids: a column per name of FIGURES, NaN where not stated."""

    ids: NDArray[np.int64]
    columns: Mapping[str, Floats]

    def where(self, kept: Truths) -> Households:
        """Return some of the households."""
        return Households(self.ids[kept], {name: column[kept] for name, column in self.columns.items()})

    def cell(self) -> Cell:
        """Return which households these are."""
        return Cell.of(self.ids)


def surveyed_costs(households: Households, released: CellsByPart, marks: Sequence[str] = ()) -> SurveyCosts:
    """Return the costs of a survey's households and of each tenure, from cells that may be shown and no others.

    The survey's cell is the newest on record whose households are all still there; what was never put on record with a
    computation of floors is not shown.
    """
    import numpy as np

    newest = newest_cell(households, released)
    if newest is None:
        return dict.fromkeys((None, *Tenure), CostMeans(reason=why_none(households, released)))
    left_out = ("households_left_out",) if len(newest) < len(households.ids) else ()
    whole = households.where(np.isin(households.ids, newest.ids()))
    shown = frozenset(cell for cells in released.values() for cell in cells)
    known: dict[Tenure | None, CostMeans] = {None: _costs(whole, shown, (*marks, *left_out))}
    return known | _costs_by_tenure(whole, shown, (*marks, *left_out))


def newest_cell(households: Households, released: CellsByPart) -> Cell | None:
    """Return the newest cell of the survey on record whose households are all still there."""
    return next((cell for cell in reversed(released.get(WHOLE, ())) if cell.within(households.ids)), None)


def why_none(households: Households, released: CellsByPart) -> str:
    """Return why nothing of a survey may be told, where it has no such cell."""
    if len(households.ids) < FEWEST_HOUSEHOLDS:
        return FEW
    return TOO_CLOSE if released else "not_computed_yet"


def _costs_by_tenure(
    households: Households, shown: frozenset[Cell], marks: Sequence[str]
) -> dict[Tenure | None, CostMeans]:
    import numpy as np

    places = households.columns["tenure"]
    known: dict[Tenure | None, CostMeans] = {
        tenure: _tenure_costs(households.where(places == place), shown, marks) for place, tenure in enumerate(TENURES)
    }
    told = [place for place, tenure in enumerate(TENURES) if known[tenure].reason is None]
    rest = households.where(~np.isin(places, told))
    return alike(known, told_costs(rest.columns, CONCEPT_PARTS))


def _tenure_costs(households: Households, shown: frozenset[Cell], marks: Sequence[str]) -> CostMeans:
    if households.cell() in shown:
        return _costs(households, shown, marks)
    return CostMeans(reason=FEW if len(households.ids) < FEWEST_HOUSEHOLDS else TOO_CLOSE)


def _costs(households: Households, shown: frozenset[Cell], marks: Sequence[str]) -> CostMeans:
    hidden = frozenset(_hidden(households, shown))
    means = survey_means(_sample(households, hidden))
    if means.reason is not None:
        return CostMeans(reason=means.reason)
    inputs = floor_inputs_of(means)
    # Items are known together with what was paid, and of the same households.
    items = {} if means["cash_idr"] is None else _items(households)
    told = told_costs(households.columns, {*inputs.cost_idr_by_concept, *([ITEMS] if items else [])})
    by_group = {group: items[f"{group}_idr"] for group in CostGroup if items.get(f"{group}_idr")}
    cut_is_told = weight_cut_is_told(households.columns, told)
    return CostMeans(
        households=means.households,
        production_kg=inputs.production_kg,
        revenue_share=inputs.revenue_share,
        dry_rubber_content=None if "dry_rubber_content" in hidden else _dry_rubber_content(households),
        by_concept=told.of(inputs.cost_idr_by_concept),
        by_group=told.of(by_group),
        by_behaviour=told.of({kind: items[f"{kind}_idr"] for kind in CostBehaviour if f"{kind}_idr" in items}),
        together=told.together,
        together_idr=told.sum_together(by_group),
        kept_back=told.kept_back,
        weight_cut_idr=by_group.get(CostGroup.WEIGHT_CUT, 0.0) if cut_is_told else 0.0,
        weight_cut_share=(_per_kg(households, "weight_cut_share") or 0.0) if cut_is_told else 0.0,
        deduction_treated_as=_treatment(households),
        warnings=tuple(dict.fromkeys((*marks, *_marks(households, hidden, means)))),
    )


def _hidden(households: Households, shown: frozenset[Cell]) -> Iterator[str]:
    """Name the figures that some do not state, if those who do are no cell that may be shown."""
    import numpy as np

    for name in (*CONCEPT_PARTS.values(), "dry_rubber_content"):
        stated = np.isfinite(households.columns[name])
        if not stated.all() and Cell.of(households.ids[stated]) not in shown:
            yield name


def _sample(households: Households, hidden: frozenset[str]) -> SurveySample:
    """Return the figures in the form in which the floors' means are taken; what costs do not need is left empty."""
    import numpy as np

    columns = households.columns
    known = {name: columns[name] for name in ("production_kg", *CONCEPT_PARTS.values()) if name not in hidden}
    known["sold_kg"] = columns["production_kg"] * (1 - columns["revenue_share"])
    nothing = np.full(len(households.ids), np.nan)
    return SurveySample(np.column_stack([known.get(name, nothing) for name in MEANS]), columns["weight"])


def _items(households: Households) -> dict[str, float]:
    import numpy as np

    stated = np.isfinite(households.columns["cash_idr"])
    weights = households.columns["weight"][stated]
    means = {name: float(np.average(households.columns[name][stated], weights=weights)) for name in ITEMISED}
    return {name: mean for name, mean in means.items() if np.isfinite(mean)}


def _dry_rubber_content(households: Households) -> float | None:
    import numpy as np

    stated = int(np.isfinite(households.columns["dry_rubber_content"]).sum())
    return _per_kg(households, "dry_rubber_content") if enough_state_it(stated, len(households.ids)) else None


def _per_kg(households: Households, name: str) -> float | None:
    columns = households.columns
    return per_kg_mean(columns[name], columns["weight"] * columns["production_kg"])


def _treatment(households: Households) -> DeductionTreatment:
    """Return how the weight cut was booked: as a cost if anybody books it so, for then it is among the costs."""
    columns = households.columns
    if (columns["weight_cut_share"] > 0).any() or (columns["weight_cut_idr"] > 0).any():
        return DeductionTreatment.COST
    return DeductionTreatment.PRICE if (columns["deduction"] > 0).any() else DeductionTreatment.UNKNOWN


def _marks(households: Households, hidden: frozenset[str], means: SurveyMeans) -> Iterator[str]:
    import numpy as np

    if households.columns["months_inferred"].any():
        yield "months_tapped_assumed"
    yield from means.marks
    for name in sorted(hidden):
        if np.isfinite(households.columns[name]).any():
            yield f"{name}_suppressed"
