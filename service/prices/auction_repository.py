"""Reading auctions: the nights, each with its lots."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, select

from service.database import by_name
from service.models.auction import Auction, AuctionLot
from service.models.price import PriceVersion
from service.paging import ListOf, Order, Page, period_filters, place_filters, shown, shown_percent
from service.prices.auction_schemas import AuctionOut, AuctionQuery

COLUMNS = tuple(name for name in AuctionOut.model_fields if name != "lots")
AUCTIONS = ListOf(
    rows=select(*(shown(Auction.c[name]) for name in COLUMNS)),
    counted=Auction,
    order=Order((Auction.c.held_on, Auction.c.id), descending=True),
    filters=place_filters(Auction)
    | period_filters(Auction.c.held_on)
    | {"registration_number": Auction.c.registration_number == bindparam("registration_number")},
)


def list_auctions(connection: Connection, query: AuctionQuery) -> Page[dict[str, Any]]:
    """Return auction nights with their lots as they stand now; those withdrawn from the form are left out."""
    page = AUCTIONS.read(connection, query)
    lots = _lots(connection, [row["id"] for row in page.rows])
    for row in page.rows:
        reserve = row["reserve_price_idr_per_kg"]
        row["lots"] = [
            {**lot, "below_reserve": reserve is not None and lot["price_idr_per_kg"] < reserve}
            for lot in lots[row["id"]]
        ]
    return page


def _lots(connection: Connection, auction_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    version = PriceVersion.c
    columns: tuple[Any, ...] = (
        AuctionLot.c.auction_id,
        AuctionLot.c.lot_number,
        AuctionLot.c.observation_id.label("price_id"),
        shown(version.volume_kg).label("weight_kg"),
        shown_percent(version.dry_rubber_content, "dry_rubber_content_percent"),
        version.storage_age,
        version.bokar_type,
        shown(version.price_idr_per_kg),
        version.suspect,
    )
    statement = (
        select(*columns)
        .join(PriceVersion, version.observation_id == AuctionLot.c.observation_id)
        .where(AuctionLot.c.auction_id.in_(auction_ids), AuctionLot.c.withdrawn.is_(False), version.is_current)
        .order_by(AuctionLot.c.auction_id, AuctionLot.c.observation_id)
    )
    lots: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(statement):
        lot = by_name(row)
        lots[lot.pop("auction_id")].append(lot)
    return lots
