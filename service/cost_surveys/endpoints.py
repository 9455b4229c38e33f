"""GET /v1/cost-surveys and one of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from service.answers import ListOut, answer, answer_list
from service.cost_surveys import repository
from service.cost_surveys.schemas import CostSurveyOut, CostSurveyQuery, CostSurveyWithItemsOut
from service.dependencies import DatabaseOf
from service.list_queries import NO_PARAMETERS, RowId

router = APIRouter(prefix="/v1/cost-surveys", tags=["cost surveys"])


@router.get("", response_class=Response, responses={200: {"model": ListOut[CostSurveyOut]}})
async def list_cost_surveys(
    request: Request, query: Annotated[CostSurveyQuery, Depends(CostSurveyQuery.asked)], database: DatabaseOf
) -> Response:
    """List cost surveys with their means per household; never a household's own figures."""
    page = await database.read(repository.list_cost_surveys, query)
    return answer_list(request, query, page, tuple(CostSurveyOut.model_fields))


@router.get(
    "/{id}", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": CostSurveyWithItemsOut}}
)
async def get_cost_survey(
    id: Annotated[RowId, Path(description="Id of a survey, from the list.")],  # noqa: A002
    database: DatabaseOf,
) -> Response:
    """Show one survey with its cost items."""
    return answer(*await database.read_at_revision(repository.get_cost_survey, id))
