"""What the API says of cost of production: the papers' figures, part by part."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from service.minimum_prices.recompute import recompute
from tests.api.offices import Desk
from tests.builders import NOW
from tests.household_builders import household_number, take_in_forms

URL = "/v1/cost-of-production"
IBRAHIM, DOLIS = "16.03", "14.09"
WITHOUT_CUT = "cost_without_weight_cut_idr_per_kg"


def rows(client: TestClient, district: str, by: str) -> dict[str, dict[str, Any]]:
    """Return a district's cells by the word that names each."""
    name = {"concept": "cost_concept"}.get(by, by)
    listed = client.get(URL, params={"district_code": district, "by": by, "limit": 1000}).json()["data"]
    return {row[name]: row for row in listed}


def per_kg(client: TestClient, district: str, by: str) -> dict[str, float]:
    return {word: row["cost_idr_per_kg"] for word, row in rows(client, district, by).items() if row["reason"] is None}


def test_ibrahim_prints_one_cost_of_production(client: TestClient) -> None:
    assert per_kg(client, IBRAHIM, "concept") == {"as_printed": 1039.13}
    assert rows(client, IBRAHIM, "concept")["cash"]["reason"] == "total_only"
    assert {row["reason"] for row in rows(client, IBRAHIM, "item_group").values()} == {"total_only"}


def test_dolis_has_its_cost_with_and_without_the_weight_cut(client: TestClient) -> None:
    assert per_kg(client, DOLIS, "concept") == {"cash": 2430.29, "paid_cost": 2467.12}
    paid = rows(client, DOLIS, "concept")["paid_cost"]
    assert (paid[WITHOUT_CUT], paid["deduction_treated_as"]) == (1788.81, "cost")
    assert (paid["households"], paid["aggregator"], paid["provenance"]) == (32, "ratio_of_means", "published")


def test_dolis_by_item_group_adds_up_to_its_total(client: TestClient) -> None:
    groups = per_kg(client, DOLIS, "item_group")
    assert groups == {
        "coagulant": 43.45,
        "tapping": 1535.25,
        "collecting": 173.28,
        "tools": 36.83,
        "weight_cut": 678.3,
    }
    assert sum(groups.values()) == pytest.approx(2467.12, abs=0.02)
    assert rows(client, DOLIS, "item_group")["weight_cut"][WITHOUT_CUT] == 0
    assert rows(client, DOLIS, "item_group")["fertiliser"]["reason"] == "no_such_cost"


def test_dolis_by_behaviour(client: TestClient) -> None:
    assert per_kg(client, DOLIS, "behaviour") == {"fixed": 36.83, "variable": 2430.29}


def test_studies_do_not_tell_tenures_apart(client: TestClient) -> None:
    assert {row["reason"] for row in rows(client, DOLIS, "tenure").values()} == {"no_tenure"}


def test_where_the_rubber_content_is_not_known_nothing_is_said_per_dry_kilogram(client: TestClient) -> None:
    paid = rows(client, DOLIS, "concept")["paid_cost"]
    assert (paid["cost_idr_per_dry_kg"], paid["dry_rubber_content_percent"]) == (None, None)


def test_the_cost_is_the_one_the_floor_stands_on(client: TestClient) -> None:
    floors = client.get("/v1/minimum-prices?district_code=14.09&status=published").json()["data"]
    paid = rows(client, DOLIS, "concept")["paid_cost"]
    assert floors[0]["cost_of_production_idr_per_kg"] == paid["cost_idr_per_kg"]


def test_costs_are_narrowed_to_one_survey(client: TestClient) -> None:
    listed = client.get(URL, params={"survey_id": 1}).json()
    assert (listed["total"], {row["survey_id"] for row in listed["data"]}) == (5, {1})
    assert client.get(URL, params={"survey_id": 99}).json()["data"] == []


@pytest.mark.parametrize(("field", "value"), [("by", "colour"), ("survey_id", "0"), ("survey_id", "x")])
def test_a_parameter_that_cannot_be_used_is_refused_in_both_languages(
    client: TestClient, field: str, value: str
) -> None:
    said = []
    for language in ("en", "id"):
        answer = client.get(URL, params={field: value}, headers={"accept-language": language})
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        (problem,) = answer.json()["errors"]
        assert (problem["field"], problem["value"]) == (field, value)
        said.append(problem["problem"])
    assert said[0] != said[1]


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get(URL)
    again = client.get(URL, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(URL, params={"by": "behaviour"}).headers["etag"]


def test_groups_that_few_households_pay_for_are_one_line_and_no_scenario_moves_them(desk: Desk) -> None:
    def paid(group: str, amount: int) -> dict[str, str]:
        return {"cost_group": group, "behaviour": "variable", "payment": "cash", "amount": str(amount)}

    vinegar, fertiliser, tax = paid("coagulant", 30_000), paid("fertiliser", 40_000), paid("tax", 9_000)
    costs = [[vinegar, fertiliser, tax]] * 3 + [[vinegar, fertiliser]] * 4 + [[vinegar]] * 5
    forms = (household_number(number, costs=each) for number, each in enumerate(costs))
    assert take_in_forms(desk.database, *forms).rejected == []
    with desk.database.unit_of_work(NOW) as uow:
        recompute(uow)
    groups = rows(desk.client, IBRAHIM, "item_group")
    assert groups["other_groups_together"]["groups_together"] == ["tax", "fertiliser"]
    assert (groups["tax"]["reason"], groups["tax"]["cost_idr_per_kg"]) == ("fewer_than_5_households", None)
    assert groups["fertiliser"]["reason"] == "differs_by_fewer_than_5_households"
    shown = sum(row["cost_idr_per_kg"] for row in groups.values() if row["reason"] is None)
    assert shown == pytest.approx(rows(desk.client, IBRAHIM, "concept")["paid_cost"]["cost_idr_per_kg"], abs=0.02)
    for group, reason in [
        ("tax", "fewer_than_5_households"),
        ("fertiliser", "fewer_than_5_households"),
        ("tools", None),
    ]:
        asked = {"survey_id": 1, "method": "household-consumption", "changes": {f"{group}_percent": 10}}
        (floor,) = desk.client.post("/v1/scenarios/minimum-price", json={**asked, "valid_on": "2026-11-22"}).json()[
            "floors"
        ]
        assert floor["reason"] == reason


def test_a_study_prints_its_groups_one_by_one_whatever_they_are(client: TestClient) -> None:
    line = rows(client, DOLIS, "item_group")["other_groups_together"]
    assert (line["reason"], line["groups_together"]) == ("no_such_cost", None)
