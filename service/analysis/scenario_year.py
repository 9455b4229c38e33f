"""A stored floor's year in the form in which a scenario changes it. Pure.

The same changes are made to a study's means and to the households of a survey: an amount is a number, or a column with
a number per household. Only how a floor comes of the year differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from service.analysis.cost_lines import CostLine, counted_lines, share_of_weight_cut, shared_groups, total_by_concept
from service.economics.minimum_price import Floor, FloorInputs, FloorParameters, NotComputable, compute_floor
from service.minimum_prices.explanation import stored_inputs
from service.vocabulary import Basis, CostGroup, TimeUnit

# A number, or a numpy column of one per household, NaN where it is not stated; None: not known.
Amount: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class ScenarioYear:
    """What one method's floor is computed from, with its costs line by line; kilograms, Rp and persons per year.

    `weight_cut_share` is the part of `revenue_share` that is the buyer's weight cut. `months_tapped` is None where the
    figures are not those of a month, and `months_assumed` says that they were not all stated; `price_idr_per_kg` is the
    survey's own. `compute` makes a floor of the year.
    """

    method: str
    parameters: FloorParameters
    compute: Callable[[ScenarioYear], Floor | NotComputable]
    lines: tuple[CostLine, ...]
    production_kg: Amount
    revenue_share: Amount = 0.0
    household_consumption_idr: Amount = None
    household_size: Amount = None
    other_income_idr: Amount = None
    marks: tuple[str, ...] = ()
    share_groups: frozenset[CostGroup] = frozenset()
    weight_cut_share: Amount = 0.0
    months_tapped: Amount = None
    months_assumed: bool = False
    price_idr_per_kg: Amount = None
    basis: str = Basis.AS_SOLD
    together: frozenset[CostGroup] = frozenset()

    def floor(self) -> Floor | NotComputable:
        """Compute the method's floor from the year as it is."""
        return self.compute(self)

    def scaled(self, wanted: Callable[[CostLine], bool], times: Amount) -> ScenarioYear:
        """Return the year with some of its costs multiplied."""
        lines = (replace(one, amount_idr=one.amount_idr * times) if wanted(one) else one for one in self.lines)
        return replace(self, lines=tuple(lines))

    def with_parameters(self, **changes: Any) -> ScenarioYear:
        """Return the year with other parameters."""
        return replace(self, parameters=replace(self.parameters, **changes))


def scenario_year(method: str, stored: Mapping[str, Any], basis: str) -> ScenarioYear:
    """Return the year of a stored floor from its `inputs`."""
    inputs, parameters = stored_inputs(dict(stored))
    survey = stored["survey"]
    monthly = survey.get("time_unit") == TimeUnit.MONTH and survey.get("months_tapped")
    return ScenarioYear(
        method=method,
        parameters=parameters,
        compute=_floor_of_means,
        lines=counted_lines(stored, method),
        production_kg=inputs.production_kg,
        revenue_share=inputs.revenue_share,
        household_consumption_idr=inputs.household_consumption_idr,
        household_size=inputs.household_size,
        other_income_idr=inputs.other_income_idr,
        marks=inputs.marks,
        share_groups=shared_groups(stored),
        weight_cut_share=share_of_weight_cut(stored),
        months_tapped=survey["months_tapped"] if monthly else None,
        price_idr_per_kg=survey.get("price_idr_per_kg"),
        basis=basis,
    )


def _floor_of_means(year: ScenarioYear) -> Floor | NotComputable:
    inputs = FloorInputs(
        production_kg=year.production_kg,
        cost_idr_by_concept=total_by_concept(year.lines),
        revenue_share=year.revenue_share,
        household_consumption_idr=year.household_consumption_idr,
        household_size=year.household_size,
        other_income_idr=year.other_income_idr,
        marks=year.marks,
    )
    return compute_floor(year.method, inputs, year.parameters)
