"""How errors are told: RFC 9457 problem documents, in Indonesian or English by Accept-Language."""

import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.answers import to_json
from service.economics.errors import EconomicsError
from service.errors import BokarError, DatabaseBusy, slug_of
from service.negotiation import language_of
from service.remedies import remedy, sendable, shown_value

# A name, not an address: it stays the same wherever the API is served.
TYPE_PREFIX = "urn:bokar:problem:"
_HTTP_INDONESIAN = {
    400: "Isi permintaan tidak dapat dibaca.",
    413: "Isi permintaan terlalu besar.",
    404: "Tidak ada apa pun di alamat ini.",
    405: "Cara ini tidak tersedia di alamat ini.",
}
_INVALID = {
    "en": "The request has {count} field(s) that cannot be used.",
    "id": "Permintaan memuat {count} isian yang tidak dapat dipakai.",
}
_FAILED = {
    "en": "Something went wrong on our side; nothing was changed.",
    "id": "Terjadi kesalahan di sisi kami; tidak ada yang berubah.",
}
log = structlog.get_logger()


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application answer with a problem document."""
    app.add_exception_handler(BokarError, _tell_ours)
    app.add_exception_handler(EconomicsError, _tell_economics)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(sqlite3.OperationalError, _tell_busy)
    app.add_exception_handler(Exception, _tell_unexpected)


def problem(status: int, slug: str, detail: str, **members: Any) -> Response:
    """Return a problem document."""
    body = {"type": TYPE_PREFIX + slug, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(to_json(body | members), status_code=status, media_type="application/problem+json")


def _tell_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, BokarError)
    answer = problem(error.status, error.slug(), error.message(language_of(request)))
    answer.headers.update(error.headers())
    return answer


def _tell_economics(request: Request, error: Exception) -> Response:
    assert isinstance(error, EconomicsError)
    detail = error.message_id if language_of(request) == "id" else error.message_en
    value = error.value if isinstance(error.value, int | str) else str(error.value)
    field = {"field": error.field, "value": value, "problem": detail}
    return problem(422, slug_of(type(error)), detail, errors=[field])


def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    language = language_of(request)
    errors = [_field_problem(each, language) for each in error.errors()]
    return problem(422, "invalid-request", _INVALID[language].format(count=len(errors)), errors=errors)


def _field_problem(error: Mapping[str, Any], language: str) -> dict[str, Any]:
    path = error["loc"][1:] if error["type"] != "json_invalid" else ()
    field = sendable(".".join(map(str, path)) or str(error["loc"][0]))[:200]
    return {"field": field, "value": shown_value(error), "problem": remedy(error, language)}


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail
    if language_of(request) == "id":
        detail = _HTTP_INDONESIAN.get(error.status_code, detail)
    slug = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    answer = problem(error.status_code, slug, detail)
    answer.headers.update(error.headers or {})
    return answer


def _tell_busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, sqlite3.OperationalError)
    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
        raise error
    log.warning("a request met another writer", path=request.url.path)
    return _tell_ours(request, DatabaseBusy())


def _tell_unexpected(request: Request, error: Exception) -> Response:
    log.error("request failed", path=request.url.path, exc_info=error)
    return problem(500, "internal-error", _FAILED[language_of(request)])


def _is_told(start: Message) -> bool:
    return dict(start["headers"]).get(b"content-type") == b"application/problem+json"


class TellLargeBodies:
    """ASGI layer: FastAPI refuses a body that is too large in plain text; this tells it as a problem too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and put the problem in the place of a 413."""
        refused = False

        async def telling(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413 and not _is_told(message):
                refused = True
                language = language_of(Request(scope))
                detail = _HTTP_INDONESIAN[413] if language == "id" else "The request's body is too large."
                await problem(413, "content-too-large", detail)(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, telling)
