"""What a clerk reads beside a file that was taken in, in Indonesian and in English."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.clock import JAKARTA
from service.errors import BokarError
from service.imports.refusals import WHOLE_ROW, Problem, RefusedLine
from service.privacy.hashing import KeyChain
from service.privacy.redaction import scrub

if TYPE_CHECKING:
    from service.imports.files import ImportReport

SHOWN_ROWS = 200
# What `service.files.sheet.EXTRA_CELLS` is; that module loads pandas.
_EXTRA_CELLS = "\x00extra"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "title": "LAPORAN (Bahasa Indonesia)",
        "file": "Berkas: {file}",
        "moment": "Waktu: {moment} WIB",
        "digest": "SHA-256 berkas asli: {digest}",
        "import": "Impor nomor {id}",
        "counts": "{accepted} baris diterima, {corrected} diperbaiki, {duplicate} sudah ada, {rejected} ditolak; "
        "{flagged} tampak tidak wajar dan menunggu tinjauan.",
        "refused": "Berkas ditolak seluruhnya: {why}",
        "row": "Baris {line}: {reason}",
        "blank": "Baris {line}, kolom {column}: {reason}",
        "cell": "Baris {line}, kolom {column}, isi {value!r}: {reason}",
        "more": "... dan {count} baris ditolak lainnya.",
        "mend": "Perbaiki baris yang ditolak dalam {file}, lalu taruh berkas itu di folder yang sama.",
        "copy": "{file} adalah salinan lembar yang dibaca: nama dan nomor telepon diganti kode, dan isi kolom yang "
        "tidak dikenal disembunyikan.",
        "no_copy": "Berkas asli tidak disimpan karena isinya tidak dapat dibaca untuk menyamarkan data pribadi.",
    },
    "en": {
        "title": "REPORT (English)",
        "file": "File: {file}",
        "moment": "Time: {moment} WIB",
        "digest": "SHA-256 of the original: {digest}",
        "import": "Import number {id}",
        "counts": "{accepted} rows accepted, {corrected} corrected, {duplicate} known before, {rejected} refused; "
        "{flagged} look implausible and wait for a review.",
        "refused": "The file was refused as a whole: {why}",
        "row": "Line {line}: {reason}",
        "blank": "Line {line}, column {column}: {reason}",
        "cell": "Line {line}, column {column}, value {value!r}: {reason}",
        "more": "... and {count} more refused rows.",
        "mend": "Mend the refused rows in {file} and put that file into the same folder.",
        "copy": "{file} is a copy of the sheet that was read: names and phone numbers are replaced by codes, and what "
        "stands in unknown columns is hidden.",
        "no_copy": "The original was not kept: it could not be read to replace personal data in it.",
    },
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the report of its rows, or the error for which it was refused as a whole.

    `language` is the one that is told first.
    """

    file_name: str
    digest: str | None
    moment: datetime
    keys: KeyChain
    result: "ImportReport | BokarError"
    language: str = "en"

    @property
    def report(self) -> "ImportReport | None":
        """Return what became of the rows, None for a file refused as a whole."""
        return None if isinstance(self.result, BokarError) else self.result

    @property
    def is_refused(self) -> bool:
        """Return whether nothing of the file could be used."""
        if self.report is None:
            return True
        counts = self.report.counts
        return counts.rejected > 0 and counts.accepted + counts.corrected + counts.duplicate == 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies beside the report, by name; None for what there is not."""

    copy: str | None
    refused_rows: str | None


def report_text(outcome: Outcome, kept: Kept) -> str:
    """Return the whole report."""
    languages = sorted(_WORDS, key=lambda language: language != outcome.language)
    return "\n\n".join("\n".join(_part(outcome, kept, language)) for language in languages) + "\n"


def _part(outcome: Outcome, kept: Kept, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield words["title"]
    yield words["file"].format(file=outcome.file_name)
    yield words["moment"].format(moment=f"{outcome.moment.astimezone(JAKARTA):%Y-%m-%d %H:%M}")
    if outcome.digest is not None:
        yield words["digest"].format(digest=outcome.digest)
    if isinstance(outcome.result, BokarError):
        yield words["refused"].format(why=scrub(outcome.result.message(language), outcome.keys))
    else:
        yield from _rows(outcome.result, outcome.keys, language)
    if kept.refused_rows is not None:
        yield words["mend"].format(file=kept.refused_rows)
    yield words["no_copy"] if kept.copy is None else words["copy"].format(file=kept.copy)


def _rows(report: "ImportReport", keys: KeyChain, language: str) -> Iterator[str]:
    words, counts = _WORDS[language], report.counts
    yield words["import"].format(id=report.import_id)
    yield words["counts"].format(**{name: getattr(counts, name) for name in counts.__slots__})
    yield from (note.message(language) for note in report.notes)
    shown = report.refused[:SHOWN_ROWS]
    for row in shown:
        for problem in row.problems:
            value, reason = _value(row, problem, keys), scrub(problem.reason(language), keys)
            yield words[_what(problem, value)].format(line=row.line, column=problem.column, value=value, reason=reason)
    if counts.rejected > len(shown):
        yield words["more"].format(count=counts.rejected - len(shown))


def _value(row: RefusedLine, problem: Problem, keys: KeyChain) -> Any:
    """Return what stood in the cell, as it is kept: without anybody's name."""
    column = _EXTRA_CELLS if problem.column == WHOLE_ROW else problem.column
    return row.content.get(column, None if problem.value is None else scrub(str(problem.value), keys))


def _what(problem: Problem, value: Any) -> str:
    """Return which words tell of a problem: those of a cell, of a blank one, or of the row as a whole."""
    if value not in (None, ""):
        return "cell"
    return "row" if problem.column == WHOLE_ROW else "blank"
