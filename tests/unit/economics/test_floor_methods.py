"""The five floor methods: what they compute, what they refuse to guess, and what they warn of."""

import dataclasses
import math

import pytest

from service.economics.errors import (
    EconomicsError,
    LengthMismatch,
    NegativeMoney,
    NotFinite,
    NotPositive,
    ShareOutOfRange,
    TooFew,
    UnknownName,
    ZeroProduction,
    ZeroWeights,
)
from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    aggregate,
    compute_floor,
    compute_floors,
    mean_of_ratios,
    ratio_of_means,
    total_cost_by_concept,
)

COSTS = {
    CostConcept.CASH: 100.0,
    CostConcept.PAID_COST: 200.0,
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: 600.0,
    CostConcept.COMPREHENSIVE: 900.0,
}
YEAR = FloorInputs(
    production_kg=10.0,
    cost_idr_by_concept=COSTS,
    household_consumption_idr=1000.0,
    household_size=2.0,
    other_income_idr=40.0,
)
PARAMETERS = FloorParameters(
    rice_price_idr_per_kg=1.0,
    rice_need_kg_per_capita_year=480.0,
    living_income_benchmark_idr_per_year=540.0,
    fixed_price_idr_per_kg=7000.0,
    fixed_price_decree="1/2017",
    poverty_line_kg_per_capita_year=240.0,
)


def floor_of(slug: str, inputs: FloorInputs = YEAR, parameters: FloorParameters = PARAMETERS) -> Floor:
    """Compute a floor that must be computable."""
    found = compute_floor(slug, inputs, parameters)
    assert isinstance(found, Floor), found
    return found


def reason_of(slug: str, inputs: FloorInputs = YEAR, parameters: FloorParameters = PARAMETERS) -> str:
    """Compute a floor that must not be computable, and return why."""
    found = compute_floor(slug, inputs, parameters)
    assert isinstance(found, NotComputable), found
    assert found.message_en.endswith(".")
    assert found.message_id.endswith(".")
    assert (found.method, found.method_version) == (slug, 1)
    return found.reason


def test_the_five_methods_are_computed_side_by_side_in_order() -> None:
    slugs = ["household-consumption", "rice-poverty-line", "living-income", "cost-plus", "fixed"]
    assert list(FLOOR_METHODS) == slugs
    found = compute_floors(YEAR, PARAMETERS)
    assert [one.method for one in found] == slugs
    prices = [one.minimum_price_idr_per_kg for one in found if isinstance(one, Floor)]
    assert prices == [120.0, 112.0, 70.0, 90.0, 7000.0]


@pytest.mark.parametrize("slug", ["household-consumption", "rice-poverty-line", "living-income"])
def test_where_a_living_is_added_the_cost_is_the_paid_one(slug: str) -> None:
    both = {CostConcept.AS_PRINTED: 300.0, **COSTS}
    floor = floor_of(slug, dataclasses.replace(YEAR, cost_idr_by_concept=both))
    assert floor.cost_concept is CostConcept.PAID_COST
    assert floor.cost_of_production_idr_per_kg == 20.0
    assert floor.household_need_idr_per_kg == floor.minimum_price_idr_per_kg - 20.0
    assert floor.warnings == ()


@pytest.mark.parametrize("slug", ["household-consumption", "rice-poverty-line", "living-income"])
def test_a_total_as_printed_stands_in_with_a_warning(slug: str) -> None:
    floor = floor_of(slug, dataclasses.replace(YEAR, cost_idr_by_concept={CostConcept.AS_PRINTED: 300.0}))
    assert floor.cost_concept is CostConcept.AS_PRINTED
    assert floor.warnings == ("cost_concept_as_printed",)


@pytest.mark.parametrize("slug", ["household-consumption", "rice-poverty-line", "living-income"])
def test_a_concept_with_family_labour_or_without_tools_never_stands_in(slug: str) -> None:
    other: dict[CostConcept, float] = {
        concept: COSTS[concept] for concept in COSTS if concept is not CostConcept.PAID_COST
    }
    assert reason_of(slug, dataclasses.replace(YEAR, cost_idr_by_concept=other)) == "no_cost"


def test_cost_plus_is_a_multiple_of_cost_with_family_labour() -> None:
    floor = floor_of("cost-plus")
    assert floor.cost_concept is CostConcept.PAID_COST_AND_FAMILY_LABOUR
    assert (floor.cost_of_production_idr_per_kg, floor.household_need_idr_per_kg) == (60.0, 0.0)


def test_a_fixed_price_has_no_cost_of_production() -> None:
    floor = floor_of("fixed")
    assert (floor.cost_concept, floor.cost_of_production_idr_per_kg) == (None, None)


def test_what_is_missing_is_named() -> None:
    no_cost = dataclasses.replace(YEAR, cost_idr_by_concept={})
    assert reason_of("household-consumption", no_cost) == "no_cost"
    assert reason_of("cost-plus", no_cost) == "no_family_labour_cost"
    unknown = dataclasses.replace(YEAR, household_consumption_idr=None, household_size=None)
    assert reason_of("household-consumption", unknown) == "no_household_consumption"
    assert reason_of("rice-poverty-line", unknown) == "no_household_size"
    nothing = FloorParameters()
    assert reason_of("rice-poverty-line", YEAR, nothing) == "no_rice_price"
    assert reason_of("living-income", YEAR, nothing) == "no_living_income_benchmark"
    assert reason_of("fixed", YEAR, nothing) == "no_decree"
    undated = FloorParameters(fixed_price_idr_per_kg=7000.0)
    assert reason_of("fixed", YEAR, undated) == "no_decree"
    assert reason_of("fixed", YEAR, FloorParameters(fixed_price_decree="1/2017")) == "no_fixed_price"


