"""What came as JSON in a form that can be read, and that both databases can hold and give back."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from service.remedies import sendable

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def cut(value: Any, levels: int, kept: Callable[[Any], Any] = lambda leaf: leaf) -> Any:
    """Return a value without what is nested deeper than `levels`; names and what is not nested are as `kept` says."""
    if not isinstance(value, Mapping | list):
        return kept(value)
    if levels == 0:
        return None
    if isinstance(value, list):
        return [cut(each, levels - 1, kept) for each in value]
    return {kept(name): cut(each, levels - 1, kept) for name, each in value.items()}


def storable(value: Any, levels: int) -> Any:
    """Return a value with texts that can be stored, and without what is nested deeper than `levels`."""
    return cut(value, levels, _storable)


def storable_text(text: str) -> str:
    """Return text without NUL, which PostgreSQL cannot hold, and without halves of characters."""
    return sendable(text.replace("\0", REPLACEMENT))


def _storable(leaf: Any) -> Any:
    if isinstance(leaf, str):
        return storable_text(leaf)
    return str(leaf) if isinstance(leaf, float) and not math.isfinite(leaf) else leaf
