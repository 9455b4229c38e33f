"""What endpoints that write are handed, and what follows their commit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import structlog
from anyio import CapacityLimiter
from fastapi import Depends
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from service.access.idempotency import StoredAnswer
from service.caching import RevisionWatch
from service.clock import Clock
from service.database import Database
from service.errors import BadSettings
from service.privacy.hashing import KeyChain

# Answers for one caller only; no cache on the way may keep them.
PRIVATE = {"cache-control": "private, no-store"}
# An import fills a chunk's memory and works one core; more of them at once would only take turns.
IMPORTS_AT_ONCE = 2
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Writing:
    """What an endpoint writes with: `sweep` evaluates the days that wait, `keys` hide who is named."""

    database: Database
    clock: Clock
    watch: RevisionWatch
    sweep: Callable[[], object]
    imports: CapacityLimiter
    keys_if_any: KeyChain | None = None

    @property
    def keys(self) -> KeyChain:
        """Return the keys of personal hashes; raises `BadSettings` where the process has none."""
        if self.keys_if_any is None:
            raise BadSettings(problems="there are no keys of personal hashes, so rows with names cannot be taken in")
        return self.keys_if_any

    def committed(self, answer: StoredAnswer) -> Response:
        """Return the answer to a change that is committed; prices are evaluated as soon as it is sent."""
        response = answer.response()
        if not answer.replayed:
            self.watch.saw(self.database.revision())
            response.background = BackgroundTask(self._evaluate)
        return response

    def _evaluate(self) -> None:
        try:
            self.sweep()
        except Exception:
            # As after a crash: the days go on waiting, and the scheduler's sweep does them.
            log.exception("what was written is not evaluated yet")
        self.watch.saw(self.database.revision())


async def _writing(request: Request) -> Writing:
    writing: Writing = request.app.state.writing
    return writing


WritingOf = Annotated[Writing, Depends(_writing)]
