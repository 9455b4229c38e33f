"""Auction nights for tests: forms as they arrive, and ways to take them in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.database import Database
from service.prices.auction_schemas import AuctionIn
from service.prices.auctions import ArrivingAuction, NightReport, take_in_auctions
from service.prices.intake import Batch
from tests.builders import LIVE, MUARA_ENIM, NOW

NIGHT: Mapping[str, Any] = {
    "uppb_name": "UPPB Lavender",
    "registration_number": "16.03/UPPB/012",
    "district_code": MUARA_ENIM,
    "held_on": "2026-11-02",
    "reserve_price_idr_per_kg": 9500,
    "bids_idr_per_kg": [9600, 9850.50],
    "winner_type": "company",
    "source": "auction form",
    "provenance": "survey",
}


def lot(number: str | int, price: float = 9800, **changes: Any) -> dict[str, Any]:
    """Return one lot as it arrives."""
    plain = {"lot_number": str(number), "weight_kg": 1250, "dry_rubber_content_percent": 55.5}
    return {**plain, "storage_age": "weekly", "bokar_type": "slab", "price_idr_per_kg": price, **changes}


def night(*lots: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the form of one night as it arrives, with two lots if none are given."""
    return {**NIGHT, "lots": list(lots) or [lot(1), lot(2, 9700)], **changes}


def take_in_nights(
    database: Database, *nights: Mapping[str, Any], batch: Batch = LIVE, now: datetime = NOW, is_whole: bool = True
) -> Sequence[NightReport]:
    """Take forms in, in one transaction; nothing is evaluated."""
    forms = [ArrivingAuction(AuctionIn.model_validate(form), is_whole) for form in nights]
    with database.unit_of_work(now) as uow:
        return take_in_auctions(uow, forms, batch)
