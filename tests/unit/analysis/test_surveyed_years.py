"""Scenarios and other readings of households: each household's own figures are changed, then the means are taken."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.analysis.changes import CHANGES, NotPossible, changed
from service.analysis.readings import readings
from service.analysis.surveyed_year import StoredCosts, SurveyedFloor, cost_columns, surveyed_year
from service.economics.bootstrap import ReplicateDesign
from service.economics.floor_columns import MEANS
from service.economics.minimum_price import FLOOR_METHODS, Floor, FloorParameters, NotComputable
from service.economics.survey_means import SurveySample, floors_with_intervals
from service.vocabulary import Aggregator, CostGroup

PARAMETERS = FloorParameters(rice_price_idr_per_kg=10_000.0)
CONSUMPTION, COST_PLUS = "household-consumption", "cost-plus"
Line = tuple[str, str, str, str, float]
PAID_LABOUR: Line = ("tapping", "variable", "cash", "rupiah", 300.0)
OWN_LABOUR: Line = ("tapping", "variable", "imputed", "rupiah", 500.0)
FERTILISER: Line = ("fertiliser", "variable", "cash", "rupiah", 1000.0)
TAX: Line = ("tax", "fixed", "cash", "rupiah", 200.0)
KNIFE: Line = ("tools", "fixed", "imputed", "rupiah", 100.0)
LAND: Line = ("land", "fixed", "imputed", "rupiah", 900.0)
CUT: Line = ("weight_cut", "variable", "cash", "rupiah", 80.0)
CUT_SHARE: Line = ("weight_cut", "variable", "cash", "revenue_share", 0.1)
COLUMNS = {"cash": "cash_idr", "tools": "depreciation_idr", "tapping": "family_labour_idr", "land": "own_resources_idr"}


def figures_of(lines: list[Line], production_kg: float) -> list[float]:
    """Return a household's figures by MEANS from its costs."""
    own = dict.fromkeys(MEANS, 0.0) | {"production_kg": production_kg, "household_size": 4.0}
    own["household_consumption_idr"] = 9_000.0
    for group, _, payment, unit, amount in lines:
        if unit == "rupiah":
            own[COLUMNS["cash" if payment == "cash" else group]] += amount
    own["sold_kg"] = production_kg * (1 - sum(line[4] for line in lines if line[3] == "revenue_share"))
    return [own[name] for name in MEANS]


def survey(
    *costs: list[Line],
    production_kg: Any = 100.0,
    months: Any = 12.0,
    method: str = CONSUMPTION,
    aggregator: str = Aggregator.RATIO_OF_MEANS,
    **stored: Any,
) -> tuple[SurveyedFloor, StoredCosts]:
    """Return a survey of households with these costs, as a stored floor has it."""
    count = len(costs)
    produced = np.broadcast_to(np.asarray(production_kg, float), count)
    figures = np.array([figures_of(lines, kg) for lines, kg in zip(costs, produced.tolist(), strict=True)])
    floor = SurveyedFloor(method, SurveySample(figures, np.ones(count)), PARAMETERS, aggregator, {}, "as_sold")
    columns = {"price_idr_per_kg": np.nan, "deduction": np.nan, "months_inferred": False, **stored}
    arrays = {name: np.broadcast_to(np.asarray(value), count) for name, value in columns.items()}
    return floor, StoredCosts(cost_columns(costs), np.broadcast_to(np.asarray(months, float), count), **arrays)


def price(found: Floor | NotComputable) -> float:
    assert isinstance(found, Floor), found
    return found.minimum_price_idr_per_kg


def read(floor: SurveyedFloor, stored: StoredCosts) -> dict[str, Any]:
    """Return by slug the price of each reading, or the reason why it has none."""
    found = {each.slug: each.floor for each in readings(floor, stored)}
    return {
        slug: each.reason if isinstance(each, NotComputable) else round(each.minimum_price_idr_per_kg, 6)
        for slug, each in found.items()
    }


