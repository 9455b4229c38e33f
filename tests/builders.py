"""What tests are made of: the moment it is, rows as they arrive, rows as they are stored, and ways to store them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, insert, select

from service.alerts.evaluation import sweep
from service.areas.repository import load_districts
from service.clock import jakarta_day
from service.database import Database
from service.minimum_prices.events import Decision, note_proposed
from service.minimum_prices.publication import publish
from service.models import METADATA
from service.models.cost_survey import CostSurvey
from service.models.minimum_price import MinimumPrice
from service.prices.intake import Batch, IntakeReport, take_in
from service.prices.rollup import Observation
from service.prices.schemas import PriceIn
from service.vocabulary import Channel, DatePrecision, StorageAge
from tests.valid_rows import RECORDED_AT, VALID_ROWS

NOW = RECORDED_AT
TODAY = jakarta_day(NOW)
MUARA_ENIM = "16.03"
OGAN_KOMERING_ULU = "16.01"
KUANTAN_SINGINGI = "14.09"

LIVE = Batch(feed="office", recorded_by="officer")
HISTORY = replace(LIVE, historical=True)
MEETING = Decision(by="head of office", why="meeting")
_UNPUBLISHED: Mapping[str, Any] = {
    "status": "proposed",
    "published_at": None,
    "published_by": None,
    "published_why": None,
    "legal_status": "indication",
    "decree_number": None,
    "decree_on": None,
    "decree_signatory": None,
    "decree_file": None,
}

TABLES: Mapping[str, Table] = METADATA.tables


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


def propose_floor(database: Database, price: int, valid_from: date, now: datetime = NOW, **changes: Any) -> int:
    """Store a proposed floor of Muara Enim with a survey of its own; return its id."""
    if "survey_id" not in changes:
        changes["survey_id"] = store_survey(database, external_id=f"survey {count(database, 'cost_survey')}")
    proposal = {
        **_without_id("minimum_price"),
        "minimum_price_idr_per_kg": price,
        "valid_from": valid_from,
        "known_from": now,
        "interval_low_idr_per_kg": None,
        "interval_high_idr_per_kg": None,
        **_UNPUBLISHED,
        **changes,
    }
    with database.unit_of_work(now) as uow:
        statement = insert(MinimumPrice).values(proposal).returning(MinimumPrice.c.id)
        floor_id = int(uow.connection.execute(statement).scalar_one())
        note_proposed(uow, [floor_id])
    return floor_id


def publish_floor(database: Database, price: int, valid_from: date, now: datetime = NOW) -> int:
    """Store a floor of Muara Enim with a survey of its own and publish it; return its id."""
    floor_id = propose_floor(database, price, valid_from, now)
    with database.unit_of_work(now) as uow:
        publish(uow, floor_id, MEETING)
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
