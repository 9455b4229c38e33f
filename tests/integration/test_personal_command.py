"""`bokar personal`: a person is found, shown and erased, and a rotation that is cut off is completed."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.opening import personal_keys
from jobs.personal_command import personal, rotate_keys
from service.cost_surveys.household_reading import Reading
from service.database import Database
from service.errors import BokarError, KeyFileNotWritable, PersonalKeysOutOfStep, UnknownPerson
from service.privacy.hashing import KeyChain, personal_hash, respondent_hash
from service.privacy.key_file import append_key, read_keys
from service.settings import Settings
from tests.builders import NOW, TODAY, arriving_price, contents, count, read, store_prices
from tests.household_builders import KEYS, NAME, PHONE, READING, SITI, THIRD_KEY, form, take_in_forms

OFFICER = "data protection officer"
BUDI = personal_hash("Budi Santoso", KEYS)


@pytest.fixture
def key_file(chain: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The settings of a process whose keys are those of the tests; its file of keys."""
    file = tmp_path / "personal.keys"
    file.write_text("".join(f"{key.hex()}\n" for key in KEYS.keys))
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_PERSONAL_KEYS_FILE", str(file))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)
    return file


def run(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(personal, arguments, input=answers)


def printed(*arguments: str, answers: str = "") -> str:
    result = run(*arguments, answers=answers)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def refusal(*arguments: str) -> BokarError:
    error = run(*arguments).exception
    assert isinstance(error, BokarError)
    return error


def later_keys(file: Path) -> Reading:
    return Reading(READING.survey, read_keys(file), TODAY)


def broken_off(file: Path, database: Database) -> None:
    """Rotate, and lose the process between the file and the commit."""
    with suppress(ConnectionError), database.unit_of_work(NOW) as uow:
        rotate_keys(uow, file, lambda size: b"n" * size)
        raise ConnectionError


def test_a_hash_is_found_by_name_and_phone_and_neither_is_repeated(key_file: Path) -> None:
    text = printed("hash", answers=f"{NAME}\n{PHONE}\n")
    assert text.splitlines() == [
        f"household {SITI}",
        f"reporter by name {personal_hash(NAME, KEYS)}",
        f"reporter by phone {personal_hash(PHONE, KEYS)}",
    ]


def test_a_reporter_is_found_by_name_alone(key_file: Path) -> None:
    text = printed("hash", answers="budi  SANTOSO\n\n")
    assert f"reporter by name {BUDI}" in text
    assert "phone" not in text


def test_nobody_in_particular_has_no_hash(key_file: Path) -> None:
    assert run("hash", answers="\n\n").exit_code == 2


def test_a_hash_that_the_stored_ones_are_not_made_with_is_not_shown(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    key_file.write_text(f"{THIRD_KEY.hex()}\n")
    assert isinstance(run("hash", answers=f"{NAME}\n\n").exception, PersonalKeysOutOfStep)


def test_everything_on_a_person_is_printed_as_json(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    found = json.loads(printed("export", SITI.upper()))
    assert found["person_hash"] == SITI
    assert found["households"][0]["survey"] == "muara-enim-2026"


def test_who_is_erased_leaves_a_note_by_whom(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    assert "1 survey_household," in printed("erase", SITI, "--by", OFFICER)
    assert count(chain, "survey_household") == 0
    assert read(chain, "erasure", "person_hash", "erased_by") == [(SITI, OFFICER)]
    assert isinstance(refusal("erase", SITI, "--by", OFFICER), UnknownPerson)


@pytest.mark.parametrize(
    "arguments", [("erase", SITI), ("erase", SITI, "--by", " "), ("erase", "Siti", "--by", "me"), ("export", "f" * 63)]
)
def test_an_order_that_cannot_be_meant_is_refused(key_file: Path, chain: Database, arguments: tuple[str, ...]) -> None:
    take_in_forms(chain, form())
    assert run(*arguments).exit_code == 2
    assert count(chain, "survey_household") == 1


def test_after_a_rotation_file_and_database_agree_and_the_same_data_are_known(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    store_prices(chain, arriving_price(reporter=BUDI))
    assert printed("rotate").startswith("2 hashes changed")
    keys = read_keys(key_file)
    assert keys.keys[:-1] == KEYS.keys
    assert read(chain, "personal_key", "key_id") == [(each,) for each in keys.ids]
    assert take_in_forms(chain, form(), reading=later_keys(key_file)).duplicate == 1
    assert store_prices(chain, arriving_price(reporter=personal_hash("Budi Santoso", keys))).duplicate == 1


def test_two_rotations_are_two_keys(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    printed("rotate")
    printed("rotate")
    keys = read_keys(key_file)
    assert len(set(keys.keys)) == 3
    assert read(chain, "survey_household", "household_hash") == [(respondent_hash(NAME, PHONE, keys),)]


def test_a_rotation_that_is_cut_off_before_its_commit_is_completed_by_the_next(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    before = contents(chain)
    broken_off(key_file, chain)
    assert contents(chain) == before
    waiting = read_keys(key_file)
    assert len(waiting.keys) == 2
    printed("rotate")
    assert read_keys(key_file) == waiting
    assert read(chain, "survey_household", "household_hash") == [(respondent_hash(NAME, PHONE, waiting),)]


def test_a_rotation_that_is_cut_off_before_anything_was_stored_harms_nothing(key_file: Path, chain: Database) -> None:
    broken_off(key_file, chain)
    assert take_in_forms(chain, form(), reading=later_keys(key_file)).accepted == 1


def test_a_key_that_is_added_by_hand_is_taken_for_the_new_one(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    append_key(key_file, THIRD_KEY)
    printed("rotate")
    assert read_keys(key_file) == KEYS.followed_by(THIRD_KEY)
    assert read(chain, "personal_key", "key_id") == [(each,) for each in KEYS.followed_by(THIRD_KEY).ids]


def test_keys_that_are_others_are_not_rotated_and_the_file_stays(key_file: Path, chain: Database) -> None:
    take_in_forms(chain, form())
    key_file.write_text(f"{THIRD_KEY.hex()}\n")
    assert isinstance(refusal("rotate"), PersonalKeysOutOfStep)
    assert read_keys(key_file) == KeyChain((THIRD_KEY,))


def test_a_key_that_cannot_be_kept_is_not_used(
    key_file: Path, chain: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in_forms(chain, form())
    before = contents(chain)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("service.privacy.key_file.os.fsync", full)
    error = refusal("rotate")
    assert isinstance(error, KeyFileNotWritable)
    assert "No space left" in str(error)
    assert contents(chain) == before
    assert read_keys(key_file) == KEYS
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


def test_a_file_of_keys_stays_its_owners(key_file: Path) -> None:
    key_file.chmod(0o600)
    append_key(key_file, THIRD_KEY)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_the_first_key_is_made_where_there_is_none(
    key_file: Path, chain: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BOKAR_PERSONAL_KEYS_FILE")
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    printed("rotate")
    assert len(personal_keys(Settings()).keys) == 2
    assert count(chain, "personal_key") == 2
