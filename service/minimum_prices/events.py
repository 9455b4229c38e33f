"""What became of minimum prices: every change of a floor's status or period, with who, when and why; append-only.

An event holds the whole state that a floor has from then on, so the last event up to a moment says what it was then.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select, update

from service.database import UnitOfWork, UtcDateTime
from service.models.floor_policy import MinimumPriceEvent
from service.models.minimum_price import MinimumPrice

# What decisions change of a floor.
DECIDED = (
    "status",
    "valid_until",
    "published_at",
    "published_by",
    "published_why",
    "legal_status",
    "decree_number",
    "decree_on",
    "decree_signatory",
    "decree_file",
)
# A database takes only so many values in one statement.
_TOGETHER = 10_000


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, and why."""

    by: str
    why: str


COMPUTED = Decision(by="bokar", why="computed")


def note_proposed(uow: UnitOfWork, minimum_price_ids: Collection[int]) -> None:
    """Note that these floors were computed; those that have no number are no proposals and are passed over."""
    _note(uow, minimum_price_ids, COMPUTED)


def change(
    uow: UnitOfWork, conditions: Sequence[ColumnElement[bool]], values: dict[str, Any], decision: Decision
) -> None:
    """Change status or period of the floors that meet the conditions, and note it; the one way to do so."""
    changed = update(MinimumPrice).where(*conditions).values(**values, revision=uow.revision)
    ids = uow.connection.scalars(changed.returning(MinimumPrice.c.id)).all()
    _note(uow, ids, decision)


def _note(uow: UnitOfWork, minimum_price_ids: Collection[int], decision: Decision) -> None:
    """Copy what the floors now are: an event never says other than the floor itself."""
    floor = MinimumPrice.c
    state: dict[str, Any] = {
        "minimum_price_id": floor.id,
        **{name: floor[name] for name in DECIDED},
        "done_at": literal(uow.now, UtcDateTime),
        "done_by": literal(decision.by),
        "why": literal(decision.why),
        "revision": literal(uow.revision),
    }
    in_order = sorted(minimum_price_ids)
    for start in range(0, len(in_order), _TOGETHER):
        some = floor.id.in_(in_order[start : start + _TOGETHER])
        now_is = select(*state.values()).where(some, floor.status.is_not(None)).order_by(floor.id)
        uow.connection.execute(insert(MinimumPriceEvent).from_select(list(state), now_is))
