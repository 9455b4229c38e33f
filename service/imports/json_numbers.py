"""Numbers in JSON that is pushed: JSON's own, never texts.

`"9.000"` is nine to the readers of JSON, and nine thousand to who wrote it. Files are read otherwise: there the whole
column says how it is written.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from pydantic import BaseModel

from service.imports.refusals import Problem, problem

AS_TEXT = "number_as_text"
_NUMBERS = ("number", "integer")


def texts_for_numbers(sent: Any, model: type[BaseModel]) -> list[tuple[str, str]]:
    """Return where texts stand in what was sent for a model, and which, although its field of that name is a number."""
    return list(_texts("", sent, _number_fields(model), ""))


def numbers_as_text(sent: Any, model: type[BaseModel]) -> list[Problem]:
    """Return what is wrong with such texts, by their place (`lots.0.weight_kg`)."""
    return [problem(AS_TEXT, place, text) for place, text in texts_for_numbers(sent, model)]


def and_others(texts: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """Return the problems of texts and what else is wrong, but not with the same fields."""
    told = list(texts)
    columns = {one.column for one in told}
    return [*told, *(one for one in others if one.column not in columns)]


@cache
def _number_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields of a model, and of the models within it, that hold numbers."""
    schema = model.model_json_schema()
    fields = [part.get("properties", {}) for part in (schema, *schema.get("$defs", {}).values())]
    return frozenset(name for properties in fields for name, field in properties.items() if _holds_numbers(field))


def _holds_numbers(field: Mapping[str, Any]) -> bool:
    inner = [*field.get("anyOf", ()), *([field["items"]] if "items" in field else ())]
    return field.get("type") in _NUMBERS or any(map(_holds_numbers, inner))


def _texts(name: str, value: Any, fields: AbstractSet[str], place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if name in fields and value.strip():
            yield place, value
    elif isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _texts(inner, each, fields, f"{place}.{inner}" if place else inner)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(name, each, fields, f"{place}.{number}")
