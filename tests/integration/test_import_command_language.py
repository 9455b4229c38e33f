"""`bokar import` speaks the language of the settings: its own words, refused rows and refused files."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from jobs.import_command import import_
from service.database import Database
from tests.builders import NOW
from tests.integration.test_import_auctions_command import FORM
from tests.price_files import csv_file, listed
from tests.unit.files.made_files import text_file


@pytest.fixture(autouse=True)
def _settings(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    monkeypatch.setenv("BOKAR_LANGUAGE", "id")
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def told(*arguments: str, exit_code: int = 0) -> list[str]:
    result = CliRunner().invoke(import_, arguments)
    assert result.exit_code == exit_code, result.output
    return result.output.splitlines()


def test_the_report_is_in_indonesian(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2, price_idr_per_kg="0"), listed(3, keterangan="CONTOH / EXAMPLE")])
    counts, example, refused, number, where = told("prices", str(file))
    assert counts.startswith("1 diterima, 0 diperbaiki, 0 sudah ada, 1 ditolak; 0 tampak tidak wajar")
    assert example.startswith("1 baris contoh tidak diambil (baris 4)")
    assert refused == "baris 3: price_idr_per_kg = '0' harus lebih dari 0"
    assert number == "Impor 1."
    assert where == "Baris yang ditolak dapat diambil sebagai CSV untuk diperbaiki dari /v1/imports/1/refused."


def test_a_trial_says_so_in_indonesian(tmp_path: Path) -> None:
    assert told("prices", str(csv_file(tmp_path, [listed(1)])), "--dry-run")[-1] == "Uji coba: tidak ada yang ditulis."


def test_warnings_are_in_indonesian(tmp_path: Path) -> None:
    lines = told("auctions", str(text_file(tmp_path, FORM)))
    assert lines[-1].startswith("uppb:012:2026-10-17, lot 2: harga = '9400' di bawah harga dasar, 9500")


def test_a_refused_file_and_wrong_options_are_told_in_indonesian(tmp_path: Path) -> None:
    file = str(text_file(tmp_path, "%PDF-1.7"))
    (refused,) = told("prices", file, exit_code=1)
    assert "adalah dokumen PDF, bukan tabel" in refused
    (wrong,) = told("prices", file, "--numbers", "roman", exit_code=1)
    assert "Petunjuk pembacaan tidak dapat dipakai: numbers = 'roman' harus salah satu dari" in wrong


def test_without_a_setting_it_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOKAR_LANGUAGE")
    file = csv_file(tmp_path, [listed(1), listed(2, price_idr_per_kg="0")])
    assert "line 3: price_idr_per_kg = '0' must be above 0" in told("prices", str(file))


def test_wrong_settings_are_told_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_LANGUAGE", "jv")
    (wrong,) = told("prices", str(csv_file(tmp_path, [listed(1)])), exit_code=1)
    assert "The settings cannot be used: BOKAR_LANGUAGE = 'jv'" in wrong
