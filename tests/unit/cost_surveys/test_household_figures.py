"""The row of a household's year: what it stated, whatever the time unit, and where it lives."""

from dataclasses import replace
from typing import Any

import pytest

from service.cost_surveys.household_figures import StatedHousehold, weight_cut_share, year_row
from service.economics.household_figures import ConsumptionRow, CostRow, HouseholdFigures, LabourRow, ToolRow
from service.models.household_year import HouseholdYear
from service.vocabulary import (
    ConsumptionGroup,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    HouseholdPart,
    LabourActivity,
    LabourSource,
    TimeUnit,
)

MONTH, YEAR = TimeUnit.MONTH, TimeUnit.YEAR
NOTHING_BOUGHT = frozenset({HouseholdPart.COSTS, HouseholdPart.LABOUR})


def cost(amount: float, group: CostGroup = CostGroup.FERTILISER, **changes: Any) -> CostRow:
    variable = {"behaviour": CostBehaviour.VARIABLE, "payment": CostPayment.CASH, "unit": CostUnit.RUPIAH}
    return CostRow(**{"cost_group": group, "amount": amount, **variable, **changes})


def share(amount: float, group: CostGroup) -> CostRow:
    return cost(amount, group, unit=CostUnit.REVENUE_SHARE)


def stated(**figures: Any) -> HouseholdFigures:
    return HouseholdFigures(**{"time_unit": MONTH, "months_tapped": 10.0, "production_kg": 190.0, **figures})


def row(figures: HouseholdFigures, **place: Any) -> dict[str, Any]:
    household = StatedHousehold(7, 3, "16.03.01.2001", None, None, 1.5, figures)
    return year_row(replace(household, **place))


def test_a_year_has_all_columns_of_its_table_and_no_others() -> None:
    assert set(row(stated())) == set(HouseholdYear.c.keys())
    assert set(row(stated(none_of=NOTHING_BOUGHT))) == set(HouseholdYear.c.keys())


def test_a_household_is_kept_with_its_survey_weight_and_village() -> None:
    kept = row(stated(), tenure="tapper", member=False)
    assert (kept["household_id"], kept["survey_id"], kept["weight"]) == (7, 3, 1.5)
    assert (kept["village"], kept["tenure"], kept["member"]) == (1603012001, "tapper", False)
    assert row(stated(), village_code=None)["village"] is None


def test_months_and_years_in_one_household_come_to_one_year() -> None:
    kept = row(
        stated(
            costs=(
                cost(1000.0),
                cost(50_000.0, time_unit=YEAR),
                cost(2000.0, CostGroup.TAX, behaviour=CostBehaviour.FIXED),
            ),
            labour=(LabourRow(LabourSource.FAMILY, LabourActivity.TAPPING, 20.0, 100_000.0),),
            tools=(ToolRow(2.0, 60_000.0, 0.0, 2.0),),
            consumption=(
                ConsumptionRow(ConsumptionGroup.RICE, 300_000.0),
                ConsumptionRow(ConsumptionGroup.EDUCATION, 1_000_000.0, YEAR),
            ),
        )
    )
    assert kept["production_kg"] == 1900
    assert (kept["fertiliser_idr"], kept["tax_idr"], kept["tools_idr"]) == (60_000, 24_000, 60_000)
    assert (kept["cash_idr"], kept["depreciation_idr"], kept["family_labour_idr"]) == (84_000, 60_000, 20_000_000)
    assert (kept["fixed_idr"], kept["variable_idr"]) == (84_000, 20_060_000)
    assert kept["household_consumption_idr"] == 4_600_000
    assert kept["months_inferred"] is False


def test_months_that_were_assumed_are_told() -> None:
    kept = row(stated(time_unit=YEAR, months_tapped=None, costs=(cost(1000.0, time_unit=MONTH),)))
    assert kept["months_inferred"] is True


def test_what_was_not_stated_stays_empty_and_is_not_nothing() -> None:
    silent, nothing = row(stated()), row(stated(none_of=NOTHING_BOUGHT))
    assert [silent[name] for name in ("cash_idr", "family_labour_idr", "tapping_idr", "deduction")] == [None] * 4
    assert [nothing[name] for name in ("cash_idr", "family_labour_idr", "tapping_idr")] == [0, 0, 0]


def test_shares_of_revenue_are_added_up() -> None:
    tapper = LabourRow(LabourSource.SHARE, LabourActivity.TAPPING, revenue_share=0.33333)
    kept = row(stated(costs=(share(0.02, CostGroup.GROUP_FEE),), labour=(tapper,)))
    assert kept["revenue_share"] == pytest.approx(0.35333)
    assert kept["weight_cut_share"] == 0


@pytest.mark.parametrize(
    ("treatment", "weight_cut"),
    [(DeductionTreatment.PRICE, 0.0), (DeductionTreatment.COST, 0.1)],
)
def test_a_weight_cut_is_a_share_where_it_is_treated_as_cost(treatment: DeductionTreatment, weight_cut: float) -> None:
    kept = row(stated(deduction=0.1, deduction_treated_as=treatment))
    assert kept["deduction"] == 0.1
    assert kept["weight_cut_share"] == kept["revenue_share"] == weight_cut


def test_a_weight_cut_that_is_booked_as_an_item_counts_once() -> None:
    as_cost = {"deduction": 0.1, "deduction_treated_as": DeductionTreatment.COST}
    by_share = stated(costs=(share(0.12, CostGroup.WEIGHT_CUT), share(0.02, CostGroup.GROUP_FEE)), **as_cost)
    assert weight_cut_share(by_share) == 0.12
    assert row(by_share)["revenue_share"] == pytest.approx(0.14)
    in_rupiah = stated(costs=(cost(5000.0, CostGroup.WEIGHT_CUT),), none_of={HouseholdPart.LABOUR}, **as_cost)
    assert row(in_rupiah)["weight_cut_share"] == row(in_rupiah)["revenue_share"] == 0
    assert row(in_rupiah)["weight_cut_idr"] == 50_000
