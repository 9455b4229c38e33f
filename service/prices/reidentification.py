"""After the key of personal hashes was changed: prices that are known by what they say still have to be recognised.

Their identity is a digest of their content, in which the reporter stands as a hash.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Row, Table, bindparam, select, update

from service.database import UnitOfWork
from service.models.price import PriceAlias, PriceObservation, PriceVersion
from service.models.privacy import Erasure
from service.prices.content import VALUE_COLUMNS, identity_of


def reidentify(uow: UnitOfWork, hashes: Mapping[str, str]) -> int:
    """Give prices without an id of their own the identities their content has now; return how many changed.

    `hashes` is what `service.privacy.rotation.rotate` returned; call this in the same transaction.
    """
    former = {now: before for before, now in hashes.items()}
    return sum(
        _reidentify(uow, table, of, former)
        for table, of in ((PriceObservation, PriceObservation.c.id), (PriceAlias, PriceAlias.c.observation_id))
    )


def _reidentify(uow: UnitOfWork, table: Table, of: Column[Any], former: Mapping[str, str]) -> int:
    """Change the identities in a table whose rows are `of` observations; `former` has the hashes before by those now.

    Which version of an observation a digest is of, only the digest tells.
    """
    erased = [person for person in _erased_reporters(uow) if person in former]
    reporter = PriceVersion.c.reporter
    named = reporter.in_(former) | reporter.is_(None) if erased else reporter.in_(former)
    statement = (
        select(table.c.id.label("row"), table.c.identity, *(PriceVersion.c[name] for name in VALUE_COLUMNS))
        .join(PriceVersion, PriceVersion.c.observation_id == of)
        .where(table.c.identity.startswith("content:"), named)
    )
    new = {
        row.row: _identity(row, person)
        for row in uow.connection.execute(statement)
        for person in ([row.reporter] if row.reporter else erased)
        if _identity(row, former[person]) == row.identity
    }
    if new:
        change = update(table).where(table.c.id == bindparam("row")).values(identity=bindparam("new"))
        uow.connection.execute(change, [{"row": row, "new": identity} for row, identity in new.items()])
    return len(new)


def _erased_reporters(uow: UnitOfWork) -> Iterator[str]:
    """Yield by their hashes the people whose prices are still known by what they said."""
    for person, counts in uow.connection.execute(select(Erasure.c.person_hash, Erasure.c.counts)):
        if counts.get("price_version"):
            yield person


def _identity(row: Row[Any], reporter: str) -> str:
    """Return the identity of what a version says, as said by this reporter."""
    stored = {name: getattr(row, name) for name in VALUE_COLUMNS} | {"reporter": reporter}
    return identity_of(None, {name: v.normalize() if isinstance(v, Decimal) else v for name, v in stored.items()})
