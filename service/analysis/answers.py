"""Scenarios and alternatives of stored floors, as they are answered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from service.alerts.evaluation import JUDGED_CHANNELS, to_floor
from service.alerts.rules import Comparison
from service.analysis.alternatives import AlertData, changed_alerts
from service.analysis.changes import NotPossible
from service.analysis.comparisons import HeadlinePrice, PriceCheck, check_price, headline_price
from service.analysis.floor_years import FloorYears
from service.analysis.readings import readings
from service.analysis.repository import alert_data, headline_prices, scenario_floors
from service.analysis.scenario import ScenarioResult, reason_sentences, run_scenario
from service.analysis.scenario_year import ScenarioYear
from service.analysis.schemas import ScenarioIn
from service.database import half_up, read_revision
from service.districts.state import FARMGATE_IS_RECENT
from service.economics.minimum_price import Floor, NotComputable
from service.economics.sensitivities import Alternative
from service.minimum_prices.explanation import KEPT_BACK
from service.minimum_prices.floor_households import rests_on_households
from service.minimum_prices.repository import get_explained, notice
from service.minimum_prices.schemas import NOTICE_EN, NOTICE_ID
from service.vocabulary import FloorStatus


def scenario(connection: Connection, asked: ScenarioIn, day: date) -> dict[str, Any]:
    """Answer a scenario: every floor that is asked for, before and after."""
    prices = {
        code: headline_price(district, day, FARMGATE_IS_RECENT.days, JUDGED_CHANNELS)
        for code, district in headline_prices(connection, asked, day).items()
    }
    changes = asked.changes.given()
    rows = scenario_floors(connection, asked, day)
    years = FloorYears(connection)
    results = (_result(row, changes, years) for row in rows)
    floors = [
        _scenario_floor(row, result, changes, prices.get(row.district_code))
        for row, result in zip(rows, results, strict=True)
    ]
    return {
        "valid_on": day,
        "floors": floors,
        "crossing_districts": sorted({floor["district_code"] for floor in floors if floor["crosses_price"]}),
        "unknown_districts": sorted({floor["district_code"] for floor in floors if floor["crosses_price"] is None}),
        "notice_id": NOTICE_ID,
        "notice_en": NOTICE_EN,
        "revision": read_revision(connection),
    }


def alternatives_of(connection: Connection, minimum_price_id: int, until: date) -> dict[str, Any]:
    """Answer which readings of a floor's survey would change the district's alerts; raises `UnknownMinimumPrice`."""
    row = get_explained(connection, minimum_price_id)
    data = alert_data(connection, row.district_code, until) if row.status == FloorStatus.PUBLISHED else None
    stored, reason = _readings(connection, row)
    messages = (None, None) if reason is None else reason_sentences(reason)
    return {
        "id": row.id,
        "district_code": row.district_code,
        "method": row.method,
        "minimum_price_idr_per_kg": row.minimum_price_idr_per_kg,
        "until": until,
        "alternatives": [_alternative(each, row.id, data) for each in stored],
        "reason": reason,
        "message_en": messages[0],
        "message_id": messages[1],
        "notice": notice(row.legal_status, row.minimum_price_idr_per_kg),
        "revision": row.revision,
    }


def _readings(connection: Connection, row: Any) -> tuple[Sequence[Mapping[str, Any]], str | None]:
    """Return the other readings of a floor's survey, or why they are not known.

    Those of a study are stored with the floor; those of households come of the households.
    """
    if not rests_on_households(row) or not row.inputs.get("household_year"):
        return row.alternatives, row.reason if row.reason in KEPT_BACK else None
    try:
        floor, costs = FloorYears(connection).of_households(row)
    except NotPossible as refused:
        return (), str(refused)
    return [_as_stored(each) for each in readings(floor, costs)], None


def _as_stored(reading: Alternative) -> dict[str, Any]:
    price = half_up(reading.floor.minimum_price_idr_per_kg, 2) if isinstance(reading.floor, Floor) else None
    return {
        "slug": reading.slug,
        "label_en": reading.label_en,
        "label_id": reading.label_id,
        "minimum_price_idr_per_kg": price,
        "reason": None if isinstance(reading.floor, Floor) else reading.floor.reason,
    }


def _scenario_floor(
    row: Any, result: ScenarioResult, changes: Mapping[str, Any], price: HeadlinePrice | None
) -> dict[str, Any]:
    floor = None if row.minimum_price_idr_per_kg is None else to_floor(row)
    check = None if price is None else check_price(price, floor, result.after, changes)
    messages = (None, None) if result.reason is None else reason_sentences(result.reason)
    return {
        **{name: getattr(row, name) for name in ("id", "district_code", "survey_id", "method", "status", "basis")},
        "minimum_price_idr_per_kg": result.before,
        "new_minimum_price_idr_per_kg": result.after,
        "change_idr_per_kg": result.change,
        "effects": [{"cause": cause, "effect_idr_per_kg": effect} for cause, effect in result.effects.items()],
        "together_idr_per_kg": result.together,
        "warnings": list(result.warnings),
        "reason": result.reason,
        "cause": result.cause,
        "message_en": messages[0],
        "message_id": messages[1],
        "price": check and _shown_price(check),
        "crosses_price": check and check.crosses,
    }


def _result(row: Any, changes: Mapping[str, Any], years: FloorYears) -> ScenarioResult:
    """Run the scenario, unless the stored floor is not what its inputs give, or was kept back for another reason."""
    before = row.minimum_price_idr_per_kg
    if not row.inputs.get("household_year"):
        # Kept back for few households, or of figures that make no year: nothing can be changed.
        return ScenarioResult(before, reason=row.reason)
    try:
        year = years.for_changes(row, changes)
    except NotPossible as refused:
        return ScenarioResult(before, reason=str(refused))
    if not _gives_the_stored_floor(row, year):
        return ScenarioResult(before, reason=row.reason or "not_reproduced")
    return run_scenario(year, before, changes)


def _gives_the_stored_floor(row: Any, year: ScenarioYear) -> bool:
    found = year.floor()
    if isinstance(found, NotComputable):
        return bool(row.reason == found.reason)
    price = half_up(found.minimum_price_idr_per_kg, 2)
    return row.reason is None and bool(row.minimum_price_idr_per_kg == price)


def _shown_price(check: PriceCheck) -> dict[str, Any]:
    return {
        "price_channel": check.price.channel,
        "price_day": check.price.price.day,
        "price_idr_per_kg": check.price.price.price_idr_per_kg,
        "price_at_new_content_idr_per_kg": check.price_after.price.price_idr_per_kg,
        "before": _shown(check.before),
        "after": _shown(check.after),
    }


def _shown(comparison: Comparison) -> dict[str, Any]:
    return {
        "comparison": comparison.outcome,
        "comparison_reason": comparison.reason,
        "gap_idr_per_kg": comparison.gap_idr_per_kg,
        "gap_percent": comparison.gap_percent,
    }


def _alternative(stored: Mapping[str, Any], floor_id: int, data: AlertData | None) -> dict[str, Any]:
    price = stored["minimum_price_idr_per_kg"]
    told = {name: stored[name] for name in ("slug", "label_en", "label_id", "minimum_price_idr_per_kg")}
    if data is None or price is None:
        reason = "not_published" if data is None else stored.get("reason", "not_computable")
        return {**told, "changes_alert": None, "reason": reason, "changes": []}
    changes = changed_alerts(data, floor_id, Decimal(str(price)))
    return {
        **told,
        "changes_alert": bool(changes),
        "reason": None,
        "changes": [{**asdict(each), "change": each.change} for each in changes],
    }
