"""Lists that come in pages of JSON: every page, once, from one server, and as many rows as announced."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import httpx2

from jobs.sources.conduct import Conduct
from jobs.sources.errors import ForeignPage, PageLoop, RowsMissing, UnexpectedContent
from jobs.sources.exchange import Request, exchange


@dataclass(frozen=True, slots=True)
class Naming:
    """What a kind of server calls its rows, the next page's address and the number of all rows."""

    rows: str
    next: str
    count: str


def read_json(request: Request, conduct: Conduct) -> dict[str, Any]:
    """Return the JSON object at an address; numbers stay text, so that none is bent by binary fractions."""
    body = BytesIO()
    exchange(request, body, conduct)
    try:
        found = json.loads(body.getvalue(), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise _unexpected(request, "broken JSON", "a JSON object") from None
    if not isinstance(found, dict):
        raise _unexpected(request, f"a JSON {type(found).__name__}", "a JSON object")
    return found


def read_pages(first: Request, naming: Naming, conduct: Conduct) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of page after page to the end; raises `RowsMissing` where the list was cut silently."""
    request: Request | None = first
    announced, read, visited = 0, 0, set[str]()
    while request is not None:
        visited.add(str(httpx2.URL(request.address)))
        page = read_json(request, conduct)
        rows = _rows(request, page, naming)
        announced, read = announced or _announced(page, naming), read + len(rows)
        yield rows
        request = _next(request, page.get(naming.next), visited)
    if read < announced:
        raise RowsMissing(source=first.source, address=first.address, announced=announced, read=read)


def _rows(request: Request, page: dict[str, Any], naming: Naming) -> list[dict[str, Any]]:
    rows = page.get(naming.rows)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unexpected(request, f"JSON without a list {naming.rows!r}", "a list of submissions")
    return rows


def _announced(page: dict[str, Any], naming: Naming) -> int:
    """Return the number of all rows, 0 where the server does not tell it."""
    count = str(page.get(naming.count))
    return int(count) if count.isdecimal() else 0


def _next(request: Request, link: object, visited: set[str]) -> Request | None:
    if link is None:
        return None
    who = {"source": request.source, "address": request.address}
    own, named = httpx2.URL(request.address), httpx2.URL(request.address).join(str(link))
    if named.host != own.host:
        raise ForeignPage(**who, host=named.host)
    # Behind a proxy servers name themselves with the wrong scheme or port: ours is the declared one.
    address = str(named.copy_with(scheme=own.scheme, port=own.port))
    if address in visited:
        raise PageLoop(**who)
    return replace(request, address=address)


def _unexpected(request: Request, found: str, expected: str) -> UnexpectedContent:
    return UnexpectedContent(source=request.source, address=request.address, found=found, expected=expected)
