"""Recomputing the floors of surveys: every method side by side, stored once per distinct input."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, insert, select

from service.clock import add_months
from service.database import UnitOfWork
from service.economics.minimum_price import Floor, FloorInputs, FloorParameters, NotComputable, compute_floors
from service.economics.parameters import parameter
from service.minimum_prices.survey_year import SurveyFigures, floor_inputs
from service.models.cost_survey import CostItem, CostSurvey, SurveyTool
from service.models.minimum_price import MinimumPrice
from service.vocabulary import Basis, FloorStatus, LegalStatus, SurveyKind

SOFTWARE_VERSION = version("bokar")
AGGREGATOR = "ratio_of_means"
STALE_AFTER_MONTHS = 36


def recompute(uow: UnitOfWork, survey_id: int, rice_price_idr_per_kg: float | None = None) -> int:
    """Compute all floors of one survey and store those whose input is new; return how many were stored.

    A survey of household rows prints no means, so nothing is computed from it here.
    """
    figures = read_figures(uow.connection, survey_id)
    if figures.survey.kind == SurveyKind.HOUSEHOLDS:
        return 0
    inputs = floor_inputs(figures)
    parameters = _parameters(figures.survey.floor_valid_from, rice_price_idr_per_kg)
    documented = _documented(figures, inputs, parameters)
    digest = hashlib.sha256(json.dumps(documented, sort_keys=True).encode()).hexdigest()
    known = set(
        uow.connection.execute(
            select(MinimumPrice.c.method).where(
                MinimumPrice.c.survey_id == survey_id, MinimumPrice.c.input_digest == digest
            )
        ).scalars()
    )
    new = [floor for floor in compute_floors(inputs, parameters) if floor.method not in known]
    if new:
        shared = _shared_columns(uow, figures, documented, digest)
        uow.connection.execute(insert(MinimumPrice), [{**shared, **_columns(floor)} for floor in new])
    return len(new)


def read_figures(connection: Connection, survey_id: int) -> SurveyFigures:
    """Read a survey's printed figures."""
    survey = connection.execute(select(CostSurvey).where(CostSurvey.c.id == survey_id)).one()
    items = select(CostItem).where(CostItem.c.survey_id == survey_id, CostItem.c.household_id.is_(None))
    tools = select(SurveyTool).where(SurveyTool.c.survey_id == survey_id, SurveyTool.c.household_id.is_(None))
    return SurveyFigures(
        survey,
        connection.execute(items.order_by(CostItem.c.id)).all(),
        connection.execute(tools.order_by(SurveyTool.c.id)).all(),
    )


def survey_midpoint(period_from: date, period_to: date) -> date:
    """Return the middle day of a survey's period: the day its age is counted from."""
    return period_from + timedelta(days=(period_to - period_from).days // 2)


def _parameters(on: date, rice_price_idr_per_kg: float | None) -> FloorParameters:
    rice_price = rice_price_idr_per_kg or float(_value("rice_price_idr_per_kg", on))
    return FloorParameters(
        rice_price_idr_per_kg=rice_price,
        rice_need_kg_per_capita_year=float(_value("rice_need_kg_per_capita_year", on)),
        cost_plus_factor=float(_value("cost_plus_factor", on)),
        poverty_line_kg_per_capita_year=float(_value("welfare_bounds_dolis_village", on)[0]),
    )


def _value(name: str, on: date) -> Any:
    return parameter(name, on).value


def _documented(figures: SurveyFigures, inputs: FloorInputs, parameters: FloorParameters) -> dict[str, Any]:
    """Return everything a floor is computed from, as it is stored with the floor and hashed."""
    survey = figures.survey
    return {
        "survey": {
            "external_id": survey.external_id,
            "title": survey.title,
            "source": survey.source,
            "digest": survey.digest,
            "time_unit": survey.time_unit,
            "households": survey.households,
            "total_cost_idr": _plain(survey.total_cost_idr),
            "production_kg": _plain(survey.production_kg),
            "months_tapped": _plain(survey.months_tapped),
            "food_consumption_idr": _plain(survey.food_consumption_idr),
            "non_food_consumption_idr": _plain(survey.non_food_consumption_idr),
            "household_consumption_idr": _plain(survey.household_consumption_idr),
            "household_size": _plain(survey.household_size),
            "other_income_idr": _plain(survey.other_income_idr),
            "deduction_treated_as": survey.deduction_treated_as,
            "items": [
                {"name": i.name, "cost_group": i.cost_group, "unit": i.unit, "amount": _plain(i.amount)}
                for i in figures.items
            ],
        },
        "household_year": _jsonable(asdict(inputs)),
        "parameters": _jsonable(asdict(parameters)),
        "floor_valid_from": survey.floor_valid_from.isoformat(),
        "aggregator": AGGREGATOR,
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else value
        for name, value in values.items()
    }


def _shared_columns(uow: UnitOfWork, figures: SurveyFigures, documented: dict[str, Any], digest: str) -> dict[str, Any]:
    survey = figures.survey
    midpoint = survey_midpoint(survey.period_from, survey.period_to)
    return {
        "district_code": survey.district_code,
        "survey_id": survey.id,
        "aggregator": AGGREGATOR,
        "households": survey.households,
        "represents": survey.represents,
        "basis": Basis.AS_SOLD if survey.dry_rubber_content is None else Basis.DRY,
        "survey_midpoint": midpoint,
        "stale_from": add_months(midpoint, STALE_AFTER_MONTHS),
        "valid_from": survey.floor_valid_from,
        "known_from": uow.now,
        "legal_status": LegalStatus.INDICATION,
        "historical": survey.historical,
        "alternatives": [],
        "inputs": documented,
        "input_digest": digest,
        "software_version": SOFTWARE_VERSION,
        "revision": uow.revision,
    }


def _columns(floor: Floor | NotComputable) -> dict[str, Any]:
    columns: dict[str, Any] = {"method": floor.method, "method_version": floor.method_version}
    if isinstance(floor, NotComputable):
        empty = dict.fromkeys(
            (
                "cost_concept",
                "cost_of_production_idr_per_kg",
                "household_consumption_idr_per_kg",
                "minimum_price_idr_per_kg",
                "status",
            )
        )
        return columns | empty | {"reason": floor.reason, "warnings": []}
    return columns | {
        "cost_concept": floor.cost_concept,
        "cost_of_production_idr_per_kg": floor.cost_of_production_idr_per_kg,
        "household_consumption_idr_per_kg": floor.household_need_idr_per_kg,
        "minimum_price_idr_per_kg": floor.minimum_price_idr_per_kg,
        "status": FloorStatus.PROPOSED,
        "reason": None,
        "warnings": list(floor.warnings),
    }
