"""A hint for whoever sends the same rows under two sources: each is an observation of its own, and both count."""

from collections.abc import Mapping

from sqlalchemy import func, select

from service.database import UnitOfWork
from service.errors import Phrase
from service.models.price import PriceObservation, PriceVersion

# A clerk's list; larger files are not held against everything else there is.
MOST_ROWS = 10_000
MOST_NAMED = 3
# What two rows have to say alike; who reports it, too, which may be stated by neither.
_ALIKE = ("district_code", "observed_on", "price_level", "storage_age", "price_idr_per_kg")


def said_elsewhere(uow: UnitOfWork, feed: str) -> Mapping[str, int]:
    """Return by other source how many of the observations that this transaction brought say what one of it says."""
    new, known = PriceVersion.alias(), PriceVersion.alias()
    alike = [new.c[name] == known.c[name] for name in _ALIKE]
    statement = (
        select(PriceObservation.c.feed, func.count(new.c.id.distinct()).label("rows"))
        .select_from(new)
        .join(known, known.c.is_current.is_(True) & new.c.reporter.is_not_distinct_from(known.c.reporter))
        .join(PriceObservation, PriceObservation.c.id == known.c.observation_id)
        .where(new.c.revision == uow.revision, new.c.version == 1, PriceObservation.c.feed != feed, *alike)
        .group_by(PriceObservation.c.feed)
        .order_by(func.count(new.c.id.distinct()).desc(), PriceObservation.c.feed)
        .limit(MOST_NAMED)
    )
    return {row.feed: row.rows for row in uow.connection.execute(statement)}


def hints_of(uow: UnitOfWork, feed: str, rows: int) -> tuple[Phrase, ...]:
    """Return what whoever sent a file of so many rows should know of what this transaction brought of it."""
    found = said_elsewhere(uow, feed) if rows <= MOST_ROWS else {}
    if not found:
        return ()
    listed = ", ".join(f"{rows} ({feed!r})" for feed, rows in found.items())
    return (
        Phrase(
            f"Taken in, but said by another source of the same place and day too: {listed}. If they are the same "
            "observations, they count twice: stay with one source.",
            f"Diambil, tetapi sudah dikatakan sumber lain untuk tempat dan hari yang sama: {listed}. Bila "
            "pengamatannya sama, harganya terhitung dua kali: pakailah satu sumber.",
        ),
    )
