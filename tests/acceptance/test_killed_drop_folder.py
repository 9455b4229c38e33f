"""The job of the drop folder, killed before anything it does to files: none is lost, and none counted twice."""

from collections.abc import Iterator
from itertools import count as counted_from
from pathlib import Path

import pytest

from jobs.runner import INTERRUPTED
from service.database import Database
from tests import auction_files, household_files
from tests.acceptance.dying_importer import DROP, KILLED, CarryOut, Order, address_of, dying_importer
from tests.builders import count, read, store_districts
from tests.conftest import NewDatabase
from tests.integration.jobs.lying_files import aged, csv_of, lay, names, price_row
from tests.price_files import csv_file

KINDS = ("auctions", "prices", "surveys")
NEVER = 0
KEPT = ["a.csv", "a.csv.refused.csv", "a.csv.report.txt"]


@pytest.fixture(scope="module")
def carry_out() -> Iterator[CarryOut]:
    with dying_importer() as carried_out:
        yield carried_out


def lay_files(drop: Path) -> None:
    """Put one file into each folder, each with two good rows and a bad one."""
    for of in KINDS:
        (drop / of).mkdir(parents=True)
    lots = [auction_files.listed(night, 1, harga="0" if night == 3 else "11000") for night in (1, 2, 3)]
    households = [household_files.listed(n, **{"Produksi (kg)": "-5"} if n == 3 else {}) for n in (1, 2, 3)]
    aged(csv_file(drop / "auctions", lots, "a.csv"))
    aged(csv_file(drop / "surveys", households, "a.csv"))
    lay(drop / "prices" / "a.csv", csv_of(price_row(1), price_row(2), price_row(3, price_idr_per_kg="0")))


def finished(folder: Path) -> bool:
    """Say whether the file of a folder was filed away."""
    return "a.csv" not in names(folder)


def assert_each_row_is_there_once(database: Database) -> None:
    assert (count(database, "auction_lot"), count(database, "survey_household")) == (2, 2)
    assert count(database, "price_observation") == count(database, "price_version") == 4
    assert count(database, "refused_row") == 3
    noted = read(database, "import_run", "status", "accepted", "rejected")
    assert noted == [("completed", 2, 1)] * 3


def assert_what_was_filed_away_is_whole(drop: Path, database: Database) -> None:
    filed = {of for of in KINDS if finished(drop / of)}
    assert all(set(KEPT) <= set(names(drop / of / "done")) for of in filed)
    assert filed <= {row.kind for row in read(database, "import_run") if row.status == "completed"}


@pytest.mark.parametrize(("dialect", "every"), [("sqlite", 1), ("postgresql", 4)])
def test_a_job_killed_before_anything_it_does_to_files_loses_none_and_counts_none_twice(
    new_database: NewDatabase, carry_out: CarryOut, tmp_path: Path, dialect: str, every: int
) -> None:
    between_import_and_move = 0
    for moment in counted_from(1, every):
        with new_database(dialect, True) as database:
            store_districts(database)
            drop = tmp_path / str(moment) / "drop"
            lay_files(drop)
            ended = carry_out(Order(DROP, address_of(database), str(drop), moment))
            assert_what_was_filed_away_is_whole(drop, database)
            between_import_and_move += count(database, "import_run") > sum(finished(drop / of) for of in KINDS)
            if ended == 0:
                break
            assert ended == KILLED
            assert carry_out(Order(DROP, address_of(database), str(drop), NEVER)) == 0
            assert all(finished(drop / of) for of in KINDS), f"killed at moment {moment}"
            assert_each_row_is_there_once(database)
            assert read(database, "job_run", "status", "error") == [("failed", INTERRUPTED), ("succeeded", None)]
    assert between_import_and_move
