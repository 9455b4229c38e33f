"""Keys for tests: made from bytes that are random in form and the same in every run."""

import random
from datetime import date

from service.access.idempotency import Attempt, Caller, fingerprint
from service.access.keys import RandomBytes
from service.access.repository import KeyOrder, create_key
from service.database import Database
from service.vocabulary import Scope
from tests.builders import NOW

OFFICE = "Dinas Perkebunan Muara Enim"


def random_bytes(seed: int) -> RandomBytes:
    """Return a source of bytes that a seed decides."""
    return random.Random(seed).randbytes


def make_key(database: Database, *scopes: Scope, expires_on: date | None = None, seed: int = 1) -> tuple[str, str]:
    """Store a key of the office; return its prefix and its text."""
    with database.unit_of_work(NOW) as uow:
        return create_key(uow, KeyOrder(OFFICE, scopes, expires_on), random_bytes(seed))


def attempt_of(prefix: str, idempotency_key: str | None = "first", body: bytes = b"[1]") -> Attempt:
    """Return one sending of a POST by the office."""
    return Attempt(Caller(prefix, OFFICE), idempotency_key, fingerprint("POST", "/v1/prices?", [body]))
