"""The sources that settings declare: what is taken, and what is refused with its remedy."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from jobs.sources.declarations import (
    FolderDeclaration,
    HttpDeclaration,
    KoboDeclaration,
    OdkDeclaration,
    Source,
    WorldBankDeclaration,
    parse_sources,
)
from jobs.sources.errors import SecretMissing
from jobs.sources.schedules import seconds_of
from service.errors import BadSettings

SETTINGS = """
[[source]]
name = "drop-folder"
kind = "folder"
of = "prices"
folder = "/srv/bokar/in"
every = "1m"

[[source]]
name = "disbun-sumsel"
kind = "http"
of = "prices"
address = "https://disbun.example.go.id/harga.csv?year=2026"
schedule = "0 6 * * mon-sat"
token_env = "DISBUN_TOKEN"
columns = { "Tanggal" = "observed_on", "Harga per kuintal" = "price_idr_per_kg", "Pengepul" = "reporter" }
constants = { price_level = "collector", storage_age = "weekly", provenance = "published", source = "Disbun" }
units = { price_idr_per_kg = "per_quintal" }
numbers = "comma_decimal"
dates = "day_first"

[[source]]
name = "survey-kobo"
kind = "kobo"
address = "https://kf.kobotoolbox.org"
asset = "aXecHjmbATuF6iGFmvBLBX"
token_file = "/run/secrets/kobo"
every = "6h"

[[source]]
name = "survey-odk"
kind = "odk"
address = "https://odk.example.org"
project = 7
form = "cost survey"
email = "surveys@example.org"
password_file = "/run/secrets/odk"
every = "6h"

[[source]]
name = "pink-sheet"
kind = "world_bank"
address = "https://thedocs.worldbank.org/CMO-Historical-Data-Monthly.xlsx"
schedule = "30 5 3,4,5 * *"
"""
DECLARED: list[dict[str, Any]] = tomllib.loads(SETTINGS)["source"]
FOLDER, HTTP, KOBO, ODK, WORLD_BANK = DECLARED


def parsed(*raw: dict[str, Any]) -> tuple[Source, ...]:
    return parse_sources(raw, survey_columns=frozenset({"household_size"}))


def changed(source: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return the source with other fields; None takes one away."""
    return {name: value for name, value in {**source, **fields}.items() if value is not None}


def test_every_kind_of_source_can_be_declared() -> None:
    kinds = [FolderDeclaration, HttpDeclaration, KoboDeclaration, OdkDeclaration, WorldBankDeclaration]
    assert [type(each) for each in parsed(*DECLARED)] == kinds


def test_a_source_carries_its_mapping() -> None:
    [source] = parsed(HTTP)
    assert isinstance(source, HttpDeclaration)
    assert source.columns["Pengepul"] == "reporter"
    assert source.units == {"price_idr_per_kg": "per_quintal"}
    assert (source.numbers, source.dates, source.sheet) == ("comma_decimal", "day_first", None)