HOUSEHOLD = st.lists(
    st.sampled_from([PAID_LABOUR, OWN_LABOUR, FERTILISER, TAX, KNIFE, LAND, CUT, CUT_SHARE]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(HOUSEHOLD, st.sampled_from([0.0, 50.0, 100.0])), min_size=5, max_size=9),
    st.sampled_from(sorted(FLOOR_METHODS)),
    st.sampled_from(list(Aggregator)),
)
def test_a_year_that_nothing_changes_gives_the_floor_of_the_survey(
    households: list[tuple[list[Line], float]], method: str, aggregator: str
) -> None:
    costs, produced = zip(*households, strict=True)
    floor, stored = survey(*costs, production_kg=produced, method=method, aggregator=aggregator)
    found = floors_with_intervals(floor.sample, PARAMETERS, ReplicateDesign(1, 1), aggregator)
    wanted = next(each for each, _ in found if each.method == method)
    again = surveyed_year(floor, stored).floor()
    if isinstance(wanted, NotComputable):
        assert again == wanted
    else:
        assert price(again) == pytest.approx(price(wanted))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1, 12), min_size=5, max_size=9), st.floats(1, 12), st.sampled_from(list(Aggregator)))
def test_households_tap_the_same_months_whatever_they_tapped(months: list[float], to: float, aggregator: str) -> None:
    count = len(months)
    by_month = [[(*FERTILISER[:4], 80.0 * each), TAX] for each in months]
    tapped = [9.0 * each for each in months]
    floor, stored = survey(*by_month, production_kg=tapped, months=months, aggregator=aggregator)
    found = changed(surveyed_year(floor, stored), {"months_tapped": to}).floor()
    alike = survey(*[[(*FERTILISER[:4], 80.0 * to), TAX]] * count, production_kg=9.0 * to, aggregator=aggregator)
    if isinstance(found, NotComputable):
        assert (found.reason, 0 < sum(each != to for each in months) < 5) == ("fewer_than_5_households", True)
    else:
        assert price(found) == pytest.approx(price(surveyed_year(*alike).floor()))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.floats(-100, 1000).filter(lambda percent: abs(percent) > 1e-6))
def test_a_change_of_one_to_four_households_gives_no_floor(spenders: int, percent: float) -> None:
    floor, stored = survey(*[[FERTILISER, TAX]] * spenders, *[[TAX]] * (9 - spenders))
    year, change = surveyed_year(floor, stored), {"fertiliser_percent": percent}
    if 0 < spenders < 5:
        assert year.together == {CostGroup.FERTILISER, CostGroup.TAX}
        with pytest.raises(NotPossible, match="fewer_than_5_households"):
            changed(year, change)
    else:
        assert price(changed(year, change).floor()) == pytest.approx(92.0 + spenders / 9 * (10 + percent / 10))


def test_own_land_counts_in_no_method_and_the_familys_labour_in_one() -> None:
    floor, stored = survey(*[[FERTILISER, LAND, OWN_LABOUR]] * 6)
    assert price(changed(surveyed_year(floor, stored), {"land_percent": 50}).floor()) == 100.0
    assert price(changed(surveyed_year(floor, stored), {"tapping_percent": 50}).floor()) == 100.0
    floor, stored = survey(*[[FERTILISER, LAND, OWN_LABOUR]] * 6, method=COST_PLUS)
    assert price(changed(surveyed_year(floor, stored), {"tapping_percent": 50}).floor()) == pytest.approx(26.25)


def test_paid_tapping_may_be_own_labour_and_the_other_way_round() -> None:
    assert read(*survey(*[[FERTILISER, PAID_LABOUR]] * 6)) == {"labour_own": 100.0}
    assert read(*survey(*[[FERTILISER, OWN_LABOUR]] * 6)) == {"labour_paid": 105.0}
    assert read(*survey(*[[FERTILISER, PAID_LABOUR]] * 6, method=COST_PLUS)) == {}
    assert read(*survey(*[[FERTILISER, PAID_LABOUR]] * 3, *[[FERTILISER]] * 6)) == {
        "labour_own": "fewer_than_5_households"
    }


