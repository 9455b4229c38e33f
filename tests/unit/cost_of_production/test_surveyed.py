"""From the years of a survey's households to its costs, and what is kept back of them."""

from typing import Any

import numpy as np
import pytest

from service.cost_of_production.costs import CostMeans
from service.cost_of_production.surveyed import FIGURES, Households, surveyed_costs
from service.economics.minimum_price import CostConcept
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import WHOLE
from service.vocabulary import CostBehaviour, CostGroup, DeductionTreatment, Tenure

STATED = {"weight": 1.0, "production_kg": 2000.0, "cash_idr": 1_000_000.0, "depreciation_idr": 200_000.0}
ITEMS = {"fixed_idr": 200_000.0, "variable_idr": 1_000_000.0, "tapping_idr": 1_000_000.0, "tools_idr": 200_000.0}
ALWAYS = ("revenue_share", "weight_cut_share", "months_inferred")
NAN = float("nan")


def households(number: int = 20, tenures: str = "", **columns: Any) -> Households:
    """Return households that are alike but for the columns given: a value for all, or one each."""
    zeros = dict.fromkeys((*ALWAYS, *(f"{group}_idr" for group in CostGroup)), 0.0)
    places = [float("owt".index(letter)) for letter in tenures] or NAN
    values = {**dict.fromkeys(FIGURES, NAN), **zeros, **STATED, **ITEMS, "tenure": places, **columns}
    given = {name: np.broadcast_to(np.asarray(value, dtype=float), number) for name, value in values.items()}
    return Households(np.arange(number), given)


def whole(number: int = 20) -> dict[str, list[Cell]]:
    return {WHOLE: [Cell.of(np.arange(number))]}


def costs(of: Households, **parts: Cell) -> CostMeans:
    return surveyed_costs(of, {**whole(len(of.ids)), **{name: [cell] for name, cell in parts.items()}})[None]


def per_kg(found: CostMeans) -> dict[str, float]:
    kilograms = found.production_kg * (1 - found.revenue_share)
    return {concept: round(cost / kilograms, 2) for concept, cost in found.by_concept.items()}


def test_a_survey_costs_the_sum_of_costs_over_the_sum_of_production() -> None:
    found = costs(
        households(cash_idr=[1_000_000.0] * 10 + [3_000_000.0] * 10, production_kg=[1000.0] * 10 + [3000.0] * 10)
    )
    assert per_kg(found) == {"cash": 1000.0, "paid_cost": 1100.0}


def test_weights_count() -> None:
    found = costs(households(cash_idr=[1_000_000.0] * 10 + [3_000_000.0] * 10, weight=[3.0] * 10 + [1.0] * 10))
    assert per_kg(found)["cash"] == 750.0


def test_items_and_behaviours_add_up_to_the_same_cost() -> None:
    found = costs(households())
    assert found.by_group == {CostGroup.TAPPING: 1_000_000.0, CostGroup.TOOLS: 200_000.0}
    assert found.by_behaviour == {CostBehaviour.FIXED: 200_000.0, CostBehaviour.VARIABLE: 1_000_000.0}
    assert sum(found.by_group.values()) == found.by_concept[CostConcept.PAID_COST]


def test_shares_of_revenue_are_weighed_by_production() -> None:
    found = costs(households(revenue_share=[0.5] * 10 + [0.0] * 10, weight_cut_share=[0.1] * 10 + [0.0] * 10))
    assert [found.revenue_share, found.weight_cut_share] == pytest.approx([0.25, 0.05])
    assert found.deduction_treated_as is DeductionTreatment.COST


def test_a_weight_cut_that_is_no_cost_is_in_the_price() -> None:
    assert costs(households(deduction=0.1)).deduction_treated_as is DeductionTreatment.PRICE
    assert costs(households()).deduction_treated_as is DeductionTreatment.UNKNOWN


def test_the_dry_rubber_content_is_weighed_by_production() -> None:
    found = costs(households(dry_rubber_content=[0.4] * 10 + [0.6] * 10, production_kg=[3000.0] * 10 + [1000.0] * 10))
    assert found.dry_rubber_content == pytest.approx(0.45)


def test_a_figure_of_a_cell_that_was_not_released_is_kept_back() -> None:
    of = households(depreciation_idr=[NAN] * 6 + [200_000.0] * 14)
    assert set(costs(of).by_concept) == {CostConcept.CASH}
    assert "depreciation_idr_suppressed" in costs(of).warnings
    released = costs(of, depreciation_idr=Cell.of(np.arange(6, 20)))
    assert per_kg(released) == {"cash": 500.0, "paid_cost": 600.0}
    assert "depreciation_idr_not_stated_by_all" in released.warnings


def test_without_what_was_paid_there_is_neither_concept_nor_item() -> None:
    found = costs(households(cash_idr=NAN, fixed_idr=NAN, variable_idr=NAN))
    assert (dict(found.by_concept), dict(found.by_group), dict(found.by_behaviour)) == ({}, {}, {})


def test_a_survey_without_production_or_with_few_households_says_so() -> None:
    assert costs(households(production_kg=0.0)).reason == "no_production"
    assert surveyed_costs(households(4), {})[None].reason == "fewer_than_5_households"


def test_before_anything_is_computed_nothing_is_shown() -> None:
    assert {means.reason for means in surveyed_costs(households(), {}).values()} == {"not_computed_yet"}


def test_households_that_came_later_are_left_out_until_they_are_released() -> None:
    later = households(22, cash_idr=[1_000_000.0] * 20 + [9_000_000.0] * 2)
    found = surveyed_costs(later, whole(20))[None]
    assert (found.households, per_kg(found)["cash"], found.warnings) == (20, 500.0, ("households_left_out",))


def test_a_survey_that_lost_a_household_shows_nothing() -> None:
    assert surveyed_costs(households(19), whole(20))[None].reason == "differs_by_fewer_than_5_households"


def test_a_tenure_is_shown_if_its_cell_was_released() -> None:
    of = households(30, "o" * 20 + "w" * 7 + "t" * 3, cash_idr=[1_000_000.0] * 20 + [2_000_000.0] * 10)
    found = surveyed_costs(of, {**whole(30), "tenure:owner_tapper": [Cell.of(np.arange(20))]})
    assert (per_kg(found[Tenure.OWNER_TAPPER])["cash"], found[Tenure.OWNER_TAPPER].households) == (500.0, 20)
    assert found[Tenure.OWNER_WITH_TAPPER].reason == "differs_by_fewer_than_5_households"
    assert found[Tenure.TAPPER].reason == "fewer_than_5_households"


def test_months_that_had_to_be_assumed_are_marked() -> None:
    assert costs(households(months_inferred=[1.0] + [0.0] * 19)).warnings == ("months_tapped_assumed",)
