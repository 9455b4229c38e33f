"""The rows of a pushed list, each judged by itself, with the people in them hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError

from service.errors import UnknownPersonalKey
from service.imports.forms import REFUSED_ROW
from service.imports.json_numbers import and_others, numbers_as_text
from service.imports.refusals import WHOLE_ROW, Problem, RefusedLine, problem
from service.imports.storable import cut
from service.prices.recognition import LARGEST_ID
from service.prices.rows import Known, judge
from service.prices.schemas import PUBLISHED_TEXTS, PriceIn
from service.privacy.hashing import KeyChain, personal_hash
from service.privacy.redaction import Redaction, publishable, redact_row, scrub

MOST_ROWS = 10_000
# A row has some thirty fields, and nothing in it is deeper than a table of prices by KKK.
MOST_FIELDS = 100
DEEPEST = 3
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PushedRow:
    """A row that was judged to be good: its number in the list, and the refused row it says it mends.

    `sent` holds what is kept of it where it is refused after all, because it corrects what may not be there.
    """

    number: int
    row: PriceIn
    sent: Mapping[str, Any]
    mends: int | None


@dataclass(frozen=True, slots=True)
class Pushed:
    """The rows of a list, judged."""

    good: Sequence[PushedRow]
    refused: Sequence[RefusedLine]


def read_rows(body: bytes) -> list[Any]:
    """Return the rows in a request's body, whatever they are; raises `RequestValidationError`."""
    try:
        rows = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _refused_list("json_invalid", None) from None
    if not isinstance(rows, list):
        raise _refused_list("list_type", type(rows).__name__)
    if not rows:
        raise _refused_list("too_short", 0, min_length=1)
    if len(rows) > MOST_ROWS:
        raise _refused_list("too_long", len(rows), max_length=MOST_ROWS)
    return rows


def judge_rows(rows: Sequence[Any], known: Known, keys: KeyChain) -> Pushed:
    """Tell good rows from bad ones."""
    judged = [_judge(number, raw, known, keys) for number, raw in enumerate(rows, start=1)]
    good = [row for row in judged if isinstance(row, PushedRow)]
    return Pushed(good, [row for row in judged if isinstance(row, RefusedLine)])


def _judge(number: int, raw: Any, known: Known, keys: KeyChain) -> PushedRow | RefusedLine:
    if not isinstance(raw, dict):
        return RefusedLine(number, (problem("model_type", WHOLE_ROW, type(raw).__name__),))
    if len(raw) > MOST_FIELDS:
        return RefusedLine(number, (problem("too_long", WHOLE_ROW, len(raw), max_length=MOST_FIELDS),))
    sent = {name: cut(value, DEEPEST) for name, value in raw.items()}
    row = {name: value for name, value in sent.items() if name != REFUSED_ROW}
    problems = [*_hide_reporter(row, keys), *_wrong_mark(sent), *numbers_as_text(row, PriceIn)]
    row |= {name: publishable(row[name]) for name in PUBLISHED_TEXTS if isinstance(row.get(name), str)}
    _fill_province(row)
    judged = judge(row, number, known)
    if isinstance(judged, PriceIn) and not problems:
        kept = {} if judged.observation_id is None else redact_row(sent, Redaction(keys))
        return PushedRow(number, judged, kept, sent.get(REFUSED_ROW))
    if isinstance(judged, RefusedLine):
        # Where the province was not stated, its district is to blame.
        stated = sent.get("province_code") or not sent.get("district_code")
        problems = and_others(problems, (one for one in judged.problems if stated or one.column != "province_code"))
    kept = redact_row(sent, Redaction(keys))
    return RefusedLine(number, tuple(_without_people(one, kept, keys) for one in problems), kept)


def _hide_reporter(row: dict[str, Any], keys: KeyChain) -> list[Problem]:
    name = row.get("reporter")
    if not isinstance(name, str):
        return []
    try:
        row["reporter"] = personal_hash(name, keys) if name.strip() else None
    except UnknownPersonalKey as error:
        return [Problem("reporter", name, error.message("en"), error.message("id"))]
    return []


def _wrong_mark(sent: Mapping[str, Any]) -> list[Problem]:
    mark = sent.get(REFUSED_ROW)
    if mark is None or (type(mark) is int and 0 < mark <= LARGEST_ID):
        return []
    return [problem("int_type", REFUSED_ROW, mark)]


def _fill_province(row: dict[str, Any]) -> None:
    district = row.get("district_code")
    if isinstance(district, str) and not row.get("province_code"):
        # A district's province is the one its code begins with.
        row["province_code"] = district[:2]


def _without_people(one: Problem, kept: Mapping[str, Any], keys: KeyChain) -> Problem:
    if one.value is None or one.column == WHOLE_ROW:
        return one
    shown = kept.get(one.column, one.value)
    return replace(one, value=shown if isinstance(shown, int) else scrub(str(shown), keys)[:LONGEST_SHOWN])


def _refused_list(kind: str, value: Any, **facts: Any) -> RequestValidationError:
    return RequestValidationError([{"type": kind, "loc": ("body",), "input": value, "ctx": facts, "msg": kind}])
