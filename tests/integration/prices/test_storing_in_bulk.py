"""Many new rows at once or one by one, alone or beside another importer, whole or cut off: the same rows, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from service.alerts.evaluation import sweep
from service.database import Database
from service.imports.ledger import Counts
from service.prices import bulk, chunks, imports
from service.vocabulary import BokarType, BuyerType, PriceKind, PriceLevel, Provenance, StorageAge
from tests.builders import NOW, contents, count, read, store_districts, together
from tests.conftest import DIALECTS, NewDatabase
from tests.price_files import csv_file, listed, price_file, take_in_file, take_in_rows

LATER = NOW + timedelta(days=3)


def of_every_kind(number: int) -> dict[str, Any]:
    """Return one of many rows that differ in every column, some blank in each, all of them plain."""
    blank = number % 5 == 0

    def word(kind: type[StrEnum]) -> str:
        return list(kind)[number % len(kind)].value

    return listed(
        number,
        external_id="" if number % 7 == 0 else f"a{number}",
        district_code="" if number % 11 == 0 else ("16.03", "16.01", "14.09")[number % 3],
        province_code="16" if number % 11 == 0 else "",
        observed_on=f"2026-{number % 10 + 1:02}-{number % 28 + 1:02}",
        price_level=word(PriceLevel),
        price_idr_per_kg=f"{9000 + number}.{number % 100:02}",
        price_kind="" if blank else word(PriceKind),
        dry_rubber_content_percent="" if blank else f"{40 + number % 60}.{number % 100:02}",
        deduction_percent="" if blank else f"{number % 2 * 8}",
        fee_idr_per_kg="" if blank else "150.50",
        transport_idr_per_kg="" if blank else "0.00",
        bokar_type="" if blank else word(BokarType),
        storage_age="" if blank else word(StorageAge),
        quality_note="" if blank else f"\"note\", {number}; \\. of 'one'",
        volume_kg="" if blank else f"{number + 1}.25",
        buyer_type="" if blank else word(BuyerType),
        reporter="" if blank else f"reporter {number % 4}",
        provenance=word(Provenance),
        derived="" if blank else str(number % 2),
        range_part="" if blank else "low",
        suspect="" if number % 13 else "a misprint",
        published_on="" if blank else "2026-11",
    )


# What tells the rows apart.
SAID = ("price_idr_per_kg", "observed_on", "version", "is_current")
ROWS = [of_every_kind(number) for number in range(60)]


@contextmanager
def with_districts(new_database: NewDatabase, dialect: str) -> Iterator[Database]:
    with new_database(dialect, True) as database:
        store_districts(database)
        yield database


def by_identity(database: Database) -> list[tuple[Any, ...]]:
    """Return what is stored of each observation, however its rows are numbered."""
    identities = dict(read(database, "price_observation", "id", "identity"))
    return sorted(
        (identities[row.observation_id], *(getattr(row, name) for name in SAID))
        for row in read(database, "price_version")
    )


@pytest.mark.parametrize("rows_per_statement", [7, 60, 100])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_rows_stored_in_bulk_are_those_stored_one_by_one(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: str, rows_per_statement: int
) -> None:
    monkeypatch.setattr(bulk, "ROWS_PER_STATEMENT", rows_per_statement)
    file = csv_file(tmp_path, ROWS)
    with with_districts(new_database, dialect) as one, with_districts(new_database, dialect) as other:
        assert take_in_file(one, file).counts == Counts(accepted=60)
        monkeypatch.setattr(chunks, "store_new", lambda *_: None)
        assert take_in_file(other, file).counts == Counts(accepted=60)
        assert contents(one) == contents(other)
        sweep(one, NOW)
        sweep(other, NOW)
        assert contents(one) == contents(other)


def test_plain_rows_are_stored_in_bulk(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "one_by_one", None)
    assert take_in_rows(chain, tmp_path, ROWS).counts == Counts(accepted=60)


def test_ids_go_on_after_those_taken_in_bulk(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, ROWS)
    take_in_rows(chain, tmp_path, [listed(1000, quality_note="à la main")])
    take_in_rows(chain, tmp_path, [listed(1001)])
    assert [row.id for row in read(chain, "price_observation")] == list(range(1, 63))
    assert [row.id for row in read(chain, "price_version")] == list(range(1, 63))


@pytest.mark.parametrize("known", [[0], [37], [3, 4, 5], list(range(60))], ids=["probed", "not probed", "some", "all"])
def test_a_chunk_that_meets_known_rows_stores_the_others(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: list[int]
) -> None:
    monkeypatch.setattr(bulk, "PROBES", 5)
    take_in_rows(chain, tmp_path, [ROWS[number] for number in known])
    before = read(chain, "price_version")
    counts = take_in_rows(chain, tmp_path, ROWS, LATER).counts
    assert counts == Counts(accepted=60 - len(known), duplicate=len(known))
    assert count(chain, "price_observation") == count(chain, "price_version") == 60
    assert read(chain, "price_version")[: len(before)] == before


def test_two_importers_of_the_same_file_at_once_store_every_row_once(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 7))
    rows = [*ROWS, listed(100, price_idr_per_kg=0), listed(101, quality_note="à la main")]
    file = csv_file(tmp_path, rows)
    counts: list[Counts] = []
    together(*[lambda: counts.append(take_in_file(chain, file).counts)] * 2)
    assert count(chain, "price_observation") == count(chain, "price_version") == 61
    assert sum(each.accepted for each in counts) == sum(each.duplicate for each in counts) == 61
    assert read(chain, "import_run", "status", "attempts", "accepted") == [("completed", 2, 61)]
    assert count(chain, "refused_row") == 1


def test_importers_that_meet_in_the_middle_store_every_row_once(
    chain: Database, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 7))
    forwards, backwards = csv_file(tmp_path, ROWS, "a.csv"), csv_file(tmp_path, ROWS[::-1], "b.csv")
    together(lambda: take_in(chain, forwards), lambda: take_in(chain, backwards))
    assert count(chain, "price_observation") == 60
    together_stored = by_identity(chain)
    with with_districts(new_database, chain.engine.dialect.name) as alone:
        take_in(alone, forwards)
        assert by_identity(alone) == together_stored


def take_in(database: Database, file: Path) -> None:
    take_in_file(database, price_file(file))


def break_at(database: Database, external_id: str) -> None:
    """Make the database fail where this row is written, as a full disk would."""
    if database.engine.dialect.name == "sqlite":
        statements = [
            f"CREATE TRIGGER broken BEFORE INSERT ON price_observation WHEN NEW.external_id = '{external_id}' "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        ]
    else:
        statements = [
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE disk_full USING MESSAGE = 'the disk is full'; END $$",
            "CREATE TRIGGER broken BEFORE INSERT ON price_observation FOR EACH ROW "
            f"WHEN (NEW.external_id = '{external_id}') EXECUTE FUNCTION fail()",
        ]
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def mend(database: Database) -> None:
    on = "" if database.engine.dialect.name == "sqlite" else " ON price_observation"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER broken{on}")


def test_a_chunk_that_fails_leaves_those_before_it_and_the_same_file_completes_it(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 5))
    rows = [listed(n) for n in range(17)] + [listed(17, price_idr_per_kg=0)]
    rows[2] = listed(2, price_idr_per_kg=0)
    file = csv_file(tmp_path, rows)
    break_at(chain, "a12")
    with pytest.raises(Exception, match="the disk is full"):
        take_in_file(chain, file)
    assert {row.external_id for row in read(chain, "price_observation")} == {f"a{n}" for n in range(10)} - {"a2"}
    assert read(chain, "import_run", "status", "accepted", "rejected") == [("running", 9, 1)]
    mend(chain)
    assert take_in_file(chain, file, LATER).counts == Counts(accepted=7, duplicate=9, rejected=2)
    assert {row.external_id for row in read(chain, "price_observation")} == {f"a{n}" for n in range(17)} - {"a2"}
    assert count(chain, "price_version") == 16
    assert read(chain, "import_run", "status", "attempts", "accepted", "rejected") == [("completed", 2, 16, 2)]
    assert read(chain, "refused_row", "line") == [(4,), (19,)]
