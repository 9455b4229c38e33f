"""The collection of tables, the names of constraints, and checks that several tables need."""

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, MetaData, String, Table

# The names an office reads in an error message, and the ones `alembic downgrade` drops by.
NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# SQLite numbers its rows by itself only in a column of exactly this type.
RowId = BigInteger().with_variant(Integer, "sqlite")


# Tables without the ORM: rows are read as rows, and importing the ORM is a tenth of the start.
METADATA = MetaData(naming_convention=NAMING)

DataRevision = Table(
    "data_revision",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)
"""One row: the number of the last committed change of data."""


def word_column(name: str, *, nullable: bool = False) -> Column[str]:
    """Return a column for one word of a closed list; `one_of` says which list."""
    return Column(name, String(32), nullable=nullable)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Refuse a word that is not in the list."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def between(column: str, low: str, high: str, *, name: str) -> CheckConstraint:
    """Refuse a number outside `low` and `high`, two comparisons such as `> 0` and `<= 1`.

    The upper bound also refuses NaN, which PostgreSQL holds greater than every number.
    """
    return CheckConstraint(f"{column} {low} AND {column} {high}", name=name)


def not_negative(column: str) -> CheckConstraint:
    """Refuse an amount below zero (and NaN)."""
    return between(column, ">= 0", "< 1e13", name=f"{column}_not_negative")


def positive(column: str) -> CheckConstraint:
    """Refuse an amount of zero or below (and NaN)."""
    return between(column, "> 0", "< 1e13", name=f"{column}_positive")


def share(column: str) -> CheckConstraint:
    """Refuse a share outside 0 (inclusive) to 1 (exclusive)."""
    return between(column, ">= 0", "< 1", name=f"{column}_is_a_share")


def dry_rubber_content_check() -> CheckConstraint:
    """Refuse a dry rubber content outside 0 (exclusive) to 1 (inclusive)."""
    return between("dry_rubber_content", "> 0", "<= 1", name="dry_rubber_content_is_a_share")
