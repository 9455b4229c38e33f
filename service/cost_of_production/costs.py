"""What a survey's costs come to per kilogram, cell by cell (DOMAIN section 3); what cannot be computed says why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from service.economics.minimum_price import CostConcept, cost_of_production
from service.economics.units import round_half_up
from service.vocabulary import CostBehaviour, CostGroup, DeductionTreatment, Tenure


class CostBreakdown(StrEnum):
    """What cost of production is broken down by."""

    CONCEPT = "concept"
    ITEM_GROUP = "item_group"
    TENURE = "tenure"
    BEHAVIOUR = "behaviour"


TOGETHER = "other_groups_together"
"""The line of the item groups that may not be told one by one."""

# A printed total has no tenures.
TENURE_CONCEPTS = tuple(concept for concept in CostConcept if concept is not CostConcept.AS_PRINTED)
CELLS: Mapping[CostBreakdown, Sequence[Mapping[str, str]]] = {
    CostBreakdown.CONCEPT: [{"cost_concept": concept} for concept in CostConcept],
    CostBreakdown.ITEM_GROUP: [{"item_group": group} for group in (*CostGroup, TOGETHER)],
    CostBreakdown.TENURE: [{"tenure": t, "cost_concept": c} for t in Tenure for c in TENURE_CONCEPTS],
    CostBreakdown.BEHAVIOUR: [{"behaviour": behaviour} for behaviour in CostBehaviour],
}
"""The cells of a survey by breakdown, in the order they are listed; every survey has all of them."""

_MISSING_CONCEPT = {
    CostConcept.CASH: "no_cost",
    CostConcept.PAID_COST: "no_depreciation",
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: "no_family_labour_cost",
    CostConcept.COMPREHENSIVE: "no_own_resources",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostMeans:
    """Mean costs per household and year in rupiah, and what is divided by; with a `reason` nothing is told.

    `revenue_share` (0..1) is the sum of costs that are a share of revenue, `weight_cut_share` the part of it that is
    the buyer's weight cut, `weight_cut_idr` a weight cut booked as a cost in rupiah. `kept_back` says by concept, group
    or behaviour why it is not told; `together` are the groups of which only the sum `together_idr` is, if any.
    """

    reason: str | None = None
    households: int = 0
    production_kg: float = 0.0
    revenue_share: float = 0.0
    dry_rubber_content: float | None = None
    by_concept: Mapping[CostConcept, float] = field(default_factory=dict)
    by_group: Mapping[CostGroup, float] = field(default_factory=dict)
    by_behaviour: Mapping[CostBehaviour, float] = field(default_factory=dict)
    together: tuple[CostGroup, ...] = ()
    together_idr: float | None = None
    kept_back: Mapping[str, str] = field(default_factory=dict)
    weight_cut_idr: float = 0.0
    weight_cut_share: float = 0.0
    deduction_treated_as: DeductionTreatment = DeductionTreatment.UNKNOWN
    warnings: tuple[str, ...] = ()


SurveyCosts: TypeAlias = Mapping[Tenure | None, CostMeans]
"""A survey's means: of all its households (None), and of each tenure."""


@dataclass(frozen=True, slots=True)
class _Cost:
    """A cost of a cell in rupiah, what of it is the weight cut, or why it is not known."""

    means: CostMeans
    total_idr: float = 0.0
    weight_cut_idr: float = 0.0
    reason: str | None = None


def cost_cells(costs: SurveyCosts, by: CostBreakdown) -> Iterator[dict[str, Any]]:
    """Return the figures of every cell of a breakdown, in the order of CELLS, rounded for showing.

    Equation: cost / (Q * (1 - s)); per dry kg: the same / KKK. Without the weight cut, where it was booked as a cost:
        (cost - cut) / (Q * (1 - (s - cut's share))), to be compared with prices after the cut
    Units: Rp/kg; percentages 0..100.
    """
    for cell in CELLS[by]:
        together = list(costs[None].together) if cell.get("item_group") == TOGETHER else None
        yield _shown(_COST_OF[by](costs, cell)) | {"groups_together": together or None}


def _of_concept(costs: SurveyCosts, cell: Mapping[str, str]) -> _Cost:
    return _concept(costs[None], CostConcept(cell["cost_concept"]))


def _of_tenure(costs: SurveyCosts, cell: Mapping[str, str]) -> _Cost:
    means = costs.get(Tenure(cell["tenure"]), CostMeans(reason="no_tenure"))
    return _concept(means, CostConcept(cell["cost_concept"]))


def _concept(means: CostMeans, concept: CostConcept) -> _Cost:
    if concept in means.kept_back:
        return _Cost(means, reason=means.kept_back[concept])
    if concept in means.by_concept:
        cut = 0.0 if concept is CostConcept.AS_PRINTED else means.weight_cut_idr
        return _Cost(means, means.by_concept[concept], cut)
    return _Cost(means, reason=_missing(means, concept))


