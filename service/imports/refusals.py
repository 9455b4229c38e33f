"""Why a row was refused, in words a clerk understands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from service.errors import Phrase
from service.remedies import remedy, shown_value

WHOLE_ROW = "row"
# Rubber came to the smallholders after it: who writes 1026 means 2026.
FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong cell: its column, what it held, and why that cannot be used, in both languages."""

    column: str
    value: Any
    reason_en: str
    reason_id: str

    def reason(self, language: str) -> str:
        """Return why the cell cannot be used, in `id` or `en`."""
        return self.reason_id if language == "id" else self.reason_en

    def message(self, language: str) -> str:
        """Return the cell and why it cannot be used in one line, in `id` or `en`."""
        reason = self.reason(language)
        if self.value is None:
            return reason if self.column == WHOLE_ROW else f"{self.column} {reason}"
        return f"{self.column} = {self.value!r} {reason}"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One refused row: its line in the sheet, what is wrong with it, and its cells (without personal data)."""

    line: int
    problems: tuple[Problem, ...]
    content: Mapping[str, Any] = field(default_factory=dict)

    def problems_as_json(self) -> list[dict[str, Any]]:
        """Return the problems as they are stored."""
        return [{name: getattr(problem, name) for name in Problem.__slots__} for problem in self.problems]


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """Return every wrong cell that pydantic found in a row."""
    return tuple(_problem(each) for each in error.errors(include_url=False))


def in_one_line(problems: Iterable[Problem]) -> Phrase:
    """Return all problems, as they are put into the message of what they are problems of."""
    problems = list(problems)
    english, indonesian = ("; ".join(one.message(language) for one in problems) for language in ("en", "id"))
    return Phrase(english, indonesian)


def problem(kind: str, column: str, value: Any, **facts: Any) -> Problem:
    """Return a problem of a kind that `service.remedies` has words for."""
    told = {"type": kind, "input": value, "ctx": facts, "msg": kind}
    return Problem(column, shown_value(told), remedy(told, "en"), remedy(told, "id"))


def wrong_day(column: str, day: date | str, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a day that is one: nobody has seen what is to come, nor so long ago."""
    # As it is spelled, later days sort behind earlier ones.
    spelled = str(day).strip()
    if spelled > today.isoformat():
        return (problem("day_to_come", column, day, today=today),)
    if spelled < FIRST_DAY.isoformat():
        return (problem("day_too_early", column, day, first=FIRST_DAY),)
    return ()


def _problem(error: Any) -> Problem:
    column = ".".join(map(str, error["loc"])) or WHOLE_ROW
    value = None if column == WHOLE_ROW else shown_value(error)
    return Problem(column, value, remedy(error, "en"), remedy(error, "id"))
