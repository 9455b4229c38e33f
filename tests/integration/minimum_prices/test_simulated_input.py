"""What rests on simulated figures says so wherever it shows: alerts and costs as floors do."""

from datetime import date
from typing import Any

import orjson
import pytest

from service.alerts.repository import ALERTS, get_alert
from service.alerts.schemas import AlertQuery
from service.cost_of_production.repository import list_costs
from service.cost_of_production.schemas import CostQuery
from service.database import Database
from service.districts.repository import get_district
from service.minimum_prices.publication import publish
from tests.builders import MEETING, MUARA_ENIM, NOW, TODAY, day_of_price, propose_floor, store_and_sweep, store_survey

BELOW_TWICE = [day_of_price(date(2026, 8, day), 9500) for day in (3, 10)]


def alert_on(database: Database, provenance: str, warnings: list[str]) -> dict[str, Any]:
    """Return the alert on a floor of a survey of this provenance, as the list writes it."""
    inputs = {"survey": {"title": "Survey", "provenance": provenance}}
    floor_id = propose_floor(database, 10_000, date(2026, 3, 1), inputs=inputs, warnings=warnings)
    with database.unit_of_work(NOW) as uow:
        publish(uow, floor_id, MEETING)
    store_and_sweep(database, *BELOW_TWICE)
    with database.reading() as connection:
        (written,) = ALERTS.read_json(connection, AlertQuery()).rows
        alert: dict[str, Any] = orjson.loads(written)
        assert bool(get_alert(connection, alert["id"])["simulated"]) is alert["simulated"]
    return alert


@pytest.mark.parametrize(
    ("provenance", "warnings", "simulated"),
    [
        ("survey", ["index_of_country"], False),
        ("simulated", [], True),
        ("survey", ["index_of_country", "index_simulated"], True),
    ],
)
def test_an_alert_and_its_district_say_that_the_floor_rests_on_simulated_figures(
    chain: Database, provenance: str, warnings: list[str], simulated: bool
) -> None:
    assert alert_on(chain, provenance, warnings)["simulated"] is simulated
    with chain.reading() as connection:
        assert get_district(connection, MUARA_ENIM, None, TODAY)["simulated"] is simulated


@pytest.mark.parametrize(("provenance", "marks"), [("survey", []), ("simulated", ["simulated_survey"])])
def test_costs_of_a_simulated_survey_say_so_in_every_row(chain: Database, provenance: str, marks: list[str]) -> None:
    store_survey(chain, provenance=provenance, assumed=[])
    with chain.reading() as connection:
        rows = list_costs(connection, CostQuery()).rows
    assert len({row["reason"] for row in rows}) > 1
    assert [row["warnings"] for row in rows] == [marks] * len(rows)
