"""A row of a sheet becomes the form it would have been, and what is wrong in it is found in its column again."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cost_surveys.headers import HOUSEHOLDS, PART_COLUMNS
from service.cost_surveys.household_reading import ArrivedHousehold, Reading, read_household
from service.cost_surveys.households import HouseholdIn, SurveyHeader
from service.cost_surveys.sheets import form_of
from service.imports.forms import AREA_NAMES, REFUSED_ROW, plain
from service.vocabulary import ConsumptionGroup, CostGroup, HouseholdPart, IncomeSource, LabourActivity
from tests.builders import MUARA_ENIM
from tests.household_builders import KEYS

PLAIN = {
    "survey_id": "a",
    "external_id": "1",
    "district_code": MUARA_ENIM,
    "interviewed_on": "2026-11-02",
    "time_unit": "year",
    "production_kg": "2000",
}
READING = Reading(SurveyHeader(external_id="a", district_code=MUARA_ENIM), KEYS, date(2026, 11, 21))
AMOUNTS = st.decimals(0, 10_000_000, places=2).map(str)
CASH_AND_IMPUTED = [name for name in PART_COLUMNS if name.startswith(("cost_", "consumption_", "income_"))]
RUPIAH = [name for name in CASH_AND_IMPUTED if not name.endswith("_share_percent")]


def household(**cells: str) -> HouseholdIn:
    read = read_household(2, form_of({**PLAIN, **cells}).form, READING)
    assert isinstance(read, ArrivedHousehold), read
    return read.household


def test_every_header_names_one_field() -> None:
    headers = Counter(name for field, names in HOUSEHOLDS.names.items() for name in {field, *names.split()})
    assert [name for name, times in headers.items() if times > 1] == []
    assert [name for name in headers if plain(name) != name] == []


def test_every_field_of_a_household_has_a_column() -> None:
    of_a_sheet = HOUSEHOLDS.names.keys() - PART_COLUMNS.keys() - AREA_NAMES.keys() - {REFUSED_ROW}
    made = {"respondent_name", "respondent_phone"}
    assert (
        of_a_sheet == HouseholdIn.model_fields.keys() - set(HouseholdPart) - {"household_hash", "district_code"} | made
    )


@pytest.mark.parametrize(
    ("part", "said", "words"),
    [
        (HouseholdPart.COSTS, "cost_group", CostGroup),
        (HouseholdPart.CONSUMPTION, "consumption_group", ConsumptionGroup),
        (HouseholdPart.OTHER_INCOMES, "income_source", IncomeSource),
        (HouseholdPart.LABOUR, "activity", LabourActivity),
    ],
)
def test_every_group_has_a_column(part: HouseholdPart, said: str, words: Any) -> None:
    columns = [column for column in PART_COLUMNS.values() if column.part is part]
    assert {column.says[said] for column in columns} == set(words)


@given(st.dictionaries(st.sampled_from(RUPIAH), AMOUNTS, min_size=1))
def test_every_amount_is_stored_under_its_group(cells: dict[str, str]) -> None:
    read = household(**cells)
    stored = [cost.stored_amount for cost in read.costs]
    stored += [row.amount_idr for row in read.consumption]
    stored += [row.amount_idr for row in read.other_incomes]
    assert sorted(stored) == sorted(Decimal(text) for text in cells.values())


@pytest.mark.parametrize(
    ("column", "behaviour"),
    [
        ("cost_land_idr", "fixed"),
        ("cost_tax_idr", "fixed"),
        ("cost_interest_imputed_idr", "fixed"),
        ("cost_stand_establishment_idr", "fixed"),
        ("cost_fertiliser_idr", "variable"),
        ("cost_group_fee_share_percent", "variable"),
    ],
)
def test_costs_behave_as_their_group_does(column: str, behaviour: str) -> None:
    assert [cost.behaviour for cost in household(**{column: "5"}).costs] == [behaviour]


def test_a_share_is_given_in_per_cent() -> None:
    (cost,) = household(cost_weight_cut_share_percent="12.5").costs
    assert (cost.unit, cost.stored_amount) == ("revenue_share", Decimal("0.125"))


def test_columns_of_one_row_make_one_row() -> None:
    cells = {"labour_hired_tapping_days": "12", "labour_hired_tapping_wage_idr": "75000", "tool_2_name": "pisau"}
    tool = {"tool_2_units": "2", "tool_2_purchase_value_idr": "9", "tool_2_economic_life_years": "1"}
    read = household(**cells, **tool)
    labour, *_ = read.labour
    assert (labour.person_days, labour.wage_idr_per_person_day) == (Decimal(12), Decimal(75000))
    assert [(row.name, row.units) for row in read.tools] == [("pisau", Decimal(2))]
    assert len(read.labour) == 1


def test_a_blank_list_was_not_stated_and_one_that_comes_to_nought_is_none() -> None:
    assert household().none_of == ()
    assert household(labour_family_tapping_days="0.0").none_of == ("labour",)
    some = household(labour_family_tapping_days="0", labour_family_weeding_days="3")
    assert (len(some.labour), some.none_of) == (1, ())
    assert household(none_of="costs", tool_1_units="0").none_of == ("costs", "tools")


@pytest.mark.parametrize(
    ("place", "column"),
    [
        ("production_kg", "production_kg"),
        ("costs.0.amount", "cost_fertiliser_idr"),
        ("costs.1", "cost_land_imputed_idr"),
        ("labour.0.wage_idr_per_person_day", "labour_hired_tapping_wage_idr"),
        ("row", "row"),
        ("costs", "costs"),
    ],
)
def test_what_is_wrong_is_found_in_its_column(place: str, column: str) -> None:
    cells = {"cost_fertiliser_idr": "1", "cost_land_imputed_idr": "2", "labour_hired_tapping_days": "3"}
    assert form_of({**PLAIN, **cells}).column_of(place) == column


def test_a_constant_that_is_no_number_is_left_to_the_row_to_tell() -> None:
    form = form_of({**PLAIN, "cost_tax_share_percent": "much", "tool_1_units": "some"}).form
    assert (form["costs"][0]["amount"], form["tools"][0]["units"]) == ("much", "some")
