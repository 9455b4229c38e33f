"""Copies of rows in which nobody is named: for refused rows, and for the survey files that are kept.

A name is replaced by the token of its hash, so that a mended row still speaks of the same person, in its own column
and wherever else in the row it stands; phone numbers and NIK (16 digits) are replaced in every text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from service.errors import UnknownPersonalKey
from service.privacy.columns import IDENTITIES, PersonalField, personal_field, plain_column
from service.privacy.hashing import (
    DIGITS_OF_A_PHONE,
    PHONE,
    TOKEN,
    KeyChain,
    looks_like_phone,
    normal_name,
    personal_hash,
    respondent_hash,
    token_of,
)

__all__ = ["Redaction", "looks_like_phone", "publishable", "redact_row", "redact_rows", "scrub"]

# Shorter names are parts of too many words to be looked for in other cells.
SHORTEST_NAME = 3
# Neither phone numbers nor NIK nor tokens are shorter; most cells are.
SHORTEST_NUMBER = DIGITS_OF_A_PHONE.start
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
# What stands in published texts for a number: no hash, as that would change with the keys.
_HIDDEN = "***"
# Addresses of pages hold long numbers that are nobody's.
_NUMBERS = re.compile("|".join([r"[a-z]+://\S+", TOKEN.pattern, _NIK.pattern, PHONE.pattern]))
_PEOPLE = frozenset({PersonalField.RESPONDENT_NAME, PersonalField.NAME})


@dataclass(frozen=True, slots=True)
class Redaction:
    """With which keys rows are redacted, and which columns of this source have other names (`{theirs: ours}`)."""

    keys: KeyChain
    renamed: Mapping[str, str] = field(default_factory=dict)

    def ours(self, column: str) -> str:
        """Return what we call a column."""
        return self.renamed.get(column, column)


class _Cell(NamedTuple):
    column: str
    value: Any
    meaning: PersonalField | None


def redact_rows(header: Sequence[str], rows: Iterable[Sequence[Any]], redaction: Redaction) -> Iterator[list[Any]]:
    """Return the rows of a table without personal data; cells beyond the header are searched as texts."""
    columns = [redaction.ours(column) for column in header]
    for row in rows:
        beyond = [""] * (len(row) - len(columns))
        yield _redacted(zip([*columns, *beyond], row, strict=False), redaction, {})


def redact_row(row: Mapping[str, Any], redaction: Redaction) -> dict[str, Any]:
    """Return a row, or a submission with lists of further rows in it, without personal data."""
    return _redacted_row(row, redaction, {})


def scrub(text: str, keys: KeyChain, names: Mapping[str, str] | None = None) -> str:
    """Return a text with phone numbers and NIK replaced by tokens, and names (normalised) by what is given for them."""
    stand_ins = {name: token for name, token in (names or {}).items() if name.split()[0] in text.casefold()}
    if not stand_ins and len(text) < SHORTEST_NUMBER:
        return text
    return _pattern(tuple(stand_ins)).sub(lambda found: _stand_in(found[0], keys, stand_ins), text)


def publishable(text: str) -> str:
    """Return a text that everybody may read: phone numbers, NIK and what stands for them are hidden."""
    return text if len(text) < SHORTEST_NUMBER else _NUMBERS.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    is_number = TOKEN.fullmatch(found[0]) or _NIK.fullmatch(found[0]) or looks_like_phone(found[0])
    return _HIDDEN if is_number else found[0]


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # Tokens first, as their digits are nobody's; longer names before the shorter ones they contain.
    spelled = [_spelled(name) for name in sorted(names, key=len, reverse=True)]
    pattern = "|".join([TOKEN.pattern.replace("(", "(?:"), *spelled, _NIK.pattern, PHONE.pattern])
    return re.compile(pattern, re.IGNORECASE)


def _redacted_row(row: Mapping[str, Any], redaction: Redaction, names: Mapping[str, str]) -> dict[str, Any]:
    cells = [(redaction.ours(column), value) for column, value in row.items()]
    return dict(zip(row, _redacted(cells, redaction, names), strict=True))


def _redacted(cells: Iterable[tuple[str, Any]], redaction: Redaction, names: Mapping[str, str]) -> list[Any]:
    read = [_Cell(column, value, personal_field(column)) for column, value in cells]
    tokens = _tokens(read, redaction.keys)
    people = {
        normal_name(_text(cell.value)): token
        for cell, token in zip(read, tokens, strict=True)
        if token is not None and cell.meaning in _PEOPLE
    }
    known = {**names, **{name: token for name, token in people.items() if _can_be_looked_for(name)}}
    return [
        _without_names(cell, redaction, known) if token is None else token
        for cell, token in zip(read, tokens, strict=True)
    ]


def _tokens(cells: Sequence[_Cell], keys: KeyChain) -> list[str | None]:
    """Return what stands for each cell's person; name and phone of a respondent are one person."""
    respondent = (_first(cells, PersonalField.RESPONDENT_NAME), _first(cells, PersonalField.RESPONDENT_PHONE))
    return [_token(cell, respondent, keys) for cell in cells]


def _token(cell: _Cell, respondent: tuple[str | None, str | None], keys: KeyChain) -> str | None:
    text = _text(cell.value)
    if cell.meaning is None or not text:
        return None
    try:
        of_respondent = cell.meaning in (PersonalField.RESPONDENT_NAME, PersonalField.RESPONDENT_PHONE)
        return token_of(respondent_hash(*respondent, keys) if of_respondent else personal_hash(text, keys), keys)
    except UnknownPersonalKey:
        # A hash already, of somebody else's making; the one who reads the row is told.
        return text if TOKEN.fullmatch(text) else token_of(personal_hash(text, keys), keys)


def _first(cells: Sequence[_Cell], meaning: PersonalField) -> str | None:
    return next((_text(cell.value) for cell in cells if cell.meaning is meaning and _text(cell.value)), None)


def _without_names(cell: _Cell, redaction: Redaction, names: Mapping[str, str]) -> Any:
    if plain_column(cell.column) in IDENTITIES:
        return cell.value
    return _cleaned(cell.value, redaction, names)


def _cleaned(value: Any, redaction: Redaction, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return scrub(value, redaction.keys, names)
    if isinstance(value, Mapping):
        return _redacted_row(value, redaction, names)
    return [_cleaned(each, redaction, names) for each in value] if isinstance(value, list) else value


def _can_be_looked_for(name: str) -> bool:
    return len(name) >= SHORTEST_NAME and any(map(str.isalpha, name)) and TOKEN.fullmatch(name) is None


def _spelled(normalised: str) -> str:
    """Return a pattern of a name with any spaces and punctuation between its words."""
    return r"(?<!\w)" + r"[\W_]+".join(map(re.escape, normalised.split())) + r"(?!\w)"


def _stand_in(found: str, keys: KeyChain, names: Mapping[str, str]) -> str:
    known = names.get(normal_name(found))
    if known is not None:
        return known
    personal = looks_like_phone(found) or _NIK.fullmatch(found)
    return token_of(personal_hash(found, keys), keys) if personal else found


def _text(value: Any) -> str:
    """Return a cell as text; spreadsheets hold phone numbers as numbers now and then."""
    if value is None:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
