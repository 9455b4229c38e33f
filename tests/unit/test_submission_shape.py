"""One form gives the same answers, whether the server keys them by path or nests them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jobs.sources.submissions import answered, nested

NAMES = st.text("abcdefgh", min_size=1, max_size=3)
ANSWERS = st.text("0123456789 xyz", min_size=1, max_size=5)
GROUPS = st.recursive(
    st.dictionaries(NAMES, ANSWERS, min_size=1, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, ANSWERS | inner | st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3
    ),
    max_leaves=12,
)


def by_path(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Key answers as KoboToolbox does: by path, the rows of a repeat too."""
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            flat.update(by_path(value, f"{path}/"))
        elif isinstance(value, list):
            flat[path] = [by_path(row, f"{path}/") for row in value]
        else:
            flat[path] = value
    return flat


def with_gaps(tree: dict[str, Any]) -> dict[str, Any]:
    """Add what ODK Central adds: nulls, ids and links."""
    filled: dict[str, Any] = {"__id": "1", "unanswered": None, "empty_group": {"unanswered": None}}
    for name, value in tree.items():
        if isinstance(value, dict):
            filled[name] = with_gaps(value)
        elif isinstance(value, list):
            filled[f"{name}@odata.navigationLink"] = f"Submissions('1')/{name}"
            filled[name] = [with_gaps(row) for row in value]
        else:
            filled[name] = value
    return filled


@given(GROUPS)
def test_answers_keyed_by_path_are_nested_again(tree: dict[str, Any]) -> None:
    assert answered(nested(by_path(tree))) == tree


@given(GROUPS)
def test_what_a_server_adds_is_taken_away_again(tree: dict[str, Any]) -> None:
    assert answered(with_gaps(tree)) == tree
