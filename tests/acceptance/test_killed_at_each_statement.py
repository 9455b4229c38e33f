"""A process killed before any of its statements, or right after a commit, leaves whole chunks; a re-run adds the rest.

Each moment that is tried has a process of its own, which `kill -9` ends there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.clock import fixed_clock
from service.database import Database, UnitOfWork
from service.imports.transactions import Transactions, each_kept
from tests import auction_files, household_files, price_files
from tests.acceptance.dying_importer import (
    CHUNKS,
    KILLED,
    CarryOut,
    Moments,
    Order,
    address_of,
    dying_importer,
    take_in,
)
from tests.builders import NOW, contents, read, store_districts
from tests.conftest import DIALECTS, NewDatabase
from tests.price_files import csv_file

# Three chunks each, with refused rows in the first and in the last one.
FILES: Mapping[str, list[dict[str, Any]]] = {
    "prices": [
        price_files.listed(n, price_idr_per_kg=0 if n in {1, 4} else 9000 + n, quality_note="à la main")
        for n in range(5)
    ],
    "auctions": [
        auction_files.listed(night, lot, harga="0" if (night, lot) in {(1, 2), (5, 1)} else "11000")
        for night in range(1, 6)
        for lot in (1, 2)
    ],
    "surveys": [household_files.listed(n, **{"Produksi (kg)": "-5"} if n in {1, 4} else {}) for n in range(5)],
}
REFUSED = 2
# All of them hold (set 1 to see it); some of each kind, before and after commits too, take a bearable time.
EVERY = 7
NEVER = 0
# What tells apart who did the same work in one go and in two.
ANOTHER_TIME = {"attempts", "duplicate"}
Contents = dict[str, list[Any]]


class Undisturbed:
    """An import that nobody disturbs: what is stored after each of its commits, and how many moments it has."""

    def __init__(self, database: Database, of: str, file: Path) -> None:
        """Take the file in."""
        self.database, self.watcher = database, Database(address_of(database))
        self.states = [contents(self.watcher)]
        self.moments = Moments(0, lambda: None)
        self.moments.watch_statements(database)
        with each_kept(database, fixed_clock(NOW)) as transactions:
            self.report = take_in(of, file, lambda: self._noted(transactions))
        self.watcher.dispose()

    @contextmanager
    def _noted(self, transactions: Transactions) -> Iterator[UnitOfWork]:
        with transactions() as uow:
            yield uow
        self.states.append(contents(self.watcher))


@pytest.fixture(autouse=True)
def chunks_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, _ in CHUNKS.values():
        monkeypatch.setattr(module, name, getattr(module, name))


@contextmanager
def with_districts(new_database: NewDatabase, dialect: str) -> Iterator[Database]:
    with new_database(dialect, True) as database:
        store_districts(database)
        yield database


def _work(held: Contents) -> dict[str, list[dict[str, Any]]]:
    """Return what was done: ids that a killed process took are gone, and who did the same twice counts it once."""
    return {
        table: [
            {
                name: value
                for name, value in row._mapping.items()
                if name not in ANOTHER_TIME and (name == "external_id" or name.rpartition("_")[2] != "id")
            }
            for row in rows
        ]
        for table, rows in held.items()
    }


@pytest.fixture(scope="module")
def carry_out() -> Iterator[CarryOut]:
    with dying_importer() as carried_out:
        yield carried_out


@pytest.mark.parametrize("of", FILES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_process_killed_at_any_moment_leaves_whole_chunks_and_the_next_one_adds_the_others(
    new_database: NewDatabase, carry_out: CarryOut, tmp_path: Path, dialect: str, of: str
) -> None:
    file, reached = csv_file(tmp_path, FILES[of], f"{of}.csv"), 0
    with with_districts(new_database, dialect) as database:
        alone = Undisturbed(database, of, file)
    for moment in range(1, alone.moments.passed + 1, EVERY):
        with with_districts(new_database, dialect) as database:
            assert carry_out(Order(of, address_of(database), str(file), moment)) == KILLED
            left = contents(database)
            assert left in alone.states[reached:], f"killed at moment {moment}"
            reached = alone.states.index(left)
            with each_kept(database, fixed_clock(NOW)) as transactions:
                again = take_in(of, file, transactions)
            assert _work(contents(database)) == _work(alone.states[-1]), f"killed at moment {moment}"
            assert again.counts.accepted + again.counts.duplicate == alone.report.counts.accepted
            assert again.counts.rejected == alone.report.counts.rejected == REFUSED
            noted = read(database, "import_run", "status", "accepted", "duplicate", "rejected")
            assert noted == [("completed", alone.report.counts.accepted, again.counts.duplicate, REFUSED)]
    assert reached >= len(alone.states) - 3


@pytest.mark.parametrize("of", FILES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_process_that_is_killed_again_and_again_comes_to_the_end(
    new_database: NewDatabase, carry_out: CarryOut, tmp_path: Path, dialect: str, of: str
) -> None:
    file = csv_file(tmp_path, FILES[of], f"{of}.csv")
    with with_districts(new_database, dialect) as database:
        alone = Undisturbed(database, of, file)
    with with_districts(new_database, dialect) as database:
        for share in (3, 2):
            order = Order(of, address_of(database), str(file), alone.moments.passed // share)
            assert carry_out(order) == KILLED
        assert carry_out(Order(of, address_of(database), str(file), NEVER)) == 0
        assert _work(contents(database)) == _work(alone.states[-1])
        assert read(database, "import_run", "status", "attempts", "rejected") == [("completed", 3, REFUSED)]
