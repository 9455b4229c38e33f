"""GET /v1/minimum-prices, one of them, and its explanation."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from service.answers import ListOut, answer, answer_list
from service.database import read_revision
from service.dependencies import DatabaseOf, Today
from service.list_queries import RowId
from service.minimum_prices import repository
from service.minimum_prices.explanation import explain
from service.minimum_prices.schemas import ExplanationOut, MinimumPriceOut, MinimumPriceQuery

router = APIRouter(prefix="/v1/minimum-prices", tags=["minimum prices"])
MinimumPriceId = Annotated[RowId, Path(description="Id of a minimum price, from the list.")]


@router.get("", response_class=Response, responses={200: {"model": ListOut[MinimumPriceOut]}})
def list_minimum_prices(
    request: Request, query: Annotated[MinimumPriceQuery, Query()], database: DatabaseOf, today: Today
) -> Response:
    """List the floors valid today or `as_of` a day, by every method side by side.

    A method that cannot be computed is listed with its `reason`. Only a `published` floor raises alerts.
    """
    with database.reading() as connection:
        page = repository.list_minimum_prices(connection, query, today)
    return answer_list(request, query, page, tuple(MinimumPriceOut.model_fields))


@router.get("/{id}", response_class=Response, responses={200: {"model": MinimumPriceOut}})
def get_minimum_price(id: MinimumPriceId, database: DatabaseOf, today: Today) -> Response:  # noqa: A002
    """Show one floor."""
    with database.reading() as connection:
        return answer(repository.get_minimum_price(connection, id, today), read_revision(connection))


@router.get("/{id}/explanation", response_class=Response, responses={200: {"model": ExplanationOut}})
def get_explanation(id: MinimumPriceId, database: DatabaseOf) -> Response:  # noqa: A002
    """Explain one floor: the formula with its numbers, in Indonesian and English, and what it was computed from."""
    with database.reading() as connection:
        row = repository.get_explained(connection, id)
        shown = explain(row) | {
            "notice": repository.notice(row.legal_status, row.minimum_price_idr_per_kg),
            "revision": row.revision,
        }
        return answer(shown, read_revision(connection))
