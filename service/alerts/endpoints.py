"""GET /v1/alerts, one of them, and its events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from service.alerts import repository
from service.alerts.schemas import AlertEventOut, AlertOut, AlertQuery
from service.answers import ListOut, answer, answer_list, answer_list_of
from service.dependencies import DatabaseOf
from service.list_queries import NO_PARAMETERS, ListQuery, RowId

router = APIRouter(prefix="/v1/alerts", tags=["alerts"])
AlertId = Annotated[RowId, Path(description="Id of an alert, from the list.")]


@router.get("", response_class=Response, responses={200: {"model": ListOut[AlertOut]}})
async def list_alerts(
    request: Request, query: Annotated[AlertQuery, Depends(AlertQuery.asked)], database: DatabaseOf
) -> Response:
    """List alerts, the last fired first.

    `historical` alerts come from loaded history and were announced to nobody; a pending alert is never listed.
    """
    return await answer_list_of(request, query, database, repository.ALERTS)


@router.get("/{id}", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": AlertOut}})
async def get_alert(id: AlertId, database: DatabaseOf) -> Response:  # noqa: A002
    """Show one alert with the observations it rests on."""
    return answer(*await database.read_at_revision(repository.get_alert, id))


@router.get("/{id}/events", response_class=Response, responses={200: {"model": ListOut[AlertEventOut]}})
async def list_events(
    request: Request,
    id: AlertId,  # noqa: A002
    query: Annotated[ListQuery, Depends(ListQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List what happened to an alert, day by day: opened, escalated, resolved, with price and gap of that day.

    The last event of an alert that was taken back is `retracted`, with the reason: `floor_withdrawn`, and then by whom
    and why the floor was withdrawn, or `cause_removed`, after a correction of prices or floors.
    """
    page = await database.read(repository.list_events, query, id)
    return answer_list(request, query, page, tuple(AlertEventOut.model_fields))
