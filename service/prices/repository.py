"""Reading prices: observations, those that wait for a review, and the day's prices."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, literal_column, select

from service.answers import to_json
from service.list_queries import ListQuery
from service.models.area import District
from service.models.price import DailyPrice, PriceObservation, PriceVersion
from service.negotiation import Language
from service.paging import ListOf, Order, Page, period_filters, place_filters, shown, shown_percent, word_filters
from service.prices.flags import told_flag
from service.prices.schemas import DailyPriceOut, PriceOut
from service.vocabulary import Review

# As both databases write it; within a text quotation marks are escaped.
_WITHOUT_FLAG = re.compile(rb'"flag" ?: ?null')
_SHARES = {"dry_rubber_content_percent": "dry_rubber_content", "deduction_percent": "deduction"}


def _price_column(name: str) -> Any:
    if name == "id":
        return PriceVersion.c.observation_id.label("id")
    if name == "external_id":
        return PriceObservation.c.external_id
    if name in _SHARES:
        return shown_percent(PriceVersion.c[_SHARES[name]], name)
    return shown(PriceVersion.c[name])


def _daily_column(name: str) -> Any:
    return District.c.province_code if name == "province_code" else shown(DailyPrice.c[name])


class ToldInIndonesian(ListOf):
    """A list of prices whose flags are told in Indonesian; only rows with a flag are looked into."""

    def read(self, connection: Connection, query: ListQuery, /, **given: Any) -> Page[dict[str, Any]]:
        """Read one page as dicts by column."""
        page = super().read(connection, query, **given)
        return replace(page, rows=[_told(row) for row in page.rows])

    def read_json(self, connection: Connection, query: ListQuery, /, **given: Any) -> Page[bytes]:
        """Read one page as JSON objects."""
        page = super().read_json(connection, query, **given)
        rows = [row if _WITHOUT_FLAG.search(row) else to_json(_told(orjson.loads(row))) for row in page.rows]
        return replace(page, rows=rows)


def _in_indonesian(prices: ListOf) -> ToldInIndonesian:
    return ToldInIndonesian(prices.rows, prices.counted, prices.order, prices.filters, prices.always)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "flag": told_flag(row["flag"], "id")}


PRICES = ListOf(
    rows=select(*map(_price_column, PriceOut.model_fields)).join(
        PriceObservation, PriceObservation.c.id == PriceVersion.c.observation_id
    ),
    counted=PriceVersion,
    order=Order((PriceVersion.c.observed_on, PriceVersion.c.id), descending=True),
    always=(PriceVersion.c.is_current.is_(True),),
    filters=place_filters(PriceVersion)
    | period_filters(PriceVersion.c.observed_on)
    | word_filters(PriceVersion, "price_level", "review")
    | {"suspect": PriceVersion.c.suspect.is_not(None) == bindparam("suspect")},
)
# First come, first looked at.
WAITING_PRICES = ListOf(
    rows=PRICES.rows,
    counted=PriceVersion,
    order=Order((PriceVersion.c.id,)),
    always=(*PRICES.always, PriceVersion.c.review == literal_column(f"'{Review.WAITING}'")),
    filters=PRICES.filters,
)
PRICES_IN: Mapping[Language, ListOf] = {"en": PRICES, "id": _in_indonesian(PRICES)}
WAITING_PRICES_IN: Mapping[Language, ListOf] = {"en": WAITING_PRICES, "id": _in_indonesian(WAITING_PRICES)}
DAILY_PRICES = ListOf(
    rows=select(*map(_daily_column, DailyPriceOut.model_fields)).join(
        District, District.c.code == DailyPrice.c.district_code
    ),
    counted=DailyPrice,
    order=Order((DailyPrice.c.day, DailyPrice.c.district_code, DailyPrice.c.channel), descending=True),
    filters=place_filters(DailyPrice) | period_filters(DailyPrice.c.day) | word_filters(DailyPrice, "channel", "basis"),
)


def get_identities(connection: Connection, feed: str, observation_ids: Collection[int]) -> Mapping[int, str]:
    """Return what observations of a feed are known by; ids of other feeds are left out."""
    of_feed = select(PriceObservation.c.id, PriceObservation.c.identity).where(PriceObservation.c.feed == feed)
    found = connection.execute(of_feed.where(PriceObservation.c.id.in_(observation_ids)))
    return {row.id: row.identity for row in found}


def get_feeds(connection: Connection, observation_ids: Collection[int]) -> Mapping[int, str]:
    """Return the feeds of observations; ids that are no observation's are left out."""
    statement = select(PriceObservation.c.id, PriceObservation.c.feed)
    return {row.id: row.feed for row in connection.execute(statement.where(PriceObservation.c.id.in_(observation_ids)))}


def get_observation_ids(connection: Connection, feed: str, identities: Collection[str]) -> Mapping[str, int]:
    """Return the ids of the observations of a feed that are known by these identities."""
    of_feed = select(PriceObservation.c.identity, PriceObservation.c.id).where(PriceObservation.c.feed == feed)
    found = connection.execute(of_feed.where(PriceObservation.c.identity.in_(identities)))
    return {row.identity: row.id for row in found}


def get_waiting_flags(connection: Connection, observation_ids: Collection[int]) -> Mapping[int, str]:
    """Return why the prices of observations wait for a review; those that do not wait are left out."""
    waiting = select(PriceVersion.c.observation_id, PriceVersion.c.flag).where(*WAITING_PRICES.always)
    found = connection.execute(waiting.where(PriceVersion.c.observation_id.in_(observation_ids)))
    return {row.observation_id: row.flag for row in found}


def get_versions_of_revision(connection: Connection, revision: int) -> Mapping[int, Sequence[int]]:
    """Return the numbers of the versions that a revision wrote, in their order, by observation."""
    statement = select(PriceVersion.c.observation_id, PriceVersion.c.version).where(PriceVersion.c.revision == revision)
    numbers: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(statement.order_by(PriceVersion.c.version)):
        numbers[row.observation_id].append(row.version)
    return numbers