def test_survey_columns_are_those_the_caller_knows() -> None:
    survey = changed(FOLDER, of="surveys", columns={"ART": "household_size"})
    assert parsed(survey)
    with pytest.raises(BadSettings, match="'price_idr_per_kg' is none of our columns of surveys: household_size"):
        parsed(changed(survey, columns={"Harga": "price_idr_per_kg"}))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (changed(HTTP, columns={"Harga": "price"}), "'price' is none of our columns of prices: bokar_type, bps_code"),
        (changed(HTTP, constants={"level": "auction"}), "'level' is none of our columns"),
        (
            changed(HTTP, constants={"price_level": "lelang"}),
            "constants.price_level = 'lelang': Input should be 'collector'",
        ),
        (changed(HTTP, constants={"reporter": "A"}), "reporter: filled twice by columns and constants; keep one"),
        (changed(HTTP, columns={"A": "reporter", "B": "reporter"}), "reporter: filled twice"),
        (changed(HTTP, units={"volume_kg": "per_tonne"}), "units: volume_kg holds no price"),
        (changed(HTTP, units={"price_idr_per_kg": "per_picul"}), "units.price_idr_per_kg = 'per_picul'"),
        (changed(HTTP, numbers="indonesian"), "numbers = 'indonesian': Input should be 'comma_decimal' or"),
        (changed(FOLDER, folder="prices/done"), "is where files of 'prices' are kept"),
        (
            changed(FOLDER, of="auctions", columns={"Harga": "price"}),
            "'price' is none of our columns of auctions: bid_1",
        ),
        (
            changed(FOLDER, of="auctions", constants={"storage_age": "old"}),
            "constants.storage_age = 'old': Input should",
        ),
        (changed(HTTP, kind="ftp"), "'ftp'"),
        (changed(HTTP, kind=None), "kind"),
        (changed(HTTP, address=None), "address: Field required"),
        (changed(HTTP, address="disbun.example.go.id"), "must be a web address"),
        (changed(HTTP, name="Disbun Sumsel"), "source 'Disbun Sumsel': name = 'Disbun Sumsel'"),
        (changed(HTTP, colums={"A": "reporter"}), "colums: Extra inputs are not permitted"),
        (changed(HTTP, schedule=None), 'give either schedule = "0 6 * * *" or every = "6h"'),
        (changed(HTTP, every="6h"), "give either schedule"),
        (changed(KOBO, token_file=None), "name the account's token: token_file or token_env"),
        (changed(KOBO, asset=None), "asset: Field required"),
        (changed(KOBO, asset="../users"), "asset = '../users'"),
        (changed(KOBO, of="prices"), "of = 'prices': Input should be 'surveys'"),
        (changed(ODK, password_file=None), "give email with password_file or password_env, or else token_file"),
        (changed(ODK, token_env="ODK_TOKEN"), "give email with password_file"),
        (changed(ODK, email=None), "give email with password_file"),
        (changed(ODK, project=0), "project = 0"),
        (changed(WORLD_BANK, columns={"A": "reporter"}), "columns: Extra inputs are not permitted"),
    ],
)
def test_a_declaration_that_cannot_work_is_refused_with_its_field(source: dict[str, Any], told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        parsed(source)
    assert told in str(caught.value)


def test_a_folder_is_declared_once() -> None:
    with pytest.raises(BadSettings, match="folder '/srv/bokar/in' is declared twice; keep one of the two"):
        parsed(FOLDER, changed(FOLDER, name="other"))


@pytest.mark.parametrize("name", ["token", "password", "api_key"])
def test_a_secret_in_the_settings_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(BadSettings) as caught:
        parsed(changed(HTTP, **{name: "hush"}))
    assert f"{name} must not stand in the settings; put it in a file and name it: {name}_file" in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "fields", [{"address": "https://user:hush@disbun.example.go.id/"}, {"tokn": "hush"}, {"address": "ftp://a/?k=hush"}]
)
def test_a_secret_in_a_wrong_place_is_not_repeated(fields: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as caught:
        parsed(changed(HTTP, **fields))
    assert "hush" not in str(caught.value)


def test_two_sources_of_one_name_are_refused() -> None:
    with pytest.raises(BadSettings, match="source 'disbun-sumsel' is declared twice; rename one"):
        parsed(HTTP, FOLDER, HTTP)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadSettings, match=r"disbun-sumsel.*numbers.*survey-kobo.*asset"):
        parsed(changed(HTTP, numbers="?"), changed(KOBO, asset=None))


@pytest.mark.parametrize(
    "schedule", ["0 6 * * *", "*/15 6-18 * * mon-fri", "0,30 5 1-7/2 1,7 sat,sun", "59 23 31 12 mon-wed,fri"]
)
def test_a_line_of_cron_is_taken(schedule: str) -> None:
    assert parsed(changed(WORLD_BANK, schedule=schedule))[0].schedule == schedule


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ("0 6 * *", "write five fields"),
        ("60 6 * * *", "'60' is not *, a number from 0 to 59"),
        ("0 6 0 * *", "a number from 1 to 31"),
        ("0 18-6 * * *", "'18-6'"),
        ("0 6 * * 1-5", "write weekdays as names, e.g. mon-fri or sat,sun, instead of '1-5'"),
        ("every day at 6 o'clock", "is not *"),
    ],
)
def test_a_line_that_is_no_cron_is_refused(schedule: str, told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        parsed(changed(WORLD_BANK, schedule=schedule))
    assert told in str(caught.value)


@pytest.mark.parametrize(("every", "seconds"), [("30m", 1800), ("6h", 21600), ("1d", 86400)])
def test_a_span_of_time_is_taken(every: str, seconds: int) -> None:
    [source] = parsed(changed(KOBO, every=every))
    assert source.every is not None
    assert seconds_of(source.every) == seconds


@pytest.mark.parametrize("every", ["10", "0h", "5s", "1.5h", "-1h"])
def test_a_span_without_number_or_unit_is_refused(every: str) -> None:
    with pytest.raises(BadSettings, match="30m, 6h, 1d"):
        parsed(changed(KOBO, every=every))


def test_a_token_is_read_from_its_file_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("kobo-token\n")
    [source] = parsed(changed(KOBO, token_file=str(tmp_path / "token")))
    assert isinstance(source, KoboDeclaration)
    token = source.token({})
    assert token is not None
    assert token.get_secret_value() == "kobo-token"


def test_a_token_is_read_from_the_environment() -> None:
    [source] = parsed(HTTP)
    assert isinstance(source, HttpDeclaration)
    token = source.token({"DISBUN_TOKEN": "abc"})
    assert token is not None
    assert token.get_secret_value() == "abc"


def test_a_source_may_need_no_token() -> None:
    [source] = parsed(changed(HTTP, token_env=None))
    assert isinstance(source, HttpDeclaration)
    assert source.token({}) is None


def test_a_secret_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n")
    for place in (str(empty), str(tmp_path / "gone")):
        [source] = parsed(changed(ODK, password_file=place))
        assert isinstance(source, OdkDeclaration)
        with pytest.raises(SecretMissing, match=f"Source survey-odk: its password is not there.*Set {place}"):
            source.password({})
