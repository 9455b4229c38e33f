"""Taking in the forms of auction nights: the night in its own table, each lot as a price observation.

A lot goes the way of every price, so that it is recognised, corrected, flagged and rolled up like any other; what was
paid stands nowhere else. Its reporter is the UPPB, by its registration number. Bids are no prices that anybody got:
they stay with the night.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.database import UnitOfWork
from service.imports.refusals import Problem, problem
from service.imports.schemas import RowOutcome
from service.prices.auction_schemas import AuctionIn, LotIn
from service.prices.auction_tables import (
    LotPrice,
    StoredNight,
    add_nights,
    bring_back_lots,
    correct_night,
    link_lots,
    read_lot_prices,
    read_nights,
    said_by,
    touch_night,
    withdraw_lots,
)
from service.prices.content import Arriving, arriving, spelled
from service.prices.intake import Batch, IntakeReport, store
from service.prices.recognition import LOOKUP_SIZE
from service.prices.schemas import PriceIn
from service.vocabulary import PriceKind, PriceLevel


@dataclass(frozen=True, slots=True)
class ArrivingAuction:
    """A valid form; one that came whole has all lots of its night, so that a lot it lacks has been withdrawn."""

    form: AuctionIn
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a lot that somebody should know, although it was taken in."""

    night: str
    lot_number: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class NightReport:
    """What became of a form; where the night itself was corrected, its known lots count as corrected too."""

    auction_id: int
    outcome: RowOutcome
    lots: IntakeReport
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class _Night:
    """A night that arrives: its form, what is known of it, and the prices of its lots by their numbers."""

    auction: ArrivingAuction
    before: StoredNight | None
    prices: Mapping[str, Arriving]

    @property
    def form(self) -> AuctionIn:
        """Return the form."""
        return self.auction.form

    @property
    def gone(self) -> dict[str, int]:
        """Return the lots that were there and are not any more."""
        if self.before is None or not self.auction.is_whole:
            return {}
        return {number: lot for number, lot in self.before.lots.items() if number not in self.prices}

    @property
    def back(self) -> list[int]:
        """Return the lots that were withdrawn and are there again."""
        withdrawn = {} if self.before is None else self.before.withdrawn
        return [lot for number, lot in withdrawn.items() if number in self.prices]

    @property
    def new(self) -> dict[str, Arriving]:
        """Return the prices of lots that were never there before."""
        known = {} if self.before is None else {**self.before.lots, **self.before.withdrawn}
        return {number: price for number, price in self.prices.items() if number not in known}

    @property
    def is_corrected(self) -> bool:
        """Say whether the form says something else of the night itself."""
        return self.before is not None and self.before.said != said_by(self.form)

    def lots(self, written: Mapping[str, LotPrice]) -> IntakeReport:
        """Return what became of the lots."""
        versions = [written[price.identity].version for price in self.prices.values()]
        flagged = sum(written[price.identity].flagged for price in self.prices.values())
        new, known = versions.count(1), versions.count(None)
        return IntakeReport(new, known, len(versions) - new - known, flagged)

    def outcome(self, lots: IntakeReport) -> RowOutcome:
        """Return what became of the form."""
        if self.before is None:
            return RowOutcome.ACCEPTED
        changed = self.is_corrected or lots.accepted or lots.corrected or self.gone
        return RowOutcome.CORRECTED if changed else RowOutcome.DUPLICATE


def take_in_auctions(uow: UnitOfWork, auctions: Iterable[ArrivingAuction], batch: Batch) -> list[NightReport]:
    """Store valid forms of different nights in the caller's transaction.

    A lot that a whole form no longer has keeps its price, as a new version that is suspect and so not computed with.
    """
    return [report for some in _some_at_a_time(auctions) for report in _take_in(uow, some, batch)]


def _some_at_a_time(auctions: Iterable[ArrivingAuction]) -> Iterator[list[ArrivingAuction]]:
    """Yield forms with as many lots together as can be looked up at once."""
    some, lots = list[ArrivingAuction](), 0
    for auction in auctions:
        if lots + len(auction.form.lots) > LOOKUP_SIZE:
            yield some
            some, lots = [], 0
        some.append(auction)
        lots += len(auction.form.lots)
    yield some


