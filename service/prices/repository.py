"""Reading prices: observations, those that wait for a review, and the day's prices."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select

from service.models.area import District
from service.models.price import DailyPrice, PriceObservation, PriceVersion
from service.paging import ListOf, Order, period_filters, place_filters, shown, shown_percent, word_filters
from service.prices.schemas import DailyPriceOut, PriceOut
from service.vocabulary import Review

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
