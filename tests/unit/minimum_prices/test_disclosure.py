"""No two cells of a survey that are shown, now or ever, differ by 1 to 4 households; none is of fewer than 5."""

import time
from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.economics.floor_reasons import sentences
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import (
    FEW,
    TOO_CLOSE,
    WHOLE,
    AskedHouseholds,
    base_cell,
    releasable,
    survey_cell,
)

NAMES = ("production_kg", "cash_idr", "household_consumption_idr")
TENURES = (0.0, 1.0, 2.0, float("nan"))


def cell(*runs: range) -> Cell:
    return Cell.of(np.array([household for run in runs for household in run]))


def asked(households: int, missing: dict[str, range] | None = None, tenures: str = "") -> AskedHouseholds:
    """Return households 0, 1, 2... that state everything but what is said to be missing; tenures by first letters."""
    stated = np.ones((households, len(NAMES)), dtype=bool)
    for name, rows in (missing or {}).items():
        stated[list(rows), NAMES.index(name)] = False
    places = dict(zip("owt-", TENURES, strict=True))
    given = np.array([places[letter] for letter in tenures]) if tenures else None
    return AskedHouseholds(np.arange(households), stated, NAMES, given)


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [
        (range(4), [], FEW),
        (range(5), [], None),
        (range(9), [range(5)], TOO_CLOSE),
        (range(10), [range(5)], None),
        (range(10), [range(10)], None),
        (range(2, 12), [range(10)], TOO_CLOSE),
        (range(3, 13), [range(10)], None),
        (range(20), [range(10), range(19)], TOO_CLOSE),
    ],
)
def test_a_cell_is_shown_beside_those_it_differs_from_by_nobody_or_by_five(
    now: range, before: list[range], reason: str | None
) -> None:
    assert releasable(cell(now), [cell(each) for each in before]) == reason


def test_both_reasons_have_a_sentence_in_each_language() -> None:
    for reason in (FEW, TOO_CLOSE):
        english, indonesian = sentences(reason)
        assert english != indonesian


def test_households_without_a_figure_that_nearly_all_state_are_left_out() -> None:
    survey = asked(30, {"cash_idr": range(2), "household_consumption_idr": range(2, 5)})
    assert np.flatnonzero(base_cell(survey.stated)).tolist() == list(range(5, 30))
    assert survey_cell(survey, {}).marks == ("households_left_out",)


def test_leaving_households_out_may_call_for_leaving_out_more() -> None:
    survey = asked(30, {"cash_idr": range(3), "household_consumption_idr": range(6)})
    assert np.flatnonzero(base_cell(survey.stated)).tolist() == list(range(6, 30))


def test_never_more_than_half_are_left_out_rather_the_figure_is_not_known() -> None:
    survey = asked(8, {"cash_idr": range(4), "household_consumption_idr": range(4, 6)})
    found = survey_cell(survey, {})
    assert np.flatnonzero(~found.kept).tolist() == [4, 5]
    assert "cash_idr_suppressed" in found.marks


def test_a_figure_that_five_do_not_state_speaks_of_its_own_households() -> None:
    found = survey_cell(asked(30, {"cash_idr": range(5)}), {})
    assert (found.reason, found.known.tolist(), found.marks) == (None, [True, True, True], ())
    assert found.cells == {WHOLE: cell(range(30)), "cash_idr": cell(range(5, 30))}


def test_of_two_figures_whose_households_are_too_close_the_second_is_not_known() -> None:
    found = survey_cell(asked(40, {"cash_idr": range(8), "household_consumption_idr": range(6)}), {})
    assert (found.known.tolist(), found.marks) == ([True, True, False], ("household_consumption_idr_suppressed",))


def test_a_figure_that_nobody_states_is_not_called_suppressed() -> None:
    found = survey_cell(asked(30, {"cash_idr": range(30)}), {})
    assert (found.known.tolist(), found.marks) == ([True, False, True], ())


def test_a_survey_of_four_households_shows_nothing() -> None:
    found = survey_cell(asked(4), {})
    assert (found.reason, dict(found.cells)) == (FEW, {})
    assert not found.known.any()


