"""GET and POST /v1/floor-policies: how the districts' minimum prices are set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from service.access.dependencies import attempted
from service.access.idempotency import Attempt, StoredAnswer, answer_once
from service.answers import ListOut, answer_list, to_json
from service.database import UnitOfWork
from service.dependencies import DatabaseOf
from service.imports.writing import WritingOf
from service.list_queries import NO_PARAMETERS
from service.minimum_prices.decision_schemas import FloorPolicyIn, FloorPolicyOut, FloorPolicyQuery
from service.minimum_prices.policy import decide
from service.minimum_prices.policy_repository import FLOOR_POLICIES, get_policy
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/floor-policies", tags=["minimum prices"])


@router.get("", response_class=Response, responses={200: {"model": ListOut[FloorPolicyOut]}})
async def list_floor_policies(
    request: Request, query: Annotated[FloorPolicyQuery, Depends(FloorPolicyQuery.asked)], database: DatabaseOf
) -> Response:
    """List what was decided on how minimum prices are set, the last decision first; `current` ones count now.

    A `district_code` of null speaks of every district that has no policy of its own. Where there is none at all, the
    method is `household-consumption`, the aggregator `ratio_of_means`, and the parameters are the dated ones.
    """
    page = await database.read(FLOOR_POLICIES.read, query)
    return answer_list(request, query, page, tuple(FloorPolicyOut.model_fields))


@router.post("", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": FloorPolicyOut}})
def decide_floor_policy(
    attempt: Annotated[Attempt, attempted(Scope.FLOORS_WRITE)], given: FloorPolicyIn, writing: WritingOf
) -> Response:
    """Decide how the minimum price of a district is set; the policy before is kept and no longer counts.

    Floors are computed by it, and published where it says `auto_publish`, when they are next recomputed.
    """

    def work(uow: UnitOfWork) -> StoredAnswer:
        return StoredAnswer(to_json(get_policy(uow.connection, decide(uow, given, attempt.caller.name))))

    with writing.database.unit_of_work(writing.clock()) as uow:
        answered = answer_once(uow, attempt, work)
    return writing.committed(answered)
