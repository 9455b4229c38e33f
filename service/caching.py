"""Cached answers with strong ETags in front of the router: bytes by address, representation and data revision.

The revision an answer is filed under is the one its handler reports in `x-data-revision`, read in the same snapshot as
the data; this layer strips the header. Read here, before the handler runs, it could be older than the body (a strong
ETag on two bodies); read afterwards, newer (an old body served as the newest). A handler that reports nothing gets no
ETag. A revision newer than the known one makes older answers go; an older one (a lagging replica) is not kept.

An answer may depend on nothing but path, query, `Accept`, `Accept-Language`, data and, by rule, the Jakarta day.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf
from threading import Lock
from typing import Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.negotiation import PRIVATE, Header, asked_for, matches, normalised

DATA_REVISION_HEADER = "x-data-revision"

Key = tuple[str, bytes, str]
Outcome = Literal["hit", "not_modified", "miss", "pass"]

_REPORTED = DATA_REVISION_HEADER.encode()
_READING = frozenset({"GET", "HEAD"})
_KEPT_ON_304 = frozenset({b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"})
_VARY = (b"vary", b"Accept, Accept-Language")
_NO_CACHE = (b"cache-control", b"no-cache")
_ENTRY_OVERHEAD = 1000


class RevisionWatch:
    """What this process knows of the database's data revision, and how old that knowledge may be."""

    def __init__(self, read_revision: Callable[[], int], check_seconds: float, monotonic: Callable[[], float]) -> None:
        """Take the question to the database, how long its answer is good for, and a clock that never goes back."""
        self._read_revision = read_revision
        self._check_seconds = check_seconds
        self._monotonic = monotonic
        self._known = -1
        self._good_until = -inf
        self._asking: asyncio.Task[None] | None = None
        self._asked = 0
        self._lock = Lock()

    @property
    def known(self) -> int:
        """Return the newest revision seen, however long ago."""
        return self._known

    def fresh(self) -> int | None:
        """Return the newest revision, or None if the database has to be asked first."""
        return self._known if self._monotonic() < self._good_until else None

    async def current(self) -> int:
        """Return the revision, asking the database at most once per `check_seconds`, whoever asks."""
        arrived, asked_before = self._monotonic(), self._asked
        while not arrived < self._good_until:
            if self._asking is None:
                self._asked += 1
                self._asking = asyncio.create_task(self._ask())
            # Shielded: a client that hangs up must not take the answer away from the others.
            await asyncio.shield(self._asking)
            if self._asked > asked_before:
                # Asked after this request came, so it is news even with `check_seconds` 0.
                break
        return self._known

    async def _ask(self) -> None:
        asked_at = self._monotonic()
        try:
            self.saw(await asyncio.to_thread(self._read_revision))
            self._good_until = asked_at + self._check_seconds
        finally:
            self._asking = None

    def saw(self, revision: int) -> None:
        """Note a revision this process wrote or read, from any thread; never goes backwards."""
        with self._lock:
            self._known = max(self._known, revision)


class _Answer:
    """One complete answer, its headers made once; tuples, so that nobody outside can change what is kept."""

    __slots__ = ("body", "day", "etag", "headers", "headers_304", "size")

    def __init__(self, headers: list[Header], body: bytes, etag: bytes, day: date | None) -> None:
        length = (b"content-length", str(len(body)).encode())
        self.headers = (*(each for each in headers if each[0] != b"content-length"), length)
        self.headers_304 = _headers_304(headers)
        self.body, self.etag, self.day = body, etag, day
        self.size = _ENTRY_OVERHEAD + len(body) + sum(len(name) + len(value) for name, value in headers)


