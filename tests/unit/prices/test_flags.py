"""What speaks against a price is stored in English and told in either language, with the same figures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.prices.flags import FLAGS, Flag, joined, told_flag

NAMES = ("place", "days", "median", "deviations", "price", "grade", "printed", "implied")
FIGURES = st.fixed_dictionaries({name: st.from_regex(r"[+-]?\d{1,7}(\.\d{1,2})?", fullmatch=True) for name in NAMES})


@pytest.mark.parametrize("flag", FLAGS)
def test_both_languages_tell_the_same_figures(flag: Flag) -> None:
    named = [set(re.findall(r"{(\w+)}", text)) for text in (flag.english, flag.indonesian)]
    assert named[0] == named[1] <= set(NAMES)


@given(FIGURES, st.lists(st.sampled_from(FLAGS), min_size=1, max_size=3))
def test_every_reason_is_found_again_in_what_is_stored(figures: dict[str, str], flags: list[Flag]) -> None:
    stored = joined([flag.said(**figures) for flag in flags])
    assert told_flag(stored, "en") == stored
    assert told_flag(stored, "id") == joined([flag.indonesian.format(**figures) for flag in flags])


@pytest.mark.parametrize("stored", [None, "looked at by hand", "KKK 100% says 20075, the other gra"])
def test_what_no_pattern_made_comes_as_it_is_stored(stored: str | None) -> None:
    assert told_flag(stored, "id") == stored
