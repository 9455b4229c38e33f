"""What the floor would be by other readings of a survey's means."""

import dataclasses
import datetime as dt
import tomllib
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.economics.errors import UnknownName
from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floor,
)
from service.economics.parameters import parameter
from service.economics.sensitivities import Alternative, PrintedItem, PrintedMeans, alternatives
from service.economics.units import round_half_up
from service.minimum_prices.survey_year import SurveyFigures, floor_inputs
from service.vocabulary import CostBehaviour, CostGroup, CostPayment, CostUnit, TimeUnit

DAY = dt.date(2020, 1, 1)
PARAMETERS = FloorParameters(
    rice_price_idr_per_kg=parameter("rice_price_idr_per_kg", DAY).number,
    rice_need_kg_per_capita_year=parameter("rice_need_kg_per_capita_year", DAY).number,
)
EMPTY = dict.fromkeys(
    ("food_consumption_idr", "non_food_consumption_idr", "household_consumption_idr", "other_income_idr")
)


@dataclasses.dataclass(frozen=True)
class Item:
    """One printed cost."""

    cost_group: CostGroup
    amount: float
    payment: CostPayment = CostPayment.CASH
    behaviour: CostBehaviour = CostBehaviour.VARIABLE
    unit: CostUnit = CostUnit.RUPIAH


def dolis(**changes: Any) -> PrintedMeans:
    """Return the study as it ships with the project, its year made as for its published floor."""
    shipped = tomllib.loads(files("service.reference").joinpath("sample/surveys.toml").read_text("utf-8"))
    (study,) = (one for one in shipped["survey"] if one["external_id"] == "dolis-kuantan-singingi")
    items: list[PrintedItem] = [SimpleNamespace(**{"unit": "rupiah", **item}) for item in study["item"]]
    year = floor_inputs(SurveyFigures(SimpleNamespace(**EMPTY, **study), items))
    means = PrintedMeans(
        year,
        items,
        TimeUnit(study["time_unit"]),
        study["months_tapped"],
        "months_tapped" in study["assumed"],
        study["price_idr_per_kg"],
    )
    return dataclasses.replace(means, **changes)


def by_slug(means: PrintedMeans, method: str = "rice-poverty-line") -> dict[str, Alternative]:
    return {one.slug: one for one in alternatives(means, PARAMETERS, method)}


def price(alternative: Alternative) -> float:
    assert isinstance(alternative.floor, Floor), alternative
    return round_half_up(alternative.floor.minimum_price_idr_per_kg, 2)


def test_the_study_as_printed_has_its_golden_floor() -> None:
    floor = compute_floor("rice-poverty-line", dolis().year, PARAMETERS)
    assert isinstance(floor, Floor)
    assert round_half_up(floor.minimum_price_idr_per_kg, 2) == 7744.37


def test_every_choice_the_study_leaves_open_has_its_golden_floor() -> None:
    found = by_slug(dolis())
    assert {slug: price(one) for slug, one in found.items()} == {
        "labour_own": 6035.84,
        "weight_cut_as_price": 7066.07,
        "weight_cut_as_revenue_share": 7816.60,
        "months_tapped_10": 8807.19,
    }
    for one in found.values():
        assert one.label_en
        assert one.label_id
        assert one.label_en != one.label_id


def test_without_the_weight_cut_the_cost_of_production_is_the_other_one_of_the_study() -> None:
    floor = by_slug(dolis())["weight_cut_as_price"].floor
    assert isinstance(floor, Floor)
    assert floor.cost_of_production_idr_per_kg is not None
    assert round_half_up(floor.cost_of_production_idr_per_kg) == 1789


def test_own_labour_is_known_as_family_labour_to_cost_plus() -> None:
    assert isinstance(compute_floor("cost-plus", dolis().year, PARAMETERS), NotComputable)
    assert price(by_slug(dolis(), "cost-plus")["labour_own"]) == round_half_up(1.5 * 865809.89 / 350.94, 2)