def test_own_labour_without_a_wage_is_not_paid_labour_either() -> None:
    floor, stored = survey(*[[FERTILISER, OWN_LABOUR]] * 6)
    floor.sample.figures[0, MEANS.index("family_labour_idr")] = np.nan
    assert read(floor, stored) == {"labour_paid": "no_family_labour_cost"}


def test_a_weight_cut_is_in_the_price_or_a_share_of_revenue_whichever_it_was_not() -> None:
    in_rupiah = survey(*[[FERTILISER, CUT]] * 6, price_idr_per_kg=8.0)
    assert read(*in_rupiah) == {"weight_cut_as_price": 100.0, "weight_cut_as_revenue_share": round(100 / 0.9, 6)}
    assert read(*survey(*[[FERTILISER, CUT_SHARE]] * 6, deduction=0.1)) == {"weight_cut_as_price": 100.0}
    assert read(*survey(*[[FERTILISER]] * 6, deduction=0.2)) == {"weight_cut_as_revenue_share": 125.0}


def test_who_produced_nothing_has_no_share_of_revenue_to_give_away() -> None:
    floor, stored = survey(*[[FERTILISER, CUT]] * 6, [], production_kg=[100.0] * 6 + [0.0], price_idr_per_kg=8.0)
    found = changed(surveyed_year(floor, stored), {"weight_cut_as": "revenue_share"}).floor()
    assert price(found) == pytest.approx((6 * 1000 + 7 * 9000) / (600 * 0.9))


def test_a_weight_cut_without_everybodys_price_is_no_share_of_revenue() -> None:
    prices = [8.0, np.nan, 8.0, 8.0, 8.0, 8.0]
    found = read(*survey(*[[FERTILISER, CUT]] * 6, price_idr_per_kg=prices))
    assert found["weight_cut_as_revenue_share"] == "no_price"


def test_inferred_months_may_be_ten() -> None:
    months = [np.nan] * 6 + [12.0] * 3
    floor, stored = survey(*[[FERTILISER]] * 9, months=months, months_inferred=np.isnan(months))
    times = (6 * 10 / 12 + 3) / 9
    assert read(floor, stored) == {"months_tapped_10": round((1000 * times + 9000) / (100 * times), 6)}
    assert read(*survey(*[[FERTILISER]] * 9)) == {}


def test_who_loses_a_floor_of_its_own_by_a_change_is_not_told_by_it() -> None:
    floor, stored = survey(*[[FERTILISER]] * 9, aggregator=Aggregator.MEAN_OF_RATIOS)
    months = np.array([0.0] * 3 + [10.0] * 6)
    stopped = CHANGES["months_tapped"](surveyed_year(floor, stored), months).floor()
    assert isinstance(stopped, NotComputable)
    assert stopped.reason == "differs_by_fewer_than_5_households"


def test_a_group_that_hides_few_others_is_refused_like_them_and_no_other_is() -> None:
    few = [[FERTILISER, TAX, KNIFE, CUT]] * 3
    floor, stored = survey(*few, *[[FERTILISER, TAX]] * 4, *[[FERTILISER, KNIFE]] * 9, price_idr_per_kg=8.0)
    year = surveyed_year(floor, stored)
    assert year.together == {CostGroup.WEIGHT_CUT, CostGroup.TAX}
    for change in ({"tax_percent": 10}, {"weight_cut_percent": 10}, {"weight_cut_as": "price"}):
        with pytest.raises(NotPossible, match="fewer_than_5_households"):
            changed(year, change)
    for change in ({"fertiliser_percent": 10}, {"tools_percent": 10}, {"wage_percent": 10}):
        assert price(changed(year, change).floor()) >= price(year.floor())


def test_wages_are_not_moved_where_tapping_or_collecting_is_told_together_with_others() -> None:
    collecting: Line = ("collecting", *PAID_LABOUR[1:])
    floor, stored = survey(*[[FERTILISER, PAID_LABOUR, collecting]] * 3, *[[FERTILISER, PAID_LABOUR]] * 6)
    with pytest.raises(NotPossible, match="fewer_than_5_households"):
        changed(surveyed_year(floor, stored), {"wage_percent": 10})
    assert read(floor, stored) == {"labour_own": "fewer_than_5_households"}
