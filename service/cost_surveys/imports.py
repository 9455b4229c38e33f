"""Importing household rows of cost surveys: a file from anywhere, read, judged and stored chunk by chunk."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pandas as pd
from pydantic import ValidationError

from service.areas.repository import read_district_names
from service.clock import jakarta_day
from service.cost_surveys.forms_intake import Door, counts_of, faults_of, take_in_forms
from service.cost_surveys.headers import HOUSEHOLDS
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.households import SurveyHeader
from service.cost_surveys.sheets import SheetForm, form_of
from service.database import UnitOfWork
from service.errors import BadMapping
from service.files.mapping import ColumnMapping
from service.files.read import open_sheet
from service.imports.files import ArrivedFile, Importer, ImportReport, StoredChunk, note_chunk
from service.imports.forms import plain
from service.imports.ledger import Counts, lines_in_already
from service.imports.refusals import Problem, in_one_line, problems_of
from service.imports.refused_lines import refused_before, refused_line
from service.imports.runs import run_import
from service.imports.sheets import FormSheet, RowsRead, understand_form
from service.privacy.redaction import Redaction
from service.privacy.rotation import check_keys
from service.vocabulary import ImportKind
from service.words import WORDS

# A household has many rows in several tables, so that few of them are as much work as many prices.
CHUNK_HOUSEHOLDS = 500
# What a file can say of its surveys by constants of its mapping, beside what its rows say of them.
HEADER_FIELDS = SurveyHeader.model_fields.keys() - {"external_id", "district_code"}


@dataclass(frozen=True, slots=True)
class SurveyFile(ArrivedFile):
    """A file of households: one row is one household of the survey that it names."""

    kind: ClassVar[ImportKind] = ImportKind.SURVEYS

    @property
    def batch(self) -> HouseholdBatch:
        """Return what all its households share."""
        return HouseholdBatch(self.feed, self.recorded_by, self.historical)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some rows: as they stand in the file, and as they are read."""

    raw: pd.DataFrame
    read: RowsRead
    forms: Mapping[int, SheetForm]

    def cells(self, line: int) -> Mapping[Hashable, Any]:
        """Return a row as it stands in the file."""
        cells: dict[Hashable, Any] = self.raw.loc[line].to_dict()
        return cells

    def in_their_words(self, line: int, problems: Sequence[Problem], columns: Mapping[str, str]) -> tuple[Problem, ...]:
        """Return what is wrong with a form, told of the columns of the file it was made of."""
        ours = {each.column: self.forms[line].column_of(each.column) for each in problems}
        return tuple(replace(each, column=columns.get(ours[each.column], ours[each.column])) for each in problems)


def import_surveys(file: SurveyFile, importer: Importer) -> ImportReport:
    """Import a file of households; a survey that cannot be taken in is told of each of its rows.

    Raises: the `BokarError` for which the file as a whole was refused; the ledger keeps its message.
    """
    with importer.transactions() as uow:
        check_keys(uow, importer.keys)
    return run_import(importer.transactions, file.delivery, lambda import_id: _import_chunks(file, importer, import_id))


def _import_chunks(file: SurveyFile, importer: Importer, import_id: int) -> ImportReport:
    stated, mapping = _stated_of_surveys(file.mapping)
    with importer.transactions() as uow:
        names = read_district_names(uow.connection)
    opened = open_sheet(file.path, file.file_name, mapping.sheet, importer.limits)
    sheet = understand_form(opened, mapping, names, HOUSEHOLDS)
    report = ImportReport(import_id, Counts(), notes=sheet.notes)
    for raw, read in sheet.chunks(CHUNK_HOUSEHOLDS):
        chunk = _Chunk(raw, read, _forms(read))
        with importer.transactions() as uow:
            batch = replace(file.batch, in_already=lines_in_already(uow, import_id, chunk.forms.keys()))
            stored = _store(uow, chunk, sheet, Door(batch, importer.keys, stated))
            note_chunk(uow, import_id, file, stored)
        report = report.and_then(stored.counts, stored.refused)
        importer.tell(len(raw), sheet.rows)
    return report


def _stated_of_surveys(mapping: ColumnMapping) -> tuple[dict[str, Any], ColumnMapping]:
    """Return what a mapping's constants say of surveys, and the mapping without it."""
    stated = {name: _in_our_word(name, value) for name, value in mapping.constants.items() if name in HEADER_FIELDS}
    try:
        SurveyHeader.model_validate({"external_id": "any", "district_code": "00.00", **stated})
    except ValidationError as error:
        told = [replace(each, column=f"constants.{each.column}") for each in problems_of(error)]
        raise BadMapping(problems=in_one_line(told)) from None
    rest = {name: value for name, value in mapping.constants.items() if name not in stated}
    return stated, mapping.model_copy(update={"constants": rest})


def _in_our_word(name: str, value: Any) -> Any:
    return WORDS.get(name, {}).get(plain(value), value) if isinstance(value, str) else value


def _forms(read: RowsRead) -> dict[int, SheetForm]:
    rows = zip(read.columns.index.tolist(), read.columns.to_dict("records"), strict=True)
    return {
        line: form_of({str(name): str(cell) for name, cell in cells.items() if pd.notna(cell)}) for line, cells in rows
    }


def _store(uow: UnitOfWork, chunk: _Chunk, sheet: FormSheet, door: Door) -> StoredChunk:
    columns, today = sheet.plan.fields, jakarta_day(uow.now)
    problems = {
        line: (*told, *chunk.in_their_words(line, _surely(faults_of(chunk.forms[line].form, door, today)), columns))
        for line, told in chunk.read.problems.items()
    }
    report = take_in_forms(uow, [(line, each.form) for line, each in chunk.forms.items() if line not in problems], door)
    problems |= {row.line: chunk.in_their_words(row.line, row.problems, columns) for row in report.rejected}
    redaction = Redaction(door.keys, {column: name for name, column in columns.items()})
    # Of a household that was erased nothing is kept, not even as it was sent.
    nothing = {row.line for row in report.rejected if not row.content}
    cells = {line: {} if line in nothing else chunk.cells(line) for line in sorted(problems)}
    refused = tuple(refused_line(line, problems[line], cells[line], redaction) for line in cells)
    good = chunk.read.columns.drop(index=list(problems))
    counts = replace(counts_of(report), rejected=len(refused))
    return StoredChunk(
        counts, refused, frozenset(good.index.tolist()), refused_before(good), max(chunk.forms, default=0)
    )


def _surely(faults: Iterable[Problem]) -> list[Problem]:
    """Return what is wrong with a row of which cells could not be read, as far as it does not follow from that."""
    return [fault for fault in faults if fault.value is not None and not _is_whole(fault)]


def _is_whole(fault: Problem) -> bool:
    # A list's row as a whole may lack just the cell that could not be read.
    return fault.column.rpartition(".")[2].isdecimal()
