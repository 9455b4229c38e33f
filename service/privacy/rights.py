"""The rights of those a row speaks of (law 27/2022): to see everything stored on them, and to have it erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, insert, select, update

from service.clock import jakarta_day
from service.database import UnitOfWork
from service.errors import UnknownPerson
from service.models.household_year import HouseholdYear
from service.models.price import PriceObservation, PriceVersion
from service.models.privacy import Erasure
from service.models.survey_household import SurveyHousehold, SurveyHouseholdPast
from service.privacy.households import count_households, jsonable, stored_households
from service.privacy.refused_rows import delete_refused_rows_with, refused_rows_with


def export(connection: Connection, person_hash: str, kept_rows: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Return everything that is stored on one household or one reporter, in a form JSON can hold.

    `kept_rows` are those found in the copies of files (`kept_copies`).

    Raises:
        UnknownPerson: nothing is stored on a person with this hash.

    """
    found = {
        "households": stored_households(connection, _households(person_hash)),
        "household_years": _years(connection, person_hash),
        "past_versions": _rows(connection, SurveyHouseholdPast, _past_versions(person_hash)),
        "prices": _prices(connection, person_hash),
        "refused_rows": [jsonable(row) for row in refused_rows_with(connection, f":{person_hash}")],
        "kept_rows": list(kept_rows),
        "erasures": _rows(connection, Erasure, Erasure.c.person_hash == person_hash),
    }
    if not any(found.values()):
        raise UnknownPerson(person_hash=person_hash)
    return {"person_hash": person_hash, **found}


def erase(uow: UnitOfWork, person_hash: str, erased_by: str, kept_rows: int = 0) -> dict[str, int]:
    """Erase what is stored on one household or one reporter; return how many rows of which table were concerned.

    Households go with all their versions, refused rows that name the person too; prices stay without their reporter.
    `kept_rows` is how many went from the copies of files before (`kept_copies`): they are concerned as well.
    A tombstone says that there was something. Figures computed before stay as they are; the data revision moves.

    Raises:
        UnknownPerson: nothing, or nothing any more, is stored on a person with this hash.

    """
    counts = {
        "survey_household_past": _erase_past_versions(uow, person_hash),
        "survey_household": _erase_households(uow, person_hash),
        "price_version": _erase_reporter(uow, person_hash),
        "refused_row": delete_refused_rows_with(uow, f":{person_hash}"),
        "kept_row": kept_rows,
    }
    if not any(counts.values()):
        raise UnknownPerson(person_hash=person_hash)
    tombstone = {"person_hash": person_hash, "erased_at": uow.now, "erased_by": erased_by}
    uow.connection.execute(insert(Erasure).values(tombstone | {"counts": counts, "revision": uow.revision}))
    return counts


def erased_on(connection: Connection, people: Collection[str]) -> dict[str, date]:
    """Return of these hashes the erased ones with the day (in Jakarta) it was last done: they must not come back."""
    # Where nobody had themselves erased, some hundred hashes need not be sent.
    if connection.execute(select(Erasure.c.person_hash).limit(1)).first() is None:
        return {}
    person, last = Erasure.c.person_hash, func.max(Erasure.c.erased_at, type_=Erasure.c.erased_at.type)
    found = connection.execute(select(person, last).where(person.in_(people)).group_by(person))
    return {each: jakarta_day(moment) for each, moment in found}


def all_erased(connection: Connection) -> frozenset[str]:
    """Return the hashes of all who had themselves erased."""
    return frozenset(connection.scalars(select(Erasure.c.person_hash)))


def _households(person_hash: str) -> ColumnElement[bool]:
    return SurveyHousehold.c.household_hash == person_hash


def _theirs(person_hash: str) -> Select[Any]:
    return select(SurveyHousehold.c.id).where(_households(person_hash))


def _past_versions(person_hash: str) -> ColumnElement[bool]:
    """Return the condition of all versions of a person's households, and of those that named the person once."""
    theirs = SurveyHouseholdPast.c.household_id.in_(_theirs(person_hash))
    return theirs | (SurveyHouseholdPast.c.household_hash == person_hash)


def _years(connection: Connection, person_hash: str) -> list[dict[str, Any]]:
    return _rows(connection, HouseholdYear, HouseholdYear.c.household_id.in_(_theirs(person_hash)))


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    statement = select(table).where(where).order_by(*table.primary_key)
    return [jsonable(row) for row in connection.execute(statement)]


def _prices(connection: Connection, person_hash: str) -> list[dict[str, Any]]:
    of = PriceVersion.join(PriceObservation)
    columns = PriceObservation.c.feed, PriceObservation.c.external_id, PriceVersion
    statement = select(*columns).select_from(of).where(PriceVersion.c.reporter == person_hash)
    return [jsonable(row) for row in connection.execute(statement.order_by(PriceVersion.c.id))]


def _erase_past_versions(uow: UnitOfWork, person_hash: str) -> int:
    return uow.connection.execute(SurveyHouseholdPast.delete().where(_past_versions(person_hash))).rowcount


def _erase_households(uow: UnitOfWork, person_hash: str) -> int:
    statement = SurveyHousehold.delete().where(_households(person_hash)).returning(SurveyHousehold.c.survey_id)
    surveys = uow.connection.scalars(statement).all()
    for survey_id in sorted(surveys):
        count_households(uow, survey_id)
    return len(surveys)


def _erase_reporter(uow: UnitOfWork, person_hash: str) -> int:
    statement = update(PriceVersion).where(PriceVersion.c.reporter == person_hash)
    return uow.connection.execute(statement.values(reporter=None, revision=uow.revision)).rowcount
