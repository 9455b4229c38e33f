"""The columns of a template, from the form that reads it and the schema that judges its rows."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from pydantic import BaseModel

from service.areas.repository import DISTRICTS_FILE
from service.imports.forms import DISTRICT, PROVINCE, Form

# Ends of our fields' names, the longer ones first, with the unit of what stands in them.
UNITS = {
    "_wage_idr": "Rp/HOK",
    "_idr_per_kg": "Rp/kg",
    "_percent": "%",
    "_kg": "kg",
    "_idr": "Rp",
    "_ha": "ha",
    "_years": "tahun / years",
    "_days": "HOK / person-days",
}
# What stands in the columns of areas; the table that ships knows more names, these are the full ones.
_AREAS = {DISTRICT: "district", PROVINCE: "province"}


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook to fill in: the form that reads it, the schemas of its rows, and what its columns mean.

    `texts` goes from each field to its meaning in Indonesian and English, in the order of the columns; `example` holds
    what stands in the row that shows how it is done; `headers` are names of columns other than the form's usual ones.
    """

    form: Form
    schemas: tuple[type[BaseModel], ...]
    texts: Mapping[str, tuple[str, str]]
    example: Mapping[str, Any]
    notes: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] | None = None

    def columns(self) -> "list[Column]":
        """Return the columns in their order."""
        schema = Schema.of(self.schemas)
        return [self._column(field, schema) for field in self.texts]

    def _column(self, field: str, schema: "Schema") -> "Column":
        header = (self.headers or {}).get(field) or self.form.names[field].split()[0]
        words = {str(word): shown for word, shown in self._words(field, schema)}
        example = self.example.get(field)
        return Column(
            field,
            header,
            *self.texts[field],
            unit=next((unit for end, unit in UNITS.items() if field.endswith(end)), ""),
            needed=self._needed(field, schema),
            words=tuple(words.values()),
            example=words.get(str(example), example),
        )

    def _words(self, field: str, schema: "Schema") -> Iterator[tuple[str, str]]:
        """Yield each word that a column may hold with what clerks call it, where the form knows a name for it."""
        theirs = self.form.words.get(field, {})
        for ours in schema.words(field) or dict.fromkeys(
            map(str, theirs.values()) if field not in self.numbers else ()
        ):
            yield ours, next((name for name, word in theirs.items() if str(word) == ours), ours)
        if field in _AREAS:
            yield from ((name, name) for name in area_names(_AREAS[field]))

    @property
    def numbers(self) -> frozenset[str]:
        """Return the fields that hold numbers."""
        return self.form.numbers

    def _needed(self, field: str, schema: "Schema") -> tuple[str, ...]:
        """Return the fields any of which a row needs, if this is one of them."""
        group = next((group for group in self.form.needed if field in group), ())
        return tuple(one for one in group if one in self.texts) or ((field,) if field in schema.required else ())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, its header, what it means, and what may stand in it."""

    field: str
    header: str
    indonesian: str
    english: str
    unit: str
    needed: tuple[str, ...]
    words: tuple[str, ...]
    example: Any


@dataclass(frozen=True, slots=True)
class Schema:
    """What the schemas of a row say of its fields."""

    properties: Mapping[str, Any]
    definitions: Mapping[str, Any]
    required: frozenset[str]

    @classmethod
    def of(cls, models: Iterable[type[BaseModel]]) -> "Schema":
        """Return what some models say together."""
        schemas = [model.model_json_schema() for model in models]
        return cls(
            dict(chain.from_iterable(schema["properties"].items() for schema in schemas)),
            dict(chain.from_iterable(schema.get("$defs", {}).items() for schema in schemas)),
            frozenset(chain.from_iterable(schema.get("required", ()) for schema in schemas)),
        )

    def words(self, field: str) -> list[str]:
        """Return the closed list of words that a field may hold, without the default: a blank cell says it."""
        said = self.properties.get(field, {})
        kinds = [self.definitions[each["$ref"].split("/")[-1]] for each in said.get("anyOf", [said]) if "$ref" in each]
        return [word for kind in kinds for word in kind.get("enum", ()) if word != said.get("default")]


@cache
def area_names(column: str) -> tuple[str, ...]:
    """Return the full names of the districts or provinces that ship."""
    with DISTRICTS_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(dict.fromkeys(row[column] for row in csv.DictReader(lines)))
