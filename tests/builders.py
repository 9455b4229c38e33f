"""What tests are made of: the moment it is, rows as they arrive, rows as they are stored, and ways to store them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, insert, select

from service.alerts.evaluation import sweep
from service.areas.repository import load_districts
from service.clock import jakarta_day
from service.database import Database
from service.minimum_prices.publication import Decision, publish
from service.models import METADATA
from service.models.cost_survey import CostSurvey
from service.models.minimum_price import MinimumPrice
from service.prices.intake import Batch, IntakeReport, take_in
from service.prices.rollup import Observation
from service.prices.schemas import PriceIn
from service.vocabulary import Channel, DatePrecision, StorageAge

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = jakarta_day(NOW)
MUARA_ENIM = "16.03"
OGAN_KOMERING_ULU = "16.01"
KUANTAN_SINGINGI = "14.09"

LIVE = Batch(feed="office", recorded_by="officer")
HISTORY = replace(LIVE, historical=True)

TABLES: Mapping[str, Table] = METADATA.tables

# One valid row per table, in the order in which they can be stored.
VALID_ROWS: dict[str, dict[str, Any]] = {
    "province": {"code": "16", "name": "Sumatera Selatan"},
    "district": {"code": "16.03", "bps_code": "1603", "name": "Muara Enim", "province_code": "16"},
    "price_observation": {"id": 1, "feed": "office", "identity": "id:1", "external_id": "1"},
    "price_version": {
        "id": 1,
        "observation_id": 1,
        "version": 1,
        "is_current": True,
        "province_code": "16",
        "district_code": "16.03",
        "observed_on": date(2026, 11, 2),
        "date_precision": "exact",
        "price_level": "auction",
        "price_idr_per_kg": Decimal("11029.50"),
        "price_kind": "paid",
        "dry_rubber_content": Decimal("0.55"),
        "deduction": Decimal("0.10"),
        "fee_idr_per_kg": Decimal(150),
        "transport_idr_per_kg": Decimal(100),
        "bokar_type": "slab",
        "storage_age": "weekly",
        "quality_note": None,
        "volume_kg": Decimal(48000),
        "buyer_type": "company",
        "reporter": "UPPB Lavender",
        "source": "the office's own book",
        "provenance": "survey",
        "derived": False,
        "range_part": "low",
        "suspect": None,
        "published_on": "2026-11",
        "historical": False,
        "recorded_at": NOW,
        "recorded_by": "officer",
        "revision": 1,
    },
    "daily_price": {
        "district_code": "16.03",
        "channel": "auction",
        "basis": "as_sold",
        "day": date(2026, 11, 2),
        "storage_age": "weekly",
        "date_precision": "exact",
        "n": 3,
        "reporters": 2,
        "median_idr_per_kg": Decimal(10000),
        "weighted_mean_idr_per_kg": Decimal(10100),
        "low_idr_per_kg": Decimal(9000),
        "high_idr_per_kg": Decimal(11000),
        "historical": False,
        "observation_ids": [1],
        "revision": 1,
    },
    "waiting_day": {"district_code": "16.03", "day": date(2026, 11, 2)},
    "cost_survey": {
        "id": 1,
        "feed": "office",
        "external_id": "muara-enim-2026",
        "district_code": "16.03",
        "title": "Cost of production 2026",
        "source": "the office",
        "provenance": "survey",
        "kind": "published_means",
        "time_unit": "month",
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 1, 31),
        "households": 60,
        "villages": 4,
        "population": 1353,
        "represents": "district",
        "sampling": "random",
        "months_tapped": Decimal(10),
        "production_kg": Decimal("192.667"),
        "price_idr_per_kg": Decimal(9000),
        "total_cost_idr": Decimal(200000),
        "food_consumption_idr": Decimal(660000),
        "non_food_consumption_idr": Decimal(80000),
        "household_consumption_idr": Decimal(740000),
        "household_size": Decimal("3.75"),
        "other_income_idr": Decimal(0),
        "dry_rubber_content": Decimal("0.55"),
        "deduction_treated_as": "price",
        "assumed": [],
        "floor_valid_from": date(2026, 3, 1),
        "historical": False,
        "digest": "0" * 64,
        "recorded_at": NOW,
        "recorded_by": "officer",
        "revision": 1,
    },
    "survey_household": {
        "id": 1,
        "survey_id": 1,
        "feed": "office",
        "external_id": "uuid:1",
        "household_hash": "a" * 64,
        "version": 1,
        "digest": "0" * 64,
        "interviewed_on": date(2026, 1, 12),
        "subdistrict_code": "16.03.01",
        "village_code": "16.03.01.2001",
        "weight": Decimal(1),
        "household_size": Decimal(4),
        "education_years": Decimal(9),
        "experience_years": Decimal(20),
        "trees_tapped": 450,
        "trees_total": 500,
        "area_ha": Decimal("1.25"),
        "member": True,
        "tenure": "owner_tapper",
        "time_unit": "month",
        "months_tapped": Decimal(10),
        "production_kg": Decimal(190),
        "dry_rubber_content": Decimal("0.55"),
        "bokar_type": "slab",
        "storage_age": "weekly",
        "price_idr_per_kg": Decimal(9000),
        "deduction": Decimal("0.10"),
        "deduction_treated_as": "price",
        "own_land_idr": Decimal(100000),
        "own_capital_idr": Decimal(50000),
        "food_consumption_idr": Decimal(660000),
        "non_food_consumption_idr": Decimal(80000),
        "other_income_idr": Decimal(0),
        "none_of": ["other_incomes"],
        "historical": False,
        "recorded_at": NOW,
        "recorded_by": "officer",
        "revision": 1,
    },
    "survey_household_past": {
        "id": 1,
        "household_id": 1,
        "version": 1,
        "household_hash": "a" * 64,
        "content": {},
        "recorded_at": NOW,
        "recorded_by": "officer",
    },
    "survey_labour": {
        "id": 1,
        "household_id": 1,
        "labour_source": "hired",
        "activity": "tapping",
        "time_unit": "month",
        "person_days": Decimal(12),
        "wage_idr_per_person_day": Decimal(80000),
        "revenue_share": None,
    },
    "survey_consumption": {
        "id": 1,
        "household_id": 1,
        "consumption_group": "rice",
        "time_unit": "month",
        "amount_idr": Decimal(300000),
    },
    "survey_income": {
        "id": 1,
        "household_id": 1,
        "income_source": "off_farm",
        "time_unit": "month",
        "amount_idr": Decimal(500000),
    },
    "cost_item": {
        "id": 1,
        "survey_id": 1,
        "household_id": 1,
        "name": "vinegar",
        "cost_group": "coagulant",
        "behaviour": "variable",
        "payment": "cash",
        "unit": "rupiah",
        "time_unit": "year",
        "amount": Decimal("15246.75"),
        "quantity": Decimal(2),
        "unit_price_idr": Decimal("7623.38"),
    },
    "survey_tool": {
        "id": 1,
        "survey_id": 1,
        "household_id": 1,
        "name": "tapping knife",
        "units": Decimal(2),
        "purchase_value_idr": Decimal(120000),
        "salvage_value_idr": Decimal(0),
        "economic_life_years": Decimal(2),
    },
    "minimum_price": {
        "id": 1,
        "district_code": "16.03",
        "survey_id": 1,
        "method": "household-consumption",
        "method_version": 1,
        "cost_concept": "as_printed",
        "aggregator": "ratio_of_means",
        "cost_of_production_idr_per_kg": Decimal(2000),
        "household_consumption_idr_per_kg": Decimal(8000),
        "minimum_price_idr_per_kg": Decimal(10000),
        "reason": None,
        "interval_low_idr_per_kg": Decimal(9500),
        "interval_high_idr_per_kg": Decimal(10500),
        "households": 60,
        "represents": "district",
        "basis": "as_sold",
        "warnings": [],
        "survey_midpoint": date(2026, 1, 16),
        "stale_from": date(2029, 1, 16),
        "valid_from": date(2026, 3, 1),
        "valid_until": None,
        "known_from": NOW,
        "status": "published",
        "published_at": NOW,
        "published_by": "head of office",
        "published_why": "meeting of 21 November",
        "legal_status": "decree",
        "decree_number": "12/2026",
        "decree_on": date(2026, 2, 1),
        "decree_signatory": "the governor",
        "historical": False,
        "inputs": {},
        "input_digest": "0" * 64,
        "software_version": "0.1.0",
        "revision": 1,
    },
    "alert": {
        "id": 1,
        "district_code": "16.03",
        "channel": "auction",
        "kind": "below_minimum_price",
        "rule": "observation-days",
        "state": "firing",
        "severity": "warning",
        "below_since": date(2026, 11, 2),
        "fired_on": date(2026, 11, 9),
        "resolved_on": None,
        "reason": "second_day_below",
        "observed_on": date(2026, 11, 9),
        "price_idr_per_kg": Decimal(9500),
        "floor_idr_per_kg": Decimal(10000),
        "clear_level_idr_per_kg": Decimal(10200),
        "gap_idr_per_kg": Decimal(500),
        "gap_percent": Decimal(5),
        "basis": "as_sold",
        "storage_age": "weekly",
        "minimum_price_id": 1,
        "evidence": [1],
        "historical": False,
        "revision": 1,
    },
    "alert_event": {
        "id": 1,
        "alert_id": 1,
        "sequence": 1,
        "kind": "opened",
        "day": date(2026, 11, 9),
        "severity": "warning",
        "price_idr_per_kg": Decimal(9500),
        "gap_idr_per_kg": Decimal(500),
        "gap_percent": Decimal(5),
        "reason": "second_day_below",
        "evidence": [1],
    },
    "alert_change": {
        "id": 1,
        "alert_id": 1,
        "kind": "opened",
        "recorded_at": NOW,
        "historical": False,
        "snapshot": {},
        "revision": 1,
    },
    "job_run": {
        "id": 1,
        "job": "raise_alerts",
        "status": "succeeded",
        "started_at": NOW,
        "finished_at": NOW,
        "result": {},
        "error": None,
    },
    "personal_key": {"position": 1, "key_id": "0a1b2c3d", "since": NOW},
    "erasure": {
        "id": 1,
        "person_hash": "e" * 64,
        "erased_at": NOW,
        "erased_by": "officer",
        "counts": {"survey_household": 1},
        "revision": 1,
    },
    "api_key": {
        "prefix": "abcdefgh",
        "secret_hash": "0" * 64,
        "name": "Dinas Perkebunan Muara Enim",
        "scopes": ["prices:write"],
        "created_at": NOW,
        "expires_at": None,
        "revoked_at": None,
        "last_used_on": None,
    },
    "idempotent_answer": {
        "key_prefix": "abcdefgh",
        "idempotency_key": "first",
        "fingerprint": "0" * 64,
        "status": 200,
        "media_type": "application/json",
        "body": b"{}",
        "created_at": NOW,
    },
}


def arriving_price(**changes: Any) -> PriceIn:
    """Return one valid price as it arrives: an auction in Muara Enim, dated and priced by the changes."""
    row = {
        "province_code": "16",
        "district_code": MUARA_ENIM,
        "observed_on": "2026-11-02",
        "price_level": "auction",
        "price_idr_per_kg": "9500",
        "source": "the office's own book",
        "provenance": "survey",
    }
    return PriceIn.model_validate({**row, **changes})


def day_of_price(day: date, price: int, **changes: Any) -> PriceIn:
    """Return a price that is known by its day, so that another price of that day corrects it."""
    return arriving_price(external_id=f"{day}", observed_on=day, price_idr_per_kg=price, **changes)


def seen(number: int, price: int | str, reporter: str | None = None, **changes: Any) -> Observation:
    """Return one observation of a day in the form the day's price is made of."""
    plain = Observation(
        id=number,
        channel=Channel.FARMGATE,
        reporter=reporter,
        source=f"source {number}",
        storage_age=StorageAge.UNSPECIFIED,
        date_precision=DatePrecision.EXACT,
        derived=False,
        historical=False,
        net_price_idr_per_kg=Decimal(price),
    )
    return replace(plain, **changes)


