"""Importing a price list: a file from anywhere, read, judged and stored chunk by chunk."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.areas.repository import read_district_names
from service.clock import jakarta_day
from service.files.read import open_sheet
from service.imports.ahead import ahead
from service.imports.files import ArrivedFile, Importer, ImportReport, StoredChunk, note_chunk
from service.imports.ledger import Counts, lines_in_already
from service.imports.runs import run_import
from service.prices.chunks import Judges, judge_chunk, store_chunk
from service.prices.intake import Batch
from service.prices.rows import read_known
from service.prices.said_elsewhere import hints_of
from service.prices.sheets import understand
from service.privacy.redaction import Redaction
from service.privacy.rotation import check_keys
from service.vocabulary import ImportKind

# By database: large enough that a commit costs little, small enough that memory stays flat and readers see rows soon.
# An embedded one writes and syncs in this process, which pays off for larger chunks.
CHUNK_ROWS = {"sqlite": 50_000, "postgresql": 20_000}


@dataclass(frozen=True, slots=True)
class PriceFile(ArrivedFile):
    """A file of prices."""

    kind: ClassVar[ImportKind] = ImportKind.PRICES

    @property
    def batch(self) -> Batch:
        """Return what all its rows share."""
        return Batch(self.feed, self.recorded_by, self.historical, self.mapping.proportional)


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
        dialect = uow.connection.dialect.name
    sheet = understand(open_sheet(file.path, file.file_name, file.mapping.sheet, importer.limits), file.mapping, names)
    # Every name a column of people may have, `Pencatat` too, hides who is in it.
    ours = {column: field for field, column in sheet.plan.fields.items()}
    judges = Judges(known, Redaction(importer.keys, ours), sheet.plan.told_by)
    report = ImportReport(import_id, Counts(), notes=sheet.notes)
    judged = ((len(raw), judge_chunk(raw, read, judges)) for raw, read in sheet.chunks(CHUNK_ROWS[dialect]))
    for rows, chunk in ahead(judged):
        with importer.transactions() as uow:
            counts = store_chunk(uow, chunk, file.batch, lines_in_already(uow, import_id, chunk.good_lines))
            stored = StoredChunk(counts, tuple(chunk.refused), chunk.good_lines, chunk.mended, chunk.up_to)
            note_chunk(uow, import_id, file, stored)
            hints = hints_of(uow, file.feed, sheet.rows) if counts.accepted else ()
        report = replace(report.and_then(counts, chunk.refused), notes=(*report.notes, *hints))
        importer.tell(rows, sheet.rows)
    return report
