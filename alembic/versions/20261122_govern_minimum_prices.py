"""Govern minimum prices: households' years, policies, indices, and what each floor was and when.

Revision: 0004
Before: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What was decided on floors before is known by its outcome alone.
_WHAT_THEY_ARE = """
    INSERT INTO minimum_price_event (minimum_price_id, status, valid_until, done_at, done_by, why, revision)
    SELECT id, status, valid_until, COALESCE(published_at, known_from), COALESCE(published_by, 'bokar'),
           COALESCE(published_why, 'computed'), revision
    FROM minimum_price WHERE status IS NOT NULL ORDER BY id
"""

_WITHOUT_REFUSED_INDICES = (
    "DELETE FROM refused_row WHERE import_id IN (SELECT id FROM import_run WHERE kind = 'indices')"
)


def _fixed(precision: int, scale: int) -> sa.types.TypeEngine:
    return sa.Numeric(precision, scale).with_variant(sa.Float(53), "sqlite")


def _know_kinds_of_imports(*kinds: str) -> None:
    with op.batch_alter_table("import_run") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_import_run_kind_known"), type_="check")
        known = ", ".join(f"'{kind}'" for kind in kinds)
        batch_op.create_check_constraint(batch_op.f("ck_import_run_kind_known"), f"kind IN ({known})")


def upgrade() -> None:
    """Apply."""
    _know_kinds_of_imports("prices", "auctions", "surveys", "indices")
    op.create_table(
        "index_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("index_name", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=2), nullable=False),
        sa.Column("from_base", sa.String(length=40), nullable=False),
        sa.Column("to_base", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("factor", _fixed(16, 8), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "index_name IN ('consumption', 'inputs', 'wage', 'rice_price', 'consumer_prices')",
            name=op.f("ck_index_link_index_name_known"),
        ),
        sa.CheckConstraint(
            "provenance IN ('survey', 'published', 'press', 'derived', 'simulated')",
            name=op.f("ck_index_link_provenance_known"),
        ),
        sa.CheckConstraint("factor > 0 AND factor < 1e13", name=op.f("ck_index_link_factor_positive")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_index_link_version_from_one")),
        sa.CheckConstraint("length(from_base) > 0 AND length(to_base) > 0", name=op.f("ck_index_link_bases_named")),
        sa.CheckConstraint("from_base <> to_base", name=op.f("ck_index_link_two_bases")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_index_link_source_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_link")),
        sa.UniqueConstraint("index_name", "area_code", "from_base", "to_base", "version", name="uq_index_link_number"),
    )
    with op.batch_alter_table("index_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_index_link_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "uq_index_link_current",
            ["index_name", "area_code", "from_base", "to_base"],
            unique=True,
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "index_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("index_name", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=2), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("base", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("value", _fixed(16, 6), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "index_name IN ('consumption', 'inputs', 'wage', 'rice_price', 'consumer_prices')",
            name=op.f("ck_index_value_index_name_known"),
        ),
        sa.CheckConstraint(
            "provenance IN ('survey', 'published', 'press', 'derived', 'simulated')",
            name=op.f("ck_index_value_provenance_known"),
        ),
        sa.CheckConstraint("length(base) > 0", name=op.f("ck_index_value_base_named")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_index_value_source_named")),
        sa.CheckConstraint("value > 0 AND value < 1e13", name=op.f("ck_index_value_value_positive")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_index_value_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_value")),
        sa.UniqueConstraint("index_name", "area_code", "base", "month", "version", name="uq_index_value_number"),
    )
    with op.batch_alter_table("index_value") as batch_op:
        batch_op.create_index(batch_op.f("ix_index_value_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "uq_index_value_current",
            ["index_name", "area_code", "base", "month"],
            unique=True,
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "floor_policy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("aggregator", sa.String(length=32), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("auto_publish", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "aggregator IN ('ratio_of_means', 'mean_of_ratios')", name=op.f("ck_floor_policy_aggregator_known")
        ),
        sa.CheckConstraint("length(decided_by) > 0", name=op.f("ck_floor_policy_decided_by_somebody")),
        sa.CheckConstraint("length(method) > 0", name=op.f("ck_floor_policy_method_named")),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_floor_policy_says_why")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_floor_policy_district_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_policy")),
    )
    with op.batch_alter_table("floor_policy") as batch_op:
        batch_op.create_index(batch_op.f("ix_floor_policy_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_floor_policy_revision"), ["revision"], unique=False)

    op.create_table(
        "floor_computation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=False),
        sa.Column("household_ids", sa.JSON(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("households >= 0", name=op.f("ck_floor_computation_households_not_negative")),
        sa.CheckConstraint("length(input_digest) = 64", name=op.f("ck_floor_computation_digest_form")),
        sa.CheckConstraint("length(part) > 0", name=op.f("ck_floor_computation_part_named")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["cost_survey.id"], name=op.f("fk_floor_computation_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_computation")),
    )
    with op.batch_alter_table("floor_computation") as batch_op:
        batch_op.create_index(batch_op.f("ix_floor_computation_revision"), ["revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_floor_computation_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "household_year",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("village", sa.BigInteger(), nullable=True),
        sa.Column("tenure", sa.String(length=32), nullable=True),
        sa.Column("member", sa.Boolean(), nullable=True),
        sa.Column("weight", sa.Float(precision=53), nullable=False),
        sa.Column("production_kg", sa.Float(precision=53), nullable=False),
        sa.Column("revenue_share", sa.Float(precision=53), nullable=False),
        sa.Column("weight_cut_share", sa.Float(precision=53), nullable=False),
        sa.Column("months_inferred", sa.Boolean(), nullable=False),
        sa.Column("cash_idr", sa.Float(precision=53), nullable=True),
        sa.Column("depreciation_idr", sa.Float(precision=53), nullable=True),
        sa.Column("family_labour_idr", sa.Float(precision=53), nullable=True),
        sa.Column("own_resources_idr", sa.Float(precision=53), nullable=True),
        sa.Column("fixed_idr", sa.Float(precision=53), nullable=True),
        sa.Column("variable_idr", sa.Float(precision=53), nullable=True),
        sa.Column("household_consumption_idr", sa.Float(precision=53), nullable=True),
        sa.Column("household_size", sa.Float(precision=53), nullable=True),
        sa.Column("other_income_idr", sa.Float(precision=53), nullable=True),
        sa.Column("dry_rubber_content", sa.Float(precision=53), nullable=True),
        sa.Column("price_idr_per_kg", sa.Float(precision=53), nullable=True),
        sa.Column("deduction", sa.Float(precision=53), nullable=True),
        sa.Column("fertiliser_idr", sa.Float(precision=53), nullable=True),
        sa.Column("pesticide_idr", sa.Float(precision=53), nullable=True),
        sa.Column("coagulant_idr", sa.Float(precision=53), nullable=True),
        sa.Column("tapping_idr", sa.Float(precision=53), nullable=True),
        sa.Column("collecting_idr", sa.Float(precision=53), nullable=True),
        sa.Column("fuel_idr", sa.Float(precision=53), nullable=True),
        sa.Column("transport_idr", sa.Float(precision=53), nullable=True),
        sa.Column("tools_idr", sa.Float(precision=53), nullable=True),
        sa.Column("weight_cut_idr", sa.Float(precision=53), nullable=True),
        sa.Column("group_fee_idr", sa.Float(precision=53), nullable=True),
        sa.Column("interest_idr", sa.Float(precision=53), nullable=True),
        sa.Column("land_idr", sa.Float(precision=53), nullable=True),
        sa.Column("tax_idr", sa.Float(precision=53), nullable=True),
        sa.Column("stand_establishment_idr", sa.Float(precision=53), nullable=True),
        sa.Column("other_idr", sa.Float(precision=53), nullable=True),
        sa.Column("costs", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "tenure IN ('owner_tapper', 'owner_with_tapper', 'tapper')", name=op.f("ck_household_year_tenure_known")
        ),
        sa.CheckConstraint(
            "production_kg >= 0 AND production_kg < 1.2e14", name=op.f("ck_household_year_production_kg_not_negative")
        ),
        sa.CheckConstraint(
            "revenue_share >= 0 AND revenue_share < 1e6", name=op.f("ck_household_year_revenue_share_not_negative")
        ),
        sa.CheckConstraint("deduction >= 0 AND deduction < 1", name=op.f("ck_household_year_deduction_is_a_share")),
        sa.CheckConstraint("village > 0", name=op.f("ck_household_year_village_is_a_code")),
        sa.CheckConstraint("weight > 0 AND weight < 1e13", name=op.f("ck_household_year_weight_positive")),
        sa.CheckConstraint(
            "weight_cut_share >= 0 AND weight_cut_share < 1", name=op.f("ck_household_year_weight_cut_is_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["survey_household.id"], name=op.f("fk_household_year_household_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["cost_survey.id"], name=op.f("fk_household_year_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_household_year")),
    )
    with op.batch_alter_table("household_year") as batch_op:
        batch_op.create_index(batch_op.f("ix_household_year_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "minimum_price_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minimum_price_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_minimum_price_event_status_known"),
        ),
        sa.CheckConstraint("length(done_by) > 0", name=op.f("ck_minimum_price_event_done_by_somebody")),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_minimum_price_event_says_why")),
        sa.ForeignKeyConstraint(
            ["minimum_price_id"],
            ["minimum_price.id"],
            name=op.f("fk_minimum_price_event_minimum_price_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_price_event")),
    )
    with op.batch_alter_table("minimum_price_event") as batch_op:
        batch_op.create_index(batch_op.f("ix_minimum_price_event_minimum_price_id"), ["minimum_price_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minimum_price_event_revision"), ["revision"], unique=False)

    with op.batch_alter_table("minimum_price") as batch_op:
        batch_op.add_column(sa.Column("replicates", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seed", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("surveyed_minimum_price_idr_per_kg", _fixed(16, 2), nullable=True))
        batch_op.add_column(sa.Column("carried_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("decree_file", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("alternatives", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.drop_constraint(batch_op.f("ck_minimum_price_somebody_asked"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_somebody_asked"), "households >= 1 OR minimum_price_idr_per_kg IS NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_interval_of_replicates"),
            "replicates IS NOT NULL OR interval_low_idr_per_kg IS NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_carried_from_survey"),
            "(carried_to IS NOT NULL OR surveyed_minimum_price_idr_per_kg IS NULL)"
            " AND (carried_to IS NULL OR surveyed_minimum_price_idr_per_kg IS NOT NULL OR minimum_price_idr_per_kg IS NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_surveyed_minimum_price_idr_per_kg_positive"),
            "surveyed_minimum_price_idr_per_kg > 0 AND surveyed_minimum_price_idr_per_kg < 1e13",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_minimum_price_aggregator_known"), "aggregator IN ('ratio_of_means', 'mean_of_ratios')"
        )
    with op.batch_alter_table("minimum_price") as batch_op:
        batch_op.alter_column("alternatives", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("cost_survey") as batch_op:
        batch_op.add_column(sa.Column("floors_of", sa.String(length=64), nullable=True))
    op.execute(_WHAT_THEY_ARE)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("cost_survey") as batch_op:
        batch_op.drop_column("floors_of")
    op.execute(_WITHOUT_REFUSED_INDICES)
    op.execute("DELETE FROM import_run WHERE kind = 'indices'")
    _know_kinds_of_imports("prices", "auctions", "surveys")
    with op.batch_alter_table("minimum_price") as batch_op:
        for name in (
            "somebody_asked",
            "interval_of_replicates",
            "carried_from_survey",
            "surveyed_minimum_price_idr_per_kg_positive",
            "aggregator_known",
        ):
            batch_op.drop_constraint(batch_op.f(f"ck_minimum_price_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_minimum_price_somebody_asked"), "households >= 1")
        for name in (
            "alternatives",
            "decree_file",
            "carried_to",
            "surveyed_minimum_price_idr_per_kg",
            "seed",
            "replicates",
        ):
            batch_op.drop_column(name)
    for table in (
        "minimum_price_event",
        "household_year",
        "floor_computation",
        "floor_policy",
        "index_value",
        "index_link",
    ):
        op.drop_table(table)
