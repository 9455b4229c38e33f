"""What a scenario can change of a floor's year, one function per change, in the order in which they are applied. Pure.

A change that has nothing to hold on to in a survey raises `NotPossible` with a stable reason: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from service.analysis.cost_lines import CostLine
from service.analysis.scenario_year import Amount, ScenarioYear
from service.economics.household_costs import NAMED_LABOUR
from service.economics.minimum_price import CostConcept
from service.minimum_prices.disclosure import FEW
from service.vocabulary import Basis, CostBehaviour, CostGroup

Change: TypeAlias = Callable[[ScenarioYear, Any], ScenarioYear]

REASONS: Mapping[str, tuple[str, str]] = {
    "cost_groups_not_known": (
        "The survey's costs are not known item by item.",
        "Biaya survei tidak diketahui butir demi butir.",
    ),
    "cost_is_a_share_of_revenue": (
        "The survey has this cost as a share of revenue, which moves with revenue.",
        "Dalam survei biaya ini adalah bagian dari penerimaan, yang bergerak bersama penerimaan.",
    ),
    "cash_cost_not_known": (
        "The survey prints only its total cost, not what of it was paid in cash.",
        "Survei hanya mencetak jumlah biaya, bukan bagian yang dibayar tunai.",
    ),
    "no_weight_cut": (
        "The survey has no weight cut among its rupiah costs.",
        "Survei tidak memuat potongan berat di antara biaya rupiahnya.",
    ),
    "no_price": (
        "The survey has no price, so the weight cut has no share of revenue.",
        "Survei tidak memuat harga, jadi potongan berat tidak punya bagian dari penerimaan.",
    ),
    "months_tapped_not_known": (
        "The survey's figures are not those of a month with a number of months tapped.",
        "Angka survei bukan angka sebulan dengan jumlah bulan sadap.",
    ),
    "cost_behaviour_not_known": (
        "Which of the survey's costs move with production is not known.",
        "Biaya mana yang bergerak bersama produksi tidak diketahui.",
    ),
    "households_changed": (
        "The survey's households have changed since the floor was computed; compute its floors again, ask for those.",
        "Rumah tangga survei berubah sejak harga ini dihitung; hitung ulang harga minimumnya, lalu tanyakan yang baru.",
    ),
    "not_reproduced": (
        "The stored inputs do not give the stored floor again.",
        "Masukan yang tersimpan tidak menghasilkan kembali harga minimum yang tersimpan.",
    ),
}


class NotPossible(Exception):
    """A change that a survey gives nothing to hold on to; its only argument is a reason."""


def changed(year: ScenarioYear, changes: Mapping[str, Any]) -> ScenarioYear:
    """Return the year with all changes made, in the order of CHANGES; raises `NotPossible`.

    A price that is administered rests on its decree: nothing changes it.
    """
    if year.method == "fixed":
        return year
    for name, change in CHANGES.items():
        if name in changes:
            year = change(year, changes[name])
    return year


def _group_percent(group: CostGroup, year: ScenarioYear, percent: float) -> ScenarioYear:
    if group in year.share_groups:
        raise NotPossible("cost_is_a_share_of_revenue")
    refuse_together(year, group)
    _refuse_unknown(year, group)
    return year.scaled(lambda line: line.group is group, _times(percent))


def _weight_cut_as(year: ScenarioYear, treatment: str) -> ScenarioYear:
    """Take the weight cut out of the costs; `revenue_share` has it as the share C / (Q * p) that it was."""
    refuse_together(year, CostGroup.WEIGHT_CUT)
    _refuse_unknown(year, CostGroup.WEIGHT_CUT)
    cut = sum(line.amount_idr for line in year.lines if line.group is CostGroup.WEIGHT_CUT)
    if not is_there(cut) and not (treatment == "price" and is_there(year.weight_cut_share)):
        raise NotPossible("no_weight_cut")
    without = year.scaled(lambda line: line.group is CostGroup.WEIGHT_CUT, 0.0)
    if treatment == "price":
        return replace(without, revenue_share=year.revenue_share - year.weight_cut_share, weight_cut_share=0.0)
    if year.price_idr_per_kg is None:
        raise NotPossible("no_price")
    share = _share_of(cut, year.production_kg * year.price_idr_per_kg)
    shares = {"revenue_share": year.revenue_share + share, "weight_cut_share": year.weight_cut_share + share}
    return replace(without, **shares)


def _share_of(cut_idr: Amount, revenue_idr: Amount) -> Amount:
    """Return the share of revenue that a cost is; who has no revenue gives no share of it away."""
    import numpy as np

    share = np.divide(cut_idr, revenue_idr, out=np.zeros(np.shape(revenue_idr)), where=np.asarray(revenue_idr) > 0)
    return share if np.ndim(share) else float(share)


def _cash_cost_percent(year: ScenarioYear, percent: float) -> ScenarioYear:
    if any(line.concept is CostConcept.AS_PRINTED for line in year.lines):
        raise NotPossible("cash_cost_not_known")
    return year.scaled(lambda line: line.concept is CostConcept.CASH, _times(percent))


def _wage_percent(year: ScenarioYear, percent: float) -> ScenarioYear:
    """Change tapping and collecting, and, where a method counts it, all of the family's labour."""
    refuse_together(year, *NAMED_LABOUR)
    for group in NAMED_LABOUR:
        _refuse_unknown(year, group, but=CostConcept.PAID_COST_AND_FAMILY_LABOUR)
    own = CostConcept.PAID_COST_AND_FAMILY_LABOUR
    return year.scaled(lambda line: line.concept is own or line.group in NAMED_LABOUR, _times(percent))


