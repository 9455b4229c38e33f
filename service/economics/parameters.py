"""Dated parameters with unit and source, read from service/reference/parameters.toml."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.economics.errors import ParameterNotValid, UnknownName

Value = float | str | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """One value with its unit and source, and the day from which it holds (until the next value's day)."""

    name: str
    value: Value
    unit: str
    source: str
    valid_from: dt.date

    @property
    def number(self) -> float:
        """The value, if it is one number."""
        if isinstance(self.value, str | tuple):
            raise TypeError(f"{self.name} is not one number")
        return float(self.value)

    @property
    def numbers(self) -> tuple[float, ...]:
        """The value, if it is a list of numbers."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is not a list of numbers")
        return tuple(float(one) for one in self.value)

    @property
    def text(self) -> str:
        """The value, if it is a word."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.name} is not a word")
        return self.value

    @property
    def texts(self) -> tuple[str, ...]:
        """The value, if it is a list of words."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is not a list of words")
        return tuple(str(one) for one in self.value)


def parameter(name: str, on: dt.date, table: Mapping[str, tuple[Parameter, ...]] | None = None) -> Parameter:
    """Return the value of a parameter on a day: the latest one that was valid by then.

    Equation: none
    Units: the parameter's own `unit`.
    Special cases: a `table` read by `read_parameters` may stand in for the one that ships.
    Raises: UnknownName (no such parameter), ParameterNotValid (a day before its first value).
    Source: the parameter's own `source`.

    >>> parameter("rice_need_kg_per_capita_year", dt.date(2021, 1, 1)).number
    480.0
    """
    known = shipped_parameters() if table is None else table
    if name not in known:
        raise UnknownName("parameter", name)
    valid = [one for one in known[name] if one.valid_from <= on]
    if not valid:
        raise ParameterNotValid(name, on.isoformat())
    return max(valid, key=lambda one: one.valid_from)


def read_parameters(text: str) -> dict[str, tuple[Parameter, ...]]:
    """Read a table of parameters from TOML: [[name]] with valid_from, value, unit, source."""
    return {
        name: tuple(Parameter(name=name, **{**one, "value": _frozen(one["value"])}) for one in values)
        for name, values in tomllib.loads(text).items()
    }


@cache
def shipped_parameters() -> Mapping[str, tuple[Parameter, ...]]:
    """Return the parameters that ship with the project, read once."""
    return read_parameters(files("service.reference").joinpath("parameters.toml").read_text("utf-8"))


def _frozen(value: Value | list[float] | list[str]) -> Value:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]
