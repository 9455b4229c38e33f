"""GET /v1/indices and /v1/indices/links, and the way indices come in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from service.answers import ListOut, answer_list_of
from service.dependencies import DatabaseOf
from service.imports.file_uploads import LARGEST_UPLOAD_BYTES, UPLOADED, Sending, sent
from service.imports.schemas import UploadOut
from service.indices.repository import INDEX_LINKS, INDEX_VALUES
from service.indices.schemas import IndexLinkOut, IndexQuery, IndexValueOut, SeriesQuery
from service.indices.uploads import IndexUploadForm, import_index_file
from service.list_queries import NO_PARAMETERS
from service.vocabulary import Scope

router = APIRouter(prefix="/v1/indices", tags=["indices"])


@router.get("", response_class=Response, responses={200: {"model": ListOut[IndexValueOut]}})
async def list_indices(
    request: Request, query: Annotated[IndexQuery, Depends(IndexQuery.asked)], database: DatabaseOf
) -> Response:
    """List the monthly indices that carry floors forward between surveys, newest month first.

    `consumption` and `inputs` are BPS's IKRT and BPPBM, parts of the terms of trade of smallholders' crops (NTPR).
    `consumer_prices` stand in for consumption where IKRT is lacking; `wage` and `rice_price` are in rupiah.
    """
    return await answer_list_of(request, query, database, INDEX_VALUES)


@router.get("/links", response_class=Response, responses={200: {"model": ListOut[IndexLinkOut]}})
async def list_index_links(
    request: Request, query: Annotated[SeriesQuery, Depends(SeriesQuery.asked)], database: DatabaseOf
) -> Response:
    """List the factors between an index's bases: over these alone are months of different bases compared."""
    return await answer_list_of(request, query, database, INDEX_LINKS)


@router.post(
    "/upload",
    dependencies=NO_PARAMETERS,
    response_class=Response,
    responses={200: {"model": UploadOut}},
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra=UPLOADED,
)
async def upload_indices(sending: Annotated[Sending, sent(Scope.INDICES_WRITE)]) -> Response:
    """Import a file of indices: CSV, XLSX or ODS; a row is a month's value, or a link between two bases.

    A value is known by its index, province, base and month. The same again changes nothing, another value is a new
    version. Columns, numbers and refused rows are as in files of prices; rows that contradict each other are refused.
    """
    return await sending.answered(IndexUploadForm, import_index_file)
