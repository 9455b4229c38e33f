"""GET and POST /v1/auctions: the forms of auction nights."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from service.access.dependencies import attempted
from service.access.idempotency import Attempt
from service.answers import ListOut, answer_list
from service.dependencies import DatabaseOf
from service.imports.writing import WritingOf
from service.negotiation import language_of
from service.prices.auction_pushing import MOST_NIGHTS, AuctionPush, answer_auctions
from service.prices.auction_repository import COLUMNS, list_auctions
from service.prices.auction_schemas import AuctionOut, AuctionPushOut, AuctionQuery
from service.prices.schemas import PushQuery
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/auctions", tags=["prices"])
LARGEST_PUSH_BYTES = 20_000_000
# The body is read here, once the caller is known to be one who may write; `service.openapi` puts the schemas in.
_FORMS = {"type": "array", "minItems": 1, "maxItems": MOST_NIGHTS, "items": {"$ref": "#/components/schemas/AuctionIn"}}
PUSHED: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": _FORMS}}}}


@router.get("", name="list_auctions", response_class=Response, responses={200: {"model": ListOut[AuctionOut]}})
async def list_nights(
    request: Request, query: Annotated[AuctionQuery, Depends(AuctionQuery.asked)], database: DatabaseOf
) -> Response:
    """List auction nights, newest first, each with its UPPB, reserve price, bids and lots.

    Bidders are never named. The lots' prices stand in GET /v1/prices too, by `price_id`. CSV holds the nights alone.
    """
    page = await database.read(list_auctions, query)
    return answer_list(request, query, page, COLUMNS)


@router.post(
    "",
    response_class=Response,
    responses={200: {"model": AuctionPushOut}},
    max_body_size=LARGEST_PUSH_BYTES,
    openapi_extra=PUSHED,
)
async def push_auctions(
    request: Request,
    attempt: Annotated[Attempt, attempted(Scope.PRICES_WRITE)],
    query: Annotated[PushQuery, Depends(PushQuery.asked)],
    writing: WritingOf,
) -> Response:
    """Take in the forms of 1 to 1000 auction nights in one transaction, and say of each what became of it.

    A night is identified within its `feed` by `external_id`, else by its UPPB's registration number and its day; the
    same form again changes nothing, another one corrects it. Each lot becomes a price. A lot that the corrected form no
    longer has keeps its price, marked as suspect. `warnings` tell of prices below the reserve price or above every bid.
    """
    language = language_of(request)
    asked = AuctionPush(await request.body(), query.feed or attempt.caller.name, attempt, language)
    return await to_thread.run_sync(lambda: writing.committed(answer_auctions(asked, writing)))
