"""`bokar up --sample` as a real process, the way `make run` starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BOKAR = Path(sys.executable).parent / "bokar"
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOKAR_")}
    return inherited | {"BOKAR_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"} | settings


def bokar(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BOKAR, *arguments],
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


class Running:
    """A started `bokar up`, its printed lines so far, and its address."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.address = process, f"http://127.0.0.1:{port}"
        self.printed = ""

    def read_until(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if words in line:
                return
        raise AssertionError(f"ended without {words!r}: {self.printed}")

    def get(self, path: str) -> Any:
        # The port has been listening since before the first line: the request waits until it is served.
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        rest, errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, rest + errors


@contextmanager
def up(folder: Path, *arguments: str, **settings: str) -> Iterator[Running]:
    port = free_port()
    process = subprocess.Popen(
        [BOKAR, "up", *arguments, "--port", str(port)],
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Running(process, port)
    finally:
        process.kill()
        process.communicate()


def test_one_command_shows_the_published_figures_and_serves_them(tmp_path: Path) -> None:
    with up(tmp_path, "--sample") as running:
        running.read_until("/docs")
        kuantan_singingi = running.get("/v1/districts/14.09?as_of=2020-07-20")
        code, rest = running.stop()
    rows = {line.split(" (")[0]: line for line in running.printed.splitlines() if line.startswith("Kabupaten")}
    assert set(rows) == {"Kabupaten Kuantan Singingi", "Kabupaten Muara Enim"}
    for figure in ("2,467.12", "7,744.37", "12,375.00, auction, about 2024-08-22", "survey over 36 months old"):
        assert figure in rows["Kabupaten Kuantan Singingi"]
    assert "warning 2020-05-24 to 2020-10-04" in rows["Kabupaten Kuantan Singingi"]
    for figure in ("1,039.13", "4,892.23", "9,300.00, auction, about 2015-06-06", "no minimum price on that day"):
        assert figure in rows["Kabupaten Muara Enim"]
    assert running.printed.count("http://") == 3
    assert kuantan_singingi["open_alerts"] == 1
    assert (code, rest) == (0, "Stopped.\n")


def test_a_second_run_keeps_the_data_and_loads_nothing_twice(tmp_path: Path) -> None:
    bokar("load-sample", folder=tmp_path)
    with up(tmp_path, "--sample") as running:
        running.read_until("/docs")
        prices, alerts = running.get("/v1/prices?limit=1"), running.get("/v1/alerts")
    assert "0 prices new, 0 corrected, 1118 known; 0 surveys new or changed, 0 floors computed" in running.printed
    assert (prices["total"], alerts["total"]) == (1118, 1)


def test_without_the_sample_a_service_starts_that_knows_the_districts_and_nothing_else(tmp_path: Path) -> None:
    with up(tmp_path) as running:
        running.read_until("/docs")
        assert "No data yet" in running.printed
        assert running.get("/v1/districts?limit=1")["total"] == 180
        assert running.get("/v1/prices")["total"] == running.get("/v1/minimum-prices")["total"] == 0


def test_a_folder_without_a_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    refused = bokar("keys", "list", folder=tmp_path)
    assert refused.returncode == 1
    assert f"There is no database at {tmp_path / 'bokar.sqlite3'}" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", range(1, 6))
def test_a_process_killed_while_loading_loses_nothing_for_the_next_one(tmp_path: Path, line: int) -> None:
    """Killed as soon as its nth line is out: before, between and after the commits."""
    with up(tmp_path, "--sample") as running:
        assert running.process.stdout is not None
        for _ in range(line - 1):
            running.process.stdout.readline()
        running.process.kill()
    with up(tmp_path, "--sample") as again:
        again.read_until("/docs")
        assert again.get("/v1/prices?limit=1")["total"] == 1118
        assert again.get("/v1/alerts")["total"] == 1
        assert again.get("/v1/minimum-prices")["total"] == 10


def test_a_busy_port_is_told_in_one_line_before_anything_is_written(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = bokar("up", "--sample", folder=tmp_path / "data", BOKAR_PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Error: Port {port} on 127.0.0.1 is already in use."
        " Stop the other program, or set BOKAR_PORT to a free port.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = bokar("up", folder=tmp_path / "file" / "data", BOKAR_PORT=str(free_port()))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Error: Cannot write to the data folder {tmp_path / 'file' / 'data'}")
    assert "BOKAR_DATA_DIR" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://bokar:secret@127.0.0.1:{free_port()}/bokar"
    ended = bokar("migrate", folder=tmp_path, BOKAR_DATABASE_URL=address)
    assert ended.returncode == 1
    assert "does not answer" in ended.stderr
    assert "secret" not in ended.stderr


@pytest.mark.parametrize("address", ["nowhere", "mysql://a:secret@b/c"])
def test_an_address_that_is_none_of_a_database_is_told(tmp_path: Path, address: str) -> None:
    ended = bokar("migrate", folder=tmp_path, BOKAR_DATABASE_URL=address)
    assert ended.returncode == 1
    assert "BOKAR_DATABASE_URL" in ended.stderr
    assert "secret" not in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "bokar.sqlite3").write_text("shopping list " * 1000)
    ended = bokar("migrate", folder=tmp_path)
    assert ended.returncode == 1
    assert "file is not a database" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_serving_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    ended = bokar("serve", "--port", str(free_port()), folder=tmp_path)
    assert (ended.returncode, "bokar migrate" in ended.stderr) == (1, True)


@pytest.mark.parametrize(
    ("setting", "value"), [("BOKAR_PORT", "http"), ("BOKAR_PORT", "70000"), ("BOKAR_LOG_LEVEL", "loud")]
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(tmp_path: Path, setting: str, value: str) -> None:
    ended = bokar("migrate", folder=tmp_path, **{setting: value})
    assert ended.returncode == 1
    assert f"{setting} = '{value}'" in ended.stderr


def test_production_refuses_the_test_clock(tmp_path: Path) -> None:
    ended = bokar("migrate", folder=tmp_path, BOKAR_ENVIRONMENT="production", BOKAR_CLOCK="2020-07-20T00:00:00+07:00")
    assert ended.returncode == 1
    assert "BOKAR_CLOCK" in ended.stderr


def test_settings_come_from_a_file_and_the_environment_wins(tmp_path: Path) -> None:
    config = tmp_path / "bokar.toml"
    config.write_text('clock = 2026-11-21T12:00:00+07:00\nrice_price_idr_per_kg = 12000\nlog_level = "loud"\n')
    with up(tmp_path / "data", "--sample", BOKAR_CONFIG=str(config), BOKAR_LOG_LEVEL="error") as running:
        running.read_until("/docs")
        # (865 809.89 * 12 + 480 kg * Rp 12 000 * 4.63) / (350.94 kg * 12)
        assert running.get("/v1/districts/14.09")["minimum_price_idr_per_kg"] == 8799.82


def test_a_misspelt_setting_in_the_file_is_told(tmp_path: Path) -> None:
    config = tmp_path / "bokar.toml"
    config.write_text("prot = 8001\n")
    ended = bokar("migrate", folder=tmp_path, BOKAR_CONFIG=str(config))
    assert ended.returncode == 1
    assert "prot" in ended.stderr.lower()


def test_a_config_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    ended = bokar("migrate", folder=tmp_path, BOKAR_CONFIG=str(tmp_path / "none.toml"))
    assert ended.returncode == 1
    assert "there is no such file" in ended.stderr


def test_a_job_can_be_run_by_hand(tmp_path: Path) -> None:
    bokar("load-sample", folder=tmp_path)
    ended = bokar("job", "run", "recompute_minimum_prices", folder=tmp_path)
    assert ended.stdout == "recompute_minimum_prices: 0 new_floors, 0 floors_started_or_ended\n"
    assert "is no job" in bokar("job", "run", "nothing", folder=tmp_path).stderr


def test_the_scheduler_alone_ends_cleanly(tmp_path: Path) -> None:
    bokar("migrate", folder=tmp_path)
    process = subprocess.Popen(
        [BOKAR, "scheduler"], env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "The scheduler runs; Ctrl-C ends it.\n"
    process.send_signal(signal.SIGTERM)
    rest, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, rest, errors) == (0, "Stopped.\n", "")


def test_every_setting_is_documented_from_the_settings_class(tmp_path: Path) -> None:
    table = bokar("settings", folder=tmp_path).stdout
    documented = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert table in documented
