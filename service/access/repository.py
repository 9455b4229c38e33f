"""Keys in the database: making, finding and revoking them."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from service.access.errors import ExpiryInThePast, KeyExpired, KeyUnknown, NoSuchKey
from service.access.keys import Key, RandomBytes, new_key
from service.clock import JAKARTA, jakarta_day
from service.database import UnitOfWork
from service.models.access import ApiKey
from service.vocabulary import Scope


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key that is wanted: for whom, for what, and the last Jakarta day it is good for (None: no end)."""

    name: str
    scopes: Sequence[Scope]
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as the database knows it, without the hash of its secret."""

    prefix: str
    name: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_on: date | None

    @property
    def ends_at(self) -> datetime | None:
        """Return when the key ends or ended, None for a key without end."""
        return min((end for end in (self.expires_at, self.revoked_at) if end is not None), default=None)

    def has_ended(self, now: datetime) -> bool:
        """Say whether the key is expired or revoked."""
        return self.ends_at is not None and self.ends_at <= now


def create_key(uow: UnitOfWork, order: KeyOrder, random_bytes: RandomBytes) -> tuple[str, str]:
    """Store a new key; return its prefix and its text, which cannot be had again.

    Raises `ExpiryInThePast` where the last day is over.
    """
    today = jakarta_day(uow.now)
    if order.expires_on is not None and order.expires_on < today:
        raise ExpiryInThePast(expires_on=order.expires_on, today=today)
    key, text = new_key(random_bytes)
    uow.connection.execute(
        insert(ApiKey).values(
            prefix=key.prefix,
            secret_hash=key.secret_hash,
            name=order.name,
            scopes=sorted(set(order.scopes)),
            created_at=uow.now,
            expires_at=order.expires_on and datetime.combine(order.expires_on, time.max, JAKARTA),
        )
    )
    return key.prefix, text


def list_keys(connection: Connection) -> Sequence[StoredKey]:
    """Return every key ever made, the oldest first."""
    return [_stored(row) for row in connection.execute(select(ApiKey).order_by(ApiKey.c.created_at, ApiKey.c.prefix))]


def identify(connection: Connection, key: Key, now: datetime) -> StoredKey:
    """Return the stored key that a presented one is; raises `KeyUnknown` or `KeyExpired`."""
    row = connection.execute(select(ApiKey).where(ApiKey.c.prefix == key.prefix)).first()
    if row is None or not hmac.compare_digest(row.secret_hash, key.secret_hash):
        raise KeyUnknown(prefix=key.prefix)
    stored = _stored(row)
    if stored.ends_at is not None and stored.has_ended(now):
        raise KeyExpired(prefix=key.prefix, ended_on=jakarta_day(stored.ends_at))
    return stored


def revoke_key(uow: UnitOfWork, prefix: str) -> bool:
    """End a key now; return False where it was revoked before. Raises `NoSuchKey`."""
    row = uow.connection.execute(select(ApiKey.c.revoked_at).where(ApiKey.c.prefix == prefix)).first()
    if row is None:
        raise NoSuchKey(prefix=prefix)
    if row.revoked_at is not None:
        return False
    uow.connection.execute(update(ApiKey).where(ApiKey.c.prefix == prefix).values(revoked_at=uow.now))
    return True


def note_use(uow: UnitOfWork, prefix: str) -> None:
    """Remember that the key was used today."""
    today, used = jakarta_day(uow.now), ApiKey.c.last_used_on
    not_yet = or_(used.is_(None), used < today)
    uow.connection.execute(update(ApiKey).where(ApiKey.c.prefix == prefix, not_yet).values(last_used_on=today))


def _stored(row: Row[Any]) -> StoredKey:
    return StoredKey(**{each.name: getattr(row, each.name) for each in fields(StoredKey)})
