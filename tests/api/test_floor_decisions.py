"""Publishing and withdrawing floors over the API, what is kept of it, and the policies behind it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response as Answer

from service.economics.minimum_price import FLOOR_METHODS
from service.vocabulary import Scope
from tests.api.offices import OFFICE, Desk, desk_of
from tests.api.test_pushing_prices import problem_of
from tests.builders import (
    MUARA_ENIM,
    NOW,
    TODAY,
    day_of_price,
    propose_floor,
    publish_floor,
    store_and_sweep,
    store_districts,
)
from tests.conftest import sqlite_copy

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
YESTERDAY = NOW - timedelta(days=1)
DECREE = {"number": "12/2026", "on": "2026-02-01", "signatory": "the governor", "file": "pergub-12-2026.pdf"}
POLICY = {"district_code": "16.03", "method": "rice-poverty-line", "why": "meeting"}
HIDDEN = ("inputs", "input_digest", "household_ids", "survey_midpoint", "software_version")


@pytest.fixture
def governor(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    """An office that may decide on floors, over the districts and nothing else."""
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database, Scope.FLOORS_WRITE) as desk:
            yield desk


def decide(desk: Desk, url: str, body: Any, **headers: str) -> Answer:
    return desk.client.post(url, json=body, headers=desk.headers(**headers))


def publish(desk: Desk, floor_id: int, **given: Any) -> Answer:
    return decide(desk, f"/v1/minimum-prices/{floor_id}/publish", {"why": "meeting", **given})


def withdraw(desk: Desk, floor_id: int) -> Answer:
    return decide(desk, f"/v1/minimum-prices/{floor_id}/withdraw", {"why": "miscopied"})


def rows(desk: Desk, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.client.get(url).json()["data"]
    return found


def test_a_person_publishes_a_floor_and_is_named_with_the_reason(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    assert publish(governor, floor_id).json() == {
        "id": floor_id,
        "district_code": MUARA_ENIM,
        "status": "published",
        "legal_status": "indication",
        "valid_from": "2026-03-01",
        "valid_until": None,
        "decided_by": OFFICE,
        "decided_at": "2026-11-21T12:00:00+00:00",
        "why": "meeting",
        "valid_minimum_price_id": floor_id,
    }
    (row,) = rows(governor, "/v1/minimum-prices?status=published")
    assert (row["published_by"], row["published_why"]) == (OFFICE, "meeting")
    assert row["published_at"].startswith("2026-11-21T12:00:00")


def test_a_floor_published_by_decree_says_which(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    assert publish(governor, floor_id, decree=DECREE).json()["legal_status"] == "decree"
    row = governor.client.get(f"/v1/minimum-prices/{floor_id}").json()
    assert [row[f"decree_{part}"] for part in DECREE] == list(DECREE.values())
    assert (row["legal_status"], row["notice"]) == ("decree", None)


def test_prices_are_judged_by_the_floor_as_soon_as_it_is_published_and_no_longer_once_it_is_withdrawn(
    governor: Desk,
) -> None:
    low = (day_of_price(date(2026, 8, 3), 9500), day_of_price(date(2026, 8, 10), 9400))
    store_and_sweep(governor.database, *low)
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    publish(governor, floor_id)
    assert [row["state"] for row in rows(governor, "/v1/alerts")] == ["firing"]
    assert withdraw(governor, floor_id).json()["valid_minimum_price_id"] is None
    (alert,) = rows(governor, "/v1/alerts")
    assert (alert["state"], alert["reason"]) == ("retracted", "floor_withdrawn")


def test_an_office_that_published_a_wrong_newer_floor_publishes_the_older_one_again(governor: Desk) -> None:
    older, wrong = (propose_floor(governor.database, price, MARCH) for price in (10_000, 9000))
    for floor_id in (older, wrong):
        publish(governor, floor_id)
    answer = publish(governor, older, why="the newer one was miscopied").json()
    assert (answer["status"], answer["valid_minimum_price_id"]) == ("published", older)
    shown = rows(governor, "/v1/minimum-prices")
    assert [(row["status"], row["published_why"]) for row in shown] == [
        ("published", "the newer one was miscopied"),
        ("superseded", "meeting"),
    ]


def test_the_events_of_an_alert_end_with_its_retraction_by_whom_and_why(governor: Desk) -> None:
    store_and_sweep(governor.database, *(day_of_price(date(2026, 8, day), 9500) for day in (3, 10)))
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    publish(governor, floor_id)
    (opened,) = rows(governor, "/v1/alerts/1/events")
    assert (opened["recorded_at"], opened["decided_by"], opened["why"]) == (None, None, None)
    withdraw(governor, floor_id)
    (before, retracted) = rows(governor, "/v1/alerts/1/events")
    assert before == opened
    assert retracted == {
        **opened,
        "sequence": 2,
        "kind": "retracted",
        "day": str(TODAY),
        "reason": "floor_withdrawn",
        **dict.fromkeys(("price_idr_per_kg", "gap_idr_per_kg", "gap_percent")),
        "evidence": [],
        "recorded_at": "2026-11-21T12:00:00+00:00",
        "decided_by": OFFICE,
        "why": "miscopied",
    }
    assert governor.client.get("/v1/alerts/1/events?output_format=csv").text.count(OFFICE) == 1


def test_the_answer_to_a_withdrawal_says_which_floor_is_valid_now(governor: Desk) -> None:
    first, second = publish_floor(governor.database, 10_000, MARCH), publish_floor(governor.database, 9000, JUNE)
    answer = withdraw(governor, second).json()
    assert (answer["status"], answer["valid_minimum_price_id"]) == ("withdrawn", first)


def test_what_became_of_a_floor_is_listed_with_who_when_and_why(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    publish(governor, floor_id)
    withdraw(governor, floor_id)
    url = f"/v1/minimum-prices/{floor_id}/events"
    assert [(row["status"], row["done_by"], row["why"]) for row in rows(governor, url)] == [
        ("proposed", "bokar", "computed"),
        ("published", OFFICE, "meeting"),
        ("withdrawn", OFFICE, "miscopied"),
    ]
    page = governor.client.get(f"{url}?limit=2").json()
    assert (page["total"], len(governor.client.get(page["next"]).json()["data"])) == (3, 1)
    assert governor.client.get(f"{url}?output_format=csv").text.count("\n") == 4
    assert problem_of(governor.client.get("/v1/minimum-prices/99/events")) == (404, "unknown-minimum-price")


@pytest.mark.parametrize("word", ["publish", "withdraw"])
def test_deciding_takes_a_key_with_the_scope_for_it(desk: Desk, word: str) -> None:
    url = f"/v1/minimum-prices/1/{word}"
    assert problem_of(decide(desk, url, {"why": "x"})) == (403, "scope-missing")
    assert problem_of(desk.client.post(url, json={"why": "x"})) == (401, "key-missing")
    assert problem_of(decide(desk, "/v1/floor-policies", POLICY)) == (403, "scope-missing")


def test_a_decision_that_cannot_be_done_says_why_in_both_languages(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    assert problem_of(withdraw(governor, floor_id)) == (409, "floor-not-published")
    publish(governor, floor_id)
    assert problem_of(publish(governor, floor_id)) == (409, "floor-not-publishable")
    assert problem_of(publish(governor, 99)) == (404, "unknown-minimum-price")
    said = decide(governor, f"/v1/minimum-prices/{floor_id}/publish", {"why": "x"}, **{"accept-language": "id"}).json()[
        "detail"
    ]
    assert said.startswith(f"Harga minimum {floor_id} berstatus published")
    administered = propose_floor(governor.database, 5000, MARCH, method="fixed")
    assert problem_of(publish(governor, administered)) == (422, "decree-missing")


def test_a_decision_without_a_reason_is_refused_by_the_field(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH)
    answer = decide(governor, f"/v1/minimum-prices/{floor_id}/publish", {"why": " ", "decree": {"number": "1"}})
    assert [each["field"] for each in answer.json()["errors"]] == ["why", "decree.on", "decree.signatory"]
    assert rows(governor, "/v1/minimum-prices?status=published") == []


def test_a_decision_sent_again_is_answered_again_and_done_once(governor: Desk) -> None:
    url = f"/v1/minimum-prices/{propose_floor(governor.database, 10_000, MARCH)}/publish"
    first, again = (decide(governor, url, {"why": "x"}, **{"idempotency-key": "a"}) for _ in range(2))
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())
    assert problem_of(decide(governor, url, {"why": "y"}, **{"idempotency-key": "a"})) == (
        422,
        "idempotency-key-reused",
    )


def test_as_of_answers_what_was_known_and_valid_on_what_is_valid(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH, YESTERDAY)
    publish(governor, floor_id, decree=DECREE)
    asked = "/v1/minimum-prices?district_code=16.03"
    (then,) = rows(governor, f"{asked}&as_of={YESTERDAY.date()}")
    (today,) = rows(governor, f"{asked}&as_of={TODAY}")
    assert (then["status"], then["legal_status"], then["published_at"], then["decree_file"]) == (
        "proposed",
        "indication",
        None,
        None,
    )
    assert today == rows(governor, asked)[0]
    assert (today["status"], today["decree_file"]) == ("published", DECREE["file"])
    assert rows(governor, f"{asked}&valid_on=2026-02-28") == []
    assert rows(governor, f"{asked}&as_of={YESTERDAY.date()}&valid_on=2026-02-28") == []
    assert rows(governor, f"{asked}&as_of=2026-11-19") == []


def test_a_floor_shows_how_it_came_about_and_nothing_of_its_households(governor: Desk) -> None:
    alternatives = [{"labour": "own", "minimum_price_idr_per_kg": 6035.84}]
    propose_floor(governor.database, 10_000, MARCH, alternatives=alternatives, interval_low_idr_per_kg=9500)
    (row,) = rows(governor, "/v1/minimum-prices")
    assert (row["aggregator"], row["replicates"], row["seed"]) == ("ratio_of_means", 1000, 1)
    assert (row["surveyed_minimum_price_idr_per_kg"], row["carried_to"]) == (9800, "2026-10-01")
    assert row["alternatives"] == alternatives
    assert row["known_from"].startswith("2026-11-21T12:00:00")
    assert not {*HIDDEN} & {*row}
    text = governor.client.get("/v1/minimum-prices?output_format=csv").text
    assert '[{""labour"":""own"",""minimum_price_idr_per_kg"":6035.84}]' in text


def test_a_floor_says_when_its_districts_policy_is_to_be_looked_at_again(governor: Desk) -> None:
    floor_id = propose_floor(governor.database, 10_000, MARCH, YESTERDAY)
    assert rows(governor, "/v1/minimum-prices")[0]["review_on"] is None
    for district_code, review_on in ((None, "2028-01-01"), (MUARA_ENIM, "2027-01-01"), (None, "2029-01-01")):
        body = {**POLICY, "district_code": district_code, "review_on": review_on}
        assert decide(governor, "/v1/floor-policies", body).status_code == 200
    assert rows(governor, "/v1/minimum-prices")[0]["review_on"] == "2027-01-01"
    assert governor.client.get(f"/v1/minimum-prices/{floor_id}").json()["review_on"] == "2027-01-01"
    assert rows(governor, f"/v1/minimum-prices?as_of={TODAY}")[0]["review_on"] == "2027-01-01"
    assert rows(governor, f"/v1/minimum-prices?as_of={YESTERDAY.date()}")[0]["review_on"] is None


def test_policies_are_listed_with_those_they_replaced(governor: Desk) -> None:
    for method in ("cost-plus", "household-consumption"):
        decide(governor, "/v1/floor-policies", {**POLICY, "method": method, "parameters": {"cost_plus_factor": 2}})
    decide(governor, "/v1/floor-policies", {**POLICY, "district_code": None, "auto_publish": True})
    shown = rows(governor, "/v1/floor-policies")
    assert [(row["district_code"], row["method"], row["current"], row["auto_publish"]) for row in shown] == [
        (None, "rice-poverty-line", True, True),
        (MUARA_ENIM, "household-consumption", True, False),
        (MUARA_ENIM, "cost-plus", False, False),
    ]
    assert (shown[1]["parameters"], shown[1]["decided_by"], shown[1]["why"]) == (
        {"cost_plus_factor": 2},
        OFFICE,
        "meeting",
    )
    totals = {
        query: governor.client.get(f"/v1/floor-policies?{query}").json()["total"]
        for query in ("district_code=16.03", "province_code=14", "current=true", "current=false")
    }
    assert totals == {"district_code=16.03": 2, "province_code=14": 0, "current=true": 2, "current=false": 1}


def test_a_policy_that_cannot_be_followed_is_refused(governor: Desk) -> None:
    assert problem_of(decide(governor, "/v1/floor-policies", {**POLICY, "district_code": "16.99"})) == (
        404,
        "unknown-district",
    )
    wrong = decide(governor, "/v1/floor-policies", {**POLICY, "parameters": {"rice": 1}})
    assert wrong.json()["errors"][0]["field"] == "parameters.rice"
    assert rows(governor, "/v1/floor-policies") == []


def test_a_policy_that_would_be_due_for_review_already_is_refused_in_both_languages(governor: Desk) -> None:
    past = {**POLICY, "review_on": str(TODAY - timedelta(days=1))}
    refused = decide(governor, "/v1/floor-policies", past)
    assert problem_of(refused) == (422, "review-in-the-past")
    assert refused.json()["detail"].startswith("review_on 2026-11-20 is before today, 2026-11-21: give the day")
    said = decide(governor, "/v1/floor-policies", past, **{"accept-language": "id"}).json()["detail"]
    assert said.startswith("review_on 2026-11-20 sebelum hari ini, 2026-11-21: isi hari")
    assert rows(governor, "/v1/floor-policies") == []
    assert decide(governor, "/v1/floor-policies", {**POLICY, "review_on": str(TODAY)}).status_code == 200


def test_every_answer_to_a_decision_moves_the_lists_on(governor: Desk) -> None:
    etags = {url: governor.client.get(url).headers["etag"] for url in ("/v1/minimum-prices", "/v1/floor-policies")}
    decide(governor, "/v1/floor-policies", POLICY)
    for url, etag in etags.items():
        assert governor.client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_the_methods_that_can_be_chosen_are_those_there_are(governor: Desk) -> None:
    for method in FLOOR_METHODS:
        fixed = {"fixed_price_idr_per_kg": 5000, "fixed_price_decree": DECREE} if method == "fixed" else {}
        body = {**POLICY, "method": method, "parameters": fixed}
        assert decide(governor, "/v1/floor-policies", body).json()["method"] == method


def test_an_unknown_method_is_refused_with_those_there_are(governor: Desk) -> None:
    wrong = decide(governor, "/v1/floor-policies", {**POLICY, "method": "costs"}, **{"Accept-Language": "id"})
    (told,) = wrong.json()["errors"]
    assert (told["field"], told["value"]) == ("method", "costs")
    assert told["problem"].startswith("harus salah satu dari: 'household-consumption'")
