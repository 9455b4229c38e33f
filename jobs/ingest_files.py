"""A file that arrived, from wherever: taken in chunk by chunk, with a report of its rows.

Loads pandas; import it only when there is a file.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from jobs.opening import personal_keys
from jobs.runner import JobContext
from service.files.mapping import ColumnMapping
from service.imports.transactions import each_kept
from service.prices.imports import Importer, ImportReport, PriceFile, import_prices


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file, what it was called, what it holds, and how it is read; rows are identified within `feed`."""

    path: Path
    file_name: str
    feed: str
    of: str
    mapping: ColumnMapping


def take_in_file(file: ArrivedFile, context: JobContext) -> ImportReport:
    """Take a file in; raises the `Unprocessable` for which it was refused as a whole."""
    order = PriceFile(file.path, file.file_name, file.feed, file.feed, file.mapping)
    with each_kept(context.database, context.clock) as transactions:
        return import_prices(order, Importer(transactions, personal_keys(context.settings)))


def counted(report: ImportReport) -> Counter[str]:
    """Return the counts of a report as the ledger of jobs names them."""
    return Counter({f"rows_{name}": getattr(report.counts, name) for name in report.counts.__slots__})
