"""Protected endpoints: who gets in, who is told what, and a request that is sent again."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Request
from httpx2 import Response as Answer
from pydantic import BaseModel
from sqlalchemy import event, insert
from starlette.responses import Response
from starlette.testclient import TestClient

from service.access.dependencies import attempted, authorised
from service.access.idempotency import Attempt, AttemptsUnderWay, Caller, StoredAnswer, answer_once
from service.access.repository import revoke_key
from service.clock import fixed_clock
from service.database import Database, UnitOfWork
from service.dependencies import DatabaseOf
from service.logs import configure_logging
from service.models.area import Province
from service.openapi import describe
from service.problems import install_problem_handlers
from service.vocabulary import Scope
from tests.access import OFFICE, make_key
from tests.builders import NOW, TODAY, count, read
from tests.conftest import sqlite_copy

# How long a test waits for what should have come before it says that it has not.
PATIENCE_SECONDS = 30
PROVINCE = {"code": "16", "name": "Sumatera Selatan"}


class ProvinceIn(BaseModel):
    code: str
    name: str


@dataclass
class Gate:
    """Lets a test hold a request in the middle of its work."""

    open: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def database(migrated_path: Path, tmp_path: Path) -> Iterator[Database]:
    with sqlite_copy(migrated_path, tmp_path) as opened:
        yield opened


@pytest.fixture
def gate() -> Gate:
    gate = Gate()
    gate.open.set()
    return gate


@pytest.fixture
def app(database: Database, gate: Gate) -> FastAPI:
    app = FastAPI()
    app.state.database, app.state.clock, app.state.attempts = database, fixed_clock(NOW), AttemptsUnderWay()

    @app.get("/whoami")
    async def whoami(caller: Annotated[Caller, authorised(Scope.IMPORTS_READ)]) -> dict[str, str]:
        return {"key_prefix": caller.key_prefix, "name": caller.name}

    @app.post("/provinces")
    def add(
        given: ProvinceIn, attempt: Annotated[Attempt, attempted(Scope.PRICES_WRITE)], database: DatabaseOf
    ) -> Response:
        gate.reached.set()
        gate.open.wait(PATIENCE_SECONDS)

        def work(uow: UnitOfWork) -> StoredAnswer:
            uow.connection.execute(insert(Province).values(given.model_dump()))
            return StoredAnswer(json.dumps({"added": given.code}).encode())

        with database.unit_of_work(NOW) as uow:
            return answer_once(uow, attempt, work).response()

    @app.get("/failing")
    def fail(request: Request, caller: Annotated[Caller, authorised(Scope.IMPORTS_READ)]) -> None:
        raise RuntimeError(f"{caller} could not be served")

    install_problem_handlers(app)
    describe(app)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as started:
        yield started


@pytest.fixture
def key(database: Database) -> str:
    return make_key(database, Scope.IMPORTS_READ, Scope.PRICES_WRITE)[1]


def bearer(key: str, **headers: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}", **headers}


def whoami(client: TestClient, key: str, **headers: str) -> Answer:
    return client.get("/whoami", headers=bearer(key, **headers))


def add(client: TestClient, key: str, idempotency_key: str, **changes: Any) -> Answer:
    return client.post(
        "/provinces", json=PROVINCE | changes, headers=bearer(key, **{"idempotency-key": idempotency_key})
    )


def problem_of(answer: Answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("urn:bokar:problem:")


def test_a_caller_with_the_scope_is_let_in_by_name(client: TestClient, key: str) -> None:
    assert whoami(client, key).json() == {"key_prefix": key.split("_")[1], "name": OFFICE}


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Basic Ym9rYXI6Ym9rYXI="}, {"authorization": "Bearer"}, {"x-api-key": "bokar_"}]
)
def test_without_a_bearer_key_the_caller_is_told_how_to_get_one(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.get("/whoami", headers=headers)
    assert problem_of(answer) == (401, "key-missing")
    assert "bokar keys create" in answer.json()["detail"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="bokar"'


def test_the_key_is_taken_from_nowhere_else(client: TestClient, key: str) -> None:
    assert client.get(f"/whoami?key={key}", headers={"x-api-key": key}).status_code == 401


def test_a_refused_key_is_told_apart_by_why(client: TestClient, database: Database, key: str) -> None:
    prefix = key.split("_")[1]
    assert problem_of(whoami(client, key[:-1])) == (401, "key-malformed")
    assert problem_of(whoami(client, key.replace(prefix, "abcdefgh"))) == (401, "key-unknown")
    with database.unit_of_work(NOW) as uow:
        revoke_key(uow, prefix)
    ended = whoami(client, key)
    assert problem_of(ended) == (401, "key-expired")
    assert ended.headers["www-authenticate"] == 'Bearer realm="bokar", error="invalid_token"'


def test_a_key_is_refused_after_its_last_day(client: TestClient, app: FastAPI, database: Database) -> None:
    _, text = make_key(database, Scope.IMPORTS_READ, expires_on=TODAY)
    assert whoami(client, text).status_code == 200
    app.state.clock = fixed_clock(NOW + timedelta(days=1))
    assert problem_of(whoami(client, text)) == (401, "key-expired")


def test_a_missing_scope_is_named_with_the_remedy_in_both_languages(client: TestClient, database: Database) -> None:
    _, text = make_key(database, Scope.SURVEYS_READ)
    for language, word in (("en", "lacks"), ("id", "tanpa")):
        answer = whoami(client, text, **{"accept-language": language})
        assert problem_of(answer) == (403, "scope-missing")
        assert f"{word} imports:read" in answer.json()["detail"]
        assert "bokar keys create --name ... --scope imports:read" in answer.json()["detail"]
        assert 'scope="imports:read"' in answer.headers["www-authenticate"]


def test_no_refusal_repeats_the_secret(client: TestClient, database: Database, key: str) -> None:
    secret = key.split("_")[2]
    _, powerless = make_key(database, Scope.SURVEYS_READ, seed=2)
    wrong = f"bokar_abcdefgh_{secret}"
    for answer in (whoami(client, wrong), whoami(client, key + "x"), whoami(client, powerless)):
        assert answer.status_code in (401, 403)
        assert secret not in answer.text + str(answer.headers)
        assert powerless.split("_")[2] not in answer.text + str(answer.headers)


def test_a_failure_is_logged_without_the_key(
    client: TestClient, key: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    handlers, level = logging.root.handlers[:], logging.root.level
    configure_logging("debug")
    try:
        assert client.get("/failing", headers=bearer(key)).status_code == 500
    finally:
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
    logged = capsys.readouterr().err
    assert "could not be served" in logged
    assert key.split("_")[1] in logged
    assert key.split("_")[2] not in logged + caplog.text


def test_the_day_of_use_is_noted_also_where_the_scope_is_missing(client: TestClient, database: Database) -> None:
    _, text = make_key(database, Scope.SURVEYS_READ)
    whoami(client, text)
    assert read(database, "api_key", "last_used_on") == [(TODAY,)]


def test_an_unknown_key_is_not_noted_as_used(client: TestClient, database: Database, key: str) -> None:
    whoami(client, f"{key[:-1]}{'0' if key[-1] != '0' else '1'}")
    assert read(database, "api_key", "last_used_on") == [(None,)]


def test_a_request_is_noted_once_a_day(client: TestClient, app: FastAPI, database: Database, key: str) -> None:
    writes: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        writes.extend([statement] if statement.startswith("UPDATE") else [])

    event.listen(database.engine, "before_cursor_execute", note)
    for moment in (NOW, NOW, NOW + timedelta(days=1)):
        app.state.clock = fixed_clock(moment)
        assert whoami(client, key).status_code == 200
    assert len(writes) == 2


def test_a_caller_is_let_in_while_the_database_is_too_busy_to_note_it(
    client: TestClient, database: Database, key: str
) -> None:
    event.listen(database.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 0"))
    with database.unit_of_work(NOW):
        assert whoami(client, key).status_code == 200
    assert read(database, "api_key", "last_used_on") == [(None,)]
    assert whoami(client, key).status_code == 200
    assert read(database, "api_key", "last_used_on") == [(TODAY,)]


def test_a_repeated_request_is_answered_again_and_done_once(client: TestClient, database: Database, key: str) -> None:
    first, second = add(client, key, "8e03978e"), add(client, key, "8e03978e")
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (200, {"added": "16"})
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert count(database, "province") == 1


def test_a_key_that_was_another_requests_is_refused(client: TestClient, database: Database, key: str) -> None:
    add(client, key, "8e03978e")
    answer = add(client, key, "8e03978e", code="14", name="Riau")
    assert problem_of(answer) == (422, "idempotency-key-reused")
    assert "'8e03978e'" in answer.json()["detail"]
    assert count(database, "province") == 1


def test_a_request_that_failed_may_be_mended_under_the_same_key(client: TestClient, key: str) -> None:
    assert add(client, key, "8e03978e", code="1").status_code == 500
    assert "idempotent-replayed" not in add(client, key, "8e03978e").headers


@pytest.mark.parametrize(
    ("refused", "remedy"),
    [
        ("k" * 256, "at most 255 characters"),
        ("kunci\N{LATIN SMALL LETTER E WITH ACUTE}", "printable ASCII"),
        ("a\tb", "printable ASCII"),
        ("", "at least 1 character"),
    ],
)
def test_a_key_that_cannot_be_one_is_refused_by_name(client: TestClient, key: str, refused: str, remedy: str) -> None:
    headers = {b"authorization": f"Bearer {key}".encode(), b"idempotency-key": refused.encode("latin-1")}
    answer = client.post("/provinces", json=PROVINCE, headers=headers)
    assert problem_of(answer) == (422, "invalid-request")
    (error,) = answer.json()["errors"]
    assert error["field"] == "idempotency-key"
    assert remedy in error["problem"]


def test_a_request_whose_first_sending_is_under_way_is_refused(client: TestClient, key: str, gate: Gate) -> None:
    gate.open.clear()
    answers: list[Answer] = []
    first = threading.Thread(target=lambda: answers.append(add(client, key, "8e03978e")))
    first.start()
    assert gate.reached.wait(PATIENCE_SECONDS)
    during = add(client, key, "8e03978e")
    gate.open.set()
    first.join()
    assert problem_of(during) == (409, "idempotency-key-in-use")
    assert answers[0].status_code == 200
    assert add(client, key, "8e03978e").headers["idempotent-replayed"] == "true"


def test_the_description_names_the_scheme_the_scope_and_the_header(app: FastAPI) -> None:
    document = app.openapi()
    scheme = document["components"]["securitySchemes"]["apiKey"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    add_province = document["paths"]["/provinces"]["post"]
    assert add_province["security"] == [{"apiKey": ["prices:write"]}]
    (header,) = add_province["parameters"]
    assert (header["name"], header["in"], header["required"]) == ("idempotency-key", "header", False)
    assert document["paths"]["/whoami"]["get"]["security"] == [{"apiKey": ["imports:read"]}]
