"""Taking in the households of a survey: recognise what is known, store what is new, keep what was corrected.

A household is known by its feed and submission id, else by its hash within the survey. The same content again changes
nothing; other content makes a new version, and the former one is kept with who had recorded it and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from service.cost_surveys.household_reading import ArrivedHousehold, Reading
from service.cost_surveys.household_rows import (
    HouseholdBatch,
    KnownHousehold,
    add_household,
    correct_household,
)
from service.cost_surveys.household_surveys import add_survey, bring_into_step, find_survey, says_something_new
from service.cost_surveys.household_year_rows import complete_years
from service.cost_surveys.households import HouseholdIn, SurveyHeader
from service.database import UnitOfWork
from service.imports.refusals import Problem, RefusedLine, problem
from service.models.cost_survey import CostSurvey
from service.models.survey_household import SurveyHousehold
from service.privacy.columns import PersonalField
from service.privacy.households import count_households
from service.privacy.rights import erased_on
from service.privacy.rotation import HASH_LENGTH, check_keys

_Due = tuple[KnownHousehold | None, HouseholdIn]


@dataclass(slots=True)
class HouseholdReport:
    """What became of the households of a delivery."""

    accepted: int = 0
    duplicate: int = 0
    corrected: int = 0
    rejected: list[RefusedLine] = field(default_factory=list)


@dataclass(slots=True)
class _Shelf:
    """What is known of a survey's households, kept in step with what comes in a delivery.

    Keys of `by_identity` and `came` are identities; `holders` says which identity has a hash in this survey.
    """

    by_identity: dict[str, KnownHousehold]
    holders: dict[str, str]
    erased_on: dict[str, date]
    came: dict[str, HouseholdIn] = field(default_factory=dict)

    def refusal(self, household: HouseholdIn) -> Problem | None:
        """Return why a household cannot be taken in, or None."""
        identity, person, name = _identity(household), household.household_hash, PersonalField.RESPONDENT_NAME
        holder = self.holders.get(person, identity)
        if holder != identity:
            return problem("household_twice", name, None, survey=household.survey_id, known=_shown(holder))
        if self.came.get(identity, household) != household:
            return problem("sent_twice", "external_id", household.external_id)
        if self.was_erased(household):
            return problem("household_erased", name, None, erased_on=self.erased_on[person])
        return None

    def was_erased(self, household: HouseholdIn) -> bool:
        """Say whether this household had itself erased since it answered."""
        erased_on = self.erased_on.get(household.household_hash)
        return erased_on is not None and household.interviewed_on <= erased_on

    def knows(self, household: HouseholdIn) -> bool:
        """Say whether exactly this is stored, or came before in this delivery."""
        known = self.by_identity.get(_identity(household))
        return _identity(household) in self.came or (known is not None and known.says(household))

    def holds(self, household: HouseholdIn) -> bool:
        """Say whether anything of this household is stored."""
        return _identity(household) in self.by_identity

    def keep(self, household: HouseholdIn) -> None:
        """Note that a household has come."""
        identity = _identity(household)
        if identity in self.by_identity:
            self.holders.pop(self.by_identity[identity].household_hash, None)
        self.holders[household.household_hash] = identity
        self.came[identity] = household


def take_in_households(
    uow: UnitOfWork, reading: Reading, households: Sequence[ArrivedHousehold], batch: HouseholdBatch
) -> HouseholdReport:
    """Store households of one survey in the caller's transaction; the survey itself is made on first use.

    Raises:
        PersonalKeysOutOfStep: what is stored was hashed with other keys.
        UnknownDistrict: the survey's district is none.
        SurveyOfAnotherKind, SurveyOfAnotherDistrict: a survey of published means or of elsewhere has this id.
        MoreHouseholdsThanPopulation: the survey's population cannot be right.

    """
    check_keys(uow, reading.keys)
    found = find_survey(uow, reading.survey, batch.feed)
    shelf, report = _shelf(uow, reading.survey, households, batch.feed), HouseholdReport()
    news = [each for each in households if each.line not in batch.in_already or not shelf.holds(each.household)]
    report.duplicate = len(households) - len(news)
    due = [known_and_new for each in news if (known_and_new := _due(each, shelf, report)) is not None]
    report.corrected = sum(known is not None for known, _ in due)
    report.accepted = len(due) - report.corrected
    if due or (found is not None and says_something_new(found, reading.survey)):
        survey_id = found.id if found is not None else add_survey(uow, reading.survey, due[0][1].interviewed_on, batch)
        _store(uow, survey_id, due, batch)
        bring_into_step(uow, survey_id, reading.survey, batch)
    return report


def _due(arrived: ArrivedHousehold, shelf: _Shelf, report: HouseholdReport) -> _Due | None:
    """Return a household that has to be stored with what is known of it; note in the report one that has not."""
    household = arrived.household
    refused = shelf.refusal(household)
    if refused is not None:
        # What somebody had erased does not come back as a refused row either.
        form = {} if shelf.was_erased(household) else arrived.form
        report.rejected.append(RefusedLine(arrived.line, (refused,), form))
        return None
    known, is_known = shelf.by_identity.get(_identity(household)), shelf.knows(household)
    shelf.keep(household)
    report.duplicate += is_known
    return None if is_known else (known, household)


def _store(uow: UnitOfWork, survey_id: int, due: Sequence[_Due], batch: HouseholdBatch) -> None:
    for known, household in due:
        if known is None:
            add_household(uow, survey_id, household, batch)
        else:
            correct_household(uow, survey_id, known, household, batch)
    complete_years(uow, survey_id)
    left = {known.survey_id for known, _ in due if known is not None} - {survey_id}
    for former_survey in sorted(left):
        count_households(uow, former_survey)


def _shelf(uow: UnitOfWork, survey: SurveyHeader, households: Sequence[ArrivedHousehold], feed: str) -> _Shelf:
    """Read what is known of a survey's households, and of submissions that were in another survey before."""
    here = CostSurvey.c.external_id == survey.external_id
    submissions = {each.household.external_id for each in households} - {None}
    statement = (
        select(*(SurveyHousehold.c[name] for name in KnownHousehold.__slots__), here.label("is_here"))
        .join(CostSurvey)
        .where(SurveyHousehold.c.feed == feed, or_(here, SurveyHousehold.c.external_id.in_(submissions)))
    )
    by_identity, holders = {}, {}
    for *columns, is_here in uow.connection.execute(statement):
        known = KnownHousehold(*columns)
        identity = known.external_id or known.household_hash
        if is_here:
            holders[known.household_hash] = identity
        if is_here or known.external_id:
            by_identity[identity] = known
    people = {each.household.household_hash for each in households}
    return _Shelf(by_identity, holders, erased_on(uow.connection, people))


def _identity(household: HouseholdIn) -> str:
    return household.external_id or household.household_hash


def _shown(identity: str) -> str:
    """Return a submission's id; of a household without one no more than its hash begins with."""
    return f"{identity[:8]}..." if len(identity) == HASH_LENGTH else identity
