"""The day's price as it is stored, kept in line with the prices it is made of."""

from datetime import date
from decimal import Decimal
from typing import Any

from service.database import Database
from service.prices.rollup import roll_up
from tests.builders import (
    HISTORY,
    MUARA_ENIM,
    NOW,
    OGAN_KOMERING_ULU,
    arriving_price,
    read,
    store_and_sweep,
    store_prices,
)

DAY = date(2026, 11, 2)


def daily(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "daily_price", *columns)]


def test_a_days_price_is_stored_with_all_that_belongs_to_it(chain: Database) -> None:
    rows = [
        arriving_price(price_idr_per_kg=price, reporter=reporter, volume_kg=volume, storage_age="weekly")
        for price, reporter, volume in ((9000, "a", 1000), (9401, "a", 1000), (10000, "b", 2000))
    ]
    store_and_sweep(chain, *rows, arriving_price(price_idr_per_kg=1, storage_age="fresh"))
    (day,) = read(chain, "daily_price")
    assert (day.district_code, day.channel, day.basis, day.day) == (MUARA_ENIM, "auction", "as_sold", DAY)
    assert (day.n, day.reporters, day.storage_age, day.date_precision) == (3, 2, "weekly", "exact")
    assert (day.low_idr_per_kg, day.high_idr_per_kg) == (9000, 10000)
    # The median of 9 200.50 and 10 000 is 9 600.25; by volume it is (9 000 + 9 401 + 2 * 10 000) / 4.
    assert (day.median_idr_per_kg, day.weighted_mean_idr_per_kg) == (Decimal("9600.25"), Decimal("9600.25"))
    first_three = [row.id for row in read(chain, "price_observation", "id")][:3]
    assert day.observation_ids == first_three
    assert (day.historical, day.revision) == (False, chain.revision())


def test_the_price_is_rounded_half_up_once(chain: Database) -> None:
    store_and_sweep(chain, *[arriving_price(price_idr_per_kg=price, reporter="a") for price in ("9000.00", "9000.01")])
    assert daily(chain, "median_idr_per_kg") == [(Decimal("9000.01"),)]
    # The mean of the reporter "a" is not rounded before the median: (9 000.005 + 9 000.01) / 2.
    store_and_sweep(chain, arriving_price(price_idr_per_kg="9000.01", reporter="b"))
    assert daily(chain, "median_idr_per_kg") == [(Decimal("9000.01"),)]
    store_and_sweep(chain, arriving_price(price_idr_per_kg="9000.00", reporter="c"))
    assert daily(chain, "median_idr_per_kg", "low_idr_per_kg") == [(Decimal("9000.01"), Decimal("9000.00"))]


def test_both_bases_are_stored_net_of_cuts_and_fees(chain: Database) -> None:
    figures = {"dry_rubber_content_percent": 50, "deduction_percent": 10, "fee_idr_per_kg": 150}
    store_and_sweep(chain, arriving_price(price_idr_per_kg=10000, **figures))
    assert daily(chain, "basis", "median_idr_per_kg") == [("as_sold", Decimal(8850)), ("dry", Decimal(17700))]


def test_suspect_prices_and_those_of_a_province_make_no_days_price(chain: Database) -> None:
    store_and_sweep(chain, arriving_price(suspect="misprint"), arriving_price(district_code=None))
    assert daily(chain) == []


def test_every_day_district_and_channel_stands_for_itself(chain: Database) -> None:
    store_and_sweep(
        chain,
        arriving_price(price_idr_per_kg=9000),
        arriving_price(price_idr_per_kg=8000, price_level="collector"),
        arriving_price(price_idr_per_kg=8100, price_level="farmgate"),
        arriving_price(price_idr_per_kg=9100, observed_on="2026-11-09"),
        arriving_price(price_idr_per_kg=9200, district_code=OGAN_KOMERING_ULU),
    )
    assert daily(chain, "district_code", "channel", "day", "median_idr_per_kg") == [
        (OGAN_KOMERING_ULU, "auction", DAY, 9200),
        (MUARA_ENIM, "auction", DAY, 9000),
        (MUARA_ENIM, "auction", date(2026, 11, 9), 9100),
        (MUARA_ENIM, "farmgate", DAY, 8050),
    ]


def test_a_corrected_price_replaces_the_days_price(chain: Database) -> None:
    store_and_sweep(chain, arriving_price(external_id="a", price_idr_per_kg=9000, dry_rubber_content_percent=50))
    store_and_sweep(chain, arriving_price(external_id="a", price_idr_per_kg=9100))
    assert daily(chain, "basis", "median_idr_per_kg", "n") == [("as_sold", 9100, 1)]


def test_a_price_corrected_to_another_day_leaves_no_days_price_behind(chain: Database) -> None:
    store_and_sweep(chain, arriving_price(external_id="a"))
    store_and_sweep(chain, arriving_price(external_id="a", observed_on="2026-11-09"))
    assert daily(chain, "day") == [(date(2026, 11, 9),)]


def test_a_live_price_beside_historical_ones_makes_the_day_live(chain: Database) -> None:
    store_and_sweep(chain, arriving_price(), batch=HISTORY)
    assert daily(chain, "historical") == [(True,)]
    store_and_sweep(chain, arriving_price(reporter="Lavender"))
    assert daily(chain, "historical", "reporters") == [(False, 2)]


def test_only_the_days_asked_for_are_rolled_up(chain: Database) -> None:
    store_prices(chain, arriving_price(), arriving_price(observed_on="2026-11-09"))
    with chain.unit_of_work(NOW) as uow:
        roll_up(uow, [])
        assert uow.connection.exec_driver_sql("SELECT count(*) FROM daily_price").scalar() == 0
        roll_up(uow, [(MUARA_ENIM, DAY), (OGAN_KOMERING_ULU, DAY)])
    assert daily(chain, "district_code", "day") == [(MUARA_ENIM, DAY)]
