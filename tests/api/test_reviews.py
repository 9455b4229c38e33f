"""Flagged prices: shown with their state, left out until a person accepts them."""

from datetime import date, timedelta

import pytest

from service.vocabulary import Scope
from tests.api.offices import OFFICE, ROW, Desk, desk_of
from tests.api.test_pushing_prices import problem_of
from tests.builders import HISTORY, arriving_price, store_and_sweep

LAST = date(2026, 11, 2)
GRADES = {"100": "18382", "60": "11029"}


@pytest.fixture
def flagged(desk: Desk) -> Desk:
    """A desk with ten auctions at 9 500, and one at ten times as much that waits for a word."""
    days = [LAST - timedelta(weeks=n) for n in range(1, 11)]
    store_and_sweep(desk.database, *(arriving_price(observed_on=day) for day in days), batch=HISTORY)
    answer = desk.push({**ROW, "price_idr_per_kg": 95_000, "grades": GRADES})
    assert (answer.json()["accepted"], answer.json()["flagged"]) == (1, 1)
    return desk


def daily(desk: Desk) -> list[float]:
    rows = desk.client.get(f"/v1/prices/daily?from={LAST}&basis=as_sold").json()["data"]
    return [row["median_idr_per_kg"] for row in rows]


def test_the_answer_to_a_push_says_of_each_row_whether_it_waits_and_why(flagged: Desk) -> None:
    usual = {**ROW, "external_id": "2"}
    answer = flagged.push({**usual, "external_id": "3", "price_idr_per_kg": 94_000}, usual, {**usual, "source": ""})
    flags = [row["flag"] for row in answer.json()["rows"]]
    assert flags == ["unlike its last year: the median of 10 days is 9500 Rp/kg (robust z-score +45.8)", None, None]
    assert answer.json()["flagged"] == 1


def test_a_row_sent_again_is_said_to_wait_for_as_long_as_it_does(flagged: Desk) -> None:
    row = {**ROW, "price_idr_per_kg": 95_000, "grades": GRADES}
    (again,) = flagged.push(row).json()["rows"]
    assert (again["outcome"], again["flag"].split(":")[0]) == ("duplicate", "unlike its last year")
    flagged.post("/v1/prices/11/accept")
    (accepted,) = flagged.push(row).json()["rows"]
    assert (accepted["outcome"], accepted["flag"]) == ("duplicate", None)


def test_a_row_that_the_list_itself_corrects_does_not_wait_any_more(flagged: Desk) -> None:
    wrong, right = ({**ROW, "external_id": "2", "price_idr_per_kg": price} for price in (94_000, 9400))
    assert [row["flag"] for row in flagged.push(wrong, right).json()["rows"]] == [None, None]


def test_a_flagged_price_is_shown_with_its_state_and_not_computed_with(flagged: Desk) -> None:
    (shown,) = flagged.client.get("/v1/prices?review=waiting").json()["data"]
    assert shown["flag"].startswith("unlike its last year: the median of 10 days is 9500")
    assert (shown["id"], shown["review"], shown["grades"]) == (11, "waiting", GRADES)
    assert flagged.client.get("/v1/prices").json()["total"] == 11
    assert daily(flagged) == []


def test_the_prices_that_wait_are_listed(flagged: Desk) -> None:
    assert [row["id"] for row in flagged.get("/v1/prices/review").json()["data"]] == [11]
    assert flagged.get("/v1/prices/review?province_code=14").json()["total"] == 0
    assert flagged.get("/v1/prices/review?output_format=csv").text.count("\n") == 2


def test_an_accepted_price_is_computed_with_at_once(flagged: Desk) -> None:
    answer = flagged.post("/v1/prices/11/accept")
    assert answer.json() == {
        "id": 11,
        "version": 1,
        "review": "accepted",
        "reviewed_by": OFFICE,
        "reviewed_at": "2026-11-21T12:00:00+00:00",
    }
    assert daily(flagged) == [95_000]
    assert flagged.get("/v1/prices/review").json()["total"] == 0
    assert [row["id"] for row in flagged.client.get("/v1/prices?review=accepted").json()["data"]] == [11]


def test_a_rejected_price_is_shown_and_never_computed_with(flagged: Desk) -> None:
    etag = flagged.client.get("/v1/prices").headers["etag"]
    assert flagged.post("/v1/prices/11/reject").json()["review"] == "rejected"
    assert daily(flagged) == []
    changed = flagged.client.get("/v1/prices?review=rejected", headers={"if-none-match": etag})
    assert (changed.status_code, changed.json()["total"]) == (200, 1)


