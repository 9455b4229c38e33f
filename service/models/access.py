"""Who may write, and the answers that writers may ask for again."""

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from service.database import UtcDateTime
from service.models.base import METADATA

ApiKey = Table(
    "api_key",
    METADATA,
    Column("prefix", String(8), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("name", String(120), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("last_used_on", Date),
    CheckConstraint("length(prefix) = 8", name="prefix_form"),
    CheckConstraint("length(secret_hash) = 64", name="hash_form"),
    CheckConstraint("length(name) > 0", name="name_given"),
    CheckConstraint("created_at < expires_at", name="expires_after_creation"),
    CheckConstraint("created_at <= revoked_at", name="revoked_after_creation"),
)
"""A key: its public prefix, the SHA-256 of its secret, and what it may do (words of `Scope`).

Keys are revoked, never deleted: what they wrote still names them. `last_used_on` is a Jakarta day and no moment, so
that reading writes at most once a day.
"""

IdempotentAnswer = Table(
    "idempotent_answer",
    METADATA,
    Column("key_prefix", ForeignKey("api_key.prefix"), primary_key=True),
    Column("idempotency_key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, index=True, nullable=False),
    CheckConstraint("length(idempotency_key) > 0", name="key_given"),
    CheckConstraint("length(fingerprint) = 64", name="fingerprint_form"),
    CheckConstraint("status BETWEEN 200 AND 499", name="status_of_an_answer"),
)
"""What a request with an `Idempotency-Key` was answered; written in one commit with what it changed."""
