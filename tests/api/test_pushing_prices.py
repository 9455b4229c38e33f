"""POST /v1/prices: what becomes of a list of observations, row by row."""

import json
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response as Answer

from service.imports.schemas import RowOutcome
from service.prices.pushed_rows import MOST_ROWS
from service.privacy.hashing import personal_hash, token_of
from service.vocabulary import Scope
from tests.api.offices import KEYS, OFFICE, ROW, Desk, desk_of
from tests.builders import TODAY, count, publish_floor, read


def outcomes(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["outcome"] for row in answer.json()["rows"]]


def problem_of(answer: Answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("urn:bokar:problem:")


def prices(desk: Desk) -> list[float]:
    return [row["price_idr_per_kg"] for row in desk.get("/v1/prices").json()["data"]]


def test_a_new_a_known_a_corrected_and_a_wrong_row_are_told_apart(desk: Desk) -> None:
    known, old = ROW, {**ROW, "external_id": "2"}
    assert outcomes(desk.push(known, old)) == ["accepted", "accepted"]
    new, wrong = {**ROW, "external_id": "3"}, {**ROW, "external_id": "4", "price_idr_per_kg": 0}
    answer = desk.push(new, known, {**old, "price_idr_per_kg": 9700}, wrong)
    assert outcomes(answer) == ["accepted", "duplicate", "corrected", "rejected"]
    told = answer.json()
    assert {name: told[name] for name in (*RowOutcome, "flagged")} == {
        "accepted": 1,
        "duplicate": 1,
        "corrected": 1,
        "rejected": 1,
        "flagged": 0,
    }
    assert [(row["row"], row["id"]) for row in told["rows"]] == [(1, 3), (2, 1), (3, 2), (4, None)]
    assert told["rows"][3]["problems"] == [{"column": "price_idr_per_kg", "value": 0, "reason": "must be above 0"}]
    assert sorted(prices(desk)) == [9500, 9500, 9700]


def test_a_number_that_is_a_text_is_refused_because_its_point_may_stand_for_thousands(desk: Desk) -> None:
    answer = desk.push({**ROW, "price_idr_per_kg": "9.000"}, {**ROW, "volume_kg": " "})
    assert outcomes(answer) == ["rejected", "accepted"]
    (told,) = answer.json()["rows"][0]["problems"]
    assert told == {"column": "price_idr_per_kg", "value": "9.000", "reason": "must be a JSON number, not text"}
    assert prices(desk) == [9500.0]


def test_reasons_come_in_the_callers_language(desk: Desk) -> None:
    answer = desk.push({**ROW, "price_idr_per_kg": 0}, **{"accept-language": "id"})
    assert answer.json()["rows"][0]["problems"][0]["reason"] == "harus lebih dari 0"


def test_the_same_list_again_changes_nothing_and_is_another_attempt_at_one_import(desk: Desk) -> None:
    first, again = desk.push(ROW), desk.push(ROW)
    assert outcomes(again) == ["duplicate"]
    assert first.json()["import_id"] == again.json()["import_id"]
    assert desk.get("/v1/imports").json()["data"][0]["attempts"] == 2
    assert count(desk.database, "price_version") == 1


def test_an_observation_without_an_id_is_known_by_its_content_and_corrected_by_ours(desk: Desk) -> None:
    row = {**ROW, "external_id": None}
    (stored,) = desk.push(row).json()["rows"]
    assert outcomes(desk.push(row, {**row, "price_idr_per_kg": 9600})) == ["duplicate", "accepted"]
    correction = {**row, "observation_id": stored["id"], "price_idr_per_kg": 9550}
    (corrected,) = desk.push(correction).json()["rows"]
    assert (corrected["outcome"], corrected["id"]) == ("corrected", stored["id"])
    assert outcomes(desk.push(correction)) == ["duplicate"]


@pytest.mark.parametrize("nobodys", [7, 2**63, 2**64 - 1])
def test_a_correction_of_what_is_not_of_this_feed_is_refused_alone(desk: Desk, nobodys: int) -> None:
    desk.push(ROW, query="?feed=somebody%20else")
    correction = {**ROW, "external_id": None, "reporter": "Budi Santoso"}
    answer = desk.push({**correction, "observation_id": 1}, {**correction, "observation_id": nobodys}, ROW)
    assert outcomes(answer) == ["rejected", "rejected", "accepted"]
    told = [(one["column"], one["reason"]) for row in answer.json()["rows"][:2] for one in row["problems"]]
    send_there = "is an observation of the source somebody else: send its correction under that source"
    assert told == [
        ("observation_id", f"{send_there} (`feed`, or `--source`)"),
        ("observation_id", "is the id of no observation; GET /v1/prices shows ids"),
    ]
    (kept, _) = read(desk.database, "refused_row", "content")
    assert "Budi" not in str(kept)


def test_a_correction_sent_under_the_source_that_its_refusal_named_comes_in(desk: Desk) -> None:
    content = {**ROW, "external_id": None}
    desk.push(content, query="?feed=dinas")
    correction = {**content, "observation_id": 1, "price_idr_per_kg": 9600}
    refused = desk.push(correction, **{"accept-language": "id"})
    (told,) = refused.json()["rows"][0]["problems"]
    assert told["reason"].startswith("adalah pengamatan dari sumber dinas: ")
    assert outcomes(desk.push(correction, query="?feed=dinas")) == ["corrected"]


def test_a_list_may_correct_itself_in_its_order(desk: Desk) -> None:
    other = {**ROW, "price_idr_per_kg": 9600}
    assert outcomes(desk.push(ROW, ROW, other, other, ROW)) == [
        "accepted",
        "duplicate",
        "corrected",
        "duplicate",
        "corrected",
    ]
    assert outcomes(desk.push(ROW, other)) == ["duplicate", "corrected"]
    assert outcomes(desk.push(ROW, other)) == ["duplicate", "duplicate"]


def test_feeds_keep_their_observations_apart(desk: Desk) -> None:
    assert outcomes(desk.push(ROW)) == ["accepted"]
    assert outcomes(desk.push(ROW, query="?feed=dinas")) == ["accepted"]
    assert [row.feed for row in read(desk.database, "price_observation", "feed")] == [OFFICE, "dinas"]
    assert {row.recorded_by for row in read(desk.database, "price_version", "recorded_by")} == {OFFICE}


def test_a_district_says_its_province(desk: Desk) -> None:
    desk.push(ROW)
    assert desk.get("/v1/prices").json()["data"][0]["province_code"] == "16"
    (row,) = desk.push({**ROW, "district_code": "99.99"}).json()["rows"]
    assert [problem["column"] for problem in row["problems"]] == ["district_code"]
    (row,) = desk.push({**ROW, "district_code": None}).json()["rows"]
    assert [problem["column"] for problem in row["problems"]] == ["province_code"]


def test_a_reporter_is_known_by_a_hash_alone(desk: Desk) -> None:
    hashed = personal_hash("Budi Santoso", KEYS)
    desk.push({**ROW, "reporter": "Budi Santoso"})
    assert read(desk.database, "price_version", "reporter") == [(hashed,)]
    assert outcomes(desk.push({**ROW, "reporter": "budi  santoso"})) == ["duplicate"]
    assert outcomes(desk.push({**ROW, "reporter": token_of(hashed, KEYS)})) == ["duplicate"]
    (row,) = desk.push({**ROW, "reporter": f"00000000:{hashed}"}).json()["rows"]
    assert [problem["column"] for problem in row["problems"]] == ["reporter"]


def test_nobody_is_named_in_what_is_kept_or_told_of_a_refused_row(desk: Desk) -> None:
    note = "Budi Santoso, 0812-3456-7890, " * 10
    wrong = {**ROW, "reporter": "Budi Santoso", "quality_note": note, "nama_petani": "Siti", "hp": 6281234567890}
    told = desk.push(wrong)
    assert outcomes(told) == ["rejected"]
    kept = read(desk.database, "refused_row", "content", "problems")
    for text in (told.text, str(kept)):
        assert not [named for named in ("Budi", "Santoso", "3456", "Siti", "6281234567890") if named in text]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (None, "row"),
        (7, "row"),
        ([ROW], "row"),
        ({}, "province_code"),
        ({**ROW, "price": 9500}, "price"),
        ({**ROW, "observed_on": str(TODAY + timedelta(days=1))}, "observed_on"),
        ({**ROW, "dry_rubber_content_percent": 140}, "dry_rubber_content_percent"),
        ({**ROW, "price_idr_per_kg": 1e26}, "price_idr_per_kg"),
        ({**ROW, "dry_rubber_content_percent": "-9" + "0" * 40}, "dry_rubber_content_percent"),
        ({**ROW, "volume_kg": 1e300}, "volume_kg"),
        ({**ROW, "refused_row": "7"}, "refused_row"),
        ({**ROW, "refused_row": True}, "refused_row"),
        ({**ROW, "source": "a\x00b"}, "source"),
        ({f"column {n}": n for n in range(101)}, "row"),
    ],
)
def test_a_wrong_row_is_refused_by_its_column_and_holds_no_other_back(desk: Desk, wrong: Any, column: str) -> None:
    answer = desk.push(wrong, ROW)
    assert outcomes(answer) == ["rejected", "accepted"]
    assert column in [problem["column"] for problem in answer.json()["rows"][0]["problems"]]
    assert count(desk.database, "refused_row") == 1


