"""World market prices: each month's newest word counts, the older ones stay."""

from datetime import date, timedelta
from decimal import Decimal

from service.database import Database
from service.prices.reference_prices import MonthlyPrice, latest_reference_prices, take_in_reference_prices
from service.vocabulary import ReferenceSeries
from tests.builders import NOW, count

LATER = NOW + timedelta(days=30)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
TSR20, RSS3 = ReferenceSeries.TSR20, ReferenceSeries.RSS3


def said(database: Database, *rows: MonthlyPrice, later: bool = False) -> int:
    with database.unit_of_work(LATER if later else NOW) as uow:
        return take_in_reference_prices(uow, rows)


def latest(database: Database, series: ReferenceSeries = TSR20) -> dict[date, Decimal]:
    with database.reading() as connection:
        return dict(latest_reference_prices(connection, series))


def test_months_are_kept_by_series(chain: Database) -> None:
    rows = [MonthlyPrice(TSR20, SEPTEMBER, Decimal("1.7512")), MonthlyPrice(RSS3, SEPTEMBER, Decimal("2.0101"))]
    assert said(chain, *rows) == 2
    assert latest(chain) == {SEPTEMBER: Decimal("1.7512")}
    assert latest(chain, RSS3) == {SEPTEMBER: Decimal("2.0101")}


def test_the_same_file_again_adds_nothing(chain: Database) -> None:
    row = MonthlyPrice(TSR20, SEPTEMBER, Decimal("1.75"))
    assert (said(chain, row), said(chain, row, later=True)) == (1, 0)
    assert count(chain, "reference_price") == 1


def test_a_revised_month_is_kept_beside_what_was_said_before(chain: Database) -> None:
    said(chain, MonthlyPrice(TSR20, SEPTEMBER, Decimal("1.75")))
    revised = [MonthlyPrice(TSR20, SEPTEMBER, Decimal("1.76")), MonthlyPrice(TSR20, OCTOBER, Decimal("1.80"))]
    assert said(chain, *revised, later=True) == 2
    assert latest(chain) == {SEPTEMBER: Decimal("1.76"), OCTOBER: Decimal("1.80")}
    assert count(chain, "reference_price") == 3


def test_nothing_is_known_before_the_first_file(chain: Database) -> None:
    assert latest(chain) == {}
    assert said(chain) == 0
