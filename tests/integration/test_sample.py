"""The published sample gives the published figures, again changes nothing, and a newer one adds and corrects."""

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jobs.load_sample import SAMPLE, SampleReport, load_sample
from service.alerts.evaluation import sweep
from service.database import Database
from service.errors import RejectedRows
from service.prices.intake import IntakeReport
from tests.builders import KUANTAN_SINGINGI, MUARA_ENIM, NOW, contents, count, read
from tests.conftest import DIALECTS, NewDatabase

LATER = NOW + timedelta(days=30)

# District, channel, day, the day's price (None: there is none).
GOLDEN_DAYS = [
    ("16.01", "farmgate", date(2022, 10, 22), "7750"),
    ("16.01", "farmgate", date(2022, 10, 24), "6800"),
    ("16.01", "farmgate", date(2024, 7, 24), "10750"),
    ("16.07", "auction", date(2013, 10, 25), "10957.50"),
    ("12.07", "auction", date(2024, 5, 4), "13475"),
    ("12.21", "farmgate", date(2022, 8, 5), "10125"),
    ("14.09", "farmgate", date(2021, 8, 2), "8000"),
    ("14.09", "auction", date(2021, 8, 2), None),
]


def load(database: Database, folder: Path = SAMPLE, now: Any = NOW) -> SampleReport:
    with database.unit_of_work(now) as uow:
        report = load_sample(uow, folder)
    sweep(database, now)
    return report


