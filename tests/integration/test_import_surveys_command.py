"""`bokar import surveys`: a file of households by hand, with the same report as everywhere."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.import_command import import_
from service.database import Database
from tests.builders import NOW, contents, count, read
from tests.household_files import listed
from tests.household_forms import found_in_clear
from tests.price_files import csv_file


@pytest.fixture(autouse=True)
def _settings(chain: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(import_, ["surveys", str(file), *options])


def test_households_are_taken_in_and_refused_ones_shown(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2), listed(3, **{"Produksi (kg)": "-5"})], "survey.csv")
    result = run(file, "--map", "constants.title=Biaya 2026", "--source", "survey team")
    assert result.exit_code == 0, (result.output, result.exception)
    assert "2 accepted, 0 corrected, 0 known, 1 refused" in result.stdout
    assert "line 4: Produksi (kg) = '-5' must be 0 or more" in result.stdout
    assert read(chain, "cost_survey", "feed", "title", "households") == [("survey team", "Biaya 2026", 2)]
    assert found_in_clear(chain) == []


def test_a_trial_writes_nothing(chain: Database, tmp_path: Path) -> None:
    before = contents(chain)
    result = run(csv_file(tmp_path, [listed(1)]), "--dry-run")
    assert "1 accepted" in result.stdout
    assert "A trial: nothing was written." in result.stdout
    assert contents(chain) == before


def test_what_a_survey_cannot_be_is_told(chain: Database, tmp_path: Path) -> None:
    result = run(csv_file(tmp_path, [listed(1)]), "--map", "constants.sampling=some")
    assert result.exit_code == 1
    assert "The reading instructions cannot be used: constants.sampling = 'some' must be one of" in result.output
    assert count(chain, "survey_household") == 0


def test_the_example_in_the_documentation_is_taken_in(chain: Database) -> None:
    result = run(Path(__file__).parents[2] / "docs" / "examples" / "households.csv")
    assert "2 accepted, 0 corrected, 0 known, 0 refused" in result.stdout, result.output
    assert read(chain, "survey_household", "production_kg", "months_tapped") == [(Decimal("190.5"), 10), (210, 10)]
    labour = read(chain, "survey_labour", "labour_source", "revenue_share")
    assert labour == [("family", None), ("share", Decimal("0.33333"))]


def test_what_a_survey_is_may_be_said_in_indonesian(chain: Database, tmp_path: Path) -> None:
    words = ("provenance=simulasi", "sampling=acak", "represents=Kabupaten/Kota", "title=acak")
    options = [part for word in words for part in ("--map", f"constants.{word}")]
    result = run(csv_file(tmp_path, [listed(1)]), *options)
    assert result.exit_code == 0, result.output
    stored = read(chain, "cost_survey", "provenance", "sampling", "represents", "title")
    assert stored == [("simulated", "random", "district", "acak")]