def test_own_labour_can_be_read_as_paid_and_back() -> None:
    imputed = dataclasses.replace(
        dolis().year,
        cost_idr_by_concept={
            CostConcept.CASH: 100.0,
            CostConcept.PAID_COST: 120.0,
            CostConcept.PAID_COST_AND_FAMILY_LABOUR: 180.0,
        },
    )
    own = PrintedMeans(imputed, (Item(CostGroup.TAPPING, 60.0, CostPayment.IMPUTED),))
    (paid,) = alternatives(own, PARAMETERS, "rice-poverty-line")
    assert paid.slug == "labour_paid"
    stated = compute_floor("rice-poverty-line", imputed, PARAMETERS)
    assert isinstance(paid.floor, Floor)
    assert isinstance(stated, Floor)
    more = (paid.floor.minimum_price_idr_per_kg - stated.minimum_price_idr_per_kg) * imputed.production_kg
    assert more == pytest.approx(60)


def test_a_weight_cut_that_is_a_share_of_revenue_can_be_read_as_price() -> None:
    year = dataclasses.replace(dolis().year, revenue_share=0.1)
    shared = PrintedMeans(year, (Item(CostGroup.WEIGHT_CUT, 0.1, unit=CostUnit.REVENUE_SHARE),))
    assert {slug: price(one) for slug, one in by_slug(shared).items()} == {"weight_cut_as_price": 7744.37}


def test_without_a_price_the_share_of_revenue_is_not_computable_by_name() -> None:
    floor = by_slug(dolis(price_idr_per_kg=None))["weight_cut_as_revenue_share"].floor
    assert isinstance(floor, NotComputable)
    assert floor.reason == "no_price"


def test_months_that_the_survey_states_are_no_choice() -> None:
    assert "months_tapped_10" not in by_slug(dolis(months_assumed=False))
    assert "months_tapped_12" in by_slug(dolis(months_tapped=10.0))
    assert "months_tapped_10" not in by_slug(dolis(time_unit=TimeUnit.YEAR))


def test_a_survey_of_totals_leaves_only_the_months_open() -> None:
    total = dataclasses.replace(dolis().year, cost_idr_by_concept={CostConcept.AS_PRINTED: 1.2e7})
    found = by_slug(dolis(items=(), year=total))
    assert list(found) == ["months_tapped_10"]
    assert price(found["months_tapped_10"]) == round_half_up((1e7 + 22224000) / 3509.4, 2)


def test_a_total_that_cannot_have_held_the_item_gives_no_floor() -> None:
    small = dataclasses.replace(dolis().year, cost_idr_by_concept={CostConcept.AS_PRINTED: 1000.0})
    floor = by_slug(dolis(year=small))["labour_own"].floor
    assert isinstance(floor, NotComputable)
    assert floor.reason == "no_cost"


def test_an_administered_price_has_no_alternatives() -> None:
    administered = dataclasses.replace(PARAMETERS, fixed_price_idr_per_kg=7000.0, fixed_price_decree="1/2017")
    assert alternatives(dolis(), administered, "fixed") == []


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(UnknownName):
        alternatives(dolis(), PARAMETERS, "guess")


items = st.builds(
    Item, st.sampled_from(CostGroup), st.floats(0, 1e6), st.sampled_from(CostPayment), st.sampled_from(CostBehaviour)
)


@given(st.lists(items, max_size=6), st.sampled_from(list(FLOOR_METHODS)), st.floats(1, 12), st.booleans())
def test_reading_a_survey_otherwise_gives_what_the_survey_so_read_would(
    printed: list[Item], method: str, months: float, tooled: bool
) -> None:
    """The months are the only choice that can be put to the survey itself: it then says the same."""
    tools = [Item(CostGroup.TOOLS, 5.0, CostPayment.IMPUTED, CostBehaviour.FIXED)] * tooled
    survey = SimpleNamespace(
        **EMPTY, time_unit="month", production_kg=100.0, total_cost_idr=None, household_size=4.0, assumed=[]
    )

    def year(tapped: float) -> FloorInputs:
        survey.months_tapped = tapped
        return floor_inputs(SurveyFigures(survey, [*printed, *tools]))

    means = PrintedMeans(year(months), [*printed, *tools], TimeUnit.MONTH, months, months_assumed=True)
    for one in alternatives(means, PARAMETERS, method):
        if one.slug == "months_tapped_10":
            expected = compute_floor(method, year(10.0), PARAMETERS)
            assert isinstance(one.floor, Floor)
            assert isinstance(expected, Floor)
            assert one.floor.minimum_price_idr_per_kg == pytest.approx(expected.minimum_price_idr_per_kg)
