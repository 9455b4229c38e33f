"""What `bokar up` prints: the computed districts as a table, and where to look next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from tabulate import tabulate

from service.districts.repository import list_districts
from service.districts.schemas import DistrictQuery
from service.models.alert import Alert
from service.models.price import PriceVersion
from service.vocabulary import AlertState

HEADERS = ("District", "Cost of production", "Minimum price", "Last price", "Gap", "Alert")
WHY_NO_GAP = {
    "no_floor_on_that_day": "none: no minimum price on that day",
    "stale_floor": "none: survey over 36 months old",
    "bases_differ": "none: not per kg of the same thing",
    "no_price": "none: no price",
}


def summarise(connection: Connection, today: date, address: str, command: str) -> str:
    """Return the table of computed districts, a line on the others, and three addresses to try."""
    districts = list_districts(connection, DistrictQuery(limit=1000), today).rows
    computed = [row for row in districts if row["reason"] != "no_survey"]
    if not computed and all(row["price_day"] is None for row in districts):
        return f"No data yet: `{command} up --sample` loads the published sample.\n\nThe API: {address}/docs"
    alerts = _last_alerts(connection)
    table = tabulate(
        [_table_row(row, alerts.get(row["district_code"])) for row in computed],
        headers=HEADERS,
        disable_numparse=True,
        colalign=("left", "right", "right", "right", "left", "left"),
    )
    return "\n".join((table, "", _others(connection, districts), "", *_addresses(address, command)))


def _table_row(row: dict[str, Any], alert: Any) -> Sequence[str]:
    return (
        f"{row['name']} ({row['district_code']})",
        _rupiah(row["cost_of_production_idr_per_kg"]),
        _rupiah(row["minimum_price_idr_per_kg"]),
        _last_price(row),
        _gap(row),
        _alert(alert),
    )


def _last_price(row: dict[str, Any]) -> str:
    if row["price_day"] is None:
        return "none"
    about = "" if row["price_date_precision"] in ("exact", "rounded") else "about "
    return f"{_rupiah(row['price_idr_per_kg'])}, {row['price_channel']}, {about}{row['price_day']}"


def _gap(row: dict[str, Any]) -> str:
    if row["gap_idr_per_kg"] is None:
        return WHY_NO_GAP.get(row["comparison_reason"], f"none: {row['comparison_reason']}")
    where = "below" if row["gap_idr_per_kg"] > 0 else "above"
    return f"{_rupiah(abs(row['gap_idr_per_kg']))} {where} ({abs(row['gap_percent'])} %)"


def _alert(alert: Any) -> str:
    if alert is None:
        return "never"
    if alert.state == AlertState.FIRING:
        return f"{alert.severity} since {alert.fired_on}"
    return f"none open; {alert.severity} {alert.fired_on} to {alert.resolved_on}"


def _last_alerts(connection: Connection) -> dict[str, Any]:
    statement = select(
        Alert.c.district_code, Alert.c.state, Alert.c.severity, Alert.c.fired_on, Alert.c.resolved_on
    ).where(Alert.c.state != AlertState.RETRACTED)
    # An open alert counts more than a later one that is over.
    ordered = statement.order_by(Alert.c.state == AlertState.FIRING, Alert.c.fired_on)
    return {row.district_code: row for row in connection.execute(ordered)}


def _others(connection: Connection, districts: Sequence[dict[str, Any]]) -> str:
    priced = sum(row["reason"] == "no_survey" and row["last_observed_on"] is not None for row in districts)
    prices = connection.execute(
        select(func.count()).select_from(PriceVersion).where(PriceVersion.c.is_current)
    ).scalar_one()
    return (
        f"{prices} price observations. {priced} more districts have prices but no cost survey, so no minimum price.\n"
        "Rp per kg as sold. Computed indications of a minimum price, not administered prices."
    )


def _addresses(address: str, command: str) -> Sequence[str]:
    return (
        "Try:",
        f"  {address}/v1/districts/14.09?as_of=2020-07-20   an alert while it was open",
        f"  {address}/v1/minimum-prices?district_code=16.03   every method side by side",
        f"  {address}/docs   everything else",
        "To send prices, make a key:",
        f"  {command} keys create --name 'Our office' --scope prices:write --scope imports:read",
    )


def _rupiah(value: Any) -> str:
    return "-" if value is None else f"{value:,.2f}"
