"""Costs of households are told so that no subtraction of what is told gives what 1 to 4 of them have spent."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.economics.cost_lines_told import are_few, spenders, told_together, told_totals

Column = NDArray[np.float64]
HOUSEHOLDS = 12


def spent(*by: int, amount: float = 100.0) -> Column:
    """Return what households spend: these the amount, the others nothing."""
    column = np.zeros(HOUSEHOLDS)
    column[list(by)] = amount
    return column


EVERYBODY = spent(*range(HOUSEHOLDS))
COLUMNS = st.builds(
    lambda by, amount: spent(*by, amount=amount),
    st.one_of(st.sets(st.integers(0, HOUSEHOLDS - 1)), st.sets(st.integers(0, HOUSEHOLDS - 1), max_size=4)),
    st.floats(1, 1e9),
)


@pytest.mark.parametrize(("many", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_are_one_to_four(many: int, few: bool) -> None:
    assert (spenders(spent(*range(many))), are_few(spent(*range(many)))) == (many, few)


def test_what_is_not_stated_and_what_rounding_leaves_is_nothing() -> None:
    assert spenders(np.array([np.nan, 1e-7, -3.0])) == 1


def test_groups_of_few_are_told_together_and_no_others() -> None:
    groups = {"fuel": spent(0, 1, 2), "tax": spent(3, 4), "land": EVERYBODY, "tools": spent()}
    assert told_together(groups) == ["tax", "fuel"]


def test_where_these_are_few_still_the_smallest_other_group_joins_them() -> None:
    groups = {"fuel": spent(0, 1, 2), "tax": spent(1, 2), "land": EVERYBODY, "tools": spent(*range(6))}
    assert told_together(groups) == ["tax", "fuel", "tools"]


def test_without_groups_of_few_all_are_told() -> None:
    assert told_together({"land": EVERYBODY, "tools": spent()}) == []


@given(st.dictionaries(st.sampled_from("abcdef"), COLUMNS))
def test_no_told_lines_taken_from_the_total_leave_what_few_have_spent(groups: dict[str, Column]) -> None:
    together = told_together(groups)
    lines = [column for name, column in groups.items() if name not in together]
    pool = sum((groups[name] for name in together), np.zeros(HOUSEHOLDS))
    total = sum(groups.values(), np.zeros(HOUSEHOLDS))
    if are_few(pool):
        assert set(together) == {name for name, column in groups.items() if spenders(column)}
        return
    for count in range(len(lines) + 1):
        for taken in combinations([*lines, pool], count):
            assert not are_few(total - sum(taken, np.zeros(HOUSEHOLDS)))


@given(st.lists(COLUMNS, max_size=5))
def test_no_told_sum_less_another_is_what_few_have_spent(parts: list[Column]) -> None:
    sums = {str(count): column for count, column in enumerate(np.cumsum([spent(), *parts], axis=0))}
    told = [sums[name] for name in told_totals(sums)]
    assert not any(are_few(one) for one in told)
    assert not any(are_few(one - other) for one, other in combinations(told, 2))


def test_the_sum_that_is_named_first_is_told_rather_than_the_others() -> None:
    paid, cash = EVERYBODY, EVERYBODY - spent(0, 1)
    assert told_totals({"paid": paid, "cash": cash}) == ["paid"]
    assert told_totals({"cash": cash, "paid": paid}) == ["cash"]
    assert told_totals({"paid": paid, "cash": EVERYBODY - spent(*range(5))}) == ["paid", "cash"]
