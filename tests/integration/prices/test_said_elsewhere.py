"""The same rows under two sources are two observations; whoever sends them is told."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from service.database import Database
from service.prices import said_elsewhere
from tests.builders import count
from tests.price_files import Row, csv_file, listed, price_file, take_in_file

ROWS: list[Row] = [listed(number) for number in (1, 2, 3)]


def notes(database: Database, folder: Path, rows: Sequence[Row], feed: str, language: str = "en") -> list[str]:
    report = take_in_file(database, price_file(csv_file(folder, rows), feed=feed))
    return [note.message(language) for note in report.notes]


def test_rows_that_another_source_said_are_taken_in_and_told(chain: Database, tmp_path: Path) -> None:
    assert notes(chain, tmp_path, ROWS, "manual") == []
    (note,) = notes(chain, tmp_path, [*ROWS, listed(4)], "drop")
    assert note.startswith("Taken in, but said by another source of the same place and day too: 3 ('manual').")
    assert count(chain, "price_observation") == 7


def test_the_hint_is_given_in_indonesian_too(chain: Database, tmp_path: Path) -> None:
    notes(chain, tmp_path, ROWS, "manual")
    (note,) = notes(chain, tmp_path, ROWS, "drop", "id")
    assert "sumber lain untuk tempat dan hari yang sama: 3 ('manual')" in note


@pytest.mark.parametrize(
    "change",
    [
        {"district_code": "16.01"},
        {"observed_on": "2026-11-03"},
        {"price_level": "factory"},
        {"price_idr_per_kg": 9100},
        {"storage_age": "weekly"},
        {"reporter": "Siti"},
    ],
)
def test_rows_that_say_something_else_are_not_told(chain: Database, tmp_path: Path, change: Row) -> None:
    notes(chain, tmp_path, [listed(1)], "manual")
    assert notes(chain, tmp_path, [{**listed(1), **change}], "drop") == []


def test_the_same_reporter_is_known_by_the_hash(chain: Database, tmp_path: Path) -> None:
    rows = [listed(1, reporter="Siti")]
    notes(chain, tmp_path, rows, "manual")
    assert len(notes(chain, tmp_path, rows, "drop")) == 1


def test_what_is_sent_again_under_its_own_source_is_not_told(chain: Database, tmp_path: Path) -> None:
    notes(chain, tmp_path, ROWS, "manual")
    assert notes(chain, tmp_path, ROWS, "manual") == []
    assert notes(chain, tmp_path, [listed(1, price_idr_per_kg=9999)], "manual") == []


def test_a_long_file_is_not_held_against_everything_else(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said_elsewhere, "MOST_ROWS", 2)
    notes(chain, tmp_path, ROWS, "manual")
    assert notes(chain, tmp_path, ROWS, "drop") == []