@pytest.mark.parametrize("slug", ["household-consumption", "rice-poverty-line", "living-income", "cost-plus"])
def test_shares_of_revenue_raise_the_floor_until_they_take_everything(slug: str) -> None:
    shared = floor_of(slug, dataclasses.replace(YEAR, revenue_share=1 / 3))
    assert shared.minimum_price_idr_per_kg == pytest.approx(floor_of(slug).minimum_price_idr_per_kg * 1.5)
    for taken in (1.0, 1.2):
        everything = dataclasses.replace(YEAR, revenue_share=taken)
        assert reason_of(slug, everything) == "revenue_shares_reach_one"


@pytest.mark.parametrize("slug", ["rice-poverty-line", "living-income"])
def test_other_income_covers_the_need_first_and_is_assumed_zero_only_aloud(slug: str) -> None:
    rich = floor_of(slug, dataclasses.replace(YEAR, other_income_idr=5000.0))
    assert rich.household_need_idr_per_kg == 0.0
    assert rich.minimum_price_idr_per_kg == rich.cost_of_production_idr_per_kg
    unknown = floor_of(slug, dataclasses.replace(YEAR, other_income_idr=None))
    assert unknown.warnings == ("other_income_assumed_zero",)
    known_zero = floor_of(slug, dataclasses.replace(YEAR, other_income_idr=0.0))
    assert known_zero.warnings == ()
    assert known_zero.minimum_price_idr_per_kg == unknown.minimum_price_idr_per_kg


def test_consumption_is_compared_with_the_poverty_line_or_said_not_to_be() -> None:
    slug = "household-consumption"
    poor = dataclasses.replace(YEAR, household_consumption_idr=479.0)
    assert floor_of(slug, poor).warnings == ("consumption_below_poverty_line",)
    on_the_line = dataclasses.replace(YEAR, household_consumption_idr=480.0)
    assert floor_of(slug, on_the_line).warnings == ()
    assert floor_of(slug, dataclasses.replace(YEAR, household_size=None)).warnings == ("consumption_not_checked",)


def test_the_callers_marks_stay_with_every_floor() -> None:
    marked = dataclasses.replace(YEAR, marks=("months_tapped_assumed",))
    assert all(
        one.warnings == ("months_tapped_assumed",)
        for one in compute_floors(marked, PARAMETERS)
        if isinstance(one, Floor)
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"production_kg": 0.0}, ZeroProduction),
        ({"production_kg": math.nan}, NotFinite),
        ({"cost_idr_by_concept": {CostConcept.CASH: -1.0}}, NegativeMoney),
        ({"revenue_share": -0.1}, ShareOutOfRange),
        ({"revenue_share": math.inf}, NotFinite),
        ({"household_consumption_idr": -1.0}, NegativeMoney),
        ({"other_income_idr": math.nan}, NotFinite),
        ({"household_size": 0.0}, NotPositive),
    ],
)
def test_impossible_inputs_are_refused_before_any_method_runs(
    change: dict[str, object], error: type[EconomicsError]
) -> None:
    with pytest.raises(error):
        dataclasses.replace(YEAR, **change)  # type: ignore[arg-type]


def test_impossible_parameters_are_refused() -> None:
    for field in ("rice_price_idr_per_kg", "cost_plus_factor", "fixed_price_idr_per_kg"):
        with pytest.raises(NotPositive) as refused:
            dataclasses.replace(PARAMETERS, **{field: 0.0})  # type: ignore[arg-type]
        assert refused.value.field == field


def test_an_unknown_method_is_an_error_with_a_name() -> None:
    with pytest.raises(UnknownName):
        compute_floor("guess", YEAR, PARAMETERS)


def test_concepts_nest_and_stop_where_a_part_is_not_known() -> None:
    assert total_cost_by_concept(100, 20, 300, 80) == {
        CostConcept.CASH: 100,
        CostConcept.PAID_COST: 120,
        CostConcept.PAID_COST_AND_FAMILY_LABOUR: 420,
        CostConcept.COMPREHENSIVE: 500,
    }
    assert list(total_cost_by_concept(100, None, 300)) == [CostConcept.CASH]
    with pytest.raises(NegativeMoney):
        total_cost_by_concept(100, -1)


def test_the_aggregators_are_two_different_figures() -> None:
    costs, kilograms = [1000.0, 9000.0], [1.0, 3.0]
    assert aggregate(costs, kilograms) == ratio_of_means(costs, kilograms) == 2500.0
    assert aggregate(costs, kilograms, aggregator="mean_of_ratios") == 2000.0
    assert ratio_of_means(costs, kilograms, [3.0, 1.0]) == 2000.0
    assert mean_of_ratios(costs, kilograms, [3.0, 1.0]) == 1500.0


def test_the_aggregators_refuse_by_name() -> None:
    with pytest.raises(ZeroWeights):
        ratio_of_means([1.0], [1.0], [0.0])
    with pytest.raises(ZeroProduction):
        ratio_of_means([1.0, 2.0], [0.0, 0.0])
    with pytest.raises(ZeroProduction) as refused:
        mean_of_ratios([1.0, 2.0], [1.0, 0.0])
    assert refused.value.label == 1
    assert ratio_of_means([1.0, 2.0], [1.0, 0.0]) == 3.0
    with pytest.raises(LengthMismatch):
        ratio_of_means([1.0, 2.0], [1.0])
    with pytest.raises(TooFew):
        ratio_of_means([], [])
    with pytest.raises(NotFinite):
        mean_of_ratios([math.nan], [1.0])
    with pytest.raises(UnknownName):
        aggregate([1.0], [1.0], aggregator="median")
