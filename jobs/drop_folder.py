"""Folders that people put files into: each finished file is taken in and makes room for its report.

What is stored is committed before a file is moved. A crash between the two leaves the file where it was; it is read
again, found known to its last row, and moved then.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Any

import structlog

from jobs.ingest_errors import FilesLeft, FileStillChanges, FolderUnusable, LinkRefused
from jobs.ingest_report import Outcome
from jobs.ingest_sources import declared_sources, with_alerts
from jobs.opening import personal_keys
from jobs.runner import JobContext
from service.errors import BokarError, Unprocessable
from service.files.mapping import ColumnMapping
from service.settings import Settings

if TYPE_CHECKING:
    from jobs.sources.declarations import FolderDeclaration
    from service.imports.files import ImportReport

FEED = "drop"
USUAL = ("prices", "auctions", "surveys", "indices")
WITHOUT_MAPPING = ColumnMapping()
# Of a spreadsheet that is open, of a transfer under way, and of the system itself.
_NO_FILES_OF_CLERKS = (".", "~", "#")
_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp")
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DropFolder:
    """One folder, what its files hold, and how they are read; rows are identified within `feed`."""

    path: Path
    feed: str
    of: str
    mapping: ColumnMapping = WITHOUT_MAPPING


@dataclass(frozen=True, slots=True)
class _Lying:
    """A file as it lay there: the same again means that nobody has touched it since."""

    path: Path
    is_link: bool
    identity: tuple[int, ...]

    @classmethod
    def at(cls, path: Path) -> "_Lying":
        """Look at a file, without following a link."""
        found = path.lstat()
        return cls(
            path, S_ISLNK(found.st_mode), (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode)
        )


def ingest_drop_folder(context: JobContext) -> dict[str, Any]:
    """Take in the finished files of the folders that are there without a declaration."""
    return with_alerts(take_in_folders(usual_folders(context.settings), context), context)


def usual_folders(settings: Settings) -> list[DropFolder]:
    """Return the folders that need no declaration; one that is declared is read as the declaration says."""
    declared = {source.folder.resolve() for source in declared_sources(settings) if source.kind == "folder"}
    usual = [DropFolder(settings.drop_path / of, FEED, of) for of in USUAL]
    return [folder for folder in usual if folder.path.resolve() not in declared]


def declared_folder(source: "FolderDeclaration") -> DropFolder:
    """Return a declared folder."""
    mapping = ColumnMapping(**source.model_dump(include=set(ColumnMapping.model_fields)))
    return DropFolder(source.folder, source.name, source.of, mapping)


def make_usual_folders(settings: Settings) -> None:
    """Make the folders that need no declaration, so that people see where files go; raises `FolderUnusable`."""
    for folder in usual_folders(settings):
        _make(folder.path)


def take_in_folders(folders: Iterable[DropFolder], context: JobContext) -> dict[str, Any]:
    """Take in every finished file, and return the counts.

    Raises `FilesLeft` after the last file if some could not be worked through for reasons that lie not in them.
    """
    counts, left = Counter({"files_done": 0, "files_refused": 0}), []
    for folder in folders:
        for lying in _finished(folder.path, context):
            try:
                counts.update(_take_in(lying, folder, context))
            except Exception as error:
                log.error("file left", file=lying.path.name, folder=str(folder.path), exc_info=error)
                left.append((lying.path.name, error))
    if left:
        name, cause = left[0]
        raise FilesLeft(count=len(left), file=name, cause=cause) from cause
    return dict(counts)


def _finished(folder: Path, context: JobContext) -> Iterator[_Lying]:
    """Yield the files that nobody writes any more, by name."""
    _make(folder)
    for name in sorted(os.listdir(folder)):
        if not _is_for_us(name):
            continue
        try:
            lying = _Lying.at(_readable(folder / name))
        except FileNotFoundError:
            continue
        if lying.is_link or (S_ISREG(lying.identity[-1]) and _is_at_rest(lying, context)):
            yield lying


def _readable(path: Path) -> Path:
    """Give a file whose name is no text one that can be stored and shown: names are bytes, and not always UTF-8."""
    readable = path.with_name(os.fsencode(path.name).decode("utf-8", "replace").replace(_NO_TEXT, "_"))
    return path if readable == path or readable.exists() else path.rename(readable)


def _is_for_us(name: str) -> bool:
    plain = name.lower()
    return not (plain.startswith(_NO_FILES_OF_CLERKS) or plain.endswith(_UNFINISHED) or plain in _OF_THE_SYSTEM)


def _is_at_rest(lying: _Lying, context: JobContext) -> bool:
    """Say whether a file has not changed for a while; one from the future was dated by another clock."""
    age_seconds = context.clock().timestamp() - lying.identity[3] / 1e9
    return abs(age_seconds) >= context.settings.drop_settle_seconds


def _take_in(lying: _Lying, folder: DropFolder, context: JobContext) -> Counter[str]:
    """Take one file in, then move it."""
    from jobs.ingest_filing import file_away

    outcome = _outcome(lying, folder, context)
    _refuse_changed(lying)
    file_away(lying.path, outcome, folder, context.database)
    # Writing a report takes a while, in which somebody may have put a newer file in its place.
    _refuse_changed(lying)
    lying.path.unlink()
    return _counted(outcome)


def _refuse_changed(lying: _Lying) -> None:
    if _Lying.at(lying.path) != lying:
        raise FileStillChanges(file=lying.path.name)


def _outcome(lying: _Lying, folder: DropFolder, context: JobContext) -> Outcome:
    """Take the rows in; raises what is not the file's fault."""
    from jobs.ingest_files import Arrival, take_in_file

    name, digest = lying.path.name, None if lying.is_link else _sha256(lying.path)
    now, keys, language = context.clock(), personal_keys(context.settings), context.settings.language
    result: ImportReport | BokarError
    try:
        if lying.is_link:
            raise LinkRefused(file=name)
        result = take_in_file(Arrival(lying.path, name, folder.feed, folder.of, folder.mapping), context)
    except Unprocessable as error:
        result = error
    return Outcome(name, digest, now, keys, result, language)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counted(outcome: Outcome) -> Counter[str]:
    from jobs.ingest_files import counted

    counts = Counter({"files_refused" if outcome.is_refused else "files_done": 1})
    if outcome.report is not None:
        counts.update(counted(outcome.report))
    return counts


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.listdir(folder)
    except OSError as error:
        raise FolderUnusable(folder=folder, cause=error.strerror) from None
