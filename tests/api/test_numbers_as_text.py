"""One rule for all that is pushed: a number is JSON's own, never a text whose point may part thousands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response as Answer

from service.vocabulary import Scope
from tests.api.offices import ROW, Desk, desk_of
from tests.api.test_cost_survey_intake import MEANS, SURVEY
from tests.auction_builders import lot, night
from tests.builders import count, store_districts
from tests.conftest import sqlite_copy
from tests.household_builders import pushed_household

REASONS = {"en": "must be a JSON number, not text", "id": "harus angka JSON, bukan teks"}


@pytest.fixture
def desk(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database, Scope.PRICES_WRITE, Scope.SURVEYS_WRITE) as opened:
            yield opened


def post(desk: Desk, path: str, body: Any, language: str) -> Answer:
    return desk.client.post(path, json=body, headers=desk.headers(**{"accept-language": language}))


@pytest.mark.parametrize(
    ("path", "body", "column", "value"),
    [
        ("/v1/prices", {**ROW, "price_idr_per_kg": "9.000"}, "price_idr_per_kg", "9.000"),
        ("/v1/prices", {**ROW, "volume_kg": "some"}, "volume_kg", "some"),
        ("/v1/prices", {**ROW, "observation_id": "1"}, "observation_id", "1"),
        ("/v1/auctions", night(reserve_price_idr_per_kg="8000"), "reserve_price_idr_per_kg", "8000"),
        ("/v1/auctions", night(bids_idr_per_kg=[9600, "9.850"]), "bids_idr_per_kg.1", "9.850"),
        ("/v1/auctions", night(lot(1), lot(2, weight_kg="1.250")), "lots.1.weight_kg", "1.250"),
    ],
)
def test_a_pushed_row_with_a_text_for_a_number_is_refused(
    desk: Desk, path: str, body: Any, column: str, value: str
) -> None:
    for language, reason in REASONS.items():
        (row,) = post(desk, path, [body], language).json()["rows"]
        assert row["problems"] == [{"column": column, "value": value, "reason": reason}]
    assert count(desk.database, "price_version") == 0


@pytest.mark.parametrize("language", REASONS)
@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"production_kg": "190"}, "production_kg", "190"),
        ({"farm": {"area_ha": "1.500"}}, "area_ha", "1.500"),
        (
            {"consumption": [{"consumption_group": "rice", "amount_idr": "300.000"}]},
            "consumption.0.amount_idr",
            "300.000",
        ),
    ],
)
def test_a_pushed_household_with_a_text_for_a_number_is_refused_alone(
    desk: Desk, changes: dict[str, Any], column: str, value: str, language: str
) -> None:
    households = [pushed_household(1, **changes), pushed_household(2)]
    answer = post(desk, "/v1/cost-surveys", {"survey": SURVEY, "households": households}, language).json()
    assert (answer["accepted"], answer["rejected"]) == (1, 1)
    problem = {"column": column, "value": value, "reason": REASONS[language]}
    assert answer["refused"] == [{"line": 1, "problems": [problem]}]
    assert "Siti" not in str(answer)


def test_what_else_is_wrong_with_such_a_household_is_told_too(desk: Desk) -> None:
    households = [pushed_household(1, production_kg="190", tenure="king"), pushed_household(1, production_kg="190")]
    answer = post(desk, "/v1/cost-surveys", {"survey": SURVEY, "households": households}, "en").json()
    told = [[problem["column"] for problem in line["problems"]] for line in answer["refused"]]
    assert told == [["production_kg", "tenure"], ["production_kg"]]


def test_a_share_may_be_called_by_its_name(desk: Desk) -> None:
    assert pushed_household(1)["labour"][0]["revenue_share_percent"] == "mertelu"
    answer = post(desk, "/v1/cost-surveys", {"survey": SURVEY, "households": [pushed_household(1)]}, "en").json()
    assert answer["accepted"] == 1


@pytest.mark.parametrize("language", REASONS)
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**MEANS, "production_kg": "2.312"}, "production_kg"),
        (
            {**MEANS, "item": [{"name": "a", "behaviour": "fixed", "payment": "cash", "amount": "9.000"}]},
            "item.0.amount",
        ),
        ({"survey": {**SURVEY, "population": "514"}, "households": [pushed_household(1)]}, "survey.population"),
    ],
)
def test_a_pushed_survey_with_a_text_for_a_number_is_refused(
    desk: Desk, body: dict[str, Any], field: str, language: str
) -> None:
    answer = post(desk, "/v1/cost-surveys", body, language)
    assert answer.status_code == 422
    ((told, problem),) = [(one["field"], one["problem"]) for one in answer.json()["errors"]]
    assert (told, problem) == (field, REASONS[language])
    assert count(desk.database, "cost_survey") == 0
