"""What calculators refuse, and how they say so."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.database import Database
from service.migrations import migrate
from service.settings import Settings

Figures = dict[str, Any]
NOTHING_LEFT_OUT: dict[str, Figures] = {
    "depreciation": {
        "units": 2,
        "purchase_value_idr": 75_000,
        "salvage_value_idr": 15_000,
        "economic_life_years": 1,
    },
    "minimum-price": {
        "total_cost_idr": 2_402_469,
        "fixed_cost_idr": 2_000_000,
        "variable_cost_idr": 402_469,
        "production_kg": 2_312,
        "food_consumption_idr": 7_945_304,
        "non_food_consumption_idr": 963_065,
    },
    "farm-income": {"production_kg": 2_312, "price_idr_per_kg": 8_182, "total_cost_idr": 2_402_469},
    "household-income": {"on_farm_rubber_idr": 1, "on_farm_other_idr": 1, "off_farm_idr": 1, "non_farm_idr": 1},
    "marketing": {
        "farmgate_price_idr_per_kg": 10_500,
        "factory_price_idr_per_kg": 11_650,
        "actors": [{"name": "UPPB", "marketing_cost_idr_per_kg": 650, "profit_idr_per_kg": 500}],
    },
    "welfare": {"net_income_idr_per_year": 1, "household_size": 4.63, "rice_price_idr_per_kg": 10_000},
    "partial-budget": {"added_cost_idr": 1, "lost_revenue_idr": 1, "saved_cost_idr": 1, "added_revenue_idr": 1},
    "sample-size": {"population": 1_353, "margin_of_error": 0.10},
    "two-sample-test": {
        "group_a": {"mean": 12, "standard_deviation": 2, "size": 30},
        "group_b": {"mean": 10, "standard_deviation": 2, "size": 30},
        "alpha": 0.05,
        "variance_alpha": 0.05,
    },
    "price-normalisation": {
        "price_idr_per_kg": 9_191,
        "deduction_percent": 0,
        "fee_idr_per_kg": 0,
        "transport_idr_per_kg": 0,
        "dry_rubber_content_percent": 50,
        "reference_percent": 100,
    },
}
JSON = {"content-type": "application/json"}
NUMBER_FIELDS = [
    (name, field)
    for name, figures in NOTHING_LEFT_OUT.items()
    for field, value in figures.items()
    if isinstance(value, int | float)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    database = Database(settings.database_address)
    migrate(database)
    with TestClient(create_app(settings, database)) as client:
        yield client


def refuse(client: TestClient, name: str, figures: Any, language: str = "en") -> Figures:
    """Return the problem that these figures meet; NaN and Infinity are sent as Python spells them."""
    headers = JSON | {"accept-language": language}
    response = client.post(f"/v1/calculators/{name}", content=json.dumps(figures), headers=headers)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: Figures = response.json()
    return problem


def refuse_change(client: TestClient, name: str, changes: Figures, language: str = "en") -> Figures:
    """Return the one field's problem that changed figures meet."""
    (error,) = refuse(client, name, NOTHING_LEFT_OUT[name] | changes, language)["errors"]
    assert isinstance(error, dict)
    return error


@pytest.mark.parametrize("name", NOTHING_LEFT_OUT)
def test_figures_with_nothing_left_out_are_taken(client: TestClient, name: str) -> None:
    assert client.post(f"/v1/calculators/{name}", json=NOTHING_LEFT_OUT[name]).status_code == 200


@pytest.mark.parametrize(("name", "field"), NUMBER_FIELDS)
def test_what_is_not_a_json_number_is_not_a_number(client: TestClient, name: str, field: str) -> None:
    for value in ("12", "", True, [1], {"a": 1}):
        error = refuse_change(client, name, {field: value})
        assert (error["field"], error["problem"]) == (field, "must be a number")


@pytest.mark.parametrize(("name", "field"), NUMBER_FIELDS)
def test_a_number_that_is_not_finite_is_refused(client: TestClient, name: str, field: str) -> None:
    for value in (float("nan"), float("inf"), float("-inf"), 10**400):
        error = refuse_change(client, name, {field: value})
        assert (error["field"], error["problem"]) == (field, "must be a finite number")


