"""Why a delivery was refused as a whole, as the ledger keeps it: in both languages, for whoever asks later."""

import json

from service.errors import BokarError
from service.imports.ledger import LONGEST_ERROR

_START = '{"en": '
_SHORTER_BY = 50


def in_both_languages(error: BokarError) -> str:
    """Return the text to be kept of an error; long messages lose their ends."""
    messages = {language: error.message(language) for language in ("en", "id")}
    written = (_written(messages, longest) for longest in range(LONGEST_ERROR, 0, -_SHORTER_BY))
    return next(text for text in written if len(text) <= LONGEST_ERROR)


def in_language(kept: str | None, language: str) -> str | None:
    """Return a kept error in `id` or `en`; one that was kept in English alone comes as it is."""
    if kept is None or not kept.startswith(_START):
        return kept
    message: str = json.loads(kept)["id" if language == "id" else "en"]
    return message


def _written(messages: dict[str, str], longest: int) -> str:
    cut = {language: text if len(text) <= longest else f"{text[: longest - 1]}…" for language, text in messages.items()}
    return json.dumps(cut, ensure_ascii=False)
