"""Reading minimum prices, as they are and as they were known on a day."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, bindparam, case, func, select

from service.clock import JAKARTA
from service.database import UtcDateTime, by_name
from service.errors import UnknownMinimumPrice
from service.list_queries import ListQuery
from service.minimum_prices.decision_schemas import MinimumPriceEventOut
from service.minimum_prices.events import DECIDED
from service.minimum_prices.graded_rows import GRADED_BY, SURVEY, surveys_of, with_grade
from service.minimum_prices.policy import Policy, policies_of, policy_of
from service.minimum_prices.schemas import NOTICE_ID, MinimumPriceOut, MinimumPriceQuery
from service.models.floor_policy import MinimumPriceEvent
from service.models.minimum_price import MinimumPrice
from service.paging import ListOf, Order, Page, place_filters, shown, word_filters
from service.vocabulary import FloorStatus, LegalStatus

# The grade and the notice are worked out from the others, and the review is the policy's.
_STORED = tuple(
    name for name in MinimumPriceOut.model_fields if name not in ("notice", "grade", "grade_reasons", "review_on")
)
_ORDER = Order((MinimumPrice.c.district_code, MinimumPrice.c.id))


def _valid_on(valid_until: ColumnElement[Any]) -> ColumnElement[bool]:
    day = bindparam("valid_on", type_=Date)
    return (MinimumPrice.c.valid_from <= day) & (valid_until.is_(None) | (valid_until > day))


_COLUMNS: tuple[Any, ...] = (*(shown(MinimumPrice.c[name]) for name in _STORED), *GRADED_BY)
MINIMUM_PRICES = ListOf(
    rows=select(*_COLUMNS),
    counted=MinimumPrice,
    order=_ORDER,
    filters=place_filters(MinimumPrice)
    | word_filters(MinimumPrice, "method", "status")
    | {"valid_on": _valid_on(MinimumPrice.c.valid_until)},
)


def _as_known() -> ListOf:
    """Return the list of the floors that were known at a moment, `known_at`, with what was decided on them by then."""
    moment = bindparam("known_at", type_=UtcDateTime)
    event = MinimumPriceEvent.alias("event")
    last = select(func.max(MinimumPriceEvent.c.id)).where(
        MinimumPriceEvent.c.minimum_price_id == MinimumPrice.c.id, MinimumPriceEvent.c.done_at <= moment
    )
    joined = MinimumPrice.outerjoin(event, event.c.id == last.correlate(MinimumPrice).scalar_subquery())
    computable = MinimumPrice.c.minimum_price_idr_per_kg.is_not(None)
    # A floor with a number is a proposal until something is decided on it.
    status = func.coalesce(event.c.status, case((computable, FloorStatus.PROPOSED.value)))
    then: dict[str, Any] = {name: event.c[name] for name in DECIDED} | {
        "status": status,
        "legal_status": func.coalesce(event.c.legal_status, LegalStatus.INDICATION.value),
    }
    columns = [then[name].label(name) if name in then else shown(MinimumPrice.c[name]) for name in _STORED]
    return ListOf(
        rows=select(*columns, *GRADED_BY).select_from(joined),
        counted=joined,
        order=_ORDER,
        filters=place_filters(MinimumPrice)
        | word_filters(MinimumPrice, "method")
        | {
            "status": status == bindparam("status"),
            "valid_on": _valid_on(event.c.valid_until),
            "known_at": MinimumPrice.c.known_from <= moment,
        },
    )


MINIMUM_PRICES_AS_KNOWN = _as_known()
EVENTS = ListOf(
    rows=select(*(MinimumPriceEvent.c[name] for name in MinimumPriceEventOut.model_fields)),
    counted=MinimumPriceEvent,
    order=Order((MinimumPriceEvent.c.id,)),
    filters=word_filters(MinimumPriceEvent, "minimum_price_id"),
)


def list_minimum_prices(connection: Connection, query: MinimumPriceQuery, today: date) -> Page[dict[str, Any]]:
    """Return the floors of all methods whose period holds the day asked for, as they are or as they were known."""
    day = query.valid_on or query.as_of or today
    known_at = None
    if query.as_of is None:
        page = MINIMUM_PRICES.read(connection, query, valid_on=day)
    else:
        known_at = datetime.combine(query.as_of, time.max, JAKARTA)
        page = MINIMUM_PRICES_AS_KNOWN.read(connection, query, valid_on=day, known_at=known_at)
    policies = policies_of(connection, {row["district_code"] for row in page.rows}, known_at=known_at)
    surveys = surveys_of(connection, page.rows)
    graded = [(with_grade(row, surveys[row["input_digest"]], day), policies[row["district_code"]]) for row in page.rows]
    return replace(page, rows=[_finished(row, policy) for row, policy in graded])


def list_events(connection: Connection, query: ListQuery, minimum_price_id: int) -> Page[dict[str, Any]]:
    """Return what became of one floor, oldest first, or raise `UnknownMinimumPrice`."""
    if connection.scalar(select(MinimumPrice.c.id).where(MinimumPrice.c.id == minimum_price_id)) is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return EVENTS.read(connection, query, minimum_price_id=minimum_price_id)


def get_minimum_price(connection: Connection, minimum_price_id: int, today: date) -> dict[str, Any]:
    """Return one floor, or raise `UnknownMinimumPrice`."""
    wanted: Select[Any] = select(*_COLUMNS, SURVEY).where(MinimumPrice.c.id == minimum_price_id)
    row = connection.execute(wanted).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return _finished(with_grade(by_name(row), row.survey or {}, today), policy_of(connection, row.district_code))


def get_explained(connection: Connection, minimum_price_id: int) -> Any:
    """Return the whole stored row of one floor, or raise `UnknownMinimumPrice`."""
    row = connection.execute(select(MinimumPrice).where(MinimumPrice.c.id == minimum_price_id)).first()
    if row is None:
        raise UnknownMinimumPrice(id=minimum_price_id)
    return row


def notice(legal_status: str, minimum_price: Any) -> str | None:
    """Return the sentence that must stand beside a computed floor."""
    return NOTICE_ID if legal_status == LegalStatus.INDICATION and minimum_price is not None else None


def _finished(row: dict[str, Any], policy: Policy) -> dict[str, Any]:
    """Return a graded floor with the policy's review and the notice."""
    told = notice(row["legal_status"], row["minimum_price_idr_per_kg"])
    return row | {"review_on": policy.review_on, "notice": told}