def _months_tapped(year: ScenarioYear, months: float) -> ScenarioYear:
    """Have production and variable costs last for other months; fixed costs and the household's need are a year's.

    A printed total without items counts as variable, as where a year is made of it. Households tap as many months each.
    """
    if year.months_tapped is None:
        raise NotPossible("months_tapped_not_known")
    if any(_may_be_fixed(line) for line in year.lines):
        raise NotPossible("cost_behaviour_not_known")
    times = months / year.months_tapped
    moved = year.scaled(lambda line: line.behaviour is not CostBehaviour.FIXED, times)
    assumed = ("months_tapped_assumed",) if year.months_assumed else ()
    marks = tuple(dict.fromkeys((*year.marks, *assumed)))
    return replace(moved, production_kg=year.production_kg * times, months_tapped=months, marks=marks)


def _production_percent(year: ScenarioYear, percent: float) -> ScenarioYear:
    return replace(year, production_kg=year.production_kg * _times(percent))


def _dry_rubber_content(year: ScenarioYear, contents: Mapping[str, float]) -> ScenarioYear:
    """Deliver the same dry rubber at another content: Q_new = Q * from / to; of dry rubber there is as much as before.

    The trees give dry rubber and not water, so costs and the household's need stay as they are.
    """
    if year.basis == Basis.DRY:
        return year
    return replace(year, production_kg=year.production_kg * contents["from"] / contents["to"])


def _consumption_percent(year: ScenarioYear, percent: float) -> ScenarioYear:
    consumption = year.household_consumption_idr
    return year if consumption is None else replace(year, household_consumption_idr=consumption * _times(percent))


def _figure(name: str, year: ScenarioYear, value: float) -> ScenarioYear:
    return replace(year, **{name: value})  # type: ignore[arg-type]


def _parameter(name: str, year: ScenarioYear, value: float) -> ScenarioYear:
    return year.with_parameters(**{name: value})


def _may_be_fixed(line: CostLine) -> bool:
    return line.behaviour is None and not line.is_rounding and line.concept is not CostConcept.AS_PRINTED


def is_there(amount: Any) -> bool:
    """Say whether there is any of an amount: a number, or a column with one per household."""
    import numpy as np

    return bool(np.any(np.nan_to_num(amount)))


def _times(percent: float) -> float:
    return 1 + percent / 100


def refuse_together(year: ScenarioYear, *groups: CostGroup) -> None:
    """Refuse to move groups that are told together only: what moved would tell of those few who spend on them."""
    if year.together.intersection(groups):
        raise NotPossible(FEW)


def _refuse_unknown(year: ScenarioYear, group: CostGroup, but: CostConcept | None = None) -> None:
    if any(line.may_be(group) and line.concept is not but for line in year.lines):
        raise NotPossible("cost_groups_not_known")


_PARAMETERS = ("rice_price_idr_per_kg", "cost_plus_factor", "living_income_benchmark_idr_per_year")
NEEDING_COSTS = frozenset(
    {*(f"{group}_percent" for group in CostGroup), "weight_cut_as", "wage_percent", "months_tapped"}
)
"""The changes that need the costs one by one."""

CHANGES: Mapping[str, Change] = {
    **{f"{group}_percent": partial(_group_percent, group) for group in CostGroup},
    "weight_cut_as": _weight_cut_as,
    "cash_cost_percent": _cash_cost_percent,
    "wage_percent": _wage_percent,
    "months_tapped": _months_tapped,
    "production_percent": _production_percent,
    "dry_rubber_content_percent": _dry_rubber_content,
    "consumption_percent": _consumption_percent,
    "household_size": partial(_figure, "household_size"),
    "other_income_idr_per_year": partial(_figure, "other_income_idr"),
    **{name: partial(_parameter, name) for name in _PARAMETERS},
}
