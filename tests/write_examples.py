"""Computes the examples of the API's description from the sample: `python -m tests.write_examples`."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from jobs.load_sample import load_sample
from jobs.raise_alerts import raise_alerts
from jobs.runner import JobContext, run_job
from jobs.timetable import jobs_of
from service.alerts.evaluation import sweep
from service.app import create_app
from service.database import Database
from service.migrations import migrate
from service.openapi import EXAMPLES_FILE
from service.settings import Settings
from service.vocabulary import Scope
from tests.access import make_key
from tests.api.example_requests import CALCULATIONS, OFFICE_WORK, QUESTIONS, READS
from tests.api.offices import KEYS

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def prepare(folder: Path) -> Database:
    """Return a database with the sample loaded and evaluated."""
    database = Database(Settings(data_dir=folder).database_address)
    migrate(database)
    with database.unit_of_work(NOW) as uow:
        load_sample(uow)
    sweep(database, NOW)
    return database


def compute_examples(folder: Path) -> dict[str, Any]:
    """Return the request and the answer of every operation, from a fresh sample in `folder`."""
    database = prepare(folder)
    _, key = make_key(database, *Scope)
    settings = Settings(data_dir=folder, clock=NOW)
    run_job("raise_alerts", raise_alerts, JobContext(database, settings, settings.make_clock()))
    with TestClient(create_app(settings, database, KEYS, job_names=lambda: jobs_of(settings))) as client:
        examples = {name: {"url": url, "answer": client.get(url).json()} for name, url in READS.items()}
        for name, request in CALCULATIONS.items():
            url = f"/v1/calculators/{name}"
            answer = client.post(url, json=request).json()
            examples[f"POST {url}"] = {"url": url, "request": request, "answer": answer}
        for operation, asked in QUESTIONS.items():
            examples[operation] = {**asked, "answer": client.post(asked["url"], json=asked["request"]).json()}
        client.headers["authorization"] = f"Bearer {key}"
        for operation, work in OFFICE_WORK.items():
            sent = client.request(operation.split()[0], work["url"], **_body(work.get("request")))
            examples[operation] = {**work, "answer": sent.json()}
    return examples


def _body(request: Any) -> dict[str, Any]:
    """Return what is sent: JSON, or a form with a file as such."""
    if isinstance(request, dict) and "file" in request:
        fields = {name: value for name, value in request.items() if name != "file"}
        return {"files": {"file": ("harga.csv", request["file"].encode())}, "data": fields}
    return {} if request is None else {"json": request}


def main() -> None:
    """Write the examples."""
    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(compute_examples(Path(folder)), indent=1, ensure_ascii=False)
    EXAMPLES_FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