@pytest.mark.parametrize(("name", "field"), NUMBER_FIELDS)
def test_figures_out_of_bounds_are_refused_with_their_value(client: TestClient, name: str, field: str) -> None:
    for value, shown in ((-1, -1), (10**30, "1e+30"), (1e300, "1e+300")):
        error = refuse_change(client, name, {field: value})
        assert (error["field"], error["value"]) == (field, shown)
        assert error["problem"].startswith("must be ")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("depreciation", "economic_life_years"),
        ("minimum-price", "production_kg"),
        ("marketing", "factory_price_idr_per_kg"),
        ("welfare", "household_size"),
        ("welfare", "rice_price_idr_per_kg"),
        ("two-sample-test", "alpha"),
        ("price-normalisation", "dry_rubber_content_percent"),
        ("price-normalisation", "reference_percent"),
    ],
)
def test_what_is_divided_by_must_be_above_zero(client: TestClient, name: str, field: str) -> None:
    error = refuse_change(client, name, {field: 0})
    assert (error["field"], error["value"]) == (field, 0)
    assert error["problem"].startswith("must be above 0")


@pytest.mark.parametrize(
    ("name", "field", "most"),
    [
        ("price-normalisation", "deduction_percent", 100),
        ("price-normalisation", "dry_rubber_content_percent", 100),
        ("price-normalisation", "reference_percent", 100),
        ("sample-size", "margin_of_error", 1),
    ],
)
def test_a_share_above_the_whole_is_refused(client: TestClient, name: str, field: str, most: int) -> None:
    error = refuse_change(client, name, {field: most + 0.5})
    assert error["field"] == field
    assert error["problem"].startswith(f"must be {most}")


@pytest.mark.parametrize("name", NOTHING_LEFT_OUT)
def test_an_unknown_field_is_refused(client: TestClient, name: str) -> None:
    error = refuse_change(client, name, {"produksi_kg": 5})
    assert error == {"field": "produksi_kg", "value": 5, "problem": "is not known here; leave it out"}


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("depreciation", {"units", "purchase_value_idr", "economic_life_years"}),
        ("minimum-price", {"production_kg"}),
        ("farm-income", {"production_kg", "price_idr_per_kg"}),
        ("household-income", {"on_farm_rubber_idr"}),
        ("marketing", {"farmgate_price_idr_per_kg", "factory_price_idr_per_kg"}),
        ("welfare", {"net_income_idr_per_year", "household_size", "rice_price_idr_per_kg"}),
        ("sample-size", {"population", "margin_of_error"}),
        ("two-sample-test", {"group_a", "group_b"}),
        ("price-normalisation", {"price_idr_per_kg"}),
    ],
)
def test_a_missing_field_is_named(client: TestClient, name: str, needed: set[str]) -> None:
    problem = refuse(client, name, {})
    assert {error["field"] for error in problem["errors"]} == needed
    assert {error["problem"] for error in problem["errors"]} == {"is needed"}
    assert problem["type"] == "urn:bokar:problem:invalid-request"


def test_faults_inside_actors_and_groups_are_found_by_their_path(client: TestClient) -> None:
    actor = {"name": "UPPB", "marketing_cost_idr_per_kg": -650}
    assert refuse_change(client, "marketing", {"actors": [actor]})["field"] == "actors.0.marketing_cost_idr_per_kg"
    group: Figures = {"mean": 12, "standard_deviation": 0, "size": 30}
    assert refuse_change(client, "two-sample-test", {"group_b": group})["field"] == "group_b.standard_deviation"
    group = {"mean": 12, "standard_deviation": 1, "size": 1}
    assert refuse_change(client, "two-sample-test", {"group_a": group})["problem"] == "must be 2 or more"
    group = {"mean": 12, "standard_deviation": 1, "size": 30.5}
    assert refuse_change(client, "two-sample-test", {"group_a": group})["problem"] == "must be a whole number"


def test_a_setting_other_than_village_or_town_is_refused(client: TestClient) -> None:
    error = refuse_change(client, "welfare", {"setting": "desa"})
    assert error == {"field": "setting", "value": "desa", "problem": "must be one of: 'village' or 'town'"}


