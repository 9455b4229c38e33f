"""Reading the state of districts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, null, or_, select, union

from service.alerts.evaluation import JUDGED_CHANNELS, to_day_price, to_floor
from service.alerts.repository import COLUMNS as ALERT_COLUMNS
from service.alerts.rules import DayPrice, Floor, floor_on
from service.database import by_name, read_revision
from service.districts.known import end_of, is_computed, is_told, published_floors
from service.districts.schemas import DistrictQuery
from service.districts.state import ChannelPrice, headline, latest_with_floor, rounded_gap
from service.errors import UnknownDistrict
from service.minimum_prices.graded_rows import IS_SIMULATED
from service.minimum_prices.repository import get_minimum_price, list_minimum_prices
from service.minimum_prices.schemas import MinimumPriceQuery
from service.models.alert import Alert, AlertEvent
from service.models.area import District, Province
from service.models.minimum_price import MinimumPrice
from service.models.price import DailyPrice, PriceVersion
from service.paging import ListOf, Order, Page
from service.vocabulary import AlertState, Basis, Channel, Outcome, Severity

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
    states = _states(connection, [row["district_code"] for row in page.rows], _Asked(query.as_of, today))
    for row in page.rows:
        row.update(states[row["district_code"]].summary())
    return page


def get_district(connection: Connection, district_code: str, as_of: date | None, today: date) -> dict[str, Any]:
    """Return one district with its state in full, or raise `UnknownDistrict`."""
    row = connection.execute(DISTRICTS.rows.where(District.c.code == district_code)).first()
    if row is None:
        raise UnknownDistrict(district_code=district_code)
    asked = _Asked(as_of, today)
    state = _states(connection, [district_code], asked)[district_code]
    floor = state.floor and _shown_floor(connection, district_code, state.floor.id, asked)
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The day whose state is asked for: that of `as_of`, with what was known at its end, else today."""

    as_of: date | None
    today: date

    @property
    def on(self) -> date:
        return self.as_of or self.today

    @property
    def known_at(self) -> datetime | None:
        return None if self.as_of is None else end_of(self.as_of)


class _State:
    """What is known of one district on a day."""

    def __init__(self, on: date, prices: list[ChannelPrice], floors: list[Floor], has_survey: bool) -> None:
        self.prices = prices
        self.headline = headline(prices, on)
        self.floor = floor_on(floors, on)
        self.has_floors, self.has_survey = bool(floors), has_survey
        self.simulated = False
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
            "simulated": self.simulated,
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


def _states(connection: Connection, codes: Sequence[str], asked: _Asked) -> dict[str, _State]:
    """Read the states of districts, a fixed number of statements however many there are."""
    on = asked.on
    latest = _latest_prices(connection, codes, on)
    floors = _floors(connection, codes, asked.known_at)
    computed = MinimumPrice.c.district_code.in_(codes), *is_computed(asked.known_at)
    surveyed = set(connection.scalars(select(MinimumPrice.c.district_code).where(*computed)))
    states = {}
    for code in codes:
        prices = latest_with_floor(latest[code], floors[code], JUDGED_CHANNELS)
        states[code] = _State(on, prices, floors[code], code in surveyed)
    for code in _simulated(connection, states):
        states[code].simulated = True
    for code, day in _last_observed(connection, codes, on):
        states[code].last_observed_on = day
    for alert in _open_alerts(connection, codes, asked):
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


def _floors(connection: Connection, codes: Sequence[str], known_at: datetime | None) -> dict[str, list[Floor]]:
    statement = published_floors(known_at).where(MinimumPrice.c.district_code.in_(codes))
    found: dict[str, list[Floor]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.district_code].append(to_floor(row))
    return found


def _simulated(connection: Connection, states: Mapping[str, _State]) -> Iterable[str]:
    """Return the districts whose floor rests on simulated figures."""
    floors = [state.floor.id for state in states.values() if state.floor is not None]
    of_these = select(MinimumPrice.c.district_code).where(MinimumPrice.c.id.in_(floors), IS_SIMULATED)
    return connection.scalars(of_these)


def _shown_floor(connection: Connection, district_code: str, floor_id: int, asked: _Asked) -> dict[str, Any]:
    """Return a floor in full, as it was known; one of loaded history was not, so it is shown as it is."""
    if asked.as_of is not None:
        query = MinimumPriceQuery(as_of=asked.as_of, district_code=district_code, limit=1000)
        known = list_minimum_prices(connection, query, asked.today).rows
        then = next((row for row in known if row["id"] == floor_id), None)
        if then is not None:
            return then
    return get_minimum_price(connection, floor_id, asked.on)


def _last_observed(connection: Connection, codes: Sequence[str], on: date) -> Any:
    version = PriceVersion.c
    statement = select(version.district_code, func.max(version.observed_on)).where(
        version.is_current, version.district_code.in_(codes), version.observed_on <= on
    )
    return connection.execute(statement.group_by(version.district_code))


def _open_alerts(connection: Connection, codes: Sequence[str], asked: _Asked) -> list[dict[str, Any]]:
    """Return the alerts that were open at the end of a day, as they were then."""
    on = asked.on
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
        *is_told(asked.known_at),
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
