"""Taking in filled-in forms of several surveys: each goes to its own, and one that is refused stops no other."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from service.clock import jakarta_day
from service.cost_surveys.household_intake import HouseholdReport, take_in_households
from service.cost_surveys.household_reading import (
    ArrivedHousehold,
    Reading,
    read_household,
    read_households,
    without_groups,
)
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.household_surveys import stated_before
from service.cost_surveys.households import SurveyHeader
from service.database import UnitOfWork
from service.errors import BokarError, UnknownDistrict, Unprocessable
from service.imports.ledger import Counts
from service.imports.refusals import Problem, RefusedLine
from service.imports.storable import storable_text
from service.privacy.hashing import KeyChain

# A form by the line, or number, under which it is told of.
NumberedForm = tuple[int, Mapping[str, Any]]
_PERIOD = frozenset({"period_from", "period_to"})


@dataclass(frozen=True, slots=True)
class Door:
    """Who brings forms, the keys of personal hashes, and what is stated of their surveys beside id and district."""

    batch: HouseholdBatch
    keys: KeyChain
    stated: Mapping[str, Any] = field(default_factory=dict)


def take_in_forms(uow: UnitOfWork, forms: Sequence[NumberedForm], door: Door) -> HouseholdReport:
    """Store the households of forms that name their survey and district, in the caller's transaction.

    What is wrong with a survey as a whole is told of each of its forms.

    Raises:
        PersonalKeysOutOfStep: what is stored was hashed with other keys.

    """
    by_survey: dict[str, list[NumberedForm]] = defaultdict(list)
    for line, form in forms:
        plain = without_groups(form)
        by_survey[_said(plain, "survey_id")].append((line, plain))
    return _joined([take_in_survey(uow, survey_id, of_survey, door) for survey_id, of_survey in by_survey.items()])


def take_in_survey(uow: UnitOfWork, survey_id: str, forms: Sequence[NumberedForm], door: Door) -> HouseholdReport:
    """Store the households of the forms of one survey in the caller's transaction; a form of another is refused.

    Raises:
        PersonalKeysOutOfStep: what is stored was hashed with other keys.

    """
    reading = Reading(_header(uow, survey_id, forms, door), door.keys, jakarta_day(uow.now))
    good, bad = read_households(forms, reading)
    try:
        with uow.part():
            report = take_in_households(uow, reading, good, door.batch) if good else HouseholdReport()
    except (Unprocessable, UnknownDistrict) as error:
        report = HouseholdReport(rejected=_refused_with_their_survey(good, error))
    report.rejected.extend(bad)
    return report


def faults_of(form: Mapping[str, Any], door: Door, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a form by itself, whatever its survey."""
    survey_id, district_code = _said(form, "survey_id"), _said(form, "district_code")
    header = SurveyHeader.model_construct(external_id=survey_id, district_code=district_code)
    read = read_household(1, form, Reading(header, door.keys, today))
    return read.problems if isinstance(read, RefusedLine) else ()


def counts_of(report: HouseholdReport) -> Counts:
    """Return the counts of a report as the ledger of imports names them."""
    return Counts(report.accepted, report.corrected, report.duplicate, len(report.rejected))


def _header(uow: UnitOfWork, survey_id: str, forms: Sequence[NumberedForm], door: Door) -> SurveyHeader:
    """Return what is known of a survey: by what was stated before and is stated now, and by its first forms."""
    before = stated_before(uow, survey_id, door.batch.feed)
    if _PERIOD & door.stated.keys():
        before = {name: value for name, value in before.items() if name not in _PERIOD}
    districts = Counter(_said(form, "district_code") for _, form in forms)
    # One district a survey: one that few forms name is rather a slip of theirs.
    district = districts.most_common(1)[0][0]
    said = {"district_code": district, **before, **door.stated, "external_id": survey_id}
    try:
        return SurveyHeader.model_validate(said)
    except ValidationError:
        # The id or the district cannot be one, which is told of each form that holds it.
        return SurveyHeader.model_construct(external_id=survey_id, district_code=district)


def _said(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    return "" if value is None else storable_text(str(value)).strip()


def _refused_with_their_survey(households: Sequence[ArrivedHousehold], error: BokarError) -> list[RefusedLine]:
    def told(survey_id: str) -> tuple[Problem, ...]:
        return (Problem("survey_id", survey_id, error.message("en"), error.message("id")),)

    return [RefusedLine(each.line, told(each.household.survey_id), each.form) for each in households]


def _joined(reports: Sequence[HouseholdReport]) -> HouseholdReport:
    return HouseholdReport(
        accepted=sum(report.accepted for report in reports),
        duplicate=sum(report.duplicate for report in reports),
        corrected=sum(report.corrected for report in reports),
        rejected=sorted((line for report in reports for line in report.rejected), key=lambda line: line.line),
    )
