"""Reading alerts and their events."""

from typing import Any

from sqlalchemy import Connection, select

from service.alerts.schemas import AlertEventOut, AlertOut
from service.database import by_name
from service.errors import UnknownAlert
from service.models.alert import Alert, AlertEvent
from service.paging import ListOf, Order, period_filters, place_filters, shown, word_filters

COLUMNS = tuple(shown(Alert.c[name]) for name in AlertOut.model_fields)
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
