"""Reading what was decided on how minimum prices are set."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from service.database import by_name
from service.minimum_prices.decision_schemas import FloorPolicyOut
from service.models.floor_policy import FloorPolicy
from service.paging import ListOf, Order, place_filters

_OTHER = FloorPolicy.alias("other")
_is_current = FloorPolicy.c.id.in_(select(func.max(_OTHER.c.id)).group_by(_OTHER.c.district_code))
_COLUMNS = tuple(
    _is_current.label("current") if name == "current" else FloorPolicy.c[name] for name in FloorPolicyOut.model_fields
)
FLOOR_POLICIES = ListOf(
    rows=select(*_COLUMNS),
    counted=FloorPolicy,
    order=Order((FloorPolicy.c.id,), descending=True),
    filters=place_filters(FloorPolicy) | {"current": _is_current == bindparam("current")},
)


def get_policy(connection: Connection, policy_id: int) -> dict[str, Any]:
    """Return one policy as it is shown."""
    return by_name(connection.execute(select(*_COLUMNS).where(FloorPolicy.c.id == policy_id)).one())
