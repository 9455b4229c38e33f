"""What a person says of a price that was flagged as it arrived."""

from dataclasses import dataclass

from sqlalchemy import select, update

from service.database import UnitOfWork
from service.errors import NotWaitingForReview, OtherVersionIsCurrent, Phrase, UnknownPrice
from service.models.price import PriceVersion
from service.prices.waiting import mark_waiting
from service.vocabulary import Review

_NOT_FLAGGED = Phrase("not flagged", "tidak ditandai")
_STATES = {
    Review.ACCEPTED: Phrase(Review.ACCEPTED, "diterima (accepted)"),
    Review.REJECTED: Phrase(Review.REJECTED, "ditolak (rejected)"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a flagged price, and of which version of it; None of the current one, whichever it is."""

    review: Review
    by: str
    version: int | None = None


def decide(uow: UnitOfWork, observation_id: int, verdict: Verdict) -> int:
    """Accept or reject a flagged price that waits; its day is computed again. Returns the version it was said of.

    Raises `UnknownPrice`, `OtherVersionIsCurrent` where it was corrected since the person looked, or
    `NotWaitingForReview` where nobody is asked (any more).
    """
    current = uow.connection.execute(
        select(PriceVersion).where(PriceVersion.c.observation_id == observation_id, PriceVersion.c.is_current)
    ).first()
    if current is None:
        raise UnknownPrice(id=observation_id)
    if verdict.version not in (None, current.version):
        raise OtherVersionIsCurrent(id=observation_id, version=verdict.version, current=current.version)
    if current.review != Review.WAITING:
        raise NotWaitingForReview(id=observation_id, review=_STATES.get(current.review, _NOT_FLAGGED))
    uow.connection.execute(
        update(PriceVersion)
        .where(PriceVersion.c.id == current.id)
        .values(review=verdict.review, reviewed_by=verdict.by, reviewed_at=uow.now, revision=uow.revision)
    )
    if current.district_code is not None:
        mark_waiting(uow, {(current.district_code, current.observed_on)})
    return int(current.version)
