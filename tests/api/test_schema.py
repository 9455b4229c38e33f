"""Every answer keeps to the API's own description, whatever is sent, with a key and without (schemathesis)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from service.app import create_api, create_app
from service.database import Database
from service.settings import Settings
from service.vocabulary import Scope
from tests.access import make_key
from tests.api.offices import KEYS
from tests.write_examples import NOW, prepare

DESCRIBED = create_api(Settings(), Database("sqlite://")).openapi()["paths"]
OPERATIONS = [(path, method) for path, operations in DESCRIBED.items() for method in operations]
# A list with wrong rows is no wrong request: each row is answered for itself.
EXCLUDED: dict[str, list[Any]] = {
    "/v1/prices": [negative_data_rejection],
    "/v1/auctions": [negative_data_rejection],
}


@dataclass(frozen=True)
class Described:
    """The API by its own description, over a sample of its own, with a key that may do everything."""

    schema: OpenApiSchema
    key: str


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    folder = tmp_path_factory.mktemp("described")
    database = prepare(folder)
    _, key = make_key(database, *Scope)
    app = create_app(Settings(data_dir=folder, clock=NOW), database, KEYS)
    yield Described(schemathesis.openapi.from_asgi("/openapi.json", app), key)
    database.dispose()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_keeps_to_the_description(described: Described, path: str, method: str) -> None:
    protected = "security" in DESCRIBED[path][method]
    headers = {"authorization": f"Bearer {described.key}"} if protected else {}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=described.schema[path][method].as_strategy())
    def call(case: schemathesis.Case[Any]) -> None:
        # Some refusals (a period that runs backwards, a cursor that is not ours) no schema can express. Every request
        # has the key that its operation needs; that none gets in without has tests of its own.
        excluded = [positive_data_acceptance, ignored_auth, *EXCLUDED.get(path, [])]
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    call()
