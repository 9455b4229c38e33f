"""Stored floors with their grade: what a grade needs of a floor's survey is read from the inputs kept with the floor.

The survey may have been corrected since; a floor is graded by what it was computed from.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, String, cast, or_, select

from service.economics.parameters import parameter
from service.indices.series import SIMULATED as INDEX_SIMULATED
from service.minimum_prices.grading import Grade, GradedFloor, Sample, grade, relative_width, told_warnings
from service.models.minimum_price import MinimumPrice
from service.vocabulary import Provenance

SURVEY = MinimumPrice.c.inputs["survey"].label("survey")
"""What is kept of the survey with a floor's inputs."""

IS_SIMULATED = or_(
    MinimumPrice.c.inputs["survey"]["provenance"].as_string() == Provenance.SIMULATED.value,
    cast(MinimumPrice.c.warnings, String).contains(f'"{INDEX_SIMULATED}"'),
)
"""Whether a floor rests on a survey or on indices that are simulated."""

GRADED_BY = (MinimumPrice.c.survey_midpoint, MinimumPrice.c.input_digest)
"""What is read with a floor to grade it, beside what is shown of it."""
_INTERVAL = ("interval_low_idr_per_kg", "interval_high_idr_per_kg")


def surveys_of(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the surveys of a page of floors by the digests of their inputs; the floors of one survey share them.

    Taking them out of the inputs of a whole list, before it is cut to a page, would take ten times as long.
    """
    one_of_each = {row["input_digest"]: row["id"] for row in rows}
    wanted = select(MinimumPrice.c.input_digest, SURVEY).where(MinimumPrice.c.id.in_(one_of_each.values()))
    return {row.input_digest: row.survey or {} for row in connection.execute(wanted)}


def with_grade(row: Mapping[str, Any], survey: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return a floor with its grade, the grade's reasons and all its warnings, without the columns `GRADED_BY`."""
    warnings = told_warnings(row["warnings"], survey.get("provenance"))
    given = _grade({**row, "warnings": warnings}, survey, on)
    told = {name: value for name, value in row.items() if name not in _LEFT_OUT}
    letter, reasons = (None, []) if given is None else (given.letter, given.reasons)
    return told | {"warnings": warnings, "grade": letter, "grade_reasons": reasons}


_LEFT_OUT = frozenset(column.key for column in (*GRADED_BY, SURVEY))


def _grade(row: Mapping[str, Any], survey: Mapping[str, Any], on: date) -> Grade | None:
    price = row["minimum_price_idr_per_kg"]
    if price is None:
        return None
    floor = GradedFloor(
        survey_midpoint=row["survey_midpoint"],
        sample=Sample(row["households"], survey.get("population"), row["represents"], survey.get("sampling")),
        interval_width=relative_width([row[name] for name in _INTERVAL], price),
        dry_rubber_content_known=survey.get("dry_rubber_content") is not None,
        warnings=row["warnings"],
        margin_of_error=parameter("slovin_margin_of_error", row["valid_from"]).number,
    )
    return grade(floor, on)
