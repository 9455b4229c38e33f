"""Importing a sheet of auction nights: read as a whole, stored some nights at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from service.areas.repository import read_district_names
from service.clock import jakarta_day
from service.files.read import open_sheet
from service.files.sheet import FileLimits
from service.imports.files import ArrivedFile, Importer, ImportReport, StoredChunk, note_chunk
from service.imports.ledger import Counts
from service.imports.mending import told
from service.imports.plan import ColumnPlan
from service.imports.runs import run_import
from service.imports.sheets import understand_form
from service.prices.auction_headers import AUCTIONS
from service.prices.auction_nights import NightJudge, NightRead
from service.prices.auction_sheets import read_lot_rows
from service.prices.auctions import NightReport, Warned, take_in_auctions
from service.prices.intake import Batch
from service.prices.rows import read_known
from service.privacy.redaction import Redaction
from service.vocabulary import ImportKind

NIGHTS_AT_ONCE = 100
# The lots of a night may stand anywhere in a sheet, so all of it is in memory: more than a province auctions in a year.
MOST_ROWS = 50_000
SHOWN_WARNINGS = 1000


@dataclass(frozen=True, slots=True)
class AuctionFile(ArrivedFile):
    """A file of auction nights."""

    kind: ClassVar[ImportKind] = ImportKind.AUCTIONS

    @property
    def batch(self) -> Batch:
        """Return what all its nights share."""
        return Batch(self.feed, self.recorded_by, self.historical)


@dataclass(frozen=True, slots=True)
class AuctionImportReport(ImportReport):
    """What became of a file, row by row, and what somebody should know of lots that were taken in."""

    warnings: tuple[Warned, ...] = ()

    def also_told(self, language: str) -> dict[str, Any]:
        """Return the warnings in one language."""
        lots = ((one, told(asdict(one.problem), language)) for one in self.warnings)
        return {"warnings": [{"night": one.night, "lot_number": one.lot_number, **what} for one, what in lots]}


def import_auctions(file: AuctionFile, importer: Importer) -> AuctionImportReport:
    """Import a file of auction nights.

    Raises: the `BokarError` for which the file as a whole was refused; the ledger keeps its message.
    """
    return run_import(importer.transactions, file.delivery, lambda import_id: _import_nights(file, importer, import_id))


def _import_nights(file: AuctionFile, importer: Importer, import_id: int) -> AuctionImportReport:
    with importer.transactions() as uow:
        known = read_known(uow.connection, jakarta_day(uow.now))
        names = read_district_names(uow.connection)
    opened = open_sheet(file.path, file.file_name, file.mapping.sheet, _limits(importer.limits))
    sheet = understand_form(opened, file.mapping, names, AUCTIONS)
    ours = {column: field for field, column in sheet.plan.fields.items()}
    nights = NightJudge(sheet.plan, known, Redaction(importer.keys, ours)).judge(read_lot_rows(sheet))
    report = AuctionImportReport(import_id, Counts(), notes=sheet.notes)
    for some in _some_at_a_time(nights):
        with importer.transactions() as uow:
            reports = take_in_auctions(uow, [night.auction for night in some if night.auction is not None], file.batch)
            stored = _stored(some, reports)
            note_chunk(uow, import_id, file, stored)
        counted = report.and_then(stored.counts, stored.refused)
        told_now = (_in_their_words(one, sheet.plan) for night in reports for one in night.warnings)
        warnings = (*report.warnings, *told_now)
        report = replace(report, counts=counted.counts, refused=counted.refused, warnings=warnings[:SHOWN_WARNINGS])
        importer.tell(len(stored.good_lines) + len(stored.refused), sheet.rows)
    return report


def _in_their_words(warned: Warned, plan: ColumnPlan) -> Warned:
    column = plan.told_by.get(warned.problem.column, warned.problem.column)
    return replace(warned, problem=replace(warned.problem, column=column))


def _limits(limits: FileLimits) -> FileLimits:
    return replace(limits, rows=min(limits.rows, MOST_ROWS))


def _some_at_a_time(nights: Sequence[NightRead]) -> Iterator[Sequence[NightRead]]:
    for start in range(0, len(nights), NIGHTS_AT_ONCE):
        yield nights[start : start + NIGHTS_AT_ONCE]


def _stored(nights: Sequence[NightRead], reports: Sequence[NightReport]) -> StoredChunk:
    refused = tuple(line for night in nights for line in night.refused)
    counts = sum((counts_of(report) for report in reports), Counts(rejected=len(refused)))
    good = frozenset(line for night in nights for line in night.good_lines)
    mended = frozenset(row for night in nights for row in night.mended)
    return StoredChunk(counts, refused, good, mended)


def counts_of(report: NightReport) -> Counts:
    """Return what became of the lots of a night."""
    lots = report.lots
    return Counts(lots.accepted, lots.corrected, lots.duplicate, 0, lots.flagged)