def test_a_decision_sent_again_is_answered_again_and_another_one_is_refused(flagged: Desk) -> None:
    first, again = (flagged.post("/v1/prices/11/accept", **{"idempotency-key": "a"}) for _ in range(2))
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())
    assert problem_of(flagged.post("/v1/prices/11/reject")) == (409, "not-waiting-for-review")
    assert problem_of(flagged.post("/v1/prices/10/accept")) == (409, "not-waiting-for-review")
    assert problem_of(flagged.post("/v1/prices/99/accept")) == (404, "unknown-price")


def test_the_list_of_what_waits_says_which_version_waits(flagged: Desk) -> None:
    flagged.push({**ROW, "price_idr_per_kg": 94_000})
    (waiting,) = flagged.get("/v1/prices/review").json()["data"]
    assert (waiting["id"], waiting["version"], waiting["price_idr_per_kg"]) == (11, 2, 94_000)


@pytest.mark.parametrize("word", ["accept", "reject"])
def test_a_word_on_a_version_that_was_corrected_since_is_refused_and_says_which_is_current(
    flagged: Desk, word: str
) -> None:
    flagged.push({**ROW, "price_idr_per_kg": 94_000})
    late = flagged.post(f"/v1/prices/11/{word}?version=1")
    assert problem_of(late) == (409, "other-version-is-current")
    assert late.json()["detail"].startswith("Version 2 of price 11 is current, not 1")
    indonesian = flagged.post(f"/v1/prices/11/{word}?version=1", **{"accept-language": "id"})
    assert indonesian.json()["detail"].startswith("Yang berlaku untuk harga 11 adalah versi 2, bukan 1")
    assert flagged.get("/v1/prices/review").json()["total"] == 1
    assert flagged.post(f"/v1/prices/11/{word}?version=2").json()["version"] == 2
    assert flagged.get("/v1/prices/review").json()["total"] == 0


def test_a_word_on_what_was_corrected_to_a_usual_price_says_that_it_was_corrected(flagged: Desk) -> None:
    flagged.push({**ROW, "price_idr_per_kg": 9500})
    assert problem_of(flagged.post("/v1/prices/11/accept?version=1")) == (409, "other-version-is-current")
    assert problem_of(flagged.post("/v1/prices/11/accept?version=2")) == (409, "not-waiting-for-review")


@pytest.mark.parametrize("version", ["0", "-1", "one", "", "99999999999999999999"])
def test_what_is_no_version_is_refused(flagged: Desk, version: str) -> None:
    assert problem_of(flagged.post(f"/v1/prices/11/accept?version={version}")) == (422, "invalid-request")
    assert flagged.get("/v1/prices/review").json()["total"] == 1


def test_a_decision_takes_a_key_that_may_decide(flagged: Desk) -> None:
    with desk_of(flagged.database, Scope.PRICES_WRITE, seed=2) as clerk:
        assert problem_of(clerk.post("/v1/prices/11/accept")) == (403, "scope-missing")
    assert problem_of(flagged.post("/v1/prices/11/accept?force=1")) == (422, "invalid-request")


ENGLISH = "unlike its last year: the median of 10 days is 9500 Rp/kg (robust z-score +46.1)"
INDONESIAN = "tidak seperti setahun terakhirnya: median 10 hari adalah Rp 9500/kg (skor-z kokoh +46.1)"


@pytest.mark.parametrize(("language", "flag"), [("en", ENGLISH), ("id", INDONESIAN)])
def test_why_a_price_waits_is_told_in_the_callers_language(flagged: Desk, language: str, flag: str) -> None:
    asked = {"accept-language": language}
    (listed,) = flagged.get("/v1/prices/review", **asked).json()["data"]
    public = flagged.client.get("/v1/prices", headers=asked).json()["data"]
    (pushed,) = flagged.push({**ROW, "price_idr_per_kg": 95_000, "grades": GRADES}, **asked).json()["rows"]
    assert (listed["flag"], public[0]["flag"], pushed["flag"]) == (flag, flag, flag)
    assert [row["flag"] for row in public[1:]] == [None] * 10
    assert {**listed, "flag": None} == {**public[0], "flag": None}
    assert flag in flagged.get("/v1/prices/review?output_format=csv", **asked).text


def test_that_a_price_does_not_wait_is_told_in_indonesian(flagged: Desk) -> None:
    answer = flagged.post("/v1/prices/1/accept", **{"accept-language": "id"})
    assert "keadaannya: tidak ditandai" in answer.json()["detail"]
