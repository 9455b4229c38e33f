"""Publishing a floor: from then on it is the one prices are compared with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from service.database import UnitOfWork
from service.errors import UnknownMinimumPrice
from service.models.minimum_price import MinimumPrice
from service.prices.intake import mark_waiting
from service.vocabulary import FloorStatus


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
        select(MinimumPrice.id, MinimumPrice.district_code, MinimumPrice.valid_from, MinimumPrice.status).where(
            MinimumPrice.id == minimum_price_id
        )
    ).first()
    if floor is None or floor.status is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    if floor.status != FloorStatus.PROPOSED:
        return False
    published = update(MinimumPrice).where(
        MinimumPrice.district_code == floor.district_code, MinimumPrice.status == FloorStatus.PUBLISHED
    )
    earlier = MinimumPrice.valid_from < floor.valid_from
    still_valid = MinimumPrice.valid_until.is_(None) | (MinimumPrice.valid_until > floor.valid_from)
    uow.connection.execute(
        published.where(earlier, still_valid).values(valid_until=floor.valid_from, revision=uow.revision)
    )
    uow.connection.execute(published.where(~earlier).values(status=FloorStatus.SUPERSEDED, revision=uow.revision))
    uow.connection.execute(
        update(MinimumPrice)
        .where(MinimumPrice.id == floor.id)
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


def mark_floors_that_start(uow: UnitOfWork, today: date) -> int:
    """Have the districts evaluated whose floor comes into force today; return how many."""
    statement = select(MinimumPrice.district_code).where(
        MinimumPrice.status == FloorStatus.PUBLISHED, MinimumPrice.valid_from == today
    )
    districts = uow.connection.scalars(statement).all()
    mark_waiting(uow, {(district_code, today) for district_code in districts})
    return len(districts)
