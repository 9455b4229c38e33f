"""Price lists as files, and importing them."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from service.clock import Clock, fixed_clock
from service.database import Database
from service.files.mapping import ColumnMapping
from service.imports.files import Importer, ImportReport
from service.imports.transactions import Transactions, each_kept
from service.prices.imports import PriceFile, import_prices
from service.privacy.hashing import KeyChain
from tests.builders import NOW

KEYS = KeyChain((b"a key of at least sixteen bytes",))
AS_IT_SAYS = ColumnMapping()
Row = Mapping[str, Any]


class Writing(Protocol):
    """How an import writes: `each_kept` or `none_kept`."""

    def __call__(self, database: Database, clock: Clock) -> AbstractContextManager[Transactions]: ...


def listed(number: int, **changes: Any) -> dict[str, Any]:
    """Return one row of a price list with an id of its own."""
    row = {
        "external_id": f"a{number}",
        "district_code": "16.03",
        "observed_on": "2026-11-02",
        "price_level": "auction",
        "price_idr_per_kg": 9000 + number,
        "source": "the office's own book",
        "provenance": "survey",
    }
    return {**row, **changes}


def csv_file(folder: Path, rows: Sequence[Row], name: str = "prices.csv") -> Path:
    """Write rows below the names of all their columns."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def price_file(path: Path, mapping: ColumnMapping = AS_IT_SAYS, **changes: Any) -> PriceFile:
    """Return a file from the office."""
    return PriceFile(
        **{"path": path, "file_name": path.name, "feed": "office", "recorded_by": "officer", **changes}, mapping=mapping
    )


def take_in_file(
    database: Database, file: PriceFile | Path, now: datetime = NOW, writing: Writing = each_kept
) -> ImportReport:
    """Import a file."""
    order = price_file(file) if isinstance(file, Path) else file
    with writing(database, fixed_clock(now)) as transactions:
        return import_prices(order, Importer(transactions, KEYS))


def take_in_rows(database: Database, folder: Path, rows: Sequence[Row], now: datetime = NOW) -> ImportReport:
    """Import rows as a CSV file."""
    return take_in_file(database, csv_file(folder, rows), now)
