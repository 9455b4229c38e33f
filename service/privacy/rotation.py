"""Which keys the hashes in a database are made with, and changing to a new one."""

from dataclasses import dataclass

from sqlalchemy import Table, bindparam, func, insert, select, update

from service.database import UnitOfWork
from service.errors import PersonalKeysOutOfStep
from service.models.price import PriceVersion
from service.models.privacy import Erasure, PersonalKey
from service.models.survey_household import SurveyHousehold, SurveyHouseholdPast
from service.privacy.hashing import TOKEN, KeyChain, key_id, wrapped
from service.privacy.refused_rows import rewrite_refused_rows

HASH_LENGTH = 64
# Every column that holds a personal hash; one that is forgotten here would be a person of its own after a rotation.
HASH_COLUMNS: tuple[tuple[Table, str], ...] = (
    (SurveyHousehold, "household_hash"),
    (SurveyHouseholdPast, "household_hash"),
    (PriceVersion, "reporter"),
    (Erasure, "person_hash"),
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """The chain to configure from now on, and each old hash with the new one."""

    keys: KeyChain
    hashes: dict[str, str]


def stored_key_ids(uow: UnitOfWork) -> tuple[str, ...]:
    """Return by which keys the hashes in the database are made, the oldest first."""
    return tuple(uow.connection.scalars(select(PersonalKey.c.key_id).order_by(PersonalKey.c.position)))


def check_keys(uow: UnitOfWork, keys: KeyChain) -> None:
    """Make sure that names are hashed with the keys of what is stored; the first use of keys stores their ids.

    Raises:
        PersonalKeysOutOfStep: after a rotation that this process does not know of, or with other keys.

    """
    stored = stored_key_ids(uow)
    if not stored:
        rows = [{"position": n, "key_id": each, "since": uow.now} for n, each in enumerate(keys.ids, start=1)]
        uow.connection.execute(insert(PersonalKey), rows)
    elif stored != keys.ids:
        raise PersonalKeysOutOfStep(stored=", ".join(stored), configured=", ".join(keys.ids))


def rotate(uow: UnitOfWork, keys: KeyChain, new_key: bytes) -> Rotation:
    """Wrap `new_key` around every stored hash: `new = HMAC(new_key, old)`, in the caller's transaction.

    The clear names are gone, so nothing can be hashed anew; names that arrive later go through the whole chain and
    come to the same hashes. Configure the returned chain afterwards: until then, intake of personal data is refused.

    Raises:
        PersonalKeysOutOfStep: `keys` is not the chain in use; so the same rotation twice changes nothing.

    """
    check_keys(uow, keys)
    hashes: dict[str, str] = {}
    for table, column in HASH_COLUMNS:
        hashes |= _rewrap_column(uow, table, column, new_key)
    _rewrap_refused_rows(uow, keys, new_key)
    row = {"position": len(keys.keys) + 1, "key_id": key_id(new_key), "since": uow.now}
    uow.connection.execute(insert(PersonalKey), row)
    return Rotation(keys.followed_by(new_key), hashes)


def _rewrap_column(uow: UnitOfWork, table: Table, name: str, new_key: bytes) -> dict[str, str]:
    column = table.c[name]
    # Reporters of published prices stand in the clear; only hashes have this length.
    old = uow.connection.scalars(select(column).where(func.length(column) == HASH_LENGTH).distinct()).all()
    hashes = {each: wrapped(each, new_key) for each in old}
    if hashes:
        statement = update(table).where(column == bindparam("old")).values({name: bindparam("new")})
        uow.connection.execute(statement, [{"old": before, "new": after} for before, after in hashes.items()])
    return hashes


def _rewrap_refused_rows(uow: UnitOfWork, keys: KeyChain, new_key: bytes) -> None:
    newest = keys.ids[-1]

    def rewrapped(text: str) -> str:
        return TOKEN.sub(lambda f: f"{key_id(new_key)}:{wrapped(f[2], new_key)}" if f[1] == newest else f[0], text)

    rewrite_refused_rows(uow, f"{newest}:", rewrapped)
