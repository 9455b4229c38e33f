"""What a household's form may hold, and what a clerk is told when it does not."""

from decimal import Decimal
from typing import Any

import pytest

from service.cost_surveys.household_reading import ArrivedHousehold, Reading, read_households
from service.cost_surveys.households import HouseholdIn
from service.privacy.hashing import respondent_hash
from tests.builders import TODAY
from tests.household_builders import (
    FORM,
    KEYS,
    NAME,
    PHONE,
    READING,
    SITI,
    SURVEY,
    arrived,
    faults,
    form,
)

COST = {"cost_group": "fuel", "behaviour": "variable", "payment": "cash", "amount": "1000"}
TOOL = {"name": "ember", "units": "1", "purchase_value_idr": "20000", "economic_life_years": "1"}
HIRED = {"labour_source": "hired", "activity": "weeding", "person_days": "3", "wage_idr_per_person_day": "80000"}
THIRD = {"labour_source": "share", "activity": "tapping", "revenue_share_percent": "mertelu"}


def read(**changes: Any) -> HouseholdIn:
    return arrived(**changes).household


def test_a_form_becomes_a_household_with_numbers_for_texts() -> None:
    household = read()
    assert household.production_kg == Decimal("190.000")
    assert household.member is True
    assert household.costs[0].stored_amount == Decimal(30000)
    assert household.none_of == ("other_incomes",)


def test_a_name_and_a_phone_number_become_a_hash_and_are_nowhere_else() -> None:
    household = arrived(enumerator="Budi Santoso", nik="1603010101900001")
    assert household.household.household_hash == SITI
    for personal in (NAME, "3456", "Budi", "1603010101900001"):
        assert personal not in repr(household)


def test_a_refused_form_names_nobody() -> None:
    _, (refused,) = read_households([(7, form(production_kg="-1", quality=f"asked {NAME}, {PHONE}"))], READING)
    assert refused.line == 7
    assert NAME not in repr(refused)
    assert "3456" not in repr(refused)
    assert refused.content["production_kg"] == "-1"


def test_a_mended_form_still_speaks_of_the_same_household() -> None:
    _, (refused,) = read_households([(1, form(production_kg="-1"))], READING)
    (mended,), _ = read_households([(1, {**refused.content, "production_kg": "190"})], READING)
    assert mended.household == read()


def test_columns_may_be_named_as_they_are_in_indonesian() -> None:
    plain = {name: value for name, value in FORM.items() if not name.startswith("respondent")}
    (household,), _ = read_households([(1, {**plain, "Nama Petani": NAME, "No. HP": PHONE})], READING)
    assert household.household.household_hash == SITI


def test_groups_of_questions_do_not_matter() -> None:
    inner = {name: FORM[name] for name in ("household_size", "respondent_name", "respondent_phone")}
    outer = {name: value for name, value in FORM.items() if name not in inner}
    (tool,) = FORM["tools"]
    tools = [{"bought": {name: value for name, value in tool.items() if name != "name"}, "name": tool["name"]}]
    (household,), _ = read_households([(1, {**outer, "family": {"head": inner}, "tools": tools})], READING)
    assert household.household == read()


def test_one_question_answered_in_two_groups_is_refused() -> None:
    problems = faults(again={"production_kg": "200"})
    assert [(each.column, each.value) for each in problems] == [("again/production_kg", "200")]


def test_a_household_that_names_nobody_is_known_by_its_submission() -> None:
    assert read(respondent_name="", respondent_phone="").household_hash != SITI
    assert read(respondent_name="", respondent_phone="") == read(respondent_name=None, respondent_phone=" ")
    (problem,) = faults(respondent_name="", respondent_phone="", external_id="")
    assert problem.column == "respondent_name"
    assert "external_id" in problem.reason_en


def test_a_hash_of_an_unknown_key_is_refused() -> None:
    (problem,) = faults(respondent_name="deadbeef:" + "a" * 64, respondent_phone="")
    assert problem.column == "respondent_name"