def test_households_that_come_later_wait_until_they_are_five() -> None:
    first = survey_cell(asked(20), {})
    later = survey_cell(asked(24), {WHOLE: [first.cells[WHOLE]]})
    assert (later.kept.sum(), later.marks) == (20, ("households_left_out",))
    enough = survey_cell(asked(25), {WHOLE: [first.cells[WHOLE]]})
    assert (enough.kept.sum(), enough.marks) == (25, ())


def test_a_survey_that_lost_a_household_it_was_shown_with_shows_nothing() -> None:
    found = survey_cell(asked(20), {WHOLE: [cell(range(21))]})
    assert (found.reason, found.cells) == (TOO_CLOSE, {})


def test_a_part_that_was_shown_never_stands_for_the_whole() -> None:
    found = survey_cell(asked(20), {WHOLE: [cell(range(21))], "tenure:tapper": [cell(range(10))]})
    assert found.reason == TOO_CLOSE


def test_a_small_tenure_takes_another_with_it() -> None:
    found = survey_cell(asked(60, tenures="o" * 40 + "w" * 17 + "t" * 3), {})
    assert set(found.cells) == {WHOLE, "tenure:owner_tapper", "tenure:rest"}
    assert len(found.cells["tenure:rest"]) == 20


def test_tenures_that_leave_nobody_over_are_all_shown() -> None:
    found = survey_cell(asked(30, tenures="o" * 20 + "t" * 10), {})
    assert set(found.cells) == {WHOLE, "tenure:owner_tapper", "tenure:tapper"}


def test_households_of_unknown_tenure_count_as_being_over() -> None:
    found = survey_cell(asked(32, tenures="o" * 20 + "t" * 10 + "-" * 2), {})
    assert set(found.cells) == {WHOLE, "tenure:owner_tapper", "tenure:rest"}


def test_a_tenure_that_all_but_three_have_is_not_shown() -> None:
    assert set(survey_cell(asked(40, tenures="o" * 37 + "t" * 3), {}).cells) == {WHOLE}


@st.composite
def computations(draw: st.DrawFn) -> list[AskedHouseholds]:
    """Draw what a survey holds at several computations: households come, go, are corrected."""
    rounds = []
    for _ in range(draw(st.integers(1, 5))):
        ids = sorted(draw(st.sets(st.integers(0, 24), max_size=25)))
        missing = draw(st.sets(st.tuples(st.sampled_from(ids), st.integers(1, 2)), max_size=25)) if ids else set()
        stated = np.ones((len(ids), len(NAMES)), dtype=bool)
        for household, column in missing:
            stated[ids.index(household), column] = False
        tenures = draw(st.lists(st.sampled_from(TENURES), min_size=len(ids), max_size=len(ids)))
        rounds.append(AskedHouseholds(np.array(ids, dtype=np.int64), stated, NAMES, np.array(tenures)))
    return rounds


@given(computations())
def test_whatever_is_computed_one_after_the_other_what_is_shown_keeps_to_the_rule(
    rounds: list[AskedHouseholds],
) -> None:
    released: defaultdict[str, list[Cell]] = defaultdict(list)
    for survey in rounds:
        found = survey_cell(survey, released)
        for part, shown in found.cells.items():
            released[part].append(shown)
        _what_is_known_speaks_of_a_released_cell(survey, found.kept, found.known, released)
    cells = [each for part in released.values() for each in part]
    assert all(len(each) >= 5 for each in cells)
    assert all(one.differs_by(other) == 0 or one.differs_by(other) >= 5 for one, other in combinations(cells, 2))


def _what_is_known_speaks_of_a_released_cell(
    survey: AskedHouseholds, kept: NDArray[np.bool_], known: NDArray[np.bool_], released: dict[str, list[Cell]]
) -> None:
    cells = {each for part in released.values() for each in part}
    for column in np.flatnonzero(known):
        rows = np.flatnonzero(kept & survey.stated[:, column])
        assert Cell.of(survey.ids[rows]) in cells


def test_the_first_computation_of_a_survey_of_a_thousand_takes_a_few_milliseconds() -> None:
    survey = asked(1000, {"cash_idr": range(3)}, tenures="o" * 600 + "w" * 300 + "t" * 100)
    started = time.process_time()
    for _ in range(20):
        survey_cell(survey, {})
    assert (time.process_time() - started) / 20 < 0.02
