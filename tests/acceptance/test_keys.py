"""`bokar keys` as real processes, the way an office does it."""

from pathlib import Path

from tests.acceptance.test_up import bokar


def test_a_key_is_made_listed_and_revoked(tmp_path: Path) -> None:
    bokar("migrate", folder=tmp_path)
    made = bokar("keys", "create", "--name", "Dinas Perkebunan", "--scope", "prices:write", folder=tmp_path)
    _, prefix, secret = made.stdout.strip().split("_")
    assert (len(prefix), len(secret)) == (8, 43)
    assert secret not in made.stderr
    assert f"{prefix}  Dinas Perkebunan  prices:write  good" in bokar("keys", "list", folder=tmp_path).stdout
    assert bokar("keys", "revoke", prefix, folder=tmp_path).stdout == f"Key {prefix} is revoked.\n"
    unknown = bokar("keys", "revoke", "abcdefgh", folder=tmp_path)
    assert unknown.stderr == "Error: There is no API key abcdefgh; `bokar keys list` shows them.\n"
    written = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert written
    assert not any(secret.encode() in content for content in written)


def test_a_key_needs_a_migrated_database(tmp_path: Path) -> None:
    refused = bokar("keys", "create", "--name", "Dinas", "--scope", "prices:write", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "bokar migrate" in refused.stderr
