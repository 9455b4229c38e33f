"""Publish floors again: events hold all that was decided; alerts' events their retraction; and jobs can be asked for.

Revision: 0005
Before: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PUBLISHED_AND_DECREED = (
    "published_at",
    "published_by",
    "published_why",
    "decree_number",
    "decree_on",
    "decree_signatory",
    "decree_file",
)
# No floor was published twice so far: what it is published by now, it was since.
_AS_IT_WAS_PUBLISHED = """
    UPDATE minimum_price_event SET {column} = (
        SELECT floor.{column} FROM minimum_price AS floor
        WHERE floor.id = minimum_price_event.minimum_price_id AND floor.published_at <= minimum_price_event.done_at
    )
"""
_LEGAL_STATUS = """
    UPDATE minimum_price_event SET legal_status = COALESCE((
        SELECT floor.legal_status FROM minimum_price AS floor
        WHERE floor.id = minimum_price_event.minimum_price_id AND floor.published_at <= minimum_price_event.done_at
    ), 'indication')
"""
_RETRACTIONS = """
    INSERT INTO alert_event (alert_id, sequence, kind, day, severity, reason, evidence)
    SELECT alert.id, (SELECT COALESCE(MAX(e.sequence), 0) + 1 FROM alert_event AS e WHERE e.alert_id = alert.id),
           'retracted', {day}, alert.severity, alert.reason, '[]'
    FROM alert JOIN alert_change ON alert_change.alert_id = alert.id AND alert_change.kind = 'retracted'
    WHERE alert.state = 'retracted' ORDER BY alert.id
"""
_IN_JAKARTA = {
    "sqlite": "date(alert_change.recorded_at, '+7 hours')",
    "postgresql": "CAST(alert_change.recorded_at AT TIME ZONE 'Asia/Jakarta' AS DATE)",
}


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("minimum_price_event") as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("published_by", sa.String(120), nullable=True))
        batch_op.add_column(sa.Column("published_why", sa.String(400), nullable=True))
        batch_op.add_column(sa.Column("decree_number", sa.String(80), nullable=True))
        batch_op.add_column(sa.Column("decree_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("decree_signatory", sa.String(120), nullable=True))
        batch_op.add_column(sa.Column("decree_file", sa.String(300), nullable=True))
        batch_op.add_column(sa.Column("legal_status", sa.String(32), nullable=True))
    for name in _PUBLISHED_AND_DECREED:
        op.execute(_AS_IT_WAS_PUBLISHED.format(column=name))
    op.execute(_LEGAL_STATUS)
    with op.batch_alter_table("minimum_price_event") as batch_op:
        batch_op.alter_column("legal_status", existing_type=sa.String(32), nullable=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_event_legal_status_known"), "legal_status IN ('indication', 'decree')"
        )
    op.execute(_RETRACTIONS.format(day=_IN_JAKARTA[op.get_bind().dialect.name]))
    op.create_table(
        "job_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("length(asked_by) > 0", name=op.f("ck_job_request_asked_by_somebody")),
        sa.CheckConstraint("length(job) > 0", name=op.f("ck_job_request_job_named")),
        sa.ForeignKeyConstraint(["run_id"], ["job_run.id"], name=op.f("fk_job_request_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_request")),
    )
    with op.batch_alter_table("job_request") as batch_op:
        batch_op.create_index(batch_op.f("ix_job_request_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_job_request_waiting",
            ["job"],
            unique=True,
            sqlite_where=sa.text("run_id IS NULL"),
            postgresql_where=sa.text("run_id IS NULL"),
        )


def downgrade() -> None:
    """Take back."""
    op.drop_table("job_request")
    op.execute("DELETE FROM alert_event WHERE kind = 'retracted'")
    with op.batch_alter_table("minimum_price_event") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_minimum_price_event_legal_status_known"), type_="check")
        for name in ("legal_status", *_PUBLISHED_AND_DECREED):
            batch_op.drop_column(name)
