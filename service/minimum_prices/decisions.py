"""What a decision is answered with, by the API and by the command."""

from typing import Any

from sqlalchemy import select

from service.clock import jakarta_day
from service.database import UnitOfWork, by_name
from service.minimum_prices.events import Decision
from service.minimum_prices.publication import valid_floor
from service.models.minimum_price import MinimumPrice

_TOLD = ("id", "district_code", "status", "legal_status", "valid_from", "valid_until")


def told(uow: UnitOfWork, minimum_price_id: int, decision: Decision) -> dict[str, Any]:
    """Return what a floor is after a decision, and which floor of its district is valid today."""
    wanted = select(*(MinimumPrice.c[name] for name in _TOLD)).where(MinimumPrice.c.id == minimum_price_id)
    floor = by_name(uow.connection.execute(wanted).one())
    valid = valid_floor(uow.connection, floor["district_code"], jakarta_day(uow.now))
    decided = {"decided_by": decision.by, "decided_at": uow.now, "why": decision.why}
    return {**floor, **decided, "valid_minimum_price_id": valid}
