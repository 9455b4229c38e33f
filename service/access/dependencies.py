"""What a protected endpoint asks for: the caller with the right scope, and the attempt at a write.

The application's state must hold `database`, `clock` and, for attempts, `attempts` (an `AttemptsUnderWay`).
"""

import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import structlog
from anyio import to_thread
from fastapi import Depends, Header, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.requests import Request

from service.access.errors import KeyMalformed, KeyMissing, ScopeMissing
from service.access.idempotency import Attempt, Caller, fingerprint
from service.access.keys import read_key
from service.access.repository import StoredKey, identify, note_use
from service.clock import jakarta_day
from service.database import Database
from service.dependencies import DatabaseOf
from service.vocabulary import Scope

log = structlog.get_logger()

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="apiKey",
    bearerFormat="bokar_<prefix>_<secret>",
    description="An API key, made with `bokar keys create`.",
)
Presented = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[ -~]+$",
        description="Any text of your own, new for every request: the same request with the same key is done once "
        "and answered alike for a day.",
    ),
]


def authorised(scope: Scope) -> Any:
    """Return the dependency on a caller whose key has the scope.

    Written `caller: Annotated[Caller, authorised(Scope.IMPORTS_READ)]`. It raises `KeyMissing`, `KeyMalformed`,
    `KeyUnknown`, `KeyExpired` (401) or `ScopeMissing` (403).
    """
    return Security(_authorise, scopes=[scope])


def attempted(scope: Scope) -> Any:
    """Return the dependency on an authorised attempt at a write.

    Written `attempt: Annotated[Attempt, attempted(Scope.PRICES_WRITE)]`. It reads the whole body, so it is not for
    uploads, which make their `Attempt` while they read. Beside what `authorised` raises: `IdempotencyKeyInUse` (409).
    """

    async def attempt(
        request: Request, caller: Annotated[Caller, authorised(scope)], idempotency_key: IdempotencyKey = None
    ) -> AsyncIterator[Attempt]:
        body = await request.body()
        one = Attempt(caller, idempotency_key, fingerprint(request.method, target_of(request), [body]))
        with request.app.state.attempts.holding(one):
            yield one

    # Over before the answer is sent, so that a client that has it can send the next request.
    return Depends(attempt, scope="function")


def target_of(request: Request) -> str:
    """Return a request's path with its query, as a fingerprint takes it."""
    return f"{request.url.path}?{request.url.query}"


async def _authorise(request: Request, needed: SecurityScopes, database: DatabaseOf, presented: Presented) -> Caller:
    if presented is None:
        raise KeyMissing
    key = read_key(presented.credentials)
    if key is None:
        raise KeyMalformed
    now = request.app.state.clock()
    stored = await database.read(identify, key, now)
    if stored.last_used_on != jakarta_day(now):
        await to_thread.run_sync(_note_use, database, stored, now)
    for scope in needed.scopes:
        if scope not in stored.scopes:
            raise ScopeMissing(prefix=stored.prefix, scope=scope)
    return Caller(stored.prefix, stored.name)


def _note_use(database: Database, key: StoredKey, now: datetime) -> None:
    try:
        with database.unit_of_work(now) as uow:
            note_use(uow, key.prefix)
    except sqlite3.OperationalError:
        # Another writer was at work for too long. The next request notes it; this one need not fail for a note.
        log.warning("the use of a key was not noted", key_prefix=key.prefix)
