"""How far a floor can be trusted is told wherever the floor is, by what it was computed from."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.database import Database
from service.minimum_prices.explanation import explain
from service.minimum_prices.repository import get_explained, get_minimum_price, list_minimum_prices
from service.minimum_prices.schemas import MinimumPriceQuery
from tests.builders import NOW, TODAY, propose_floor, store_districts

SURVEY = {"population": 1_353, "sampling": "random", "dry_rubber_content": 0.55, "provenance": "survey"}
INTERVAL = {"interval_low_idr_per_kg": 9_500, "interval_high_idr_per_kg": 10_500}


@pytest.fixture
def office(database: Database) -> Database:
    store_districts(database)
    return database


def propose(database: Database, survey: dict[str, Any], **changes: Any) -> int:
    inputs = {
        "survey": {"title": "Survey", "source": "the office", **survey},
        "household_year": {"production_kg": 1000.0, "cost_idr_by_concept": {}, "revenue_share": 0.0, "marks": []},
        "parameters": {},
    }
    stored = {"method": "cost-plus", "households": 94, "inputs": inputs, "reason": None, **INTERVAL, **changes}
    return propose_floor(database, 10_000, date(2026, 3, 1), **stored)


def listed(database: Database, day: date = TODAY, as_of: date | None = None) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return list_minimum_prices(connection, MinimumPriceQuery(as_of=as_of, valid_on=day), TODAY).rows


def told(database: Database, floor_id: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return a floor as the list shows it, now and as of today, alone, and explained."""
    (now,) = [row for row in listed(database) if row["id"] == floor_id]
    (known,) = [row for row in listed(database, as_of=TODAY) if row["id"] == floor_id]
    with database.reading() as connection:
        alone = get_minimum_price(connection, floor_id, TODAY)
        return now, known, alone, explain(get_explained(connection, floor_id), TODAY)


def test_a_floor_of_a_good_survey_is_an_a_everywhere(office: Database) -> None:
    floor_id = propose(office, SURVEY)
    *shown, explained = told(office, floor_id)
    assert [(floor["grade"], floor["grade_reasons"]) for floor in shown] == [("A", [])] * 3
    assert (explained["grade"], explained["grade_reasons_en"]) == ("A", [])
    assert not any({"survey", "input_digest", "survey_midpoint"} & set(floor) for floor in shown)


def test_what_a_survey_lacks_is_told_with_sentences(office: Database) -> None:
    survey = SURVEY | {"population": 10**6, "sampling": "purposive", "dry_rubber_content": None}
    *shown, explained = told(office, propose(office, survey, warnings=["households_left_out"]))
    reasons = ["fewer_households_than_slovin", "dry_rubber_content_unknown", "purposive_sampling"]
    assert [(floor["grade"], floor["grade_reasons"]) for floor in shown] == [
        ("B", [*reasons, "households_left_out"])
    ] * 3
    assert explained["grade_reasons_en"][1] == "The dry rubber content (KKK) is not known."
    assert explained["grade_reasons_id"][1] == "Kadar karet kering (KKK) tidak diketahui."


def test_a_simulated_survey_says_so_wherever_its_floor_is_shown(office: Database) -> None:
    *shown, explained = told(office, propose(office, SURVEY | {"provenance": "simulated"}))
    assert [(floor["grade"], floor["warnings"]) for floor in shown] == [("C", ["simulated_survey"])] * 3
    assert explained["warnings_en"] == [
        "The survey is simulated: this minimum price does not come of households that were asked."
    ]
    assert explained["warnings_id"][0].startswith("Surveinya adalah simulasi")


def test_a_method_without_a_floor_has_no_grade_but_is_told_to_be_simulated(office: Database) -> None:
    nothing = dict.fromkeys(("minimum_price_idr_per_kg", "status", *INTERVAL))
    simulated = SURVEY | {"provenance": "simulated"}
    *shown, explained = told(office, propose(office, simulated, **nothing | {"reason": "no_cost"}))
    assert [(floor["grade"], floor["grade_reasons"], floor["warnings"]) for floor in shown] == [
        (None, [], ["simulated_survey"])
    ] * 3
    assert (explained["grade"], len(explained["warnings_en"])) == (None, 1)


def test_a_floor_without_a_kept_survey_is_graded_by_what_is_known(office: Database) -> None:
    floor_id = propose_floor(office, 10_000, date(2026, 3, 1), inputs={})
    (row,) = listed(office)
    assert (row["id"], row["grade"]) == (floor_id, "B")
    assert {"no_interval", "dry_rubber_content_unknown", "sampling_unknown"} <= set(row["grade_reasons"])


def test_floors_of_several_surveys_are_graded_each_by_its_own(office: Database) -> None:
    propose(office, SURVEY, input_digest="1" * 64)
    propose(office, SURVEY | {"sampling": "purposive"}, input_digest="2" * 64)
    assert [(row["grade"], row["grade_reasons"]) for row in listed(office)] == [
        ("A", []),
        ("B", ["purposive_sampling"]),
    ]


def test_a_grade_falls_on_the_day_after_twenty_four_months(office: Database) -> None:
    last = date(2028, 1, 16)
    propose(office, SURVEY)
    assert [row["grade"] for row in listed(office, last)] == ["A"]
    assert [row["grade_reasons"] for row in listed(office, last + timedelta(days=1))] == [
        ["survey_older_than_24_months"]
    ]
    assert last > NOW.date()
