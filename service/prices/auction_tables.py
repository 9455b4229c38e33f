"""The tables of auction nights and their lots: what is known, what is new, what was corrected or withdrawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from service.database import UnitOfWork
from service.models.auction import Auction, AuctionLot, AuctionPast
from service.models.price import PriceObservation, PriceVersion
from service.prices.auction_schemas import AuctionIn
from service.prices.content import VALUE_COLUMNS, Arriving, spelled
from service.prices.intake import Batch, store

WITHDRAWN = "withdrawn from the auction form"
# What a version of a night says.
NIGHT_COLUMNS = (
    "uppb_name",
    "registration_number",
    "district_code",
    "held_on",
    "reserve_price_idr_per_kg",
    "bids_idr_per_kg",
    "winner_type",
    "source",
    "provenance",
)
_WRITTEN: tuple[Any, ...] = (PriceVersion.c.version, PriceVersion.c.flag, PriceVersion.c.revision)


@dataclass(frozen=True, slots=True)
class StoredNight:
    """A night as it is known, and by their numbers the observations of lots that count and of withdrawn ones."""

    row: Row[Any]
    lots: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Return the auction's id."""
        return int(self.row.id)

    @property
    def said(self) -> dict[str, Any]:
        """Return what the night says so far."""
        return {name: getattr(self.row, name) for name in NIGHT_COLUMNS}


@dataclass(frozen=True, slots=True)
class LotPrice:
    """The observation of a lot, the version that was written of it now (None: it was known), and whether it waits."""

    observation_id: int
    version: int | None
    flagged: bool


def said_by(form: AuctionIn) -> dict[str, Any]:
    """Return what a form says of the night itself, as it is stored."""
    bids = [float(bid) for bid in form.bids_idr_per_kg]
    return {name: getattr(form, name) for name in NIGHT_COLUMNS} | {"bids_idr_per_kg": bids}


def read_nights(connection: Connection, feed: str, identities: Collection[str]) -> dict[str, StoredNight]:
    """Return which of these nights of a feed are known, by identity."""
    of_feed = select(Auction).where(Auction.c.feed == feed, Auction.c.identity.in_(identities))
    nights = {row.id: StoredNight(row) for row in connection.execute(of_feed)}
    for lot in connection.execute(select(AuctionLot).where(AuctionLot.c.auction_id.in_(nights))):
        night = nights[lot.auction_id]
        (night.withdrawn if lot.withdrawn else night.lots)[lot.lot_number] = lot.observation_id
    return {night.row.identity: night for night in nights.values()}


def read_lot_prices(
    connection: Connection, feed: str, identities: Collection[str], revision: int | None
) -> dict[str, LotPrice]:
    """Return the observations of lots by identity; `revision` is what was written now, None if nothing was."""
    current = and_(PriceVersion.c.observation_id == PriceObservation.c.id, PriceVersion.c.is_current)
    statement = (
        select(PriceObservation.c.identity, PriceObservation.c.id, *_WRITTEN)
        .join(PriceVersion, current)
        .where(PriceObservation.c.feed == feed, PriceObservation.c.identity.in_(identities))
    )
    found = {}
    for row in connection.execute(statement):
        now = row.revision == revision
        found[row.identity] = LotPrice(row.id, row.version if now else None, now and row.flag is not None)
    return found


def add_nights(uow: UnitOfWork, forms: Sequence[AuctionIn], batch: Batch) -> dict[str, int]:
    """Store new nights; return their ids by identity."""
    if not forms:
        return {}
    recorded = _recorded(uow, batch)
    rows = [
        {"feed": batch.feed, "identity": form.identity, "external_id": form.external_id, "version": 1}
        | said_by(form)
        | recorded
        for form in forms
    ]
    # In the order of arrival, so that the same delivery gets the same numbers.
    statement = insert(Auction).returning(Auction.c.identity, Auction.c.id, sort_by_parameter_order=True)
    return {row.identity: row.id for row in uow.connection.execute(statement, rows)}


def correct_night(uow: UnitOfWork, before: StoredNight, form: AuctionIn, batch: Batch) -> None:
    """Store what a night says now, and keep what it said before."""
    stated = {name: value for name, value in before.said.items() if value is not None}
    content = {name: value if isinstance(value, list) else spelled(value) for name, value in stated.items()}
    past = {"auction_id": before.id, "version": before.row.version, "content": content}
    recorded = {"recorded_at": before.row.recorded_at, "recorded_by": before.row.recorded_by}
    uow.connection.execute(insert(AuctionPast).values(**past, **recorded))
    now = {**said_by(form), **_recorded(uow, batch), "version": before.row.version + 1}
    uow.connection.execute(update(Auction).where(Auction.c.id == before.id).values(now))


def touch_night(uow: UnitOfWork, before: StoredNight) -> None:
    """Let those who ask for what changed see a night: one of its lots did."""
    uow.connection.execute(update(Auction).where(Auction.c.id == before.id).values(revision=uow.revision))


def link_lots(uow: UnitOfWork, lots: Mapping[int, Mapping[str, int]]) -> None:
    """Note the observations of new lots, by auction and number."""
    rows = [
        {"auction_id": auction_id, "lot_number": number, "observation_id": observation_id, "withdrawn": False}
        for auction_id, of_night in lots.items()
        for number, observation_id in of_night.items()
    ]
    if rows:
        uow.connection.execute(insert(AuctionLot), rows)


def bring_back_lots(uow: UnitOfWork, observation_ids: Collection[int]) -> None:
    """Count lots again that had been withdrawn."""
    _mark(uow, observation_ids, withdrawn=False)


def withdraw_lots(uow: UnitOfWork, observation_ids: Collection[int], batch: Batch) -> None:
    """Count lots no longer: the prices stay, each with a new version that is suspect."""
    if not observation_ids:
        return
    columns = [PriceVersion.c[name] for name in VALUE_COLUMNS]
    statement = (
        select(PriceObservation.c.identity, PriceObservation.c.external_id, *columns)
        .join(PriceVersion, PriceVersion.c.observation_id == PriceObservation.c.id)
        .where(PriceVersion.c.is_current, PriceObservation.c.id.in_(observation_ids))
    )
    store(uow, [_withdrawn(row) for row in uow.connection.execute(statement)], batch)
    _mark(uow, observation_ids, withdrawn=True)


def _withdrawn(row: Row[Any]) -> Arriving:
    values = {name: getattr(row, name) for name in VALUE_COLUMNS}
    values = {name: v.normalize() if isinstance(v, Decimal) else v for name, v in values.items()}
    return Arriving(row.identity, row.external_id, {**values, "suspect": WITHDRAWN})


def _mark(uow: UnitOfWork, observation_ids: Collection[int], *, withdrawn: bool) -> None:
    if observation_ids:
        of_lots = update(AuctionLot).where(AuctionLot.c.observation_id.in_(observation_ids))
        uow.connection.execute(of_lots.values(withdrawn=withdrawn))


def _recorded(uow: UnitOfWork, batch: Batch) -> dict[str, Any]:
    return {
        "historical": batch.historical,
        "recorded_at": uow.now,
        "recorded_by": batch.recorded_by,
        "revision": uow.revision,
    }
