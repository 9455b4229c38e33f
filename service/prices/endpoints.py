"""GET /v1/prices and /v1/prices/daily, and the ways prices come in: pushed, uploaded, and reviewed."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request, Response

from service.access.dependencies import attempted, authorised
from service.access.idempotency import Attempt, Caller, StoredAnswer, answer_once
from service.answers import ListOut, answer_list_of, to_json
from service.database import UnitOfWork
from service.dependencies import DatabaseOf
from service.imports.file_uploads import LARGEST_UPLOAD_BYTES, UPLOADED, Sending, sent
from service.imports.schemas import UploadOut
from service.imports.writing import PRIVATE, Writing, WritingOf
from service.list_queries import NO_PARAMETERS, RowId
from service.negotiation import language_of
from service.prices.pushing import PricePush, answer_push
from service.prices.repository import DAILY_PRICES, PRICES_IN, WAITING_PRICES_IN
from service.prices.review import Verdict, decide
from service.prices.schemas import (
    DailyPriceOut,
    DailyPriceQuery,
    PriceOut,
    PriceQuery,
    PushOut,
    PushQuery,
    ReviewOut,
    ReviewQuery,
)
from service.prices.uploads import UploadForm, import_price_file
from service.vocabulary import Review, Scope

router = APIRouter(prefix="/v1/prices", tags=["prices"])
PriceId = Annotated[RowId, Path(description="Id of a price, from the list.")]
LARGEST_PUSH_BYTES = 20_000_000
# The body is read here, once the caller is known to be one who may write; `service.openapi` puts its schema in.
PUSHED: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {}}}}


@router.get("", response_class=Response, responses={200: {"model": ListOut[PriceOut]}})
async def list_prices(
    request: Request, query: Annotated[PriceQuery, Depends(PriceQuery.asked)], database: DatabaseOf
) -> Response:
    """List price observations, newest day first, each with its provenance and source.

    Rows marked `suspect`, and flagged ones until a person accepts them (`review`), are kept and shown, but left out of
    every computation.
    """
    return await answer_list_of(request, query, database, PRICES_IN[language_of(request)])


@router.post(
    "",
    response_class=Response,
    responses={200: {"model": PushOut}},
    max_body_size=LARGEST_PUSH_BYTES,
    openapi_extra=PUSHED,
)
async def push_prices(
    request: Request,
    attempt: Annotated[Attempt, attempted(Scope.PRICES_WRITE)],
    query: Annotated[PushQuery, Depends(PushQuery.asked)],
    writing: WritingOf,
) -> Response:
    """Take in 1 to 10 000 observations in one transaction, and say of each row what became of it.

    An observation is identified within its `feed` by `external_id`, else by its content including the price; a
    correction of one without `external_id` names its `observation_id`. The same row again changes nothing. A rejected
    row says what is wrong with it and keeps no other back; GET /v1/imports/{id}/refused lists them until they come in
    mended, which a row says by `refused_row`. Reporters are replaced by a keyed hash before anything is stored.
    """
    asked = PricePush(await request.body(), query.feed or attempt.caller.name, attempt, language_of(request))
    return await to_thread.run_sync(lambda: writing.committed(answer_push(asked, writing)))


@router.post(
    "/upload",
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={200: {"model": UploadOut}},
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra=UPLOADED,
)
async def upload_prices(sending: Annotated[Sending, sent(Scope.PRICES_WRITE)]) -> Response:
    """Import a file of prices: CSV, XLSX or ODS, up to 200 MB, as clerks write them.

    Columns are recognised by their usual Indonesian and English names; `columns` says what others are. How numbers and
    days are written is found out from each whole column; one that can be read in two ways is refused, as is a file that
    is no table. Rows are judged one by one: good ones are stored, the others can be had at `refused_rows`, as CSV to
    mend and send again. `dry_run` reports the same and writes nothing.
    """
    return await sending.answered(UploadForm, import_price_file)


@router.get("/review", response_class=Response, responses={200: {"model": ListOut[PriceOut]}})
async def list_waiting_prices(
    request: Request,
    _caller: Annotated[Caller, authorised(Scope.REVIEWS_WRITE)],
    query: Annotated[PriceQuery, Depends(PriceQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List the flagged prices that wait for a person's word, those that have waited longest first.

    `flag` says what speaks against a price. Until it is accepted it is left out of every computation.
    """
    answer = await answer_list_of(request, query, database, WAITING_PRICES_IN[language_of(request)])
    answer.headers.update(PRIVATE)
    return answer


@router.get("/daily", response_class=Response, responses={200: {"model": ListOut[DailyPriceOut]}})
async def list_daily_prices(
    request: Request, query: Annotated[DailyPriceQuery, Depends(DailyPriceQuery.asked)], database: DatabaseOf
) -> Response:
    """List the day's price per district and channel: the median over reporters of one storage age."""
    return await answer_list_of(request, query, database, DAILY_PRICES)


@router.post("/{id}/accept", response_class=Response, responses={200: {"model": ReviewOut}})
def accept_price(
    id: PriceId,  # noqa: A002
    attempt: Annotated[Attempt, attempted(Scope.REVIEWS_WRITE)],
    query: Annotated[ReviewQuery, Depends(ReviewQuery.asked)],
    writing: WritingOf,
) -> Response:
    """Accept a flagged price: it is right although it is unlike others. Its day is computed with it from now on.

    With `version` the word is on that version alone: 409 where the price was corrected in between.
    """
    return _decide(id, Verdict(Review.ACCEPTED, attempt.caller.name, query.version), attempt, writing)


@router.post("/{id}/reject", response_class=Response, responses={200: {"model": ReviewOut}})
def reject_price(
    id: PriceId,  # noqa: A002
    attempt: Annotated[Attempt, attempted(Scope.REVIEWS_WRITE)],
    query: Annotated[ReviewQuery, Depends(ReviewQuery.asked)],
    writing: WritingOf,
) -> Response:
    """Reject a flagged price: it is kept and shown, and never computed with.

    With `version` the word is on that version alone: 409 where the price was corrected in between.
    """
    return _decide(id, Verdict(Review.REJECTED, attempt.caller.name, query.version), attempt, writing)


def _decide(price_id: int, verdict: Verdict, attempt: Attempt, writing: Writing) -> Response:
    def work(uow: UnitOfWork) -> StoredAnswer:
        told = {"id": price_id, "version": decide(uow, price_id, verdict), "review": verdict.review}
        return StoredAnswer(to_json({**told, "reviewed_by": verdict.by, "reviewed_at": uow.now}))

    with writing.database.unit_of_work(writing.clock()) as uow:
        answer = answer_once(uow, attempt, work)
    return writing.committed(answer)
