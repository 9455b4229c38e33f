"""Publishing a floor, from when on prices are compared with it, and withdrawing it again.

The published floors of a district follow one another: each ends where the next one starts, and the last has no end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from service.database import UnitOfWork
from service.errors import UnknownMinimumPrice
from service.minimum_prices.errors import NOT_COMPUTABLE, DecreeMissing, FloorNotPublishable, FloorNotPublished
from service.minimum_prices.events import Decision, change
from service.models.minimum_price import MinimumPrice
from service.prices.waiting import mark_waiting
from service.vocabulary import FloorStatus, LegalStatus

LONGEST_ABSENCE = timedelta(days=60)
ADMINISTERED = "fixed"
# A withdrawn floor stays so; one that another took the place of may be wanted back.
PUBLISHABLE = frozenset({FloorStatus.PROPOSED, FloorStatus.SUPERSEDED})
_DECREE = ("decree_number", "decree_on", "decree_signatory", "decree_file")


@dataclass(frozen=True, slots=True)
class Decree:
    """The act of government that sets a price; `file` says where its text is kept."""

    number: str
    on: date
    signatory: str
    file: str | None = None

    def __str__(self) -> str:
        """Return how it is cited."""
        return f"{self.number}, {self.on}, {self.signatory}"


def publish(uow: UnitOfWork, minimum_price_id: int, decision: Decision, decree: Decree | None = None) -> None:
    """Publish a proposed floor, or again one that was superseded: by decree where one is named, else as an indication.

    A published floor of the same district that starts earlier ends where this one starts; one that starts on the same
    day or later is superseded. Raises `UnknownMinimumPrice`, `FloorNotPublishable`, or `DecreeMissing`.
    """
    floor = _find(uow.connection, minimum_price_id)
    if floor.status not in PUBLISHABLE:
        raise FloorNotPublishable(id=minimum_price_id, status=floor.status or NOT_COMPUTABLE)
    if floor.method == ADMINISTERED and decree is None:
        raise DecreeMissing(id=minimum_price_id)
    followed = Decision(decision.by, f"minimum price {floor.id} was published")
    column, others = MinimumPrice.c, _published(floor.district_code)
    still_valid = column.valid_until.is_(None) | (column.valid_until > floor.valid_from)
    earlier = [*others, column.valid_from < floor.valid_from, still_valid]
    change(uow, earlier, {"valid_until": floor.valid_from}, followed)
    change(uow, [*others, column.valid_from >= floor.valid_from], {"status": FloorStatus.SUPERSEDED}, followed)
    published = {
        "status": FloorStatus.PUBLISHED,
        # One that was superseded may have ended before that.
        "valid_until": None,
        "published_at": uow.now,
        "published_by": decision.by,
        "published_why": decision.why,
    }
    change(uow, [column.id == floor.id], published | _legal(decree), decision)
    # The whole alert history of the district depends on its floors.
    mark_waiting(uow, {(floor.district_code, floor.valid_from)})


def withdraw(uow: UnitOfWork, minimum_price_id: int, decision: Decision) -> None:
    """Withdraw a published floor; its alerts are retracted as soon as the district is evaluated again.

    The published floor whose period ended where this one starts is valid again up to where this one ended. A floor that
    was superseded stays so, and no proposal takes the place: somebody has to publish one. Raises `UnknownMinimumPrice`
    or `FloorNotPublished`.
    """
    floor = _find(uow.connection, minimum_price_id)
    if floor.status != FloorStatus.PUBLISHED:
        raise FloorNotPublished(id=minimum_price_id, status=floor.status or NOT_COMPUTABLE)
    column = MinimumPrice.c
    change(uow, [column.id == floor.id], {"status": FloorStatus.WITHDRAWN}, decision)
    ended_by_it = [*_published(floor.district_code), column.valid_until == floor.valid_from]
    followed = Decision(decision.by, f"minimum price {floor.id} was withdrawn")
    change(uow, ended_by_it, {"valid_until": floor.valid_until}, followed)
    mark_waiting(uow, {(floor.district_code, floor.valid_from)})


def valid_floor(connection: Connection, district_code: str, day: date) -> int | None:
    """Return the id of the published floor of a district that is valid on a day."""
    column = MinimumPrice.c
    still_valid = column.valid_until.is_(None) | (column.valid_until > day)
    valid = select(column.id).where(*_published(district_code), column.valid_from <= day, still_valid)
    return connection.scalar(valid)


def mark_floors_that_start_or_end(uow: UnitOfWork, today: date) -> int:
    """Have the districts evaluated whose floor has started or ended of late; return how many.

    Evaluating again changes nothing, so the days a machine was off are simply done again.
    """
    of_late = [
        (day > today - LONGEST_ABSENCE) & (day <= today)
        for day in (MinimumPrice.c.valid_from, MinimumPrice.c.valid_until)
    ]
    statement = select(MinimumPrice.c.district_code).where(
        MinimumPrice.c.status == FloorStatus.PUBLISHED, or_(*of_late)
    )
    districts = set(uow.connection.scalars(statement))
    mark_waiting(uow, {(district_code, today) for district_code in districts})
    return len(districts)


def _find(connection: Connection, minimum_price_id: int) -> Any:
    column = MinimumPrice.c
    wanted = (column.id, column.district_code, column.method, column.valid_from, column.valid_until, column.status)
    floor = connection.execute(select(*wanted).where(column.id == minimum_price_id)).first()
    if floor is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return floor


def _published(district_code: str) -> list[ColumnElement[bool]]:
    return [MinimumPrice.c.district_code == district_code, MinimumPrice.c.status == FloorStatus.PUBLISHED]


def _legal(decree: Decree | None) -> dict[str, Any]:
    if decree is None:
        return dict.fromkeys(_DECREE) | {"legal_status": LegalStatus.INDICATION}
    stated = (decree.number, decree.on, decree.signatory, decree.file)
    return dict(zip(_DECREE, stated, strict=True)) | {"legal_status": LegalStatus.DECREE}
