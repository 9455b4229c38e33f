"""Prices that look implausible: stored, left out of the day's price until somebody accepts them, and never deleted."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from service.alerts.evaluation import sweep
from service.database import Database
from service.errors import NotWaitingForReview, UnknownPrice
from service.files.mapping import ColumnMapping
from service.imports.ledger import Counts
from service.prices import chunks
from service.prices.content import values_of
from service.prices.flagging import flag_all
from service.prices.reference_prices import MonthlyPrice, take_in_reference_prices
from service.prices.review import Verdict, decide
from service.vocabulary import ReferenceSeries, Review
from tests.builders import HISTORY, NOW, arriving_price, contents, count, day_of_price, read, store_and_sweep
from tests.price_files import csv_file, listed, price_file, take_in_file, take_in_rows
from tests.unit.files.made_files import xlsx_file

LATER = NOW + timedelta(days=1)
DAY = date(2026, 11, 2)
ACCEPTED = Verdict(Review.ACCEPTED, "head of office")
REJECTED = Verdict(Review.REJECTED, "head of office")


@pytest.fixture
def year(chain: Database) -> Database:
    """A database in which Muara Enim's auction paid 9 500 for ten weeks."""
    store_and_sweep(chain, *(day_of_price(DAY - timedelta(weeks=week), 9500) for week in range(1, 11)))
    return chain


def flags(database: Database) -> list[tuple[Any, ...]]:
    rows = read(database, "price_version", "observed_on", "flag", "review")
    return [(flag, review) for day, flag, review in rows if day == DAY]


def days_price(database: Database) -> list[Decimal]:
    sweep(database, LATER)
    return [price for day, price in read(database, "daily_price", "day", "median_idr_per_kg") if day == DAY]


def settle(database: Database, verdict: Verdict) -> None:
    waiting = [row.observation_id for row in read(database, "price_version") if row.review == "waiting"]
    with database.unit_of_work(LATER) as uow:
        for observation_id in waiting:
            decide(uow, observation_id, verdict)