def test_a_row_nested_without_end_is_refused(desk: Desk) -> None:
    deep = "[" * 1000 + "]" * 1000
    body = f'[{json.dumps(dict(ROW))[:-1]}, "grades": {deep}, "x": {deep}}}]'
    answer = desk.client.post("/v1/prices", content=body, headers=desk.headers())
    assert outcomes(answer) == ["rejected"]


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        (b"", "is not JSON"),
        (b"[{", "is not JSON"),
        (b"[NaN]", "is not JSON"),
        (b'["\xff"]', "is not JSON"),
        (b"[" * 2000 + b"]" * 2000, "is not JSON"),
        (b"{}", "must be a list"),
        (b"7", "must be a list"),
        (b"[]", "must have at least 1 entries"),
        (b"[" + b"1," * MOST_ROWS + b"1]", "must have at most 10000 entries"),
    ],
)
def test_what_is_no_list_of_rows_is_refused_as_a_whole(desk: Desk, body: bytes, remedy: str) -> None:
    answer = desk.client.post("/v1/prices", content=body, headers=desk.headers())
    assert problem_of(answer) == (422, "invalid-request")
    (error,) = answer.json()["errors"]
    assert (error["field"], error["problem"]) == ("body", remedy)
    assert count(desk.database, "import_run") == 0


