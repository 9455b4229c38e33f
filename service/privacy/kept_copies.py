"""People in the copies of files that are kept: found by the tokens that stand for them, and erased row by row.

A row of which a token speaks becomes an empty line, so that the numbers of the others stay, and the file's report says
how many. Every file is whole at every moment: the new one takes the place of the old one.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from stat import S_IMODE
from typing import Literal

from service.errors import BokarError, UnknownPersonalKey
from service.privacy.hashing import TOKEN, KeyChain, personal_hash

REPORT, TABLES = ".report.txt", (".refused.csv", ".csv")
_NOTE = (
    "{day}: {rows} baris dalam {file} dikosongkan karena data seseorang dihapus (UU 27/2022).\n"
    "{day}: {rows} rows of {file} were emptied, as somebody's data were erased (law 27/2022).\n"
)


class CopyNotRewritten(BokarError):
    """Cannot replace {file}: {cause}. Let Bokar write into its folder, then erase again: nothing was finished yet."""

    indonesian = (
        "Tidak dapat mengganti {file}: {cause}. Izinkan Bokar menulis ke foldernya, lalu hapus lagi: belum ada yang "
        "tuntas."
    )


@dataclass(frozen=True, slots=True)
class People:
    """Some people by their current hashes; tokens made with an earlier key of the chain are theirs too."""

    hashes: frozenset[str]
    keys: KeyChain

    def are_named_in(self, text: str) -> bool:
        """Say whether a token of any of them stands in a text."""
        return any(self._hash_of(found[0]) in self.hashes for found in TOKEN.finditer(text))

    def _hash_of(self, token: str) -> str | None:
        try:
            return personal_hash(token, self.keys)
        except UnknownPersonalKey:
            return None


def rows_in_copies(folders: Iterable[Path], people: People) -> Iterator[tuple[Path, str]]:
    """Yield every row or line that is kept of some people, with the file it stands in."""
    for folder in folders:
        for file in _kept_in(folder):
            yield from ((file, row) for row in _rows(file) if people.are_named_in(row))


def erase_from_copies(folders: Iterable[Path], people: People, day: date) -> int:
    """Empty every row that is kept of some people, and note it in the report of its file; return how many there were.

    Raises:
        CopyNotRewritten: a file cannot be replaced; those before it are done, and the same again does the others.

    """
    erased = 0
    for folder in folders:
        for file in _kept_in(folder):
            rows = sum(map(people.are_named_in, _rows(file)))
            if rows:
                # First: a note too many is better than none.
                _note(file, rows, day)
                _replace(file, (_ending(row) if people.are_named_in(row) else row for row in _rows(file)))
            erased += rows
    return erased


def _kept_in(folder: Path) -> list[Path]:
    """Return the tables and reports in a folder; no links, which may lead anywhere."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    kept = (file for file in folder.iterdir() if file.name.endswith((REPORT, *TABLES)))
    return sorted(file for file in kept if file.is_file() and not file.is_symlink())


def _rows(file: Path) -> Iterator[str]:
    """Yield a report's lines, or a table's rows, which end only where every quotation mark has its other one."""
    with _opened(file, "r") as lines:
        if file.name.endswith(REPORT):
            yield from lines
            return
        row, is_open = list[str](), False
        for line in lines:
            row.append(line)
            is_open ^= line.count('"') % 2 == 1
            if not is_open:
                yield "".join(row)
                row = []
        yield from filter(None, ["".join(row)])


def _opened(file: Path, mode: Literal["r", "x"]) -> TextIOWrapper:
    # What is no text comes back as the bytes it was.
    return file.open(mode, encoding="utf-8", errors="surrogateescape", newline="")


def _ending(row: str) -> str:
    return row[len(row.rstrip("\r\n")) :]


def _note(file: Path, rows: int, day: date) -> None:
    report = _report_of(file)
    if report.is_file() and not report.is_symlink():
        _replace(report, [*_rows(report), _NOTE.format(day=day.isoformat(), rows=rows, file=file.name)])


def _report_of(file: Path) -> Path:
    """Return the report beside a table, which may be named for the workbook it was; a report's is itself."""
    names = [file.name.removesuffix(ending) for ending in ("", *TABLES)]
    reports = [file.with_name(f"{name}{REPORT}") for name in names]
    return file if file.name.endswith(REPORT) else next((each for each in reports if each.exists()), reports[0])


def _replace(file: Path, rows: Iterable[str]) -> None:
    """Write a file anew; raises `CopyNotRewritten`, and then it is as it was."""
    new = file.with_name(f".{file.name}.new")
    try:
        before = file.stat()
        # Whatever a crash, or somebody else, has left there: it is not written through.
        new.unlink(missing_ok=True)
        with _opened(new, "x") as into:
            os.fchmod(into.fileno(), S_IMODE(before.st_mode))
            os.fchown(into.fileno(), before.st_uid, before.st_gid)
            into.writelines(rows)
            into.flush()
            os.fsync(into.fileno())
        new.replace(file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CopyNotRewritten(file=file, cause=error.strerror) from None
