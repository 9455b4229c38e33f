"""One request to another server and its answer: patient, limited, and careful with secrets."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any, BinaryIO

import httpx2
from pydantic import SecretStr

from jobs.sources.bodies import PIECE_BYTES, BodyBroken, decode
from jobs.sources.conduct import Conduct, Deadline
from jobs.sources.errors import (
    RedirectRefused,
    SourceAccessDenied,
    SourceBrokeOff,
    SourceBusy,
    SourceError,
    SourceRefused,
    SourceTooLarge,
    SourceTooSlow,
    SourceUnreachable,
)

LONGEST_REDIRECT_CHAIN = 3
NOT_MODIFIED = 304
TOO_MANY_REQUESTS = 429
# The one server error that does not pass.
NOT_IMPLEMENTED = 501
# It logs every address with its query, where keys may stand.
logging.getLogger("httpx2").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of whom; `authorization` is the whole header value; a `form` is posted as JSON."""

    source: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    authorization: SecretStr | None = None
    form: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer: 2xx with its body read, or 304 without one."""

    status: int
    headers: httpx2.Headers


class _PassingTrouble(Exception):
    """A failure that may be over in a moment, with the server's wish how long to stay away."""

    def __init__(self, error: SourceError, retry_after: str | None = None) -> None:
        self.error, self.retry_after = error, retry_after
        super().__init__(str(error))


def exchange(request: Request, into: BinaryIO, conduct: Conduct) -> Answer:
    """Send a request and write the body `into` a file, repeating it while the trouble may pass.

    Raises a `SourceError`; the file then holds nothing of use.
    """
    deadline = Deadline(conduct)
    for attempt in count(1):
        into.seek(0)
        into.truncate()
        try:
            return _attempt(request, into, conduct, deadline)
        except _PassingTrouble as trouble:
            pause = conduct.pause(attempt, trouble.retry_after)
            if attempt >= conduct.limits.attempts or not deadline.leaves(pause):
                raise trouble.error from trouble.__cause__
            conduct.wait(pause)
    raise AssertionError("the loop above only ends by return or raise")


def same_server(address: str, other: str) -> bool:
    """Return whether a secret for one address may be sent to the other: same scheme, host and port."""
    first, second = httpx2.URL(address), httpx2.URL(other)
    return (first.scheme, first.host, first.port) == (second.scheme, second.host, second.port)


def _attempt(request: Request, into: BinaryIO, conduct: Conduct, deadline: Deadline) -> Answer:
    timeout = httpx2.Timeout(conduct.limits.read_seconds, connect=conduct.limits.connect_seconds)
    who = {"source": request.source, "address": request.address}
    try:
        with httpx2.Client(timeout=timeout, follow_redirects=False) as client:
            return _follow(client, request, _Sink(into, conduct, deadline))
    except (httpx2.RemoteProtocolError, BodyBroken) as error:
        raise _PassingTrouble(SourceBrokeOff(**who, cause=_words(error))) from error
    except httpx2.TransportError as error:
        raise _PassingTrouble(SourceUnreachable(**who, cause=_words(error))) from error
    except httpx2.InvalidURL as error:
        raise SourceUnreachable(**who, cause=_words(error)) from None


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


def _follow(client: httpx2.Client, request: Request, sink: "_Sink") -> Answer:
    for _ in range(LONGEST_REDIRECT_CHAIN + 1):
        with client.stream(**_as_sent(request)) as response:
            if not response.has_redirect_location:
                _check_status(request, response)
                sink.take(request, response)
                return Answer(response.status_code, response.headers)
            request = _redirected(request, response.headers["location"])
    cause = f"more than {LONGEST_REDIRECT_CHAIN} in a row"
    raise RedirectRefused(source=request.source, address=request.address, cause=cause)


def _as_sent(request: Request) -> dict[str, Any]:
    headers = {"Accept-Encoding": "gzip", **request.headers}
    if request.authorization is not None:
        headers["Authorization"] = request.authorization.get_secret_value()
    method = "GET" if request.form is None else "POST"
    return {"method": method, "url": request.address, "headers": headers, "json": request.form}


def _redirected(request: Request, location: str) -> Request:
    """Return the request for where a redirect leads; a secret stays with the server it was meant for."""
    who = {"source": request.source, "address": request.address}
    if request.form is not None:
        raise RedirectRefused(**who, cause="a password would be sent there")
    address = str(httpx2.URL(request.address).join(location))
    if not address.startswith(("http://", "https://")):
        raise RedirectRefused(**who, cause="it leaves http")
    kept = request.authorization if same_server(request.address, address) else None
    return replace(request, address=address, authorization=kept)


def _check_status(request: Request, response: httpx2.Response) -> None:
    status = response.status_code
    who = {"source": request.source, "address": request.address}
    if status == TOO_MANY_REQUESTS or (status >= 500 and status != NOT_IMPLEMENTED):
        raise _PassingTrouble(SourceBusy(**who, status=status), response.headers.get("retry-after"))
    if status in {401, 403}:
        raise SourceAccessDenied(**who, status=status)
    if not (response.is_success or status == NOT_MODIFIED):
        raise SourceRefused(**who, status=status)


@dataclass(frozen=True, slots=True)
class _Sink:
    """Where a body goes, and what it may cost."""

    into: BinaryIO
    conduct: Conduct
    deadline: Deadline

    def take(self, request: Request, response: httpx2.Response) -> None:
        """Write the decoded body; the size that the server announces is believed only if it is too much."""
        limits = self.conduct.limits
        who = {"source": request.source, "address": request.address}
        encoding = response.headers.get("content-encoding", "")
        # A packed body's announced size is another one, and 304 announces that of a body which does not come.
        size = int(response.headers.get("content-length", 0)) if response.is_success and not encoding else 0
        pieces = decode(response.iter_raw(PIECE_BYTES), encoding)
        for piece in chain([b""], pieces):
            size = max(size, self.into.tell() + len(piece))
            if size > limits.bytes:
                raise SourceTooLarge(**who, limit_bytes=limits.bytes)
            if not self.deadline.leaves(0):
                raise SourceTooSlow(**who, seconds=limits.total_seconds)
            self.into.write(piece)
