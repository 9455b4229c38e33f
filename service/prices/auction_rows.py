"""Judging the forms of auction nights: the schema, and what it cannot know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from service.imports.json_numbers import and_others, numbers_as_text
from service.imports.refusals import WHOLE_ROW, Problem, RefusedLine, problem, problems_of, wrong_day
from service.imports.storable import cut
from service.prices.auction_schemas import AuctionIn, NightIn
from service.prices.pushed_rows import DEEPEST, MOST_FIELDS
from service.prices.rows import Known
from service.privacy.hashing import KeyChain
from service.privacy.redaction import Redaction, redact_row, scrub


@dataclass(slots=True)
class JudgedForms:
    """The forms of one delivery, by their number in it, from 1."""

    good: dict[int, AuctionIn] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)


def judge_forms(forms: Sequence[Any], known: Known, keys: KeyChain) -> JudgedForms:
    """Tell good forms from bad ones; a second one of a night is refused, as only one of the two can be right."""
    judged = JudgedForms()
    numbers: dict[str, int] = {}
    for number, raw in enumerate(forms, start=1):
        form, problems = _read(raw)
        if form is not None:
            problems = unknown_in(form, known)
            first = numbers.setdefault(form.identity, number)
            if first != number:
                problems.append(problem("night_twice", WHOLE_ROW, form.identity, line=first))
        if form is not None and not problems:
            judged.good[number] = form
        else:
            judged.refused.append(_refused(number, raw, problems, keys))
    return judged


def unknown_in(night: NightIn, known: Known) -> list[Problem]:
    """Return what is wrong with a night by the codes there are and the day it is."""
    wrong = []
    if night.district_code not in known.district_codes:
        wrong.append(problem("unknown_district", "district_code", night.district_code))
    return [*wrong, *wrong_day("held_on", night.held_on, known.today)]


def _read(raw: Any) -> tuple[AuctionIn | None, list[Problem]]:
    if not isinstance(raw, dict):
        return None, [problem("model_type", WHOLE_ROW, type(raw).__name__)]
    if len(raw) > MOST_FIELDS:
        return None, [problem("too_long", WHOLE_ROW, len(raw), max_length=MOST_FIELDS)]
    texts = numbers_as_text(_sent(raw), AuctionIn)
    try:
        form = AuctionIn.model_validate(raw)
    except ValidationError as error:
        return None, and_others(texts, problems_of(error))
    return (None, texts) if texts else (form, [])


def _refused(number: int, raw: Any, problems: Sequence[Problem], keys: KeyChain) -> RefusedLine:
    """Return a refused form as it may be kept: without people, in it and in what is told of it."""
    if not isinstance(raw, Mapping) or len(raw) > MOST_FIELDS:
        return RefusedLine(number, tuple(problems))
    told = (replace(one, value=scrub(one.value, keys)) if isinstance(one.value, str) else one for one in problems)
    return RefusedLine(number, tuple(told), redact_row(_sent(raw), Redaction(keys)))


def _sent(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cut(value, DEEPEST) for name, value in raw.items()}
