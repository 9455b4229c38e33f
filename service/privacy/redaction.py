"""Copies of rows in which nobody is named: for refused rows, and for the survey files that are kept.

A name is replaced by the token of its hash, so that a mended row still speaks of the same person, in its own column
and wherever else in the row it stands; phone numbers and NIK (16 digits) are replaced in every text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
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
# What every phone number and NIK has in it; most rows have nothing of it, which is seen ten times as fast.
_LIKE_A_NUMBER = re.compile(r"8[\d\s().-]{7}|\d{16}")
# What stands in published texts for a number: no hash, as that would change with the keys.
_HIDDEN = "***"
# Addresses of pages hold long numbers that are nobody's.
_NUMBERS = re.compile("|".join([r"[a-z]+://\S+", TOKEN.pattern, _NIK.pattern, PHONE.pattern]))
# Neither a part of a word nor of a number.
_BETWEEN_CELLS = "|"
_RESPONDENT = (PersonalField.RESPONDENT_NAME, PersonalField.RESPONDENT_PHONE)
_PEOPLE = frozenset({PersonalField.RESPONDENT_NAME, PersonalField.NAME})


@dataclass(frozen=True, slots=True)
class Redaction:
    """With which keys rows are redacted, and which columns of this source have other names (`{theirs: ours}`).

    `erased` are the hashes of those who had themselves erased: of a row of a table that names one nothing is kept.
    """

    keys: KeyChain
    renamed: Mapping[str, str] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()

    def ours(self, column: str) -> str:
        """Return what we call a column."""
        return self.renamed.get(column, column)

    def forgets(self, cells: Iterable[Any]) -> bool:
        """Say whether nothing is kept of a row with these cells, redacted already."""
        texts = (cell for cell in cells if isinstance(cell, str)) if self.erased else ()
        return any(token[2] in self.erased for text in texts for token in TOKEN.finditer(text))


class _Person(NamedTuple):
    place: int
    meaning: PersonalField


def redact_rows(header: Sequence[str], rows: Iterable[Sequence[Any]], redaction: Redaction) -> Iterator[list[Any]]:
    """Return the rows of a table without personal data; cells beyond the header are searched as texts.

    A row that names somebody who was erased is empty.
    """
    columns = [redaction.ours(column) for column in header]
    for row in rows:
        beyond = [""] * (len(row) - len(columns))
        cells = _redacted([*columns[: len(row)], *beyond], row, redaction, {})
        yield [] if redaction.forgets(cells) else cells


def redact_row(row: Mapping[str, Any], redaction: Redaction) -> dict[str, Any]:
    """Return a row, or a submission with lists of further rows in it, without personal data."""
    return _redacted_row(row, redaction, {})


def scrub(text: str, keys: KeyChain, names: Mapping[str, str] | None = None) -> str:
    """Return a text with phone numbers and NIK replaced by tokens, and names (normalised) by what is given for them."""
    stand_ins = {name: token for name, token in (names or {}).items() if name.split()[0] in text.casefold()}
    if not stand_ins and not _LIKE_A_NUMBER.search(text):
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
    columns = [redaction.ours(column) for column in row]
    return dict(zip(row, _redacted(columns, list(row.values()), redaction, names), strict=True))


def _redacted(
    columns: Sequence[str], values: Sequence[Any], redaction: Redaction, names: Mapping[str, str]
) -> list[Any]:
    people, kept = _places(tuple(columns))
    tokens = _tokens(people, values, redaction.keys)
    said = {one: normal_name(_text(values[one.place])) for one in people if one.meaning in _PEOPLE}
    spoken_of = {name: tokens.get(one.place) for one, name in said.items()}
    known = {**names, **{name: token for name, token in spoken_of.items() if token and _can_be_looked_for(name)}}
    shown: list[Any] = [tokens.get(place, value) for place, value in enumerate(values)]
    to_clean = [place for place in range(len(values)) if place not in kept and place not in tokens]
    # Most rows name nobody outside the columns for it: looking once through all their texts tells.
    texts = _BETWEEN_CELLS.join([value for place in to_clean if isinstance(value := values[place], str)])
    clean = scrub(texts, redaction.keys, known) == texts
    for place in to_clean:
        if not (clean and isinstance(values[place], str)):
            shown[place] = _cleaned(values[place], redaction, known)
    return shown


@lru_cache(maxsize=256)
def _places(columns: tuple[str, ...]) -> tuple[Sequence[_Person], frozenset[int]]:
    """Return which cells of a row are about people, and which are ids that stay as they are unless they are both."""
    meanings = [(place, personal_field(column)) for place, column in enumerate(columns)]
    people = [_Person(place, meaning) for place, meaning in meanings if meaning is not None]
    return people, frozenset(place for place, column in enumerate(columns) if plain_column(column) in IDENTITIES)


def _tokens(people: Iterable[_Person], values: Sequence[Any], keys: KeyChain) -> dict[int, str]:
    """Return what stands for the person in each cell that has one; name and phone of a respondent are one person."""
    told = {one: text for one in people if (text := _text(values[one.place]))}
    name, phone = (next((text for one, text in told.items() if one.meaning is part), None) for part in _RESPONDENT)

    def hashed(one: _Person, text: str) -> str:
        if one.meaning in _RESPONDENT:
            return respondent_hash(name, phone, keys)
        return personal_hash(text, keys)

    return {one.place: _token(text, partial(hashed, one), keys) for one, text in told.items()}


def _token(text: str, hashed: Callable[[str], str], keys: KeyChain) -> str:
    try:
        return token_of(hashed(text), keys)
    except UnknownPersonalKey:
        # A hash already, of somebody else's making; the one who reads the row is told.
        return text if TOKEN.fullmatch(text) else token_of(personal_hash(text, keys), keys)


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
