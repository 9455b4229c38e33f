"""The same person has the same hash, however written and whatever the keys; without the keys a hash says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadSettings, UnknownPersonalKey
from service.privacy.hashing import (
    KeyChain,
    key_id,
    looks_like_phone,
    normal_phone,
    personal_hash,
    respondent_hash,
    token_of,
    wrapped,
)
from tests.household_builders import FIRST_KEY, KEYS, NAME, PHONE, SECOND_KEY, SITI, THIRD_KEY

LONGER = KEYS.followed_by(SECOND_KEY)


@pytest.mark.parametrize("name", ["siti aminah", " SITI  AMINAH ", "Siti_Aminah", "Ｓiti Aminah", "Siti Aminah."])
@pytest.mark.parametrize("phone", ["081234567890", "62 812 3456 7890", "+6281234567890", "(+62) 0812.3456.7890"])
def test_a_person_is_the_same_however_written(name: str, phone: str) -> None:
    assert respondent_hash(name, phone, KEYS) == SITI


def test_another_name_or_number_is_another_person() -> None:
    others: list[tuple[str, str | None]] = [("Siti", PHONE), (NAME, "0812"), (NAME, None)]
    assert len({SITI, *(respondent_hash(name, phone, KEYS) for name, phone in others)}) == 4


@pytest.mark.parametrize(("written", "digits"), [("0812-3456-7890", "6281234567890"), ("+60 12 345 678", "6012345678")])
def test_a_phone_number_has_its_country(written: str, digits: str) -> None:
    assert normal_phone(written) == digits


@pytest.mark.parametrize(
    "text", ["0812-3456-7890", "62 812 3456 7890", "+6281234567890", "(0812) 34567890", "+62 (0)812 3456 789"]
)
def test_phone_numbers_are_recognised(text: str) -> None:
    assert looks_like_phone(text)


@pytest.mark.parametrize("text", ["11029.50", "08-12-2020", "16.03.01.2001", "1603010101900001", "Siti", "0812", ""])
def test_what_is_no_phone_number_is_not_taken_for_one(text: str) -> None:
    assert not looks_like_phone(text)


def test_another_key_gives_another_hash() -> None:
    assert personal_hash("UPPB Lavender", KEYS) != personal_hash("UPPB Lavender", KeyChain((SECOND_KEY,)))


@given(st.text(min_size=1))
def test_a_hash_wrapped_by_a_rotation_is_the_one_of_names_that_arrive_later(name: str) -> None:
    assert wrapped(personal_hash(name, KEYS), SECOND_KEY) == personal_hash(name, LONGER)


@given(st.text(), st.text())
def test_a_token_comes_to_the_hash_it_holds_also_after_a_rotation(name: str, phone: str) -> None:
    token = token_of(respondent_hash(name, phone, KEYS), KEYS)
    assert respondent_hash(token, token, KEYS) == respondent_hash(name, phone, KEYS)
    assert respondent_hash(token, None, LONGER) == respondent_hash(name, phone, LONGER)
    assert personal_hash(token, LONGER) == respondent_hash(name, phone, LONGER)


def test_a_token_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(UnknownPersonalKey):
        personal_hash(token_of(SITI, KEYS), KeyChain((THIRD_KEY,)))


@pytest.mark.parametrize("keys", [(), (b"short",), (FIRST_KEY, b"")])
def test_keys_that_could_be_guessed_are_refused(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(BadSettings):
        KeyChain(keys)


def test_the_id_of_a_key_tells_keys_apart() -> None:
    assert len({key_id(FIRST_KEY), key_id(SECOND_KEY), key_id(THIRD_KEY)}) == 3
    assert LONGER.ids == (key_id(FIRST_KEY), key_id(SECOND_KEY))
