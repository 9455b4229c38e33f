"""Reading alerts and their events."""

from typing import Any

from sqlalchemy import Connection, Float, false, func, select, type_coerce

from service.alerts.schemas import AlertEventOut, AlertOut
from service.database import by_name
from service.errors import UnknownAlert
from service.models.alert import Alert, AlertEvent
from service.models.minimum_price import MinimumPrice
from service.paging import ListOf, Order, period_filters, place_filters, shown, word_filters

_SURVEYED = (
    select(MinimumPrice.c.surveyed_minimum_price_idr_per_kg)
    .where(MinimumPrice.c.id == Alert.c.minimum_price_id)
    .scalar_subquery()
)
# What stands with the floor rather than with the alert.
_OF_THE_FLOOR: dict[str, Any] = {
    "surveyed_floor_idr_per_kg": type_coerce(_SURVEYED, Float(asdecimal=False)).label("surveyed_floor_idr_per_kg"),
    "only_indexed_floor_crossed": func.coalesce(Alert.c.price_idr_per_kg >= _SURVEYED, false()).label(
        "only_indexed_floor_crossed"
    ),
}
COLUMNS: tuple[Any, ...] = tuple(
    _OF_THE_FLOOR[name] if name in _OF_THE_FLOOR else shown(Alert.c[name]) for name in AlertOut.model_fields
)
ALERTS = ListOf(
    rows=select(*COLUMNS),
    counted=Alert,
    order=Order((Alert.c.fired_on, Alert.c.id), descending=True),
    filters=place_filters(Alert)
    | period_filters(Alert.c.fired_on)
    | word_filters(Alert, "state", "severity", "kind", "channel", "historical"),
)
EVENTS = ListOf(
    rows=select(*(shown(AlertEvent.c[name]) for name in AlertEventOut.model_fields)),
    counted=AlertEvent,
    order=Order((AlertEvent.c.sequence,)),
    filters=word_filters(AlertEvent, "alert_id"),
)


def get_alert(connection: Connection, alert_id: int) -> dict[str, Any]:
    """Return one alert, or raise `UnknownAlert`."""
    row = connection.execute(select(*COLUMNS).where(Alert.c.id == alert_id)).first()
    if row is None:
        raise UnknownAlert(id=alert_id)
    return by_name(row)
