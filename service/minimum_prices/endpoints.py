"""GET /v1/minimum-prices, one of them, its explanation, what became of it, and the decisions on it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from service.access.dependencies import attempted
from service.access.idempotency import Attempt, StoredAnswer, answer_once
from service.answers import ListOut, answer, answer_list, to_json
from service.database import UnitOfWork
from service.dependencies import DatabaseOf, Today
from service.imports.writing import Writing, WritingOf
from service.list_queries import NO_PARAMETERS, ListQuery, RowId
from service.minimum_prices import repository
from service.minimum_prices.decision_schemas import DecisionOut, MinimumPriceEventOut, PublicationIn, WithdrawalIn
from service.minimum_prices.decisions import told
from service.minimum_prices.events import Decision
from service.minimum_prices.explanation import explain
from service.minimum_prices.publication import publish, withdraw
from service.minimum_prices.schemas import ExplanationOut, MinimumPriceOut, MinimumPriceQuery
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/minimum-prices", tags=["minimum prices"])
MinimumPriceId = Annotated[RowId, Path(description="Id of a minimum price, from the list.")]
AttemptToDecide = Annotated[Attempt, attempted(Scope.FLOORS_WRITE)]


@router.get("", response_class=Response, responses={200: {"model": ListOut[MinimumPriceOut]}})
async def list_minimum_prices(
    request: Request,
    query: Annotated[MinimumPriceQuery, Depends(MinimumPriceQuery.asked)],
    database: DatabaseOf,
    today: Today,
) -> Response:
    """List the floors valid today, or `valid_on` a day, by every method side by side.

    With `as_of` a day it answers what was known at the end of that day: the floors there were, their status and period,
    who had published them. A method that cannot be computed is listed with its `reason`. Only a `published` floor
    raises alerts.
    """
    page = await database.read(repository.list_minimum_prices, query, today)
    return answer_list(request, query, page, tuple(MinimumPriceOut.model_fields))


@router.get("/{id}", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": MinimumPriceOut}})
async def get_minimum_price(id: MinimumPriceId, database: DatabaseOf, today: Today) -> Response:  # noqa: A002
    """Show one floor."""
    return answer(*await database.read_at_revision(repository.get_minimum_price, id, today))


@router.get(
    "/{id}/explanation", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": ExplanationOut}}
)
async def get_explanation(id: MinimumPriceId, database: DatabaseOf, today: Today) -> Response:  # noqa: A002
    """Explain one floor: the formula with its numbers, in Indonesian and English, what it rests on, and its grade."""
    row, revision = await database.read_at_revision(repository.get_explained, id)
    notice = repository.notice(row.legal_status, row.minimum_price_idr_per_kg)
    return answer(explain(row, today) | {"notice": notice, "revision": row.revision}, revision)


@router.get("/{id}/events", response_class=Response, responses={200: {"model": ListOut[MinimumPriceEventOut]}})
async def list_minimum_price_events(
    request: Request,
    id: MinimumPriceId,  # noqa: A002
    query: Annotated[ListQuery, Depends(ListQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List what became of a floor, oldest first: each change of its status or period, with who, when and why."""
    page = await database.read(repository.list_events, query, id)
    return answer_list(request, query, page, tuple(MinimumPriceEventOut.model_fields))


@router.post(
    "/{id}/publish", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": DecisionOut}}
)
def publish_minimum_price(
    id: MinimumPriceId,  # noqa: A002
    attempt: AttemptToDecide,
    given: PublicationIn,
    writing: WritingOf,
) -> Response:
    """Publish a proposed floor: from its `valid_from` on, prices of the district are compared with it.

    A published floor that starts earlier ends there; one that starts on the same day or later is superseded. With a
    `decree` it is an administered price, else a computed indication. One that was superseded can be published again,
    when the floor that took its place proves wrong. 409 where the floor is published, withdrawn or not computable.
    """
    decision = Decision(attempt.caller.name, given.why)
    decree = None if given.decree is None else given.decree.as_decree()
    return _decided(id, decision, attempt, writing, lambda uow: publish(uow, id, decision, decree))


@router.post(
    "/{id}/withdraw", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": DecisionOut}}
)
def withdraw_minimum_price(
    id: MinimumPriceId,  # noqa: A002
    attempt: AttemptToDecide,
    given: WithdrawalIn,
    writing: WritingOf,
) -> Response:
    """Withdraw a published floor: its alerts are retracted, and nothing takes its place but what was valid before it.

    An earlier published floor that ended where this one starts is valid again up to where this one ended; one that was
    superseded stays so. `valid_minimum_price_id` says which floor is now valid, if any. 409 where the floor is not
    published.
    """
    decision = Decision(attempt.caller.name, given.why)
    return _decided(id, decision, attempt, writing, lambda uow: withdraw(uow, id, decision))


def _decided(
    minimum_price_id: int, decision: Decision, attempt: Attempt, writing: Writing, act: Callable[[UnitOfWork], None]
) -> Response:
    def work(uow: UnitOfWork) -> StoredAnswer:
        act(uow)
        return StoredAnswer(to_json(told(uow, minimum_price_id, decision)))

    with writing.database.unit_of_work(writing.clock()) as uow:
        answered = answer_once(uow, attempt, work)
    return writing.committed(answered)
