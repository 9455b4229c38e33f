"""Refused rows that come back: as they were sent but for what was mended, and waiting once however often they fail."""

import csv
from pathlib import Path
from typing import Any

import pytest

from service.database import Database
from service.imports.errors import RefusedElsewhere
from service.imports.mending import to_mend
from service.imports.repository import Refused, every_refused
from tests.builders import read
from tests.price_files import listed, take_in_file, take_in_rows

Row = dict[str, Any]


def rows_to_mend(database: Database, import_id: int) -> list[Row]:
    lines = "".join(to_mend(lambda: every_refused(database, Refused(import_id)), "en"))
    return list(csv.DictReader(lines.splitlines()))


def open_rows(database: Database) -> list[tuple[int, int]]:
    return [(row.import_id, row.line) for row in read(database, "refused_row") if row.mended_at is None]


def test_what_was_made_harmless_comes_back_as_it_was_sent(chain: Database, tmp_path: Path) -> None:
    sent = {"source": "=SUM(A1)", "quality_note": "-kering, 2 hari", "suspect": "'dikutip'"}
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0, **sent)])
    (row,) = rows_to_mend(chain, 1)
    assert row["source"] == "'=SUM(A1)"
    assert take_in_rows(chain, tmp_path, [{**row, "price_idr_per_kg": -5}]).counts.rejected == 1
    (again,) = rows_to_mend(chain, 2)
    assert again["source"] == "'=SUM(A1)"
    assert take_in_rows(chain, tmp_path, [{**again, "price_idr_per_kg": 9000}]).counts.accepted == 1
    assert read(chain, "price_version", *sent) == [tuple(sent.values())]


def test_a_row_that_is_refused_again_waits_once(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0), listed(2, price_idr_per_kg=0)])
    first, second = rows_to_mend(chain, 1)
    assert take_in_rows(chain, tmp_path, [{**first, "price_idr_per_kg": -5}, second]).counts.rejected == 2
    assert open_rows(chain) == [(2, 2), (2, 3)]
    take_in_file(chain, tmp_path / "prices.csv")
    assert open_rows(chain) == [(2, 2), (2, 3)]


def test_a_row_mended_at_last_in_the_first_file_waits_nowhere(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0)])
    (row,) = rows_to_mend(chain, 1)
    for price in (-5, -6, 9000):
        take_in_rows(chain, tmp_path, [{**row, "price_idr_per_kg": price}])
    assert open_rows(chain) == []


@pytest.mark.parametrize("price", [9000, -5])
def test_a_row_of_another_source_is_neither_taken_in_nor_replaced(chain: Database, tmp_path: Path, price: int) -> None:
    take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=0)])
    with chain.unit_of_work(read(chain, "import_run")[0].started_at) as uow:
        uow.connection.exec_driver_sql("UPDATE import_run SET feed = 'another'")
    (row,) = rows_to_mend(chain, 1)
    with pytest.raises(RefusedElsewhere, match="source 'another'"):
        take_in_rows(chain, tmp_path, [{**row, "price_idr_per_kg": price}])
    assert open_rows(chain) == [(1, 2)]
    assert read(chain, "price_version") == []
