"""GET /v1/cost-surveys and one of them, its households for those who may see them, and the ways surveys come in."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request, Response

from service.access.dependencies import attempted, authorised
from service.access.idempotency import Attempt, Caller
from service.answers import ListOut, answer, answer_list
from service.cost_surveys import repository
from service.cost_surveys.household_repository import list_households
from service.cost_surveys.household_schemas import HouseholdOut
from service.cost_surveys.pushing import Recompute, SurveyPush, SurveyPushOut, SurveyPushQuery, answer_survey
from service.cost_surveys.repository import HouseholdMeans
from service.cost_surveys.schemas import CostSurveyOut, CostSurveyQuery, CostSurveyWithItemsOut
from service.cost_surveys.uploads import SurveyUploadForm, import_survey_file
from service.database import read_revision
from service.dependencies import DatabaseOf
from service.imports.file_uploads import LARGEST_UPLOAD_BYTES, UPLOADED, Sending, sent
from service.imports.schemas import UploadOut
from service.imports.writing import PRIVATE, WritingOf
from service.list_queries import NO_PARAMETERS, ListQuery, RowId
from service.negotiation import language_of
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/cost-surveys", tags=["cost surveys"])
SurveyId = Annotated[RowId, Path(description="Id of a survey, from the list.")]
LARGEST_PUSH_BYTES = 20_000_000
# The body is read here, once the caller is known to be one who may write; `service.openapi` puts its schema in.
PUSHED: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {}}}}


async def _recompute(request: Request) -> Recompute:
    recompute: Recompute = request.app.state.recompute_floors
    return recompute


async def _household_means(request: Request) -> HouseholdMeans:
    household_means: HouseholdMeans = request.app.state.household_means
    return household_means


HouseholdMeansOf = Annotated[HouseholdMeans, Depends(_household_means)]


@router.get("", response_class=Response, responses={200: {"model": ListOut[CostSurveyOut]}})
async def list_cost_surveys(
    request: Request,
    query: Annotated[CostSurveyQuery, Depends(CostSurveyQuery.asked)],
    database: DatabaseOf,
    means_of: HouseholdMeansOf,
) -> Response:
    """List cost surveys with their means per household; never a household's own figures."""

    def read() -> Response:
        with database.reading() as connection:
            page = repository.list_cost_surveys(connection, query, means_of)
        return answer_list(request, query, page, tuple(CostSurveyOut.model_fields))

    # Means of many households take longer than the event loop may wait for an embedded database.
    return await to_thread.run_sync(read)


@router.post(
    "",
    response_class=Response,
    responses={200: {"model": SurveyPushOut}},
    max_body_size=LARGEST_PUSH_BYTES,
    openapi_extra=PUSHED,
)
async def push_cost_survey(
    request: Request,
    attempt: Annotated[Attempt, attempted(Scope.SURVEYS_WRITE)],
    query: Annotated[SurveyPushQuery, Depends(SurveyPushQuery.asked)],
    writing: WritingOf,
    recompute: Annotated[Recompute, Depends(_recompute)],
) -> Response:
    """Take in one survey: as a study prints it (means per household), or as its `survey` and 1 to 1000 `households`.

    A survey is identified within its `feed` by `external_id`. The same again changes nothing, another content corrects
    it; floors of printed means are computed at once, as proposals. A household that is refused says why and keeps no
    other back; sent again with the same `external_id`, it leaves the list of those that wait to be mended. Names and
    phone numbers are replaced by a keyed hash before anything is stored.
    """
    asked = SurveyPush(await request.body(), query.feed or attempt.caller.name, attempt, language_of(request))
    return await to_thread.run_sync(lambda: writing.committed(answer_survey(asked, writing, recompute)))


@router.post(
    "/upload",
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={200: {"model": UploadOut}},
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra=UPLOADED,
)
async def upload_cost_surveys(sending: Annotated[Sending, sent(Scope.SURVEYS_WRITE)]) -> Response:
    """Import a file of households, one a row: CSV, XLSX or ODS, up to 200 MB, as survey teams write them.

    What a form asks in lists has a column for each group: `cost_fertiliser_idr`, `labour_hired_tapping_days`,
    `consumption_rice_idr`, `tool_1_name`. A file may hold several surveys, each row naming its `survey_id`; what the
    surveys are is said by `constants`. Columns, numbers, days and refused rows are as for prices.
    """
    return await sending.answered(SurveyUploadForm, import_survey_file)


@router.get(
    "/{id}", dependencies=NO_PARAMETERS, response_class=Response, responses={200: {"model": CostSurveyWithItemsOut}}
)
async def get_cost_survey(id: SurveyId, database: DatabaseOf, means_of: HouseholdMeansOf) -> Response:  # noqa: A002
    """Show one survey with its means and its cost items."""

    def read() -> Response:
        with database.reading() as connection:
            survey = repository.get_cost_survey(connection, id, means_of)
            return answer(survey, read_revision(connection))

    return await to_thread.run_sync(read)


@router.get("/{id}/households", response_class=Response, responses={200: {"model": ListOut[HouseholdOut]}})
async def list_survey_households(
    request: Request,
    id: SurveyId,  # noqa: A002
    _caller: Annotated[Caller, authorised(Scope.SURVEYS_READ)],
    query: Annotated[ListQuery, Depends(ListQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List the households of a survey with all they said. They are known by a keyed hash; nobody is named.

    CSV holds each list of a household in one cell.
    """
    page = await database.read(list_households, id, query)
    listed = answer_list(request, query, page, tuple(HouseholdOut.model_fields))
    listed.headers.update(PRIVATE)
    return listed
