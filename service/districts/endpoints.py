"""GET /v1/districts and one of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from service.answers import ListOut, answer, answer_list
from service.dependencies import DatabaseOf, Today
from service.districts import repository
from service.districts.schemas import DistrictDetailOut, DistrictOut, DistrictQuery
from service.list_queries import AskedQuery, DistrictCode, IsoDay

router = APIRouter(prefix="/v1/districts", tags=["districts"])


class DayQuery(AskedQuery):
    """The day a district is asked for."""

    as_of: IsoDay | None = Field(
        None,
        description="The day that is asked for, floors and alerts as known at its end; left out: today in Jakarta.",
    )


@router.get("", response_class=Response, responses={200: {"model": ListOut[DistrictOut]}})
async def list_districts(
    request: Request, query: Annotated[DistrictQuery, Depends(DistrictQuery.asked)], database: DatabaseOf, today: Today
) -> Response:
    """List the districts of the rubber provinces, with both codes and their state today or `as_of` a day."""
    page = await database.read(repository.list_districts, query, today)
    return answer_list(request, query, page, tuple(DistrictOut.model_fields))


@router.get("/{district_code}", response_class=Response, responses={200: {"model": DistrictDetailOut}})
async def get_district(
    district_code: Annotated[DistrictCode, Path()],
    query: Annotated[DayQuery, Depends(DayQuery.asked)],
    database: DatabaseOf,
    today: Today,
) -> Response:
    """Show one district: latest price by channel, floor or the reason why there is none, gap, open alerts.

    With `as_of` it answers as things stood at the end of that day: floors and alerts as they were known then, whatever
    was decided since, prices as they are known now. History answers for days before it was loaded as it is known now.
    """
    district = await database.read(repository.get_district, district_code, query.as_of, today)
    return answer(district, district["revision"])
