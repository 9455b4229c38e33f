"""The API's own description: problem answers and a real example on every operation."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.cost_surveys.published_means import PublishedMeansIn
from service.cost_surveys.pushing import PushedHouseholds
from service.cost_surveys.uploads import SurveyUploadForm
from service.imports.file_uploads import FileForm
from service.indices.uploads import IndexUploadForm
from service.list_queries import AskedQuery
from service.prices.auction_schemas import AuctionIn
from service.prices.auction_uploads import AuctionUploadForm
from service.prices.pushed_rows import MOST_ROWS
from service.prices.schemas import PriceIn
from service.prices.uploads import UploadForm

EXAMPLES_FILE = Path(__file__).parent / "reference" / "examples.json"
DESCRIPTION = """Prices of bokar, cost of production and minimum prices per district, and alerts where the price falls
below. Lists answer `{"data": [...], "total": n, "next": url-or-null, "revision": r}`; take `next` until it is null.
Every public GET has an ETag: send it back in `If-None-Match` and get 304 while nothing changed.
Writing, and reading what is not public, takes an API key with the operation's scope: `Authorization: Bearer bokar_...`.
Send an `Idempotency-Key` with what you write, and you may send it again.
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
            route.openapi_extra = {**(route.openapi_extra or {}), "parameters": _query_parameters(route)}
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _query_parameters(route: APIRoute) -> list[dict[str, Any]]:
    """Return the parameters of the query model that the operation depends on."""
    parameters: list[dict[str, Any]] = []
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
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= _schemas_of(Problem)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "get" and path.startswith("/v1/") and "security" not in operation:
                not_modified = "Not modified since the ETag in `If-None-Match`."
                operation["responses"]["304"] = {"description": not_modified}
            _complete(operation, examples().get(f"{method.upper()} {path}"))
    if "/v1/prices" in document["paths"]:
        _describe_bodies(document["paths"], schemas)
        _describe_survey_bodies(document["paths"], schemas)
        _describe_upload(document["paths"]["/v1/indices/upload"], IndexUploadForm, schemas)
    return document


def _schemas_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a model and of those it refers to, by name."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _complete(operation: dict[str, Any], example: dict[str, Any] | None) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    responses |= {status: _told(words) for status, words in _refusals(operation).items()}
    answered = next(answer for status, answer in responses.items() if status.startswith("2"))
    content = answered.get("content", {})
    is_list = "application/json" in content and "ListOut" in json.dumps(content["application/json"])
    if is_list:
        content["text/csv"] = {"schema": {"type": "string"}}
    if example is None:
        return
    if "request" in example:
        body = next(iter(operation["requestBody"]["content"].values()))
        body["example"] = example["request"]
    media = next(iter(content))
    content[media]["example"] = example["answer"]


def _refusals(operation: dict[str, Any]) -> dict[str, str]:
    """Return which problems an operation may answer with, in words."""
    found = {"4XX": "Problem", "5XX": "Problem"}
    if "security" in operation:
        scope = operation["security"][0]["apiKey"][0]
        found |= {"401": "No API key, or one that is not good (any more).", "403": f"The API key lacks {scope}."}
        found |= {"422": "Something in the request cannot be used: `errors` or `detail` say what."}
    if any(parameter["name"] == "idempotency-key" for parameter in operation.get("parameters", ())):
        found["409"] = "It cannot be done as things are, or a request with this Idempotency-Key is under way."
    if "requestBody" in operation:
        found["413"] = "The body is too large."
    return found


def _told(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


def _describe_bodies(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Describe the bodies that are read by the operations themselves."""
    schemas |= _schemas_of(PriceIn) | _schemas_of(AuctionIn)
    row = schemas["PriceIn"]
    row["required"].remove("province_code")
    row["properties"]["province_code"]["description"] = "Left out: that of the district."
    row["properties"]["refused_row"] = {
        "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}],
        "description": "The refused row that this one mends, by its `refused_row` in GET /v1/imports/{id}/refused.",
    }
    rows = {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": {"$ref": "#/components/schemas/PriceIn"}}
    paths["/v1/prices"]["post"]["requestBody"]["content"]["application/json"]["schema"] = rows
    _describe_upload(paths["/v1/prices/upload"], UploadForm, schemas)
    _describe_upload(paths["/v1/auctions/upload"], AuctionUploadForm, schemas)


def _describe_survey_bodies(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    kinds = []
    for model in (PublishedMeansIn, PushedHouseholds):
        schemas |= _schemas_of(model)
        kinds.append({"$ref": f"#/components/schemas/{model.__name__}"})
    paths["/v1/cost-surveys"]["post"]["requestBody"]["content"]["application/json"]["schema"] = {"anyOf": kinds}
    _describe_upload(paths["/v1/cost-surveys/upload"], SurveyUploadForm, schemas)


def _describe_upload(path: dict[str, Any], form: type[FileForm], schemas: dict[str, Any]) -> None:
    """Describe the form of an operation that takes a file."""
    schemas |= _schemas_of(form)
    described = schemas[form.__name__]
    described["properties"] = {"file": {"type": "string", "format": "binary"}} | described["properties"]
    described["required"] = ["file"]
    uploaded = path["post"]["requestBody"]["content"]["multipart/form-data"]
    uploaded["schema"] = {"$ref": f"#/components/schemas/{form.__name__}"}
