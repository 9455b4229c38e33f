"""GET and POST /v1/auctions: the forms of auction nights, pushed or uploaded."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from service.access.dependencies import attempted
from service.access.idempotency import Attempt
from service.answers import ListOut, answer_list
from service.dependencies import DatabaseOf
from service.imports.file_uploads import LARGEST_UPLOAD_BYTES, UPLOADED, Sending, sent
from service.imports.writing import WritingOf
from service.list_queries import NO_PARAMETERS
from service.negotiation import language_of
from service.prices.auction_pushing import MOST_NIGHTS, AuctionPush, answer_auctions
from service.prices.auction_repository import COLUMNS, list_auctions
from service.prices.auction_schemas import AuctionOut, AuctionPushOut, AuctionQuery, AuctionUploadOut
from service.prices.auction_uploads import AuctionUploadForm, import_auction_file
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


@router.post(
    "/upload",
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={200: {"model": AuctionUploadOut}},
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra=UPLOADED,
)
async def upload_auctions(sending: Annotated[Sending, sent(Scope.PRICES_WRITE)]) -> Response:
    """Import a file of auction nights, one lot a row: CSV, XLSX or ODS, up to 50 000 rows, as clerks write them.

    The columns of a night are filled in at its first lot, or repeated on each. A night whose own cells are wrong is
    refused with all its lots, a wrong lot alone. Columns, numbers, days, refused rows and `dry_run` are as for prices;
    `warnings` are as for auctions that are pushed.
    """
    return await sending.answered(AuctionUploadForm, import_auction_file)