def test_a_phone_number_alone_names_a_household() -> None:
    assert read(respondent_name="").household_hash == respondent_hash(None, PHONE, KEYS)


@pytest.mark.parametrize(
    ("share", "stored"), [("mertelu", "33.333"), (" Maro ", "50.000"), ("40", "40.000"), (25, "25.000")]
)
def test_shares_have_names(share: Any, stored: str) -> None:
    row = {**THIRD, "revenue_share_percent": share}
    assert read(labour=[row]).labour[0].revenue_share_percent == Decimal(stored)


def test_an_empty_list_is_not_stated_and_none_is_said() -> None:
    household = read(tools=[], costs="", none_of="tools other_incomes")
    assert (household.tools, household.costs) == ((), ())
    assert set(household.none_of) == {"tools", "other_incomes"}


def test_the_deduction_booked_as_a_cost_is_a_share_of_revenue() -> None:
    booked = {"deduction_treated_as": "cost", "labour": []}
    assert read(**booked).revenue_share == Decimal("0.1")
    weight_cut = {**COST, "cost_group": "weight_cut"}
    assert read(**booked, costs=[weight_cut]).revenue_share == 0


@pytest.mark.parametrize(
    ("changes", "column", "value", "remedy"),
    [
        ({"production_kg": "-1"}, "production_kg", "-1", "0 or more"),
        ({"production_kg": "-0.001"}, "production_kg", "-0.001", "0 or more"),
        ({"production_kg": "NaN"}, "production_kg", "NaN", "finite"),
        ({"production_kg": "1e40"}, "production_kg", "1e40", "below"),
        ({"production_kg": "many"}, "production_kg", "many", "number"),
        ({"production_kg": ""}, "production_kg", None, "needed"),
        ({"months_tapped": "13"}, "months_tapped", "13", "12 or less"),
        ({"months_tapped": "0"}, "months_tapped", "0", "above 0"),
        ({"months_tapped": "-1"}, "months_tapped", "-1", "above 0"),
        ({"dry_rubber_content_percent": "0"}, "dry_rubber_content_percent", "0", "above 0"),
        ({"dry_rubber_content_percent": "140"}, "dry_rubber_content_percent", "140", "100 or less"),
        ({"price_idr_per_kg": "0"}, "price_idr_per_kg", "0", "above 0"),
        ({"other_income_idr": "-5"}, "other_income_idr", "-5", "0 or more"),
        ({"deduction_percent": "100"}, "deduction_percent", "100", "below 100"),
        ({"time_unit": "week"}, "time_unit", "week", "'month' or 'year'"),
        ({"tenure": "tauke"}, "tenure", "tauke", "owner_tapper"),
        ({"member": "perhaps"}, "member", "perhaps", "true or false"),
        ({"trees_total": "1.5"}, "trees_total", "1.5", "whole number"),
        ({"interviewed_on": "02/11/2026"}, "interviewed_on", "02/11/2026", "YYYY-MM-DD"),
        ({"interviewed_on": "2026-11-22"}, "interviewed_on", "2026-11-22", "after today"),
        ({"district_code": "16.3"}, "district_code", "16.3", "16.03"),
        ({"village_code": "1603012001"}, "village_code", "1603012001", "16.03.01.2001"),
        ({"survey_id": "riau-2026"}, "survey_id", "riau-2026", "another survey"),
        ({"colour": "white"}, "colour", "white", "leave it out"),
        ({"none_of": "debts"}, "none_of.0", "debts", "costs"),
        (
            {"consumption": [{"consumption_group": "rice", "amount_idr": "-1"}]},
            "consumption.0.amount_idr",
            "-1",
            "0",
        ),
        ({"tools": [{**TOOL, "economic_life_years": "0"}]}, "tools.0.economic_life_years", "0", "above 0"),
        ({"labour": [{**HIRED, "person_days": "0"}]}, "labour.0.person_days", "0", "above 0"),
        ({"costs": [{**COST, "cost_group": "bribes"}]}, "costs.0.cost_group", "bribes", "fertiliser"),
    ],
)
def test_a_wrong_cell_is_refused_by_column_value_and_remedy(
    changes: dict[str, Any], column: str, value: Any, remedy: str
) -> None:
    (problem,) = faults(**changes)
    assert (problem.column, problem.value) == (column, value)
    assert remedy in problem.reason_en
    assert problem.reason_id != problem.reason_en


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"village_code": "16.04.01.2001", "subdistrict_code": ""}, "village_code 16.04.01.2001 does not lie in 16.03"),
        ({"subdistrict_code": "16.04.01", "village_code": ""}, "subdistrict_code 16.04.01 does not lie in 16.03"),
        ({"village_code": "16.03.02.2001"}, "village_code 16.03.02.2001 does not lie in 16.03.01"),
        ({"trees_tapped": "500", "trees_total": "400"}, "trees_tapped 500 is more than trees_total 400"),
        ({"months_tapped": ""}, "months_tapped is needed"),
        ({"deduction_treated_as": ""}, "deduction_treated_as is needed with deduction_percent 10.000"),
        ({"costs": [{**COST, "cost_group": "weight_cut"}]}, "weight_cut is among the costs"),
        (
            {"own_land_idr": "5000", "costs": [{**COST, "cost_group": "land", "payment": "imputed"}]},
            "own_land_idr 5000.00 is stated, and land is among the imputed costs",
        ),
        ({"labour": [THIRD, THIRD, THIRD, THIRD]}, "come to 1.33332"),
        ({"none_of": "tools"}, "no tools, but some are given"),
        ({"costs": [{**COST, "amount": ""}]}, "give amount, or quantity and unit_price_idr"),
        (
            {"costs": [{**COST, "quantity": "2", "unit_price_idr": "700"}]},
            "amount 1000.0000 is not quantity 2.000 times unit_price_idr 700.00",
        ),
        (
            {"costs": [{**COST, "amount": "", "quantity": "9000000000000", "unit_price_idr": "12"}]},
            "times unit_price_idr 12.00 is 108000000000000.00000: must be below 10000000000000",
        ),
        ({"costs": [{**COST, "unit": "revenue_share", "amount": "33"}]}, "amount 33.0000 is a share of revenue"),
        (
            {"tools": [{**TOOL, "salvage_value_idr": "20001"}]},
            "salvage_value_idr 20001.00 is above purchase_value_idr 20000.00",
        ),
        ({"labour": [{**HIRED, "revenue_share_percent": "10"}]}, "labour_source is hired"),
        ({"labour": [{"labour_source": "share"}]}, "labour_source is share"),
        ({"labour": [{"labour_source": "family"}]}, "person_days is needed for labour_source family"),
        ({"labour": [{**HIRED, "wage_idr_per_person_day": ""}]}, "wage_idr_per_person_day is needed"),
    ],
)
def test_parts_that_contradict_each_other_are_told_with_values_and_remedy(changes: dict[str, Any], told: str) -> None:
    (problem,) = faults(**changes)
    assert told in problem.reason_en
    assert problem.reason_id != problem.reason_en


def test_a_household_of_another_district_is_refused() -> None:
    elsewhere: dict[str, Any] = {"district_code": "16.01", "subdistrict_code": "", "village_code": ""}
    (problem,) = faults(**elsewhere)
    assert (problem.column, problem.value) == ("district_code", "16.01")
    assert "16.03" in problem.reason_en


def test_all_wrong_cells_are_told_at_once() -> None:
    assert [problem.column for problem in faults(production_kg="-1", tenure="tauke")] == ["tenure", "production_kg"]


def test_figures_are_rounded_as_they_are_stored() -> None:
    assert read(production_kg="190.0004") == read(production_kg="190")


def test_an_interview_of_today_is_read() -> None:
    (household,), _ = read_households([(1, form(interviewed_on=str(TODAY)))], Reading(SURVEY, KEYS, TODAY))
    assert isinstance(household, ArrivedHousehold)


def test_a_household_may_have_produced_nothing() -> None:
    assert [str(read(production_kg=nothing).production_kg) for nothing in ("0", "0.0")] == ["0.000"] * 2
