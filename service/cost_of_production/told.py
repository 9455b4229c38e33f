"""Which costs of the same households may be told beside each other: by concept, item group and behaviour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from service.cost_of_production.costs import TOGETHER, CostMeans
from service.economics.cost_lines_told import are_few, told_together, told_totals
from service.economics.minimum_price import CostConcept
from service.minimum_prices.disclosure import FEW, TOO_CLOSE
from service.vocabulary import CostBehaviour, CostGroup

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Part = TypeVar("Part")
Name = TypeVar("Name", bound=str)

CONCEPT_PARTS: Mapping[CostConcept, str] = {
    CostConcept.CASH: "cash_idr",
    CostConcept.PAID_COST: "depreciation_idr",
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: "family_labour_idr",
    CostConcept.COMPREHENSIVE: "own_resources_idr",
}
"""By concept the figure that it adds to those before it."""
ITEMS = "items"
"""The sum of all items: of the groups, and of fixed and variable costs."""

# Floors stand on paid cost, so it comes first; what is paid in cash is told where it does not give a part away.
_FIRST = (CostConcept.PAID_COST, ITEMS, CostConcept.PAID_COST_AND_FAMILY_LABOUR, CostConcept.CASH)


@dataclass(frozen=True, slots=True)
class ToldCosts:
    """The groups that are told together only, and why a concept, group or behaviour is not told by itself."""

    together: tuple[CostGroup, ...] = ()
    kept_back: Mapping[str, str] = field(default_factory=dict)

    def of(self, costs: Mapping[Name, float]) -> dict[Name, float]:
        """Return those of the costs that are told."""
        return {name: cost for name, cost in costs.items() if name not in self.kept_back}

    def sum_together(self, by_group: Mapping[CostGroup, float]) -> float | None:
        """Return the sum of the groups that are told together, None where there are none or it tells of few."""
        if not self.together or TOGETHER in self.kept_back:
            return None
        return sum(by_group.get(group, 0.0) for group in self.together)


def told_costs(columns: Mapping[str, Floats], known: Collection[str]) -> ToldCosts:
    """Decide what is told of households; `known` are the concepts their survey has, and ITEMS if it has these.

    No figure, and no sum less the parts told of it, is one that only 1 to 4 households have anything of. Where groups
    are told together, fixed and variable cost are not told: with the other groups they would take that sum apart.
    """
    sums = {name: column for name, column in _sums(columns).items() if name in known}
    kept_back = _kept_back(sums, told_totals(sums))
    if ITEMS not in sums:
        return ToldCosts(kept_back=kept_back)
    if ITEMS in kept_back:
        items = (*CostGroup, TOGETHER, *CostBehaviour)
        return ToldCosts(kept_back=kept_back | dict.fromkeys(items, kept_back[ITEMS]))
    groups = {group: columns[f"{group}_idr"] for group in CostGroup}
    together = told_together(groups)
    kept_back |= _kept_back(groups, groups.keys() - set(together))
    if together and are_few(_added({group: groups[group] for group in together}.values())):
        kept_back[TOGETHER] = FEW
    behaviours = {kind: columns[f"{kind}_idr"] for kind in CostBehaviour}
    beside = told_totals({ITEMS: sums[ITEMS], **behaviours})
    return ToldCosts(tuple(together), kept_back | _kept_back(behaviours, () if together else beside))


def alike(of_parts: Mapping[Part, CostMeans], rest: ToldCosts) -> dict[Part, CostMeans]:
    """Return parts of a survey with the same concepts told of each: what one lacks, the whole less the others has."""
    every: list[Mapping[str, str]] = [*(means.kept_back for means in of_parts.values()), rest.kept_back]
    hidden = {concept for concept in CONCEPT_PARTS if any(concept in kept_back for kept_back in every)}
    return {name: _without(means, hidden) for name, means in of_parts.items()}


def _without(means: CostMeans, hidden: Collection[CostConcept]) -> CostMeans:
    by_concept = {concept: cost for concept, cost in means.by_concept.items() if concept not in hidden}
    too_close: dict[str, str] = dict.fromkeys(means.by_concept.keys() & hidden, TOO_CLOSE)
    return replace(means, by_concept=by_concept, kept_back={**too_close, **means.kept_back})


def items_are_told(columns: Mapping[str, Floats]) -> bool:
    """Say whether the sum of all items may be told beside the concepts."""
    return ITEMS in told_totals(_sums(columns))


def weight_cut_is_told(columns: Mapping[str, Floats], told: ToldCosts) -> bool:
    """Say whether costs may be told without the buyer's weight cut beside those with it."""
    few = are_few(columns["weight_cut_idr"]) or are_few(columns["weight_cut_share"])
    return not few and CostGroup.WEIGHT_CUT not in told.kept_back


def _sums(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the sums that are told of households, those first that go before others."""
    parts = [columns[part] for part in CONCEPT_PARTS.values()]
    sums: dict[str, Floats] = {concept: _added(parts[: count + 1]) for count, concept in enumerate(CONCEPT_PARTS)}
    sums[ITEMS] = _added([columns[kind_idr] for kind_idr in ("fixed_idr", "variable_idr")])
    return {name: sums[name] for name in (*_FIRST, CostConcept.COMPREHENSIVE)}


def _added(columns: Iterable[Floats]) -> Floats:
    import numpy as np

    added: Floats = np.sum([np.nan_to_num(column) for column in columns], axis=0)
    return added


def _kept_back(of: Mapping[Name, Floats], told: Collection[str]) -> dict[str, str]:
    return {name: FEW if are_few(column) else TOO_CLOSE for name, column in of.items() if name not in told}
