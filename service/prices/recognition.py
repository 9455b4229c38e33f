"""Which observation a row is of: the one it names, or the one that is known by what it says.

A row that names an observation makes it known by what the row itself would be known by: the same row without the
name, as when a spreadsheet was mended and is then sent once more, is of no other observation.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, insert, select

from service.database import UnitOfWork
from service.imports.refusals import Problem, problem
from service.models.price import PriceAlias, PriceObservation
from service.prices.content import Arriving
from service.prices.repository import get_feeds, get_identities, get_observation_ids

# SQLite and PostgreSQL both take this many bound values in one statement.
LOOKUP_SIZE = 5000
# Neither database takes a larger number for an id.
LARGEST_ID = 2**63 - 1


@dataclass(slots=True)
class _Names:
    """What observations are known by: `named` by their ids, `own` identities, and those of others by `aliases`.

    `new` are the aliases that are not stored yet, with the observations they are of.
    """

    named: Mapping[int, str]
    own: set[str]
    aliases: dict[str, str]
    new: dict[str, int] = field(default_factory=dict)

    def identity(self, row: Arriving) -> str:
        """Return the identity of a row's observation; rows have to come in their order."""
        if row.observation_id is None:
            identity = self.aliases.get(row.identity, row.identity)
            self.own.add(identity)
            return identity
        identity = self.named[row.observation_id]
        if row.identity not in self.own and row.identity not in self.aliases:
            self.aliases[row.identity] = identity
            self.new[row.identity] = row.observation_id
        return identity


def recognised(uow: UnitOfWork, rows: Sequence[Arriving], feed: str) -> list[Arriving]:
    """Return rows with the identities of their observations, and remember what those are known by from now on.

    Each observation that is named has to be one of this feed; `unknown_observations` tells which are not.
    """
    naming = {row.identity: row.observation_id for row in rows if row.observation_id is not None}
    names = _Names(
        get_identities(uow.connection, feed, set(naming.values())) if naming else {},
        {known for some in _at_a_time(naming) for known in get_observation_ids(uow.connection, feed, some)},
        _aliases(uow.connection, feed, [row.identity for row in rows]),
    )
    found = [row if (own := names.identity(row)) == row.identity else replace(row, identity=own) for row in rows]
    new = [{"feed": feed, "identity": each, "observation_id": of} for each, of in names.new.items()]
    if new:
        uow.connection.execute(insert(PriceAlias), new)
    return found


def unknown_observations(
    connection: Connection, feed: str, observation_ids: Collection[int]
) -> Mapping[int | None, Problem]:
    """Return by ids why a feed cannot correct them: they are another's, or no observation's; its own are left out."""
    possible = {observation_id for observation_id in observation_ids if observation_id <= LARGEST_ID}
    feeds = get_feeds(connection, possible)
    return {each: _unknown(each, feeds.get(each)) for each in observation_ids if feeds.get(each) != feed}


def _unknown(observation_id: int, feed: str | None) -> Problem:
    if feed is None:
        return problem("unknown_observation", "observation_id", observation_id)
    return problem("observation_of_other_feed", "observation_id", observation_id, feed=feed)


def read_aliases(connection: Connection, feed: str) -> Sequence[str]:
    """Return everything that observations of a feed are known by beside their own identities; there is little of it."""
    return connection.scalars(select(PriceAlias.c.identity).where(PriceAlias.c.feed == feed)).all()


def _aliases(connection: Connection, feed: str, identities: Sequence[str]) -> dict[str, str]:
    """Return which of these are aliases, each with its observation's own identity."""
    statement = select(PriceAlias.c.identity, PriceObservation.c.identity.label("own")).join(PriceObservation)
    of_feed = statement.where(PriceAlias.c.feed == feed)
    rows = (connection.execute(of_feed.where(PriceAlias.c.identity.in_(some))) for some in _at_a_time(identities))
    return {row.identity: row.own for some in rows for row in some}


def _at_a_time(identities: Collection[str]) -> Iterator[list[str]]:
    every = list(identities)
    for start in range(0, len(every), LOOKUP_SIZE):
        yield every[start : start + LOOKUP_SIZE]
