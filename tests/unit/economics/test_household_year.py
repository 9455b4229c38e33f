"""A household's year: what counts for the months tapped, what for twelve, and what was never said."""

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.errors import NegativeQuantity, SalvageAbovePurchase, ShareOutOfRange
from service.economics.farm_income import establishment_annuity
from service.economics.household_figures import (
    ConsumptionRow,
    CostRow,
    HouseholdFigures,
    IncomeRow,
    LabourRow,
    ToolRow,
)
from service.economics.household_year import HouseholdYear, household_year
from service.vocabulary import (
    ConsumptionGroup,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    HouseholdPart,
    IncomeSource,
    LabourActivity,
    LabourSource,
    TimeUnit,
)

MONTH, YEAR = TimeUnit.MONTH, TimeUnit.YEAR
FIXED, VARIABLE = CostBehaviour.FIXED, CostBehaviour.VARIABLE
CASH, IMPUTED = CostPayment.CASH, CostPayment.IMPUTED


def year_of(**stated: Any) -> HouseholdYear:
    """Return the year of a household that taps ten months and says of all parts but these that there is none."""
    given = {"time_unit": MONTH, "months_tapped": 10.0, "production_kg": 190.0, **stated}
    return household_year(HouseholdFigures(none_of={part for part in HouseholdPart if not stated.get(part)}, **given))


def cost(group: CostGroup, amount: float, payment: CostPayment = CASH, **other: Any) -> CostRow:
    kept = {"behaviour": VARIABLE, "unit": CostUnit.RUPIAH, **other}
    return CostRow(cost_group=group, payment=payment, amount=amount, **kept)


def share_of_revenue(group: CostGroup, amount: float) -> CostRow:
    return cost(group, amount, unit=CostUnit.REVENUE_SHARE)


def days(source: LabourSource, number: float = 5, wage: float | None = 100, **other: Any) -> LabourRow:
    return LabourRow(
        source, **{"activity": LabourActivity.TAPPING, **other}, person_days=number, wage_idr_per_person_day=wage
    )


def test_a_month_becomes_a_year_of_tapping_or_of_twelve_months() -> None:
    year = year_of(
        costs=(cost(CostGroup.COAGULANT, 30.0), cost(CostGroup.TAX, 7.0, behaviour=FIXED)),
        food_consumption_idr=200.0,
        non_food_consumption_idr=50.0,
        other_income_idr=20.0,
    )
    assert year.production_kg == 1900
    assert (year.cash_idr, year.variable_idr, year.fixed_idr) == (384, 300, 84)
    assert (year.household_consumption_idr, year.other_income_idr) == (3000, 240)
    assert not year.months_inferred


def test_a_year_stays_a_year_whatever_the_months_tapped() -> None:
    year = year_of(time_unit=YEAR, costs=(cost(CostGroup.COAGULANT, 30.0), cost(CostGroup.TAX, 7.0, behaviour=FIXED)))
    assert (year.production_kg, year.cash_idr) == (190, 37)


def test_monthly_and_yearly_records_mix_in_one_household() -> None:
    year = year_of(
        time_unit=YEAR,
        costs=(cost(CostGroup.FUEL, 30.0, time_unit=MONTH), cost(CostGroup.FERTILISER, 500.0)),
        labour=(days(LabourSource.HIRED, time_unit=MONTH),),
        consumption=(
            ConsumptionRow(ConsumptionGroup.RICE, 100.0, MONTH),
            ConsumptionRow(ConsumptionGroup.CLOTHING, 90.0),
        ),
        other_incomes=(IncomeRow(IncomeSource.OFF_FARM, 10.0, MONTH), IncomeRow(IncomeSource.NON_FARM, 5.0, YEAR)),
    )
    assert year.cash_idr == 300 + 500 + 5000
    assert (year.household_consumption_idr, year.other_income_idr) == (1290, 125)


@pytest.mark.parametrize(
    ("stated", "inferred"),
    [
        ({"time_unit": YEAR}, False),
        ({"time_unit": YEAR, "costs": (cost(CostGroup.FUEL, 1.0, time_unit=MONTH),)}, True),
        ({"time_unit": YEAR, "costs": (cost(CostGroup.TAX, 1.0, time_unit=MONTH, behaviour=FIXED),)}, False),
        ({"time_unit": YEAR, "labour": (days(LabourSource.HIRED, time_unit=MONTH),)}, True),
        ({"time_unit": MONTH}, True),
    ],
)
def test_months_that_had_to_be_inferred_are_marked(stated: dict[str, Any], inferred: bool) -> None:
    assert year_of(months_tapped=None, **stated).months_inferred is inferred


def test_what_was_not_stated_is_not_zero() -> None:
    year = household_year(HouseholdFigures(time_unit=YEAR, production_kg=2312.0))
    assert year == HouseholdYear(production_kg=2312.0)
    assert (year.cash_idr, year.fixed_idr, year.variable_idr, year.cost_idr_by_group) == (None, None, None, {})


