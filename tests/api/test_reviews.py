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


def test_a_decision_takes_a_key_that_may_decide(flagged: Desk) -> None:
    with desk_of(flagged.database, Scope.PRICES_WRITE, seed=2) as clerk:
        assert problem_of(clerk.post("/v1/prices/11/accept")) == (403, "scope-missing")
    assert problem_of(flagged.post("/v1/prices/11/accept?force=1")) == (422, "invalid-request")