@pytest.fixture(scope="module", params=DIALECTS)
def loaded(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    """The sample, loaded and evaluated; the tests that take it do not write."""
    with new_database(request.param, True) as database:
        assert load(database) == SampleReport(180, 2, floors_stored(database), IntakeReport(accepted=1118))
        yield database


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A newer sample: one price changed, one added, one figure of a survey changed."""
    shutil.copytree(SAMPLE, tmp_path / "newer")
    prices, surveys = tmp_path / "newer" / "prices.csv", tmp_path / "newer" / "surveys.toml"
    with prices.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    changed = next(row for row in rows if row["external_id"] == "published-0194")
    assert (changed["district_code"], changed["observed_on"]) == (KUANTAN_SINGINGI, "2020-06-07")
    changed["price_idr_per_kg"] = "6650"
    rows.append(changed | {"external_id": "published-9999", "observed_on": "2020-06-08", "price_idr_per_kg": "6700"})
    with prices.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    text = surveys.read_text("utf-8")
    surveys.write_text(text.replace("household_size = 4.63", "household_size = 4.6"), "utf-8")
    return tmp_path / "newer"


def floors_stored(database: Database) -> int:
    return count(database, "minimum_price")


def published(database: Database) -> dict[str, tuple[Any, ...]]:
    columns = ("district_code", "method", "cost_of_production_idr_per_kg", "minimum_price_idr_per_kg", "valid_from")
    rows = read(database, "minimum_price", "status", *columns)
    return {row.district_code: tuple(row[2:]) for row in rows if row.status == "published"}


def alerts(database: Database, *columns: str) -> list[Any]:
    return read(database, "alert", *columns)


@pytest.mark.parametrize(("district_code", "channel", "day", "price"), GOLDEN_DAYS)
def test_the_golden_days_come_out(
    loaded: Database, district_code: str, channel: str, day: date, price: str | None
) -> None:
    columns = ("district_code", "channel", "day", "basis", "median_idr_per_kg")
    found = [
        row[4] for row in read(loaded, "daily_price", *columns) if row[:4] == (district_code, channel, day, "as_sold")
    ]
    assert found == ([] if price is None else [Decimal(price)])


def test_the_golden_floors_come_out_and_are_published(loaded: Database) -> None:
    assert published(loaded) == {
        MUARA_ENIM: ("household-consumption", Decimal("1039.13"), Decimal("4892.23"), date(2021, 1, 1)),
        KUANTAN_SINGINGI: ("rice-poverty-line", Decimal("2467.12"), Decimal("7744.37"), date(2020, 1, 1)),
    }


def test_the_floors_say_who_published_them_and_why(loaded: Database) -> None:
    rows = read(loaded, "minimum_price", "status", "published_by", "published_why", "published_at", "historical")
    decided = [row for row in rows if row.status == "published"]
    assert {(row.published_by, row.published_at, row.historical) for row in decided} == {("sample", NOW, True)}
    assert all(row.published_why for row in decided)


def test_every_method_stands_beside_the_published_one(loaded: Database) -> None:
    rows = read(loaded, "minimum_price", "district_code", "method", "minimum_price_idr_per_kg", "reason", "status")
    by_district = {code: [row for row in rows if row.district_code == code] for code in (MUARA_ENIM, KUANTAN_SINGINGI)}
    assert len(rows) == sum(map(len, by_district.values()))
    for of in by_district.values():
        assert len({row.method for row in of}) == len(of)
        assert all((row.minimum_price_idr_per_kg is None) == (row.reason is not None) for row in of)
        assert sorted(row.status for row in of if row.status) == ["proposed"] * (
            sum(row.reason is None for row in of) - 1
        ) + ["published"]


def test_the_golden_alert_comes_out_and_no_other(loaded: Database) -> None:
    (alert,) = read(loaded, "alert")
    assert (alert.district_code, alert.channel, alert.state, alert.severity) == (
        KUANTAN_SINGINGI,
        "auction",
        "resolved",
        "warning",
    )
    assert (alert.below_since, alert.fired_on, alert.resolved_on) == (
        date(2020, 5, 24),
        date(2020, 5, 24),
        date(2020, 10, 4),
    )
    assert (alert.price_idr_per_kg, alert.floor_idr_per_kg, alert.gap_idr_per_kg, alert.gap_percent) == (
        Decimal(6410),
        Decimal("7744.37"),
        Decimal("1334.37"),
        Decimal("17.23"),
    )
    assert alert.clear_level_idr_per_kg == Decimal("7899.26")
    assert (alert.basis, alert.historical) == ("as_sold", True)


def test_the_golden_alert_has_its_events_and_its_evidence(loaded: Database) -> None:
    columns = ("kind", "day", "price_idr_per_kg", "evidence")
    opened, resolved = read(loaded, "alert_event", *columns)
    assert opened[:3] == ("opened", date(2020, 5, 24), Decimal(6410))
    assert resolved[:3] == ("resolved", date(2020, 10, 4), Decimal(9600))
    external_ids = {row.id: row.external_id for row in read(loaded, "price_observation")}
    assert [external_ids[number] for event in (opened, resolved) for number in event.evidence] == [
        "published-0192",
        "published-0208",
    ]


def test_the_change_log_tells_the_alert_as_history(loaded: Database) -> None:
    assert read(loaded, "alert_change", "kind", "historical") == [("opened", True), ("resolved", True)]


def test_all_prices_are_there_historical_and_sourced(loaded: Database) -> None:
    prices = read(loaded, "price_version")
    assert len(prices) == 1118
    assert sum(price.district_code is None for price in prices) == 462
    assert len({price.district_code for price in prices} - {None}) == 69
    assert all(price.historical and price.source and price.provenance for price in prices)
    assert {price.version for price in prices} == {1}
    assert (min(p.observed_on.year for p in prices), max(p.observed_on.year for p in prices)) == (2009, 2025)


def test_rubber_content_is_never_assumed(loaded: Database) -> None:
    assert {row.basis for row in read(loaded, "minimum_price", "basis")} == {"as_sold"}
    assert {row.dry_rubber_content for row in read(loaded, "cost_survey", "dry_rubber_content")} == {None}
    printed = {row["external_id"] for row in sample_rows() if row["dry_rubber_content_percent"]}
    identities = {row.id: row.external_id for row in read(loaded, "price_observation")}
    with_content = {
        identities[row.observation_id] for row in read(loaded, "price_version") if row.dry_rubber_content is not None
    }
    assert with_content == printed


def sample_rows() -> list[dict[str, str]]:
    with (SAMPLE / "prices.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_suspect_prices_are_kept_and_left_out_of_every_day(loaded: Database) -> None:
    suspect = {row.observation_id for row in read(loaded, "price_version") if row.suspect is not None}
    used = {number for row in read(loaded, "daily_price", "observation_ids") for number in row.observation_ids}
    assert suspect
    assert not suspect & used


def test_nothing_waits_and_every_day_is_history(loaded: Database) -> None:
    assert count(loaded, "waiting_day") == 0
    assert {row.historical for row in read(loaded, "daily_price", "historical")} == {True}


def test_loading_again_changes_nothing_at_all(database: Database) -> None:
    load(database)
    before = contents(database)
    assert load(database, now=LATER) == SampleReport(0, 0, 0, IntakeReport(duplicate=1118))
    assert contents(database) == before


def test_a_newer_sample_adds_and_corrects_and_doubles_nothing(database: Database, newer: Path) -> None:
    load(database)
    floors = {row.id: row for row in read(database, "minimum_price")}
    report = load(database, newer, LATER)
    assert report.prices == IntakeReport(accepted=1, corrected=1, duplicate=1117)
    assert (report.districts, report.surveys) == (0, 1)

    assert count(database, "price_observation") == 1119
    (observation,) = [row.id for row in read(database, "price_observation") if row.external_id == "published-0194"]
    columns = ("observation_id", "version", "is_current", "price_idr_per_kg", "recorded_at")
    assert [row[1:] for row in read(database, "price_version", *columns) if row.observation_id == observation] == [
        (1, False, Decimal(6600), NOW),
        (2, True, Decimal(6650), LATER),
    ]
    assert {row[0] for row in read(database, "price_version", "historical")} == {True}

    # 7 744.37 = 2 467.12 and 480 kg of rice for 4.63 heads; now for 4.6.
    assert published(database)[KUANTAN_SINGINGI][2] == Decimal("7710.18")
    assert published(database)[MUARA_ENIM][2] == Decimal("4892.23")
    now_stored = {row.id: row for row in read(database, "minimum_price")}
    assert len(now_stored) == len(floors) + report.floors
    superseded = [row for row in now_stored.values() if row.status == "superseded"]
    assert [row.minimum_price_idr_per_kg for row in superseded] == [Decimal("7744.37")]
    assert all(now_stored[number].inputs == row.inputs for number, row in floors.items())


def test_a_newer_sample_corrects_the_alert_as_history(database: Database, newer: Path) -> None:
    load(database)
    load(database, newer, LATER)
    (alert,) = alerts(database)
    assert (alert.fired_on, alert.resolved_on) == (date(2020, 5, 24), date(2020, 10, 4))
    assert (alert.floor_idr_per_kg, alert.gap_percent) == (Decimal("7710.18"), Decimal("16.86"))
    assert read(database, "alert_change", "kind", "historical") == [
        ("opened", True),
        ("resolved", True),
        ("corrected", True),
    ]
    before = contents(database)
    load(database, newer, LATER)
    assert contents(database) == before


def test_a_sample_with_a_refused_row_is_not_loaded_at_all(database: Database, newer: Path) -> None:
    prices = newer / "prices.csv"
    prices.write_text(prices.read_text("utf-8").replace(",16.03,", ",16.99,", 1), "utf-8")
    before = contents(database)
    with pytest.raises(RejectedRows, match=re.escape("line 2, district_code = '16.99': no such district")):
        load(database, newer)
    assert contents(database) == before


def test_the_shared_sample_file_is_the_same_sample(sample_database: Database) -> None:
    assert count(sample_database, "price_version") == 1118
    assert count(sample_database, "waiting_day") == 0
    assert len(published(sample_database)) == 2
