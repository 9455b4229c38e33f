"""The shipped form: pyxform takes it, and what is answered on it is what a household is made of."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pyxform.xls2xform import convert

from service.areas.repository import read_districts
from service.cost_surveys.form import Rows, read_form, write_xlsform
from service.cost_surveys.household_reading import ArrivedHousehold, Reading, read_household
from service.cost_surveys.households import HouseholdIn, SurveyHeader
from service.privacy.hashing import KeyChain
from service.vocabulary import (
    BokarType,
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
    StorageAge,
    Tenure,
    TimeUnit,
)

# Given by the server, made of the respondent's name, or a total that the form asks for item by item.
NOT_ASKED = {"external_id", "household_hash", "food_consumption_idr", "non_food_consumption_idr", "other_income_idr"}
PERSON = {"respondent_name", "respondent_phone"}
LISTS: dict[str, set[str]] = {
    "tenure": set(Tenure),
    "time_unit": set(TimeUnit),
    "bokar_type": set(BokarType),
    "storage_age": set(StorageAge),
    "deduction_treatment": {DeductionTreatment.PRICE, DeductionTreatment.COST},
    "cost_group": set(CostGroup),
    "cost_behaviour": set(CostBehaviour),
    "cost_payment": set(CostPayment),
    "cost_unit": set(CostUnit),
    "labour_source": set(LabourSource),
    "labour_activity": set(LabourActivity),
    "consumption_group": set(ConsumptionGroup),
    "income_source": set(IncomeSource),
    "household_part": set(HouseholdPart),
}


@pytest.fixture(scope="module")
def form() -> Mapping[str, Rows]:
    return read_form([(row["district_code"], row["district"]) for row in read_districts()])


def questions(form: Mapping[str, Rows]) -> dict[str, set[str]]:
    """Return the questions by the repeat they stand in; those outside any under an empty name."""
    found: dict[str, set[str]] = {"": set()}
    repeat = ""
    for kind, name, *_ in form["survey"][1:]:
        if kind == "begin_repeat":
            repeat = name
            found[repeat] = set()
        elif kind == "end_repeat":
            repeat = ""
        elif kind not in ("begin_group", "end_group", "note"):
            found[repeat].add(name)
    return found


def row_fields(part: str) -> set[str]:
    (row, _) = get_args(HouseholdIn.model_fields[part].annotation)
    return set(row.model_fields)


def test_pyxform_converts_the_workbook_without_a_warning(form: Mapping[str, Rows], tmp_path: Path) -> None:
    write_xlsform(form, tmp_path / "form.xlsx")
    converted = convert(tmp_path / "form.xlsx")
    assert converted.warnings == []
    assert 'id="bokar_cost_survey"' in converted.xform


def test_each_question_fills_the_field_of_its_name(form: Mapping[str, Rows]) -> None:
    asked = questions(form)
    fields = set(HouseholdIn.model_fields) - NOT_ASKED - set(HouseholdPart)
    assert asked.pop("") == fields | PERSON
    assert set(asked) == set(HouseholdPart)
    for part, names in asked.items():
        assert names == row_fields(part) - {"time_unit"}


@pytest.mark.parametrize("name", LISTS)
def test_each_list_of_choices_is_the_vocabulary(form: Mapping[str, Rows], name: str) -> None:
    offered = [row[1] for row in form["choices"][1:] if row[0] == name]
    assert sorted(offered) == sorted(str(word) for word in LISTS[name])


def test_every_choice_and_question_has_a_label_in_both_languages(form: Mapping[str, Rows]) -> None:
    header = form["survey"][0]
    labels = [header.index("label::Indonesia (id)"), header.index("label::English (en)")]
    asked = [row for row in form["survey"][1:] if not row[0].startswith("end_")]
    assert all(row[label] for row in asked for label in labels)
    assert all(row[2] and row[3] for row in form["choices"][1:])


def test_an_answered_form_is_taken_in_without_a_mapping() -> None:
    answers = {
        "visit": {
            "survey_id": "muara-enim-2026",
            "district_code": "16.03",
            "interviewed_on": "2026-11-02",
            "respondent_name": "Siti Aminah",
            "respondent_phone": "0812-3456-7890",
        },
        "household": {"household_size": "4", "member": "true", "tenure": "owner_tapper"},
        "production": {"time_unit": "month", "months_tapped": "10", "production_kg": "350.94"},
        "costs": [
            {
                "cost_group": "fertiliser",
                "behaviour": "variable",
                "payment": "cash",
                "unit": "rupiah",
                "quantity": "50",
                "unit_price_idr": "12000",
            }
        ],
        "tools": [{"name": "pisau sadap", "units": "2", "purchase_value_idr": "50000", "economic_life_years": "2"}],
        "labour": [{"labour_source": "share", "activity": "tapping", "revenue_share_percent": "33.333"}],
        "consumption": [{"consumption_group": "rice", "amount_idr": "600000"}],
        "end_of_form": {"none_of": "other_incomes"},
    }
    survey = SurveyHeader(external_id="muara-enim-2026", district_code="16.03")
    reading = Reading(survey, KeyChain((b"k" * 32,)), date(2026, 11, 21))
    read = read_household(2, {**answers, "external_id": "uuid:1"}, reading)
    assert isinstance(read, ArrivedHousehold)
    assert read.household.costs[0].stored_amount == 600_000
    assert "Siti" not in str(read)
