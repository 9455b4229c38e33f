"""GET and POST /v1/auctions: forms that are pushed, answered one by one, and listed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from anyio import CapacityLimiter
from fastapi import FastAPI
from httpx2 import Response as Answer
from starlette.testclient import TestClient

from service.access.idempotency import AttemptsUnderWay
from service.alerts.evaluation import sweep
from service.caching import RevisionWatch
from service.clock import fixed_clock
from service.database import Database
from service.imports.writing import Writing
from service.prices.auction_endpoints import router
from service.privacy.hashing import KeyChain
from service.problems import install_problem_handlers
from service.vocabulary import Scope
from tests.access import OFFICE, make_key
from tests.auction_builders import lot, night
from tests.builders import NOW, contents, count, read, store_districts
from tests.conftest import sqlite_copy


@pytest.fixture
def database(migrated_path: Path, tmp_path: Path) -> Iterator[Database]:
    with sqlite_copy(migrated_path, tmp_path) as opened:
        store_districts(opened)
        yield opened


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    app, clock = FastAPI(), fixed_clock(NOW)
    app.state.database, app.state.clock, app.state.attempts = database, clock, AttemptsUnderWay()
    app.state.writing = Writing(
        database,
        clock,
        RevisionWatch(database.revision, 0, lambda: 0.0),
        sweep=lambda: sweep(database, NOW),
        imports=CapacityLimiter(1),
        keys_if_any=KeyChain((b"the first key of all",)),
    )
    app.include_router(router)
    install_problem_handlers(app)
    with TestClient(app) as started:
        yield started


@pytest.fixture
def key(database: Database) -> str:
    return make_key(database, Scope.PRICES_WRITE)[1]


def push(client: TestClient, key: str, forms: Any, **headers: str) -> Answer:
    return client.post("/v1/auctions", json=forms, headers={"authorization": f"Bearer {key}", **headers})


def outcomes(answer: Answer) -> Sequence[tuple[int, str]]:
    assert answer.status_code == 200, answer.text
    return [(row["row"], row["outcome"]) for row in answer.json()["rows"]]


def test_each_form_is_answered_by_itself(client: TestClient, key: str, database: Database) -> None:
    answer = push(client, key, [night(), night(lots=[]), night(lot(1, 9400), held_on="2026-11-09")])
    assert outcomes(answer) == [(1, "accepted"), (2, "rejected"), (3, "accepted")]
    body = answer.json()
    assert {name: body[name] for name in ("accepted", "corrected", "duplicate", "rejected", "flagged")} == {
        "accepted": 2,
        "corrected": 0,
        "duplicate": 0,
        "rejected": 1,
        "flagged": 0,
    }
    assert body["rows"][1]["problems"] == [{"column": "lots", "value": "[]", "reason": "must have at least 1 entries"}]
    assert body["rows"][2]["warnings"] == [
        {
            "lot_number": "1",
            "column": "price_idr_per_kg",
            "value": "9400",
            "reason": "is below the reserve price, 9500; it is taken as it stands",
        }
    ]
    assert (count(database, "auction"), count(database, "price_observation")) == (2, 3)
    (run,) = read(database, "import_run")
    assert (run.id, run.kind, run.feed, run.accepted, run.rejected) == (body["import_id"], "auctions", OFFICE, 2, 1)


def test_the_days_price_is_there_after_the_answer(client: TestClient, key: str, database: Database) -> None:
    push(client, key, [night(lot(1, 9800))])
    assert [row.median_idr_per_kg for row in read(database, "daily_price") if row.basis == "as_sold"] == [9800]


def test_the_same_list_again_changes_nothing(client: TestClient, key: str, database: Database) -> None:
    push(client, key, [night()])
    before = contents(database, without=["import_run"])
    assert outcomes(push(client, key, [night()])) == [(1, "duplicate")]
    assert contents(database, without=["import_run"]) == before


def test_a_request_that_is_sent_again_is_answered_as_before(client: TestClient, key: str, database: Database) -> None:
    first, second = (push(client, key, [night()], **{"idempotency-key": "one"}) for _ in range(2))
    assert first.content == second.content
    assert second.headers["idempotent-replayed"] == "true"
    assert push(client, key, [night(lot(1))], **{"idempotency-key": "one"}).status_code == 422
    assert count(database, "price_version") == 2


def test_a_mended_form_takes_the_refused_one_off_the_list(client: TestClient, key: str, database: Database) -> None:
    push(client, key, [night(lot(1, 0))])
    (refused,) = read(database, "refused_row")
    assert refused.content["lots"][0]["price_idr_per_kg"] == 0
    push(client, key, [night(lot(1, 9800), refused_row=refused.id)])
    assert [row.mended_by for row in read(database, "refused_row")] == [OFFICE]


def test_problems_and_warnings_are_told_in_indonesian(client: TestClient, key: str) -> None:
    rows = push(client, key, [night(lots=[]), night(lot(1, 9400))], **{"accept-language": "id"}).json()["rows"]
    assert "paling sedikit" in rows[0]["problems"][0]["reason"]
    assert "harga dasar" in rows[1]["warnings"][0]["reason"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (night(), "list"),
        ([], "at least 1"),
        ([{}] * 1001, "at most 1000"),
    ],
    ids=["no list", "empty", "too many"],
)
def test_what_is_no_list_of_forms_is_refused_as_a_whole(client: TestClient, key: str, body: Any, problem: str) -> None:
    answer = push(client, key, body)
    assert answer.status_code == 422
    assert problem in answer.text


def test_without_the_scope_nothing_is_taken(client: TestClient, database: Database) -> None:
    reader = make_key(database, Scope.IMPORTS_READ, seed=2)[1]
    assert push(client, reader, [night()]).status_code == 403
    assert client.post("/v1/auctions", json=[night()]).status_code == 401
    assert count(database, "auction") == 0


def test_nights_are_listed_with_their_lots(client: TestClient, key: str) -> None:
    push(client, key, [night(), night(held_on="2026-11-09")])
    body = client.get("/v1/auctions", params={"limit": 1, "district_code": "16.03"}).json()
    assert (body["total"], body["data"][0]["held_on"], len(body["data"][0]["lots"])) == (2, "2026-11-09", 2)
    assert body["data"][0]["bids_idr_per_kg"] == [9600, 9850.5]
    following = client.get(body["next"]).json()
    assert (following["data"][0]["held_on"], following["next"]) == ("2026-11-02", None)


def test_the_list_as_csv_holds_the_nights(client: TestClient, key: str) -> None:
    push(client, key, [night(uppb_name="=cmd()")])
    answer = client.get("/v1/auctions", params={"output_format": "csv"})
    header, line = answer.text.splitlines()
    assert header.startswith("id,external_id,uppb_name,registration_number,district_code,held_on")
    assert line.startswith("1,,'=cmd(),16.03/UPPB/012,16.03,2026-11-02,9500.0,9600.0;9850.5,company")


def test_unknown_parameters_are_refused(client: TestClient, key: str) -> None:
    assert client.get("/v1/auctions", params={"bidder": "x"}).status_code == 422


def test_a_registration_number_that_no_database_can_hold_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/auctions?registration_number=a%00b")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "registration_number")
