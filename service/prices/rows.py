"""Judging rows one by one: `PriceIn`, and what it cannot know: which codes there are, and which day it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from service.areas.repository import get_district_codes, get_province_codes
from service.imports.refusals import Problem, RefusedLine, problem, problems_of, wrong_day
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
        row, problems = PriceIn.model_validate(stated), tuple[Problem, ...]()
    except ValidationError as error:
        row, problems = None, problems_of(error)
    told = {one.column for one in problems}
    problems += tuple(one for one in _unknown(stated, known) if one.column not in told)
    return row if row is not None and not problems else RefusedLine(line, problems, raw)


def _unknown(stated: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the codes and the day of a row, whatever else is; what is none is told by `PriceIn`."""
    district, province, day = (stated.get(name) for name in ("district_code", "province_code", "observed_on"))
    if isinstance(district, str) and district.strip() not in known.district_codes:
        yield problem("unknown_district", "district_code", district)
    if isinstance(province, str) and province.strip() not in known.province_codes:
        yield problem("unknown_province", "province_code", province)
    if isinstance(day, str | date):
        yield from wrong_day("observed_on", day, known.today)


def judge_all(
    rows: Iterable[Mapping[str, Any]], known: Known, first_line: int = FIRST_LINE
) -> tuple[list[PriceIn], list[RefusedLine]]:
    """Judge rows in their order."""
    judged = [judge(raw, line, known) for line, raw in enumerate(rows, start=first_line)]
    good = [row for row in judged if isinstance(row, PriceIn)]
    return good, [row for row in judged if isinstance(row, RefusedLine)]
