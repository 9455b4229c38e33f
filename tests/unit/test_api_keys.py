"""The form of API keys, and that a secret is in nothing that could be printed."""

import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.errors import KeyMissing, KeyUnknown, ScopeMissing
from service.access.idempotency import fingerprint
from service.access.keys import new_key, read_key, read_prefix
from service.errors import NotFound
from tests.access import random_bytes

KEY, TEXT = new_key(random_bytes(1))
SECRET = TEXT.split("_")[2]


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=32, max_size=32))
def test_every_new_key_is_read_back_as_itself(prefix: bytes, secret: bytes) -> None:
    key, text = new_key(lambda count: {5: prefix, 32: secret}[count])
    assert read_key(text) == key
    assert read_prefix(text) == read_prefix(key.prefix) == key.prefix


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_different_bits_make_different_secrets(one: bytes, other: bytes) -> None:
    hashes = [new_key(lambda count, bits=bits: bits[:count])[0].secret_hash for bits in (one, other)]  # type: ignore[misc]
    assert (hashes[0] == hashes[1]) == (one == other)


def test_a_key_of_real_randomness_has_the_documented_form() -> None:
    bokar, prefix, secret = new_key(secrets.token_bytes)[1].split("_")
    assert (bokar, len(prefix), len(secret)) == ("bokar", 8, 43)
    assert secret.isalnum()


def test_only_the_hash_of_the_secret_is_kept() -> None:
    assert KEY.secret_hash == hashlib.sha256(SECRET.encode()).hexdigest()


def test_the_printed_form_of_a_key_shows_neither_secret_nor_hash() -> None:
    for printed in (repr(KEY), str(KEY), f"{[KEY]}"):
        assert KEY.prefix in printed
        assert SECRET not in printed
        assert KEY.secret_hash not in printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bokar_",
        TEXT[:-1],
        TEXT + "a",
        TEXT.upper(),
        f" {TEXT}",
        f"{TEXT}\n",
        TEXT.replace("bokar", "other"),
        SECRET,
    ],
)
def test_what_has_not_the_form_of_a_key_is_none(text: str) -> None:
    assert read_key(text) is None


@pytest.mark.parametrize("given", [KEY.prefix, f"bokar_{KEY.prefix}", f"bokar_{KEY.prefix}_", TEXT])
def test_a_prefix_is_found_in_whatever_of_a_key_is_given(given: str) -> None:
    assert read_prefix(given) == KEY.prefix


@pytest.mark.parametrize("given", ["", "abc", SECRET, KEY.prefix.upper(), "1" * 8, f"{KEY.prefix}x"])
def test_what_holds_no_prefix_is_none(given: str) -> None:
    assert read_prefix(given) is None


def test_a_refusal_tells_the_client_how_to_authenticate() -> None:
    assert KeyMissing().headers() == {"www-authenticate": 'Bearer realm="bokar"'}
    assert 'error="invalid_token"' in KeyUnknown(prefix="abcdefgh").headers()["www-authenticate"]
    scope = ScopeMissing(prefix="abcdefgh", scope="prices:write").headers()["www-authenticate"]
    assert scope == 'Bearer realm="bokar", error="insufficient_scope", scope="prices:write"'
    assert NotFound().headers() == {}


def test_a_fingerprint_does_not_depend_on_how_the_body_is_cut() -> None:
    assert fingerprint("POST", "/v1/prices?", [b"[1, ", b"2]"]) == fingerprint("POST", "/v1/prices?", [b"[1, 2]"])


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [("PUT", "/v1/prices?", b"[1]"), ("POST", "/v1/prices?dry_run=true", b"[1]"), ("POST", "/v1/prices?", b"[2]")],
)
def test_another_request_has_another_fingerprint(method: str, target: str, body: bytes) -> None:
    assert fingerprint(method, target, [body]) != fingerprint("POST", "/v1/prices?", [b"[1]"])
