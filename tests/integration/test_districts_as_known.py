"""What a district looked like on a day, by what was known of floors and alerts on that day."""

from datetime import date, timedelta
from typing import Any

from service.alerts.evaluation import sweep
from service.database import Database
from service.districts.repository import get_district, list_districts
from service.districts.schemas import DistrictQuery
from service.minimum_prices.publication import withdraw
from tests.builders import MEETING, MUARA_ENIM, NOW, TODAY, day_of_price, propose_floor, publish_floor, store_and_sweep

TOMORROW, YESTERDAY = NOW + timedelta(days=1), NOW - timedelta(days=1)
BELOW_TWICE = [day_of_price(date(2026, 8, day), 9500) for day in (3, 10)]


def district(database: Database, as_of: date | None) -> dict[str, Any]:
    with database.reading() as connection:
        shown = get_district(connection, MUARA_ENIM, as_of, TOMORROW.date())
        query = DistrictQuery(district_code=MUARA_ENIM, as_of=as_of)
        (row,) = list_districts(connection, query, TOMORROW.date()).rows
    assert {name: shown[name] for name in row} == row
    return shown


def standing(database: Database, as_of: date | None) -> tuple[Any, ...]:
    shown = district(database, as_of)
    return shown["minimum_price_idr_per_kg"], shown["reason"], shown["open_alerts"]


def test_a_floor_that_was_withdrawn_since_stood_with_its_alert_on_the_day_before(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, date(2026, 3, 1))
    store_and_sweep(chain, *BELOW_TWICE)
    with chain.unit_of_work(TOMORROW) as uow:
        withdraw(uow, floor_id, MEETING)
    sweep(chain, TOMORROW)
    assert standing(chain, None) == (None, "not_published", 0)
    assert standing(chain, TOMORROW.date()) == (None, "not_published", 0)
    assert standing(chain, TODAY) == (10_000, None, 1)
    then = district(chain, TODAY)
    assert (then["minimum_price"]["status"], then["alerts"][0]["state"]) == ("published", "firing")
    assert (then["comparison"], then["gap_idr_per_kg"]) == ("below", 500)


def test_a_floor_and_its_alert_are_not_known_before_they_were_published(chain: Database) -> None:
    floor_id = propose_floor(chain, 10_000, date(2026, 3, 1), YESTERDAY)
    store_and_sweep(chain, *BELOW_TWICE)
    assert floor_id
    publish_floor(chain, 9800, date(2026, 3, 1), NOW)
    sweep(chain, NOW)
    assert standing(chain, YESTERDAY.date() - timedelta(days=1)) == (None, "no_survey", 0)
    assert standing(chain, YESTERDAY.date()) == (None, "not_published", 0)
    assert standing(chain, TODAY) == (9800, None, 1)


def test_a_floor_that_had_no_end_yet_is_told_without_one(chain: Database) -> None:
    publish_floor(chain, 10_000, date(2026, 3, 1))
    publish_floor(chain, 9000, date(2026, 6, 1), TOMORROW)
    assert standing(chain, None)[0] == 9000
    then = district(chain, TODAY)
    assert (then["minimum_price_idr_per_kg"], then["minimum_price"]["valid_until"]) == (10_000, None)


def test_history_is_told_of_days_before_it_was_loaded(sample_database: Database) -> None:
    with sample_database.reading() as connection:
        shown = get_district(connection, "14.09", date(2020, 7, 20), TODAY)
    figures = shown["minimum_price_idr_per_kg"], shown["gap_idr_per_kg"]
    assert (shown["open_alerts"], [float(figure) for figure in figures]) == (1, [7744.37, 289.37])
