"""The drop folder as real processes see it: put a file there, run the job, read the report."""

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from tests.acceptance.test_up import BOKAR, PATIENCE_SECONDS, bokar, environment, free_port
from tests.integration.jobs.lying_files import csv_of, everything_in, names, price_row

# Two chunks, each committed by itself.
# More than an embedded database stores at once.
MANY = 70_000


def lay(folder: Path, text: str) -> Path:
    prices = folder / "drop" / "prices"
    prices.mkdir(parents=True, exist_ok=True)
    path = prices / "harga.csv"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (0, 0))
    return prices


def stored(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "bokar.sqlite3")) as connection:
        (number,) = connection.execute("SELECT count(*) FROM price_version WHERE recorded_by = 'drop'").fetchone()
    return int(number)


def test_a_file_is_taken_in_by_hand_and_names_nobody(tmp_path: Path) -> None:
    bokar("load-sample", folder=tmp_path)
    prices = lay(tmp_path, csv_of(price_row(1), price_row(2, price_idr_per_kg="0")))
    ran = bokar("job", "run", "ingest_drop_folder", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1 files_done" in ran.stdout
    assert names(prices / "done") == ["harga.csv", "harga.csv.refused.csv", "harga.csv.report.txt"]
    assert "Siti" not in everything_in(prices)
    assert stored(tmp_path) == 1


def test_a_process_killed_while_it_imports_leaves_whole_chunks_and_the_next_one_completes_them(tmp_path: Path) -> None:
    bokar("load-sample", folder=tmp_path)
    prices = lay(tmp_path, csv_of(*(price_row(number) for number in range(MANY))))
    process = subprocess.Popen([BOKAR, "job", "run", "ingest_drop_folder"], env=environment(tmp_path))
    deadline = time.monotonic() + 3 * PATIENCE_SECONDS
    while stored(tmp_path) == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert stored(tmp_path) in {50_000, MANY}
    assert names(prices) == ["harga.csv"]
    again = bokar("job", "run", "ingest_drop_folder", folder=tmp_path)
    assert (again.returncode, stored(tmp_path), names(prices)) == (0, MANY, ["done"])


def test_the_folder_is_there_once_the_service_runs(tmp_path: Path) -> None:
    bokar("migrate", folder=tmp_path)
    process = subprocess.Popen([BOKAR, "scheduler"], env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert (tmp_path / "drop" / "prices").is_dir()


def test_a_wrong_declaration_is_told_in_one_line_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "bokar.toml").write_text('[[source]]\nname = "disbun"\nkind = "http"\n', encoding="utf-8")
    config = {"BOKAR_CONFIG": str(tmp_path / "bokar.toml"), "BOKAR_PORT": str(free_port())}
    for command in (("up", "--sample"), ("job", "run", "raise_alerts"), ("scheduler",)):
        ended = bokar(*command, folder=tmp_path / "data", **config)
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert ended.stderr.startswith("Error: The settings cannot be used: source 'disbun': ")
        assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()
