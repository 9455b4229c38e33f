"""Auctions: the form of each night, what it said before, and its lots, whose prices are observations."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from service.database import UtcDateTime, money
from service.models.base import METADATA, RowId, one_of, positive, word_column
from service.vocabulary import BuyerType, Provenance

Auction = Table(
    "auction",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("feed", String(120), nullable=False),
    Column("identity", String(140), nullable=False),
    Column("external_id", String(120)),
    Column("version", Integer, nullable=False),
    Column("uppb_name", String(200), nullable=False),
    Column("registration_number", String(60), nullable=False),
    Column("district_code", ForeignKey("district.code"), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("reserve_price_idr_per_kg", money()),
    Column("bids_idr_per_kg", JSON, nullable=False),
    word_column("winner_type", nullable=True),
    Column("source", String(400), nullable=False),
    word_column("provenance"),
    Column("historical", Boolean, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(120), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    UniqueConstraint("feed", "identity", name="uq_auction_identity"),
    Index("ix_auction_newest", "held_on", "id"),
    CheckConstraint("length(identity) > 0", name="identity_not_empty"),
    CheckConstraint("version >= 1", name="version_from_one"),
    CheckConstraint("length(uppb_name) > 0", name="uppb_named"),
    CheckConstraint("length(registration_number) > 0", name="uppb_registered"),
    CheckConstraint("length(source) > 0", name="source_named"),
    positive("reserve_price_idr_per_kg"),
    one_of("winner_type", BuyerType),
    one_of("provenance", Provenance),
)
"""One auction night of a UPPB, as its form says now; the bids are prices without bidders.

`identity` is the feed's own id (`id:...`) or, where it has none, the UPPB's registration number and the day
(`uppb:...`). `revision` moves when the night or one of its lots changes, `version` when the night does.
"""

AuctionPast = Table(
    "auction_past",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("auction_id", ForeignKey("auction.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", String(120), nullable=False),
    UniqueConstraint("auction_id", "version", name="uq_auction_past_number"),
    CheckConstraint("version >= 1", name="version_from_one"),
)
"""What a night's form said before a correction, who had recorded that and when."""

AuctionLot = Table(
    "auction_lot",
    METADATA,
    Column("auction_id", ForeignKey("auction.id"), primary_key=True),
    Column("lot_number", String(40), primary_key=True),
    Column("observation_id", ForeignKey("price_observation.id"), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    CheckConstraint("length(lot_number) > 0", name="lot_numbered"),
)
"""One lot: what was paid for it, its weight and quality are the versions of its observation.

A lot that a corrected form no longer has is `withdrawn`, and its observation's current version suspect.
"""
