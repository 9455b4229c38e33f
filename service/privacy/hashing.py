"""Keyed hashes instead of names: the same person has the same hash, and nobody without the keys can tell who it is.

The hash of a person is `HMAC-SHA256(k1, name)`; after a rotation to k2 it is `HMAC(k2, HMAC(k1, name))`, and so on: the
clear name is gone, so a new key is wrapped around what is stored, and later names go through the same chain. Hence old
keys have to be kept; one that leaks gives nobody away as long as a later one is secret.

Redacted copies of rows hold tokens, `<id of the newest key>:<hash>`: a mended row that comes back, even after a
rotation, still speaks of the same person.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from service.errors import BadSettings, UnknownPersonalKey

SHORTEST_KEY_BYTES = 16
INDONESIA = "62"
TOKEN = re.compile(r"([0-9a-f]{8}):([0-9a-f]{64})")
# An Indonesian mobile number in its common forms: 0812-3456-7890, 62 812 3456 7890, (+62) 812...
# Few marks between its parts: without a bound long blanks would be looked through again and again.
PHONE = re.compile(r"(?<!\d)(?:\(?\+?\s?62\)?[\s().-]{0,4}0?|\(?0)[\s().-]{0,4}8[\d\s().-]{6,16}\d(?!\d)")
DIGITS_OF_A_PHONE = range(10, 15)


@dataclass(frozen=True, slots=True)
class KeyChain:
    """The keys of the personal hashes, the oldest first; the last one is the current one."""

    keys: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse a chain without a key, and keys that could be guessed."""
        if not self.keys or any(len(key) < SHORTEST_KEY_BYTES for key in self.keys):
            raise BadSettings(problems=f"keys of personal hashes must have at least {SHORTEST_KEY_BYTES} bytes each")

    @property
    def ids(self) -> tuple[str, ...]:
        """Return what the keys are called where the keys themselves must not stand."""
        return tuple(map(key_id, self.keys))

    def followed_by(self, key: bytes) -> "KeyChain":
        """Return the chain after a rotation to `key`."""
        return KeyChain((*self.keys, key))


@lru_cache(maxsize=64)
def key_id(key: bytes) -> str:
    """Return the 8 characters by which a key is known; they tell nothing about it."""
    return hmac.digest(key, b"bokar personal key", hashlib.sha256).hex()[:8]


def personal_hash(text: str, keys: KeyChain) -> str:
    """Return the 64 hexadecimal characters that stand for a name or a phone number.

    Case, spaces and punctuation do not matter. A token of ours (see `token_of`) gives the hash it holds.

    Raises:
        UnknownPersonalKey: a token made with a key that is not in the chain.

    """
    return _of_token(text.strip(), keys) or _through(keys.keys, _normal(text))


def respondent_hash(name: str | None, phone: str | None, keys: KeyChain) -> str:
    """Return the hash of the household that a respondent with this name and phone number speaks for.

    Without a phone number all respondents of one name are one household, so ask for it.

    Raises:
        UnknownPersonalKey: a token made with a key that is not in the chain.

    """
    name, phone = (name or "").strip(), (phone or "").strip()
    known = _of_token(name, keys) or _of_token(phone, keys)
    return known or _through(keys.keys, f"{normal_name(name)}|{normal_phone(phone)}")


def token_of(person_hash: str, keys: KeyChain) -> str:
    """Return how a hash stands in redacted rows: with the id of the key it ends with."""
    return f"{keys.ids[-1]}:{person_hash}"


def wrapped(person_hash: str, key: bytes) -> str:
    """Return a stored hash after a rotation to `key`."""
    return hmac.digest(key, person_hash.encode(), hashlib.sha256).hex()


def normal_name(name: str) -> str:
    """Return a name's letters and digits in one spelling: `Hj. SITI  Aminah` and `hj siti aminah` are one name."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = re.findall(r"\w+", folded.replace("_", " "))
    return " ".join(words) or folded.strip()


def normal_phone(phone: str) -> str:
    """Return a phone number's digits with its country: 0812-3456-7890 and +62 812 3456 7890 are 6281234567890."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+") and not digits.startswith(INDONESIA):
        return digits
    own = digits.removeprefix(INDONESIA).lstrip("0")
    return INDONESIA + own if own else ""


def looks_like_phone(text: str) -> bool:
    """Say whether a text is an Indonesian mobile number."""
    return PHONE.fullmatch(text.strip()) is not None and sum(map(str.isdigit, text)) in DIGITS_OF_A_PHONE


def _normal(text: str) -> str:
    return normal_phone(text) if looks_like_phone(text) else normal_name(text)


def _of_token(text: str, keys: KeyChain) -> str | None:
    token = TOKEN.fullmatch(text)
    if token is None:
        return None
    if token[1] not in keys.ids:
        raise UnknownPersonalKey(token=f"{token[1]}:{token[2][:8]}...")
    return _through(keys.keys[keys.ids.index(token[1]) + 1 :], token[2])


def _through(keys: tuple[bytes, ...], text: str) -> str:
    for key in keys:
        text = wrapped(text, key)
    return text