def store_districts(database: Database) -> None:
    """Store the districts that ship with Bokar."""
    with database.unit_of_work(NOW) as uow:
        load_districts(uow)


def store_prices(database: Database, *rows: PriceIn, batch: Batch = LIVE, now: datetime = NOW) -> IntakeReport:
    """Take prices in, in one chunk; nothing is evaluated."""
    with database.unit_of_work(now) as uow:
        return take_in(uow, rows, batch)


def store_and_sweep(database: Database, *rows: PriceIn, batch: Batch = LIVE, now: datetime = NOW) -> None:
    """Take prices in and evaluate them."""
    store_prices(database, *rows, batch=batch, now=now)
    sweep(database, now)


def store_survey(database: Database, **changes: Any) -> int:
    """Store a cost survey of Muara Enim as a row; return its id."""
    with database.unit_of_work(NOW) as uow:
        row = {**_without_id("cost_survey"), **changes}
        return int(uow.connection.execute(insert(CostSurvey).values(row).returning(CostSurvey.c.id)).scalar_one())


def publish_floor(database: Database, price: int, valid_from: date, now: datetime = NOW) -> int:
    """Store a floor of Muara Enim with a survey of its own and publish it; return its id."""
    survey_id = store_survey(database, external_id=f"survey for {price} from {valid_from}")
    proposal = {
        **_without_id("minimum_price"),
        "survey_id": survey_id,
        "minimum_price_idr_per_kg": price,
        "valid_from": valid_from,
        "interval_low_idr_per_kg": None,
        "interval_high_idr_per_kg": None,
        "status": "proposed",
    }
    with database.unit_of_work(now) as uow:
        statement = insert(MinimumPrice).values(proposal).returning(MinimumPrice.c.id)
        floor_id = int(uow.connection.execute(statement).scalar_one())
        publish(uow, floor_id, Decision(by="head of office", why="meeting"))
    return floor_id


def read(database: Database, table: str, *columns: str) -> list[Any]:
    """Return a table's rows in the order of their keys, whole or only some columns of them."""
    of = TABLES[table]
    with database.reading() as connection:
        statement = select(*(of.c[name] for name in columns or of.c.keys())).order_by(*of.primary_key.columns)
        return list(connection.execute(statement))


def count(database: Database, table: str) -> int:
    """Return how many rows a table has."""
    return len(read(database, table))


def contents(database: Database, without: Sequence[str] = ()) -> dict[str, list[Any]]:
    """Return everything a database holds, table by table."""
    return {name: read(database, name) for name in TABLES if name not in without}


def together(*works: Callable[[], None]) -> None:
    """Run all at once, each in a thread of its own, and raise what any of them raised."""
    start, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error


def _without_id(table: str) -> dict[str, Any]:
    return {name: value for name, value in VALID_ROWS[table].items() if name != "id"}
