"""After the key of personal hashes was changed: prices that are known by what they say still have to be recognised.

Their identity is a digest of their content, in which the reporter stands as a hash.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from service.database import UnitOfWork
from service.models.price import PriceObservation, PriceVersion
from service.prices.content import VALUE_COLUMNS, identity_of


def reidentify(uow: UnitOfWork, hashes: Mapping[str, str]) -> int:
    """Give prices without an id of their own the identity their content has now; return how many.

    `hashes` is what `service.privacy.rotation.rotate` returned; call this in the same transaction.
    """
    # A price keeps the identity of its first version, whatever it is corrected to.
    statement = (
        select(PriceObservation.c.id.label("observation"), *(PriceVersion.c[name] for name in VALUE_COLUMNS))
        .join(PriceVersion, PriceVersion.c.observation_id == PriceObservation.c.id)
        .where(
            PriceObservation.c.identity.startswith("content:"),
            PriceVersion.c.version == 1,
            PriceVersion.c.reporter.in_(hashes.values()),
        )
    )
    new = [{"observation": row.observation, "new": _identity(row)} for row in uow.connection.execute(statement)]
    if new:
        change = update(PriceObservation).where(PriceObservation.c.id == bindparam("observation"))
        uow.connection.execute(change.values(identity=bindparam("new")), new)
    return len(new)


def _identity(row: Row[Any]) -> str:
    stored = {name: getattr(row, name) for name in VALUE_COLUMNS}
    return identity_of(None, {name: v.normalize() if isinstance(v, Decimal) else v for name, v in stored.items()})
