"""From a filled-in form to a household that can be stored; at this door names become hashes.

Everything after the first line of `read_household` sees only the redacted form: what is refused and kept, the messages
about it, and what is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from service.cost_surveys.figures import is_blank
from service.cost_surveys.households import HouseholdIn, SurveyHeader
from service.errors import UnknownPersonalKey
from service.imports.refusals import Problem, RefusedLine, problem, problems_of, wrong_day
from service.privacy.columns import PersonalField, personal_field
from service.privacy.hashing import KeyChain, personal_hash, respondent_hash
from service.privacy.redaction import Redaction, redact_row


@dataclass(frozen=True, slots=True)
class Reading:
    """What forms are held against: their survey, the keys of personal hashes, and the day it is."""

    survey: SurveyHeader
    keys: KeyChain
    today: date


@dataclass(frozen=True, slots=True)
class ArrivedHousehold:
    """One valid household, where it stood in its delivery, and its form without personal data."""

    line: int
    household: HouseholdIn
    form: Mapping[str, Any]


def read_households(
    forms: Iterable[tuple[int, Mapping[str, Any]]], reading: Reading
) -> tuple[list[ArrivedHousehold], list[RefusedLine]]:
    """Read numbered forms: nested dicts with lists for what repeats; groups of questions do not matter.

    Columns that hold other personal data than the respondent's name and phone number (the enumerator, the NIK, an
    address) are left out of what is stored.
    """
    read = [read_household(line, form, reading) for line, form in forms]
    return (
        [each for each in read if isinstance(each, ArrivedHousehold)],
        [each for each in read if isinstance(each, RefusedLine)],
    )


def read_household(line: int, form: Mapping[str, Any], reading: Reading) -> ArrivedHousehold | RefusedLine:
    """Read one form, or say what is wrong with it."""
    redacted = redact_row(without_groups(form), Redaction(reading.keys))
    try:
        household = _household(redacted, reading.keys)
    except UnknownPersonalKey:
        return RefusedLine(line, (problem("unknown_key", PersonalField.RESPONDENT_NAME, None),), redacted)
    except ValidationError as error:
        return RefusedLine(line, problems_of(error), redacted)
    problems = _misplaced(household, reading) if household else (_nobody_named(),)
    if household is None or problems:
        return RefusedLine(line, problems, redacted)
    return ArrivedHousehold(line, household, redacted)


def _household(redacted: Mapping[str, Any], keys: KeyChain) -> HouseholdIn | None:
    person = _person(redacted, keys)
    if person is None:
        return None
    impersonal = {name: value for name, value in redacted.items() if personal_field(name) is None}
    return HouseholdIn.model_validate({**impersonal, "household_hash": person})


def _person(redacted: Mapping[str, Any], keys: KeyChain) -> str | None:
    """Return the hash of the respondent or, where nobody is named, of the submission."""
    name = _stated(redacted, PersonalField.RESPONDENT_NAME)
    phone = _stated(redacted, PersonalField.RESPONDENT_PHONE)
    if name or phone:
        return respondent_hash(name, phone, keys)
    external_id = redacted.get("external_id")
    return None if is_blank(external_id) else personal_hash(f"submission {external_id}", keys)


def _stated(redacted: Mapping[str, Any], meaning: PersonalField) -> str | None:
    of = (value for name, value in redacted.items() if personal_field(name) is meaning and not is_blank(value))
    return next(of, None)


def _nobody_named() -> Problem:
    return problem("nobody_named", PersonalField.RESPONDENT_NAME, None)


def _misplaced(household: HouseholdIn, reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with a household that is right in itself."""
    survey, problems = reading.survey, []
    if household.survey_id != survey.external_id:
        problems.append(problem("other_survey", "survey_id", household.survey_id, survey=survey.external_id))
    if household.district_code != survey.district_code:
        known = survey.district_code
        problems.append(problem("outside_survey", "district_code", household.district_code, district_code=known))
    return (*problems, *wrong_day("interviewed_on", household.interviewed_on, reading.today))


def without_groups(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's answers by their own names; one name in two groups keeps its group, and so is told apart."""
    answers: dict[str, Any] = {}
    for name, value in form.items():
        inner = without_groups(value) if isinstance(value, Mapping) else {name: _rows_without_groups(value)}
        for own, answer in inner.items():
            answers[f"{name}/{own}" if own in answers else own] = answer
    return answers


def _rows_without_groups(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [without_groups(row) if isinstance(row, Mapping) else row for row in value]
