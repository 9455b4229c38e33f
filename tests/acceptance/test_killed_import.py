"""An import that is killed at any moment leaves all or nothing of each chunk, and the same file completes it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.database import Database
from tests.builders import count, read, store_districts
from tests.conftest import DIALECTS, NewDatabase
from tests.price_files import csv_file, listed, take_in_file

ROWS, CHUNK_ROWS = 3000, 200
# Every so many rows one is refused, and one is judged by itself.
REFUSED_EVERY, SINGLE_EVERY = 50, 40
REFUSED = ROWS // REFUSED_EVERY
# After how many chunks the process is killed, and how long into the next one.
MOMENTS = [(0, 0.0), (1, 0.004), (5, 0.011), (11, 0.002)]
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def price_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    changes = [
        {
            "price_idr_per_kg": 0 if n % REFUSED_EVERY == 0 else 5000 + n,
            "quality_note": "à la main" if n % SINGLE_EVERY == 0 else "",
        }
        for n in range(ROWS)
    ]
    return csv_file(tmp_path_factory.mktemp("list"), [listed(n, **change) for n, change in enumerate(changes)])


def importing(database: Database, file: Path) -> subprocess.Popen[str]:
    address = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.acceptance.import_driver", address, str(file), str(CHUNK_ROWS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def kill_after(process: subprocess.Popen[str], chunks: int, seconds: float) -> None:
    assert process.stdout is not None
    with process:
        for _ in range(chunks):
            assert process.stdout.readline(), "it ended too early"
        time.sleep(seconds)
        process.kill()
        assert process.wait(PATIENCE_SECONDS) == -9


def assert_whole_chunks(database: Database) -> int:
    """Return how many chunks were stored, after looking that none was stored in part."""
    lines = {int(row.external_id[1:]) for row in read(database, "price_observation")}
    refused = {line - 2 for (line,) in read(database, "refused_row", "line")}
    stored = sorted(lines | refused)
    assert stored == list(range(len(stored)))
    assert len(stored) % CHUNK_ROWS == 0
    assert refused == {n for n in stored if n % REFUSED_EVERY == 0}
    assert count(database, "price_version") == len(lines)
    if stored:
        noted = read(database, "import_run", "status", "accepted", "rejected")
        assert noted == [("running", len(lines), len(refused))]
        assert count(database, "waiting_day") == 1
    return len(stored) // CHUNK_ROWS


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_killed_import_is_completed_by_the_same_file(
    new_database: NewDatabase, price_list: Path, dialect: str, moment: tuple[int, float]
) -> None:
    with new_database(dialect, True) as database:
        store_districts(database)
        kill_after(importing(database, price_list), *moment)
        assert moment[0] <= assert_whole_chunks(database) < ROWS // CHUNK_ROWS
        before = {row.id: row for row in read(database, "price_version")}
        take_in_file(database, price_list)
        assert count(database, "price_observation") == count(database, "price_version") == ROWS - REFUSED
        assert count(database, "refused_row") == REFUSED
        assert {row.id: row for row in read(database, "price_version") if row.id in before} == before
        noted = read(database, "import_run", "status", "accepted", "rejected")
        assert noted == [("completed", ROWS - REFUSED, REFUSED)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_import_that_is_killed_again_and_again_ends_whole(
    new_database: NewDatabase, price_list: Path, dialect: str
) -> None:
    with new_database(dialect, True) as database:
        store_districts(database)
        for chunks in (2, 5):
            kill_after(importing(database, price_list), chunks, 0.003)
        last = importing(database, price_list)
        last.communicate(timeout=PATIENCE_SECONDS)
        assert last.returncode == 0
        assert count(database, "price_observation") == count(database, "price_version") == ROWS - REFUSED
        assert read(database, "import_run", "status", "attempts") == [("completed", 3)]
