"""Reading the state of districts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, null, or_, select, union

from service.alerts.evaluation import JUDGED_CHANNELS, to_day_price, to_floor
from service.alerts.repository import COLUMNS as ALERT_COLUMNS
from service.alerts.rules import DayPrice, Floor, floor_on
from service.database import by_name, read_revision
from service.districts.schemas import DistrictQuery
from service.districts.state import ChannelPrice, headline, latest_with_floor, rounded_gap
from service.errors import UnknownDistrict
from service.minimum_prices.repository import get_minimum_price
from service.models.alert import Alert, AlertEvent
from service.models.area import District, Province
from service.models.minimum_price import MinimumPrice
from service.models.price import DailyPrice, PriceVersion
from service.paging import ListOf, Order, Page
from service.vocabulary import AlertState, Basis, Channel, FloorStatus, Outcome, Severity

_COLUMNS = (
    District.c.code.label("district_code"),
    District.c.bps_code,
    District.c.name,
    District.c.province_code,
    Province.c.name.label("province"),
)


DISTRICTS = ListOf(
    rows=select(*_COLUMNS).join(Province, Province.c.code == District.c.province_code),
    counted=District,
    order=Order((District.c.code,)),
    filters={
        "province_code": District.c.province_code == bindparam("province_code"),
        "district_code": District.c.code == bindparam("district_code"),
        "updated_since": District.c.code.in_(
            union(
                *(
                    select(table.c.district_code).where(table.c.revision > bindparam("updated_since"))
                    for table in (DailyPrice, PriceVersion, MinimumPrice, Alert)
                )
            )
        ),
    },
)


def list_districts(connection: Connection, query: DistrictQuery, today: date) -> Page[dict[str, Any]]:
    """Return districts by code, each with its state on the day asked for."""
    page = DISTRICTS.read(connection, query)
    states = _states(connection, [row["district_code"] for row in page.rows], query.as_of or today)
    for row in page.rows:
        row.update(states[row["district_code"]].summary())
    return page


def get_district(connection: Connection, district_code: str, as_of: date | None, today: date) -> dict[str, Any]:
    """Return one district with its state in full, or raise `UnknownDistrict`."""
    row = connection.execute(DISTRICTS.rows.where(District.c.code == district_code)).first()
    if row is None:
        raise UnknownDistrict(district_code=district_code)
    on = as_of or today
    state = _states(connection, [district_code], on)[district_code]
    floor = state.floor and get_minimum_price(connection, state.floor.id, on)
    return {
        **by_name(row),
        **state.summary(),
        "as_of": as_of,
        "latest_prices": [_shown_price(price) for price in state.prices],
        "minimum_price": floor,
        "alerts": state.alerts,
        "notice": floor and floor["notice"],
        "revision": read_revision(connection),
    }


class _State:
    """What is known of one district on a day."""

    def __init__(self, on: date, prices: list[ChannelPrice], floors: list[Floor], has_survey: bool) -> None:
        self.prices = prices
        self.headline = headline(prices, on)
        self.floor = floor_on(floors, on)
        self.has_floors, self.has_survey = bool(floors), has_survey
        self.alerts: list[dict[str, Any]] = []
        self.last_observed_on: date | None = None

    def summary(self) -> dict[str, Any]:
        """Return the state in one flat row."""
        price, floor = self.headline, self.floor
        gap, gap_percent = rounded_gap(price.comparison) if price else (None, None)
        return {
            "last_observed_on": self.last_observed_on,
            "price_channel": price and price.channel,
            "price_day": price and price.price.day,
            "price_date_precision": price and price.price.date_precision,
            "price_idr_per_kg": price and price.price.price_idr_per_kg,
            "cost_of_production_idr_per_kg": floor and floor.cost_of_production_idr_per_kg,
            "minimum_price_idr_per_kg": floor and floor.minimum_price_idr_per_kg,
            "reason": self._reason(),
            "comparison": price.comparison.outcome if price else Outcome.UNKNOWN,
            "comparison_reason": self._comparison_reason(),
            "gap_idr_per_kg": gap,
            "gap_percent": gap_percent,
            "open_alerts": len(self.alerts),
            "worst_severity": max((a["severity"] for a in self.alerts), key=list(Severity).index, default=None),
        }

    def _reason(self) -> str | None:
        if self.floor is not None:
            return None
        if not self.has_survey:
            return "no_survey"
        return "not_valid_then" if self.has_floors else "not_published"

    def _comparison_reason(self) -> str:
        if not self.has_survey:
            return "no_survey"
        return self.headline.comparison.reason if self.headline else "no_price"


def _states(connection: Connection, codes: Sequence[str], on: date) -> dict[str, _State]:
    """Read the states of districts, a fixed number of statements however many there are."""
    latest = _latest_prices(connection, codes, on)
    floors = _floors(connection, codes)
    surveyed = set(
        connection.scalars(select(MinimumPrice.c.district_code).where(MinimumPrice.c.district_code.in_(codes)))
    )
    states = {}
    for code in codes:
        prices = latest_with_floor(latest[code], floors[code], JUDGED_CHANNELS)
        states[code] = _State(on, prices, floors[code], code in surveyed)
    for code, day in _last_observed(connection, codes, on):
        states[code].last_observed_on = day
    for alert in _open_alerts(connection, codes, on):
        states[alert["district_code"]].alerts.append(alert)
    return states


def _latest_prices(connection: Connection, codes: Sequence[str], on: date) -> dict[str, dict[Channel, DayPrice]]:
    last = (
        select(DailyPrice.c.district_code, DailyPrice.c.channel, func.max(DailyPrice.c.day).label("day"))
        .where(DailyPrice.c.district_code.in_(codes), DailyPrice.c.day <= on)
        .group_by(DailyPrice.c.district_code, DailyPrice.c.channel)
        .subquery()
    )
    statement = select(DailyPrice).join(
        last,
        (DailyPrice.c.district_code == last.c.district_code)
        & (DailyPrice.c.channel == last.c.channel)
        & (DailyPrice.c.day == last.c.day),
    )
    found: dict[str, dict[Channel, DayPrice]] = defaultdict(dict)
    for row in connection.execute(statement.where(DailyPrice.c.basis == Basis.AS_SOLD)):
        found[row.district_code][Channel(row.channel)] = to_day_price(row)
    return found


def _floors(connection: Connection, codes: Sequence[str]) -> dict[str, list[Floor]]:
    statement = select(MinimumPrice).where(
        MinimumPrice.c.district_code.in_(codes), MinimumPrice.c.status == FloorStatus.PUBLISHED
    )
    found: dict[str, list[Floor]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.district_code].append(to_floor(row))
    return found


def _last_observed(connection: Connection, codes: Sequence[str], on: date) -> Any:
    version = PriceVersion.c
    statement = select(version.district_code, func.max(version.observed_on)).where(
        version.is_current, version.district_code.in_(codes), version.observed_on <= on
    )
    return connection.execute(statement.group_by(version.district_code))


def _open_alerts(connection: Connection, codes: Sequence[str], on: date) -> list[dict[str, Any]]:
    """Return the alerts that were open at the end of a day, as they were then."""
    severity_then = (
        select(AlertEvent.c.severity)
        .where(AlertEvent.c.alert_id == Alert.c.id, AlertEvent.c.day <= on)
        .order_by(AlertEvent.c.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    why_opened = (
        select(AlertEvent.c.reason)
        .where(AlertEvent.c.alert_id == Alert.c.id)
        .order_by(AlertEvent.c.sequence)
        .limit(1)
        .scalar_subquery()
    )
    then = {
        "severity": severity_then,
        "state": literal(AlertState.FIRING.value),
        "resolved_on": null(),
        "reason": why_opened,
    }
    columns = [then[c.key].label(c.key) if c.key in then else c for c in ALERT_COLUMNS]
    statement = select(*columns).where(
        Alert.c.district_code.in_(codes),
        Alert.c.state != AlertState.RETRACTED,
        Alert.c.fired_on <= on,
        or_(Alert.c.resolved_on.is_(None), Alert.c.resolved_on > on),
    )
    return [by_name(row) for row in connection.execute(statement.order_by(Alert.c.fired_on, Alert.c.id))]


def _shown_price(shown: ChannelPrice) -> dict[str, Any]:
    gap, gap_percent = rounded_gap(shown.comparison)
    price = shown.price
    return {
        "channel": shown.channel,
        "day": price.day,
        "date_precision": price.date_precision,
        "median_idr_per_kg": price.price_idr_per_kg,
        "basis": price.basis,
        "storage_age": price.storage_age,
        "reporters": price.reporters,
        "comparison": shown.comparison.outcome,
        "comparison_reason": shown.comparison.reason,
        "gap_idr_per_kg": gap,
        "gap_percent": gap_percent,
        "evidence": list(price.observation_ids),
    }