def test_what_is_said_to_be_none_is_zero() -> None:
    year = year_of()
    assert (year.cash_idr, year.depreciation_idr, year.family_labour_idr) == (0, 0, 0)
    assert (year.household_consumption_idr, year.other_income_idr) == (0, 0)
    # Whether the land is the household's own, and worth what, is not among the parts.
    assert year.own_resources_idr is None


@pytest.mark.parametrize(
    ("costs", "none_of", "known"),
    [
        ((cost(CostGroup.FUEL, 1.0),), set(), False),
        ((cost(CostGroup.FUEL, 1.0),), {HouseholdPart.LABOUR}, True),
        ((), {HouseholdPart.LABOUR}, False),
        ((cost(CostGroup.TAPPING, 1.0),), set(), True),
        ((share_of_revenue(CostGroup.TAPPING, 0.5),), set(), True),
    ],
)
def test_a_household_has_no_cost_unless_costs_and_labour_were_stated(
    costs: tuple[CostRow, ...], none_of: set[HouseholdPart], known: bool
) -> None:
    year = household_year(HouseholdFigures(time_unit=YEAR, production_kg=1.0, costs=costs, none_of=none_of))
    assert (year.cash_idr is not None) is known
    assert bool(year.cost_idr_by_group) is known


def test_hired_labour_is_paid_and_family_labour_is_imputed() -> None:
    year = year_of(labour=(days(LabourSource.HIRED), days(LabourSource.FAMILY, activity=LabourActivity.WEEDING)))
    assert (year.cash_idr, year.family_labour_idr) == (5000, 5000)
    assert (year.cost_idr_by_group[CostGroup.TAPPING], year.cost_idr_by_group[CostGroup.OTHER]) == (5000, 5000)


def test_family_labour_without_a_wage_is_not_known() -> None:
    year = year_of(labour=(days(LabourSource.FAMILY, wage=None), days(LabourSource.FAMILY), days(LabourSource.HIRED)))
    assert (year.cash_idr, year.family_labour_idr) == (5000, None)


def test_labour_imputed_among_the_costs_is_family_labour() -> None:
    year = year_of(costs=(cost(CostGroup.COLLECTING, 60.0, IMPUTED), cost(CostGroup.OTHER, 1.0, IMPUTED)))
    assert (year.cash_idr, year.family_labour_idr) == (0, 610)


def test_tools_lose_value_and_so_does_what_was_booked_as_such() -> None:
    knife = ToolRow(2, 75000, 15000, 1)
    assert year_of(tools=(knife,)).depreciation_idr == 120000
    booked = (cost(CostGroup.TOOLS, 100.0, IMPUTED, behaviour=FIXED),)
    year = year_of(tools=(knife,), costs=booked)
    assert (year.depreciation_idr, year.cash_idr, year.fixed_idr) == (121200, 0, 121200)
    alone = HouseholdFigures(time_unit=YEAR, production_kg=1.0, costs=booked)
    assert household_year(alone).depreciation_idr == 100


def test_own_land_capital_and_stand_are_own_resources() -> None:
    stand = cost(CostGroup.STAND_ESTABLISHMENT, 5.0, IMPUTED, behaviour=FIXED, time_unit=YEAR)
    year = year_of(own_land_idr=10.0, own_capital_idr=2.0, costs=(stand,))
    assert (year.own_resources_idr, year.cash_idr, year.fixed_idr) == (149, 0, 149)
    assert year.cost_idr_by_group[CostGroup.LAND] == 120
    assert year.cost_idr_by_group[CostGroup.INTEREST] == 24


def test_shares_of_revenue_add_up_and_leave_the_rest_sold() -> None:
    year = year_of(
        costs=(share_of_revenue(CostGroup.GROUP_FEE, 0.05),),
        labour=(LabourRow(LabourSource.SHARE, LabourActivity.TAPPING, revenue_share=0.25),),
        deduction=0.1,
        deduction_treated_as=DeductionTreatment.COST,
    )
    assert (year.revenue_share, year.weight_cut_share) == pytest.approx((0.4, 0.1))
    assert year.sold_kg == pytest.approx(1140)
    assert (year.cash_idr, year.family_labour_idr) == (0, 0)


@pytest.mark.parametrize(
    ("treated_as", "costs", "expected"),
    [
        (DeductionTreatment.COST, (), 0.1),
        (DeductionTreatment.PRICE, (), 0.0),
        (DeductionTreatment.UNKNOWN, (), 0.0),
        (DeductionTreatment.COST, (share_of_revenue(CostGroup.WEIGHT_CUT, 0.08),), 0.08),
        (DeductionTreatment.COST, (cost(CostGroup.WEIGHT_CUT, 500.0),), 0.0),
    ],
)
def test_a_deduction_counts_once(treated_as: DeductionTreatment, costs: tuple[CostRow, ...], expected: float) -> None:
    year = year_of(deduction=0.1, deduction_treated_as=treated_as, costs=costs)
    assert (year.revenue_share, year.weight_cut_share) == pytest.approx((expected, expected))


