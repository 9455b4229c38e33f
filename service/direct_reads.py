"""The busiest reads without the router: lists that are shown as they are stored.

FastAPI's routing and dependencies take longer than the database does for such an answer. Requests this layer cannot
answer (another path, a parameter that is refused) go on to the router, which also describes these operations.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.answers import answer_list_of
from service.database import Database
from service.list_queries import ListQuery
from service.negotiation import language_of
from service.paging import ListOf


@dataclass(frozen=True, slots=True)
class DirectRead:
    """One list with its parameters, served at `path`; `indonesian` is the same list where its rows hold sentences."""

    path: str
    asked: type[ListQuery]
    rows: ListOf
    indonesian: ListOf | None = None

    def told(self, request: Request) -> ListOf:
        """Return the list in the language that a request prefers."""
        return self.rows if self.indonesian is None or language_of(request) != "id" else self.indonesian


class DirectReads:
    """ASGI layer: answers GETs of the given lists, and passes everything else on."""

    def __init__(self, app: ASGIApp, database: Database, reads: Mapping[str, DirectRead]) -> None:
        """Wrap `app`."""
        self.app, self.database, self.reads = app, database, reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        read = self.reads.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if read is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            query = await read.asked.asked(request)
            response = await answer_list_of(request, query, self.database, read.told(request))
        except Exception:
            # Whatever is wrong, the router meets it too, and tells it as a problem.
            await self.app(scope, receive, send)
            return
        # For the metrics, which name a request by its route.
        scope["route"] = read
        await response(scope, receive, send)


def by_path(*reads: DirectRead) -> Mapping[str, DirectRead]:
    """Return the reads by the path they are served at."""
    return {read.path: read for read in reads}
