"""GET /v1/imports, one of them, and its refused rows."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.responses import StreamingResponse

from service.access.dependencies import authorised
from service.answers import ListOut, answer, answer_list
from service.dependencies import DatabaseOf
from service.imports import repository
from service.imports.mending import to_mend, told
from service.imports.repository import Refused
from service.imports.schemas import ImportOut, ImportQuery, RefusedQuery, RefusedRowOut
from service.imports.told_errors import in_language
from service.imports.writing import PRIVATE
from service.list_queries import NO_PARAMETERS, RowId
from service.negotiation import language_of, wants_csv
from service.vocabulary import Scope

router = APIRouter(
    prefix="/v1/imports",
    tags=["imports"],
    dependencies=[authorised(Scope.IMPORTS_READ)],
    default_response_class=Response,
)
ImportId = Annotated[RowId, Path(description="Id of an import, from the list or from the answer to what was sent.")]
_AS_STORED = ("line", "problems", "content", "mended_at", "mended_by")


@router.get("", responses={200: {"model": ListOut[ImportOut]}})
async def list_imports(
    request: Request, query: Annotated[ImportQuery, Depends(ImportQuery.asked)], database: DatabaseOf
) -> Response:
    """List what arrived, the last begun first, with what became of it.

    The same delivery again is another attempt at the same import. `status` refused: the file as a whole, see `error`.
    """
    page, language = await database.read(repository.list_imports, query), language_of(request)
    page = replace(page, rows=[_run_shown(row, language) for row in page.rows])
    return _private(answer_list(request, query, page, tuple(ImportOut.model_fields)))


@router.get("/{id}", dependencies=NO_PARAMETERS, responses={200: {"model": ImportOut}})
async def get_import(request: Request, id: ImportId, database: DatabaseOf) -> Response:  # noqa: A002
    """Show one import with its counts, and how many of its refused rows still wait to be mended."""
    row, revision = await database.read_at_revision(repository.get_import, id)
    return _private(answer(_run_shown(row, language_of(request)), revision))


@router.get("/{id}/refused", responses={200: {"model": ListOut[RefusedRowOut]}})
async def list_refused(
    request: Request,
    id: ImportId,  # noqa: A002
    query: Annotated[RefusedQuery, Depends(RefusedQuery.asked)],
    database: DatabaseOf,
) -> Response:
    """List the refused rows of an import that still wait to be mended, each with what is wrong with it.

    As CSV they come in the columns they were sent in, beside `refused_row` and `problems`: mend the cells, leave
    `refused_row`, and upload the file with the same column mapping. Rows that come in leave this list. Text that a
    spreadsheet would run as a formula has an apostrophe in front.
    """
    await database.read(repository.get_import, id)
    refused, language = Refused(id, query.mended), language_of(request)
    if query.output_format == "csv" or (query.output_format is None and wants_csv(request.headers.get("accept", ""))):
        lines = to_mend(lambda: repository.every_refused(database, refused), language)
        headers = PRIVATE | {"content-disposition": f'attachment; filename="refused-{id}.csv"'}
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)
    page = await database.read(repository.list_refused, refused, query)
    page = replace(page, rows=[_shown(row, language) for row in page.rows])
    return _private(answer_list(request, query, page, tuple(RefusedRowOut.model_fields)))


def _run_shown(row: dict[str, Any], language: str) -> dict[str, Any]:
    return {**row, "error": in_language(row["error"], language)}


def _shown(row: dict[str, Any], language: str) -> dict[str, Any]:
    problems = [told(problem, language) for problem in row["problems"]]
    return {"refused_row": row["id"], **{name: row[name] for name in _AS_STORED}, "problems": problems}


def _private(response: Response) -> Response:
    response.headers.update(PRIVATE)
    return response
