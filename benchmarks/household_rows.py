"""Simulated surveys of households in a database, for the benchmarks: stored directly, not taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count, islice, product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from sqlalchemy import Connection, Table, func, insert, select, text

from benchmarks.simulated_years import simulated_years
from service.database import Database
from service.models.area import District, Province
from service.models.cost_survey import CostSurvey
from service.models.household_year import HouseholdYear
from service.models.survey_household import SurveyHousehold

RECORDED_AT = datetime(2026, 11, 22, tzinfo=UTC)
DAY = date(2026, 10, 15)
DISTRICTS_PER_PROVINCE = 99
DISTRICTS_AT_ONCE = 50
SURVEY = {
    "feed": "simulation",
    "title": "Simulated survey",
    "source": "benchmarks/household_rows.py",
    "provenance": "simulated",
    "kind": "households",
    "time_unit": "year",
    "period_from": DAY,
    "period_to": DAY,
    "represents": "district",
    "sampling": "random",
    "deduction_treated_as": "unknown",
    "assumed": [],
    "floor_valid_from": DAY,
    "historical": False,
    "digest": "0" * 64,
    "recorded_at": RECORDED_AT,
    "recorded_by": "simulation",
}
HOUSEHOLD = {
    "feed": "simulation",
    "version": 1,
    "digest": "0" * 64,
    "interviewed_on": DAY,
    "time_unit": "year",
    "storage_age": "unspecified",
    "deduction_treated_as": "unknown",
    "none_of": "[]",
    "historical": False,
    "recorded_at": RECORDED_AT,
    "recorded_by": "simulation",
}
_CSV_FORM = pyarrow.csv.WriteOptions(include_header=False)


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    district_code: str
    survey_id: int


def fill(database: Database, districts: int, households: int) -> list[int]:
    """Store simulated districts in PostgreSQL, each with a survey of so many households; return the surveys' ids.

    The districts lie in provinces whose codes are free. Of a household its year is stored, and as much of its row as
    has to be; it has no costs, tools and the like.

    Raises:
        ValueError: there are not as many free codes.

    """
    with database.unit_of_work(RECORDED_AT) as uow:
        codes = _add_districts(uow.connection, districts)
        surveys = _add_surveys(uow.connection, codes, {"households": households, "revision": uow.revision})
        places = [_Place(number, *place) for number, place in enumerate(zip(codes, surveys, strict=True))]
        for first in range(0, districts, DISTRICTS_AT_ONCE):
            _add_households(uow.connection, places[first : first + DISTRICTS_AT_ONCE], households, uow.revision)
        uow.connection.execute(
            text("SELECT setval(pg_get_serial_sequence('survey_household', 'id'), max(id)) FROM survey_household")
        )
    _keep_house(database)
    return surveys


def _add_districts(connection: Connection, districts: int) -> list[str]:
    taken = set(connection.scalars(select(Province.c.code)))
    free = [code for code in (f"{number:02}" for number in range(100)) if code not in taken]
    places = list(islice(product(free, range(1, DISTRICTS_PER_PROVINCE + 1)), districts))
    if len(places) < districts:
        raise ValueError(f"there are codes for no more than {len(places)} districts")
    provinces = dict.fromkeys(province for province, _ in places)
    connection.execute(insert(Province), [{"code": code, "name": f"Simulated province {code}"} for code in provinces])
    rows = [
        {"code": f"{p}.{n:02}", "bps_code": f"{p}{n:02}", "name": f"Simulated district {p}.{n:02}", "province_code": p}
        for p, n in places
    ]
    connection.execute(insert(District), rows)
    return [row["code"] for row in rows]


def _add_surveys(connection: Connection, codes: list[str], shared: dict[str, Any]) -> list[int]:
    rows = [{**SURVEY, **shared, "external_id": f"simulated {code}", "district_code": code} for code in codes]
    statement = insert(CostSurvey).returning(CostSurvey.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(statement, rows))


def _add_households(connection: Connection, places: list[_Place], households: int, revision: int) -> None:
    last = connection.execute(select(func.coalesce(func.max(SurveyHousehold.c.id), 0))).scalar_one()
    asked, years = [], []
    for first, place in zip(count(last + 1, households), places, strict=False):
        ids, year = np.arange(first, first + households), simulated_years(place.number, households)
        villages = [f"{place.district_code}.01.{2000 + village}" for village in year["village"].tolist()]
        here = {"survey_id": place.survey_id, "weight": year["weight"], "production_kg": year["production_kg"]}
        asked.append(_columns({**HOUSEHOLD, **here, **_identity(ids, villages), "revision": revision}))
        numbers = [int(village.replace(".", "")) for village in villages]
        years.append(_columns({**year, **here, "household_id": ids, "village": numbers}))
    _copy(connection, SurveyHousehold, pa.concat_tables(asked))
    _copy(connection, HouseholdYear, pa.concat_tables(years))


def _identity(ids: np.ndarray, villages: list[str]) -> dict[str, Any]:
    return {
        "id": ids,
        "household_hash": [f"{one:064x}" for one in ids.tolist()],
        "subdistrict_code": [village[:8] for village in villages],
        "village_code": villages,
    }


def _columns(values: Mapping[str, Any]) -> pa.Table:
    """Return a table of columns, and of values that all rows share; NaN is blank."""
    rows = len(values["weight"])
    return pa.table(
        {
            name: pa.array(value, from_pandas=True) if isinstance(value, list | np.ndarray) else pa.repeat(value, rows)
            for name, value in values.items()
        }
    )


def _copy(connection: Connection, table: Table, rows: pa.Table) -> None:
    lines = BytesIO()
    pyarrow.csv.write_csv(rows, lines, _CSV_FORM)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor().copy(f"COPY {table.name} ({', '.join(rows.column_names)}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(lines.getbuffer())


def _keep_house(database: Database) -> None:
    """Do what the server does by itself after a while; a benchmark does not wait for it."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
