"""Fetching one file over HTTP(S): only when it changed, whole or not at all."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx2
from pydantic import SecretStr

from jobs.sources.conduct import Conduct
from jobs.sources.errors import SourceRefused, UnexpectedContent
from jobs.sources.exchange import NOT_MODIFIED, Answer, Request, exchange


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A file at an address; `token` is sent as a bearer token to that server only."""

    name: str
    address: str
    token: SecretStr | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server said its last file was known by (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that arrived whole; keep `validators` once its rows are stored, not before."""

    path: Path
    size_bytes: int
    media_type: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotModified:
    """The file is still the one seen before."""


def fetch(request: HttpSource, seen: Validators | None, into: Path, conduct: Conduct) -> Fetched | NotModified:
    """Fetch a file to the path `into` unless it is the one `seen` before; raises a `SourceError`.

    `into` appears when the file is there to its last byte, and not at all otherwise.
    """
    descriptor, partial = tempfile.mkstemp(dir=into.parent, prefix=".arriving-")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            answer = exchange(_asking(request, seen), file, conduct)
            size_bytes = file.tell()
        if answer.status == NOT_MODIFIED:
            return _not_modified(request, seen)
        fetched = Fetched(into, size_bytes, _media_type(request, answer), _validators(answer.headers))
        Path(partial).replace(into)
        return fetched
    finally:
        Path(partial).unlink(missing_ok=True)


def _not_modified(request: HttpSource, seen: Validators | None) -> NotModified:
    if seen is None:
        raise SourceRefused(source=request.name, address=request.address, status=NOT_MODIFIED)
    return NotModified()


def _asking(request: HttpSource, seen: Validators | None) -> Request:
    known = seen or Validators()
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    token = None if request.token is None else SecretStr(f"Bearer {request.token.get_secret_value()}")
    headers = {name: value for name, value in conditions.items() if value is not None}
    return Request(request.name, request.address, headers, token)


def _media_type(request: HttpSource, answer: Answer) -> str:
    """Return what the file is said to be; a web page is a login form or an error in disguise, never data."""
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "text/html":
        raise UnexpectedContent(source=request.name, address=request.address, found="a web page", expected="a file")
    return media_type


def _validators(headers: httpx2.Headers) -> Validators:
    return Validators(headers.get("etag"), headers.get("last-modified"))
