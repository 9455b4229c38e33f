"""Scenarios, other readings and explanations over the sample, in both databases."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from jobs.load_sample import load_sample
from service.alerts.evaluation import sweep
from service.analysis.answers import alternatives_of, scenario
from service.analysis.schemas import ScenarioIn
from service.database import Database
from service.errors import UnknownCostSurvey, UnknownDistrict, UnknownMinimumPrice
from service.minimum_prices.explained_floor import NoMinimumPrice, explained_floor
from service.minimum_prices.explanation import explain
from service.minimum_prices.reproduction import Difference, reproduced
from service.models.minimum_price import MinimumPrice
from tests.builders import KUANTAN_SINGINGI, MUARA_ENIM, NOW, TODAY, read
from tests.conftest import DIALECTS, NewDatabase

# The day after an auction at Rp 7 455, below the floor of 7 744.37.
OPEN_ALERT = date(2020, 7, 20)
READINGS = {"weight_cut_as_revenue_share": 7816.60, "labour_own": 6035.84, "months_tapped_10": 8807.19}


@pytest.fixture(scope="module", params=DIALECTS)
def loaded(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Database]:
    """The sample, evaluated; the published floor of Kuantan Singingi has three other readings."""
    with new_database(request.param, True) as database:
        with database.unit_of_work(NOW) as uow:
            load_sample(uow)
            told = [
                {"slug": slug, "label_en": slug, "label_id": slug, "minimum_price_idr_per_kg": price}
                for slug, price in READINGS.items()
            ]
            of_dolis = MinimumPrice.c.district_code == KUANTAN_SINGINGI
            uow.connection.execute(update(MinimumPrice).where(of_dolis).values(alternatives=told))
        sweep(database, NOW)
        yield database


def floors_of(database: Database, **columns: Any) -> list[Any]:
    rows = read(database, "minimum_price")
    return [row for row in rows if all(getattr(row, name) == value for name, value in columns.items())]


def published_id(database: Database) -> int:
    (row,) = floors_of(database, district_code=KUANTAN_SINGINGI, status="published")
    return int(row.id)


def answered(database: Database, day: date = OPEN_ALERT, **asked: Any) -> dict[str, Any]:
    with database.reading() as connection:
        return scenario(connection, ScenarioIn.model_validate(asked), day)


def readings(database: Database, floor_id: int) -> dict[str, Any]:
    with database.reading() as connection:
        found = alternatives_of(connection, floor_id, TODAY)["alternatives"]
    return {each["slug"]: each for each in found}


def test_every_stored_floor_of_the_sample_comes_out_again(loaded: Database) -> None:
    rows = read(loaded, "minimum_price")
    assert len(rows) >= 10
    assert [difference for row in rows for difference in reproduced(row)] == []


def test_a_floor_whose_inputs_were_changed_by_hand_does_not_come_out_again(sample_database: Database) -> None:
    (row,) = floors_of(sample_database, district_code=MUARA_ENIM, status="published")
    inputs = json.loads(json.dumps(row.inputs))
    inputs["household_year"]["production_kg"] = 2_000.0
    with sample_database.unit_of_work(NOW) as uow:
        uow.connection.execute(update(MinimumPrice).where(MinimumPrice.c.id == row.id).values(inputs=inputs))
    (changed,) = floors_of(sample_database, id=row.id)
    differences = {difference.figure: difference for difference in reproduced(changed)}
    assert set(differences) == {
        "input_digest",
        "cost_of_production_idr_per_kg",
        "household_consumption_idr_per_kg",
        "minimum_price_idr_per_kg",
    }
    assert differences["minimum_price_idr_per_kg"] == Difference(
        "minimum_price_idr_per_kg", Decimal("4892.23"), Decimal("5655.42")
    )


def test_with_tapping_as_own_labour_the_alert_of_may_2020_would_not_have_fired(loaded: Database) -> None:
    found = readings(loaded, published_id(loaded))["labour_own"]
    (change,) = found["changes"]
    assert found["changes_alert"] is True
    assert (change["channel"], change["change"], change["alternative"]) == ("auction", "would_not_have_fired", None)
    assert (change["stored"]["fired_on"], change["stored"]["resolved_on"]) == (date(2020, 5, 24), date(2020, 10, 4))


def test_with_the_weight_cut_as_a_share_of_revenue_the_alert_stays_as_it_is(loaded: Database) -> None:
    found = readings(loaded, published_id(loaded))["weight_cut_as_revenue_share"]
    assert (found["changes_alert"], found["changes"], found["reason"]) == (False, [], None)


def test_with_ten_months_of_tapping_the_alert_would_have_been_critical(loaded: Database) -> None:
    found = readings(loaded, published_id(loaded))["months_tapped_10"]
    of_may = next(change for change in found["changes"] if change["stored"] is not None)
    assert found["changes_alert"] is True
    assert (of_may["stored"]["severity"], of_may["alternative"]["severity"]) == ("warning", "critical")


def test_a_floor_that_is_not_published_has_no_alerts_to_change(loaded: Database) -> None:
    (row,) = floors_of(loaded, district_code=KUANTAN_SINGINGI, method="cost-plus")
    found = readings(loaded, row.id)["labour_own"]
    assert (found["changes_alert"], found["reason"]) == (None, "not_published")


def test_the_readings_of_an_unknown_floor_are_not_found(loaded: Database) -> None:
    with loaded.reading() as connection, pytest.raises(UnknownMinimumPrice):
        alternatives_of(connection, 10**9, TODAY)


def test_a_scenario_changes_the_published_floors_and_says_which_price_would_cross(loaded: Database) -> None:
    found = answered(loaded, changes={"production_percent": 5})
    (floor,) = found["floors"]
    assert (floor["district_code"], floor["method"]) == (KUANTAN_SINGINGI, "rice-poverty-line")
    assert (floor["minimum_price_idr_per_kg"], floor["new_minimum_price_idr_per_kg"]) == (
        Decimal("7744.37"),
        Decimal("7375.59"),
    )
    assert (floor["price"]["price_day"], floor["price"]["price_idr_per_kg"]) == (date(2020, 7, 19), Decimal(7455))
    assert (floor["crosses_price"], found["crossing_districts"]) == (True, [KUANTAN_SINGINGI])


def test_a_scenario_today_cannot_say_of_old_prices_whether_they_would_cross(loaded: Database) -> None:
    found = answered(loaded, TODAY, changes={"production_percent": 5})
    assert {floor["price"] and floor["price"]["after"]["comparison"] for floor in found["floors"]} <= {None, "unknown"}
    assert found["crossing_districts"] == []
    assert found["unknown_districts"] == [KUANTAN_SINGINGI, MUARA_ENIM]


def test_a_survey_is_answered_by_every_method_side_by_side(loaded: Database) -> None:
    survey_id = floors_of(loaded, district_code=MUARA_ENIM)[0].survey_id
    changes = {"consumption_percent": 10, "living_income_benchmark_idr_per_year": 20_000_000}
    floors = answered(loaded, TODAY, survey_id=survey_id, changes=changes)["floors"]
    by_method = {floor["method"]: floor for floor in floors}
    assert by_method["household-consumption"]["change_idr_per_kg"] == Decimal("385.31")
    assert by_method["rice-poverty-line"]["change_idr_per_kg"] == 0
    assert by_method["living-income"]["minimum_price_idr_per_kg"] is None
    assert by_method["living-income"]["new_minimum_price_idr_per_kg"] == Decimal("6434.42")
    assert by_method["cost-plus"]["reason"] == "no_family_labour_cost"


@pytest.mark.parametrize(
    ("place", "districts"),
    [
        ({"district_code": MUARA_ENIM}, [MUARA_ENIM]),
        ({"province_code": "14"}, [KUANTAN_SINGINGI]),
        ({"province_code": "31"}, []),
        ({"method": "rice-poverty-line"}, [KUANTAN_SINGINGI, MUARA_ENIM]),
    ],
)
def test_a_scenario_is_narrowed_to_a_place_or_a_method(
    loaded: Database, place: dict[str, str], districts: list[str]
) -> None:
    found = answered(loaded, TODAY, changes={"production_percent": 5}, **place)
    assert [floor["district_code"] for floor in found["floors"]] == districts


def test_a_scenario_of_what_is_not_there_is_refused_by_name(loaded: Database) -> None:
    with pytest.raises(UnknownDistrict):
        answered(loaded, district_code="99.99", changes={"production_percent": 5})
    with pytest.raises(UnknownCostSurvey):
        answered(loaded, survey_id=10**9, changes={"production_percent": 5})


def test_a_floor_that_was_kept_back_stays_so_under_a_scenario(sample_database: Database) -> None:
    hidden = dict.fromkeys(("minimum_price_idr_per_kg", "cost_of_production_idr_per_kg", "status", "cost_concept"))
    few = {**hidden, "household_consumption_idr_per_kg": None, "reason": "fewer_than_5_households"}
    of_ibrahim = (MinimumPrice.c.district_code == MUARA_ENIM) & (MinimumPrice.c.method == "household-consumption")
    with sample_database.unit_of_work(NOW) as uow:
        uow.connection.execute(update(MinimumPrice).where(of_ibrahim).values(**few))
    asked = {"district_code": MUARA_ENIM, "method": "household-consumption", "changes": {"production_percent": 5}}
    (floor,) = answered(sample_database, TODAY, **asked)["floors"]
    assert (floor["new_minimum_price_idr_per_kg"], floor["reason"]) == (None, "fewer_than_5_households")
    (row,) = floors_of(sample_database, reason="fewer_than_5_households")
    told = explain(row, TODAY)
    assert (told["inputs"], told["context_en"]) == ({}, [])
    assert told["steps_en"] == ["It would rest on fewer than 5 households; figures of so few are not published."]


def test_a_floor_that_its_inputs_do_not_give_has_no_scenario(sample_database: Database) -> None:
    with sample_database.unit_of_work(NOW) as uow:
        published = MinimumPrice.c.status == "published"
        uow.connection.execute(update(MinimumPrice).where(published).values(minimum_price_idr_per_kg=5000))
    floors = answered(sample_database, TODAY, changes={"production_percent": 5})["floors"]
    assert {(floor["new_minimum_price_idr_per_kg"], floor["reason"]) for floor in floors} == {(None, "not_reproduced")}


def test_a_district_is_explained_by_its_published_floor_else_its_newest_proposal(loaded: Database) -> None:
    with loaded.reading() as connection:
        assert explained_floor(connection, MUARA_ENIM, None, TODAY).status == "published"
        proposed = explained_floor(connection, MUARA_ENIM, "rice-poverty-line", TODAY)
        before = explained_floor(connection, MUARA_ENIM, None, date(2020, 1, 1))
        assert explained_floor(connection, MUARA_ENIM, "living-income", TODAY).reason == "no_living_income_benchmark"
        with pytest.raises(NoMinimumPrice):
            explained_floor(connection, "16.01", None, TODAY)
        with pytest.raises(UnknownDistrict):
            explained_floor(connection, "99.99", None, TODAY)
    assert (proposed.status, before.status) == ("proposed", "proposed")
