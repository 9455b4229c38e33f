"""A file that arrived, from wherever: taken in chunk by chunk, with a report of its rows.

Loads pandas; import it only when there is a file.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobs.opening import personal_keys
from jobs.runner import JobContext
from service.cost_surveys.headers import HOUSEHOLDS
from service.cost_surveys.imports import SurveyFile, import_surveys
from service.files.mapping import ColumnMapping
from service.imports.files import ArrivedFile, Importer, ImportReport
from service.imports.forms import Form
from service.imports.transactions import each_kept
from service.indices.headers import INDICES
from service.indices.imports import IndexFile, import_indices
from service.prices.auction_headers import AUCTIONS
from service.prices.auction_imports import AuctionFile, import_auctions
from service.prices.headers import PRICES
from service.prices.imports import PriceFile, import_prices


@dataclass(frozen=True, slots=True)
class Kind:
    """What files of one kind hold: how they are taken in, and what their columns are called."""

    file: type[ArrivedFile]
    take_in: Callable[[Any, Importer], ImportReport]
    form: Form


KINDS: Mapping[str, Kind] = {
    "prices": Kind(PriceFile, import_prices, PRICES),
    "auctions": Kind(AuctionFile, import_auctions, AUCTIONS),
    "surveys": Kind(SurveyFile, import_surveys, HOUSEHOLDS),
    "indices": Kind(IndexFile, import_indices, INDICES),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file, what it was called, what it holds (a key of `KINDS`), and how it is read; its rows belong to `feed`."""

    path: Path
    file_name: str
    feed: str
    of: str
    mapping: ColumnMapping


def take_in_file(arrival: Arrival, context: JobContext) -> ImportReport:
    """Take a file in; raises the `Unprocessable` for which it was refused as a whole."""
    kind = KINDS[arrival.of]
    file = kind.file(arrival.path, arrival.file_name, arrival.feed, arrival.feed, arrival.mapping)
    with each_kept(context.database, context.clock) as transactions:
        return kind.take_in(file, Importer(transactions, personal_keys(context.settings)))


def counted(report: ImportReport) -> Counter[str]:
    """Return the counts of a report as the ledger of jobs names them."""
    return Counter({f"rows_{name}": getattr(report.counts, name) for name in report.counts.__slots__})
