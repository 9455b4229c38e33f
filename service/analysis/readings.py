"""What the floor of a survey's households would be by other readings of what they said. Pure.

The readings are those of printed means (`economics.sensitivities`), made to each household's own figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from service.analysis.changes import CHANGES, NotPossible, is_there, refuse_together
from service.analysis.cost_lines import CostLine
from service.analysis.scenario_year import Amount, ScenarioYear
from service.analysis.surveyed_year import StoredCosts, SurveyedFloor, surveyed_year
from service.database import half_up
from service.economics.floor_columns import MEANS
from service.economics.household_costs import NAMED_LABOUR
from service.economics.minimum_price import CostConcept, Floor, NotComputable, not_computable
from service.economics.sensitivities import LABELS, Alternative
from service.vocabulary import CostGroup

_OWN = CostConcept.PAID_COST_AND_FAMILY_LABOUR


def readings(floor: SurveyedFloor, stored: StoredCosts) -> list[Alternative]:
    """Return the floors by one method as other readings of the households give them.

    A reading is open where somebody's figures are of the one kind or the other: tapping and collecting that is paid, or
    the family's own; a weight cut among the costs, or stated beside them; months of tapping that were inferred. One
    that changes nothing is left out. One that concerns fewer than 5 households has no floor, for that reason.
    """
    year = surveyed_year(floor, stored)
    stated = year.floor()
    found = (_alternative(slug, read, year, floor, stored) for slug, read in _READINGS.items())
    return [one for one in found if one is not None and not _same(one.floor, stated)]


def _alternative(
    slug: str, read: _Reading, year: ScenarioYear, floor: SurveyedFloor, stored: StoredCosts
) -> Alternative | None:
    try:
        other = read(year, floor, stored)
    except NotPossible as refused:
        return Alternative(slug, *LABELS[slug], not_computable(year.method, str(refused)))
    return None if other is None else Alternative(slug, *LABELS[slug], other.floor())


def _same(one: Floor | NotComputable, other: Floor | NotComputable) -> bool:
    if isinstance(one, Floor) and isinstance(other, Floor):
        return half_up(one.minimum_price_idr_per_kg, 2) == half_up(other.minimum_price_idr_per_kg, 2)
    return one == other


def _labour_own(year: ScenarioYear, _floor: SurveyedFloor, _stored: StoredCosts) -> ScenarioYear | None:
    return _with_labour(year, CostConcept.CASH, _OWN)


def _labour_paid(year: ScenarioYear, floor: SurveyedFloor, _stored: StoredCosts) -> ScenarioYear | None:
    paid = _with_labour(year, _OWN, CostConcept.CASH)
    if paid is not None and _some_labour_has_no_wage(floor):
        raise NotPossible("no_family_labour_cost")
    return paid


def _with_labour(year: ScenarioYear, before: CostConcept, after: CostConcept) -> ScenarioYear | None:
    """Return the year with tapping and collecting in another concept, None if there is none in the first."""
    if not any(_is_labour(line, before) and is_there(line.amount_idr) for line in year.lines):
        return None
    refuse_together(year, *NAMED_LABOUR)
    lines = (replace(line, concept=after) if _is_labour(line, before) else line for line in year.lines)
    return replace(year, lines=tuple(lines))


def _is_labour(line: CostLine, concept: CostConcept) -> bool:
    return line.concept is concept and line.group in NAMED_LABOUR


def _some_labour_has_no_wage(floor: SurveyedFloor) -> bool:
    """Say whether a household whose costs are known has labour of which it is not known what it is worth."""
    import numpy as np

    cash, own = (floor.sample.figures[:, MEANS.index(name)] for name in ("cash_idr", "family_labour_idr"))
    return bool((np.isfinite(cash) & np.isnan(own)).any())


def _cut_as_price(year: ScenarioYear, _floor: SurveyedFloor, _stored: StoredCosts) -> ScenarioYear | None:
    booked = is_there(_cut_idr(year)) or is_there(year.weight_cut_share)
    return CHANGES["weight_cut_as"](year, "price") if booked else None


def _cut_as_share(year: ScenarioYear, _floor: SurveyedFloor, stored: StoredCosts) -> ScenarioYear | None:
    """Have a cut in rupiah, and one that was stated beside the costs, as shares of revenue."""
    import numpy as np

    in_rupiah = _cut_idr(year)
    booked = (in_rupiah + year.weight_cut_share) > 0
    beside = np.where(booked, 0.0, np.nan_to_num(stored.deduction))
    if not is_there(in_rupiah) and not is_there(beside):
        return None
    shared = CHANGES["weight_cut_as"](year, "revenue_share") if is_there(in_rupiah) else year
    return replace(shared, revenue_share=shared.revenue_share + beside)


def _cut_idr(year: ScenarioYear) -> Amount:
    return sum(line.amount_idr for line in year.lines if line.group is CostGroup.WEIGHT_CUT)


def _ten_months(year: ScenarioYear, _floor: SurveyedFloor, stored: StoredCosts) -> ScenarioYear | None:
    """Have those whose months were inferred as twelve tap ten, as Putri counts."""
    import numpy as np

    if not stored.months_inferred.any():
        return None
    return CHANGES["months_tapped"](year, np.where(stored.months_inferred, 10.0, year.months_tapped))


_Reading: TypeAlias = Callable[[ScenarioYear, SurveyedFloor, StoredCosts], ScenarioYear | None]
_READINGS: Mapping[str, _Reading] = {
    "labour_own": _labour_own,
    "labour_paid": _labour_paid,
    "weight_cut_as_price": _cut_as_price,
    "weight_cut_as_revenue_share": _cut_as_share,
    "months_tapped_10": _ten_months,
}
