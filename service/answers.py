"""How rows leave the house: as JSON or as CSV."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from service.caching import DATA_REVISION_HEADER
from service.database import Database
from service.list_queries import ListQuery
from service.negotiation import wants_csv
from service.paging import ListOf, Page, encode_cursor

Row = TypeVar("Row", bound=BaseModel)
# A spreadsheet runs cells that begin with one of these as formulas.
_CURSOR = re.compile(r"(?:^|&)cursor=[^&]*")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ListOut(BaseModel, Generic[Row]):
    """One page of a list."""

    data: list[Row]
    total: int
    next: str | None
    revision: int


def answer_list(request: Request, query: ListQuery, page: Page[dict[str, Any]], columns: Sequence[str]) -> Response:
    """Answer with a page, as JSON or as CSV with the given columns."""
    following = _next_url(request, page)
    if _wants_csv(request, query):
        headers = {"link": f'<{following}>; rel="next"'} if following else {}
        headers |= {"x-total-count": str(page.total), DATA_REVISION_HEADER: str(page.revision)}
        return Response(to_csv(page.rows, columns), media_type="text/csv; charset=utf-8", headers=headers)
    body = {"data": page.rows, "total": page.total, "next": following, "revision": page.revision}
    return answer(body, page.revision)


async def answer_list_of(
    request: Request, query: ListQuery, database: Database, wanted: ListOf, **given: Any
) -> Response:
    """Answer with a page of a list whose rows are shown as they are stored."""
    if _wants_csv(request, query):
        page = await database.read(wanted.read, query, **given)
        return answer_list(request, query, page, wanted.rows.selected_columns.keys())
    written = await database.read_alone(wanted.read_json, query, **given)
    rest = {"total": written.total, "next": _next_url(request, written), "revision": written.revision}
    body = b"".join((b'{"data":[', b",".join(written.rows), b"],", to_json(rest)[1:]))
    headers = {DATA_REVISION_HEADER: str(written.revision)}
    return Response(body, media_type="application/json", headers=headers)


def _wants_csv(request: Request, query: ListQuery) -> bool:
    if query.output_format is not None:
        return query.output_format == "csv"
    return wants_csv(request.headers.get("accept", ""))


def answer(body: Any, revision: int) -> Response:
    """Answer with JSON read at a data revision."""
    return Response(to_json(body), media_type="application/json", headers={DATA_REVISION_HEADER: str(revision)})


def to_json(body: Any) -> bytes:
    """Return JSON; decimals become numbers."""
    return orjson.dumps(body, default=_plain)


def to_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return CSV with a header; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return lines.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value)):
        value = to_json(value).decode()
    if isinstance(value, list | tuple):
        value = ";".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _next_url(request: Request, page: Page[Any]) -> str | None:
    if page.next_key is None:
        return None
    # Without host: the answer is cached for everybody, whatever name they called us by.
    asked = _CURSOR.sub("", request.scope["query_string"].decode("latin-1")).lstrip("&")
    return f"{request.scope['path']}?{asked}{'&' if asked else ''}cursor={encode_cursor(page.next_key)}"
