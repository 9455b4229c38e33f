"""Putri's printed figures come out of the formulas (DOMAIN sections 3 to 6)."""

import tomllib
from pathlib import Path

import pytest

from service.economics.comparison import two_sided_p_value
from service.economics.errors import DifferentFactoryPrices
from service.economics.farm_income import contribution_percent, net_income, revenue_cost_ratio
from service.economics.marketing import (
    Channel,
    Evenness,
    best_channel,
    evenness,
    farmers_share_percent,
    margin_share_percent,
    marketing_efficiency_percent,
    marketing_margin,
    profit_margin_ratio,
)
from service.economics.units import round_half_up, yearly_figure

STUDY = tomllib.loads(Path(__file__).with_name("putri.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["members", "others"])
def test_income_and_ratio_fit_one_revenue_and_one_cost(name: str) -> None:
    printed = STUDY["income"][name]
    income, ratio = printed["income_over_cash_cost_idr_per_ha"], printed["revenue_cost_ratio"]
    cost = income / (ratio - 1)
    assert round_half_up(revenue_cost_ratio(income + cost, cost), 2) == ratio
    assert round_half_up(net_income(income + cost, cost), 2) == income


def test_members_earn_more_by_every_printed_figure() -> None:
    members, others = STUDY["income"]["members"], STUDY["income"]["others"]
    assert all(members[figure] > others[figure] for figure in members)


@pytest.mark.parametrize("name", ["members", "others"])
def test_a_hectares_income_is_a_part_of_household_income(name: str) -> None:
    printed = STUDY["income"][name]
    part = contribution_percent(printed["income_over_cash_cost_idr_per_ha"], printed["household_income_idr"])
    assert 0 < part < 100


@pytest.mark.parametrize("name", ["uppb", "collector"])
def test_margin_and_farmers_share_are_the_printed_ones(name: str) -> None:
    printed = STUDY["channel"][name]
    factory, farmgate = printed["factory_price_idr_per_kg"], printed["farmgate_price_idr_per_kg"]
    share = farmers_share_percent(factory, farmgate)
    assert marketing_margin(factory, farmgate) == printed["marketing_margin_idr_per_kg"]
    assert round_half_up(share, 2) == printed["farmers_share_percent"]
    assert share + margin_share_percent(factory, farmgate) == pytest.approx(100)


def test_the_collectors_ratio_fits_his_margin() -> None:
    printed = STUDY["channel"]["collector"]
    margin, ratio = printed["marketing_margin_idr_per_kg"], printed["profit_margin_ratio"]
    cost = margin / (1 + ratio)  # a lone actor's margin is his cost and his profit
    assert round_half_up(profit_margin_ratio(margin - cost, cost), 2) == ratio
    efficiency = marketing_efficiency_percent(cost, printed["factory_price_idr_per_kg"])
    assert efficiency + (margin - cost) / 13_000 * 100 == pytest.approx(margin / 13_000 * 100)


def test_one_actor_is_not_enough_to_call_profits_even() -> None:
    assert evenness([STUDY["channel"]["collector"]["profit_margin_ratio"]]) is Evenness.NOT_ASSESSABLE


def test_the_two_channels_end_in_two_factory_prices_and_do_not_compare() -> None:
    channels = [
        Channel(name, printed["farmgate_price_idr_per_kg"], printed["factory_price_idr_per_kg"])
        for name, printed in STUDY["channel"].items()
    ]
    with pytest.raises(DifferentFactoryPrices):
        best_channel(channels)


def test_the_printed_p_value_follows_from_t_and_its_degrees_of_freedom() -> None:
    printed = STUDY["income_test"]
    found = two_sided_p_value(printed["t"], printed["degrees_of_freedom"])
    assert round_half_up(found, 3) == printed["p_value"]
    assert printed["degrees_of_freedom"] == printed["farmers"] - 2


def test_ten_months_of_tapping_make_its_year() -> None:
    assert yearly_figure(100.0, 1, STUDY["months_tapped"]["months"]) == 1000.0
