"""The year of a survey's households in the form in which a scenario changes it: a column per figure. Pure.

Each household's own figures are changed, and the survey's means, or the mean of the households' own floors, are taken
as they were for the stored floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from service.analysis.cost_lines import CostLine, narrowest_concept
from service.analysis.scenario_year import ScenarioYear
from service.economics.bootstrap import ReplicateDesign
from service.economics.cost_lines_told import told_together
from service.economics.floor_columns import MEANS
from service.economics.household_year import INFERRED_MONTHS_TAPPED
from service.economics.minimum_price import CostConcept, Floor, FloorParameters, NotComputable, not_computable
from service.economics.survey_means import FEWEST_HOUSEHOLDS, SurveySample, floors_with_intervals, own_floors
from service.minimum_prices.disclosure import FEW, TOO_CLOSE
from service.vocabulary import Aggregator, CostBehaviour, CostGroup, CostPayment, CostUnit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

COLUMN_OF_CONCEPT: Mapping[CostConcept, str] = {
    CostConcept.CASH: "cash_idr",
    CostConcept.PAID_COST: "depreciation_idr",
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: "family_labour_idr",
}
"""By concept the figure that it adds to those it holds; own land and own capital count in no method."""

# A scenario has no interval, so one replicate is drawn.
_NO_INTERVAL = ReplicateDesign(seed=0, replicates=1)
_LOOKED_AT_BY_SOME = {"family_labour_idr": ("cost-plus",), "own_resources_idr": ()}


class CostKind(NamedTuple):
    """What tells one column of costs from another."""

    group: CostGroup
    behaviour: CostBehaviour
    payment: CostPayment
    unit: CostUnit


@dataclass(frozen=True, slots=True)
class StoredCosts:
    """What scenarios ask of each household beside the figures of floors, in the same order; NaN where not stated.

    `costs` are 0 for a household that has none of the kind. `deduction` is the weight cut as stated, however it was
    booked; `months_inferred` says for whom twelve months had to be assumed.
    """

    costs: Mapping[CostKind, Floats]
    months_tapped: Floats
    price_idr_per_kg: Floats
    deduction: Floats
    months_inferred: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SurveyedFloor:
    """What a stored floor was computed from: the households' figures by MEANS, the rule, and by how much costs moved.

    `factors` are those of the columns of cost, where the floor was carried forward.
    """

    method: str
    sample: SurveySample
    parameters: FloorParameters
    aggregator: str
    factors: Mapping[str, float]
    basis: str


def cost_columns(costs: Sequence[Sequence[Sequence[Any]]]) -> Mapping[CostKind, Floats]:
    """Return costs as columns, from those of each household: group, behaviour, payment, unit and amount."""
    import numpy as np

    columns = defaultdict[tuple[str, ...], Any](lambda: np.zeros(len(costs)))
    for household, lines in enumerate(costs):
        for *kind, amount in lines:
            columns[tuple(kind)][household] += amount
    return {
        CostKind(CostGroup(group), CostBehaviour(behaviour), CostPayment(payment), CostUnit(unit)): column
        for (group, behaviour, payment, unit), column in columns.items()
    }


def surveyed_year(floor: SurveyedFloor, stored: StoredCosts) -> ScenarioYear:
    """Return the year of a survey's households; its floor is the stored one.

    Months that a household did not state are twelve, marked once they are changed. The price is known if all state it.
    A change that moves the figures of one to four households gives no floor: the difference would tell of them.
    """
    import numpy as np

    figures = dict(zip(MEANS, floor.sample.figures.T, strict=True))
    rupiah, shares = (_of_unit(stored.costs, unit) for unit in (CostUnit.RUPIAH, CostUnit.REVENUE_SHARE))
    months, price = stored.months_tapped, stored.price_idr_per_kg
    year = ScenarioYear(
        method=floor.method,
        parameters=floor.parameters,
        compute=partial(_floor_of_households, floor, floor.sample.figures),
        lines=tuple(_lines(rupiah, floor.factors)),
        production_kg=figures["production_kg"],
        revenue_share=_share_of_revenue(figures["production_kg"], figures["sold_kg"]),
        household_consumption_idr=figures["household_consumption_idr"],
        household_size=figures["household_size"],
        other_income_idr=figures["other_income_idr"],
        marks=floor.sample.marks,
        share_groups=frozenset({kind.group for kind in shares} - {kind.group for kind in rupiah}),
        weight_cut_share=sum(column for kind, column in shares.items() if kind.group is CostGroup.WEIGHT_CUT),
        months_tapped=np.where(np.isnan(months), INFERRED_MONTHS_TAPPED, months),
        months_assumed=bool(np.isnan(months).any()),
        price_idr_per_kg=price if np.isfinite(price).all() else None,
        basis=floor.basis,
        together=frozenset(told_together(_by_group(rupiah, np.isfinite(figures["cash_idr"])))),
    )
    return replace(year, compute=partial(_floor_of_households, floor, _figures(year, floor)))


def _of_unit(costs: Mapping[CostKind, Floats], unit: CostUnit) -> Mapping[CostKind, Floats]:
    return {kind: column for kind, column in costs.items() if kind.unit is unit}


def _lines(rupiah: Mapping[CostKind, Floats], factors: Mapping[str, float]) -> Iterator[CostLine]:
    for kind, column in rupiah.items():
        concept = narrowest_concept(kind.payment, kind.group)
        if concept in COLUMN_OF_CONCEPT:
            amounts = column * factors.get(COLUMN_OF_CONCEPT[concept], 1.0)
            yield CostLine(concept, amounts, kind.group, kind.behaviour)


def _by_group(rupiah: Mapping[CostKind, Floats], stated: NDArray[np.bool_]) -> Mapping[CostGroup, Floats]:
    """Return what households spend on each group, paid or not, of those whose costs count."""
    import numpy as np

    groups = dict.fromkeys(CostGroup, np.zeros(len(stated)))
    for kind, column in rupiah.items():
        groups[kind.group] = groups[kind.group] + np.where(stated, column, 0.0)
    return groups


def _share_of_revenue(produced_kg: Floats, sold_kg: Floats) -> Floats:
    import numpy as np

    return 1 - np.divide(sold_kg, produced_kg, out=np.ones_like(sold_kg), where=produced_kg > 0)


def _floor_of_households(floor: SurveyedFloor, before: Floats, year: ScenarioYear) -> Floor | NotComputable:
    figures = _figures(year, floor)
    if 0 < _moved(floor.method, before, figures) < FEWEST_HOUSEHOLDS:
        return not_computable(floor.method, FEW)
    sample = replace(floor.sample, figures=figures, marks=year.marks)
    if floor.aggregator == Aggregator.MEAN_OF_RATIOS and _too_close(floor, sample, year.parameters):
        return not_computable(floor.method, TOO_CLOSE)
    found = floors_with_intervals(sample, year.parameters, _NO_INTERVAL, floor.aggregator)
    return next(each for each, _ in found if each.method == floor.method)


def _too_close(floor: SurveyedFloor, after: SurveySample, parameters: FloorParameters) -> bool:
    """Say whether those with a floor of their own are others after a change, by 1 to 4 from before or from all."""
    has, had = (
        own_floors(sample, given)[floor.method]
        for sample, given in ((after, parameters), (floor.sample, floor.parameters))
    )
    if (has == had).all() or not has.any():
        return False
    return any(0 < (has != told).sum() < FEWEST_HOUSEHOLDS for told in (had, after.weights > 0))


def _moved(method: str, before: Floats, after: Floats) -> int:
    """Return of how many households a figure that the method looks at has moved."""
    import numpy as np

    looked_at = [name not in _LOOKED_AT_BY_SOME or method in _LOOKED_AT_BY_SOME[name] for name in MEANS]
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    return int((~same[:, looked_at]).any(axis=1).sum())


def _figures(year: ScenarioYear, floor: SurveyedFloor) -> Floats:
    """Return the year as households by MEANS; a cost that a household did not state stays so."""
    import numpy as np

    stated = dict(zip(MEANS, floor.sample.figures.T, strict=True))
    figures = stated | {
        "production_kg": year.production_kg,
        "sold_kg": year.production_kg * (1 - year.revenue_share),
        "household_consumption_idr": year.household_consumption_idr,
        "household_size": year.household_size,
        "other_income_idr": year.other_income_idr,
    }
    for concept, name in COLUMN_OF_CONCEPT.items():
        cost = sum(line.amount_idr for line in year.lines if line.concept is concept)
        figures[name] = np.where(np.isnan(stated[name]), np.nan, cost)
    households = len(floor.sample.weights)
    return np.column_stack([np.broadcast_to(np.asarray(figures[name], np.float64), households) for name in MEANS])
