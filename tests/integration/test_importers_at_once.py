"""Two importers at once, of the same file or of the same rows in another order: every row is in once.

After each chunk one waits for the other, so that they work side by side to the end and meet within a chunk.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from jobs.ingest_files import KINDS
from service.clock import fixed_clock
from service.cost_surveys import imports as survey_imports
from service.database import Database
from service.imports.files import Importer, ImportReport
from service.imports.ledger import Counts
from service.imports.transactions import each_kept
from service.prices import auction_imports
from service.prices import imports as price_imports
from tests import auction_files, household_files, index_files, price_files
from tests.builders import NOW, count, read, store_districts, together
from tests.conftest import NewDatabase
from tests.price_files import KEYS, csv_file

# Seven of each in chunks of two: from both ends they meet in the middle of a chunk. One of them is refused.
NUMBER, AT_ONCE = range(7), 2
ROWS: Mapping[str, Sequence[dict[str, Any]]] = {
    "prices": [price_files.listed(n, price_idr_per_kg=0 if n == 3 else 9000 + n) for n in NUMBER],
    "auctions": [auction_files.listed(n + 1, 1, harga="0" if n == 3 else "11000") for n in NUMBER],
    "surveys": [household_files.listed(n, **{"Produksi (kg)": "-5"} if n == 3 else {}) for n in NUMBER],
    "indices": [index_files.listed(f"2026-{n + 1:02}", 0 if n == 3 else 100 + n) for n in NUMBER],
}
# Where each kind of row ends up, and what says which of them it is.
TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "prices": {"price_observation": ("external_id",), "price_version": ("price_idr_per_kg", "suspect")},
    "auctions": {"auction": ("held_on", "version"), "auction_lot": ("lot_number",), "price_version": ("observed_on",)},
    "surveys": {
        "survey_household": ("household_hash", "version"),
        "survey_household_past": ("household_hash",),
        "cost_survey": ("external_id", "households"),
    },
    "indices": {"index_value": ("month", "value", "version")},
}
GOOD = len(NUMBER) - 1
PATIENCE_SECONDS = 60


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_imports, "CHUNK_ROWS", dict.fromkeys(price_imports.CHUNK_ROWS, AT_ONCE))
    monkeypatch.setattr(auction_imports, "NIGHTS_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(survey_imports, "CHUNK_HOUSEHOLDS", AT_ONCE)


def take_in(database: Database, of: str, file: Path, tell: Callable[[int, int], None]) -> ImportReport:
    kind = KINDS[of]
    with each_kept(database, fixed_clock(NOW)) as transactions:
        return kind.take_in(kind.file(file, file.name, "office", "officer"), Importer(transactions, KEYS, tell=tell))


def side_by_side(database: Database, of: str, *files: Path) -> Counts:
    """Import all files at once, chunk by chunk; return what became of their rows together."""
    chunk_is_over, reports = threading.Barrier(len(files), timeout=PATIENCE_SECONDS), list[ImportReport]()

    def wait(done: int, rows: int) -> None:
        chunk_is_over.wait()

    def bring_in(file: Path) -> None:
        reports.append(take_in(database, of, file, wait))

    together(*(lambda file=file: bring_in(file) for file in files))
    return sum((report.counts for report in reports), Counts())


def stored(database: Database, of: str) -> dict[str, list[Any]]:
    return {table: sorted(map(tuple, read(database, table, *columns))) for table, columns in TABLES[of].items()}


@pytest.mark.parametrize("of", ROWS)
def test_two_importers_of_the_same_file_at_once_store_every_row_once(chain: Database, tmp_path: Path, of: str) -> None:
    file = csv_file(tmp_path, ROWS[of], f"{of}.csv")
    counts = side_by_side(chain, of, file, file)
    assert counts == Counts(accepted=GOOD, duplicate=GOOD, rejected=2)
    assert count(chain, "refused_row") == 1
    assert read(chain, "import_run", "status", "attempts", "accepted") == [("completed", 2, GOOD)]


@pytest.mark.parametrize("of", ROWS)
def test_importers_that_meet_within_a_chunk_store_every_row_once(
    chain: Database, new_database: NewDatabase, tmp_path: Path, of: str
) -> None:
    forwards = csv_file(tmp_path, ROWS[of], "forwards.csv")
    backwards = csv_file(tmp_path, ROWS[of][::-1], "backwards.csv")
    counts = side_by_side(chain, of, forwards, backwards)
    assert counts == Counts(accepted=GOOD, duplicate=GOOD, rejected=2)
    assert sorted(read(chain, "refused_row", "import_id", "line")) == [(1, 5), (2, 5)]
    assert {run.status for run in read(chain, "import_run")} == {"completed"}
    with new_database(chain.engine.dialect.name, True) as alone:
        store_districts(alone)
        take_in(alone, of, forwards, lambda done, rows: None)
        assert stored(chain, of) == stored(alone, of)
