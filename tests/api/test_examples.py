"""The API's description holds a real example on every operation."""

import json
from pathlib import Path

from starlette.testclient import TestClient

from service.health import METRICS_EXAMPLE
from service.openapi import EXAMPLES_FILE
from tests.write_examples import compute_examples


def test_the_shipped_examples_are_what_the_sample_answers(tmp_path: Path) -> None:
    shipped = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    assert shipped == compute_examples(tmp_path), "run `python -m tests.write_examples` and read the difference"


def test_every_operation_has_an_example_and_says_what_it_does(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            content = next(answer for status, answer in operation["responses"].items() if status < "3")["content"]
            assert operation["description"], (method, path)
            assert "example" in next(iter(content.values())), (method, path)
            if "requestBody" in operation:
                assert "example" in next(iter(operation["requestBody"]["content"].values())), (method, path)


def test_the_example_of_the_metrics_is_what_they_say(client: TestClient) -> None:
    assert METRICS_EXAMPLE in client.get("/metrics").text


def test_every_example_is_a_success(client: TestClient) -> None:
    shipped = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    assert [name for name, example in shipped.items() if "type" in example["answer"]] == []


def test_what_takes_a_key_is_described_with_its_refusals(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operations = {(path, method): operation for path, ways in paths.items() for method, operation in ways.items()}
    protected = {key: operation for key, operation in operations.items() if "security" in operation}
    assert {key for key in protected if key[1] == "post"} == {
        ("/v1/prices", "post"),
        ("/v1/prices/upload", "post"),
        ("/v1/auctions", "post"),
        ("/v1/auctions/upload", "post"),
        ("/v1/prices/{id}/accept", "post"),
        ("/v1/prices/{id}/reject", "post"),
        ("/v1/cost-surveys", "post"),
        ("/v1/cost-surveys/upload", "post"),
        ("/v1/indices/upload", "post"),
        ("/v1/minimum-prices/{id}/publish", "post"),
        ("/v1/minimum-prices/{id}/withdraw", "post"),
        ("/v1/floor-policies", "post"),
        ("/v1/jobs/{name}", "post"),
    }
    for (path, method), operation in protected.items():
        wanted = {"401", "403", "422"} | ({"409"} if method == "post" else set())
        wanted |= {"413"} if "requestBody" in operation else set()
        assert {status for status in operation["responses"] if status.startswith("4")} == wanted | {"4XX"}, path


def test_public_reads_are_described_with_304_and_lists_with_csv(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {
        (path, method): operation["responses"] for path, ways in paths.items() for method, operation in ways.items()
    }
    public = {path for path, ways in paths.items() if "security" not in ways.get("get", {"security": []})}
    assert {key[0] for key, answers in described.items() if "304" in answers} == {
        path for path in public if path.startswith("/v1/")
    }
    assert {
        key[0] for key, answers in described.items() if "text/csv" in answers.get("200", {"content": {}})["content"]
    } == {
        "/v1/districts",
        "/v1/prices",
        "/v1/prices/daily",
        "/v1/prices/review",
        "/v1/auctions",
        "/v1/imports",
        "/v1/imports/{id}/refused",
        "/v1/indices",
        "/v1/indices/links",
        "/v1/cost-surveys",
        "/v1/cost-of-production",
        "/v1/cost-surveys/{id}/households",
        "/v1/minimum-prices",
        "/v1/minimum-prices/{id}/events",
        "/v1/floor-policies",
        "/v1/alerts",
        "/v1/alerts/{id}/events",
        "/v1/jobs",
    }
