"""Imports: what arrived, what became of it, and the rows that were refused until somebody mends them."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from service.database import UtcDateTime
from service.models.base import METADATA, RowId, one_of, word_column
from service.vocabulary import ImportKind, ImportStatus

STILL_OPEN = text("mended_at IS NULL")

ImportRun = Table(
    "import_run",
    METADATA,
    Column("id", RowId, primary_key=True),
    word_column("kind"),
    Column("feed", String(120), nullable=False),
    Column("file_name", String(255)),
    Column("sheet", String(120)),
    Column("digest", String(64), nullable=False),
    word_column("status"),
    Column("attempts", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("recorded_by", String(120), nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("corrected", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("flagged", Integer, nullable=False),
    Column("lines_done", Integer),
    Column("error", String(2000)),
    UniqueConstraint("kind", "feed", "digest", name="uq_import_run_delivery"),
    one_of("kind", ImportKind),
    one_of("status", ImportStatus),
    CheckConstraint("attempts >= 1", name="attempts_from_one"),
    CheckConstraint("length(digest) = 64", name="digest_form"),
    CheckConstraint(
        "accepted >= 0 AND corrected >= 0 AND duplicate >= 0 AND rejected >= 0 AND flagged >= 0", name="counts_forward"
    ),
    CheckConstraint("lines_done >= 0", name="lines_forward"),
    CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_not_running"),
    CheckConstraint("status <> 'refused' OR error IS NOT NULL", name="refusal_says_why"),
)
"""One delivery to one feed: a file or a batch, known by the digest of what it held and how it was read.

The same delivery again is another attempt at the same import: it completes what a crash cut off, and changes nothing
that is there. `accepted`, `corrected` and `flagged` count over all attempts, the other counts are those of the last.
`lines_done` is up to which line the rows are in. It is null from when another delivery to the feed has corrected
anything until this one comes again, as what it says is news then.
The ledger is not published, so it has no data revision.
"""

RefusedRow = Table(
    "refused_row",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("import_id", ForeignKey("import_run.id"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Column("mended_at", UtcDateTime),
    Column("mended_by", String(120)),
    UniqueConstraint("import_id", "line", name="uq_refused_row_line"),
    Index("ix_refused_row_open", "import_id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    CheckConstraint("line >= 1", name="line_from_one"),
    CheckConstraint("(mended_at IS NULL) = (mended_by IS NULL)", name="mended_by_somebody"),
)
"""One row that was not taken in: its cells without personal data, and per wrong cell the column, value and reason."""
