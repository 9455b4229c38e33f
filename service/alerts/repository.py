"""Reading alerts and their events."""

from typing import Any

from sqlalchemy import Connection, select

from service.alerts.schemas import AlertOut, AlertQuery
from service.errors import UnknownAlert
from service.models.alert import Alert, AlertEvent
from service.paging import ListQuery, Order, Page, narrowed, read_page, within

COLUMNS = tuple(getattr(Alert, name) for name in AlertOut.model_fields)


def list_alerts(connection: Connection, query: AlertQuery) -> Page:
    """Return alerts, the last fired first; retracted ones say so."""
    statement = within(narrowed(select(*COLUMNS), Alert, query), Alert.fired_on, query)
    for name in ("state", "severity", "kind", "channel", "historical"):
        wanted = getattr(query, name)
        if wanted is not None:
            statement = statement.where(getattr(Alert, name) == wanted)
    return read_page(connection, statement, Order((Alert.fired_on, Alert.id), descending=True), query)


def get_alert(connection: Connection, alert_id: int) -> dict[str, Any]:
    """Return one alert, or raise `UnknownAlert`."""
    row = connection.execute(select(*COLUMNS).where(Alert.id == alert_id)).first()
    if row is None:
        raise UnknownAlert(id=alert_id)
    return dict(row._mapping)


def list_events(connection: Connection, alert_id: int, query: ListQuery) -> Page:
    """Return what happened to an alert, in order, or raise `UnknownAlert`."""
    get_alert(connection, alert_id)
    statement = select(
        AlertEvent.sequence,
        AlertEvent.kind,
        AlertEvent.day,
        AlertEvent.severity,
        AlertEvent.reason,
        AlertEvent.price_idr_per_kg,
        AlertEvent.gap_idr_per_kg,
        AlertEvent.gap_percent,
        AlertEvent.evidence,
    ).where(AlertEvent.alert_id == alert_id)
    return read_page(connection, statement, Order((AlertEvent.sequence,)), query)
