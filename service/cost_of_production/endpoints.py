"""GET /v1/cost-of-production."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from service.answers import ListOut, answer_list
from service.cost_of_production import repository
from service.cost_of_production.schemas import CostOut, CostQuery
from service.dependencies import DatabaseOf

router = APIRouter(prefix="/v1/cost-of-production", tags=["cost of production"])


@router.get("", response_class=Response, responses={200: {"model": ListOut[CostOut]}})
async def list_costs(
    request: Request, query: Annotated[CostQuery, Depends(CostQuery.asked)], database: DatabaseOf
) -> Response:
    """List what a kilogram costs per district and survey, `by` cost concept, item group, tenure or behaviour.

    Figures are those of the survey's period: sums of costs over sums of production, with survey weights. What cannot be
    computed, or would tell of fewer than 5 households, is listed with its `reason`.
    """

    def read() -> Response:
        with database.reading() as connection:
            page = repository.list_costs(connection, query)
        return answer_list(request, query, page, tuple(CostOut.model_fields))

    # Surveys of many households take longer than the event loop may wait for an embedded database.
    return await to_thread.run_sync(read)
