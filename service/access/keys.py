"""API keys: `bokar_<prefix>_<secret>`; the prefix is public, of the secret only a hash is kept.

The secret is 256 random bits, so a plain SHA-256 cannot be guessed back and needs no salt.
"""

import base64
import hashlib
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field

RandomBytes = Callable[[int], bytes]

_DIGITS = string.digits + string.ascii_letters
_SECRET_BYTES = 32
# As many digits of base 62 as 256 bits can need.
_SECRET_LENGTH = 43
_KEY = re.compile(rf"bokar_([a-z2-7]{{8}})_([0-9A-Za-z]{{{_SECRET_LENGTH}}})")
_PREFIX = re.compile(r"(?:bokar_)?([a-z2-7]{8})(?:_.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as far as it may be kept: its prefix and the hash of its secret."""

    prefix: str
    secret_hash: str = field(repr=False)


def new_key(random_bytes: RandomBytes) -> tuple[Key, str]:
    """Return a new key and its text, which exists nowhere else and is shown once."""
    prefix = base64.b32encode(random_bytes(5)).decode().lower()
    secret = _base62(random_bytes(_SECRET_BYTES))
    return Key(prefix, _hash(secret)), f"bokar_{prefix}_{secret}"


def read_key(text: str) -> Key | None:
    """Return the key that a request presents, or None where the text has not the form of one."""
    found = _KEY.fullmatch(text)
    return None if found is None else Key(found[1], _hash(found[2]))


def read_prefix(text: str) -> str | None:
    """Return the prefix of a key given by its prefix or whole, as one finds it where it has leaked."""
    found = _PREFIX.fullmatch(text)
    return None if found is None else found[1]


def _base62(secret: bytes) -> str:
    number, digits = int.from_bytes(secret), []
    for _ in range(_SECRET_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
