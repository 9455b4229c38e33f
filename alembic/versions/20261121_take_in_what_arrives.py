"""Take in prices and surveys as they arrive: imports, reviews, auctions, households, keys and rights.

Revision: 0002
Before: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_key",
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_api_key_expires_after_creation")),
        sa.CheckConstraint("created_at <= revoked_at", name=op.f("ck_api_key_revoked_after_creation")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_api_key_name_given")),
        sa.CheckConstraint("length(prefix) = 8", name=op.f("ck_api_key_prefix_form")),
        sa.CheckConstraint("length(secret_hash) = 64", name=op.f("ck_api_key_hash_form")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_api_key")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.String(length=120), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(erased_by) > 0", name=op.f("ck_erasure_erased_by_somebody")),
        sa.CheckConstraint("length(person_hash) = 64", name=op.f("ck_erasure_hash_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure") as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_person_hash"), ["person_hash"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("sheet", sa.String(length=120), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "(status = 'running') = (finished_at IS NULL)", name=op.f("ck_import_run_finished_when_not_running")
        ),
        sa.CheckConstraint("kind IN ('prices', 'auctions', 'surveys')", name=op.f("ck_import_run_kind_known")),
        sa.CheckConstraint("status <> 'refused' OR error IS NOT NULL", name=op.f("ck_import_run_refusal_says_why")),
        sa.CheckConstraint("status IN ('running', 'completed', 'refused')", name=op.f("ck_import_run_status_known")),
        sa.CheckConstraint(
            "accepted >= 0 AND corrected >= 0 AND duplicate >= 0 AND rejected >= 0 AND flagged >= 0",
            name=op.f("ck_import_run_counts_forward"),
        ),
        sa.CheckConstraint("attempts >= 1", name=op.f("ck_import_run_attempts_from_one")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_import_run_digest_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("kind", "feed", "digest", name="uq_import_run_delivery"),
    )
    op.create_table(
        "personal_key",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key_id) = 8", name=op.f("ck_personal_key_key_id_form")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_personal_key_position_from_one")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_personal_key")),
        sa.UniqueConstraint("key_id", name="uq_personal_key_id"),
    )
    op.create_table(
        "reference_price",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("usd_per_kg", sa.Numeric(10, 4).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("series IN ('TSR20', 'RSS3')", name=op.f("ck_reference_price_series_known")),
        sa.CheckConstraint("usd_per_kg > 0 AND usd_per_kg < 1e13", name=op.f("ck_reference_price_usd_per_kg_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_price")),
        sa.UniqueConstraint("series", "month", "recorded_at", name="uq_reference_price_known"),
    )
    op.create_table(
        "source_state",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("validators", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("watermark", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=2000), nullable=True),
        sa.Column("consecutive_failures", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(consecutive_failures = 0) = (last_error IS NULL)", name=op.f("ck_source_state_failure_says_why")
        ),
        sa.CheckConstraint("consecutive_failures >= 0", name=op.f("ck_source_state_failures_counted")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source_state")),
    )
    op.create_table(
        "idempotent_answer",
        sa.Column("key_prefix", sa.String(length=8), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_idempotent_answer_fingerprint_form")),
        sa.CheckConstraint("length(idempotency_key) > 0", name=op.f("ck_idempotent_answer_key_given")),
        sa.CheckConstraint("status BETWEEN 200 AND 499", name=op.f("ck_idempotent_answer_status_of_an_answer")),
        sa.ForeignKeyConstraint(["key_prefix"], ["api_key.prefix"], name=op.f("fk_idempotent_answer_key_prefix")),
        sa.PrimaryKeyConstraint("key_prefix", "idempotency_key", name=op.f("pk_idempotent_answer")),
    )
    with op.batch_alter_table("idempotent_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotent_answer_created_at"), ["created_at"], unique=False)

    op.create_table(
        "refused_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(mended_at IS NULL) = (mended_by IS NULL)", name=op.f("ck_refused_row_mended_by_somebody")),
        sa.CheckConstraint("line >= 1", name=op.f("ck_refused_row_line_from_one")),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_refused_row_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_row")),
        sa.UniqueConstraint("import_id", "line", name="uq_refused_row_line"),
    )
    with op.batch_alter_table("refused_row") as batch_op:
        batch_op.create_index(
            "ix_refused_row_open",
            ["import_id"],
            unique=False,
            sqlite_where=sa.text("mended_at IS NULL"),
            postgresql_where=sa.text("mended_at IS NULL"),
        )

    op.create_table(
        "auction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=140), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uppb_name", sa.String(length=200), nullable=False),
        sa.Column("registration_number", sa.String(length=60), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("reserve_price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("bids_idr_per_kg", sa.JSON(), nullable=False),
        sa.Column("winner_type", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "provenance IN ('survey', 'published', 'press', 'derived', 'simulated')",
            name=op.f("ck_auction_provenance_known"),
        ),
        sa.CheckConstraint(
            "winner_type IN ('collector', 'trader', 'company', 'farmer_group')",
            name=op.f("ck_auction_winner_type_known"),
        ),
        sa.CheckConstraint("length(identity) > 0", name=op.f("ck_auction_identity_not_empty")),
        sa.CheckConstraint("length(registration_number) > 0", name=op.f("ck_auction_uppb_registered")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_auction_source_named")),
        sa.CheckConstraint("length(uppb_name) > 0", name=op.f("ck_auction_uppb_named")),
        sa.CheckConstraint(
            "reserve_price_idr_per_kg > 0 AND reserve_price_idr_per_kg < 1e13",
            name=op.f("ck_auction_reserve_price_idr_per_kg_positive"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_auction_version_from_one")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_auction_district_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auction")),
        sa.UniqueConstraint("feed", "identity", name="uq_auction_identity"),
    )
    with op.batch_alter_table("auction") as batch_op:
        batch_op.create_index("ix_auction_newest", ["held_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_auction_revision"), ["revision"], unique=False)

    op.create_table(
        "auction_lot",
        sa.Column("auction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_number", sa.String(length=40), nullable=False),
        sa.Column("observation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(lot_number) > 0", name=op.f("ck_auction_lot_lot_numbered")),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_lot_auction_id")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["price_observation.id"], name=op.f("fk_auction_lot_observation_id")
        ),
        sa.PrimaryKeyConstraint("auction_id", "lot_number", name=op.f("pk_auction_lot")),
    )
    op.create_table(
        "auction_past",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("auction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_auction_past_version_from_one")),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_past_auction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auction_past")),
        sa.UniqueConstraint("auction_id", "version", name="uq_auction_past_number"),
    )
    op.create_table(
        "survey_consumption",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consumption_group", sa.String(length=32), nullable=False),
        sa.Column("time_unit", sa.String(length=32), nullable=False),
        sa.Column("amount_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "consumption_group IN ('rice', 'fish_meat_eggs', 'vegetables_fruit', 'oil_sugar_drinks', 'tobacco', 'other_food', 'housing_energy', 'education', 'health', 'clothing', 'transport_communication', 'social_religious', 'other_non_food')",
            name=op.f("ck_survey_consumption_consumption_group_known"),
        ),
        sa.CheckConstraint("time_unit IN ('month', 'year')", name=op.f("ck_survey_consumption_time_unit_known")),
        sa.CheckConstraint(
            "amount_idr >= 0 AND amount_idr < 1e13", name=op.f("ck_survey_consumption_amount_idr_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["survey_household.id"],
            name=op.f("fk_survey_consumption_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_consumption")),
    )
    with op.batch_alter_table("survey_consumption") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_consumption_household_id"), ["household_id"], unique=False)

    op.create_table(
        "survey_household_past",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("household_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(household_hash) = 64", name=op.f("ck_survey_household_past_hash_form")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_survey_household_past_version_from_one")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["survey_household.id"],
            name=op.f("fk_survey_household_past_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_household_past")),
        sa.UniqueConstraint("household_id", "version", name="uq_survey_household_past_number"),
    )
    with op.batch_alter_table("survey_household_past") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_household_past_household_hash"), ["household_hash"], unique=False)

    op.create_table(
        "survey_income",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("income_source", sa.String(length=32), nullable=False),
        sa.Column("time_unit", sa.String(length=32), nullable=False),
        sa.Column("amount_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "income_source IN ('on_farm_other', 'off_farm', 'non_farm')",
            name=op.f("ck_survey_income_income_source_known"),
        ),
        sa.CheckConstraint("time_unit IN ('month', 'year')", name=op.f("ck_survey_income_time_unit_known")),
        sa.CheckConstraint(
            "amount_idr >= 0 AND amount_idr < 1e13", name=op.f("ck_survey_income_amount_idr_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["survey_household.id"], name=op.f("fk_survey_income_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_income")),
    )
    with op.batch_alter_table("survey_income") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_income_household_id"), ["household_id"], unique=False)

    op.create_table(
        "survey_labour",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("labour_source", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("time_unit", sa.String(length=32), nullable=False),
        sa.Column("person_days", sa.Numeric(8, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("wage_idr_per_person_day", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("revenue_share", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(labour_source = 'share') = (revenue_share IS NOT NULL)", name=op.f("ck_survey_labour_share_is_stated")
        ),
        sa.CheckConstraint(
            "activity IN ('tapping', 'collecting', 'weeding', 'fertilising', 'spraying', 'transport', 'other')",
            name=op.f("ck_survey_labour_activity_known"),
        ),
        sa.CheckConstraint(
            "labour_source <> 'hired' OR wage_idr_per_person_day IS NOT NULL",
            name=op.f("ck_survey_labour_wage_is_stated"),
        ),
        sa.CheckConstraint(
            "labour_source = 'share' OR person_days IS NOT NULL", name=op.f("ck_survey_labour_days_are_stated")
        ),
        sa.CheckConstraint(
            "labour_source IN ('family', 'hired', 'share')", name=op.f("ck_survey_labour_labour_source_known")
        ),
        sa.CheckConstraint("time_unit IN ('month', 'year')", name=op.f("ck_survey_labour_time_unit_known")),
        sa.CheckConstraint(
            "person_days > 0 AND person_days < 1e13", name=op.f("ck_survey_labour_person_days_positive")
        ),
        sa.CheckConstraint(
            "revenue_share > 0 AND revenue_share < 1", name=op.f("ck_survey_labour_revenue_share_is_a_share")
        ),
        sa.CheckConstraint(
            "wage_idr_per_person_day >= 0 AND wage_idr_per_person_day < 1e13",
            name=op.f("ck_survey_labour_wage_idr_per_person_day_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["survey_household.id"], name=op.f("fk_survey_labour_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_labour")),
    )
    with op.batch_alter_table("survey_labour") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_labour_household_id"), ["household_id"], unique=False)

    with op.batch_alter_table("cost_item") as batch_op:
        batch_op.add_column(sa.Column("time_unit", sa.String(length=32), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_cost_item_time_unit_known"), "time_unit IN ('month', 'year')")

    with op.batch_alter_table("price_version") as batch_op:
        batch_op.add_column(sa.Column("grades", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("flag", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("review", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_price_version_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("review = 'waiting'"),
            postgresql_where=sa.text("review = 'waiting'"),
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_price_version_flag_is_reviewed"), "(flag IS NULL) = (review IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_price_version_review_known"), "review IN ('waiting', 'accepted', 'rejected')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_price_version_reviewed_by_somebody"),
            "review IS NULL OR (review = 'waiting') = (reviewed_by IS NULL AND reviewed_at IS NULL)",
        )

    with op.batch_alter_table("survey_household") as batch_op:
        batch_op.add_column(sa.Column("feed", sa.String(length=120), nullable=False))
        batch_op.add_column(sa.Column("external_id", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False))
        batch_op.add_column(sa.Column("interviewed_on", sa.Date(), nullable=False))
        batch_op.add_column(sa.Column("subdistrict_code", sa.String(length=8), nullable=True))
        batch_op.add_column(
            sa.Column("education_years", sa.Numeric(4, 1).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("experience_years", sa.Numeric(4, 1).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("trees_tapped", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("trees_total", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("area_ha", sa.Numeric(10, 4).with_variant(sa.Float(53), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("member", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("tenure", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("time_unit", sa.String(length=32), nullable=False))
        batch_op.add_column(sa.Column("bokar_type", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("storage_age", sa.String(length=32), nullable=False))
        batch_op.add_column(
            sa.Column("price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("deduction", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("deduction_treated_as", sa.String(length=32), nullable=False))
        batch_op.add_column(
            sa.Column("own_land_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("own_capital_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("none_of", sa.JSON(), nullable=False))
        batch_op.add_column(sa.Column("historical", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False))
        batch_op.add_column(sa.Column("recorded_by", sa.String(length=120), nullable=False))
        batch_op.add_column(sa.Column("revision", sa.BigInteger(), nullable=False))
        batch_op.create_index(batch_op.f("ix_survey_household_household_hash"), ["household_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_household_revision"), ["revision"], unique=False)
        batch_op.create_unique_constraint("uq_survey_household_submission", ["feed", "external_id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_area_ha_positive"), "area_ha > 0 AND area_ha < 1e13"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_bokar_type_known"),
            "bokar_type IN ('cup_lump', 'bamboo_lump', 'slab', 'thin_slab', 'milled_slab', 'blanket', 'unsmoked_sheet', 'field_latex')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_deduction_is_a_share"), "deduction >= 0 AND deduction < 1"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_deduction_treated_as_known"),
            "deduction_treated_as IN ('price', 'cost', 'unknown')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_education_years_in_a_life"),
            "education_years >= 0 AND education_years <= 30",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_experience_years_in_a_life"),
            "experience_years >= 0 AND experience_years <= 90",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_external_id_not_empty"), "length(external_id) > 0"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_months_known"), "time_unit <> 'month' OR months_tapped IS NOT NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_no_more_tapped_than_there_are"), "trees_tapped <= trees_total"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_own_capital_idr_not_negative"),
            "own_capital_idr >= 0 AND own_capital_idr < 1e13",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_own_land_idr_not_negative"), "own_land_idr >= 0 AND own_land_idr < 1e13"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_price_idr_per_kg_positive"),
            "price_idr_per_kg > 0 AND price_idr_per_kg < 1e13",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_storage_age_known"),
            "storage_age IN ('fresh', 'weekly', 'two_weekly', 'monthly', 'unspecified')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_subdistrict_code_form"), "length(subdistrict_code) = 8"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_tenure_known"), "tenure IN ('owner_tapper', 'owner_with_tapper', 'tapper')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_time_unit_known"), "time_unit IN ('month', 'year')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_treatment_of_deduction_known"),
            "deduction IS NULL OR deduction_treated_as <> 'unknown'",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_trees_tapped_not_negative"), "trees_tapped >= 0"
        )
        batch_op.create_check_constraint(batch_op.f("ck_survey_household_trees_total_not_negative"), "trees_total >= 0")
        batch_op.create_check_constraint(batch_op.f("ck_survey_household_version_from_one"), "version >= 1")
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_village_code_form"), "length(village_code) = 13"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_household_village_in_subdistrict"), "substr(village_code, 1, 8) = subdistrict_code"
        )

    with op.batch_alter_table("cost_survey") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_cost_survey_somebody_asked"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_cost_survey_somebody_asked"), "households >= 1 OR (households = 0 AND kind = 'households')"
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("cost_survey") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_cost_survey_somebody_asked"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_cost_survey_somebody_asked"), "households >= 1")

    with op.batch_alter_table("survey_household") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_survey_household_area_ha_positive"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_bokar_type_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_deduction_is_a_share"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_deduction_treated_as_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_education_years_in_a_life"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_experience_years_in_a_life"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_external_id_not_empty"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_months_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_no_more_tapped_than_there_are"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_own_capital_idr_not_negative"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_own_land_idr_not_negative"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_price_idr_per_kg_positive"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_storage_age_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_subdistrict_code_form"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_tenure_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_time_unit_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_treatment_of_deduction_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_trees_tapped_not_negative"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_trees_total_not_negative"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_version_from_one"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_village_code_form"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_survey_household_village_in_subdistrict"), type_="check")
        batch_op.drop_constraint("uq_survey_household_submission", type_="unique")
        batch_op.drop_index(batch_op.f("ix_survey_household_revision"))
        batch_op.drop_index(batch_op.f("ix_survey_household_household_hash"))
        batch_op.drop_column("revision")
        batch_op.drop_column("recorded_by")
        batch_op.drop_column("recorded_at")
        batch_op.drop_column("historical")
        batch_op.drop_column("none_of")
        batch_op.drop_column("own_capital_idr")
        batch_op.drop_column("own_land_idr")
        batch_op.drop_column("deduction_treated_as")
        batch_op.drop_column("deduction")
        batch_op.drop_column("price_idr_per_kg")
        batch_op.drop_column("storage_age")
        batch_op.drop_column("bokar_type")
        batch_op.drop_column("time_unit")
        batch_op.drop_column("tenure")
        batch_op.drop_column("member")
        batch_op.drop_column("area_ha")
        batch_op.drop_column("trees_total")
        batch_op.drop_column("trees_tapped")
        batch_op.drop_column("experience_years")
        batch_op.drop_column("education_years")
        batch_op.drop_column("subdistrict_code")
        batch_op.drop_column("interviewed_on")
        batch_op.drop_column("digest")
        batch_op.drop_column("version")
        batch_op.drop_column("external_id")
        batch_op.drop_column("feed")

    with op.batch_alter_table("price_version") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_price_version_flag_is_reviewed"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_price_version_review_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_price_version_reviewed_by_somebody"), type_="check")
        batch_op.drop_index(
            "ix_price_version_waiting",
            sqlite_where=sa.text("review = 'waiting'"),
            postgresql_where=sa.text("review = 'waiting'"),
        )
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("review")
        batch_op.drop_column("flag")
        batch_op.drop_column("grades")

    with op.batch_alter_table("cost_item") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_cost_item_time_unit_known"), type_="check")
        batch_op.drop_column("time_unit")

    with op.batch_alter_table("survey_labour") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_labour_household_id"))

    op.drop_table("survey_labour")
    with op.batch_alter_table("survey_income") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_income_household_id"))

    op.drop_table("survey_income")
    with op.batch_alter_table("survey_household_past") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_household_past_household_hash"))

    op.drop_table("survey_household_past")
    with op.batch_alter_table("survey_consumption") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_consumption_household_id"))

    op.drop_table("survey_consumption")
    op.drop_table("auction_past")
    op.drop_table("auction_lot")
    with op.batch_alter_table("auction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_auction_revision"))
        batch_op.drop_index("ix_auction_newest")

    op.drop_table("auction")
    with op.batch_alter_table("refused_row") as batch_op:
        batch_op.drop_index(
            "ix_refused_row_open",
            sqlite_where=sa.text("mended_at IS NULL"),
            postgresql_where=sa.text("mended_at IS NULL"),
        )

    op.drop_table("refused_row")
    with op.batch_alter_table("idempotent_answer") as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotent_answer_created_at"))

    op.drop_table("idempotent_answer")
    op.drop_table("source_state")
    op.drop_table("reference_price")
    op.drop_table("personal_key")
    op.drop_table("import_run")
    with op.batch_alter_table("erasure") as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_person_hash"))

    op.drop_table("erasure")
    op.drop_table("api_key")
