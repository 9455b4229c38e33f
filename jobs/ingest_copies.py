"""What is kept of a file that was taken in: a copy of its rows in which nobody is named, and its refused rows to mend.

Loads pandas; import it only when there is a file.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from service.database import Database
from service.files.errors import FileRefused
from service.files.mapping import ColumnMapping
from service.files.sheet import EXTRA_CELLS, Sheet
from service.imports.mending import safe, to_mend
from service.imports.repository import Refused, every_refused
from service.privacy.columns import personal_field
from service.privacy.hashing import KeyChain
from service.privacy.redaction import Redaction, redact_rows, scrub

ROWS_AT_ONCE = 5000
# What a column is taken for that we have no name for: nobody knows who may stand in it.
HIDDEN = "nik"


def redaction_of(
    header: Iterable[str], mapping: ColumnMapping, ours: Callable[[str], str | None], keys: KeyChain
) -> Redaction:
    """Return how a file's rows are redacted; `ours` says what we call a column, None for one that nobody knows."""
    return Redaction(keys, {column: mapping.columns.get(column) or _meaning(column, ours) for column in header})


def _meaning(column: str, ours: Callable[[str], str | None]) -> str:
    """Return what a column is taken for: by its own name, ours for it, or else for something to hide altogether."""
    return column if personal_field(column) else ours(column) or HIDDEN


def write_redacted_copy(sheet: Sheet, redaction: Redaction, into: Path) -> bool:
    """Write a sheet as CSV without personal data; return False, leaving nothing, if it cannot be read to its end."""
    try:
        with into.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(safe(scrub(name, redaction.keys)) for name in sheet.header)
            for row in redact_rows(sheet.header, _rows(sheet), redaction):
                writer.writerow(safe(_text(cell)) for cell in row)
    except FileRefused:
        into.unlink()
        return False
    return True


def write_refused_rows(database: Database, import_id: int, into: Path, language: str) -> None:
    """Write the rows of an import that wait to be mended, in the file's own columns, with what is wrong with each."""
    refused = Refused(import_id)
    with into.open("x", encoding="utf-8", newline="") as file:
        file.writelines(to_mend(lambda: every_refused(database, refused), language))


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    """Yield the cells of each row; what stood in cells without a column name comes last, where there is any."""
    for frame in sheet.chunks(ROWS_AT_ONCE):
        cells = frame.astype(object).where(frame.notna(), None)[[*sheet.header, EXTRA_CELLS]]
        for *named, extra in cells.itertuples(index=False, name=None):
            yield [*map(_plain, named), *([] if extra is None else [extra])]


def _plain(cell: Any) -> Any:
    """Return numbers as they are and everything else as text, in which names are looked for."""
    return cell if cell is None or isinstance(cell, int | float) else str(cell)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)
