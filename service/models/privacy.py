"""What is kept about personal data: which keys the hashes were made with, and what was erased."""

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Integer, String, Table, UniqueConstraint

from service.database import UtcDateTime
from service.models.base import METADATA, RowId

PersonalKey = Table(
    "personal_key",
    METADATA,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key_id", String(8), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("key_id", name="uq_personal_key_id"),
    CheckConstraint("position >= 1", name="position_from_one"),
    CheckConstraint("length(key_id) = 8", name="key_id_form"),
)
"""The chain of keys all hashes in this database are made with, the oldest first; the keys themselves are secrets.

Rotation hashes everything anew in one transaction, so one chain holds for all rows.
"""

Erasure = Table(
    "erasure",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("person_hash", String(64), index=True, nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
    Column("erased_by", String(120), nullable=False),
    Column("counts", JSON, nullable=False),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("length(person_hash) = 64", name="hash_form"),
    CheckConstraint("length(erased_by) > 0", name="erased_by_somebody"),
)
"""A tombstone: whose data was erased (by its hash), when, by whom, and how many rows of which table."""