def test_ten_thousand_rows_are_taken(desk: Desk) -> None:
    rows = [{**ROW, "external_id": str(number), "quality_note": "n" * 80} for number in range(MOST_ROWS)]
    answer = desk.push(*rows)
    assert len(json.dumps(rows)) > 1_000_000
    assert (answer.json()["accepted"], answer.json()["rows"][-1]["id"]) == (MOST_ROWS, MOST_ROWS)


def test_a_list_of_more_than_twenty_megabytes_is_refused(desk: Desk) -> None:
    answer = desk.client.post("/v1/prices", content=b" " * 20_000_001, headers=desk.headers())
    assert problem_of(answer) == (413, "content-too-large")


def test_a_request_sent_again_is_answered_again_and_done_once(desk: Desk) -> None:
    first, second = (desk.push(ROW, **{"idempotency-key": "a"}) for _ in range(2))
    assert second.headers["idempotent-replayed"] == "true"
    assert first.json() == second.json()
    assert outcomes(second) == ["accepted"]
    other = desk.push({**ROW, "external_id": "2"}, **{"idempotency-key": "a"})
    assert problem_of(other) == (422, "idempotency-key-reused")
    assert count(desk.database, "price_version") == 1


@pytest.mark.parametrize("path", ["/v1/prices", "/v1/prices/upload", "/v1/prices/1/accept", "/v1/prices/1/reject"])
def test_writing_takes_a_key_with_the_scope(desk: Desk, path: str) -> None:
    assert problem_of(desk.client.post(path, json=[dict(ROW)])) == (401, "key-missing")
    with desk_of(desk.database, Scope.SURVEYS_READ, seed=2) as other:
        assert problem_of(other.post(path)) == (403, "scope-missing")
    assert count(desk.database, "price_version") == 0


def test_strangers_are_refused_before_their_bodies_are_read(desk: Desk) -> None:
    for path in ("/v1/prices", "/v1/prices/upload"):
        answer = desk.client.post(path, content=b"no list, and no form")
        assert problem_of(answer) == (401, "key-missing")


def test_without_keys_of_personal_hashes_nothing_is_taken_in(desk: Desk) -> None:
    with desk_of(desk.database, seed=2, keys=None) as keyless:
        answer = keyless.push(ROW)
    assert answer.status_code == 500
    assert "keys of personal hashes" in answer.json()["detail"]


def test_an_unknown_parameter_is_refused(desk: Desk) -> None:
    answer = desk.push(ROW, query="?fead=x")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "fead")


def test_a_push_is_in_the_very_next_answer(desk: Desk) -> None:
    # The process knows of its own writes; it need not ask the database first.
    etag = desk.client.get("/v1/prices").headers["etag"]
    desk.push(ROW)
    answer = desk.client.get("/v1/prices", headers={"if-none-match": etag})
    assert (answer.status_code, answer.json()["total"]) == (200, 1)
    unchanged = answer.headers["etag"]
    desk.push(ROW)
    assert desk.client.get("/v1/prices", headers={"if-none-match": unchanged}).status_code == 304


def test_a_price_below_the_floor_raises_its_alert_at_once(desk: Desk) -> None:
    publish_floor(desk.database, 10_000, TODAY - timedelta(days=60))
    below = [{**ROW, "external_id": day, "observed_on": f"2026-11-{day}"} for day in ("02", "09")]
    assert desk.client.get("/v1/alerts").json()["total"] == 0
    assert outcomes(desk.push(*below)) == ["accepted", "accepted"]
    (alert,) = desk.client.get("/v1/alerts").json()["data"]
    assert (alert["state"], alert["fired_on"], alert["price_idr_per_kg"]) == ("firing", "2026-11-09", 9500)
    assert count(desk.database, "waiting_day") == 0


def test_a_push_is_kept_where_its_evaluation_fails(desk: Desk) -> None:
    def fail() -> None:
        raise RuntimeError("no evaluation today")

    with desk_of(desk.database, seed=2, sweep=fail) as failing:
        assert outcomes(failing.push(ROW)) == ["accepted"]
    assert count(desk.database, "waiting_day") == 1
