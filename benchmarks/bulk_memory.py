"""How much memory an import takes at most, of one and of five million rows: it must not grow with the file."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bulk_databases import NewDatabase, imported, postgresql, sqlite
from benchmarks.bulk_rows import write_price_list
from benchmarks.report import Report

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
TIMES = 5
# Allocators keep some of what was freed; a file that is held in memory would add hundreds.
MOST_GROWTH = 1.25


def run(report: Report) -> None:
    """Import both files into each database."""
    with TemporaryDirectory() as folder:
        files = {rows: write_price_list(Path(folder, f"{rows}.csv"), rows) for rows in (ROWS, TIMES * ROWS)}
        for name, databases in (("postgresql", postgresql), ("sqlite", sqlite)):
            with databases() as new_database:
                few, many = (_peak(new_database, file, rows) for rows, file in files.items())
            report.figure(f"bulk_memory_{name}_{ROWS}", few, "MB")
            report.figure(f"bulk_memory_{name}_{TIMES * ROWS}", many, "MB")
            report.figure(f"bulk_memory_{name}_growth", many / few, "ratio", at_most=MOST_GROWTH)


def _peak(new_database: NewDatabase, file: Path, rows: int) -> float:
    with new_database() as database:
        return imported(database, file, rows).peak_megabytes
