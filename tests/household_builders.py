"""Households of cost surveys for tests: forms as they arrive, and ways to take them in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.cost_surveys.household_intake import HouseholdReport, take_in_households
from service.cost_surveys.household_reading import ArrivedHousehold, Reading, read_household, read_households
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.households import SurveyHeader
from service.database import Database
from service.imports.refusals import Problem, RefusedLine
from service.privacy.hashing import KeyChain, respondent_hash
from tests.builders import MUARA_ENIM, NOW, TODAY

FIRST_KEY, SECOND_KEY, THIRD_KEY = b"the first key of all", b"the second key of all", b"the third key of all"
KEYS = KeyChain((FIRST_KEY,))
SURVEY = SurveyHeader(external_id="muara-enim-2026", district_code=MUARA_ENIM, title="Cost of production 2026")
READING = Reading(SURVEY, KEYS, TODAY)
TEAM = HouseholdBatch(feed="survey team", recorded_by="team leader")

NAME, PHONE = "Siti Aminah", "0812-3456-7890"
SITI = respondent_hash(NAME, PHONE, KEYS)

FORM: Mapping[str, Any] = {
    "survey_id": "muara-enim-2026",
    "external_id": "uuid:1",
    "district_code": MUARA_ENIM,
    "subdistrict_code": "16.03.01",
    "village_code": "16.03.01.2001",
    "interviewed_on": "2026-11-02",
    "respondent_name": NAME,
    "respondent_phone": PHONE,
    "household_size": "4",
    "member": "yes",
    "tenure": "owner_tapper",
    "time_unit": "month",
    "months_tapped": "10",
    "production_kg": "190",
    "dry_rubber_content_percent": "55",
    "bokar_type": "slab",
    "storage_age": "weekly",
    "price_idr_per_kg": "9000",
    "deduction_percent": "10",
    "deduction_treated_as": "price",
    "costs": [
        {
            "cost_group": "coagulant",
            "behaviour": "variable",
            "payment": "cash",
            "quantity": "2",
            "unit_price_idr": "15000",
        },
    ],
    "tools": [{"name": "pisau", "units": "2", "purchase_value_idr": "120000", "economic_life_years": "2"}],
    "labour": [{"labour_source": "share", "activity": "tapping", "revenue_share_percent": "mertelu"}],
    "consumption": [{"consumption_group": "rice", "amount_idr": "300000"}],
    "none_of": "other_incomes",
}


def form(**changes: Any) -> dict[str, Any]:
    """Return one filled-in form: a household of Muara Enim, other by the changes."""
    return {**FORM, **changes}


def household_number(number: int, **changes: Any) -> dict[str, Any]:
    """Return a form of another household of the same survey."""
    return form(**{"external_id": f"uuid:{number}", "respondent_phone": f"0812-0000-{number:04}", **changes})


def pushed_household(number: int, **changes: Any) -> dict[str, Any]:
    """Return such a form as a program pushes it: its figures are JSON numbers, where servers of forms send texts."""
    pushed: dict[str, Any] = _with_numbers(household_number(number))
    return {**pushed, **changes}


def _with_numbers(sent: Any) -> Any:
    if isinstance(sent, dict):
        return {name: _with_numbers(each) for name, each in sent.items()}
    if isinstance(sent, list):
        return [_with_numbers(each) for each in sent]
    return int(sent) if sent.isdecimal() else sent


def arrived(reading: Reading = READING, **changes: Any) -> ArrivedHousehold:
    """Return a household that was read without a fault."""
    read = read_household(1, form(**changes), reading)
    assert isinstance(read, ArrivedHousehold), read
    return read


def faults(reading: Reading = READING, **changes: Any) -> tuple[Problem, ...]:
    """Return what is wrong with a form."""
    read = read_household(1, form(**changes), reading)
    assert isinstance(read, RefusedLine), read
    return read.problems


def take_in_forms(
    database: Database, *forms: Mapping[str, Any], reading: Reading = READING, now: datetime = NOW
) -> HouseholdReport:
    """Read forms and take them in, in one transaction."""
    good, bad = read_households(enumerate(forms, start=1), reading)
    with database.unit_of_work(now) as uow:
        report = take_in_households(uow, reading, good, TEAM)
    report.rejected.extend(bad)
    return report
