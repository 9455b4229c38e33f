"""Examples for the smaller rules: grades, months, classes, markets, switches, parameters, samples."""

import datetime as dt
import math

import pandas as pd
import pytest

from service.economics import errors
from service.economics.farm_income import (
    contribution_class,
    contribution_classes,
    depreciation,
    establishment_annuity,
    net_income,
)
from service.economics.marketing import (
    Channel,
    Evenness,
    MarketingCosts,
    best_channel,
    evenness,
    profit_margin_ratio,
)
from service.economics.parameters import parameter, read_parameters, shipped_parameters
from service.economics.quality import QualitySwitch, net_change, switch_budget
from service.economics.sampling import slovin_sample_size
from service.economics.units import (
    break_even_dry_rubber_content,
    check_grades,
    net_price,
    round_half_up,
    yearly_figure,
)
from service.economics.welfare import WelfareScheme, welfare_class, welfare_classes, welfare_scheme

DAY = dt.date(2021, 1, 1)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(0.5, 0, 1.0), (1.5, 0, 2.0), (2.5, 0, 3.0), (-2.5, 0, -3.0), (1.005, 2, 1.01), (10957.5, 0, 10958.0)],
)
def test_halves_are_rounded_up(value: float, digits: int, expected: float) -> None:
    assert round_half_up(value, digits) == expected
    assert round_half_up(pd.Series([value]), digits).tolist() == [expected]


def test_cuts_that_take_the_whole_price_leave_zero_and_more_is_refused() -> None:
    assert net_price(1000, 0.5, 300, 200) == 0.0
    with pytest.raises(errors.NegativeNetPrice):
        net_price(1000, 0.5, 300, 201)


def test_no_break_even_content_above_one() -> None:
    assert break_even_dry_rubber_content(9000, 9000) == 1.0
    with pytest.raises(errors.NoBreakEven):
        break_even_dry_rubber_content(9001, 9000)


def test_two_grades_cannot_outvote_each_other() -> None:
    with pytest.raises(errors.TooFew):
        check_grades({1.0: 20_075.0, 0.5: 10_538.0})


def test_a_deviation_within_the_tolerance_is_not_flagged() -> None:
    posted = {1.0: 10_190.0, 0.6: 6_000.0, 0.5: 5_000.0}
    assert check_grades(posted).flagged == ()
    assert check_grades(posted, tolerance=0.01).flagged == (1.0,)


def test_a_year_from_observed_months() -> None:
    assert yearly_figure(300.0, 3, 10) == 1000.0
    assert yearly_figure(pd.Series([300.0, 600.0]), 3).tolist() == [1200.0, 2400.0]
    with pytest.raises(errors.MonthsOutOfRange):
        yearly_figure(300.0, 13)


def test_depreciation_and_a_loss() -> None:
    assert depreciation(3, 50_000, 50_000, 4) == 0.0
    assert net_income(100, 300) == -200.0


def test_the_stands_annuity_pays_back_its_cost_with_interest() -> None:
    yearly = establishment_annuity(1_000_000.0, 5, 20, 0.08)
    grown = 1_000_000.0 * 1.08**5
    assert sum(yearly / 1.08**year for year in range(1, 21)) == pytest.approx(grown)
    assert establishment_annuity(1_000_000.0, 5, 20, 1e-12) == pytest.approx(50_000, rel=1e-3)


@pytest.mark.parametrize(
    ("percent", "name"), [(49.9, "unclassified"), (50, "high"), (75, "high"), (75.1, "unclassified")]
)
def test_only_the_class_the_source_names_is_named(percent: float, name: str) -> None:
    assert contribution_class(percent).value == name
    assert contribution_classes(pd.Series([percent])).tolist() == [name]


def test_the_side_of_a_bound_is_the_schemes() -> None:
    village = welfare_scheme("village", DAY)
    assert welfare_class(360, village) == "miskin"
    other_side = WelfareScheme("x", "village", village.bounds_kg, village.labels, bound_belongs_to_upper_class=False)
    assert welfare_class(360, other_side) == "miskin sekali"
    kilograms = pd.Series([0.0, 240.0, 480.0])
    expected = ["nyaris cukup makan", "miskin sekali", "tidak miskin"]
    assert welfare_classes(kilograms, village).tolist() == expected


