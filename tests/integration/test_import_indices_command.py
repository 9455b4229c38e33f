"""`bokar import indices`: the same report as everywhere."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.import_command import import_
from service.database import Database
from tests.builders import NOW, contents, count, read
from tests.index_files import listed
from tests.price_files import csv_file

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "indices.csv"


@pytest.fixture(autouse=True)
def _settings(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def run(file: Path, *options: str) -> Result:
    result = CliRunner().invoke(import_, ["indices", str(file), *options])
    assert result.exit_code == 0, result.output
    return result


def test_the_report_tells_counts_and_refused_rows(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed("2026-10"), listed("Hujan 2026")])
    result = run(file, "--source", "dinas")
    assert "1 accepted, 0 corrected, 0 known, 1 refused" in result.stdout
    assert "line 3: month = 'Hujan 2026' must be a month, e.g. 2026-10, 10/2026 or Okt 2026" in result.stdout
    assert read(chain, "import_run", "kind", "feed") == [("indices", "dinas")]


def test_what_all_rows_share_can_be_said_by_constants(chain: Database, tmp_path: Path) -> None:
    shared = {"index_name": "inputs", "province_code": "16", "base": "2018=100", "source": "BPS"}
    own = [{"bulan": "2026-10", "nilai": "118.2"}]
    options = [f"constants.{name}={value}" for name, value in {**shared, "provenance": "published"}.items()]
    run(csv_file(tmp_path, own), *(part for option in options for part in ("--map", option)))
    assert read(chain, "index_value", "index_name", "area_code", "provenance") == [("inputs", "16", "published")]


def test_a_trial_writes_nothing(chain: Database, tmp_path: Path) -> None:
    before = contents(chain)
    result = run(csv_file(tmp_path, [listed("2026-10")]), "--dry-run")
    assert "A trial: nothing was written." in result.stdout
    assert contents(chain) == before


def test_the_example_in_the_documentation_is_taken_in_and_says_that_it_is_made_up(chain: Database) -> None:
    assert "8 accepted, 0 corrected, 0 known, 0 refused" in run(EXAMPLE).stdout
    assert (count(chain, "index_value"), count(chain, "index_link")) == (7, 1)
    assert {row.provenance for row in read(chain, "index_value", "provenance")} == {"simulated"}
