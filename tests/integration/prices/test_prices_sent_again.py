"""Prices that were corrected, and then come again as they were sent at first."""

from pathlib import Path

import pytest

from service.database import Database
from service.imports.ledger import Counts
from service.prices import chunks
from tests.builders import contents, read
from tests.price_files import listed, take_in_rows

BY_ITS_CONTENT = {"external_id": None}


def current_prices(database: Database) -> list[float]:
    return [float(row.price_idr_per_kg) for row in read(database, "price_version") if row.is_current]


@pytest.mark.parametrize("path", ["in bulk", "one by one"])
def test_a_row_known_by_its_content_does_not_undo_its_correction(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if path == "one by one":
        monkeypatch.setattr(chunks, "store_new", lambda *_: None)
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
