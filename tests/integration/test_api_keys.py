"""Making, finding, listing, using and ending API keys, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from service.access.errors import ExpiryInThePast, KeyExpired, KeyUnknown, NoSuchKey
from service.access.keys import Key, read_key
from service.access.repository import StoredKey, identify, list_keys, note_use, revoke_key
from service.database import Database
from service.vocabulary import Scope
from tests.access import OFFICE, make_key
from tests.builders import NOW, TODAY, contents, read

LATER = NOW + timedelta(days=1)


def presented(text: str) -> Key:
    key = read_key(text)
    assert key is not None
    return key


def identified(database: Database, text: str, now: datetime = NOW) -> StoredKey:
    with database.reading() as connection:
        return identify(connection, presented(text), now)


def revoke(database: Database, prefix: str, now: datetime = NOW) -> bool:
    with database.unit_of_work(now) as uow:
        return revoke_key(uow, prefix)


def test_a_new_key_is_known_by_its_text_with_its_scopes(database: Database) -> None:
    prefix, text = make_key(database, Scope.PRICES_WRITE, Scope.IMPORTS_READ, Scope.PRICES_WRITE)
    expected = StoredKey(prefix, OFFICE, ["imports:read", "prices:write"], NOW, None, None, None)
    assert identified(database, text) == expected


def test_the_database_holds_no_secret(database: Database) -> None:
    _, text = make_key(database, Scope.PRICES_WRITE)
    assert text.split("_")[2] not in str(contents(database))


def test_a_key_with_another_secret_or_prefix_is_unknown(database: Database) -> None:
    key = presented(make_key(database, Scope.PRICES_WRITE)[1])
    for wrong in (replace(key, secret_hash="0" * 64), replace(key, prefix="abcdefgh")):
        with pytest.raises(KeyUnknown), database.reading() as connection:
            identify(connection, wrong, NOW)


def test_a_key_is_good_through_its_last_day_in_jakarta(database: Database) -> None:
    prefix, text = make_key(database, Scope.PRICES_WRITE, expires_on=date(2027, 12, 31))
    assert identified(database, text, datetime(2027, 12, 31, 16, 59, 59, tzinfo=UTC)).prefix == prefix
    with pytest.raises(KeyExpired, match="ended on 2027-12-31"):
        identified(database, text, datetime(2027, 12, 31, 17, 0, tzinfo=UTC))


def test_the_last_day_of_the_calendar_can_be_the_last_day_of_a_key(database: Database) -> None:
    _, text = make_key(database, Scope.PRICES_WRITE, expires_on=date.max)
    assert identified(database, text).ends_at is not None


def test_a_key_may_end_today_but_not_before(database: Database) -> None:
    make_key(database, Scope.PRICES_WRITE, expires_on=TODAY)
    with pytest.raises(ExpiryInThePast, match="2026-11-20"):
        make_key(database, Scope.PRICES_WRITE, expires_on=TODAY - timedelta(days=1), seed=2)


def test_a_revoked_key_has_ended_at_once_and_stays_listed(database: Database) -> None:
    prefix, text = make_key(database, Scope.PRICES_WRITE)
    assert revoke(database, prefix)
    with pytest.raises(KeyExpired, match=f"bokar_{prefix}_"):
        identified(database, text)
    with database.reading() as connection:
        assert [key.revoked_at for key in list_keys(connection)] == [NOW]


def test_revoking_again_keeps_the_first_moment(database: Database) -> None:
    prefix, _ = make_key(database, Scope.PRICES_WRITE)
    assert (revoke(database, prefix), revoke(database, prefix, LATER)) == (True, False)
    assert read(database, "api_key", "revoked_at") == [(NOW,)]


def test_a_key_that_does_not_exist_cannot_be_revoked(database: Database) -> None:
    with pytest.raises(NoSuchKey, match="abcdefgh"):
        revoke(database, "abcdefgh")


def test_another_key_is_not_touched_by_revoking_one(database: Database) -> None:
    one, _ = make_key(database, Scope.PRICES_WRITE)
    other, text = make_key(database, Scope.PRICES_WRITE, seed=2)
    revoke(database, one)
    assert identified(database, text).prefix == other


def test_use_is_noted_by_the_day_and_never_goes_back(database: Database) -> None:
    prefix, _ = make_key(database, Scope.PRICES_WRITE)
    for moment in (LATER, NOW):
        with database.unit_of_work(moment) as uow:
            note_use(uow, prefix)
    assert read(database, "api_key", "last_used_on") == [(TODAY + timedelta(days=1),)]


def test_keys_are_no_change_of_the_public_data(database: Database) -> None:
    prefix, _ = make_key(database, Scope.PRICES_WRITE)
    revoke(database, prefix)
    assert database.revision() == 0
