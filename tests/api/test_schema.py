"""Every answer keeps to the API's own description, whatever is sent (schemathesis)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from service.app import create_api, create_app
from service.database import Database
from service.settings import Settings
from tests.write_examples import NOW

DESCRIBED = create_api(Settings(), Database("sqlite://")).openapi()["paths"]
OPERATIONS = [(path, method) for path, operations in DESCRIBED.items() for method in operations]


@pytest.fixture(scope="module")
def described_api(sample_folder: Path) -> Iterator[OpenApiSchema]:
    configured = Settings(data_dir=sample_folder, clock=NOW)
    database = Database(configured.database_address)
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(configured, database))
    database.dispose()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_keeps_to_the_description(described_api: OpenApiSchema, path: str, method: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=described_api[path][method].as_strategy())
    def call(case: schemathesis.Case[Any]) -> None:
        # Some refusals (a period that runs backwards, a cursor that is not ours) no schema can express.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    call()
