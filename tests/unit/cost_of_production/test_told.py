"""Costs that few households have are told together with others, or not at all."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.cost_of_production.costs import TOGETHER, CostBreakdown, CostMeans, cost_cells
from service.cost_of_production.surveyed import surveyed_costs
from service.economics.minimum_price import CostConcept
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import FEW, TOO_CLOSE
from service.vocabulary import CostBehaviour, CostGroup, Tenure
from tests.unit.cost_of_production.test_surveyed import costs, households, whole

TAPPING, TAX, FUEL, LAND = 1_000_000.0, 90_000.0, 60_000.0, 40_000.0


def by(amount: float, *numbers: int, of: int = 20) -> list[float]:
    """Return what households spend: these the amount, the others nothing."""
    return [amount if number in numbers else 0.0 for number in range(of)]


def spending(**groups: list[float]) -> dict[str, Any]:
    """Return groups that are paid in cash and vary with production, and the sums they are part of."""
    extra = np.sum(list(groups.values()), axis=0)
    return {**groups, "cash_idr": TAPPING + extra, "variable_idr": TAPPING + extra}


def lines(found: CostMeans, breakdown: CostBreakdown = CostBreakdown.ITEM_GROUP) -> dict[str, Any]:
    """Return by group or behaviour what is told: its cost per kg, or the reason."""
    cells = cost_cells({None: found}, breakdown)
    words: list[str] = [*CostGroup, TOGETHER] if breakdown is CostBreakdown.ITEM_GROUP else [*CostBehaviour]
    told = {word: cell["reason"] or cell["cost_idr_per_kg"] for word, cell in zip(words, cells, strict=True)}
    return {word: each for word, each in told.items() if each != "no_such_cost"}


def test_groups_of_few_are_one_line_and_the_total_stays() -> None:
    found = costs(households(**spending(tax_idr=by(TAX, 0, 1, 2), fuel_idr=by(FUEL, 3, 4))))
    assert lines(found) == {"tapping": 500.0, "tools": 100.0, "tax": FEW, "fuel": FEW, TOGETHER: 9.75}
    assert found.together == (CostGroup.FUEL, CostGroup.TAX)
    assert found.by_concept[CostConcept.PAID_COST] / 2000 == pytest.approx(609.75)


def test_the_line_says_which_groups_it_holds() -> None:
    found = costs(households(**spending(tax_idr=by(TAX, 0, 1, 2), fuel_idr=by(FUEL, 3, 4))))
    cells = list(cost_cells({None: found}, CostBreakdown.ITEM_GROUP))
    assert [cell["groups_together"] for cell in cells] == [*[None] * len(CostGroup), ["fuel", "tax"]]


def test_a_group_of_few_takes_the_smallest_other_one_with_it() -> None:
    found = costs(households(**spending(tax_idr=by(TAX, 0, 1, 2), fuel_idr=by(FUEL, *range(7)))))
    told = lines(found)
    assert (told["tax"], told["fuel"], told[TOGETHER]) == (FEW, TOO_CLOSE, 17.25)


def test_fixed_and_variable_cost_are_not_told_beside_groups_of_which_one_hides_few() -> None:
    found = costs(households(**spending(tax_idr=by(TAX, 0, 1, 2))))
    assert lines(found, CostBreakdown.BEHAVIOUR) == {"fixed": TOO_CLOSE, "variable": TOO_CLOSE}
    assert lines(costs(households()), CostBreakdown.BEHAVIOUR) == {"fixed": 100.0, "variable": 500.0}


def test_what_few_have_is_not_told_by_the_concept_before_and_after_it() -> None:
    tools = by(200_000.0, 0, 1)
    of = households(depreciation_idr=tools, tools_idr=tools, fixed_idr=tools)
    assert (costs(of).by_concept, costs(of).kept_back["cash"]) == ({CostConcept.PAID_COST: 1_020_000.0}, TOO_CLOSE)


def test_items_are_not_told_beside_a_paid_cost_that_few_have_more_than() -> None:
    land = by(LAND, 0, 1, 2)
    found = costs(households(land_idr=land, fixed_idr=[200_000.0 + each for each in land]))
    assert set(lines(found).values()) == {TOO_CLOSE}
    assert set(lines(found, CostBreakdown.BEHAVIOUR).values()) == {TOO_CLOSE}
    assert (found.together, set(found.by_concept)) == ((), {CostConcept.CASH, CostConcept.PAID_COST})


def test_a_weight_cut_of_few_is_not_told_by_taking_it_out() -> None:
    of = households(**spending(weight_cut_idr=by(TAX, 0, 1, 2), fuel_idr=by(FUEL, 3, 4)))
    paid = list(cost_cells({None: costs(of)}, CostBreakdown.CONCEPT))[1]
    assert (paid["cost_idr_per_kg"], paid["cost_without_weight_cut_idr_per_kg"]) == (609.75, None)
    shares = households(weight_cut_share=by(0.1, 0, 1), revenue_share=by(0.1, 0, 1))
    assert costs(shares).weight_cut_share == 0


def test_a_concept_that_one_tenure_cannot_tell_is_told_of_none() -> None:
    tools = by(200_000.0, *range(10), 20, 21, of=30)
    of = households(30, "o" * 20 + "w" * 10, depreciation_idr=tools, tools_idr=tools, fixed_idr=tools)
    cells = {
        "tenure:owner_tapper": [Cell.of(np.arange(20))],
        "tenure:owner_with_tapper": [Cell.of(np.arange(20, 30))],
    }
    found = surveyed_costs(of, {**whole(30), **cells})
    assert set(found[None].by_concept) == {CostConcept.CASH, CostConcept.PAID_COST}
    for tenure in (Tenure.OWNER_TAPPER, Tenure.OWNER_WITH_TAPPER):
        assert (set(found[tenure].by_concept), found[tenure].kept_back["cash"]) == ({CostConcept.PAID_COST}, TOO_CLOSE)


SPENDERS = st.one_of(st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19), max_size=4))
GROUPS = (CostGroup.TAX, CostGroup.FUEL, CostGroup.LAND, CostGroup.PESTICIDE)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[SPENDERS] * len(GROUPS)))
def test_the_total_less_any_lines_told_is_nothing_that_few_have_spent(spend: tuple[set[int], ...]) -> None:
    # Powers of two: whose they are can be read from any sum of them.
    marked = {
        f"{group}_idr": [2.0**number if number in who else 0.0 for number in range(20)]
        for group, who in zip(GROUPS, spend, strict=True)
    }
    found = costs(households(**spending(**marked)))
    told = [group for group in found.by_group if group in GROUPS]
    assert found.by_group.keys() | set(found.together) >= {
        group for group, who in zip(GROUPS, spend, strict=True) if who
    }
    columns = {group: np.array(marked[f"{group}_idr"]) for group in GROUPS}
    total = np.sum([*columns.values()], axis=0) + TAPPING + 200_000.0
    for count in range(len(told) + 1):
        for taken in combinations(told, count):
            left = total - np.sum([columns[group] for group in taken] + [np.zeros(20)], axis=0)
            for shown in (left, left - TAPPING * (CostGroup.TAPPING in found.by_group)):
                rest = shown - 200_000.0 * (CostGroup.TOOLS in found.by_group)
                assert not 0 < np.count_nonzero(rest) < 5
