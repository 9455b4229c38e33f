"""Reading minimum prices."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, bindparam, select

from service.database import by_name
from service.errors import UnknownMinimumPrice
from service.minimum_prices.grading import GradedFloor, grade
from service.minimum_prices.schemas import NOTICE_ID, MinimumPriceOut, MinimumPriceQuery
from service.models.minimum_price import MinimumPrice
from service.paging import ListOf, Order, Page, place_filters, shown, word_filters
from service.vocabulary import Basis, LegalStatus

# `notice` and the grade are worked out from the others.
_COLUMNS = tuple(
    shown(MinimumPrice.c[name])
    for name in (*MinimumPriceOut.model_fields, "survey_midpoint")
    if name not in ("notice", "grade", "grade_reasons")
)


MINIMUM_PRICES = ListOf(
    rows=select(*_COLUMNS),
    counted=MinimumPrice,
    order=Order((MinimumPrice.c.district_code, MinimumPrice.c.id)),
    filters=place_filters(MinimumPrice)
    | word_filters(MinimumPrice, "method", "status")
    | {
        "valid_on": (MinimumPrice.c.valid_from <= bindparam("valid_on", type_=Date))
        & (MinimumPrice.c.valid_until.is_(None) | (MinimumPrice.c.valid_until > bindparam("valid_on", type_=Date)))
    },
)


def list_minimum_prices(connection: Connection, query: MinimumPriceQuery, today: date) -> Page[dict[str, Any]]:
    """Return the floors of all methods whose period holds the day asked for."""
    day = query.as_of or today
    page = MINIMUM_PRICES.read(connection, query, valid_on=day)
    for row in page.rows:
        _finish(row, day)
    return page


def get_minimum_price(connection: Connection, minimum_price_id: int, today: date) -> dict[str, Any]:
    """Return one floor, or raise `UnknownMinimumPrice`."""
    row = connection.execute(select(*_COLUMNS).where(MinimumPrice.c.id == minimum_price_id)).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return _finish(by_name(row), today)


def get_explained(connection: Connection, minimum_price_id: int) -> Any:
    """Return the whole stored row of one floor, or raise `UnknownMinimumPrice`."""
    row = connection.execute(select(MinimumPrice).where(MinimumPrice.c.id == minimum_price_id)).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return row


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
