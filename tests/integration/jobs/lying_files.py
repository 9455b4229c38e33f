"""Files as clerks put them into the drop folder, old enough to be finished, and what becomes of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jobs.runner import JobContext
from service.clock import fixed_clock
from service.database import Database
from service.settings import Settings
from tests.builders import NOW

COLUMNS = (
    "external_id",
    "district_code",
    "observed_on",
    "price_level",
    "price_idr_per_kg",
    "source",
    "provenance",
    "reporter",
)
NAME, PHONE = "Siti Aminah", "0812-3456-7890"


def context_of(database: Database, folder: Path, **settings: Any) -> JobContext:
    return JobContext(database, Settings(data_dir=folder, **settings), fixed_clock(NOW))


def price_row(number: int, **changes: str) -> tuple[str, ...]:
    row = {
        "external_id": f"row {number}",
        "district_code": "16.03",
        "observed_on": "2026-11-02",
        "price_level": "collector",
        "price_idr_per_kg": str(9000 + number),
        "source": "buku kantor",
        "provenance": "survey",
        "reporter": NAME,
    }
    return tuple((row | changes).values())


def csv_of(*rows: Sequence[str], columns: Sequence[str] = COLUMNS) -> str:
    return "".join(";".join(row) + "\n" for row in (columns, *rows))


def lay(path: Path, content: str | bytes, age_seconds: int = 60) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return aged(path, age_seconds)


def lay_workbook(path: Path, *rows: Sequence[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("harga")
    for row in (COLUMNS, *rows):
        sheet.append(list(row))
    workbook.save(path)
    return aged(path)


def aged(path: Path, seconds: int = 60) -> Path:
    moment = NOW.timestamp() - seconds
    os.utime(path, (moment, moment), follow_symlinks=False)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def everything_in(folder: Path) -> str:
    """All that is kept, names of files too, as one text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(f"{path}\n{path.read_text(encoding='utf-8')}" for path in files)
