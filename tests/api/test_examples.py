"""The API's description holds a real example on every operation."""

import json
from pathlib import Path

from starlette.testclient import TestClient

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
            assert path == "/metrics" or "example" in next(iter(content.values())), (method, path)
            if "requestBody" in operation:
                assert "example" in operation["requestBody"]["content"]["application/json"], (method, path)


def test_every_example_is_a_success(client: TestClient) -> None:
    shipped = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    assert [name for name, example in shipped.items() if "type" in example["answer"]] == []