def _take_in(uow: UnitOfWork, auctions: Sequence[ArrivingAuction], batch: Batch) -> list[NightReport]:
    known = read_nights(uow.connection, batch.feed, [auction.form.identity for auction in auctions])
    nights = [_Night(each, known.get(each.form.identity), _prices(each.form)) for each in auctions]
    prices = [price for night in nights for price in night.prices.values()]
    stored = store(uow, prices, batch)
    withdraw_lots(uow, [lot for night in nights for lot in night.gone.values()], batch)
    revision = uow.revision if stored.accepted or stored.corrected else None
    written = read_lot_prices(uow.connection, batch.feed, [price.identity for price in prices], revision)
    ids = {identity: night.id for identity, night in known.items()}
    ids |= add_nights(uow, [night.form for night in nights if night.before is None], batch)
    _link(uow, nights, ids, written)
    return [_finish(uow, night, ids[night.form.identity], written, batch) for night in nights]


def _finish(
    uow: UnitOfWork, night: _Night, auction_id: int, written: Mapping[str, LotPrice], batch: Batch
) -> NightReport:
    lots = night.lots(written)
    outcome = night.outcome(lots)
    if night.before is not None and night.is_corrected:
        correct_night(uow, night.before, night.form, batch)
        lots = replace(lots, corrected=lots.corrected + lots.duplicate, duplicate=0)
    elif night.before is not None and outcome is RowOutcome.CORRECTED:
        touch_night(uow, night.before)
    gone = [Warned(night.form.identity, lot, problem("lot_gone", "lot_number", lot)) for lot in night.gone]
    return NightReport(auction_id, outcome, lots, (*warnings_of(night.form), *gone))


def _link(uow: UnitOfWork, nights: Sequence[_Night], ids: Mapping[str, int], written: Mapping[str, LotPrice]) -> None:
    """Have every lot point to its observation."""
    bring_back_lots(uow, [lot for night in nights for lot in night.back])
    new = {ids[night.form.identity]: night.new for night in nights}
    link_lots(
        uow,
        {
            auction_id: {number: written[price.identity].observation_id for number, price in prices.items()}
            for auction_id, prices in new.items()
        },
    )


def warnings_of(form: AuctionIn) -> list[Warned]:
    """Return the lots of a form whose price does not go with the reserve price or the bids."""
    warned = []
    for lot in form.lots:
        price, reserve, bids = lot.price_idr_per_kg, form.reserve_price_idr_per_kg, form.bids_idr_per_kg
        if reserve is not None and price < reserve:
            warned.append(_price_warned(form, lot, "below_reserve", reserve=spelled(reserve)))
        if bids and price > max(bids):
            warned.append(_price_warned(form, lot, "above_bids", highest=spelled(max(bids))))
    return warned


def _price_warned(form: AuctionIn, lot: LotIn, kind: str, **facts: str) -> Warned:
    told = problem(kind, "price_idr_per_kg", spelled(lot.price_idr_per_kg), **facts)
    return Warned(form.identity, lot.lot_number, told)


def _prices(form: AuctionIn) -> dict[str, Arriving]:
    return {lot.lot_number: arriving(lot_price(form, lot)) for lot in form.lots}


def lot_price(form: AuctionIn, lot: LotIn) -> PriceIn:
    """Return what was paid for a lot as a price observation."""
    return PriceIn(
        external_id=f"auction:{form.identity}:{lot.lot_number}",
        province_code=form.district_code[:2],
        district_code=form.district_code,
        observed_on=form.held_on,
        price_level=PriceLevel.AUCTION,
        price_idr_per_kg=lot.price_idr_per_kg,
        price_kind=PriceKind.PAID,
        dry_rubber_content_percent=lot.dry_rubber_content_percent,
        bokar_type=lot.bokar_type,
        storage_age=lot.storage_age,
        volume_kg=lot.weight_kg,
        buyer_type=form.winner_type,
        reporter=form.registration_number,
        source=form.source,
        provenance=form.provenance,
    )
