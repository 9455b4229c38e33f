"""A price list as large as wanted: realistic columns, several districts and days, one row in fifty refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

FIRST_DAY, DAYS = date(2023, 1, 1), 1000
BAD_EVERY = 50
PART_ROWS = 100_000
DISTRICTS = ("16.01", "16.02", "16.03", "16.05", "16.06", "14.02", "14.09", "18.05", "18.12", "15.02")
# What is wrong with a bad row, by its column; they take turns.
FAULTS = (
    ("price_idr_per_kg", "0"),
    ("district_code", "16.99"),
    ("price_idr_per_kg", "murah"),
    ("dry_rubber_content_percent", "140"),
    ("observed_on", "2099-01-01"),
    ("source", ""),
)


def write_price_list(path: Path, rows: int) -> Path:
    """Write a CSV file of so many rows, some at a time."""
    parts = _parts(rows)
    first = next(parts)
    with csv.CSVWriter(path, first.schema, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
        writer.write_table(first)
        for part in parts:
            writer.write_table(part)
    return path


def bad_rows(rows: int) -> int:
    """Return how many rows of a list are refused."""
    return len(range(0, rows, BAD_EVERY))


def _parts(rows: int) -> Iterator[pa.Table]:
    for start in range(0, rows, PART_ROWS):
        yield _part(np.arange(start, min(start + PART_ROWS, rows)))


def _part(numbers: np.ndarray) -> pa.Table:
    days = np.array([str(FIRST_DAY + timedelta(days=day)) for day in range(DAYS)], dtype=object)
    columns = {
        "external_id": _written("a", numbers),
        "district_code": _cycled(DISTRICTS, numbers // 7),
        "observed_on": days[numbers // 13 % DAYS],
        "price_level": _cycled(("auction", "collector", "farmgate"), numbers),
        "price_idr_per_kg": _written("", 7000 + numbers * 7919 % 6000),
        "dry_rubber_content_percent": _cycled(("50", "52.5", "55", "", "60"), numbers // 3),
        "storage_age": _cycled(("weekly", "two_weekly", "fresh", ""), numbers // 5),
        "volume_kg": _written("", 200 + numbers * 104729 % 50_000),
        "reporter": _written("reporter ", numbers * 31 % 400),
        "source": _cycled(("Dinas Perkebunan Sumatera Selatan", "UPPB Lavender", "enumerator"), numbers // 11),
        "provenance": _cycled(("survey",), numbers),
    }
    for place in np.flatnonzero(numbers % BAD_EVERY == 0):
        column, value = FAULTS[numbers[place] // BAD_EVERY % len(FAULTS)]
        columns[column][place] = value
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def _cycled(words: tuple[str, ...], places: np.ndarray) -> np.ndarray:
    cycled: np.ndarray = np.array(words, dtype=object)[places % len(words)]
    return cycled


def _written(before: str, numbers: np.ndarray) -> np.ndarray:
    return np.array([f"{before}{number}" for number in numbers.tolist()], dtype=object)
