"""`bokar import auctions`: the same report as everywhere, with what somebody should know of the lots."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.import_command import import_
from service.database import Database
from tests.builders import NOW, contents, count, read
from tests.unit.files.made_files import text_file

NIGHT, LOT = "uppb,no_registrasi,kabupaten,tanggal,harga_dasar,jenis_pemenang", "no_lot,berat_kg,kkk,umur_simpan,harga"
FORM = f"""{NIGHT},sumber,asal_data,{LOT}
UPPB Lavender,012,Muara Enim,2026-10-17,9500,pabrik,formulir,survei,1,1250,55,mingguan,9800
,,,,,,,,2,800,50,mingguan,9400
,,,,,,,,3,0,50,mingguan,9700
"""


@pytest.fixture(autouse=True)
def _settings(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def run(path: Path, *options: str) -> Result:
    result = CliRunner().invoke(import_, ["auctions", str(path), *options])
    assert result.exit_code == 0, result.output
    return result


def test_the_report_tells_counts_refused_lots_and_warnings(chain: Database, tmp_path: Path) -> None:
    result = run(text_file(tmp_path, FORM))
    assert "2 accepted, 0 corrected, 0 known, 1 refused" in result.stdout
    assert "line 4: berat_kg = '0' must be above 0" in result.stdout
    assert "uppb:012:2026-10-17, lot 2: harga = '9400' is below the reserve price, 9500" in result.stdout
    assert (count(chain, "auction"), count(chain, "auction_lot")) == (1, 2)
    assert [row.median_idr_per_kg for row in read(chain, "daily_price") if row.basis == "as_sold"] == [9600]


def test_a_trial_tells_the_same_and_writes_nothing(chain: Database, tmp_path: Path) -> None:
    before = contents(chain)
    result = run(text_file(tmp_path, FORM), "--dry-run")
    assert "2 accepted" in result.stdout
    assert "A trial: nothing was written." in result.stdout
    assert contents(chain) == before