def test_a_scheme_or_setting_nobody_defined_is_refused() -> None:
    for setting, name in (("town", "alternative"), ("island", "dolis"), ("village", "none")):
        with pytest.raises(errors.UnknownName):
            welfare_scheme(setting, DAY, name)
    with pytest.raises(errors.NegativeQuantity):
        welfare_class(-1, welfare_scheme("village", DAY))


def test_marketing_costs_add_up_and_name_the_wrong_one() -> None:
    assert MarketingCosts(1, 2, 3, 4, 5, 6).total_idr_per_kg == 21.0
    with pytest.raises(errors.NegativeMoney) as refused:
        _ = MarketingCosts(tax_idr_per_kg=-1).total_idr_per_kg
    assert refused.value.field == "tax_idr_per_kg"


def test_a_trader_may_make_a_loss() -> None:
    assert profit_margin_ratio(-50, 100) == -0.5


def test_profits_are_even_only_when_ratios_do_not_differ() -> None:
    assert evenness([]) is Evenness.NOT_ASSESSABLE
    assert evenness([0.47, 0.474]) is Evenness.EVEN
    assert evenness([0.47, 0.48]) is Evenness.UNEVEN
    assert evenness([0.47, 0.48], tolerance=0.02) is Evenness.EVEN
    with pytest.raises(errors.NotFinite):
        evenness([0.47, math.nan])


def test_channels_compare_on_one_factory_price() -> None:
    channels = [Channel("a", 9000, 13000), Channel("b", 9500, 13000)]
    assert best_channel(channels).name == "b"
    with pytest.raises(errors.TooFew):
        best_channel(channels[:1])


def test_a_switch_that_loses_revenue_books_it_on_the_cost_side() -> None:
    budget = switch_budget(1000.0, 10_000, 100.0, QualitySwitch(tapper_share=0.5))
    assert budget.added_revenue_idr == budget.added_cost_idr == 0.0
    assert budget.lost_revenue_idr == 550_000.0  # 900 kg * 10 500 against 1 000 kg * 10 000
    assert budget.saved_cost_idr == 100.0 + 275_000.0
    assert net_change(budget) == -274_900.0


def test_a_switch_works_on_columns() -> None:
    budget = switch_budget(pd.Series([1000.0, 1000.0]), pd.Series([4000.0, 10_000.0]), 0.0, QualitySwitch())
    assert budget.added_revenue_idr.tolist() == [50_000.0, 0.0]
    assert budget.lost_revenue_idr.tolist() == [0.0, 550_000.0]


@pytest.mark.parametrize(
    ("population", "margin", "size"),
    [(1353, 0.1, 94), (425, 0.17, 32), (900, 0.1, 90), (100, 0.3, 10), (1, 0.1, 1), (50, 0, 50)],
)
def test_slovins_size_is_exact_where_a_float_would_round_wrongly(population: int, margin: float, size: int) -> None:
    assert slovin_sample_size(population, margin) == size
    assert slovin_sample_size(pd.Series([float(population)]), margin).tolist() == [size]


def test_every_shipped_parameter_has_unit_source_and_a_day_and_is_in_order() -> None:
    for name, values in shipped_parameters().items():
        assert all(one.unit and one.source and type(one.valid_from) is dt.date for one in values), name
        assert len({one.valid_from for one in values}) == len(values), name


def test_the_value_of_a_parameter_is_the_one_valid_on_the_day() -> None:
    entry = '[[rice]]\nvalid_from = {}-01-01\nvalue = {}\nunit = "Rp/kg"\nsource = "test"\n'
    table = read_parameters(entry.format(2022, 12_000) + entry.format(2020, 10_000))
    assert parameter("rice", dt.date(2021, 12, 31), table).number == 10_000
    assert parameter("rice", dt.date(2022, 1, 1), table).number == 12_000
    with pytest.raises(errors.ParameterNotValid):
        parameter("rice", dt.date(2019, 12, 31), table)
    with pytest.raises(errors.UnknownName):
        parameter("wheat", DAY, table)


def test_a_parameter_is_read_as_what_it_is() -> None:
    assert parameter("cost_plus_factor", DAY).number == 1.5
    assert parameter("high_contribution_percent", DAY).numbers == (50.0, 75.0)
    assert parameter("welfare_bound_side_dolis", DAY).text == "upper"
    for name in ("welfare_bound_side_dolis", "welfare_labels_dolis"):
        with pytest.raises(TypeError):
            _ = parameter(name, DAY).number
    for reading in ("numbers", "text", "texts"):
        with pytest.raises(TypeError):
            getattr(parameter("cost_plus_factor", DAY), reading)
