"""What is kept of a file that was taken in, in `done` or `refused`: a redacted copy, a report, and the rows to mend."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.ingest_copies import redaction_of, write_redacted_copy, write_refused_rows
from jobs.ingest_errors import FolderUnusable
from jobs.ingest_files import KINDS
from jobs.ingest_report import Kept, Outcome, report_text
from jobs.sources.declarations import DONE, REFUSED
from service.clock import JAKARTA
from service.database import Database
from service.errors import Phrase
from service.files.errors import FileRefused
from service.files.read import open_sheet
from service.files.sheet import FileLimits
from service.imports.forms import Form, grade_of, plain
from service.imports.plan import knows_any
from service.privacy.rights import all_erased

if TYPE_CHECKING:
    from jobs.drop_folder import DropFolder

# A name and what is added to it have to fit into the 255 bytes that file systems allow.
LONGEST_NAME_BYTES = 180


@dataclass(frozen=True, slots=True)
class _Places:
    """Where what is kept of a file goes."""

    folder: Path
    name: str

    @property
    def copy(self) -> Path:
        """Return where the redacted copy goes, which is CSV whatever the file was."""
        return self.folder / (self.name if self.name.lower().endswith(".csv") else f"{self.name}.csv")

    @property
    def refused_rows(self) -> Path:
        """Return where the rows to mend go."""
        return self.folder / f"{self.name}.refused.csv"

    @property
    def report(self) -> Path:
        """Return where the report goes."""
        return self.folder / f"{self.name}.report.txt"

    def are_free(self) -> bool:
        """Return whether nothing lies there."""
        return not any(path.exists() for path in (self.copy, self.refused_rows, self.report))


def file_away(path: Path, outcome: Outcome, read_as: "DropFolder", database: Database) -> None:
    """Write what is kept of a file, which is to be removed only then; nothing is ever written over."""
    places = _free_places(_folder(path.parent / (REFUSED if outcome.is_refused else DONE)), outcome)
    with database.reading() as connection:
        erased = all_erased(connection)
    copied = outcome.digest is not None and _copy(path, outcome, read_as, erased, places.copy)
    if outcome.report is not None and outcome.report.counts.rejected:
        write_refused_rows(database, outcome.report.import_id, places.refused_rows, outcome.language)
    kept = Kept(
        places.copy.name if copied else None,
        places.refused_rows.name if places.refused_rows.exists() else None,
    )
    with places.report.open("x", encoding="utf-8") as file:
        file.write(report_text(outcome, kept))


def _folder(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise FolderUnusable(folder=folder, cause=Phrase("it is a link to elsewhere", "berupa tautan ke tempat lain"))
    return folder


def _free_places(folder: Path, outcome: Outcome) -> _Places:
    name = _short(outcome.file_name)
    moment = f"{outcome.moment.astimezone(JAKARTA):%Y%m%dT%H%M%S}"
    for number in count():
        mark = {0: "", 1: f" {moment}"}.get(number, f" {moment}-{number}")
        places = _Places(folder, f"{Path(name).stem}{mark}{Path(name).suffix}")
        if places.are_free():
            return places
    raise AssertionError("one of endlessly many names is free")


def _short(name: str) -> str:
    suffix = Path(name).suffix
    if len(name.encode()) <= LONGEST_NAME_BYTES or len(suffix.encode()) >= LONGEST_NAME_BYTES:
        return name.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore")
    return name.encode()[: LONGEST_NAME_BYTES - len(suffix.encode())].decode(errors="ignore") + suffix


def _copy(path: Path, outcome: Outcome, read_as: "DropFolder", erased: frozenset[str], into: Path) -> bool:
    try:
        sheet = open_sheet(path, outcome.file_name, read_as.mapping.sheet, FileLimits())
    except FileRefused:
        return False
    form = KINDS[read_as.of].form
    if not knows_any(sheet.header, read_as.mapping, form):
        return False
    redaction = redaction_of(sheet.header, read_as.mapping, partial(_our_name, form), outcome.keys)
    return write_redacted_copy(sheet, replace(redaction, erased=erased), into)


def _our_name(form: Form, column: str) -> str | None:
    """Return what we call a column; one that fills no field but may be there keeps its name, None if unknown."""
    name = plain(column)
    may_be_there = form.leaves_out(column) or (form.prints_tables and grade_of(column) is not None)
    return form.field_of_header.get(name) or (name if may_be_there else None)
