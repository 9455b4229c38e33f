"""The World Bank's workbook, pulled from a server on this machine into the reference series."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jobs.ingest_sources import declared_sources, pull_with
from jobs.runner import JobContext
from jobs.sources.errors import NotAWorkbook
from service.database import Database
from tests.builders import count, read
from tests.conduct import conduct
from tests.integration.jobs.lying_files import context_of
from tests.servers import CsvPublisher, csv_publisher


def pink_sheet(folder: Path, *months: list[Any]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Monthly Prices")
    for row in (["The Pink Sheet"], [None, "Rubber, TSR20 **", "Rubber, RSS3"], [None, "($/kg)", "($/kg)"], *months):
        sheet.append(row)
    workbook.save(folder / "pink.xlsx")
    return (folder / "pink.xlsx").read_bytes()


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[CsvPublisher]:
    with csv_publisher(pink_sheet(tmp_path, ["2026M08", 2.11, 2.4], ["2026M09", 2.2, "…"])) as server:
        yield server


@pytest.fixture
def context(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> JobContext:
    declared = {"name": "pink-sheet", "kind": "world_bank", "address": publisher.file_address, "every": "1d"}
    return context_of(chain, tmp_path, source=(declared,))


def run(context: JobContext) -> dict[str, Any]:
    (source,) = declared_sources(context.settings)
    return pull_with(source, context, conduct())


def test_new_months_are_kept_and_an_unchanged_file_is_left_alone(context: JobContext) -> None:
    assert run(context) == {"months_new_or_changed": 3}
    assert read(context.database, "reference_price", "series", "month", "usd_per_kg") == [
        ("TSR20", date(2026, 8, 1), Decimal("2.1100")),
        ("RSS3", date(2026, 8, 1), Decimal("2.4000")),
        ("TSR20", date(2026, 9, 1), Decimal("2.2000")),
    ]
    assert run(context) == {"unchanged": 1}


def test_a_month_that_is_said_otherwise_is_kept_beside_the_old_word(
    chain: Database, tmp_path: Path, publisher: CsvPublisher, context: JobContext
) -> None:
    run(context)
    publisher.body = pink_sheet(tmp_path, ["2026M08", 2.11, 2.5], ["2026M09", 2.2, "…"])
    later = context_of(chain, tmp_path, source=context.settings.source, clock="2026-11-22T12:00:00Z")
    assert run(JobContext(chain, later.settings, later.settings.make_clock())) == {"months_new_or_changed": 1}
    assert count(chain, "reference_price") == 4


def test_what_is_no_workbook_is_told_and_asked_for_again(context: JobContext, publisher: CsvPublisher) -> None:
    workbook, publisher.body = publisher.body, b"Moved"
    with pytest.raises(NotAWorkbook):
        run(context)
    publisher.body = workbook
    assert run(context) == {"months_new_or_changed": 3}
