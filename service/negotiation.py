"""What a request's headers ask for: CSV or JSON, Indonesian or English, and an answer only if it has changed."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from starlette.requests import Request

Header = tuple[bytes, bytes]
Language = Literal["id", "en"]

# The representation of requests that carry a key.
PRIVATE = "private"

_REQUEST_HEADERS = frozenset({b"accept", b"accept-language", b"authorization", b"if-none-match"})
_NEGOTIATED = (b"accept", b"accept-language")
_ENTITY_TAG = re.compile(rb'(?:W/)?("[^"]*")')
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
# Longer preferences are cut, so that strangers cannot fill the memory of these functions.
_LONGEST = 1000
# Java and old Android still send the former code of Indonesian.
_LANGUAGES: dict[str, Language] = {"id": "id", "in": "id", "en": "en"}


@lru_cache(maxsize=512)
def preferred_language(accept_language: str) -> Language:
    """Return the language an `Accept-Language` header prefers; English where it has no preference."""
    best: Language = "en"
    best_quality = 0.0
    for tag, quality in _weights(accept_language).items():
        language = _LANGUAGES.get(tag.split("-")[0])
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best


def language_of(request: Request) -> Language:
    """Return the language that a request's `Accept-Language` prefers."""
    return preferred_language(request.headers.get("accept-language", ""))


@lru_cache(maxsize=512)
def wants_csv(accept: str) -> bool:
    """Return whether an `Accept` header prefers CSV to JSON; JSON where it does not care."""
    weights = _weights(accept)
    csv, json = (_quality(weights, media_type) for media_type in ("text/csv", "application/json"))
    named_alone = "text/csv" in weights and "application/json" not in weights
    return csv > json or (csv == json > 0 and named_alone)


def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in header[:_LONGEST].lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
        if name and _QUALITY.fullmatch(quality):
            weights[name] = max(float(quality), weights.get(name, 0.0))
    return weights


def _quality(weights: Mapping[str, float], media_type: str) -> float:
    # The most specific range decides, so that `text/csv;q=0, */*` is a refusal of CSV.
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)


@lru_cache(maxsize=512)
def _representation(accept: bytes, accept_language: bytes) -> str:
    form = "csv" if wants_csv(accept.decode("latin-1")) else "json"
    return f"{form}-{preferred_language(accept_language.decode('latin-1'))}"


def asked_for(headers: Iterable[Header]) -> tuple[str, bytes]:
    """Return the representation a request asks for and its condition."""
    accept = language = condition = b""
    for name, value in headers:
        if name not in _REQUEST_HEADERS:
            continue
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-language":
            language = language + b"," + value if language else value
        elif name == b"if-none-match":
            condition = condition + b"," + value if condition else value
        else:
            # A key may open what the public does not see: such answers are never shared.
            return PRIVATE, b""
    return _representation(accept[:_LONGEST], language[:_LONGEST]), condition


def normalised(headers: Iterable[Header], representation: str) -> list[Header]:
    """Return the headers of a request that asks for exactly this representation."""
    form, language = representation.encode().split(b"-")
    media_type = b"text/csv" if form == b"csv" else b"application/json"
    others = (each for each in headers if each[0] not in _NEGOTIATED)
    return [*others, (b"accept", media_type), (b"accept-language", language)]


def matches(condition: bytes, etag: bytes) -> bool:
    """Return whether `If-None-Match` names this ETag, by the weak comparison RFC 9110 asks for."""
    return condition == etag or condition.strip() == b"*" or etag in _ENTITY_TAG.findall(condition)
