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
            content = operation["responses"]["200"]["content"]
            assert operation["description"], (method, path)
            assert "example" in next(iter(content.values())), (method, path)
            if "requestBody" in operation:
                assert "example" in operation["requestBody"]["content"]["application/json"], (method, path)


def test_the_example_of_the_metrics_is_what_they_say(client: TestClient) -> None:
    assert METRICS_EXAMPLE in client.get("/metrics").text


def test_every_example_is_a_success(client: TestClient) -> None:
    shipped = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    assert [name for name, example in shipped.items() if "type" in example["answer"]] == []


def test_public_reads_are_described_with_304_and_lists_with_csv(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {
        (path, method): operation["responses"] for path, ways in paths.items() for method, operation in ways.items()
    }
    assert {key[0] for key, answers in described.items() if "304" in answers} == {
        path for path, method in described if path.startswith("/v1/") and method == "get"
    }
    assert {key[0] for key, answers in described.items() if "text/csv" in answers["200"]["content"]} == {
        "/v1/districts",
        "/v1/prices",
        "/v1/prices/daily",
        "/v1/cost-surveys",
        "/v1/minimum-prices",
        "/v1/alerts",
        "/v1/alerts/{id}/events",
    }
