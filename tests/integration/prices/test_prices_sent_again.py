"""Prices that were corrected, and then come again as they were sent at first."""

from pathlib import Path

import pytest

from service.database import Database
from service.imports.ledger import Counts
from service.imports.transactions import none_kept
from service.prices import chunks
from tests.builders import contents, read
from tests.price_files import csv_file, listed, price_file, take_in_file, take_in_rows

BY_ITS_CONTENT = {"external_id": None}


def current_prices(database: Database) -> list[float]:
    return [float(row.price_idr_per_kg) for row in read(database, "price_version") if row.is_current]


@pytest.fixture(params=["in bulk", "one by one"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store rows in both ways there are."""
    if request.param == "one by one":
        monkeypatch.setattr(chunks, "store_new", lambda *_: None)


@pytest.mark.usefixtures("path")
def test_a_row_known_by_its_content_does_not_undo_its_correction(chain: Database, tmp_path: Path) -> None:
    sheet = [listed(1, **BY_ITS_CONTENT), listed(2, **BY_ITS_CONTENT)]
    take_in_rows(chain, tmp_path, sheet)
    correction = listed(1, **BY_ITS_CONTENT, observation_id=1, price_idr_per_kg=9900)
    assert take_in_rows(chain, tmp_path, [correction]).counts == Counts(corrected=1)
    before = contents(chain, without=["import_run"])
    assert take_in_rows(chain, tmp_path, sheet).counts == Counts(duplicate=2)
    assert contents(chain, without=["import_run"]) == before
    assert sorted(current_prices(chain)) == [9002, 9900]


def test_a_correction_is_taken_back_by_another_that_names_the_observation(chain: Database, tmp_path: Path) -> None:
    first = listed(1, **BY_ITS_CONTENT)
    take_in_rows(chain, tmp_path, [first])
    take_in_rows(chain, tmp_path, [{**first, "observation_id": 1, "price_idr_per_kg": 9900}])
    assert take_in_rows(chain, tmp_path, [{**first, "observation_id": 1}]).counts == Counts(corrected=1)
    assert current_prices(chain) == [9001]


def test_the_source_itself_takes_back_what_it_knows_by_its_own_id(chain: Database, tmp_path: Path) -> None:
    for price in (9001, 9900, 9001):
        take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=price)])
    assert current_prices(chain) == [9001]


@pytest.mark.usefixtures("path")
def test_a_sheet_that_was_mended_and_is_sent_again_is_known(chain: Database, tmp_path: Path) -> None:
    sheet = [listed(number, **BY_ITS_CONTENT) for number in range(1, 5)]
    take_in_rows(chain, tmp_path, sheet)
    mended = [sheet[0], sheet[1] | {"price_idr_per_kg": 9900}, *sheet[2:]]
    assert take_in_rows(chain, tmp_path, [{**mended[1], "observation_id": 2}]).counts == Counts(corrected=1)
    before = contents(chain, without=["import_run"])
    assert take_in_rows(chain, tmp_path, mended).counts == Counts(duplicate=4)
    assert take_in_rows(chain, tmp_path, [mended[1]]).counts == Counts(duplicate=1)
    assert contents(chain, without=["import_run"]) == before
    assert take_in_rows(chain, tmp_path, [mended[1], listed(5, **BY_ITS_CONTENT)]).counts == Counts(1, 0, 1)


@pytest.mark.usefixtures("path")
def test_everything_an_observation_ever_said_is_known(chain: Database, tmp_path: Path) -> None:
    first = listed(1, **BY_ITS_CONTENT)
    said = [{**first, "price_idr_per_kg": price} for price in (9001, 9800, 9900, 9001)]
    take_in_rows(chain, tmp_path, [first])
    for row in said[1:]:
        take_in_rows(chain, tmp_path, [{**row, "observation_id": 1}])
    before = contents(chain, without=["import_run"])
    assert take_in_rows(chain, tmp_path, said).counts == Counts(duplicate=4)
    assert contents(chain, without=["import_run"]) == before
    assert current_prices(chain) == [9001]


def test_a_row_after_the_one_that_names_the_observation_is_known(chain: Database, tmp_path: Path) -> None:
    first = listed(1, **BY_ITS_CONTENT)
    take_in_rows(chain, tmp_path, [first])
    mended = {**first, "price_idr_per_kg": 9900}
    both = take_in_rows(chain, tmp_path, [{**mended, "observation_id": 1}, mended])
    assert both.counts == Counts(corrected=1, duplicate=1)
    assert current_prices(chain) == [9900]


def test_what_is_an_observation_by_itself_stays_one(chain: Database, tmp_path: Path) -> None:
    sheet = [listed(number, **BY_ITS_CONTENT) for number in (1, 2)]
    take_in_rows(chain, tmp_path, sheet)
    like_the_second = {**sheet[1], "observation_id": 1}
    assert take_in_rows(chain, tmp_path, [like_the_second]).counts == Counts(corrected=1)
    assert take_in_rows(chain, tmp_path, [{**sheet[1], "observation_id": 2, "suspect": "twice"}]).counts.corrected == 1
    said_now = [row.suspect for row in read(chain, "price_version") if row.is_current]
    assert sorted(said_now, key=str) == [None, "twice"]
    assert take_in_rows(chain, tmp_path, sheet).counts == Counts(duplicate=2)
    # A row that comes before the one that names the other observation is its own.
    new = listed(3, **BY_ITS_CONTENT)
    assert take_in_rows(chain, tmp_path, [new, {**new, "observation_id": 1}]).counts == Counts(1, 1)


@pytest.mark.usefixtures("path")
def test_what_another_feed_says_is_not_what_an_observation_was_corrected_to(chain: Database, tmp_path: Path) -> None:
    first = listed(1, **BY_ITS_CONTENT)
    take_in_rows(chain, tmp_path, [first])
    mended = {**first, "price_idr_per_kg": 9900}
    take_in_rows(chain, tmp_path, [{**mended, "observation_id": 1}])
    for row in (mended, first):
        theirs = price_file(csv_file(tmp_path, [row], "theirs.csv"), feed="association")
        assert take_in_file(chain, theirs).counts == Counts(accepted=1)


@pytest.mark.usefixtures("path")
def test_an_observation_that_got_an_id_by_a_correction_is_known_by_it(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, **BY_ITS_CONTENT)])
    named = listed(1, price_idr_per_kg=9900)
    assert take_in_rows(chain, tmp_path, [{**named, "observation_id": 1}]).counts == Counts(corrected=1)
    assert take_in_rows(chain, tmp_path, [named]).counts == Counts(duplicate=1)
    assert take_in_rows(chain, tmp_path, [{**named, "price_idr_per_kg": 9950}]).counts == Counts(corrected=1)
    assert current_prices(chain) == [9950]


@pytest.mark.parametrize("before", ["in a delivery before", "just before"])
def test_an_id_that_is_another_observations_stays_that_ones(chain: Database, tmp_path: Path, before: str) -> None:
    take_in_rows(chain, tmp_path, [listed(1, **BY_ITS_CONTENT)])
    like_the_second = {**listed(2), "observation_id": 1}
    if before == "just before":
        take_in_rows(chain, tmp_path, [listed(2), like_the_second])
    else:
        take_in_rows(chain, tmp_path, [listed(2)])
        take_in_rows(chain, tmp_path, [like_the_second])
    assert take_in_rows(chain, tmp_path, [listed(2, price_idr_per_kg=9950)]).counts == Counts(corrected=1)
    versions = read(chain, "price_version")
    assert [float(row.price_idr_per_kg) for row in versions if row.observation_id == 2] == [9002, 9950]


def test_a_trial_of_a_correction_makes_nothing_known(chain: Database, tmp_path: Path) -> None:
    first = listed(1, **BY_ITS_CONTENT)
    take_in_rows(chain, tmp_path, [first])
    before = contents(chain)
    correction = csv_file(tmp_path, [{**first, "observation_id": 1, "price_idr_per_kg": 9900}])
    assert take_in_file(chain, correction, writing=none_kept).counts == Counts(corrected=1)
    assert contents(chain) == before
