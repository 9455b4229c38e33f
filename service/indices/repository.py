"""Reading indices: the lists of the API, and the series that carry floors forward."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, select

from service.economics.carry_forward import Ratios
from service.indices.schemas import COUNTRY, IndexLinkOut, IndexValueOut
from service.indices.series import SIMULATED, AllSeries, Series
from service.models.index_series import IndexLink, IndexValue
from service.paging import ListOf, Order, period_filters, shown, word_filters
from service.vocabulary import IndexName, Provenance


def _column(table: Table, name: str) -> Any:
    return table.c.area_code.label(name) if name == "province_code" else shown(table.c[name])


def _filters(table: Table) -> dict[str, Any]:
    return word_filters(table, "index_name") | {
        "province_code": table.c.area_code == bindparam("province_code"),
        "updated_since": table.c.revision > bindparam("updated_since"),
    }


INDEX_VALUES = ListOf(
    rows=select(*(_column(IndexValue, name) for name in IndexValueOut.model_fields)),
    counted=IndexValue,
    order=Order((IndexValue.c.month, IndexValue.c.id), descending=True),
    always=(IndexValue.c.is_current.is_(True),),
    filters=_filters(IndexValue) | period_filters(IndexValue.c.month),
)
INDEX_LINKS = ListOf(
    rows=select(*(_column(IndexLink, name) for name in IndexLinkOut.model_fields)),
    counted=IndexLink,
    order=Order((IndexLink.c.id,), descending=True),
    always=(IndexLink.c.is_current.is_(True),),
    filters=_filters(IndexLink),
)


def ratios_for(connection: Connection, province_code: str, survey_month: date, to_month: date) -> Ratios:
    """Return what carries a survey of a province to a later month, as `AllSeries.ratios`."""
    return read_series(connection, [province_code]).ratios(province_code, survey_month, to_month)


def latest_common_month(
    connection: Connection, province_code: str, survey_month: date, needed: Collection[IndexName]
) -> date | None:
    """Return the newest month to which every needed series leads, as `AllSeries.latest_common_month`."""
    return read_series(connection, [province_code]).latest_common_month(province_code, survey_month, needed)


def read_series(connection: Connection, province_codes: Collection[str] | None = None) -> AllSeries:
    """Return the current series of these provinces, of all if none are named, and of the country.

    For many surveys read them once, and ask `AllSeries`.
    """
    areas = None if province_codes is None else {*province_codes, COUNTRY}
    values: dict[tuple[str, str], dict[str, dict[date, float]]] = defaultdict(lambda: defaultdict(dict))
    links: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
    simulated = set()
    for row in _current(connection, IndexValue, areas):
        values[row.index_name, row.area_code][row.base][row.month] = float(row.value)
        simulated |= _simulated(row)
    for row in _current(connection, IndexLink, areas):
        links[row.index_name, row.area_code][row.from_base, row.to_base] = float(row.factor)
        simulated |= _simulated(row)
    marks = dict.fromkeys(simulated, (SIMULATED,))
    return AllSeries({name: Series(months, links[name], marks.get(name, ())) for name, months in values.items()})


def _current(connection: Connection, table: Table, areas: Collection[str] | None) -> Iterable[Row[Any]]:
    statement = select(table).where(table.c.is_current.is_(True))
    return connection.execute(statement if areas is None else statement.where(table.c.area_code.in_(areas)))


def _simulated(row: Row[Any]) -> set[tuple[str, str]]:
    return {(row.index_name, row.area_code)} if row.provenance == Provenance.SIMULATED else set()
