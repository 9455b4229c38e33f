"""How errors are told: RFC 9457 problem documents, in Indonesian or English by Accept-Language."""

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
from service.errors import BokarError, slug_of
from service.negotiation import preferred_language

# A name, not an address: it stays the same wherever the API is served.
TYPE_PREFIX = "urn:bokar:problem:"
_FORMS = {
    "^[0-9]{2}$": "NN, e.g. 16",
    r"^[0-9]{2}\.[0-9]{2}$": "NN.NN, e.g. 16.03",
    "^[ -~]+$": "printable ASCII, e.g. 8e03978e-40d5-43dd-bc93-6894a57f9324",
}
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
_REMEDIES = {
    "missing": ("is needed", "wajib diisi"),
    "extra_forbidden": ("is not known here; leave it out", "tidak dikenal di sini; hilangkan"),
    "int_parsing": ("must be a whole number", "harus bilangan bulat"),
    "float_parsing": ("must be a number", "harus bilangan"),
    "bool_parsing": ("must be true or false", "harus true atau false"),
    "finite_number": ("must be a finite number", "harus bilangan berhingga"),
    "enum": ("must be one of: {expected}", "harus salah satu dari: {expected}"),
    "literal_error": ("must be one of: {expected}", "harus salah satu dari: {expected}"),
    "greater_than": ("must be above {gt}", "harus lebih dari {gt}"),
    "greater_than_equal": ("must be {ge} or more", "harus {ge} atau lebih"),
    "less_than": ("must be below {lt}", "harus kurang dari {lt}"),
    "less_than_equal": ("must be {le} or less", "harus {le} atau kurang"),
    "string_pattern_mismatch": ("must have the form {pattern}", "harus berbentuk {pattern}"),
    "day_form": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_parsing": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_from_datetime_parsing": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "repeated": ("must be given once", "hanya boleh diisi sekali"),
    "json_invalid": ("is not JSON", "bukan JSON"),
    "model_attributes_type": ("must be a JSON object", "harus berupa objek JSON"),
    "model_type": ("must be a JSON object", "harus berupa objek JSON"),
    "list_type": ("must be a list", "harus berupa daftar"),
    "string_type": ("must be text", "harus berupa teks"),
    "string_unicode": ("must be readable text", "harus berupa teks yang terbaca"),
    "string_too_short": ("must have at least {min_length} characters", "harus paling sedikit {min_length} karakter"),
    "string_too_long": ("must have at most {max_length} characters", "harus paling banyak {max_length} karakter"),
    "too_short": ("must have at least {min_length} entries", "harus paling sedikit {min_length} isian"),
    "too_long": ("must have at most {max_length} entries", "harus paling banyak {max_length} isian"),
    "int_type": ("must be a whole number", "harus bilangan bulat"),
    "int_from_float": ("must be a whole number", "harus bilangan bulat"),
    "int_parsing_size": ("is too large", "terlalu besar"),
    "float_type": ("must be a number", "harus bilangan"),
    "value_error": ("{error}", "{error}"),
}

log = structlog.get_logger()


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application answer with a problem document."""
    app.add_exception_handler(BokarError, _tell_ours)
    app.add_exception_handler(EconomicsError, _tell_economics)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(Exception, _tell_unexpected)


def problem(status: int, slug: str, detail: str, **members: Any) -> Response:
    """Return a problem document."""
    body = {"type": TYPE_PREFIX + slug, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(to_json(body | members), status_code=status, media_type="application/problem+json")


def _language(request: Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""))


def _tell_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, BokarError)
    answer = problem(error.status, error.slug(), error.message(_language(request)))
    answer.headers.update(error.headers())
    return answer


def _tell_economics(request: Request, error: Exception) -> Response:
    assert isinstance(error, EconomicsError)
    detail = error.message_id if _language(request) == "id" else error.message_en
    value = error.value if isinstance(error.value, int | str) else str(error.value)
    field = {"field": error.field, "value": value, "problem": detail}
    return problem(422, slug_of(type(error)), detail, errors=[field])


def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    language = _language(request)
    errors = [_field_problem(each, language) for each in error.errors()]
    return problem(422, "invalid-request", _INVALID[language].format(count=len(errors)), errors=errors)


def _field_problem(error: Mapping[str, Any], language: str) -> dict[str, Any]:
    remedy = _REMEDIES.get(error["type"])
    text = error["msg"]
    if remedy is not None:
        text = remedy[language == "id"].format(**{k: _short(v) for k, v in error.get("ctx", {}).items()})
    given = None if error["type"] in ("missing", "json_invalid") else _shown(error["input"])
    path = error["loc"][1:] if error["type"] != "json_invalid" else ()
    field = _sendable(".".join(map(str, path)) or str(error["loc"][0]))[:200]
    return {"field": field, "value": given, "problem": text}


def _short(bound: Any) -> Any:
    """Return a bound as people write it: whole numbers without a point, a code's form by an example."""
    return f"{bound:g}" if isinstance(bound, float) else _FORMS.get(bound, bound) if isinstance(bound, str) else bound


def _shown(value: Any) -> Any:
    """Return a refused value in a form JSON can hold, cut where it is long."""
    if value is None or (isinstance(value, int) and abs(value) < 2**63):
        return value
    return _sendable(str(value)[:200])


def _sendable(text: str) -> str:
    """Return text without halves of characters, which JSON can hold but UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail
    if _language(request) == "id":
        detail = _HTTP_INDONESIAN.get(error.status_code, detail)
    slug = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    answer = problem(error.status_code, slug, detail)
    answer.headers.update(error.headers or {})
    return answer


def _tell_unexpected(request: Request, error: Exception) -> Response:
    log.error("request failed", path=request.url.path, exc_info=error)
    return problem(500, "internal-error", _FAILED[_language(request)])


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
            if message["type"] == "http.response.start" and message["status"] == 413:
                refused = True
                language = _language(Request(scope))
                detail = _HTTP_INDONESIAN[413] if language == "id" else "The request's body is too large."
                await problem(413, "content-too-large", detail)(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, telling)
