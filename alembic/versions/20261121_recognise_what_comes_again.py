"""Recognise what comes again: prices by what they were corrected to, and the lines of a file that are in.

Revision: 0003
Before: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "price_alias",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=220), nullable=False),
        sa.Column("observation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("length(identity) > 0", name=op.f("ck_price_alias_identity_not_empty")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["price_observation.id"], name=op.f("fk_price_alias_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_alias")),
        sa.UniqueConstraint("feed", "identity", name="uq_price_alias_identity"),
    )
    with op.batch_alter_table("import_run") as batch_op:
        batch_op.add_column(sa.Column("lines_done", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_import_run_lines_forward"), "lines_done >= 0")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("import_run") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_import_run_lines_forward"), type_="check")
        batch_op.drop_column("lines_done")

    op.drop_table("price_alias")
