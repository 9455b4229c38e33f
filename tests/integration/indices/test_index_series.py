"""The series that carry floors, read from the database."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from service.database import Database
from service.economics.carry_forward import RicePrice
from service.economics.index_chain import NotCarried, Ratio
from service.indices.repository import latest_common_month, ratios_for, read_series
from service.vocabulary import IndexName
from tests.index_files import link, listed, take_in_rows
from tests.price_files import Row

SURVEY, OCTOBER = date(2024, 3, 15), date(2026, 10, 31)
INPUTS = {"index_name": "BPPBM"}
ROWS: Sequence[Row] = (
    listed("2024-03", 160, base="2012=100"),
    listed("2026-10", 132),
    link(0.75),
    listed("2024-03", 100, province="", **INPUTS),
    listed("2026-09", 110, province="", provenance="simulated", **INPUTS),
    listed("2026-10", 125, province="", **INPUTS),
    listed("2026-10", 13500, index_name="harga_beras", base="IDR", province=""),
    listed("2026-10", 999, province="Riau", **INPUTS),
)


@pytest.fixture
def indexed(chain: Database, tmp_path: Path) -> Database:
    take_in_rows(chain, tmp_path, ROWS)
    return chain


def test_ratios_come_from_stored_series_over_their_links(indexed: Database) -> None:
    with indexed.reading() as connection:
        ratios = ratios_for(connection, "16", SURVEY, OCTOBER)
    assert isinstance(ratios.consumption, Ratio)
    assert ratios.consumption.factor == pytest.approx(1.1)
    assert ratios.consumption.bases == ("2012=100", "2018=100")
    assert ratios.inputs == Ratio(1.25, ("2018=100",), ("index_of_country", "index_simulated"))
    assert ratios.wage == NotCarried("index_missing")
    assert ratios.rice_price == RicePrice(13500, ("index_of_country",))


def test_a_corrected_value_carries_from_then_on(indexed: Database, tmp_path: Path) -> None:
    take_in_rows(indexed, tmp_path, [listed("2026-10", 144), link(0.6)])
    with indexed.reading() as connection:
        ratios = ratios_for(connection, "16", SURVEY, OCTOBER)
    assert isinstance(ratios.consumption, Ratio)
    assert ratios.consumption.factor == pytest.approx(1.5)


def test_the_latest_common_month_is_read_for_one_province(indexed: Database) -> None:
    needed = [IndexName.CONSUMPTION, IndexName.INPUTS]
    with indexed.reading() as connection:
        assert latest_common_month(connection, "16", SURVEY, needed) == date(2026, 10, 1)
        assert latest_common_month(connection, "14", SURVEY, needed) is None


def test_series_that_are_read_once_say_of_every_province_what_those_of_one_say(indexed: Database) -> None:
    with indexed.reading() as connection:
        every = read_series(connection)
        for province in ("14", "16"):
            assert every.ratios(province, SURVEY, OCTOBER) == ratios_for(connection, province, SURVEY, OCTOBER)


def test_without_any_series_nothing_is_carried(chain: Database) -> None:
    with chain.reading() as connection:
        ratios = ratios_for(connection, "16", SURVEY, OCTOBER)
    assert {ratios.consumption, ratios.inputs, ratios.wage, ratios.rice_price} == {NotCarried("index_missing")}
