"""Reading what scenarios and alternatives are computed from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from service.alerts.evaluation import JUDGED_CHANNELS, RULE, read_days, read_floors
from service.analysis.alternatives import AlertData
from service.analysis.schemas import ScenarioIn
from service.analysis.surveyed_year import StoredCosts, cost_columns
from service.cost_surveys.household_years import HouseholdYears
from service.districts.repository import list_districts
from service.districts.schemas import DistrictQuery
from service.errors import UnknownCostSurvey, UnknownDistrict
from service.models.area import District
from service.models.cost_survey import CostSurvey
from service.models.household_year import HouseholdYear
from service.models.minimum_price import MinimumPrice
from service.models.survey_household import SurveyHousehold
from service.vocabulary import FloorStatus


def scenario_floors(connection: Connection, asked: ScenarioIn, day: date) -> list[Any]:
    """Return the floors of a scenario that are valid on a day, one per survey and method, by district.

    A published one, else the newest. Raises `UnknownDistrict`, `UnknownCostSurvey`.
    """
    _refuse_unknown(connection, asked)
    floors: dict[tuple[str, int, str], Any] = {}
    for row in connection.execute(_floors_of(asked, day)):
        floors[row.district_code, row.survey_id, row.method] = row
    return list(floors.values())


def headline_prices(connection: Connection, asked: ScenarioIn, day: date) -> dict[str, Mapping[str, Any]]:
    """Return the headline price on a day, as districts show it, of the districts that have one."""
    query = DistrictQuery(limit=1000, province_code=asked.province_code, district_code=asked.district_code)
    rows = list_districts(connection, query, day).rows
    return {row["district_code"]: row for row in rows if row["price_day"] is not None}


def alert_data(connection: Connection, district_code: str, until: date) -> AlertData:
    """Return what the alerts of a district rest on."""
    days = {channel: read_days(connection, district_code, channel) for channel in JUDGED_CHANNELS}
    return AlertData(days, read_floors(connection, district_code), RULE, until)


def stored_costs(connection: Connection, years: HouseholdYears) -> StoredCosts | None:
    """Return what scenarios ask of households beside the figures of floors, None if any one's costs are not kept."""
    import numpy as np

    year, household = HouseholdYear.c, SurveyHousehold.c
    columns = (year.household_id, year.costs, household.months_tapped, year.price_idr_per_kg, year.deduction)
    joined = HouseholdYear.join(SurveyHousehold, household.id == year.household_id)
    statement = select(*columns).select_from(joined).where(year.survey_id == int(years.survey_id[0]))
    rows = {row.household_id: row for row in connection.execute(statement)}
    asked = [rows[household_id] for household_id in years.household_id.tolist()]
    if any(row.costs is None for row in asked):
        return None
    months_tapped, price, deduction = (
        np.array([getattr(row, name) for row in asked], dtype=np.float64)
        for name in ("months_tapped", "price_idr_per_kg", "deduction")
    )
    inferred = years.column("months_inferred") > 0
    return StoredCosts(cost_columns([row.costs for row in asked]), months_tapped, price, deduction, inferred)


def _refuse_unknown(connection: Connection, asked: ScenarioIn) -> None:
    if asked.district_code is not None and not _has(connection, District.c.code, asked.district_code):
        raise UnknownDistrict(district_code=asked.district_code)
    if asked.survey_id is not None and not _has(connection, CostSurvey.c.id, asked.survey_id):
        raise UnknownCostSurvey(id=asked.survey_id)


def _has(connection: Connection, column: Any, value: Any) -> bool:
    return connection.scalar(select(column).where(column == value)) is not None


def _floors_of(asked: ScenarioIn, day: date) -> Select[Any]:
    floor = MinimumPrice.c
    valid = [floor.valid_from <= day, or_(floor.valid_until.is_(None), floor.valid_until > day)]
    # The one that counts comes last and stays.
    is_published = func.coalesce(floor.status, "") == FloorStatus.PUBLISHED
    order = (floor.district_code, floor.survey_id, floor.method, is_published, floor.id)
    return select(MinimumPrice).where(*valid, *_wanted(asked)).order_by(*order)


def _wanted(asked: ScenarioIn) -> Sequence[Any]:
    floor = MinimumPrice.c
    stands = or_(floor.status.is_(None), floor.status.in_([FloorStatus.PUBLISHED, FloorStatus.PROPOSED]))
    if asked.method is None and asked.survey_id is None:
        stands = floor.status == FloorStatus.PUBLISHED
    equal = {"district_code": asked.district_code, "survey_id": asked.survey_id, "method": asked.method}
    conditions = [floor[name] == value for name, value in equal.items() if value is not None]
    if asked.province_code is not None:
        conditions.append(floor.district_code.startswith(asked.province_code))
    return (stands, *conditions)