def _missing(means: CostMeans, concept: CostConcept) -> str:
    if CostConcept.AS_PRINTED in means.by_concept:
        return "total_only"
    if concept is CostConcept.AS_PRINTED:
        return "cost_by_items" if means.by_concept else "no_cost"
    # Concepts nest, so the first that is missing names what the survey does not state.
    known = {*means.by_concept, *means.kept_back}
    return next(reason for each, reason in _MISSING_CONCEPT.items() if each not in known)


def _of_group(costs: SurveyCosts, cell: Mapping[str, str]) -> _Cost:
    means = costs[None]
    if cell["item_group"] == TOGETHER:
        return _of_groups_together(means)
    group = CostGroup(cell["item_group"])
    if group in means.kept_back:
        return _Cost(means, reason=means.kept_back[group])
    if group not in means.by_group:
        return _Cost(means, reason=_without_group(means))
    total = means.by_group[group]
    return _Cost(means, total, means.weight_cut_idr if group is CostGroup.WEIGHT_CUT else 0.0)


def _of_groups_together(means: CostMeans) -> _Cost:
    if means.together_idr is not None:
        return _Cost(means, means.together_idr)
    return _Cost(means, reason=means.kept_back.get(TOGETHER, _without_group(means)))


def _without_group(means: CostMeans) -> str:
    return "no_such_cost" if means.by_group or means.together else _without_items(means)


def _of_behaviour(costs: SurveyCosts, cell: Mapping[str, str]) -> _Cost:
    means, behaviour = costs[None], CostBehaviour(cell["behaviour"])
    if behaviour not in means.by_behaviour:
        return _Cost(means, reason=means.kept_back.get(behaviour, _without_items(means)))
    # What the buyer takes off the weight moves with production.
    cut = means.weight_cut_idr if behaviour is CostBehaviour.VARIABLE else 0.0
    return _Cost(means, means.by_behaviour[behaviour], cut)


def _without_items(means: CostMeans) -> str:
    return "total_only" if CostConcept.AS_PRINTED in means.by_concept else "no_cost"


_COST_OF: Mapping[CostBreakdown, Callable[[SurveyCosts, Mapping[str, str]], _Cost]] = {
    CostBreakdown.CONCEPT: _of_concept,
    CostBreakdown.ITEM_GROUP: _of_group,
    CostBreakdown.TENURE: _of_tenure,
    CostBreakdown.BEHAVIOUR: _of_behaviour,
}


def _shown(cost: _Cost) -> dict[str, Any]:
    means, reason = cost.means, cost.means.reason or cost.reason
    if reason is None and means.revenue_share >= 1:
        reason = "revenue_shares_reach_one"
    if reason is not None:
        return _NOTHING | {"reason": reason}
    stated = _per_kg(cost.total_idr, means.production_kg, means.revenue_share)
    without = _without_weight_cut(cost)
    return {
        "cost_idr_per_kg": _rounded(stated),
        "cost_idr_per_dry_kg": _rounded(_dry(stated, means)),
        "cost_without_weight_cut_idr_per_kg": _rounded(without),
        "cost_without_weight_cut_idr_per_dry_kg": _rounded(_dry(without, means)),
        "revenue_share_percent": _rounded(means.revenue_share * 100),
        "dry_rubber_content_percent": _rounded(means.dry_rubber_content and means.dry_rubber_content * 100),
        "deduction_treated_as": means.deduction_treated_as,
        "households": means.households,
        "reason": None,
        "warnings": list(means.warnings),
    }


_NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "cost_idr_per_kg",
        "cost_idr_per_dry_kg",
        "cost_without_weight_cut_idr_per_kg",
        "cost_without_weight_cut_idr_per_dry_kg",
        "revenue_share_percent",
        "dry_rubber_content_percent",
        "deduction_treated_as",
        "households",
    )
) | {"warnings": []}


def _without_weight_cut(cost: _Cost) -> float | None:
    means = cost.means
    booked = means.weight_cut_idr > 0 or means.weight_cut_share > 0
    if not booked or means.by_concept.keys() == {CostConcept.AS_PRINTED} or cost.total_idr < cost.weight_cut_idr:
        return None
    share = max(0.0, means.revenue_share - means.weight_cut_share)
    return _per_kg(cost.total_idr - cost.weight_cut_idr, means.production_kg, share)


def _per_kg(cost_idr: float, production_kg: float, revenue_share: float) -> float:
    return cost_of_production(cost_idr, production_kg, revenue_share)


def _dry(per_kg: float | None, means: CostMeans) -> float | None:
    return None if per_kg is None or means.dry_rubber_content is None else per_kg / means.dry_rubber_content


def _rounded(value: float | None) -> float | None:
    return None if value is None else round_half_up(value, 2)
