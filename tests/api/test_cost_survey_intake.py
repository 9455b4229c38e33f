"""Cost surveys over the API: pushed as printed or household by household, uploaded, and seen by those who may."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response as Answer

from service.database import Database
from service.privacy.hashing import KeyChain, respondent_hash
from service.vocabulary import Scope
from tests.api.offices import KEYS, OFFICE, Desk, desk_of
from tests.builders import MUARA_ENIM, contents, count, read, store_districts, store_survey
from tests.conftest import sqlite_copy
from tests.household_builders import pushed_household
from tests.household_files import listed
from tests.household_forms import found_in_clear
from tests.price_files import csv_file

URL = "/v1/cost-surveys"
# Ibrahim, table 7 (DOMAIN section 3).
MEANS: Mapping[str, Any] = {
    "external_id": "ibrahim",
    "district_code": MUARA_ENIM,
    "title": "Minimum price of bokar at farmer level",
    "source": "Ibrahim, Antoni, Yamin",
    "provenance": "published",
    "time_unit": "year",
    "period_from": "2026-01-01",
    "period_to": "2026-06-30",
    "floor_valid_from": "2026-07-01",
    "households": 92,
    "represents": "district",
    "sampling": "random",
    "production_kg": 2312,
    "total_cost_idr": 2402469,
    "food_consumption_idr": 7945304,
    "non_food_consumption_idr": 963065,
    "deduction_treated_as": "unknown",
}
SURVEY = {"external_id": "muara-enim-2026", "district_code": MUARA_ENIM, "title": "Cost of production 2026"}


@pytest.fixture
def desk(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    """The application over districts alone, for a key of a survey team."""
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database, Scope.SURVEYS_WRITE, Scope.SURVEYS_READ, Scope.IMPORTS_READ) as opened:
            yield opened


def push(desk: Desk, body: Any, query: str = "", **headers: str) -> Answer:
    return desk.client.post(f"{URL}{query}", json=body, headers=desk.headers(**headers))


def push_households(desk: Desk, *households: Mapping[str, Any], **survey: Any) -> Answer:
    return push(desk, {"survey": {**SURVEY, **survey}, "households": households})


def upload(desk: Desk, file: Path, **fields: str) -> Answer:
    files = {"file": (file.name, file.read_bytes())}
    return desk.client.post(f"{URL}/upload", files=files, data=fields, headers=desk.headers())


def stored(database: Database) -> dict[str, list[Any]]:
    """Return what is stored beside the ledger and the keys."""
    return contents(database, without=["import_run", "idempotent_answer", "api_key"])


def test_printed_means_are_stored_and_their_floors_proposed_at_once(desk: Desk) -> None:
    answer = push(desk, MEANS)
    assert answer.status_code == 200, answer.text
    assert answer.json()["accepted"] == 1
    shown = desk.get(f"{URL}/{answer.json()['cost_survey_id']}").json()
    assert (shown["title"], shown["households"], shown["kind"]) == (MEANS["title"], 92, "published_means")
    floors = read(desk.database, "minimum_price", "method", "status", "minimum_price_idr_per_kg")
    assert [str(price) for method, _, price in floors if method == "household-consumption"] == ["4892.23"]
    assert {status for _, status, _ in floors} == {"proposed", None}


def test_the_same_means_again_change_nothing_and_others_correct_them(desk: Desk) -> None:
    push(desk, MEANS)
    before = stored(desk.database)
    assert push(desk, MEANS).json()["duplicate"] == 1
    assert stored(desk.database) == before
    assert push(desk, {**MEANS, "production_kg": 2400}).json()["corrected"] == 1
    assert len({row.input_digest for row in read(desk.database, "minimum_price")}) == 2


def test_a_dry_rubber_content_is_given_in_per_cent(desk: Desk) -> None:
    push(desk, {**MEANS, "dry_rubber_content_percent": 55.5})
    (survey,) = desk.get(URL).json()["data"]
    assert survey["dry_rubber_content_percent"] == 55.5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"production_kg": 0}, "production_kg"),
        ({"production_kg": 0.0001}, "production_kg"),
        ({"dry_rubber_content_percent": 0.55}, "dry_rubber_content_percent"),
        ({"period_from": 0}, "period_from"),
        ({"kind": "households"}, "kind"),
        ({"publish": {"method": "household-consumption", "why": "so"}}, "publish"),
        ({"title": "a\u0000b"}, "title"),
        ({"item": [{"name": "x", "behaviour": "fixed", "payment": "cash", "amount": -1}]}, "item.0.amount"),
    ],
)
def test_means_that_cannot_be_used_are_refused_field_by_field(desk: Desk, change: Any, field: str) -> None:
    answer = push(desk, {**MEANS, **change})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert count(desk.database, "cost_survey") == 0


def test_a_survey_of_nowhere_is_refused(desk: Desk) -> None:
    assert push(desk, {**MEANS, "district_code": "16.99"}).json()["type"].endswith("unknown-district")


@pytest.mark.parametrize("body", [[], 7, {"survey": SURVEY, "households": []}, {"households": [{}]}, {}])
def test_what_is_no_survey_is_refused(desk: Desk, body: Any) -> None:
    assert push(desk, body).status_code == 422


def test_households_are_stored_and_nobody_is_named(desk: Desk) -> None:
    households = [pushed_household(n) for n in range(3)]
    answer = push_households(desk, *households, pushed_household(7, production_kg=-5, note="Siti Aminah"))
    body = answer.json()
    assert (body["accepted"], body["rejected"], body["cost_survey_id"]) == (3, 1, None)
    assert {each["column"] for each in body["refused"][0]["problems"]} == {"production_kg", "note"}
    assert read(desk.database, "import_run", "kind", "feed", "recorded_by") == [("surveys", OFFICE, OFFICE)]
    assert found_in_clear(desk.database) == []
    assert desk.get(body["refused_rows"]).json()["total"] == 1


def test_a_refused_household_is_mended_by_sending_it_again(desk: Desk) -> None:
    push_households(desk, pushed_household(1, production_kg=-5))
    body = push_households(desk, pushed_household(1)).json()
    assert body["accepted"] == 1
    assert desk.get("/v1/imports").json()["data"][-1]["open_refused"] == 0


def test_a_request_sent_again_is_done_once(desk: Desk) -> None:
    first, again = (push(desk, MEANS, **{"idempotency-key": "one"}) for _ in range(2))
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")


def test_refusals_are_told_in_the_callers_language(desk: Desk) -> None:
    body = {"survey": SURVEY, "households": [pushed_household(1, production_kg=-5)]}
    (row,) = push(desk, body, **{"accept-language": "id"}).json()["refused"]
    assert row["problems"][0]["reason"] == "harus 0 atau lebih"


def test_a_household_nested_without_end_is_refused_alone(desk: Desk) -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = {"group": [deep]}
    body = push_households(desk, pushed_household(1, deep=deep), pushed_household(2)).json()
    assert (body["accepted"], body["rejected"]) == (1, 1)


def test_an_uploaded_file_is_imported_with_what_is_said_beside_it(desk: Desk, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2), listed(3, **{"Produksi (kg)": "-5"})], "survey.csv")
    body = upload(desk, file, constants='{"title": "Biaya 2026"}', feed="survey team").json()
    assert (body["accepted"], body["rejected"], body["dry_run"]) == (2, 1, False)
    assert body["refused"][0]["problems"][0]["column"] == "Produksi (kg)"
    assert read(desk.database, "cost_survey", "feed", "title", "households") == [("survey team", "Biaya 2026", 2)]
    assert found_in_clear(desk.database) == []


def test_a_trial_upload_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = stored(desk.database)
    body = upload(desk, csv_file(tmp_path, [listed(1)]), dry_run="true").json()
    assert (body["accepted"], body["import_id"]) == (1, None)
    assert stored(desk.database) == before
    assert count(desk.database, "import_run") == 0


def test_households_are_listed_by_hash_with_their_lists_for_nobody_else_to_keep(desk: Desk) -> None:
    push_households(desk, *(pushed_household(n) for n in range(3)))
    answer = desk.get(f"{URL}/1/households?limit=2")
    assert answer.headers["cache-control"] == "private, no-store"
    body = answer.json()
    assert (body["total"], len(body["data"])) == (3, 2)
    first = body["data"][0]
    assert first["household_hash"] == respondent_hash("Siti Aminah", "0812-0000-0000", KEYS)
    assert (first["production_kg"], first["deduction_percent"], first["dry_rubber_content_percent"]) == (190, 10, 55)
    assert first["labour"][0]["revenue_share_percent"] == 33.333
    assert [cost["amount"] for cost in first["costs"]] == [30000]
    assert "Siti" not in answer.text
    rest = desk.get(body["next"]).json()["data"]
    assert [row["external_id"] for row in (*body["data"], *rest)] == ["uuid:0", "uuid:1", "uuid:2"]


def test_households_of_no_survey_are_not_found(desk: Desk) -> None:
    assert desk.get(f"{URL}/7/households").status_code == 404


def test_fewer_than_five_households_stay_suppressed_in_public(desk: Desk) -> None:
    push_households(desk, pushed_household(1))
    (survey,) = desk.client.get(URL).json()["data"]
    assert (survey["households"], survey["suppressed"], survey["production_kg"]) == (1, True, None)


def test_a_survey_of_another_kind_is_told_of_its_households(desk: Desk) -> None:
    store_survey(desk.database, feed=OFFICE, external_id=SURVEY["external_id"])
    body = push_households(desk, pushed_household(1)).json()
    assert (body["rejected"], body["refused"][0]["problems"][0]["column"]) == (1, "survey_id")
    push_households(desk, pushed_household(1, survey_id="households"), external_id="households")
    refused = push(desk, {**MEANS, "external_id": "households"})
    assert refused.json()["type"].endswith("survey-of-another-kind")


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", URL, "surveys:write"),
        ("POST", f"{URL}/upload", "surveys:write"),
        ("GET", f"{URL}/1/households", "surveys:read"),
    ],
)
def test_only_keys_with_the_scope_get_in(desk: Desk, method: str, path: str, scope: str) -> None:
    assert desk.client.request(method, path).status_code == 401
    with desk_of(desk.database, Scope.PRICES_WRITE, seed=2) as other:
        refused = other.client.request(method, path, headers=other.headers())
    assert refused.status_code == 403
    assert scope in refused.json()["detail"]


def test_nothing_is_taken_in_while_keys_are_out_of_step(desk: Desk) -> None:
    push_households(desk, pushed_household(1))
    with desk_of(desk.database, Scope.SURVEYS_WRITE, seed=3, keys=KeyChain((b"o" * 32,))) as other:
        assert push_households(other, pushed_household(2)).status_code == 500
    assert count(desk.database, "survey_household") == 1
