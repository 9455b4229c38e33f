"""GET /v1/prices and /v1/prices/daily."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from service.answers import ListOut, answer_list_of
from service.dependencies import DatabaseOf
from service.prices.repository import DAILY_PRICES, PRICES
from service.prices.schemas import DailyPriceOut, DailyPriceQuery, PriceOut, PriceQuery

router = APIRouter(prefix="/v1/prices", tags=["prices"])


@router.get("", response_class=Response, responses={200: {"model": ListOut[PriceOut]}})
async def list_prices(
    request: Request, query: Annotated[PriceQuery, Depends(PriceQuery.asked)], database: DatabaseOf
) -> Response:
    """List price observations, newest day first, each with its provenance and source.

    Rows marked `suspect` are kept and shown, but left out of every computation.
    """
    return await answer_list_of(request, query, database, PRICES)


@router.get("/daily", response_class=Response, responses={200: {"model": ListOut[DailyPriceOut]}})
async def list_daily_prices(
    request: Request, query: Annotated[DailyPriceQuery, Depends(DailyPriceQuery.asked)], database: DatabaseOf
) -> Response:
    """List the day's price per district and channel: the median over reporters of one storage age."""
    return await answer_list_of(request, query, database, DAILY_PRICES)
