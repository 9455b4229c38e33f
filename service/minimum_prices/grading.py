"""The grade of a floor: how far its figures can be trusted, and why (DOMAIN section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.clock import add_months

GRADE_C_AFTER_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Grade:
    """A, B or C with the reasons that kept it from being better."""

    letter: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class GradedFloor:
    """What a grade looks at."""

    survey_midpoint: date
    has_interval: bool
    dry_rubber_content_known: bool
    warnings: Sequence[str]


def grade(floor: GradedFloor, on: date) -> Grade:
    """Grade a floor as it stands on a day.

    C: the survey is more than 24 months old. B: no interval, an assumed figure, an unknown rubber content or a cost
    concept known only as printed. A: none of these.
    """
    old = on > add_months(floor.survey_midpoint, GRADE_C_AFTER_MONTHS)
    weak = [
        *(["no_interval"] if not floor.has_interval else []),
        *(["dry_rubber_content_unknown"] if not floor.dry_rubber_content_known else []),
        *(w for w in floor.warnings if w.endswith(("_assumed", "_assumed_zero", "_as_printed"))),
    ]
    if old:
        return Grade("C", ["survey_older_than_24_months", *weak])
    return Grade("B", weak) if weak else Grade("A", [])
