"""Reading alerts and their events."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, exists, false, func, select, type_coerce

from service.alerts.reconciliation import FLOOR_WITHDRAWN
from service.alerts.schemas import AlertEventOut, AlertOut
from service.database import by_name
from service.errors import UnknownAlert
from service.list_queries import ListQuery
from service.minimum_prices.graded_rows import IS_SIMULATED
from service.models.alert import Alert, AlertChange, AlertEvent
from service.models.floor_policy import MinimumPriceEvent
from service.models.minimum_price import MinimumPrice
from service.paging import ListOf, Order, Page, period_filters, place_filters, shown, word_filters
from service.vocabulary import AlertEventKind, FloorStatus

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
    "simulated": exists().where(MinimumPrice.c.id == Alert.c.minimum_price_id, IS_SIMULATED).label("simulated"),
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
# An alert is taken back once, and a floor withdrawn once.
_TAKEN_BACK = select(AlertChange.c.recorded_at).where(
    AlertChange.c.alert_id == AlertEvent.c.alert_id,
    AlertChange.c.kind == AlertEventKind.RETRACTED,
    AlertEvent.c.kind == AlertEventKind.RETRACTED,
)


def _of_the_withdrawal(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what is kept of the withdrawal of the floor that a retracted alert rested on."""
    rested_on = MinimumPriceEvent.join(Alert, Alert.c.minimum_price_id == MinimumPriceEvent.c.minimum_price_id)
    withdrawn = MinimumPriceEvent.c.status == FloorStatus.WITHDRAWN, AlertEvent.c.reason == FLOOR_WITHDRAWN
    found = select(column).select_from(rested_on).where(Alert.c.id == AlertEvent.c.alert_id, *withdrawn)
    return found.correlate(AlertEvent).limit(1).scalar_subquery()


_OF_A_RETRACTION: dict[str, Any] = {
    "recorded_at": _TAKEN_BACK.limit(1).scalar_subquery().label("recorded_at"),
    "decided_by": _of_the_withdrawal(MinimumPriceEvent.c.done_by).label("decided_by"),
    "why": _of_the_withdrawal(MinimumPriceEvent.c.why).label("why"),
}
EVENTS = ListOf(
    rows=select(
        *(
            _OF_A_RETRACTION[name] if name in _OF_A_RETRACTION else shown(AlertEvent.c[name])
            for name in AlertEventOut.model_fields
        )
    ),
    counted=AlertEvent,
    order=Order((AlertEvent.c.sequence,)),
    filters=word_filters(AlertEvent, "alert_id"),
)


def list_events(connection: Connection, query: ListQuery, alert_id: int) -> Page[dict[str, Any]]:
    """Return what happened to one alert, oldest first, or raise `UnknownAlert`."""
    get_alert(connection, alert_id)
    return EVENTS.read(connection, query, alert_id=alert_id)


def get_alert(connection: Connection, alert_id: int) -> dict[str, Any]:
    """Return one alert, or raise `UnknownAlert`."""
    row = connection.execute(select(*COLUMNS).where(Alert.c.id == alert_id)).first()
    if row is None:
        raise UnknownAlert(id=alert_id)
    return by_name(row)
