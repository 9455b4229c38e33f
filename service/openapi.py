"""The API's own description: problem answers and a real example on every operation."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.list_queries import AskedQuery

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
            route.openapi_extra = {"parameters": _query_parameters(route)}
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _query_parameters(route: APIRoute) -> list[dict[str, Any]]:
    """Return the parameters of the query model that the operation depends on."""
    parameters = []
    for dependency in route.dependant.dependencies:
        model = getattr(dependency.call, "__self__", None)
        if not (isinstance(model, type) and issubclass(model, AskedQuery)):
            continue
        schema = model.model_json_schema(mode="validation", ref_template="#/components/schemas/{model}")
        definitions = schema.get("$defs", {})
        for name, described in schema["properties"].items():
            parameters.append(
                {
                    "name": name,
                    "in": "query",
                    "required": name in schema.get("required", []),
                    "schema": _without_references(described, definitions),
                    **({"description": described["description"]} if "description" in described else {}),
                }
            )
    return parameters


def _without_references(schema: Any, definitions: dict[str, Any]) -> Any:
    """Return a schema with the lists of words it refers to written out, and null left out: it cannot be sent."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return definitions[schema["$ref"].rsplit("/", 1)[1]]
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default") or value is not None}
    if len(choices) != 1:
        return {key: _without_references(value, definitions) for key, value in rest.items()}
    rest.pop("anyOf", None)
    return _without_references(choices[0], definitions) | rest


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(document)
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "get" and path.startswith("/v1/"):
                not_modified = "Not modified since the ETag in `If-None-Match`."
                operation["responses"]["304"] = {"description": not_modified}
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
    if example is None:
        return
    if "request" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    media = next(iter(content))
    content[media]["example"] = example["answer"]
