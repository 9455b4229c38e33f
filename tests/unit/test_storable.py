"""JSON from outside becomes what both databases can hold, whatever was sent."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.imports.storable import storable

LEVELS = 3
TEXTS = st.text(st.characters(), max_size=6)
SENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(SENT)
def test_it_is_strict_json_in_utf_8_without_nul_and_not_too_deep(sent: Any) -> None:
    kept = storable(sent, LEVELS)
    text = json.dumps(kept, ensure_ascii=False, allow_nan=False)
    assert b"\\u0000" not in text.encode()
    assert depth(kept) <= LEVELS


@given(st.dictionaries(st.text("abc"), st.lists(st.integers() | st.text("xyz 0"))))
def test_what_is_ordinary_stays_as_it_is(sent: Any) -> None:
    assert storable(sent, LEVELS) == sent
