"""The API's own description: problem answers and a real example on every operation."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

EXAMPLES_FILE = Path(__file__).parent / "reference" / "examples.json"
DESCRIPTION = """Prices of bokar, cost of production and minimum prices per district, and alerts where the price falls
below. Lists answer `{"data": [...], "total": n, "next": url-or-null, "revision": r}`; take `next` until it is null.
Every public GET has an ETag: send it back in `If-None-Match` and get 304 while nothing changed.
Errors are RFC 9457 problem documents, in Indonesian with `Accept-Language: id`."""


class FieldProblem(BaseModel):
    """One field that cannot be used: what it held, and what to do."""

    field: str
    value: Any
    problem: str


class Problem(BaseModel):
    """An error (RFC 9457); `type` is stable, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


@cache
def examples() -> dict[str, Any]:
    """Return a real request and its answer per operation, computed from the sample."""
    loaded: dict[str, Any] = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    return loaded


def describe(app: FastAPI) -> None:
    """Put the shared parts into the application's OpenAPI document."""
    app.description = DESCRIPTION
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            route.operation_id = route.name
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(document)
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, examples().get(f"{method.upper()} {path}"))
    return document


def _complete(operation: dict[str, Any], example: dict[str, Any] | None) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    responses["4XX"] = responses["5XX"] = {
        "description": "Problem",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    content = responses["200"].get("content", {})
    is_list = "application/json" in content and "ListOut" in json.dumps(content["application/json"])
    if is_list:
        content["text/csv"] = {"schema": {"type": "string"}}
    if operation.get("x-cached") or "application/json" in content:
        responses.setdefault("304", {"description": "Not modified since the ETag in `If-None-Match`."})
    if example is None:
        return
    if "request" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    media = next(iter(content))
    content[media]["example"] = example["answer"]
