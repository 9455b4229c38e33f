"""Whether this process lives, and whether it can do its work."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from service.answers import to_json
from service.database import Database
from service.dependencies import DatabaseOf
from service.metrics import Metrics
from service.migrations import is_migrated

router = APIRouter(tags=["operation"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether the process can do its work, part by part: `ok`, or what is wrong."""

    ready: bool
    database: str
    migrations: str


@router.get("/healthz", response_class=Response, responses={200: {"model": Alive}})
def get_health() -> Response:
    """Say that the process lives; asks nothing of the database."""
    return Response(to_json({"status": "ok"}), media_type="application/json")


@router.get("/readyz", response_class=Response, responses={200: {"model": Readiness}, 503: {"model": Readiness}})
def get_readiness(database: DatabaseOf) -> Response:
    """Say which part is not ready: the database, or its migrations."""
    parts = _parts(database)
    ready = all(state == "ok" for state in parts.values())
    return Response(
        to_json({"ready": ready, **parts}), status_code=200 if ready else 503, media_type="application/json"
    )


METRICS_EXAMPLE = """# HELP bokar_data_revision Data revision this process last saw.
# TYPE bokar_data_revision gauge
bokar_data_revision 3.0
"""
METRICS_ANSWER = {"schema": {"type": "string"}, "example": METRICS_EXAMPLE}


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": METRICS_ANSWER}}})
def get_metrics(request: Request, database: DatabaseOf) -> Response:
    """Show the metrics of this process for Prometheus."""
    metrics: Metrics = request.app.state.metrics
    try:
        metrics.revision.set(database.revision())
    except SQLAlchemyError:
        metrics.revision.set(float("nan"))
    return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _parts(database: Database) -> dict[str, str]:
    try:
        migrated = is_migrated(database)
    except SQLAlchemyError as error:
        # The class only: the message may hold the address with its password.
        return {"database": f"does not answer ({type(error).__name__})", "migrations": "not known"}
    return {"database": "ok", "migrations": "ok" if migrated else "run `bokar migrate`"}
