"""A stored floor's year in the form in which a scenario changes it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.analysis.cost_lines import CostLine, counted_lines, groups_with_shares, total_by_concept
from service.economics.minimum_price import Floor, FloorInputs, FloorParameters, NotComputable, compute_floor
from service.minimum_prices.explanation import stored_inputs
from service.vocabulary import Basis, CostGroup, TimeUnit


@dataclass(frozen=True, slots=True)
class ScenarioYear:
    """What one method's floor is computed from, with its costs line by line.

    `months_tapped` is None where the survey's figures are not those of a month; `price_idr_per_kg` is the survey's own.
    """

    method: str
    inputs: FloorInputs
    parameters: FloorParameters
    lines: tuple[CostLine, ...]
    share_groups: frozenset[CostGroup] = frozenset()
    months_tapped: float | None = None
    price_idr_per_kg: float | None = None
    basis: str = Basis.AS_SOLD

    def floor(self) -> Floor | NotComputable:
        """Compute the method's floor from the lines as they are."""
        costs = total_by_concept(self.lines)
        return compute_floor(self.method, replace(self.inputs, cost_idr_by_concept=costs), self.parameters)

    def scaled(self, wanted: Callable[[CostLine], bool], times: float) -> ScenarioYear:
        """Return the year with some of its costs multiplied."""
        lines = (replace(one, amount_idr=one.amount_idr * times) if wanted(one) else one for one in self.lines)
        return replace(self, lines=tuple(lines))

    def with_inputs(self, **changes: Any) -> ScenarioYear:
        """Return the year with other inputs."""
        return replace(self, inputs=replace(self.inputs, **changes))

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
        inputs=inputs,
        parameters=parameters,
        lines=counted_lines(stored, method),
        share_groups=groups_with_shares(stored),
        months_tapped=survey["months_tapped"] if monthly else None,
        price_idr_per_kg=survey.get("price_idr_per_kg"),
        basis=basis,
    )
