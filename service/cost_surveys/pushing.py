"""Cost surveys that are pushed: one as a study prints it, or the households of one."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any, TypeVar

import orjson
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.access.idempotency import Attempt, StoredAnswer, answer_once
from service.answers import to_json
from service.cost_surveys.forms_intake import Door
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.households import SurveyHeader
from service.cost_surveys.intake import SurveyFate, take_in
from service.cost_surveys.published_means import PublishedMeansIn
from service.database import UnitOfWork
from service.imports.file_uploads import shown_refusals
from service.imports.json_numbers import AS_TEXT, texts_for_numbers
from service.imports.ledger import Counts
from service.imports.schemas import CountsOut, Feed, RefusedLineOut
from service.imports.writing import Writing
from service.list_queries import AskedQuery

MOST_HOUSEHOLDS = 1000
# Computes the floors of a survey in the transaction that stores it.
Recompute = Callable[[UnitOfWork, int], object]
Body = TypeVar("Body", bound=BaseModel)


class SurveyPushQuery(AskedQuery):
    """What a pushed survey says beside its body."""

    feed: Feed | None = None


class PushedHouseholds(BaseModel):
    """The households of one survey: each an object of the fields of the shipped form, in its groups or without them.

    They need not repeat the survey's id (`survey_id`) and district. A household is known by its `external_id`, else by
    `respondent_name` and `respondent_phone`, which are replaced by a keyed hash before anything is stored.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    survey: SurveyHeader
    households: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_HOUSEHOLDS)]


class SurveyPushOut(CountsOut):
    """What became of a pushed survey.

    `cost_survey_id`: of a survey of printed means. `import_id`: of households; the refused ones can be had from
    `refused_rows`.
    """

    cost_survey_id: int | None
    import_id: int | None
    refused: list[RefusedLineOut]
    refused_rows: str | None


@dataclass(frozen=True, slots=True)
class SurveyPush:
    """One survey: its bytes, the source within which it is identified, whose attempt, in what language."""

    body: bytes
    feed: str
    attempt: Attempt
    language: str


def answer_survey(asked: SurveyPush, writing: Writing, recompute: Recompute) -> StoredAnswer:
    """Take a survey in, or give the answer it had before; raises `RequestValidationError` for what is none."""
    raw = _read(asked.body)
    if "survey" in raw:
        pushed = _validated(PushedHouseholds, raw)
        _refuse_texts({"survey": raw["survey"]}, PushedHouseholds)
        return _answer(asked, writing, lambda uow: _take_households(uow, pushed, asked, writing))
    means = _validated(PublishedMeansIn, raw)
    _refuse_texts(raw, PublishedMeansIn)
    return _answer(asked, writing, lambda uow: _take_means(uow, means, asked, recompute))


def _answer(asked: SurveyPush, writing: Writing, take: Callable[[UnitOfWork], dict[str, Any]]) -> StoredAnswer:
    with writing.database.unit_of_work(writing.clock()) as uow:
        return answer_once(uow, asked.attempt, lambda uow: StoredAnswer(to_json(take(uow))))


def _take_households(uow: UnitOfWork, pushed: PushedHouseholds, asked: SurveyPush, writing: Writing) -> dict[str, Any]:
    # What reads files comes with it and takes a second to load; the service starts without it.
    from service.cost_surveys.submissions import take_in_pushed

    door = Door(HouseholdBatch(asked.feed, asked.attempt.caller.name), writing.keys)
    report = take_in_pushed(uow, pushed.survey, pushed.households, door)
    return {
        "cost_survey_id": None,
        "import_id": report.import_id,
        **asdict(report.counts),
        "refused": shown_refusals(report, asked.language),
        "refused_rows": f"/v1/imports/{report.import_id}/refused",
    }


def _take_means(uow: UnitOfWork, means: PublishedMeansIn, asked: SurveyPush, recompute: Recompute) -> dict[str, Any]:
    stored = take_in(uow, means.survey(), asked.feed, asked.attempt.caller.name, historical=False)
    if stored.fate is not SurveyFate.DUPLICATE:
        recompute(uow, stored.id)
    counts = Counts(**{stored.fate.value: 1})
    return {
        "cost_survey_id": stored.id,
        "import_id": None,
        **asdict(counts),
        "refused": [],
        "refused_rows": None,
    }


def _read(body: bytes) -> dict[str, Any]:
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _refused("json_invalid", None) from None
    if not isinstance(raw, dict):
        raise _refused("model_type", type(raw).__name__)
    return raw


def _validated(model: type[Body], raw: dict[str, Any]) -> Body:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in error.errors()]) from None


def _refuse_texts(sent: dict[str, Any], model: type[BaseModel]) -> None:
    texts = texts_for_numbers(sent, model)
    if texts:
        raise RequestValidationError([_wrong(AS_TEXT, ("body", *place.split(".")), text) for place, text in texts])


def _refused(kind: str, value: Any) -> RequestValidationError:
    return RequestValidationError([_wrong(kind, ("body",), value)])


def _wrong(kind: str, place: tuple[str, ...], value: Any) -> dict[str, Any]:
    return {"type": kind, "loc": place, "input": value, "msg": kind}
