"""Files that contradict themselves, some chunks apart, and come again: what they said is no news."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from service.clock import fixed_clock
from service.database import Database
from service.files.errors import FileRefused
from service.imports.files import Importer
from service.imports.ledger import Counts
from service.imports.transactions import each_kept
from service.prices import imports
from service.prices.imports import import_prices
from tests.builders import NOW, contents, read, together
from tests.price_files import KEYS, csv_file, listed, price_file, take_in_file, take_in_rows

LATER = NOW + timedelta(days=3)
# The first row and the fifth are two chunks apart.
CONTRADICTION = [listed(1), listed(2), listed(3), listed(4), listed(1, price_idr_per_kg=9900), listed(5)]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 2))


def prices_of_the_first(database: Database) -> list[float]:
    versions = read(database, "price_version")
    return [float(row.price_idr_per_kg) for row in versions if row.observation_id == 1]


def assert_known(database: Database, file: Path, duplicate: int = 6) -> None:
    before = contents(database, without=["import_run"])
    assert take_in_file(database, file, LATER).counts == Counts(duplicate=duplicate)
    assert contents(database, without=["import_run"]) == before


def test_a_file_that_contradicts_itself_changes_nothing_when_it_comes_again(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, CONTRADICTION)
    assert take_in_file(chain, file).counts == Counts(accepted=5, corrected=1)
    for _ in range(2):
        assert_known(chain, file)
    assert prices_of_the_first(chain) == [9001, 9900]


def test_an_observation_that_is_corrected_twice_in_a_file_is_known_when_it_comes_again(
    chain: Database, tmp_path: Path
) -> None:
    plain = {"external_id": ""}
    take_in_rows(chain, tmp_path, [listed(1, **plain)])
    rows = [listed(1, observation_id=1, price_idr_per_kg=price, **plain) for price in (9100, 9200, 9300, 9400)]
    file = csv_file(tmp_path, rows, "corrections.csv")
    assert take_in_file(chain, file).counts == Counts(corrected=4)
    assert_known(chain, file, 4)


def test_a_file_that_was_cut_off_goes_on_where_it_was(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [*CONTRADICTION, listed(2, price_idr_per_kg=9800), listed(1, price_idr_per_kg=9950)])
    cut_off(chain, file, chunks=3)
    assert prices_of_the_first(chain) == [9001, 9900]
    assert read(chain, "import_run", "status", "lines_done") == [("running", 7)]
    assert take_in_file(chain, file, LATER).counts == Counts(corrected=2, duplicate=6)
    assert prices_of_the_first(chain) == [9001, 9900, 9950]
    assert_known(chain, file, 8)


class Killed(BaseException):
    """The process is gone."""


def cut_off(database: Database, file: Path, chunks: int) -> None:
    """Have an import end after some chunks, as if it was killed."""
    told: list[int] = []

    def tell(rows: int, _: int) -> None:
        told.append(rows)
        if len(told) == chunks:
            raise Killed

    with each_kept(database, fixed_clock(NOW)) as transactions, pytest.raises(Killed):
        import_prices(price_file(file), Importer(transactions, KEYS, tell=tell))


def test_an_earlier_file_takes_back_what_a_later_one_corrected(chain: Database, tmp_path: Path) -> None:
    first, second = csv_file(tmp_path, CONTRADICTION), csv_file(tmp_path, [listed(1)], "second.csv")
    take_in_file(chain, first)
    assert take_in_file(chain, second).counts == Counts(corrected=1)
    assert take_in_file(chain, first).counts == Counts(corrected=1, duplicate=5)
    assert_known(chain, first)
    assert take_in_file(chain, second).counts == Counts(corrected=1)
    assert prices_of_the_first(chain) == [9001, 9900, 9001, 9900, 9001]


def test_a_file_takes_back_what_was_corrected_while_it_was_cut_off(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2), listed(3)])
    cut_off(chain, file, chunks=1)
    take_in_file(chain, csv_file(tmp_path, [listed(1, price_idr_per_kg=9900)], "second.csv"))
    assert take_in_file(chain, file).counts == Counts(accepted=1, corrected=1, duplicate=1)
    assert prices_of_the_first(chain) == [9001, 9900, 9001]


def nothing_new(database: Database, folder: Path) -> None:
    take_in_file(database, csv_file(folder, CONTRADICTION[-2:], "known.csv"))


def something_new(database: Database, folder: Path) -> None:
    take_in_file(database, csv_file(folder, [listed(99)], "new.csv"))


def a_refused_file(database: Database, folder: Path) -> None:
    (folder / "empty.csv").write_bytes(b"")
    with pytest.raises(FileRefused):
        take_in_file(database, folder / "empty.csv")


def a_correction_elsewhere(database: Database, folder: Path) -> None:
    for price in (9001, 9900):
        theirs = csv_file(folder, [listed(1, price_idr_per_kg=price)], "theirs.csv")
        take_in_file(database, price_file(theirs, feed="association"))


@pytest.mark.parametrize("between", [nothing_new, something_new, a_refused_file, a_correction_elsewhere])
def test_what_corrects_nothing_in_the_feed_does_not_make_a_file_news(
    chain: Database, tmp_path: Path, between: Callable[[Database, Path], None]
) -> None:
    file = csv_file(tmp_path, CONTRADICTION)
    take_in_file(chain, file)
    between(chain, tmp_path)
    assert_known(chain, file)


def test_a_row_that_was_refused_and_is_right_now_corrects_still(chain: Database, tmp_path: Path) -> None:
    # A day that lies ahead when the file comes first.
    tomorrow = listed(1, price_idr_per_kg=9900, observed_on="2026-11-22")
    file = csv_file(tmp_path, [listed(1), listed(2), tomorrow])
    assert take_in_file(chain, file).counts == Counts(accepted=2, rejected=1)
    assert take_in_file(chain, file, LATER).counts == Counts(corrected=1, duplicate=2)
    assert_known(chain, file, 3)


def test_two_importers_of_a_file_that_contradicts_itself_come_to_the_same(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, CONTRADICTION)
    counts: list[Counts] = []
    together(*[lambda: counts.append(take_in_file(chain, file).counts)] * 2)
    assert prices_of_the_first(chain) == [9001, 9900]
    assert sum(counts, Counts()) == Counts(accepted=5, corrected=1, duplicate=6)
