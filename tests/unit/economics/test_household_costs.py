"""The costs of a household's year one by one add up to every figure that is stored of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.household_costs import LABOUR_GROUPS, YearlyCost
from service.economics.household_figures import CostRow, HouseholdFigures, LabourRow, ToolRow
from service.economics.household_year import HouseholdYear, household_year
from service.vocabulary import (
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    LabourActivity,
    LabourSource,
    TimeUnit,
)

AMOUNTS = st.floats(0, 1e9)
UNITS = st.sampled_from(TimeUnit)
COSTS = st.builds(
    CostRow,
    cost_group=st.sampled_from(CostGroup),
    behaviour=st.sampled_from(CostBehaviour),
    payment=st.sampled_from(CostPayment),
    unit=st.just(CostUnit.RUPIAH),
    amount=AMOUNTS,
    time_unit=UNITS,
)
LABOUR = st.builds(
    LabourRow,
    labour_source=st.sampled_from([LabourSource.HIRED, LabourSource.FAMILY]),
    activity=st.sampled_from(LabourActivity),
    person_days=st.floats(0, 300),
    wage_idr_per_person_day=st.floats(0, 1e6),
    time_unit=UNITS,
)
FIGURES = st.builds(
    HouseholdFigures,
    time_unit=UNITS,
    production_kg=st.floats(1, 1e5),
    months_tapped=st.one_of(st.none(), st.floats(1, 12)),
    costs=st.lists(COSTS, min_size=1, max_size=6).map(tuple),
    labour=st.lists(LABOUR, min_size=1, max_size=4).map(tuple),
    tools=st.lists(st.builds(ToolRow, *map(st.just, (2.0, 90_000.0, 0.0, 3.0))), max_size=1).map(tuple),
    own_land_idr=st.one_of(st.none(), AMOUNTS),
)


def total(year: HouseholdYear, **wanted: object) -> float:
    lines = (line for line in year.costs if all(getattr(line, name) == value for name, value in wanted.items()))
    return math.fsum(line.amount or 0.0 for line in lines)


@given(FIGURES)
def test_the_costs_add_up_to_what_was_paid_to_behaviours_and_to_groups(figures: HouseholdFigures) -> None:
    year = household_year(figures)
    assert total(year, payment=CostPayment.CASH) == pytest.approx(year.cash_idr)
    assert total(year, behaviour=CostBehaviour.FIXED) == pytest.approx(year.fixed_idr)
    assert total(year, behaviour=CostBehaviour.VARIABLE) == pytest.approx(year.variable_idr)
    for group in CostGroup:
        assert total(year, group=group) == pytest.approx(year.cost_idr_by_group[group])


@given(FIGURES)
def test_the_imputed_costs_are_the_tools_the_familys_labour_and_own_resources(figures: HouseholdFigures) -> None:
    year = household_year(figures)
    labour = math.fsum(total(year, group=group, payment=CostPayment.IMPUTED) for group in LABOUR_GROUPS)
    assert labour == pytest.approx(year.family_labour_idr)
    tools = total(year, group=CostGroup.TOOLS, payment=CostPayment.IMPUTED)
    assert tools == pytest.approx(year.depreciation_idr or 0.0)
    rest = total(year, payment=CostPayment.IMPUTED) - labour - tools
    assert rest == pytest.approx(year.own_resources_idr or 0.0, abs=1e-3)


def test_a_tappers_share_and_a_weight_cut_booked_as_a_cost_are_shares_of_their_groups() -> None:
    tapper = LabourRow(LabourSource.SHARE, LabourActivity.TAPPING, revenue_share=0.25)
    said = {"deduction": 0.1, "deduction_treated_as": DeductionTreatment.COST}
    year = household_year(
        HouseholdFigures(time_unit=TimeUnit.YEAR, production_kg=2000.0, labour=(tapper,), **said)  # type: ignore[arg-type]
    )
    kind = CostBehaviour.VARIABLE, CostPayment.CASH, CostUnit.REVENUE_SHARE
    assert year.costs == (YearlyCost(CostGroup.TAPPING, *kind, 0.25), YearlyCost(CostGroup.WEIGHT_CUT, *kind, 0.1))
    assert year.revenue_share == pytest.approx(0.35)


def test_labour_without_a_wage_is_no_known_cost() -> None:
    own = LabourRow(LabourSource.FAMILY, LabourActivity.TAPPING, person_days=20.0)
    year = household_year(HouseholdFigures(time_unit=TimeUnit.MONTH, production_kg=190.0, labour=(own,)))
    assert (year.costs, year.family_labour_idr) == ((), None)
