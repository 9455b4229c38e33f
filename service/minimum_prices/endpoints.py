"""GET /v1/minimum-prices, one of them, and its explanation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from service.answers import ListOut, answer, answer_list
from service.dependencies import DatabaseOf, Today
from service.list_queries import NO_PARAMETERS, RowId
from service.minimum_prices import repository
from service.minimum_prices.explanation import explain
from service.minimum_prices.schemas import ExplanationOut, MinimumPriceOut, MinimumPriceQuery

router = APIRouter(prefix="/v1/minimum-prices", tags=["minimum prices"])
MinimumPriceId = Annotated[RowId, Path(description="Id of a minimum price, from the list.")]


@router.get("", response_class=Response, responses={200: {"model": ListOut[MinimumPriceOut]}})
async def list_minimum_prices(
    request: Request,
    query: Annotated[MinimumPriceQuery, Depends(MinimumPriceQuery.asked)],
    database: DatabaseOf,
    today: Today,
) -> Response:
    """List the floors valid today or `as_of` a day, by every method side by side.

    A method that cannot be computed is listed with its `reason`. Only a `published` floor raises alerts.
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
async def get_explanation(id: MinimumPriceId, database: DatabaseOf) -> Response:  # noqa: A002
    """Explain one floor: the formula with its numbers, in Indonesian and English, and what it was computed from."""
    row, revision = await database.read_at_revision(repository.get_explained, id)
    notice = repository.notice(row.legal_status, row.minimum_price_idr_per_kg)
    return answer(explain(row) | {"notice": notice, "revision": row.revision}, revision)
