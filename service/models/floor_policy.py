"""How a district's minimum price is set: decisions of people, one after the other, none of them changed."""

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from service.database import UtcDateTime
from service.models.base import METADATA, RowId, one_of, word_column
from service.vocabulary import Aggregator, FloorStatus, LegalStatus

FloorPolicy = Table(
    "floor_policy",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("district_code", ForeignKey("district.code"), index=True),
    Column("method", String(40), nullable=False),
    word_column("aggregator"),
    Column("parameters", JSON, nullable=False),
    Column("auto_publish", Boolean, nullable=False),
    Column("review_on", Date),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("decided_by", String(120), nullable=False),
    Column("why", String(400), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    one_of("aggregator", Aggregator),
    CheckConstraint("length(method) > 0", name="method_named"),
    CheckConstraint("length(decided_by) > 0", name="decided_by_somebody"),
    CheckConstraint("length(why) > 0", name="says_why"),
)
"""The policy of a district (null: of every district without its own) from `decided_at` on; the newest one counts."""

MinimumPriceEvent = Table(
    "minimum_price_event",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("minimum_price_id", ForeignKey("minimum_price.id", ondelete="CASCADE"), nullable=False, index=True),
    word_column("status"),
    Column("valid_until", Date),
    Column("published_at", UtcDateTime),
    Column("published_by", String(120)),
    Column("published_why", String(400)),
    word_column("legal_status"),
    Column("decree_number", String(80)),
    Column("decree_on", Date),
    Column("decree_signatory", String(120)),
    Column("decree_file", String(300)),
    Column("done_at", UtcDateTime, nullable=False),
    Column("done_by", String(120), nullable=False),
    Column("why", String(400), nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    one_of("status", FloorStatus),
    one_of("legal_status", LegalStatus),
    CheckConstraint("length(done_by) > 0", name="done_by_somebody"),
    CheckConstraint("length(why) > 0", name="says_why"),
)
"""What a minimum price was from `done_at` on, all of it that decisions change, and who made it so; append-only."""

FloorComputation = Table(
    "floor_computation",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("survey_id", ForeignKey("cost_survey.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", String(40), nullable=False),
    Column("input_digest", String(64), nullable=False),
    Column("household_ids", JSON, nullable=False),
    Column("households", Integer, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("computed_at", UtcDateTime, nullable=False),
    Column("revision", BigInteger, index=True, nullable=False),
    CheckConstraint("length(part) > 0", name="part_named"),
    CheckConstraint("length(input_digest) = 64", name="digest_form"),
    CheckConstraint("households >= 0", name="households_not_negative"),
)
"""Which households a survey's figures were computed from: never shown, it guards what may be shown beside them.

`part` names the cell: the survey as a whole, a figure that fewer households state, or a tenure. `household_ids` holds
the first id, then by turns how many ids follow each other and how many are left out.
"""
