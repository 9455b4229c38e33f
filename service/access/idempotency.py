"""Requests that may be sent again: `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header).

The answer is stored in the transaction of the change it speaks of, so there is never one without the other. Writers go
one after the other: a second request with the same key waits for the first one and then finds its answer.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from service.access.errors import IdempotencyKeyInUse, IdempotencyKeyReused
from service.database import UnitOfWork
from service.models.access import IdempotentAnswer

REPLAYED_HEADER = "Idempotent-Replayed"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request, as far as a key tells."""

    key_prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a request: by whom, under which key (None: it is not to be recognised), and what it asks."""

    caller: Caller
    idempotency_key: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it can be kept and given again."""

    body: bytes
    status: int = 200
    media_type: str = "application/json"
    replayed: bool = False

    def response(self) -> Response:
        """Return what is sent; a replayed answer says so in a header."""
        headers = {REPLAYED_HEADER: "true"} if self.replayed else None
        return Response(self.body, self.status, headers, self.media_type)


def fingerprint(method: str, target: str, body: Iterable[bytes]) -> str:
    """Return the SHA-256 of a request's method, path with query, and body in pieces of any size."""
    digest = hashlib.sha256(f"{method} {target}\n".encode())
    for piece in body:
        digest.update(piece)
    return digest.hexdigest()


def answer_once(uow: UnitOfWork, attempt: Attempt, work: Callable[[UnitOfWork], StoredAnswer]) -> StoredAnswer:
    """Do the work and remember its answer, or give the answer it had before; all in the caller's transaction."""
    before = answered_before(uow.connection, attempt)
    if before is not None:
        return before
    answer = work(uow)
    remember(uow, attempt, answer)
    return answer


def answered_before(connection: Connection, attempt: Attempt) -> StoredAnswer | None:
    """Return the answer this request had before; raises `IdempotencyKeyReused` if its key was another request's."""
    if attempt.idempotency_key is None:
        return None
    table = IdempotentAnswer.c
    row = connection.execute(
        select(table.fingerprint, table.status, table.media_type, table.body).where(
            table.key_prefix == attempt.caller.key_prefix, table.idempotency_key == attempt.idempotency_key
        )
    ).first()
    if row is None:
        return None
    if row.fingerprint != attempt.fingerprint:
        raise IdempotencyKeyReused(idempotency_key=attempt.idempotency_key)
    return StoredAnswer(row.body, row.status, row.media_type, replayed=True)


def remember(uow: UnitOfWork, attempt: Attempt, answer: StoredAnswer) -> None:
    """Store the answer in the transaction of the change; nothing to do for a request without a key.

    Raises `IdempotencyKeyInUse` where another request with this key was faster: the change must then be rolled back.
    """
    if attempt.idempotency_key is None:
        return
    statement = insert(IdempotentAnswer).values(
        key_prefix=attempt.caller.key_prefix,
        idempotency_key=attempt.idempotency_key,
        fingerprint=attempt.fingerprint,
        status=answer.status,
        media_type=answer.media_type,
        body=answer.body,
        created_at=uow.now,
    )
    try:
        uow.connection.execute(statement)
    except IntegrityError:
        raise IdempotencyKeyInUse(idempotency_key=attempt.idempotency_key) from None


def forget_answers(uow: UnitOfWork, before: datetime) -> int:
    """Delete the answers given before a moment; return how many."""
    return uow.connection.execute(delete(IdempotentAnswer).where(IdempotentAnswer.c.created_at < before)).rowcount


class AttemptsUnderWay:
    """The requests with a key that this process is working on.

    A repeated request that finds its first sending here is refused at once instead of waiting for it with a thread in
    hand. One that meets it in another process waits for the database.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._running: set[tuple[str, str]] = set()
        self._lock = Lock()

    @contextmanager
    def holding(self, attempt: Attempt) -> Iterator[None]:
        """Count the attempt as running; raises `IdempotencyKeyInUse` if its key already is."""
        if attempt.idempotency_key is None:
            yield
            return
        identity = (attempt.caller.key_prefix, attempt.idempotency_key)
        with self._lock:
            if identity in self._running:
                raise IdempotencyKeyInUse(idempotency_key=attempt.idempotency_key)
            self._running.add(identity)
        try:
            yield
        finally:
            self._running.discard(identity)
