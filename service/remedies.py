"""What is wrong with a field and what to do about it, in both languages, by pydantic's type of error."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from service.remedy_texts import FORMS, REMEDIES
from service.words import meanings_of

# pydantic joins the words that are allowed in English.
_LAST_WORD = "' or '", "' atau '"
_WORD = re.compile(r"'(\w+)'")


def remedy(error: Mapping[str, Any], language: str) -> str:
    """Return what to do about one of pydantic's errors, in `id` or `en`."""
    # A cell left blank is no wrong text or number: it is missing.
    blank = error["input"] is None and error["type"].endswith("_type")
    texts = REMEDIES.get("missing" if blank else error["type"])
    if texts is None:
        return str(error["msg"])
    said = {name: _said(value, language) for name, value in error.get("ctx", {}).items()}
    if language == "id" and "expected" in said:
        said["expected"] = _with_meanings(said["expected"], error.get("loc", ()))
    return texts[language == "id"].format(**said)


def _with_meanings(expected: str, place: Sequence[Any]) -> str:
    """Return the words that a field may hold, each with its Indonesian meaning where it has one."""
    meanings = meanings_of(str(place[-1])) if place else {}
    return _WORD.sub(lambda word: f"{word[1]} ({meanings[word[1]]})" if word[1] in meanings else word[0], expected)


def refusal(kind: str, **facts: Any) -> PydanticCustomError:
    """Return the error of a validator whose parts contradict each other; `kind` is one of ours above."""
    told = {name: str(value) for name, value in facts.items()}
    text = remedy({"type": kind, "msg": kind, "input": "", "ctx": told}, "en")
    return PydanticCustomError(kind, text, told)


def shown_value(error: Mapping[str, Any]) -> Any:
    """Return the refused value in a form JSON can hold, cut where it is long."""
    value = error["input"]
    if error["type"] in ("missing", "json_invalid") or value is None:
        return None
    return value if isinstance(value, int) and abs(value) < 2**63 else sendable(str(value)[:200])


def sendable(text: str) -> str:
    """Return text without halves of characters, which JSON can hold but UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _said(bound: Any, language: str) -> Any:
    """Return a bound as people write it: whole numbers without a point, a code's form by an example."""
    if isinstance(bound, float):
        return f"{bound:g}"
    if not isinstance(bound, str):
        return bound
    english, indonesian = FORMS.get(bound, (bound, bound.replace(*_LAST_WORD)))
    return indonesian if language == "id" else english
