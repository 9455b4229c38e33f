"""Folders within the drop folder that a declaration binds to a source: what files do not say, it says for them."""

from pathlib import Path
from typing import Any

import pytest

from jobs.drop_folder import ingest_drop_folder
from jobs.ingest_sources import declared_sources, pull
from jobs.runner import JobContext
from service.database import Database
from service.settings import load_settings
from tests.builders import read
from tests.integration.jobs.lying_files import context_of, csv_of, lay, names, price_row

SETTINGS = """
[[source]]
name = "pabrik-a"
kind = "folder"
of = "prices"
folder = "prices/pabrik-a"
every = "1m"
numbers = "comma_decimal"
dates = "day_first"
columns = { "Hari" = "observed_on", "Nilai" = "price_idr_per_kg" }
constants = { price_level = "factory", storage_age = "weekly", provenance = "published", source = "Pabrik A" }

[[source]]
name = "uppb-tani"
kind = "folder"
of = "auctions"
folder = "auctions/tani"
every = "1m"
columns = { "Kilo" = "weight_kg" }
constants = { uppb_name = "UPPB Tani", registration_number = "16.03/7", source = "buku lelang", provenance = "survey" }
"""
AMBIGUOUS = csv_of(("16.03", "03/04/2026", "11.029"), columns=("kode_kabupaten", "Hari", "Nilai"))
LOTS = csv_of(
    ("16.03", "2026-11-02", "1", "1200", "9500"), columns=("kode_kabupaten", "tanggal", "lot", "Kilo", "harga")
)


@pytest.fixture
def context(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobContext:
    (tmp_path / "bokar.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("BOKAR_CONFIG", str(tmp_path / "bokar.toml"))
    return context_of(chain, tmp_path, source=load_settings(data_dir=tmp_path).source)


def pulled(context: JobContext, name: str) -> dict[str, Any]:
    (source,) = [source for source in declared_sources(context.settings) if source.name == name]
    return pull(source, context)


def test_a_folder_in_the_drop_folder_says_how_its_files_are_read_and_what_they_carry(
    context: JobContext, tmp_path: Path
) -> None:
    lay(tmp_path / "drop" / "prices" / "pabrik-a" / "harga.csv", AMBIGUOUS)
    assert pulled(context, "pabrik-a")["rows_accepted"] == 1
    columns = ("observed_on", "price_idr_per_kg", "price_level", "storage_age", "provenance", "source")
    ((day, price, *carried),) = read(context.database, "price_version", *columns)
    assert (str(day), price, carried) == ("2026-04-03", 11029, ["factory", "weekly", "published", "Pabrik A"])
    assert read(context.database, "import_run", "feed") == [("pabrik-a",)]
    assert names(tmp_path / "drop" / "prices" / "pabrik-a" / "done") == ["harga.csv", "harga.csv.report.txt"]


def test_such_a_folder_and_the_one_around_it_do_not_read_each_others_files(context: JobContext, tmp_path: Path) -> None:
    prices = tmp_path / "drop" / "prices"
    lay(prices / "harga.csv", csv_of(price_row(1)))
    lay(prices / "pabrik-a" / "harga.csv", AMBIGUOUS)
    assert ingest_drop_folder(context)["files_done"] == 1
    assert names(prices / "pabrik-a") == ["harga.csv"]
    assert pulled(context, "pabrik-a")["files_done"] == 1
    assert read(context.database, "import_run", "feed") == [("drop",), ("pabrik-a",)]


def test_auction_nights_have_declared_folders_too(context: JobContext, tmp_path: Path) -> None:
    lay(tmp_path / "drop" / "auctions" / "tani" / "lelang.csv", LOTS)
    assert pulled(context, "uppb-tani")["rows_accepted"] == 1
    assert read(context.database, "auction", "uppb_name", "feed") == [("UPPB Tani", "uppb-tani")]
