"""What is stored on a person can be shown and erased by the hash, and the key of all hashes can be changed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from service.cost_surveys.household_reading import Reading
from service.database import Database
from service.errors import PersonalKeysOutOfStep, UnknownPerson
from service.models.import_run import ImportRun, RefusedRow
from service.prices.reidentification import reidentify
from service.prices.schemas import PriceIn
from service.privacy.hashing import KeyChain, personal_hash, respondent_hash, token_of, wrapped
from service.privacy.rights import erase, export
from service.privacy.rotation import Rotation, rotate
from tests.builders import NOW, TODAY, arriving_price, count, read, store_prices
from tests.household_builders import (
    FIRST_KEY,
    KEYS,
    NAME,
    PHONE,
    READING,
    SECOND_KEY,
    SITI,
    SURVEY,
    THIRD_KEY,
    form,
    household_number,
    take_in_forms,
)

REPORTER = personal_hash("Budi Santoso", KEYS)
LATER = NOW + timedelta(days=1)


def report_prices(database: Database, *reporters: str | None) -> None:
    store_prices(database, *(arriving_price(external_id=str(n), reporter=who) for n, who in enumerate(reporters)))


def refuse_a_row(database: Database, content: Any, line: int = 7) -> None:
    run = {
        "id": line,
        "kind": "surveys",
        "feed": "survey team",
        "digest": f"{line:064}",
        "status": "completed",
        "attempts": 1,
        "started_at": NOW,
        "finished_at": NOW,
        "recorded_by": "team leader",
        **dict.fromkeys(("accepted", "corrected", "duplicate", "rejected", "flagged"), 0),
    }
    row = {"import_id": line, "line": line, "problems": [{"value": content}], "content": {"nama": content}}
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(ImportRun).values(run))
        uow.connection.execute(insert(RefusedRow).values(row))


def shown(database: Database, person_hash: str) -> dict[str, Any]:
    with database.reading() as connection:
        found = export(connection, person_hash)
    assert json.loads(json.dumps(found)) == found
    return found


def erased(database: Database, person_hash: str) -> dict[str, int]:
    with database.unit_of_work(LATER) as uow:
        return erase(uow, person_hash, "data protection officer")


def rotated(database: Database, keys: KeyChain = KEYS, new_key: bytes = SECOND_KEY) -> Rotation:
    with database.unit_of_work(LATER) as uow:
        return rotate(uow, keys, new_key)


def test_everything_on_a_household_is_shown(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    take_in_forms(chain, form(production_kg="200"))
    refuse_a_row(chain, token_of(SITI, KEYS))
    found = shown(chain, SITI)
    (household,) = found["households"]
    assert (household["survey"], household["production_kg"], household["version"]) == ("muara-enim-2026", "200", 2)
    assert household["labour"] == [
        {
            "labour_source": "share",
            "activity": "tapping",
            "time_unit": "month",
            "person_days": None,
            "wage_idr_per_person_day": None,
            "revenue_share": "0.33333",
        }
    ]
    (year,) = found["household_years"]
    assert (year["household_id"], year["production_kg"], year["tenure"]) == (household["id"], 2000.0, "owner_tapper")
    assert [past["content"]["production_kg"] for past in found["past_versions"]] == ["190"]
    assert [row["line"] for row in found["refused_rows"]] == [7]
    assert found["prices"] == found["erasures"] == []


def test_everything_on_a_reporter_is_shown(chain: Database) -> None:
    report_prices(chain, REPORTER, "UPPB Lavender", REPORTER)
    prices = shown(chain, REPORTER)["prices"]
    assert [(row["feed"], row["external_id"], row["price_idr_per_kg"]) for row in prices] == [
        ("office", "0", "9500"),
        ("office", "2", "9500"),
    ]


def test_nothing_is_shown_of_somebody_unknown(chain: Database) -> None:
    with pytest.raises(UnknownPerson, match="f" * 64):
        shown(chain, "f" * 64)


def test_a_household_that_is_erased_leaves_only_a_tombstone(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    take_in_forms(chain, form(production_kg="200"))
    refuse_a_row(chain, token_of(SITI, KEYS))
    revision = chain.revision()
    counts = {"survey_household_past": 1, "survey_household": 1, "price_version": 0, "refused_row": 1}
    counts["kept_row"] = 0
    assert erased(chain, SITI) == counts
    assert read(chain, "cost_survey", "households") == [(1,)]
    assert count(chain, "survey_household") == count(chain, "cost_item") == count(chain, "survey_labour") == 1
    found = shown(chain, SITI)
    (tombstone,) = found.pop("erasures")
    assert (tombstone["erased_by"], tombstone["counts"]) == ("data protection officer", counts)
    assert tombstone["erased_at"] == LATER.isoformat()
    assert not any(value for name, value in found.items() if name != "person_hash")
    assert chain.revision() == revision + 1


def test_a_survey_may_lose_its_last_household(chain: Database) -> None:
    take_in_forms(chain, form())
    erased(chain, SITI)
    assert read(chain, "cost_survey", "households") == [(0,)]


def test_an_erased_household_does_not_come_back_with_the_same_file(chain: Database) -> None:
    take_in_forms(chain, form())
    erased(chain, SITI)
    report = take_in_forms(chain, form(), household_number(2))
    assert (report.accepted, len(report.rejected)) == (1, 1)
    assert "2026-11-22" in report.rejected[0].problems[0].reason_en
    again = form(interviewed_on="2026-11-30", external_id="uuid:3")
    later = Reading(SURVEY, KEYS, date(2026, 12, 1))
    assert take_in_forms(chain, again, reading=later).accepted == 1


def test_a_former_name_of_a_household_can_be_erased_alone(chain: Database) -> None:
    take_in_forms(chain, form())
    take_in_forms(chain, form(respondent_name="Rahmat Hidayat"))
    assert erased(chain, SITI)["survey_household_past"] == 1
    assert count(chain, "survey_household") == 1
    assert count(chain, "survey_household_past") == 0


def test_prices_stay_when_their_reporter_is_erased(chain: Database) -> None:
    report_prices(chain, REPORTER, "UPPB Lavender")
    revision = chain.revision()
    assert erased(chain, REPORTER)["price_version"] == 1
    reporters = read(chain, "price_version", "reporter", "revision")
    assert reporters == [(None, revision + 1), ("UPPB Lavender", revision)]


def test_who_is_unknown_or_erased_cannot_be_erased(chain: Database) -> None:
    report_prices(chain, REPORTER)
    erased(chain, REPORTER)
    for person_hash in (REPORTER, "f" * 64):
        with pytest.raises(UnknownPerson):
            erased(chain, person_hash)
    assert count(chain, "erasure") == 1


def test_after_a_rotation_the_same_people_are_the_same(chain: Database) -> None:
    take_in_forms(chain, form())
    take_in_forms(chain, form(production_kg="200"))
    report_prices(chain, REPORTER, "UPPB Lavender", None)
    rotation = rotated(chain)
    assert rotation.keys == KEYS.followed_by(SECOND_KEY)
    assert rotation.hashes == {SITI: wrapped(SITI, SECOND_KEY), REPORTER: wrapped(REPORTER, SECOND_KEY)}
    siti, budi = respondent_hash(NAME, PHONE, rotation.keys), personal_hash("Budi Santoso", rotation.keys)
    assert read(chain, "survey_household", "household_hash") == [(siti,)]
    assert read(chain, "survey_household_past", "household_hash") == [(siti,)]
    assert read(chain, "price_version", "reporter") == [(budi,), ("UPPB Lavender",), (None,)]


def test_after_a_rotation_the_same_file_changes_nothing(chain: Database) -> None:
    take_in_forms(chain, form(external_id=""), household_number(2))
    rotation = rotated(chain)
    again = take_in_forms(
        chain, form(external_id=""), household_number(2), reading=Reading(SURVEY, rotation.keys, TODAY)
    )
    assert (again.duplicate, again.accepted, again.corrected) == (2, 0, 0)


def test_after_a_rotation_old_keys_alone_take_in_nobody(chain: Database) -> None:
    take_in_forms(chain, form())
    rotated(chain)
    with pytest.raises(PersonalKeysOutOfStep):
        take_in_forms(chain, household_number(2), reading=READING)


def test_a_rotation_does_not_happen_twice(chain: Database) -> None:
    take_in_forms(chain, form())
    rotated(chain)
    with pytest.raises(PersonalKeysOutOfStep):
        rotated(chain)
    assert read(chain, "survey_household", "household_hash") == [(wrapped(SITI, SECOND_KEY),)]


def test_a_key_can_be_rotated_again_and_again(chain: Database) -> None:
    take_in_forms(chain, form())
    keys = rotated(chain, rotated(chain).keys, THIRD_KEY).keys
    assert keys.keys == (FIRST_KEY, SECOND_KEY, THIRD_KEY)
    assert read(chain, "survey_household", "household_hash") == [(respondent_hash(NAME, PHONE, keys),)]
    assert read(chain, "personal_key", "key_id") == [(each,) for each in keys.ids]


def test_refused_rows_are_rotated_with_the_rest(chain: Database) -> None:
    foreign = token_of(SITI, KeyChain((THIRD_KEY,)))
    refuse_a_row(chain, f"asked {token_of(SITI, KEYS)} and {foreign}")
    keys = rotated(chain).keys
    siti = respondent_hash(NAME, PHONE, keys)
    assert read(chain, "refused_row", "content") == [({"nama": f"asked {token_of(siti, keys)} and {foreign}"},)]
    assert [row["line"] for row in shown(chain, siti)["refused_rows"]] == [7]


def test_a_tombstone_is_still_found_after_a_rotation(chain: Database) -> None:
    take_in_forms(chain, form())
    erased(chain, SITI)
    keys = rotated(chain).keys
    assert len(shown(chain, respondent_hash(NAME, PHONE, keys))["erasures"]) == 1
    assert take_in_forms(chain, form(), reading=Reading(SURVEY, keys, TODAY)).accepted == 0


def test_after_a_rotation_prices_known_by_their_content_are_known_still(chain: Database) -> None:
    prices = [arriving_price(reporter=who, price_idr_per_kg=9500 + n) for n, who in enumerate((REPORTER, None))]
    store_prices(chain, *prices, arriving_price(external_id="a", reporter=REPORTER))
    with chain.unit_of_work(LATER) as uow:
        rotation = rotate(uow, KEYS, SECOND_KEY)
        assert reidentify(uow, rotation.hashes) == 1
    later = [price.model_copy(update={"reporter": price.reporter and rotation.hashes[REPORTER]}) for price in prices]
    assert store_prices(chain, *later).duplicate == 2
    assert count(chain, "price_observation") == 3


def corrected_price(database: Database) -> list[PriceIn]:
    """Take in a price of the reporter and correct it; return what was said of it, first and last."""
    first, last = (arriving_price(reporter=REPORTER, price_idr_per_kg=price) for price in (9500, 9900))
    store_prices(database, first)
    store_prices(database, last.model_copy(update={"observation_id": 1}))
    return [first, last]


def said_by(reporter: str, prices: list[PriceIn]) -> list[PriceIn]:
    return [price.model_copy(update={"reporter": reporter}) for price in prices]


def rotated_with_prices(database: Database, keys: KeyChain = KEYS, new_key: bytes = SECOND_KEY) -> Rotation:
    with database.unit_of_work(LATER) as uow:
        rotation = rotate(uow, keys, new_key)
        reidentify(uow, rotation.hashes)
        return rotation


def test_after_rotations_prices_are_known_by_what_they_were_corrected_to(chain: Database) -> None:
    prices = corrected_price(chain)
    second = rotated_with_prices(chain)
    third = rotated_with_prices(chain, second.keys, THIRD_KEY)
    reporter = third.hashes[second.hashes[REPORTER]]
    assert store_prices(chain, *said_by(reporter, prices)).duplicate == 2
    assert count(chain, "price_observation") == 1


def test_prices_of_an_erased_reporter_stay_known_and_nobodys(chain: Database) -> None:
    prices = corrected_price(chain)
    erased(chain, REPORTER)
    assert store_prices(chain, *prices).duplicate == 2
    assert read(chain, "price_version", "reporter") == [(None,), (None,)]


def test_after_a_rotation_prices_of_an_erased_reporter_are_known_still(chain: Database) -> None:
    prices = corrected_price(chain)
    store_prices(chain, arriving_price(), arriving_price(external_id="a"))
    erased(chain, REPORTER)
    rotation = rotated_with_prices(chain)
    assert store_prices(chain, *said_by(rotation.hashes[REPORTER], prices), arriving_price()).duplicate == 3
    assert count(chain, "price_observation") == 3
