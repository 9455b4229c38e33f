"""The subject of `bulk_intake`, in a process of its own: `python -m benchmarks.bulk_import DATABASE FILE`.

Prints as JSON how long the import took, how much memory the process had at most, and what became of the rows.
"""

import json
import re
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from service.clock import fixed_clock
from service.database import Database
from service.files.sheet import FileLimits
from service.imports.files import Importer
from service.imports.transactions import each_kept
from service.prices.imports import PriceFile, import_prices
from service.privacy.hashing import KeyChain

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEYS = KeyChain((b"the keys of a benchmark",))
LIMITS = FileLimits(file_bytes=2**31)


def main(address: str, file: str) -> None:
    """Import the file."""
    database = Database(address)
    path = Path(file)
    started = time.perf_counter()
    with each_kept(database, fixed_clock(NOW)) as transactions:
        order = PriceFile(path, path.name, "office", "officer")
        report = import_prices(order, Importer(transactions, KEYS, LIMITS))
    seconds = time.perf_counter() - started
    database.dispose()
    print(json.dumps({"seconds": seconds, "peak_megabytes": _peak_megabytes(), "counts": asdict(report.counts)}))


def _peak_megabytes() -> float:
    # Not getrusage: what it says of a program includes the process that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None, status
    return int(found[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
