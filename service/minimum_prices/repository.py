"""Reading minimum prices."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from service.errors import UnknownMinimumPrice
from service.minimum_prices.grading import GradedFloor, grade
from service.minimum_prices.schemas import NOTICE_ID, MinimumPriceQuery
from service.models.minimum_price import MinimumPrice
from service.paging import Order, Page, narrowed, read_page
from service.vocabulary import Basis, LegalStatus

_COLUMNS = (
    MinimumPrice.id,
    MinimumPrice.district_code,
    MinimumPrice.survey_id,
    MinimumPrice.method,
    MinimumPrice.method_version,
    MinimumPrice.cost_concept,
    MinimumPrice.cost_of_production_idr_per_kg,
    MinimumPrice.household_consumption_idr_per_kg,
    MinimumPrice.minimum_price_idr_per_kg,
    MinimumPrice.reason,
    MinimumPrice.interval_low_idr_per_kg,
    MinimumPrice.interval_high_idr_per_kg,
    MinimumPrice.households,
    MinimumPrice.represents,
    MinimumPrice.basis,
    MinimumPrice.warnings,
    MinimumPrice.survey_midpoint,
    MinimumPrice.valid_from,
    MinimumPrice.valid_until,
    MinimumPrice.stale_from,
    MinimumPrice.known_from,
    MinimumPrice.status,
    MinimumPrice.legal_status,
    MinimumPrice.decree_number,
    MinimumPrice.decree_on,
    MinimumPrice.decree_signatory,
    MinimumPrice.published_by,
    MinimumPrice.published_why,
    MinimumPrice.historical,
    MinimumPrice.revision,
)


def list_minimum_prices(connection: Connection, query: MinimumPriceQuery, today: date) -> Page:
    """Return the floors of all methods whose period holds the day asked for."""
    day = query.as_of or today
    statement = narrowed(select(*_COLUMNS), MinimumPrice, query).where(valid_on(day))
    if query.method is not None:
        statement = statement.where(MinimumPrice.method == query.method)
    if query.status is not None:
        statement = statement.where(MinimumPrice.status == query.status)
    page = read_page(connection, statement, Order((MinimumPrice.district_code, MinimumPrice.id)), query)
    for row in page.rows:
        _finish(row, day)
    return page


def get_minimum_price(connection: Connection, minimum_price_id: int, today: date) -> dict[str, Any]:
    """Return one floor, or raise `UnknownMinimumPrice`."""
    row = connection.execute(select(*_COLUMNS).where(MinimumPrice.id == minimum_price_id)).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return _finish(dict(row._mapping), today)


def get_explained(connection: Connection, minimum_price_id: int) -> Any:
    """Return the whole stored row of one floor, or raise `UnknownMinimumPrice`."""
    row = connection.execute(select(MinimumPrice.__table__).where(MinimumPrice.id == minimum_price_id)).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return row


def valid_on(day: date) -> ColumnElement[bool]:
    """Return the condition for floors whose period holds `day`."""
    return (MinimumPrice.valid_from <= day) & or_(MinimumPrice.valid_until.is_(None), MinimumPrice.valid_until > day)


def notice(legal_status: str, minimum_price: Any) -> str | None:
    """Return the sentence that must stand beside a computed floor."""
    return NOTICE_ID if legal_status == LegalStatus.INDICATION and minimum_price is not None else None


def _finish(row: dict[str, Any], day: date) -> dict[str, Any]:
    """Add the notice and the grade, and put the survey's midpoint behind them."""
    graded = GradedFloor(
        survey_midpoint=row.pop("survey_midpoint"),
        has_interval=row["interval_low_idr_per_kg"] is not None,
        dry_rubber_content_known=row["basis"] == Basis.DRY,
        warnings=row["warnings"],
    )
    given = grade(graded, day)
    computable = row["minimum_price_idr_per_kg"] is not None
    row["grade"] = given.letter if computable else None
    row["grade_reasons"] = given.reasons if computable else []
    row["notice"] = notice(row["legal_status"], row["minimum_price_idr_per_kg"])
    return row
