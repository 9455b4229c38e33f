"""What came as JSON in a form that both databases can hold and give back."""

import math
from collections.abc import Mapping
from typing import Any

from service.remedies import sendable

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(value: Any, levels: int) -> Any:
    """Return a value with texts that can be stored, and without what is nested deeper than `levels`."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if not isinstance(value, Mapping | list):
        return value
    if levels == 0:
        return None
    if isinstance(value, list):
        return [storable(each, levels - 1) for each in value]
    return {storable_text(name): storable(each, levels - 1) for name, each in value.items()}


def storable_text(text: str) -> str:
    """Return text without NUL, which PostgreSQL cannot hold, and without halves of characters."""
    return sendable(text.replace("\0", REPLACEMENT))