def test_consumption_is_the_stated_totals_else_the_sum_of_the_groups() -> None:
    rows = (ConsumptionRow(ConsumptionGroup.TOBACCO, 30.0), ConsumptionRow(ConsumptionGroup.HEALTH, 7.0))
    assert year_of(consumption=rows).household_consumption_idr == 12 * 37
    assert year_of(consumption=rows, food_consumption_idr=100.0).household_consumption_idr == 12 * 107


def test_half_a_consumption_is_none() -> None:
    half = HouseholdFigures(time_unit=YEAR, production_kg=1.0, food_consumption_idr=100.0)
    assert household_year(half).household_consumption_idr is None


def test_other_income_is_the_stated_total_else_the_sum_of_the_sources() -> None:
    rows = (IncomeRow(IncomeSource.OFF_FARM, 30.0),)
    assert year_of(other_incomes=rows).other_income_idr == 360
    assert year_of(other_incomes=rows, other_income_idr=40.0).other_income_idr == 480


@pytest.mark.parametrize(
    ("stated", "error"),
    [
        (
            {"costs": (share_of_revenue(CostGroup.TAPPING, 0.7), share_of_revenue(CostGroup.GROUP_FEE, 0.7))},
            ShareOutOfRange,
        ),
        ({"tools": (ToolRow(1, 1.0, 2.0, 1),)}, SalvageAbovePurchase),
        ({"production_kg": -1.0}, NegativeQuantity),
    ],
)
def test_impossible_figures_are_refused_by_name(stated: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        year_of(**stated)


amounts = st.floats(0, 1e9)
cost_rows = st.builds(
    CostRow,
    st.sampled_from(CostGroup),
    st.sampled_from(CostBehaviour),
    st.sampled_from(CostPayment),
    st.just(CostUnit.RUPIAH),
    amounts,
    st.none() | st.sampled_from(TimeUnit),
)
labour_rows = st.builds(
    LabourRow,
    st.sampled_from([LabourSource.FAMILY, LabourSource.HIRED]),
    st.sampled_from(LabourActivity),
    st.floats(0, 100),
    amounts,
)
tool_rows = st.builds(ToolRow, st.floats(0, 50), amounts, st.just(0.0), st.floats(0.5, 30))


@given(st.lists(cost_rows, max_size=6), st.lists(labour_rows, max_size=4), st.lists(tool_rows, max_size=3), amounts)
def test_costs_split_by_behaviour_by_group_and_by_concept_are_the_same_costs(
    costs: list[CostRow], labour: list[LabourRow], tools: list[ToolRow], land: float
) -> None:
    year = year_of(costs=tuple(costs), labour=tuple(labour), tools=tuple(tools), own_land_idr=land)
    assert year.fixed_idr is not None
    assert year.variable_idr is not None
    parts = (year.cash_idr, year.depreciation_idr, year.family_labour_idr, year.own_resources_idr)
    by_concept = math.fsum(part for part in parts if part is not None)
    assert year.fixed_idr + year.variable_idr == pytest.approx(by_concept)
    assert math.fsum(year.cost_idr_by_group.values()) == pytest.approx(by_concept)


@given(st.lists(cost_rows, max_size=5), st.floats(0.5, 12))
def test_a_month_of_a_year_tapped_through_is_a_twelfth_of_the_year(costs: list[CostRow], kilograms: float) -> None:
    unitless = tuple(dataclasses.replace(row, time_unit=None) for row in costs)
    yearly = tuple(dataclasses.replace(row, amount=row.amount * 12) for row in unitless)
    by_month = year_of(months_tapped=12.0, production_kg=kilograms, costs=unitless)
    by_year = year_of(time_unit=YEAR, months_tapped=None, production_kg=kilograms * 12, costs=yearly)
    assert by_month.production_kg == pytest.approx(by_year.production_kg)
    assert by_month.cash_idr == pytest.approx(by_year.cash_idr)
    assert by_month.own_resources_idr == pytest.approx(by_year.own_resources_idr)


@pytest.mark.parametrize(
    ("immature_years", "productive_years", "rate", "expected"),
    # By the tables: 1.06^5 = 1.3382256 and 0.0871846 a year over 20; 1.12^6 = 1.9738227 and 0.1275000 over 25.
    [(0, 20, 0.0, 50000.0), (0, 1, 0.1, 1100000.0), (5, 20, 0.06, 116672.60), (6, 25, 0.12, 251662.33)],
)
def test_the_stands_annuity_pays_back_its_cost_grown_to_the_first_tapping(
    immature_years: float, productive_years: float, rate: float, expected: float
) -> None:
    annuity = establishment_annuity(1_000_000.0, immature_years, productive_years, rate)
    assert annuity == pytest.approx(expected, abs=0.01)
    grown = 1_000_000.0 * (1 + rate) ** immature_years
    present = math.fsum(annuity / (1 + rate) ** year for year in range(1, int(productive_years) + 1))
    assert present == pytest.approx(grown)
