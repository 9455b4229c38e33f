"""Costs per kilogram: what each cell comes to, and why a cell has none."""

from typing import Any

import pytest

from service.cost_of_production.costs import CELLS, CostBreakdown, CostMeans, cost_cells
from service.economics.floor_reasons import sentences
from service.economics.minimum_price import CostConcept
from service.vocabulary import CostBehaviour, CostGroup, DeductionTreatment, Tenure

COSTS = {
    CostConcept.CASH: 1_600_000.0,
    CostConcept.PAID_COST: 2_000_000.0,
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: 2_400_000.0,
}


def means(**changes: Any) -> CostMeans:
    return CostMeans(**{"households": 30, "production_kg": 2000.0, "by_concept": COSTS, **changes})


def shown(found: CostMeans, by: CostBreakdown = CostBreakdown.CONCEPT) -> dict[str, dict[str, Any]]:
    """Return the cells of all households by the word that names each."""
    names = [next(iter(cell.values())) for cell in CELLS[by]]
    return dict(zip(names, cost_cells({None: found}, by), strict=True))


def per_kg(found: CostMeans, by: CostBreakdown = CostBreakdown.CONCEPT) -> dict[str, float]:
    return {name: cell["cost_idr_per_kg"] for name, cell in shown(found, by).items() if cell["reason"] is None}


def reasons(found: CostMeans, by: CostBreakdown = CostBreakdown.CONCEPT) -> dict[str, str]:
    return {name: cell["reason"] for name, cell in shown(found, by).items() if cell["reason"] is not None}


def test_each_concept_that_is_known_comes_per_kilogram() -> None:
    assert per_kg(means()) == {"cash": 800.0, "paid_cost": 1000.0, "paid_cost_and_family_labour": 1200.0}


def test_a_share_of_revenue_leaves_fewer_kilograms_to_divide_by() -> None:
    assert per_kg(means(revenue_share=0.2))["paid_cost"] == 1250.0


def test_per_kilogram_of_dry_rubber_where_its_content_is_known() -> None:
    assert shown(means(dry_rubber_content=0.5))["paid_cost"]["cost_idr_per_dry_kg"] == 2000.0
    assert shown(means())["paid_cost"]["cost_idr_per_dry_kg"] is None


def test_a_weight_cut_in_rupiah_can_be_taken_out() -> None:
    paid = shown(means(weight_cut_idr=500_000.0, dry_rubber_content=0.5))["paid_cost"]
    assert (paid["cost_idr_per_kg"], paid["cost_without_weight_cut_idr_per_kg"]) == (1000.0, 750.0)
    assert paid["cost_without_weight_cut_idr_per_dry_kg"] == 1500.0


def test_a_weight_cut_as_a_share_can_be_taken_out() -> None:
    paid = shown(means(revenue_share=0.5, weight_cut_share=0.1))["paid_cost"]
    assert (paid["cost_idr_per_kg"], paid["cost_without_weight_cut_idr_per_kg"]) == (2000.0, 1666.67)


def test_without_a_weight_cut_among_the_costs_there_is_one_figure() -> None:
    assert (
        shown(means(deduction_treated_as=DeductionTreatment.PRICE))["cash"]["cost_without_weight_cut_idr_per_kg"]
        is None
    )


def test_a_total_that_is_only_printed_cannot_be_parted() -> None:
    printed = means(by_concept={CostConcept.AS_PRINTED: 2_000_000.0}, weight_cut_idr=100.0)
    assert per_kg(printed) == {"as_printed": 1000.0}
    assert shown(printed)["as_printed"]["cost_without_weight_cut_idr_per_kg"] is None
    assert set(reasons(printed).values()) == {"total_only"}
    assert set(reasons(printed, CostBreakdown.BEHAVIOUR).values()) == {"total_only"}


def test_a_concept_that_is_missing_names_the_first_part_that_is() -> None:
    assert reasons(means()) == {"comprehensive": "no_own_resources", "as_printed": "cost_by_items"}
    assert reasons(means(by_concept={CostConcept.CASH: 1.0})) == {
        "paid_cost": "no_depreciation",
        "paid_cost_and_family_labour": "no_depreciation",
        "comprehensive": "no_depreciation",
        "as_printed": "cost_by_items",
    }


def test_without_any_cost_nothing_is_known() -> None:
    empty = means(by_concept={})
    for by in (CostBreakdown.CONCEPT, CostBreakdown.ITEM_GROUP, CostBreakdown.BEHAVIOUR):
        assert set(reasons(empty, by).values()) == {"no_cost"}


def test_a_group_nobody_spends_on_is_not_shown_as_nothing() -> None:
    found = means(by_group={CostGroup.TAPPING: 1_000_000.0})
    assert per_kg(found, CostBreakdown.ITEM_GROUP) == {"tapping": 500.0}
    assert set(reasons(found, CostBreakdown.ITEM_GROUP).values()) == {"no_such_cost"}


def test_the_weight_cut_is_a_variable_cost_and_a_group_of_its_own() -> None:
    found = means(
        by_group={CostGroup.WEIGHT_CUT: 200_000.0, CostGroup.TOOLS: 400_000.0},
        by_behaviour={CostBehaviour.FIXED: 400_000.0, CostBehaviour.VARIABLE: 600_000.0},
        weight_cut_idr=200_000.0,
    )
    without = "cost_without_weight_cut_idr_per_kg"
    groups, behaviours = (shown(found, by) for by in (CostBreakdown.ITEM_GROUP, CostBreakdown.BEHAVIOUR))
    assert (groups["weight_cut"][without], groups["tools"][without]) == (0.0, 200.0)
    assert (behaviours["fixed"][without], behaviours["variable"][without]) == (200.0, 200.0)


def test_shares_that_take_all_revenue_leave_no_cost_per_kilogram() -> None:
    assert set(reasons(means(revenue_share=1.0)).values()) >= {"revenue_shares_reach_one"}


def test_what_may_not_be_told_has_its_reason_in_every_cell_and_no_number() -> None:
    hidden = CostMeans(reason="fewer_than_5_households")
    for by in CostBreakdown:
        for cell in cost_cells({None: hidden, **dict.fromkeys(Tenure, hidden)}, by):
            assert cell.pop("reason") == "fewer_than_5_households"
            assert cell.pop("warnings") == []
            assert set(cell.values()) == {None}


def test_a_survey_that_does_not_tell_tenures_apart_says_so() -> None:
    assert {cell["reason"] for cell in cost_cells({None: means()}, CostBreakdown.TENURE)} == {"no_tenure"}


@pytest.mark.parametrize(
    "reason",
    [
        "not_computed_yet",
        "total_only",
        "cost_by_items",
        "no_depreciation",
        "no_own_resources",
        "no_such_cost",
        "no_tenure",
    ],
)
def test_every_reason_has_a_sentence_in_each_language(reason: str) -> None:
    english, indonesian = sentences(reason)
    assert english != indonesian
