"""Alerts on floors that indices carried forward tell both floors."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update

from service.alerts.repository import get_alert
from service.database import Database
from service.models.minimum_price import MinimumPrice
from tests.builders import read


def with_surveyed_floor(database: Database, price: Decimal) -> None:
    """Say of every floor that it was carried, and what its survey alone gives."""
    carried = {"carried_to": date(2020, 1, 1), "surveyed_minimum_price_idr_per_kg": price}
    with database.engine.begin() as connection:
        connection.execute(update(MinimumPrice).values(**carried))


@pytest.mark.parametrize(("surveyed", "indexed_alone"), [(Decimal("6000.5"), True), (Decimal("7000"), False)])
def test_an_alert_says_whether_only_the_carried_floor_was_crossed(
    sample_database: Database, surveyed: Decimal, indexed_alone: bool
) -> None:
    with_surveyed_floor(sample_database, surveyed)
    ((alert_id,),) = read(sample_database, "alert", "id")
    with sample_database.reading() as connection:
        alert = get_alert(connection, alert_id)
    assert (alert["price_idr_per_kg"], alert["surveyed_floor_idr_per_kg"]) == (6410, float(surveyed))
    assert bool(alert["only_indexed_floor_crossed"]) is indexed_alone


def test_an_alert_on_a_surveyed_floor_speaks_of_no_other(sample_database: Database) -> None:
    ((alert_id,),) = read(sample_database, "alert", "id")
    with sample_database.reading() as connection:
        alert = get_alert(connection, alert_id)
    assert alert["surveyed_floor_idr_per_kg"] is None
    assert not alert["only_indexed_floor_crossed"]
