"""The calculators answer with the studies' figures (DOMAIN sections 2 to 7)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.database import Database
from service.migrations import migrate
from service.settings import Settings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAMES = [
    "depreciation",
    "minimum-price",
    "farm-income",
    "household-income",
    "marketing",
    "welfare",
    "partial-budget",
    "sample-size",
    "two-sample-test",
    "price-normalisation",
]
IBRAHIM = {
    "total_cost_idr": 2_402_469,
    "production_kg": 2_312,
    "food_consumption_idr": 7_945_304,
    "non_food_consumption_idr": 963_065,
}
Calculate = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), clock=NOW)
    database = Database(settings.database_address)
    migrate(database)
    with TestClient(create_app(settings, database)) as client:
        yield client


@pytest.fixture(scope="module")
def calculate(client: TestClient) -> Calculate:
    def post(name: str, **figures: Any) -> dict[str, Any]:
        response = client.post(f"/v1/calculators/{name}", json=figures)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    return post


def test_depreciation_spreads_the_loss_of_value_over_the_tools_life(calculate: Calculate) -> None:
    tools = {"units": 2, "purchase_value_idr": 75_000, "salvage_value_idr": 15_000, "economic_life_years": 1}
    assert calculate("depreciation", **tools) == {"depreciation_idr_per_year": 120_000}


def test_tools_without_a_salvage_value_lose_all_of_it(calculate: Calculate) -> None:
    tools = {"units": 1.5, "purchase_value_idr": 10_000, "economic_life_years": 3}
    assert calculate("depreciation", **tools) == {"depreciation_idr_per_year": 5_000}


def test_minimum_price_is_ibrahims_table_7(calculate: Calculate) -> None:
    assert calculate("minimum-price", **IBRAHIM) == {
        "total_cost_idr": 2_402_469,
        "household_consumption_idr": 8_908_369,
        "cost_of_production_idr_per_kg": 1_039.13,
        "household_consumption_idr_per_kg": 3_853.1,
        "minimum_price_idr_per_kg": 4_892.23,
    }


def test_cost_of_production_is_dolis_from_fixed_and_variable_cost(calculate: Calculate) -> None:
    answer = calculate("minimum-price", fixed_cost_idr=12_925.46, variable_cost_idr=852_884.43, production_kg=350.94)
    assert answer == {
        "total_cost_idr": 865_809.89,
        "household_consumption_idr": None,
        "cost_of_production_idr_per_kg": 2_467.12,
        "household_consumption_idr_per_kg": None,
        "minimum_price_idr_per_kg": None,
    }


def test_rice_as_consumption_gives_dolis_floor(calculate: Calculate) -> None:
    rice_idr_per_year = 480 * 10_000 * 4.63
    answer = calculate(
        "minimum-price",
        total_cost_idr=865_809.89 * 12,
        production_kg=350.94 * 12,
        food_consumption_idr=rice_idr_per_year,
        non_food_consumption_idr=0,
    )
    assert answer["minimum_price_idr_per_kg"] == 7_744.37


def test_a_printed_total_counts_where_its_parts_differ_by_rounding(calculate: Calculate) -> None:
    answer = calculate(
        "minimum-price",
        total_cost_idr=865_809.89,
        fixed_cost_idr=12_925.45,
        variable_cost_idr=852_884.44 + 0.02,
        production_kg=350.94,
    )
    assert answer["total_cost_idr"] == 865_809.89


def test_farm_income_is_ibrahims_net_income(calculate: Calculate) -> None:
    answer = calculate("farm-income", production_kg=2_312, price_idr_per_kg=8_182, total_cost_idr=2_402_469)
    assert answer == {"revenue_idr": 18_916_784, "net_income_idr": 16_514_315, "revenue_cost_ratio": 7.8739}


def test_farm_income_from_dolis_means_is_two_rupiah_off_the_printed_revenue(calculate: Calculate) -> None:
    answer = calculate("farm-income", production_kg=350.94, price_idr_per_kg=7_064.36, total_cost_idr=865_809.89)
    assert answer == {"revenue_idr": 2_479_166.5, "net_income_idr": 1_613_356.61, "revenue_cost_ratio": 2.8634}


def test_farm_income_without_a_cost_is_revenue_only(calculate: Calculate) -> None:
    answer = calculate("farm-income", production_kg=10, price_idr_per_kg=8_000)
    assert answer == {"revenue_idr": 80_000, "net_income_idr": None, "revenue_cost_ratio": None}


def test_a_farm_without_costs_has_no_ratio(calculate: Calculate) -> None:
    answer = calculate("farm-income", production_kg=10, price_idr_per_kg=8_000, total_cost_idr=0)
    assert answer == {"revenue_idr": 80_000, "net_income_idr": 80_000, "revenue_cost_ratio": None}


def test_a_farms_loss_is_below_zero(calculate: Calculate) -> None:
    answer = calculate("farm-income", production_kg=1, price_idr_per_kg=8_000, total_cost_idr=9_000)
    assert answer["net_income_idr"] == -1_000


def test_rubbers_part_of_household_income_is_ibrahims(calculate: Calculate) -> None:
    answer = calculate("household-income", on_farm_rubber_idr=16_514_315, non_farm_idr=7_526_087)
    assert answer == {
        "household_income_idr": 24_040_402,
        "on_farm_rubber_percent": 68.69,
        "on_farm_other_percent": None,
        "off_farm_percent": None,
        "non_farm_percent": 31.31,
    }


def test_a_household_without_income_has_no_percentages(calculate: Calculate) -> None:
    answer = calculate("household-income", on_farm_rubber_idr=0, off_farm_idr=0)
    assert answer.pop("household_income_idr") == 0
    assert set(answer.values()) == {None}


@pytest.mark.parametrize(
    ("farmgate", "factory", "margin", "share"), [(10_500, 11_650, 1_150, 90.13), (9_000, 13_000, 4_000, 69.23)]
)
def test_marketing_margins_and_farmers_shares_are_putris(
    calculate: Calculate, farmgate: int, factory: int, margin: int, share: float
) -> None:
    answer = calculate("marketing", farmgate_price_idr_per_kg=farmgate, factory_price_idr_per_kg=factory)
    assert answer == {
        "marketing_margin_idr_per_kg": margin,
        "farmers_share_percent": share,
        "marketing_cost_idr_per_kg": None,
        "marketing_efficiency_percent": None,
        "actors": [],
    }


def test_marketing_costs_of_all_actors_make_the_efficiency(calculate: Calculate) -> None:
    actors = [
        {"name": "pengepul", "marketing_cost_idr_per_kg": 500, "profit_idr_per_kg": 235},
        {"name": "UPPB", "marketing_cost_idr_per_kg": 150, "profit_idr_per_kg": -15},
        {"name": "sopir", "marketing_cost_idr_per_kg": 0, "profit_idr_per_kg": 10},
        {"name": "gudang", "marketing_cost_idr_per_kg": 0.5},
    ]
    answer = calculate("marketing", farmgate_price_idr_per_kg=9_000, factory_price_idr_per_kg=13_000, actors=actors)
    assert (answer["marketing_cost_idr_per_kg"], answer["marketing_efficiency_percent"]) == (650.5, 5.0)
    assert answer["actors"] == [
        {"name": "pengepul", "profit_margin_ratio": 0.47},
        {"name": "UPPB", "profit_margin_ratio": -0.1},
        {"name": "sopir", "profit_margin_ratio": None},
        {"name": "gudang", "profit_margin_ratio": None},
    ]


def test_ibrahims_consumption_is_237_6_kg_of_rice(calculate: Calculate) -> None:
    answer = calculate(
        "welfare",
        net_income_idr_per_year=8_908_370,
        household_size=3.75,
        rice_price_idr_per_kg=10_000,
        setting="village",
    )
    assert answer == {
        "rice_equivalent_kg_per_capita_year": 237.56,
        "welfare_class": "nyaris cukup makan",
        "bounds": [240, 360, 480],
    }


@pytest.mark.parametrize(
    ("setting", "bounds", "classes"),
    [
        ("village", [240, 360, 480], ["nyaris cukup makan", "miskin sekali", "miskin", "tidak miskin"]),
        ("town", [360, 540, 720], ["nyaris cukup makan", "miskin sekali", "miskin", "tidak miskin"]),
    ],
)
def test_a_figure_on_a_bound_is_in_the_better_class(
    calculate: Calculate, setting: str, bounds: list[float], classes: list[str]
) -> None:
    for rice_kg, expected in zip([0, *bounds], classes, strict=True):
        answer = calculate(
            "welfare",
            net_income_idr_per_year=rice_kg * 4.63 * 10_000,
            household_size=4.63,
            rice_price_idr_per_kg=10_000,
            setting=setting,
        )
        assert (answer["welfare_class"], answer["bounds"]) == (expected, bounds)


def test_the_class_is_that_of_the_figure_shown(calculate: Calculate) -> None:
    household = {"household_size": 1, "rice_price_idr_per_kg": 1}
    almost = calculate("welfare", net_income_idr_per_year=479.996, **household)
    assert (almost["rice_equivalent_kg_per_capita_year"], almost["welfare_class"]) == (480, "tidak miskin")


@pytest.mark.parametrize(
    ("added_cost", "saved_cost", "added_revenue", "answer"),
    [
        (153_947.00, 664_892.86, 461_840.01, [153_947.00, 1_126_732.87, 972_785.87]),
        (1_028_735.00, 792_893.75, 3_086_204.62, [1_028_735.00, 3_879_098.37, 2_850_363.37]),
    ],
)
def test_the_partial_budget_is_sannias_table_7(
    calculate: Calculate, added_cost: float, saved_cost: float, added_revenue: float, answer: list[float]
) -> None:
    budget = {"added_cost_idr": added_cost, "saved_cost_idr": saved_cost, "added_revenue_idr": added_revenue}
    names = ("total_cost_side_idr", "total_gain_side_idr", "net_change_idr")
    assert calculate("partial-budget", **budget) == dict(zip(names, answer, strict=True))


@pytest.mark.parametrize(("population", "error", "expected"), [(1_353, 0.10, 94), (425, 0.17, 32), (425, 0, 425)])
def test_sample_sizes_are_those_of_ibrahim_and_dolis(
    calculate: Calculate, population: int, error: float, expected: int
) -> None:
    answer = calculate("sample-size", population=population, margin_of_error=error)
    assert answer == {"sample_size": expected}


def test_the_two_sample_test_gives_putris_t_degrees_of_freedom_and_p(calculate: Calculate) -> None:
    # The deviations are not printed: this one makes 30 members and 30 others of these means give t 3.351.
    mean_a, mean_b = 23_616_644.89, 19_672_252.57
    deviation = (mean_a - mean_b) / 3.351 / (2 / 30) ** 0.5
    answer = calculate(
        "two-sample-test",
        group_a={"mean": mean_a, "standard_deviation": deviation, "size": 30},
        group_b={"mean": mean_b, "standard_deviation": deviation, "size": 30.0},
        alpha=0.05,
    )
    assert answer["student"] == {"statistic": 3.351, "degrees_of_freedom": 58, "p_value": 0.001421}
    assert (answer["variance_ratio"], answer["variance_ratio_p_value"]) == (1, 1)
    assert (answer["equal_variances"], answer["significant"]) == (True, True)


def test_unequal_variances_make_welchs_test_count(calculate: Calculate) -> None:
    groups = {
        "group_a": {"mean": 11, "standard_deviation": 1, "size": 40},
        "group_b": {"mean": 10, "standard_deviation": 3, "size": 10},
    }
    answer = calculate("two-sample-test", **groups)
    assert (answer["equal_variances"], answer["significant"]) == (False, False)
    assert answer["student"]["p_value"] < answer["welch"]["p_value"]
    assert answer["variance_ratio"] == 0.1111
    as_if_equal = calculate("two-sample-test", **groups, variance_alpha=1e-9)
    assert as_if_equal["equal_variances"] is True


def test_south_sumatras_indication_of_december_2020_normalises(calculate: Calculate) -> None:
    posted = {100: 18_382, 70: 12_867, 60: 11_029, 50: 9_191, 40: 7_353}
    for content, printed in posted.items():
        answer = calculate(
            "price-normalisation",
            price_idr_per_kg=18_382,
            dry_rubber_content_percent=100,
            reference_percent=content,
        )
        assert answer["reference_price_idr_per_kg"] == pytest.approx(printed, abs=0.5)
        assert answer["dry_price_idr_per_kg"] == 18_382


def test_cuts_and_charges_come_off_before_the_water(calculate: Calculate) -> None:
    answer = calculate(
        "price-normalisation",
        price_idr_per_kg=10_000,
        deduction_percent=10,
        fee_idr_per_kg=200,
        transport_idr_per_kg=100,
        dry_rubber_content_percent=50,
        reference_percent=60,
    )
    assert answer == {
        "net_price_idr_per_kg": 8_700,
        "dry_price_idr_per_kg": 17_400,
        "reference_price_idr_per_kg": 10_440,
    }


def test_without_a_rubber_content_there_is_no_dry_price(calculate: Calculate) -> None:
    answer = calculate("price-normalisation", price_idr_per_kg=10_000, reference_percent=100)
    assert answer == {
        "net_price_idr_per_kg": 10_000,
        "dry_price_idr_per_kg": None,
        "reference_price_idr_per_kg": None,
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_example_in_the_description_is_what_the_calculator_answers(
    client: TestClient, calculate: Calculate, name: str
) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"][f"/v1/calculators/{name}"]["post"]
    request = operation["requestBody"]["content"]["application/json"]["schema"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    given, expected = (
        document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["examples"][0]
        for schema in (request, answer)
    )
    assert calculate(name, **given) == expected
    assert "Source: " in operation["description"]