class AnswerCache:
    """ASGI layer: answers public GETs from memory while the data stands still, and unchanged ones with 304."""

    def __init__(  # noqa: PLR0913 - every one is a setting of its own, given by name
        self,
        app: ASGIApp,
        *,
        watch: RevisionWatch,
        today: Callable[[], date],
        rules: Mapping[str, bool],
        max_bytes: int,
        version: str,
        count: Callable[[Outcome], object] = lambda outcome: None,
    ) -> None:
        """Wrap `app`.

        `rules` maps a path prefix (whole segments, the longest wins) to whether its answers depend on `today`.
        `version` stands in every ETag for all that changes answers without a new data revision: the code, the settings.
        `count` hears of every request once; `miss`: the app was asked, `pass`: none of this layer's business.
        """
        self._app, self._watch, self._today, self._count = app, watch, today, count
        self._rules = sorted(rules.items(), key=lambda rule: len(rule[0]), reverse=True)
        self._max_bytes, self._version = max_bytes, version
        self.largest_body = max_bytes // 8
        self._answers: OrderedDict[Key, _Answer] = OrderedDict()
        self._bytes = 0
        # The one revision all kept answers have.
        self._revision = -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the app answer and keep what it says."""
        if scope["type"] != "http" or scope["method"] not in _READING:
            await self._pass(scope, receive, send)
            return
        representation, condition = asked_for(scope["headers"])
        key = (scope["path"], scope["query_string"], representation)
        answer = self._answers.get(key)
        if answer is not None and self._watch.fresh() != self._revision:
            answer = await self._recheck(key)
        if answer is None or (answer.day is not None and answer.day != self._today()):
            await self._miss(key, condition, scope, receive, send)
            return
        self._answers.move_to_end(key)
        if condition and matches(condition, answer.etag):
            self._count("not_modified")
            await send({"type": "http.response.start", "status": 304, "headers": answer.headers_304})
            await send({"type": "http.response.body", "body": b""})
            return
        self._count("hit")
        await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body if scope["method"] == "GET" else b""})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._count("pass")
        head = scope["method"] == "HEAD"

        async def stripped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [h for h in message.get("headers", ()) if h[0].lower() != _REPORTED]}
            await send({**message, "body": b""} if head and "body" in message else message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, stripped)

    async def _recheck(self, key: Key) -> _Answer | None:
        try:
            self._move_on(await self._watch.current())
        except Exception:
            # The database does not say whether the answer still holds; the handler will meet, and report, the same.
            return None
        return self._answers.get(key)

    async def _miss(self, key: Key, condition: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        path, _, representation = key
        by_day = next((by_day for prefix, by_day in self._rules if f"{path}/".startswith(f"{prefix}/")), None)
        if by_day is None or representation == PRIVATE:
            await self._pass(scope, receive, send)
            return
        self._count("miss")
        day = self._today() if by_day else None
        recording = _Recording(self, key, condition, day, send, scope["method"] == "HEAD")
        # The handler sees no more of the request than the answer is filed under. Routes know GET only; HEAD is the same
        # answer without its body.
        headers = normalised(scope["headers"], representation)
        await self._app({**scope, "method": "GET", "headers": headers}, receive, recording)

    def etag(self, revision: int, day: date | None, representation: str) -> bytes | None:
        """Return the ETag of an answer read at `revision`, or None if midnight passed while it was made."""
        if day is not None and day != self._today():
            return None
        parts = (self._version, str(revision), *([] if day is None else [f"{day:%Y%m%d}"]), representation)
        return f'"{"-".join(parts)}"'.encode()

    def keep(self, key: Key, revision: int, answer: _Answer) -> None:
        """Keep an answer if it is of the newest revision and not too big; forget the longest unused for it."""
        self._watch.saw(revision)
        self._move_on(self._watch.known)
        if revision != self._revision or len(answer.body) > self.largest_body:
            return
        answer.size += len(key[0]) + len(key[1])
        self._forget(key)
        self._answers[key] = answer
        self._bytes += answer.size
        while self._bytes > self._max_bytes:
            self._forget(next(iter(self._answers)))

    def _forget(self, key: Key) -> None:
        if key in self._answers:
            self._bytes -= self._answers.pop(key).size

    def _move_on(self, revision: int) -> None:
        if revision > self._revision:
            self._answers.clear()
            self._bytes, self._revision = 0, revision


@dataclass(slots=True)
class _Recording:
    """The `send` of one miss: holds a cacheable answer back until it is complete, lets any other through."""

    cache: AnswerCache
    key: Key
    condition: bytes
    day: date | None
    send: Send
    head: bool
    headers: list[Header] = field(default_factory=list)
    revision: int = -1
    etag: bytes = b""
    held: bytearray | None = None
    answered: bool = False

    async def __call__(self, message: Message) -> None:
        if self.answered:
            return
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self.held is None:
            await self.send(message)
        else:
            await self._hold(self.held, message)

    async def _start(self, message: Message) -> None:
        self.headers, reported = _split(message.get("headers", ()))
        if message["status"] == 200 and reported is not None:
            etag = self.cache.etag(reported, self.day, self.key[2])
            if etag is not None:
                self.headers.append((b"etag", etag))
                if self._is_wanted():
                    self.held, self.etag, self.revision = bytearray(), etag, reported
                    return
        await self.send({**message, "headers": self.headers})
        if self.head:
            self.answered = True
            await self.send({"type": "http.response.body", "body": b""})

    def _is_wanted(self) -> bool:
        """Say whether the whole answer is wanted here: to keep, to compare, to measure, or to leave its body out."""
        measured = any(name == b"content-length" for name, _ in self.headers)
        return bool(self.cache.largest_body or self.condition or self.head or not measured)

    async def _hold(self, held: bytearray, message: Message) -> None:
        body = message.get("body", b"")
        if not message.get("more_body", False):
            whole = bytes(held + body) if held else body
            answer = _Answer(self.headers, whole, self.etag, self.day)
            self.cache.keep(self.key, self.revision, answer)
            await self._answer(answer.headers, answer.body, more=False)
            return
        held += body
        if len(held) > self.cache.largest_body:
            self.held = None
            await self._answer(self.headers, bytes(held), more=True)

    async def _answer(self, headers: Iterable[Header], body: bytes, *, more: bool) -> None:
        unchanged = bool(self.condition) and matches(self.condition, self.etag)
        self.answered = unchanged or self.head or not more
        status, headers = (304, _headers_304(headers)) if unchanged else (200, headers)
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if unchanged or self.head else body
        await self.send({"type": "http.response.body", "body": body, "more_body": not self.answered})


def _split(headers: Iterable[Header]) -> tuple[list[Header], int | None]:
    """Return the headers of an answer made ready for a cache, and the revision the handler reports."""
    found = [(name.lower(), value) for name, value in headers]
    reported = next((int(value) for name, value in found if name == _REPORTED), None)
    kept = [each for each in found if each[0] not in (_REPORTED, b"etag")]
    if all(name != b"cache-control" for name, _ in kept):
        kept.append(_NO_CACHE)
    return [*kept, _VARY], reported


def _headers_304(headers: Iterable[Header]) -> tuple[Header, ...]:
    return tuple(each for each in headers if each[0] in _KEPT_ON_304)
