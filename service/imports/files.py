"""A file that arrived, where its rows go, and what became of it; whatever its rows are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from service.database import UnitOfWork
from service.errors import Phrase
from service.files.mapping import ColumnMapping
from service.files.sheet import FileLimits
from service.imports import ledger
from service.imports.ledger import Counts, Delivery
from service.imports.refusals import RefusedLine
from service.imports.transactions import Transactions
from service.privacy.hashing import KeyChain
from service.vocabulary import ImportKind

READ_BYTES = 2**20
AS_IT_SAYS = ColumnMapping()
USUAL_LIMITS = FileLimits()
# The ledger keeps every refused row; a report shows the first ones, so that memory stays flat.
SHOWN_REFUSALS = 1000


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file, from whom it came and how it is to be read."""

    kind: ClassVar[ImportKind]
    path: Path
    file_name: str
    feed: str
    recorded_by: str
    mapping: ColumnMapping = AS_IT_SAYS
    historical: bool = False

    @property
    def delivery(self) -> Delivery:
        """Return what the ledger knows it by: its bytes and how they are read."""
        digest = ledger.digest_of(self._parts())
        return Delivery(self.kind, self.feed, digest, self.recorded_by, self.file_name, self.mapping.sheet)

    def _parts(self) -> Iterator[bytes]:
        yield self.mapping.model_dump_json().encode()
        with self.path.open("rb") as file:
            while part := file.read(READ_BYTES):
                yield part


@dataclass(frozen=True, slots=True)
class Importer:
    """Where imports go: how they commit, the keys of personal hashes, and what is read at most.

    `tell` is told after each chunk how many rows are done now, and how many the file has.
    """

    transactions: Transactions
    keys: KeyChain
    limits: FileLimits = USUAL_LIMITS
    tell: Callable[[int, int], None] = lambda done, rows: None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a delivery: the counts of this attempt, the first refused rows, and what else is to be known."""

    import_id: int
    counts: Counts
    refused: tuple[RefusedLine, ...] = ()
    notes: tuple[Phrase, ...] = ()

    def and_then(self, counts: Counts, refused: Iterable[RefusedLine]) -> "ImportReport":
        """Return the report with what became of some more rows."""
        return replace(self, counts=self.counts + counts, refused=(*self.refused, *refused)[:SHOWN_REFUSALS])

    def also_told(self, language: str) -> dict[str, Any]:
        """Return what the answer to an upload says beside: nothing, but for kinds of files that have more to tell."""
        return {}


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """What became of some rows: counts, the refused ones, the lines of good ones, and the refused rows they mend.

    Where rows are stored in the order of their lines, `up_to` is the last of these.
    """

    counts: Counts
    refused: tuple[RefusedLine, ...]
    good_lines: frozenset[int]
    mended: frozenset[int] = frozenset()
    up_to: int = 0


def note_chunk(uow: UnitOfWork, import_id: int, file: ArrivedFile, chunk: StoredChunk) -> None:
    """Note what became of a chunk in the transaction that stores it; what came in good now is no longer open."""
    mended = chunk.mended | ledger.open_rows(uow, import_id, chunk.good_lines)
    ledger.mended_rows(uow, file.feed, file.recorded_by, mended)
    ledger.note(uow, import_id, chunk.counts, chunk.refused)
    ledger.note_lines(uow, import_id, chunk.up_to)
