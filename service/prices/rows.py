"""Judging rows one by one: `PriceIn`, and what it cannot know: which codes there are, and which day it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from service.areas.repository import get_district_codes, get_province_codes
from service.imports.refusals import RefusedLine, problem, problems_of
from service.prices.schemas import PriceIn

# The header of a file is its line 1.
FIRST_LINE = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is held against: the codes there are, and the day after which no price can be known."""

    district_codes: frozenset[str]
    province_codes: frozenset[str]
    today: date


def read_known(connection: Connection, today: date) -> Known:
    """Read the codes there are."""
    return Known(get_district_codes(connection), get_province_codes(connection), today)


def judge(raw: Mapping[str, Any], line: int, known: Known) -> PriceIn | RefusedLine:
    """Return a row as it is taken in, or everything that is wrong with it."""
    # Left out, so that a blank cell means the default where there is one.
    stated = {name: value for name, value in raw.items() if value not in (None, "")}
    try:
        row = PriceIn.model_validate(stated)
    except ValidationError as error:
        return RefusedLine(line, problems_of(error), raw)
    wrong = []
    if row.district_code is not None and row.district_code not in known.district_codes:
        wrong.append(problem("unknown_district", "district_code", row.district_code))
    if row.province_code not in known.province_codes:
        wrong.append(problem("unknown_province", "province_code", row.province_code))
    if row.observed_on > known.today:
        wrong.append(problem("day_to_come", "observed_on", row.observed_on, today=known.today))
    return RefusedLine(line, tuple(wrong), raw) if wrong else row


def judge_all(
    rows: Iterable[Mapping[str, Any]], known: Known, first_line: int = FIRST_LINE
) -> tuple[list[PriceIn], list[RefusedLine]]:
    """Judge rows in their order."""
    judged = [judge(raw, line, known) for line, raw in enumerate(rows, start=first_line)]
    good = [row for row in judged if isinstance(row, PriceIn)]
    return good, [row for row in judged if isinstance(row, RefusedLine)]
