"""The costs behind a stored floor, as far as they are known one by one (DOMAIN section 3). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.economics.household_costs import LABOUR_GROUPS
from service.economics.minimum_price import CostConcept
from service.economics.units import yearly_figure
from service.vocabulary import CostBehaviour, CostGroup, CostPayment, CostUnit, TimeUnit

# Printed totals and items are each rounded, to less than a rupiah a month.
ROUNDING_IDR_PER_YEAR = 12.0
_PAID = (CostConcept.CASH, CostConcept.PAID_COST)
_WITH_LABOUR = (*_PAID, CostConcept.PAID_COST_AND_FAMILY_LABOUR)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of the year; `concept` is the narrowest that holds it, group and behaviour are None where not known.

    The amount is a number, or a column with one per household.
    """

    concept: CostConcept
    amount_idr: Any
    group: CostGroup | None = None
    behaviour: CostBehaviour | None = None

    @property
    def is_rounding(self) -> bool:
        """Say whether it is no cost but what printed figures differ by."""
        return self.group is None and bool(abs(self.amount_idr) <= ROUNDING_IDR_PER_YEAR)

    def may_be(self, group: CostGroup) -> bool:
        """Say whether it is of an unknown group that may be this one."""
        if self.group is not None or self.is_rounding:
            return False
        return self.concept is not CostConcept.PAID_COST_AND_FAMILY_LABOUR or group in LABOUR_GROUPS


def counted_lines(stored: Mapping[str, Any], method: str) -> tuple[CostLine, ...]:
    """Return the costs that a method counts, from a floor's stored inputs; they add up to its cost exactly.

    What the known costs leave of a concept is a line of no group.
    """
    concepts = {CostConcept(name): cost for name, cost in stored["household_year"]["cost_idr_by_concept"].items()}
    counted = _counted(method, concepts)
    known = [line for line in _lines_of_items(stored["survey"]) if line.concept in counted]
    return (*known, *_rest(known, [(concept, concepts[concept]) for concept in counted]))


def total_by_concept(lines: Sequence[CostLine]) -> dict[CostConcept, float]:
    """Return the cost of every concept that the lines reach; each holds those before it."""
    totals, total = dict[CostConcept, float](), 0.0
    for concept in CostConcept:
        of_concept = [line.amount_idr for line in lines if line.concept is concept]
        if of_concept:
            total += sum(of_concept)
            totals[concept] = max(0.0, total)
    return totals


def shared_groups(stored: Mapping[str, Any]) -> frozenset[CostGroup]:
    """Return the groups in which a printed cost is a share of revenue."""
    return frozenset(CostGroup(item["cost_group"]) for item in _shares(stored))


def share_of_weight_cut(stored: Mapping[str, Any]) -> float:
    """Return the share of revenue (0..1) that is the buyer's weight cut."""
    return sum(float(item["amount"]) for item in _shares(stored) if item["cost_group"] == CostGroup.WEIGHT_CUT)


def _shares(stored: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [item for item in stored["survey"].get("items", ()) if item["unit"] == CostUnit.REVENUE_SHARE]


def _counted(method: str, concepts: Mapping[CostConcept, float]) -> tuple[CostConcept, ...]:
    if method == "fixed":
        return ()
    wanted = _WITH_LABOUR if method == "cost-plus" else _PAID
    if wanted[-1] in concepts:
        return wanted
    return (CostConcept.AS_PRINTED,) if method != "cost-plus" and CostConcept.AS_PRINTED in concepts else ()


def _lines_of_items(survey: Mapping[str, Any]) -> list[CostLine]:
    """Return the lines of printed items, none where it is not stored of an item who pays it and how it behaves."""
    rupiah = [item for item in survey.get("items", ()) if item["unit"] == CostUnit.RUPIAH]
    if not all("payment" in item and "behaviour" in item for item in rupiah):
        return []
    return [_line_of_item(item, survey) for item in rupiah]


def _line_of_item(item: Mapping[str, Any], survey: Mapping[str, Any]) -> CostLine:
    group, behaviour = CostGroup(item["cost_group"]), CostBehaviour(item["behaviour"])
    monthly = survey["time_unit"] == TimeUnit.MONTH
    variable_months = survey["months_tapped"] if monthly and behaviour is CostBehaviour.VARIABLE else 12.0
    amount = yearly_figure(float(item["amount"]), 1.0 if monthly else 12.0, variable_months)
    return CostLine(narrowest_concept(item["payment"], group), amount, group, behaviour)


def narrowest_concept(payment: str, group: CostGroup) -> CostConcept:
    """Return the narrowest concept that holds a cost of a group, by whether it is paid or imputed."""
    if payment == CostPayment.CASH:
        return CostConcept.CASH
    if group is CostGroup.TOOLS:
        return CostConcept.PAID_COST
    return CostConcept.PAID_COST_AND_FAMILY_LABOUR if group in LABOUR_GROUPS else CostConcept.COMPREHENSIVE


def _rest(known: Sequence[CostLine], counted: Sequence[tuple[CostConcept, float]]) -> list[CostLine]:
    lines, before = [], 0.0
    for concept, cost in counted:
        rest = cost - before - sum(line.amount_idr for line in known if line.concept is concept)
        # Beyond cash, paid cost holds the tools' depreciation and nothing else.
        tools = concept is CostConcept.PAID_COST and abs(rest) > ROUNDING_IDR_PER_YEAR
        lines.append(CostLine(concept, rest, *((CostGroup.TOOLS, CostBehaviour.FIXED) if tools else ())))
        before = cost
    return lines
