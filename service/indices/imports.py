"""Importing a sheet of indices: read, judged and stored as a whole, as rows are held against each other."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.clock import jakarta_day
from service.files.read import open_sheet
from service.imports.files import ArrivedFile, Importer, ImportReport, StoredChunk, note_chunk
from service.imports.ledger import Counts
from service.imports.refused_lines import refused_before, refused_line
from service.imports.runs import run_import
from service.imports.sheets import understand_form
from service.indices.areas import read_area_names
from service.indices.headers import INDICES
from service.indices.intake import store_indices
from service.indices.rows import judge_rows
from service.privacy.redaction import Redaction
from service.vocabulary import ImportKind

# All of a sheet is in memory: five series of all provinces over twenty years are 46 800 rows.
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class IndexFile(ArrivedFile):
    """A file of indices: months' values, and links between bases."""

    kind: ClassVar[ImportKind] = ImportKind.INDICES


def import_indices(file: IndexFile, importer: Importer) -> ImportReport:
    """Import a file of indices.

    Raises: the `BokarError` for which the file as a whole was refused; the ledger keeps its message.
    """
    return run_import(importer.transactions, file.delivery, lambda import_id: _import_rows(file, importer, import_id))


def _import_rows(file: IndexFile, importer: Importer, import_id: int) -> ImportReport:
    with importer.transactions() as uow:
        names, today = read_area_names(uow.connection), jakarta_day(uow.now)
    limits = replace(importer.limits, rows=min(importer.limits.rows, MOST_ROWS))
    opened = open_sheet(file.path, file.file_name, file.mapping.sheet, limits)
    sheet = understand_form(opened, file.mapping, names, INDICES)
    redaction = Redaction(importer.keys, {column: name for name, column in sheet.plan.fields.items()})
    report = ImportReport(import_id, Counts(), notes=sheet.notes)
    for raw, read in sheet.chunks(MOST_ROWS):
        judged = judge_rows(read, today, sheet.plan.fields)
        refused = tuple(
            refused_line(line, judged.wrong[line], raw.loc[line].to_dict(), redaction) for line in sorted(judged.wrong)
        )
        mended = refused_before(read.columns.loc[list(judged.good)])
        with importer.transactions() as uow:
            counts = store_indices(uow, list(judged.good.values()), file.recorded_by)
            counts = replace(counts, rejected=len(refused))
            note_chunk(uow, import_id, file, StoredChunk(counts, refused, frozenset(judged.good), mended))
        report = report.and_then(counts, refused)
        importer.tell(len(raw), sheet.rows)
    return report
