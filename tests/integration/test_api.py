"""The API answers the same from SQLite and from PostgreSQL."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from jobs.load_sample import load_sample
from service.alerts.evaluation import sweep
from service.app import create_app
from service.database import Database
from service.openapi import examples
from service.settings import Settings
from tests.api.example_requests import READS
from tests.builders import NOW

LISTS = (
    "/v1/districts",
    "/v1/prices",
    "/v1/prices/daily",
    "/v1/minimum-prices",
    "/v1/cost-surveys",
    "/v1/cost-of-production",
    "/v1/alerts",
)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with database.unit_of_work(NOW) as uow:
        load_sample(uow)
    sweep(database, NOW)
    with TestClient(create_app(Settings(clock=NOW), database)) as started:
        yield started


def test_every_example_is_the_answer_of_either_database(client: TestClient) -> None:
    for operation, url in READS.items():
        assert client.get(url).json() == examples()[operation]["answer"], operation


def test_lists_page_filter_and_convert_on_either_database(client: TestClient) -> None:
    for path in LISTS:
        whole = client.get(f"{path}?limit=1000").json()
        rows: list[dict[str, Any]] = []
        following = f"{path}?limit=137"
        while following is not None:
            page = client.get(following).json()
            rows, following = rows + page["data"], page["next"]
        assert len(rows) == whole["total"], path
        assert rows[:1000] == whole["data"], path
        lines = client.get(f"{path}?limit=1000&output_format=csv").text.splitlines()
        assert len(lines) == len(whole["data"]) + 1
        assert client.get(f"{path}?updated_since={whole['revision']}").json()["total"] == 0


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/v1/minimum-prices", ["\0", 1]),
        ("/v1/districts", ["\0"]),
        ("/v1/prices/daily", ["2020-01-01", "\0", "auction"]),
        ("/v1/alerts/1/events", [2**40]),
        ("/v1/prices", ["2020-01-01", 2**63]),
    ],
)
def test_a_cursor_no_column_can_hold_is_refused_by_either_database(
    client: TestClient, path: str, key: list[object]
) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    answer = client.get(path, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:bokar:problem:bad-cursor")


def test_prices_are_narrowed_the_same_on_either_database(client: TestClient) -> None:
    totals = {
        query: client.get(f"/v1/prices?{query}").json()["total"]
        for query in (
            "province_code=16",
            "district_code=14.09&from=2020-05-24&to=2020-05-31",
            "suspect=true",
            "suspect=false",
            "price_level=auction",
        )
    }
    assert list(totals.values()) == [494, 2, 15, 1103, 214]


def test_a_write_is_seen_by_the_next_answer(client: TestClient, database: Database) -> None:
    etag = client.get("/v1/districts").headers["etag"]
    with database.unit_of_work(NOW) as uow:
        revision = uow.revision
    # Another process wrote: this one asks the database again once its knowledge is too old.
    answer = client.get("/v1/districts?limit=1")
    assert answer.json()["revision"] == revision
    assert client.get("/v1/districts", headers={"if-none-match": etag}).status_code == 200
