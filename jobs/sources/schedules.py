"""When a source is read: a line of cron, or every so often."""

import re
from typing import Annotated

from pydantic import AfterValidator

_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12))
_PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/[1-9]\d?)?")
_DAYS = "mon|tue|wed|thu|fri|sat|sun"
_WEEKDAYS = re.compile(rf"\*|(?:{_DAYS})(?:-(?:{_DAYS}))?(?:,(?:{_DAYS})(?:-(?:{_DAYS}))?)*")
_EVERY = re.compile(r"([1-9]\d{0,3})([mhd])")
_SECONDS = {"m": 60, "h": 3600, "d": 86400}


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) != len(_RANGES) + 1:
        raise ValueError("write five fields: minute, hour, day, month, weekday; e.g. 0 6 * * mon-fri")
    for value, (low, high) in zip(fields, _RANGES, strict=False):
        if not all(_fits(part, low, high) for part in value.split(",")):
            raise ValueError(f"{value!r} is not *, a number from {low} to {high}, a range, a list or a step")
    # Programs disagree whether weekday 0 is Sunday or Monday.
    if not _WEEKDAYS.fullmatch(fields[-1]):
        raise ValueError(f"write weekdays as names, e.g. mon-fri or sat,sun, instead of {fields[-1]!r}")
    return text


def _fits(part: str, low: int, high: int) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    bounds = [int(bound) for bound in match.groups() if bound is not None]
    return bounds == sorted(bounds) and all(low <= bound <= high for bound in bounds)


def _every(text: str) -> str:
    if not _EVERY.fullmatch(text):
        raise ValueError("write a number and m, h or d: 30m, 6h, 1d")
    return text


Cron = Annotated[str, AfterValidator(_cron)]
Every = Annotated[str, AfterValidator(_every)]


def seconds_of(every: str) -> int:
    """Return the seconds of a span such as 6h."""
    return int(every[:-1]) * _SECONDS[every[-1]]
