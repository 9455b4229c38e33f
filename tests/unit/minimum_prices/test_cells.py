"""A cell is compared and written by the runs of its households' ids, and is the set of them all the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.minimum_prices.cells import Cell

HOUSEHOLDS = st.frozensets(st.integers(1, 40))


def cell(households: frozenset[int]) -> Cell:
    return Cell.of(np.array(sorted(households), dtype=np.int64))


def test_households_stored_one_after_the_other_are_one_run() -> None:
    assert Cell.of(np.arange(7, 1007)).runs == (7, 1000)
    assert Cell.of(np.array([3, 4, 5, 9])).runs == (3, 3, 3, 1)


@given(HOUSEHOLDS)
def test_a_cell_is_read_from_its_runs_as_it_was_written(households: frozenset[int]) -> None:
    written = cell(households)
    assert Cell.of_runs(list(written.runs)) == written
    assert (written.ids().tolist(), len(written)) == (sorted(households), len(households))


@given(HOUSEHOLDS, HOUSEHOLDS)
def test_cells_compare_as_sets_do(one: frozenset[int], other: frozenset[int]) -> None:
    assert (cell(one) == cell(other)) == (one == other)
    assert cell(one).differs_by(cell(other)) == len(one ^ other)
    assert cell(one).within(cell(other).ids()) == (one <= other)
