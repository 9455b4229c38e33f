"""Taking in filled-in forms that come as JSON: pulled from KoboToolbox and ODK Central, or pushed by an office.

Each delivery is noted in the ledger of imports. A refused submission waits there until it comes in mended; the same
refused one again, as every pull around the watermark brings it, is not noted twice.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row

from service.clock import jakarta_day
from service.cost_surveys.forms_intake import (
    Door,
    NumberedForm,
    counts_of,
    faults_of,
    take_in_forms,
    take_in_survey,
)
from service.cost_surveys.household_intake import HouseholdReport
from service.cost_surveys.household_parts import NAMED_SHARES
from service.cost_surveys.household_reading import without_groups
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.households import HouseholdIn, SurveyHeader
from service.database import UnitOfWork
from service.imports import ledger
from service.imports.files import ImportReport
from service.imports.json_numbers import and_others, numbers_as_text
from service.imports.ledger import Counts, Delivery
from service.imports.refusals import RefusedLine
from service.imports.storable import storable
from service.privacy.hashing import KeyChain
from service.privacy.redaction import Redaction, redact_row
from service.privacy.rotation import check_keys
from service.vocabulary import ImportKind

# Groups within a repeat within groups; no form of ours goes deeper, and nothing deeper is of use.
DEEPEST = 8
_TakeIn = Callable[[UnitOfWork, Sequence[NumberedForm], Door], HouseholdReport]


def take_in_submissions(
    uow: UnitOfWork, submissions: Sequence[tuple[str, Mapping[str, Any]]], batch: HouseholdBatch, keys: KeyChain
) -> ImportReport:
    """Store submissions (identity, answers) of any surveys in the caller's transaction; return what became of them.

    Answers are nested as their form is: groups are dicts, repeats lists of dicts. Lines are their numbers from 1.

    Raises:
        PersonalKeysOutOfStep: what is stored was hashed with other keys.

    """
    forms = [{**answers, "external_id": identity} for identity, answers in submissions]
    return _take_in(uow, forms, Door(batch, keys), take_in_forms)


def take_in_pushed(
    uow: UnitOfWork, survey: SurveyHeader, households: Sequence[Mapping[str, Any]], door: Door
) -> ImportReport:
    """Store the households of one survey, which need not repeat its id and district; all in the caller's transaction.

    What the header does not state stays as it was stated before.

    Raises:
        PersonalKeysOutOfStep: what is stored was hashed with other keys.

    """
    stated = survey.model_dump(exclude_unset=True, exclude={"external_id"})
    shared = {"survey_id": survey.external_id, "district_code": survey.district_code}
    forms = [{**shared, **household} for household in households]
    return _take_in(uow, forms, replace(door, stated=stated), partial(_of_survey, survey.external_id))


def _of_survey(survey_id: str, uow: UnitOfWork, forms: Sequence[NumberedForm], door: Door) -> HouseholdReport:
    """Take in forms that were pushed: theirs are JSON's numbers, while servers of forms send every answer as text."""
    refused = {number: line for number, form in forms if (line := _with_texts(number, form, door, uow.now)) is not None}
    rest = [(number, form) for number, form in forms if number not in refused]
    report = take_in_survey(uow, survey_id, rest, door) if rest else HouseholdReport()
    report.rejected = sorted([*refused.values(), *report.rejected], key=lambda line: line.line)
    return report


def _with_texts(number: int, form: Mapping[str, Any], door: Door, now: datetime) -> RefusedLine | None:
    """Return a form as it is refused if a text stands where a number belongs; told without people, as it is kept."""
    kept = redact_row(without_groups(form), Redaction(door.keys))
    texts = [one for one in numbers_as_text(kept, HouseholdIn) if one.value.strip().casefold() not in NAMED_SHARES]
    if not texts:
        return None
    return RefusedLine(number, tuple(and_others(texts, faults_of(form, door, jakarta_day(now)))), kept)


def _take_in(uow: UnitOfWork, sent: Sequence[Mapping[str, Any]], door: Door, take_in: _TakeIn) -> ImportReport:
    check_keys(uow, door.keys)
    forms = [storable(form, DEEPEST) for form in sent]
    import_id = ledger.begin(uow, _delivery(forms, door))
    report = take_in(uow, list(enumerate(forms, start=1)), door)
    identities = {str(form["external_id"]) for form in forms if form.get("external_id")}
    _note(uow, import_id, report, ledger.open_submissions(uow, door.batch.feed, identities), door.batch)
    ledger.finish(uow, import_id)
    return ImportReport(import_id, Counts()).and_then(counts_of(report), report.rejected)


def _delivery(forms: Sequence[Mapping[str, Any]], door: Door) -> Delivery:
    said = json.dumps([dict(door.stated), *forms], sort_keys=True, default=str).encode()
    return Delivery(ImportKind.SURVEYS, door.batch.feed, ledger.digest_of([said]), door.batch.recorded_by)


def _note(
    uow: UnitOfWork, import_id: int, report: HouseholdReport, waiting: Sequence[Row[Any]], batch: HouseholdBatch
) -> None:
    known = {row.id: (row.content, row.problems) for row in waiting}
    said = {line.line: (dict(line.content), line.problems_as_json()) for line in report.rejected}
    still_wrong = {id_ for id_, row in known.items() if row in said.values()}
    ledger.mended_rows(uow, batch.feed, batch.recorded_by, known.keys() - still_wrong)
    new = [line for line in report.rejected if said[line.line] not in known.values()]
    ledger.note(uow, import_id, counts_of(report), new)
