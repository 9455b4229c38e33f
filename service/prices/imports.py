"""Importing a price list: a file from anywhere, read, judged and stored chunk by chunk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from service.areas.repository import read_district_names
from service.clock import jakarta_day
from service.files.mapping import ColumnMapping
from service.files.read import open_sheet
from service.files.sheet import FileLimits
from service.imports import ledger
from service.imports.ledger import Counts, Delivery
from service.imports.refusals import RefusedLine
from service.imports.runs import run_import
from service.imports.transactions import Transactions
from service.prices.chunks import Judges, judge_chunk, store_chunk
from service.prices.intake import Batch
from service.prices.rows import read_known
from service.prices.sheets import understand
from service.privacy.hashing import KeyChain
from service.privacy.redaction import Redaction
from service.privacy.rotation import check_keys
from service.vocabulary import ImportKind

# Large enough that a commit costs little, small enough that memory stays flat and readers see rows soon.
CHUNK_ROWS = 20_000
READ_BYTES = 2**20
AS_IT_SAYS = ColumnMapping()
USUAL_LIMITS = FileLimits()
# The ledger keeps every refused row; a report shows the first ones, so that memory stays flat.
SHOWN_REFUSALS = 1000


@dataclass(frozen=True, slots=True)
class PriceFile:
    """A file of prices, from whom it came and how it is to be read."""

    path: Path
    file_name: str
    feed: str
    recorded_by: str
    mapping: ColumnMapping = AS_IT_SAYS
    historical: bool = False

    @property
    def delivery(self) -> Delivery:
        """Return what the ledger knows it by: its bytes and how they are read."""
        return Delivery(
            ImportKind.PRICES,
            self.feed,
            ledger.digest_of(self._parts()),
            self.recorded_by,
            self.file_name,
            self.mapping.sheet,
        )

    @property
    def batch(self) -> Batch:
        """Return what all its rows share."""
        return Batch(self.feed, self.recorded_by, self.historical, self.mapping.proportional)

    def _parts(self) -> Iterator[bytes]:
        yield self.mapping.model_dump_json().encode()
        with self.path.open("rb") as file:
            while part := file.read(READ_BYTES):
                yield part


@dataclass(frozen=True, slots=True)
class Importer:
    """Where imports go: how they commit, the keys of personal hashes, and what is read at most.

    `tell` is told after each chunk how many rows are done now, and how many the file has.
    """

    transactions: Transactions
    keys: KeyChain
    limits: FileLimits = USUAL_LIMITS
    tell: Callable[[int, int], None] = lambda done, rows: None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a delivery: the counts of this attempt, and the first refused rows."""

    import_id: int
    counts: Counts
    refused: tuple[RefusedLine, ...]


def import_prices(file: PriceFile, importer: Importer) -> ImportReport:
    """Import a file of prices.

    Raises: the `BokarError` for which the file as a whole was refused; the ledger keeps its message.
    """
    with importer.transactions() as uow:
        check_keys(uow, importer.keys)
    return run_import(importer.transactions, file.delivery, lambda import_id: _import_chunks(file, importer, import_id))


def _import_chunks(file: PriceFile, importer: Importer, import_id: int) -> ImportReport:
    with importer.transactions() as uow:
        known = read_known(uow.connection, jakarta_day(uow.now))
        names = read_district_names(uow.connection)
    sheet = understand(open_sheet(file.path, file.file_name, file.mapping.sheet, importer.limits), file.mapping, names)
    # Every name a column of people may have, `Pencatat` too, hides who is in it.
    ours = {column: field for field, column in sheet.plan.fields.items()}
    judges = Judges(known, Redaction(importer.keys, ours), sheet.plan.fields)
    report = ImportReport(import_id, Counts(), ())
    for raw, read in sheet.chunks(CHUNK_ROWS):
        chunk = judge_chunk(raw, read, judges)
        with importer.transactions() as uow:
            counts = store_chunk(uow, chunk, file.batch)
            mended = chunk.mended | ledger.open_rows(uow, import_id, chunk.good_lines)
            ledger.mended_rows(uow, file.feed, file.recorded_by, mended)
            ledger.note(uow, import_id, counts, chunk.refused)
        report = replace(
            report, counts=report.counts + counts, refused=(*report.refused, *chunk.refused)[:SHOWN_REFUSALS]
        )
        importer.tell(len(raw), sheet.rows)
    return report
