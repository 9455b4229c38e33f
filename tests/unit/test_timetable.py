"""Every job has a name and a time, those of the declared sources too."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from jobs.timetable import jobs_of, timetable
from service.clock import JAKARTA
from service.errors import BadSettings
from service.settings import Settings

PULLED = {"name": "disbun", "kind": "http", "of": "prices", "address": "https://example.org/harga.csv"}


def settings(**schedule: Any) -> Settings:
    return Settings(source=({**PULLED, **schedule},))


def first_run(after: datetime, **schedule: Any) -> datetime:
    (entry,) = [entry for entry in timetable(settings(**schedule)) if entry.job == "pull_disbun"]
    moment = entry.trigger.get_next_fire_time(None, after)
    assert isinstance(moment, datetime)
    return moment


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


def test_every_job_is_in_the_timetable() -> None:
    assert {entry.job for entry in timetable(settings(every="6h"))} == set(jobs_of(settings(every="6h")))
    assert "pull_disbun" in jobs_of(settings(every="6h"))
    assert {"ingest_drop_folder", "forget_answers"} < set(jobs_of(Settings()))


def test_a_line_of_cron_is_read_in_jakartas_time() -> None:
    # 20 November 2026 is a Friday.
    assert first_run(at(20, 7), schedule="0 6 * * mon-fri") == at(23, 6)


def test_spans_do_not_begin_anew_with_every_start() -> None:
    assert first_run(at(20, 7), every="6h") == at(20, 12)
    assert first_run(at(20, 11, 59), every="6h") == at(20, 12)
    assert first_run(at(20, 7), every="1d") - at(20, 7) == timedelta(hours=17)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"every": "often"}, "every = 'often'"),
        ({"every": "6h", "columns": {"Harga": "harga"}}, "'harga' is none of our columns of prices"),
        ({"every": "6h", "token": "secret"}, "put it in a file"),
    ],
)
def test_a_wrong_declaration_is_told_before_any_job_runs(change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadSettings, match=told) as caught:
        jobs_of(settings(**change))
    assert "disbun" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_what_only_a_reading_needs_is_not_loaded_for_the_timetable() -> None:
    told = (
        "import sys; from jobs.timetable import jobs_of, timetable; from service.settings import Settings;"
        f"timetable(Settings(source=({PULLED | {'every': '6h'}},)));"
        "print([name for name in ('pandas', 'pyarrow', 'openpyxl', 'httpx2', 'odf') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