@pytest.mark.parametrize("path", ["in bulk", "one by one"])
def test_a_price_unlike_its_last_year_waits(
    year: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if path == "one by one":
        monkeypatch.setattr(chunks, "store_new", lambda *_: None)
    rows = [listed(1, price_idr_per_kg=9600), listed(2, price_idr_per_kg=19_000), listed(3, price_idr_per_kg=4750)]
    assert take_in_rows(year, tmp_path, rows).counts == Counts(accepted=3, flagged=2)
    usual = "unlike its last year: the median of 10 days is 9500 Rp/kg"
    assert flags(year) == [
        (None, None),
        (f"{usual} (robust z-score +13.9)", "waiting"),
        (f"{usual} (robust z-score -13.9)", "waiting"),
    ]
    assert days_price(year) == [Decimal(9600)]


def test_an_accepted_price_counts(year: Database, tmp_path: Path) -> None:
    take_in_rows(year, tmp_path, [listed(2, price_idr_per_kg=19_000)])
    assert days_price(year) == []
    settle(year, ACCEPTED)
    assert days_price(year) == [Decimal(19_000)]
    (stored,) = [row for row in read(year, "price_version") if row.flag is not None]
    assert (stored.review, stored.reviewed_by, stored.reviewed_at) == ("accepted", "head of office", LATER)
    assert stored.revision == max(row.revision for row in read(year, "price_version"))


def test_a_rejected_price_stays_out_and_stays_stored(year: Database, tmp_path: Path) -> None:
    take_in_rows(year, tmp_path, [listed(2, price_idr_per_kg=19_000)])
    settle(year, REJECTED)
    assert days_price(year) == []
    assert count(year, "price_observation") == 11


def test_the_same_row_again_after_a_verdict_changes_nothing(year: Database, tmp_path: Path) -> None:
    rows = [listed(2, price_idr_per_kg=19_000)]
    take_in_rows(year, tmp_path, rows)
    settle(year, REJECTED)
    before = contents(year, without=["import_run"])
    assert take_in_rows(year, tmp_path, rows).counts == Counts(duplicate=1)
    assert contents(year, without=["import_run"]) == before


def test_a_correction_of_a_flagged_price_is_judged_anew(year: Database, tmp_path: Path) -> None:
    take_in_rows(year, tmp_path, [listed(2, price_idr_per_kg=95_000)])
    assert take_in_rows(year, tmp_path, [listed(2, price_idr_per_kg=9500)]).counts == Counts(corrected=1)
    assert days_price(year) == [Decimal(9500)]
    with year.unit_of_work(LATER) as uow, pytest.raises(NotWaitingForReview, match="not flagged"):
        decide(uow, 11, ACCEPTED)


def test_a_verdict_is_given_once(year: Database, tmp_path: Path) -> None:
    take_in_rows(year, tmp_path, [listed(2, price_idr_per_kg=19_000)])
    settle(year, ACCEPTED)
    with year.unit_of_work(LATER) as uow, pytest.raises(NotWaitingForReview, match="it is: accepted"):
        decide(uow, 11, REJECTED)


def test_a_verdict_on_a_price_that_is_not_there_is_refused(year: Database) -> None:
    with year.unit_of_work(LATER) as uow, pytest.raises(UnknownPrice):
        decide(uow, 99, ACCEPTED)


def test_history_is_not_flagged(year: Database, tmp_path: Path) -> None:
    file = csv_file(
        tmp_path, [listed(2, price_idr_per_kg=19_000), listed(3, price_idr_per_kg=19_000, quality_note="é")]
    )
    assert take_in_file(year, price_file(file, historical=True)).counts == Counts(accepted=2)


@pytest.mark.parametrize("path", ["in bulk", "one by one"])
def test_a_zero_too_many_in_a_place_without_a_year_waits(
    year: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if path == "one by one":
        monkeypatch.setattr(chunks, "store_new", lambda *_: None)
    rows = [
        listed(1, district_code="16.01", price_idr_per_kg=60_000),
        listed(2, district_code="14.01", province_code="14", price_idr_per_kg=950),
        listed(3, district_code="14.01", province_code="14", price_idr_per_kg=19_000),
    ]
    assert take_in_rows(year, tmp_path, rows).counts == Counts(accepted=3, flagged=2)
    usual = "the median of 10 days is 9500 Rp/kg"
    assert flags(year) == [
        (f"unlike the last year of province 16, its own being too short: {usual} (robust z-score +8.0)", "waiting"),
        (
            "unlike the last year of all districts, its own and its province's being too short: "
            f"{usual} (robust z-score -10.0)",
            "waiting",
        ),
        (None, None),
    ]


def test_a_district_with_a_year_of_its_own_is_not_held_against_others(year: Database, tmp_path: Path) -> None:
    weeks = [DAY - timedelta(weeks=week) for week in range(1, 11)]
    cheap = arriving_price(district_code="16.01", price_idr_per_kg=2000)
    store_and_sweep(year, *(cheap.model_copy(update={"observed_on": day}) for day in weeks), batch=HISTORY)
    rows = [listed(1, district_code="16.01", price_idr_per_kg=2000), listed(2, district_code="16.01")]
    assert take_in_rows(year, tmp_path, rows).counts == Counts(accepted=2, flagged=1)
    assert flags(year)[0] == (None, None)
    assert str(flags(year)[1][0]).startswith("unlike its last year: the median of 10 days is 2000 Rp/kg")


@pytest.mark.parametrize("rows_at_once", [1, 3, 20])
def test_the_same_delivery_gets_the_same_flags_however_it_is_cut(year: Database, rows_at_once: int) -> None:
    prices = [9500, 95_000, 950, 19_000, 4750, 30_000, 30_100]
    rows = [
        values_of(arriving_price(district_code=code, observed_on=DAY + timedelta(days=number), price_idr_per_kg=price))
        for number, price in enumerate(prices)
        for code in ("16.03", "16.01")
    ]
    with year.reading() as connection:
        cut = [flag_all(connection, rows[start : start + rows_at_once]) for start in range(0, len(rows), rows_at_once)]
        assert [flag for part in cut for flag in part] == flag_all(connection, rows)
    told = [None if flag is None else flag.split(",")[0].split(":")[0] for part in cut for flag in part]
    own, province = "unlike its last year", "unlike the last year of province 16"
    assert told == [None, None, own, province, own, province, own, None, own, None, own, None, own, province]


def test_without_any_price_of_the_channel_nothing_is_flagged(year: Database, tmp_path: Path) -> None:
    rows = [
        listed(1, price_level="farmgate", price_idr_per_kg=64_000),
        listed(2, storage_age="fresh", price_idr_per_kg=64_000),
    ]
    assert take_in_rows(year, tmp_path, rows).counts == Counts(accepted=2)


def test_into_an_empty_service_nothing_is_flagged(chain: Database, tmp_path: Path) -> None:
    assert take_in_rows(chain, tmp_path, [listed(1, price_idr_per_kg=64_000)]).counts == Counts(accepted=1)


@pytest.mark.parametrize(("district", "statements"), [("16.03", 1), ("16.01", 2), ("14.01", 3)])
def test_each_wider_scope_is_read_once_and_only_where_the_closer_ones_do_not_know(
    year: Database, district: str, statements: int
) -> None:
    rows = [
        values_of(arriving_price(district_code=district, province_code=district[:2], observed_on=DAY - timedelta(days)))
        for days in range(7)
    ]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(year.engine, "before_cursor_execute", note)
    with year.reading() as connection:
        flag_all(connection, rows)
    event.remove(year.engine, "before_cursor_execute", note)
    assert len([statement for statement in asked if "FROM daily_price" in statement]) == statements


def test_a_price_of_a_whole_province_is_not_flagged(year: Database, tmp_path: Path) -> None:
    row = listed(1, district_code="", province_code="16", price_idr_per_kg=19_000)
    assert take_in_rows(year, tmp_path, [row]).counts == Counts(accepted=1)


def test_a_move_that_the_world_market_made_too_is_not_flagged(year: Database, tmp_path: Path) -> None:
    prices = {date(2026, month, 1): Decimal(1) for month in range(8, 11)} | {date(2026, 11, 1): Decimal(2)}
    with year.unit_of_work(NOW) as uow:
        take_in_reference_prices(uow, [MonthlyPrice(ReferenceSeries.TSR20, *each) for each in prices.items()])
    rows = [listed(1, price_idr_per_kg=19_000), listed(2, price_idr_per_kg=4750)]
    assert take_in_rows(year, tmp_path, rows).counts == Counts(accepted=2, flagged=1)
    assert [review for _, review in flags(year)] == [None, "waiting"]


@pytest.mark.parametrize(("proportional", "flagged"), [(True, 1), (False, 0)])
def test_a_misprint_of_a_proportional_table_waits(
    chain: Database, tmp_path: Path, proportional: bool, flagged: int
) -> None:
    row = listed(1, price_level="factory_indication", observed_on="2021-02-24")
    del row["price_idr_per_kg"]
    table = {"KKK 100": 20075, "KKK 70": 14753, "KKK 60": 12645, "KKK 50": 10538, "KKK 40": 8430}
    file = price_file(csv_file(tmp_path, [{**row, **table}]), ColumnMapping(proportional=proportional))
    assert take_in_file(chain, file).counts == Counts(accepted=1, flagged=flagged)
    ((flag,),) = read(chain, "price_version", "flag")
    assert flag == ("KKK 100% says 20075, the other grades imply 21075" if proportional else None)


def test_eleven_rupiah_wait_for_somebody_to_say_whether_thousands_are_meant(chain: Database, tmp_path: Path) -> None:
    rows = [
        [*listed(1, price_idr_per_kg=price, external_id=f"{price}").values()] for price in (11.029, 11029, 99.99, 100)
    ]
    file = xlsx_file(tmp_path, data=[list(listed(1)), *rows])
    assert take_in_file(chain, file).counts == Counts(accepted=4, flagged=2)
    assert sorted(str(flag) for flag, _ in flags(chain)) == [
        "11.03 Rp/kg is no price of rubber: thousands may be meant",
        "99.99 Rp/kg is no price of rubber: thousands may be meant",
        "None",
        "None",
    ]


def test_a_price_beyond_any_there_has_been_waits_in_a_new_service_too(chain: Database, tmp_path: Path) -> None:
    prices = (64999.99, 65000, 1234567)
    counts = take_in_rows(chain, tmp_path, [listed(n, price_idr_per_kg=price) for n, price in enumerate(prices)]).counts
    assert counts == Counts(accepted=3, flagged=2)
    assert sorted(str(flag) for flag, _ in flags(chain)) == [
        "1234567 Rp/kg is more than rubber has ever cost: a zero may be too many",
        "65000 Rp/kg is more than rubber has ever cost: a zero may be too many",
        "None",
    ]
