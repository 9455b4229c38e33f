"""Indices as files, and importing them; every figure in them is made up."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from service.clock import fixed_clock
from service.database import Database
from service.imports.files import Importer, ImportReport
from service.imports.transactions import each_kept
from service.indices.imports import IndexFile, import_indices
from tests.builders import NOW
from tests.price_files import AS_IT_SAYS, KEYS, Row, Writing, csv_file


def listed(month: str, value: float | str = 120.5, **changes: Any) -> dict[str, Any]:
    """Return one month of South Sumatra's index of consumption."""
    row = {
        "index_name": "IKRT",
        "province": "Sumatera Selatan",
        "month": month,
        "base": "2018=100",
        "value": value,
        "source": "made up for a test",
        "provenance": "published",
    }
    return {**row, **changes}


def link(factor: float | str = 0.75, **changes: Any) -> dict[str, Any]:
    """Return the link between two bases of South Sumatra's index of consumption."""
    row = {**listed(""), "base": "2012=100", "to_base": "2018=100", "factor": factor, "value": ""}
    return {**row, **changes}


def take_in_rows(
    database: Database, folder: Path, rows: Sequence[Row], now: datetime = NOW, **changes: Any
) -> ImportReport:
    """Import rows as a CSV file."""
    return take_in_file(database, csv_file(folder, rows, "indices.csv"), now, **changes)


def take_in_file(
    database: Database, path: Path, now: datetime = NOW, writing: Writing = each_kept, **changes: Any
) -> ImportReport:
    """Import a file from the office."""
    stated = {"path": path, "file_name": path.name, "feed": "office", "recorded_by": "officer", "mapping": AS_IT_SAYS}
    with writing(database, fixed_clock(now)) as transactions:
        return import_indices(IndexFile(**{**stated, **changes}), Importer(transactions, KEYS))
