"""POST /v1/scenarios/minimum-price and GET /v1/minimum-prices/{id}/alternatives: no key, nothing written."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from service.minimum_prices.recompute import recompute
from tests.api.offices import Desk
from tests.builders import NOW
from tests.household_builders import household_number, take_in_forms

URL = "/v1/scenarios/minimum-price"


def refusal(client: TestClient, body: Any) -> dict[str, Any]:
    answer = client.post(URL, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    return told


def test_a_scenario_needs_no_key_and_changes_nothing(client: TestClient) -> None:
    before = client.get("/v1/minimum-prices").json()
    answer = client.post(URL, json={"district_code": "16.03", "changes": {"consumption_percent": 10}})
    assert answer.status_code == 200
    (floor,) = answer.json()["floors"]
    assert floor["minimum_price_idr_per_kg"] == 4892.23
    assert floor["new_minimum_price_idr_per_kg"] == 5277.54
    assert floor["effects"] == [{"cause": "consumption_percent", "effect_idr_per_kg": 385.31}]
    assert (floor["change_idr_per_kg"], floor["together_idr_per_kg"]) == (385.31, 0)
    assert client.get("/v1/minimum-prices").json() == before


def test_a_change_that_a_survey_cannot_answer_is_told_in_both_languages(client: TestClient) -> None:
    body = {"district_code": "16.03", "changes": {"fertiliser_percent": 30}}
    (floor,) = client.post(URL, json=body).json()["floors"]
    assert (floor["new_minimum_price_idr_per_kg"], floor["reason"]) == (None, "cost_groups_not_known")
    assert floor["cause"] == "fertiliser_percent"
    assert floor["message_en"] == "The survey's costs are not known item by item."
    assert floor["message_id"] == "Biaya survei tidak diketahui butir demi butir."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fertiliser_percent": -101}, "changes.fertiliser_percent"),
        ({"fertiliser_percent": "30"}, "changes.fertiliser_percent"),
        ({"months_tapped": 13}, "changes.months_tapped"),
        ({"production_percent": -100}, "changes.production_percent"),
        ({"dry_rubber_content_percent": {"from": 40}}, "changes.dry_rubber_content_percent.to"),
        ({"dry_rubber_content_percent": {"from": 0, "to": 55}}, "changes.dry_rubber_content_percent.from"),
        ({"weight_cut_as": "cost"}, "changes.weight_cut_as"),
        ({"rubber_percent": 5}, "changes.rubber_percent"),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_its_field(
    client: TestClient, changes: dict[str, Any], field: str
) -> None:
    told = refusal(client, {"changes": changes})
    assert told["errors"][0]["field"] == field


@pytest.mark.parametrize("changes", [{}, {"fertiliser_percent": None}])
def test_a_scenario_without_changes_is_refused_with_an_example(client: TestClient, changes: dict[str, Any]) -> None:
    told = refusal(client, {"changes": changes})
    assert told["type"] == "urn:bokar:problem:nothing-changed"
    assert '{"fertiliser_percent": 30}' in told["detail"]


def test_a_district_outside_its_province_is_refused(client: TestClient) -> None:
    told = refusal(client, {"district_code": "16.03", "province_code": "14", "changes": {"production_percent": 5}})
    assert told["type"] == "urn:bokar:problem:district-outside-province"


@pytest.mark.parametrize("place", [{"district_code": "99.99"}, {"survey_id": 10**9}])
def test_a_place_or_a_survey_that_is_not_there_is_not_found(client: TestClient, place: dict[str, Any]) -> None:
    assert client.post(URL, json={**place, "changes": {"production_percent": 5}}).status_code == 404


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post(URL, content=b" " * 1_100_000, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_the_readings_of_a_floor_are_listed_and_cached_by_revision(client: TestClient) -> None:
    url = "/v1/minimum-prices/7/alternatives"
    answer = client.get(url)
    assert answer.status_code == 200
    assert (answer.json()["district_code"], answer.json()["method"]) == ("14.09", "rice-poverty-line")
    assert client.get(url, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get("/v1/minimum-prices/999999/alternatives").status_code == 404
    assert client.get(f"{url}?day=2020-01-01").status_code == 422


@pytest.fixture
def surveyed(desk: Desk) -> Desk:
    """An office that asked eight households, who differ in what they produce and pay for help."""
    hired = {"labour_source": "hired", "activity": "collecting", "person_days": "2", "wage_idr_per_person_day": "90000"}
    forms = (household_number(number, labour=[hired], production_kg=str(180 + number)) for number in range(8))
    assert take_in_forms(desk.database, *forms).rejected == []
    with desk.database.unit_of_work(NOW) as uow:
        recompute(uow)
    return desk


def test_a_survey_of_households_answers_for_what_it_pays_and_for_the_months_it_taps(surveyed: Desk) -> None:
    asked = {"survey_id": 1, "method": "household-consumption", "valid_on": "2026-11-22"}
    changes = {"coagulant_percent": 30, "months_tapped": 12}
    answer = surveyed.client.post(URL, json={**asked, "changes": changes})
    (floor,) = answer.json()["floors"]
    effects = {effect["cause"]: effect["effect_idr_per_kg"] for effect in floor["effects"]}
    # 30 % of 30 000 a month, of 183.5 kg a month; two months more spread a year's needs over more rubber.
    assert effects["coagulant_percent"] == pytest.approx(9000 / 183.5, abs=0.011)
    assert effects["months_tapped"] == pytest.approx((120_000 + 3_600_000) / 183.5 * (1 / 12 - 1 / 10), abs=0.011)
    assert sum(effects.values()) + floor["together_idr_per_kg"] == pytest.approx(floor["change_idr_per_kg"])


def test_the_readings_of_a_survey_of_households_are_listed(surveyed: Desk) -> None:
    answer = surveyed.client.get("/v1/minimum-prices/1/alternatives").json()
    assert [each["slug"] for each in answer["alternatives"]] == ["labour_own", "weight_cut_as_revenue_share"]
    assert (answer["reason"], answer["message_en"]) == (None, None)
