"""From the start of the process to the first answer that holds a published floor."""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.load import HOST, Subject, free_port, running, script, wait_for
from benchmarks.report import Report

PATH = "/v1/districts/14.09"
FLOOR = b"7744.37"
ROUNDS = 5
LIMIT_SECONDS = 3.0


def run(report: Report) -> None:
    """Measure with an empty data folder and with the one that start has made."""
    empty, existing = [], []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            empty.append(_seconds_to_floor(Path(folder)))
            existing.append(_seconds_to_floor(Path(folder)))
    report.figure("start_up_empty_folder", median(empty), "seconds", at_most=LIMIT_SECONDS)
    report.figure("start_up_existing_folder", median(existing), "seconds", at_most=LIMIT_SECONDS)


def _seconds_to_floor(folder: Path) -> float:
    port = free_port()
    command = [script("bokar"), "up", "--sample", "--port", str(port)]
    started = time.monotonic()
    with running(command, {"BOKAR_DATA_DIR": str(folder)}) as process:
        wait_for(process, Subject(f"http://{HOST}:{port}{PATH}"), FLOOR)
        return time.monotonic() - started
