"""What every list of the API has in common."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

LISTS = [
    "/v1/districts",
    "/v1/prices",
    "/v1/prices/daily",
    "/v1/cost-surveys",
    "/v1/cost-of-production",
    "/v1/minimum-prices",
    "/v1/alerts",
    "/v1/alerts/1/events",
]


def walk(client: TestClient, url: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    following: str | None = url
    while following is not None:
        answer = client.get(following).json()
        rows += answer["data"]
        following = answer["next"]
    return rows


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_how_many_there_are_and_where_it_goes_on(client: TestClient, path: str) -> None:
    answer = client.get(path).json()
    assert set(answer) == {"data", "total", "next", "revision"}


@pytest.mark.parametrize(
    ("path", "total", "identity"),
    [
        ("/v1/prices?limit=97", 1118, ("id",)),
        ("/v1/prices/daily?limit=61", 497, ("district_code", "channel", "day")),
        ("/v1/districts?limit=50", 180, ("district_code",)),
        ("/v1/minimum-prices?limit=3", 10, ("id",)),
        ("/v1/cost-of-production?by=item_group&limit=7", 32, ("survey_id", "item_group")),
    ],
)
def test_following_next_gives_every_row_once(
    client: TestClient, path: str, total: int, identity: tuple[str, ...]
) -> None:
    rows = walk(client, path)
    assert len(rows) == total == client.get(path).json()["total"]
    assert len({tuple(row[name] for name in identity) for row in rows}) == total


def test_a_filter_stays_in_next(client: TestClient) -> None:
    rows = walk(client, "/v1/prices?district_code=14.09&limit=10")
    assert len(rows) == 75
    assert {row["district_code"] for row in rows} == {"14.09"}


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_parameter_is_refused_by_name(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"colour": "red"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "colour", "value": "red", "problem": "is not known here; leave it out"}
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("from=0", "from"),
        ("from=1700000000", "from"),
        ("to=2020-13-01", "to"),
        ("district_code=1603", "district_code"),
        ("province_code=1", "province_code"),
        ("price_level=farm", "price_level"),
        ("updated_since=-1", "updated_since"),
        ("output_format=xml", "output_format"),
    ],
)
def test_a_bad_parameter_is_refused_with_field_value_and_remedy(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/v1/prices?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (problem,) = answer.json()["errors"]
    assert problem["field"] == field
    assert problem["value"] == query.split("=")[1]
    assert problem["problem"]


def test_a_parameter_given_twice_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/prices?limit=1&limit=2", headers={"accept-language": "id"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "limit", "value": "2", "problem": "hanya boleh diisi sekali"}]


def test_a_limit_is_never_taken_for_another(client: TestClient) -> None:
    assert len(client.get("/v1/prices?limit=1").json()["data"]) == 1
    assert len(client.get("/v1/prices?limit=1000").json()["data"]) == 1000


def test_a_period_that_runs_backwards_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/prices?from=2021-02-01&to=2021-01-01")
    assert answer.json()["type"] == "urn:bokar:problem:reversed-period"


def test_both_ends_of_a_period_belong_to_it(client: TestClient) -> None:
    rows = walk(client, "/v1/prices?district_code=14.09&from=2020-05-24&to=2020-05-31")
    assert [row["observed_on"] for row in rows] == ["2020-05-31", "2020-05-24"]


def test_a_district_outside_the_province_asked_for_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/prices?province_code=16&district_code=14.09")
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:bokar:problem:district-outside-province"


@pytest.mark.parametrize("cursor", ["abc", "W10", "WyJhIiwxXQ", "bnVsbA", "WyIyMDI0LTA4LTIyIiwxZTk5OV0"])
def test_a_cursor_that_is_not_ours_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get("/v1/prices", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:bokar:problem:bad-cursor")


def test_province_wide_prices_belong_to_their_province(client: TestClient) -> None:
    rows = walk(client, "/v1/prices?province_code=16&limit=500")
    assert len(rows) == 494
    assert any(row["district_code"] is None for row in rows)


def test_updated_since_gives_only_what_changed_after_a_revision(client: TestClient) -> None:
    revision = client.get("/v1/prices?limit=1").json()["revision"]
    assert client.get(f"/v1/prices?updated_since={revision}").json()["total"] == 0
    assert client.get("/v1/prices?updated_since=0").json()["total"] == 1118
    assert client.get("/v1/districts?updated_since=0").json()["total"] == 69


@pytest.mark.parametrize("path", LISTS)
def test_a_list_comes_as_csv_by_parameter_and_by_header(client: TestClient, path: str) -> None:
    by_parameter = client.get(path, params={"output_format": "csv"})
    by_header = client.get(path, headers={"accept": "text/csv"})
    assert by_parameter.text == by_header.text
    assert by_parameter.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(by_parameter.text)))
    json_rows = client.get(path).json()["data"]
    assert len(rows) == len(json_rows)
    assert set(rows[0]) == set(json_rows[0])


def test_csv_tells_total_and_next_in_headers(client: TestClient) -> None:
    answer = client.get("/v1/prices?limit=5&output_format=csv")
    assert answer.headers["x-total-count"] == "1118"
    following = answer.headers["link"].split(";")[0].strip("<>")
    assert len(client.get(following).text.splitlines()) == 6


def test_the_parameter_wins_over_the_header(client: TestClient) -> None:
    answer = client.get("/v1/prices?limit=1&output_format=json", headers={"accept": "text/csv"})
    assert answer.json()["total"] == 1118
