"""What becomes of prices that arrive: new, known, corrected or refused; and which days wait for evaluation."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from service.database import Database
from service.prices.content import arriving
from service.prices.intake import Batch, IntakeReport, take_in
from service.prices.rows import judge_all, read_known
from service.prices.schemas import PriceIn
from tests.builders import (
    HISTORY,
    LIVE,
    MUARA_ENIM,
    NOW,
    OGAN_KOMERING_ULU,
    TODAY,
    arriving_price,
    contents,
    count,
    read,
    store_prices,
    together,
)

LATER = NOW + timedelta(days=3)
RAW = {
    "province_code": "16",
    "district_code": "16.03",
    "observed_on": "2026-11-02",
    "price_level": "auction",
    "price_idr_per_kg": "9500",
    "source": "the office's own book",
    "provenance": "survey",
}


def waiting(database: Database) -> list[tuple[str, str]]:
    return [(district, day.isoformat()) for district, day in read(database, "waiting_day")]


def versions(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "price_version", *columns)]


def refused(database: Database, **changes: Any) -> tuple[int, str, Any, str]:
    with database.reading() as connection:
        good, bad = judge_all([{**RAW, **changes}], read_known(connection, TODAY))
    assert good == []
    (row,) = bad
    (wrong,) = row.problems
    return row.line, wrong.column, wrong.value, wrong.reason_en


def test_a_row_with_several_faults_tells_all_of_them(chain: Database) -> None:
    wrong = {"province_code": "99", "district_code": "99.03", "observed_on": "2026-11-22", "price_idr_per_kg": "0"}
    with chain.reading() as connection:
        _, (row,) = judge_all([{**RAW, **wrong}], read_known(connection, TODAY))
    assert {one.column: one.reason_en.partition(";")[0] for one in row.problems} == {
        "price_idr_per_kg": "must be above 0",
        "district_code": "no such district",
        "province_code": "no such province",
        "observed_on": f"lies after today, {TODAY}",
    }


def test_a_new_price_is_stored_as_its_first_version(chain: Database) -> None:
    report = store_prices(chain, arriving_price(external_id="a", dry_rubber_content_percent=55, deduction_percent="10"))
    assert report == IntakeReport(accepted=1)
    assert read(chain, "price_observation", "feed", "identity", "external_id") == [("office", "id:a", "a")]
    (stored,) = read(chain, "price_version")
    assert (stored.version, stored.is_current, stored.historical) == (1, True, False)
    assert (stored.recorded_at, stored.recorded_by, stored.revision) == (NOW, "officer", chain.revision())
    assert (stored.price_idr_per_kg, stored.dry_rubber_content, stored.deduction) == (
        Decimal("9500.00"),
        Decimal("0.55"),
        Decimal("0.1"),
    )
    assert waiting(chain) == [("16.03", "2026-11-02")]


def test_the_same_price_again_changes_nothing(chain: Database) -> None:
    row = arriving_price(external_id="a", volume_kg="48000", dry_rubber_content_percent="55.5")
    store_prices(chain, row)
    before = contents(chain)
    assert store_prices(chain, row, now=LATER) == IntakeReport(duplicate=1)
    assert contents(chain) == before


def test_another_spelling_of_a_number_is_the_same_price(chain: Database) -> None:
    store_prices(chain, arriving_price(price_idr_per_kg="9500"))
    assert store_prices(chain, arriving_price(price_idr_per_kg="9500.00")) == IntakeReport(duplicate=1)


def test_a_new_value_under_a_known_id_becomes_the_second_version(chain: Database) -> None:
    store_prices(chain, arriving_price(external_id="a", price_idr_per_kg=9500))
    corrector = Batch(feed="office", recorded_by="head of office")
    report = store_prices(chain, arriving_price(external_id="a", price_idr_per_kg=9600), batch=corrector, now=LATER)
    assert report == IntakeReport(corrected=1)
    assert versions(chain, "version", "is_current", "price_idr_per_kg", "recorded_at", "recorded_by") == [
        (1, False, Decimal(9500), NOW, "officer"),
        (2, True, Decimal(9600), LATER, "head of office"),
    ]
    assert count(chain, "price_observation") == 1


def test_a_correction_back_to_the_first_value_is_a_third_version(chain: Database) -> None:
    for price in (9500, 9600, 9500):
        store_prices(chain, arriving_price(external_id="a", price_idr_per_kg=price))
    assert versions(chain, "version", "is_current") == [(1, False), (2, False), (3, True)]


def test_the_same_id_from_another_feed_is_another_price(chain: Database) -> None:
    store_prices(chain, arriving_price(external_id="a"))
    report = store_prices(chain, arriving_price(external_id="a"), batch=Batch("association", "clerk"))
    assert report == IntakeReport(accepted=1)


def test_without_an_id_a_price_is_known_by_its_content_with_the_price(chain: Database) -> None:
    report = store_prices(chain, arriving_price(), arriving_price(price_idr_per_kg=9501), arriving_price())
    assert report == IntakeReport(accepted=2, duplicate=1)
    assert arriving(arriving_price()).identity != arriving(arriving_price(price_idr_per_kg=9501)).identity
    assert arriving(arriving_price()).identity != arriving(arriving_price(reporter="UPPB Lavender")).identity
    assert arriving(arriving_price()).identity == arriving(arriving_price(reporter="")).identity


def test_the_same_row_twice_in_one_delivery_is_stored_once(chain: Database) -> None:
    row = arriving_price(external_id="a")
    assert store_prices(chain, row, row) == IntakeReport(accepted=1, duplicate=1)
    assert count(chain, "price_version") == 1


def test_one_delivery_may_correct_itself(chain: Database) -> None:
    rows = [arriving_price(external_id="a", price_idr_per_kg=price) for price in (9500, 9600, 9700)]
    assert store_prices(chain, *rows) == IntakeReport(accepted=1, corrected=2)
    assert versions(chain, "version", "is_current", "price_idr_per_kg") == [
        (1, False, Decimal(9500)),
        (2, False, Decimal(9600)),
        (3, True, Decimal(9700)),
    ]


def test_a_correction_of_the_day_makes_both_days_wait(chain: Database) -> None:
    store_prices(chain, arriving_price(external_id="a", observed_on="2026-11-02"))
    store_prices(chain, arriving_price(external_id="a", observed_on="2026-11-09"))
    assert waiting(chain) == [("16.03", "2026-11-02"), ("16.03", "2026-11-09")]


def test_a_correction_of_the_district_makes_both_districts_wait(chain: Database) -> None:
    store_prices(chain, arriving_price(external_id="a", district_code=OGAN_KOMERING_ULU))
    with chain.unit_of_work(NOW) as uow:
        uow.connection.exec_driver_sql("DELETE FROM waiting_day")
    store_prices(chain, arriving_price(external_id="a", district_code=MUARA_ENIM, observed_on="2026-11-09"))
    assert waiting(chain) == [("16.01", "2026-11-02"), ("16.03", "2026-11-09")]


def test_a_price_for_a_whole_province_makes_nothing_wait(chain: Database) -> None:
    assert store_prices(chain, arriving_price(district_code=None)) == IntakeReport(accepted=1)
    assert waiting(chain) == []


def test_a_price_that_moves_from_a_district_to_its_province_makes_the_district_wait(chain: Database) -> None:
    store_prices(chain, arriving_price(external_id="a"))
    with chain.unit_of_work(NOW) as uow:
        uow.connection.exec_driver_sql("DELETE FROM waiting_day")
    store_prices(chain, arriving_price(external_id="a", district_code=None))
    assert waiting(chain) == [("16.03", "2026-11-02")]


def test_what_is_historical_stays_marked_so(chain: Database) -> None:
    store_prices(chain, arriving_price(), batch=HISTORY)
    assert versions(chain, "historical") == [(True,)]


def test_two_importers_of_the_same_rows_store_every_row_once(chain: Database) -> None:
    rows = [arriving_price(external_id=str(n), price_idr_per_kg=9000 + n) for n in range(30)]
    rows += [arriving_price(price_idr_per_kg=8000 + n) for n in range(30)]
    reports: list[IntakeReport] = []

    def import_all(order: list[PriceIn]) -> None:
        reports.extend(store_prices(chain, *order[start : start + 20]) for start in range(0, len(order), 20))

    together(lambda: import_all(rows), lambda: import_all(rows[::-1]))
    assert count(chain, "price_observation") == count(chain, "price_version") == 60
    assert sum(report.accepted for report in reports) == sum(report.duplicate for report in reports) == 60
    assert waiting(chain) == [("16.03", "2026-11-02")]


@pytest.mark.parametrize(
    ("changes", "field", "value", "reason"),
    [
        ({"district_code": "16.99"}, "district_code", "16.99", "no such district"),
        ({"district_code": "1603"}, "district_code", "1603", "must have the form"),
        ({"district_code": "16.3"}, "district_code", "16.3", "must have the form"),
        ({"province_code": "99", "district_code": ""}, "province_code", "99", "no such province"),
        ({"province_code": ""}, "province_code", None, "is needed"),
        ({"price_idr_per_kg": "free"}, "price_idr_per_kg", "free", "must be a number"),
        ({"price_idr_per_kg": "NaN"}, "price_idr_per_kg", "NaN", "finite number"),
        ({"price_idr_per_kg": "0"}, "price_idr_per_kg", "0", "must be above 0"),
        ({"price_idr_per_kg": "10000000"}, "price_idr_per_kg", "10000000", "must be below 10000000"),
        ({"dry_rubber_content_percent": "101"}, "dry_rubber_content_percent", "101", "must be 100 or less"),
        ({"observed_on": "2026-02-30"}, "observed_on", "2026-02-30", "must be a day"),
        ({"observed_on": "2026-11-22"}, "observed_on", "2026-11-22", "lies after today"),
        ({"observed_on": "1026-11-20"}, "observed_on", "1026-11-20", "lies before 1900-01-01"),
        ({"published_on": "yesterday"}, "published_on", "yesterday", "year, month or day"),
        ({"price_level": "tauke"}, "price_level", "tauke", "must be one of"),
        ({"source": ""}, "source", None, "is needed"),
        ({"colour": "white"}, "colour", "white", "not known here"),
    ],
)
def test_a_refused_row_says_line_field_value_and_reason(
    chain: Database, changes: dict[str, str], field: str, value: Any, reason: str
) -> None:
    line, found_field, found_value, found_reason = refused(chain, **changes)
    assert (line, found_field, found_value) == (2, field, value)
    assert reason in found_reason


def test_a_row_whose_parts_contradict_each_other_is_refused_as_a_whole(chain: Database) -> None:
    line, field, _, reason = refused(chain, province_code="14")
    assert (line, field) == (2, "row")
    assert "16.03 is not in province_code 14" in reason
    assert "nothing is left" in refused(chain, fee_idr_per_kg="9500")[3]


@pytest.mark.parametrize("day", ["0", "86400", 1_793_577_600])
def test_a_number_is_no_day(chain: Database, day: Any) -> None:
    assert refused(chain, observed_on=day)[1] == "observed_on"


def test_good_rows_pass_beside_refused_ones_and_lines_count_the_header(chain: Database) -> None:
    rows = [RAW, {**RAW, "price_idr_per_kg": "-1"}, {**RAW, "external_id": "a"}, {**RAW, "district_code": "16.99"}]
    with chain.reading() as connection:
        good, bad = judge_all(rows, read_known(connection, TODAY))
    assert [row.external_id for row in good] == [None, "a"]
    assert [(row.line, row.problems[0].column) for row in bad] == [(3, "price_idr_per_kg"), (5, "district_code")]


def test_an_error_in_the_middle_of_a_chunk_leaves_nothing(chain: Database) -> None:
    before = contents(chain)
    nowhere = arriving_price(external_id="b", district_code="16.99")
    with pytest.raises(IntegrityError), chain.unit_of_work(NOW) as uow:
        take_in(uow, [arriving_price(external_id="a"), nowhere, arriving_price(external_id="c")], LIVE)
    assert contents(chain) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"price_idr_per_kg": "9500.005"},
        {"dry_rubber_content_percent": "33.33333"},
        {"deduction_percent": "8.123456"},
        {"volume_kg": "48000.00049"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_row_with_more_digits_than_are_kept_is_known_when_it_comes_again(
    chain: Database, changes: dict[str, str]
) -> None:
    row = arriving_price(external_id="a", **changes)
    store_prices(chain, row)
    assert store_prices(chain, row) == IntakeReport(duplicate=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"external_id": "x" * 190, "source": "x" * 400, "quality_note": "x" * 200, "reporter": "x" * 200},
        {"price_idr_per_kg": "9999999.99", "volume_kg": "9999999999999"},
        {"price_idr_per_kg": "0.01", "dry_rubber_content_percent": "0.001", "volume_kg": "0.001"},
        {"observed_on": "0001-01-01", "deduction_percent": "99.999"},
    ],
    ids=["longest texts", "largest numbers", "smallest numbers", "first day and largest share"],
)
def test_a_row_at_the_bounds_is_stored(chain: Database, changes: dict[str, str]) -> None:
    assert_passing_rows_can_be_stored(chain, changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"volume_kg": "0.0001"},
        {"volume_kg": "1e14"},
        {"dry_rubber_content_percent": "0.0001"},
        {"deduction_percent": "99.9999", "price_idr_per_kg": "9999999"},
        {"price_idr_per_kg": "9999999.999"},
    ],
    ids=str,
)
def test_a_row_that_passes_has_figures_that_can_be_stored(chain: Database, changes: dict[str, str]) -> None:
    assert_passing_rows_can_be_stored(chain, changes)


@pytest.mark.parametrize("changes", [{"external_id": "x" * 200}, {"reporter": "nobody\x00"}], ids=["long", "nul"])
def test_a_row_that_passes_has_texts_that_can_be_stored(chain: Database, changes: dict[str, str]) -> None:
    assert_passing_rows_can_be_stored(chain, changes)


def assert_passing_rows_can_be_stored(database: Database, changes: dict[str, str]) -> None:
    with database.reading() as connection:
        good, _ = judge_all([{**RAW, **changes}], read_known(connection, TODAY))
    assert store_prices(database, *good).accepted == len(good)


def test_a_stored_day_is_a_date(chain: Database) -> None:
    store_prices(chain, arriving_price(observed_on="2026-11-02"))
    assert versions(chain, "observed_on") == [(date(2026, 11, 2),)]
