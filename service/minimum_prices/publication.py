"""Publishing a floor: from then on it is the one prices are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select, update

from service.database import UnitOfWork
from service.errors import UnknownMinimumPrice
from service.models.minimum_price import MinimumPrice
from service.prices.waiting import mark_waiting
from service.vocabulary import FloorStatus

LONGEST_ABSENCE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, and why."""

    by: str
    why: str


def publish(uow: UnitOfWork, minimum_price_id: int, decision: Decision) -> bool:
    """Publish a proposed floor; return whether anything changed.

    A published floor of the same district that starts earlier ends where this one starts; one that starts on the same
    day or later is superseded.
    """
    floor = uow.connection.execute(
        select(MinimumPrice.c.id, MinimumPrice.c.district_code, MinimumPrice.c.valid_from, MinimumPrice.c.status).where(
            MinimumPrice.c.id == minimum_price_id
        )
    ).first()
    if floor is None or floor.status is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    if floor.status != FloorStatus.PROPOSED:
        return False
    published = update(MinimumPrice).where(
        MinimumPrice.c.district_code == floor.district_code, MinimumPrice.c.status == FloorStatus.PUBLISHED
    )
    earlier = MinimumPrice.c.valid_from < floor.valid_from
    still_valid = MinimumPrice.c.valid_until.is_(None) | (MinimumPrice.c.valid_until > floor.valid_from)
    uow.connection.execute(
        published.where(earlier, still_valid).values(valid_until=floor.valid_from, revision=uow.revision)
    )
    uow.connection.execute(published.where(~earlier).values(status=FloorStatus.SUPERSEDED, revision=uow.revision))
    uow.connection.execute(
        update(MinimumPrice)
        .where(MinimumPrice.c.id == floor.id)
        .values(
            status=FloorStatus.PUBLISHED,
            published_at=uow.now,
            published_by=decision.by,
            published_why=decision.why,
            revision=uow.revision,
        )
    )
    # The whole alert history of the district depends on its floors.
    mark_waiting(uow, {(floor.district_code, floor.valid_from)})
    return True


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
