"""Reading a file of prices that somebody publishes, when it has changed."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from jobs.ingest_files import Arrival, counted, take_in_file
from jobs.ingest_json import is_json, json_to_csv
from jobs.ingest_state import Reading, Remembered
from jobs.runner import JobContext
from jobs.sources.conduct import Conduct
from jobs.sources.declarations import HttpDeclaration
from jobs.sources.http import HttpSource, NotModified, Validators, fetch
from service.files.mapping import ColumnMapping

UNCHANGED: Mapping[str, int] = {"unchanged": 1}


def read_http(source: HttpDeclaration, remembered: Remembered, context: JobContext, conduct: Conduct) -> Reading:
    """Fetch the file and take it in; one that is the same as last time is left alone.

    Raises: a `SourceError`, or the `Unprocessable` for which the file was refused as a whole.
    """
    asked = HttpSource(source.name, source.address, source.token(os.environ))
    mapping = ColumnMapping(**source.model_dump(include=set(ColumnMapping.model_fields)))
    # Read otherwise or from elsewhere, the same file is news.
    known_for = digest_of(source.address, mapping.model_dump_json())
    with TemporaryDirectory() as folder:
        arrived = Path(folder) / "arrived"
        fetched = fetch(asked, validators_of(remembered, known_for), arrived, conduct)
        if isinstance(fetched, NotModified):
            return Reading(UNCHANGED, remembered)
        table = _as_table(arrived, source)
        report = take_in_file(Arrival(table, name_of(source.address), source.name, source.of, mapping), context)
    return Reading(counted(report), with_validators(remembered, known_for, fetched.validators))


def digest_of(*parts: str) -> str:
    """Return what tells whether a source is still asked for the same and read in the same way."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def validators_of(remembered: Remembered, known_for: str) -> Validators | None:
    """Return what the last file was known by, None if it was another file or read otherwise."""
    kept: Mapping[str, Any] = remembered.validators or {}
    if kept.get("for") != known_for:
        return None
    return Validators(kept["etag"], kept["last_modified"])


def with_validators(remembered: Remembered, known_for: str, validators: Validators) -> Remembered:
    """Return what to remember once the rows of a file are stored."""
    return replace(remembered, validators={"for": known_for, **asdict(validators)})


def name_of(address: str) -> str:
    """Return what a file at an address is called; queries may hold keys and are left out."""
    parts = urlsplit(address)
    return (unquote(parts.path).rpartition("/")[2] or parts.hostname or "file")[-255:]


def _as_table(arrived: Path, source: HttpDeclaration) -> Path:
    if not is_json(arrived):
        return arrived
    table = arrived.with_suffix(".csv")
    json_to_csv(arrived, table, source.name, source.address)
    return table
