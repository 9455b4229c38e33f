"""`bokar keys`: a key is shown once, listed without its secret, and ended."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.keys_command import keys
from service.access.errors import ExpiryInThePast, NoSuchKey
from service.access.keys import read_key
from service.access.repository import identify
from service.database import Database
from service.errors import BokarError, DatabaseNotMigrated
from tests.access import OFFICE
from tests.builders import NOW, contents, count

WRITER = ("create", "--name", OFFICE, "--scope", "prices:write")


@pytest.fixture(autouse=True)
def _settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keys, arguments)


def created(*arguments: str) -> str:
    result = run(*WRITER, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def refusal(*arguments: str) -> BokarError:
    """Return the error of ours that `bokar` tells in one line."""
    error = run(*arguments).exception
    assert isinstance(error, BokarError)
    return error


def test_a_created_key_is_the_only_thing_on_standard_output_and_opens_the_door(database: Database) -> None:
    result = run(*WRITER, "--scope", "imports:read", "--expires", "2027-12-31")
    key = read_key(result.stdout.removesuffix("\n"))
    assert key is not None
    with database.reading() as connection:
        stored = identify(connection, key, NOW)
    assert (stored.name, stored.scopes) == (OFFICE, ["imports:read", "prices:write"])
    assert str(stored.expires_at) == "2027-12-31 16:59:59.999999+00:00"
    assert "not shown again" in result.stderr
    assert result.stdout.split("_")[2].strip() not in result.stderr


def test_two_keys_are_never_alike() -> None:
    assert created() != created()


def test_keys_are_listed_without_secrets(database: Database) -> None:
    text = created("--expires", "2027-12-31")
    printed = run("list").stdout
    heading, _, row = printed.splitlines()
    assert heading.split() == ["Prefix", "Name", "Scopes", "State", "Created", "Ends", "Last", "used"]
    assert row.split("  ")[0] == text.split("_")[1]
    for shown in (OFFICE, "prices:write", "good", "2026-11-21", "2027-12-31"):
        assert shown in row
    assert text.split("_")[2] not in printed + str(contents(database))


def test_a_revoked_key_is_listed_as_ended() -> None:
    prefix = created().split("_")[1]
    assert run("revoke", prefix).stdout == f"Key {prefix} is revoked.\n"
    assert run("revoke", prefix).stdout == f"Key {prefix} was revoked before.\n"
    assert "ended" in run("list").stdout


def test_a_leaked_key_is_revoked_by_pasting_it_and_not_repeated() -> None:
    text = created()
    result = run("revoke", text)
    assert result.exit_code == 0
    assert text.split("_")[2] not in result.output


def test_what_is_no_prefix_is_refused_without_repeating_it() -> None:
    secret = created().split("_")[2]
    result = run("revoke", secret)
    assert result.exit_code == 2
    assert "bokar keys list" in result.output
    assert secret not in result.output


def test_a_key_that_does_not_exist_is_told() -> None:
    error = refusal("revoke", "abcdefgh")
    assert isinstance(error, NoSuchKey)
    assert "abcdefgh" in str(error)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("create", "--scope", "prices:write"), "--name"),
        (("create", "--name", OFFICE), "--scope"),
        (("create", "--name", OFFICE, "--scope", "prices:read"), "prices:write"),
        ((*WRITER, "--expires", "31/12/2027"), "%Y-%m-%d"),
        (("create", "--name", " ", "--scope", "prices:write"), "--name"),
        (("create", "--name", "n" * 121, "--scope", "prices:write"), "--name"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused(
    database: Database, arguments: tuple[str, ...], told: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert count(database, "api_key") == 0


def test_a_key_that_would_end_in_the_past_is_refused() -> None:
    assert isinstance(refusal(*WRITER, "--expires", "2026-11-20"), ExpiryInThePast)


def test_a_database_without_tables_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert isinstance(refusal(*WRITER), DatabaseNotMigrated)