@pytest.mark.parametrize(
    ("name", "changes", "slug", "found"),
    [
        ("minimum-price", {"total_cost_idr": 2_402_471}, "costs-disagree", "total_cost_idr = 2402471.0"),
        ("minimum-price", {"fixed_cost_idr": None}, "cost-missing", "fixed_cost_idr = null"),
        ("minimum-price", {"variable_cost_idr": None}, "cost-missing", "variable_cost_idr = null"),
        ("minimum-price", {"food_consumption_idr": None}, "consumption-missing", "food_consumption_idr = null"),
        (
            "minimum-price",
            {"non_food_consumption_idr": None},
            "consumption-missing",
            "non_food_consumption_idr = null",
        ),
        ("depreciation", {"salvage_value_idr": 75_001}, "salvage-above-purchase", "salvage_value_idr = 75001.0"),
        (
            "marketing",
            {"farmgate_price_idr_per_kg": 11_651},
            "farmgate-above-factory",
            "farmgate_price_idr_per_kg = 11651.0",
        ),
        ("price-normalisation", {"fee_idr_per_kg": 9_192}, "negative-net-price", "net_price_idr_per_kg = -1.0"),
    ],
)
def test_figures_that_contradict_each_other_have_a_problem_of_their_own(
    client: TestClient, name: str, changes: Figures, slug: str, found: str
) -> None:
    problem = refuse(client, name, NOTHING_LEFT_OUT[name] | changes)
    assert problem["type"] == f"urn:bokar:problem:{slug}"
    (error,) = problem["errors"]
    assert f"{error['field']} = {error['value']}" == found
    assert error["problem"] == problem["detail"]
    assert problem["detail"].startswith(found)


def test_a_minimum_price_without_any_cost_is_refused(client: TestClient) -> None:
    problem = refuse(client, "minimum-price", {"production_kg": 2_312})
    assert problem["detail"] == (
        "total_cost_idr = null is missing; give total_cost_idr, or fixed_cost_idr together with variable_cost_idr."
    )


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("depreciation", {"economic_life_years": 1e-307}),
        ("minimum-price", {"production_kg": 1e-307}),
        ("farm-income", {"total_cost_idr": 1e-307}),
        ("marketing", {"farmgate_price_idr_per_kg": 0, "factory_price_idr_per_kg": 5e-324}),
        ("welfare", {"net_income_idr_per_year": 1e15, "household_size": 1e-307}),
        ("two-sample-test", {"group_b": {"mean": 12.0, "standard_deviation": 1e-320, "size": 30}}),
        ("price-normalisation", {"dry_rubber_content_percent": 1e-307}),
    ],
)
def test_arithmetic_that_overflows_is_refused(client: TestClient, name: str, changes: Figures) -> None:
    (error,) = refuse(client, name, NOTHING_LEFT_OUT[name] | changes)["errors"]
    assert error["problem"].startswith(error["field"])


def test_a_result_beyond_all_decimals_is_answered_unrounded(client: TestClient) -> None:
    huge = {"production_kg": 1e15, "price_idr_per_kg": 1e15, "total_cost_idr": 1}
    assert client.post("/v1/calculators/farm-income", json=huge).json()["revenue_idr"] == 1e30
    small = {"net_income_idr_per_year": 1e15, "household_size": 1e-15, "rice_price_idr_per_kg": 1}
    answer = client.post("/v1/calculators/welfare", json=small).json()
    assert answer["rice_equivalent_kg_per_capita_year"] == pytest.approx(1e30)


def test_half_a_character_in_a_name_does_not_break_the_answer(client: TestClient) -> None:
    actors = [{"name": "\ud800", "marketing_cost_idr_per_kg": 1}]
    figures = NOTHING_LEFT_OUT["marketing"] | {"actors": actors}
    response = client.post("/v1/calculators/marketing", content=json.dumps(figures), headers=JSON)
    assert response.json()["actors"][0]["name"] == "?"


def test_refusals_speak_indonesian_to_those_who_ask(client: TestClient) -> None:
    assert refuse_change(client, "minimum-price", {"production_kg": 0}, "id")["problem"].startswith(
        "harus lebih dari 0"
    )
    assert refuse_change(client, "minimum-price", {"production_kg": "2312"}, "id")["problem"] == "harus bilangan"
    problem = refuse(client, "minimum-price", {"production_kg": 2_312}, "id-ID, en;q=0.5")
    assert problem["detail"] == (
        "total_cost_idr = null belum diisi; isi total_cost_idr, atau fixed_cost_idr bersama variable_cost_idr."
    )
    too_dear = NOTHING_LEFT_OUT["marketing"] | {"farmgate_price_idr_per_kg": 11_651}
    assert "lebih tinggi dari harga pabrik" in refuse(client, "marketing", too_dear, "id")["detail"]
