"""What somebody reads who took a file in by hand, in Indonesian or in English."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from service.imports.refusals import RefusedLine

if TYPE_CHECKING:
    from service.imports.files import ImportReport
    from service.prices.auctions import Warned

SHOWN_ROWS = 20
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "progress": "Rows",
        "counts": "{accepted} accepted, {corrected} corrected, {duplicate} known, {rejected} refused; {flagged} look "
        "implausible and wait for a review.",
        "row": "line {line}: {problems}",
        "more": "... and {count} more.",
        "trial": "A trial: nothing was written.",
        "import": "Import {id}.",
        "mend": "Refused rows come back as CSV to mend from /v1/imports/{id}/refused.",
        "review": "Those that wait: /v1/prices/review.",
        "warning": "{night}, lot {lot}: {problem}",
        "more_warnings": "... and {count} more of these.",
    },
    "id": {
        "progress": "Baris",
        "counts": "{accepted} diterima, {corrected} diperbaiki, {duplicate} sudah ada, {rejected} ditolak; {flagged} "
        "tampak tidak wajar dan menunggu tinjauan.",
        "row": "baris {line}: {problems}",
        "more": "... dan {count} lainnya.",
        "trial": "Uji coba: tidak ada yang ditulis.",
        "import": "Impor {id}.",
        "mend": "Baris yang ditolak dapat diambil sebagai CSV untuk diperbaiki dari /v1/imports/{id}/refused.",
        "review": "Yang menunggu: /v1/prices/review.",
        "warning": "{night}, lot {lot}: {problem}",
        "more_warnings": "... dan {count} lagi seperti ini.",
    },
}


def report_lines(report: "ImportReport", language: str) -> Iterator[str]:
    """Yield what became of the rows: counts, notes, and the first refused ones."""
    words, counts = WORDS[language], report.counts
    yield words["counts"].format(**{name: getattr(counts, name) for name in counts.__slots__})
    yield from (note.message(language) for note in report.notes)
    yield from (_row(row, language) for row in report.refused[:SHOWN_ROWS])
    if counts.rejected > SHOWN_ROWS:
        yield words["more"].format(count=counts.rejected - SHOWN_ROWS)


def where_to_look(report: "ImportReport", language: str) -> Iterator[str]:
    """Yield the import's number, and where refused rows and those that wait are found."""
    words = WORDS[language]
    yield words["import"].format(id=report.import_id)
    if report.counts.rejected:
        yield words["mend"].format(id=report.import_id)
    if report.counts.flagged:
        yield words["review"]


def warning_lines(warnings: "Sequence[Warned]", language: str) -> Iterator[str]:
    """Yield what somebody should know of lots that were taken in."""
    words = WORDS[language]
    for warned in warnings[:SHOWN_ROWS]:
        problem = warned.problem.message(language)
        yield words["warning"].format(night=warned.night, lot=warned.lot_number, problem=problem)
    if len(warnings) > SHOWN_ROWS:
        yield words["more_warnings"].format(count=len(warnings) - SHOWN_ROWS)


def _row(row: RefusedLine, language: str) -> str:
    problems = "; ".join(problem.message(language) for problem in row.problems)
    return WORDS[language]["row"].format(line=row.line, problems=problems)
