"""Create the tables.

Revision: 0001
Before: none
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "data_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_revision_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_revision")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "(status = 'running') = (finished_at IS NULL)", name=op.f("ck_job_run_finished_when_not_running")
        ),
        sa.CheckConstraint("status <> 'failed' OR error IS NOT NULL", name=op.f("ck_job_run_failure_says_why")),
        sa.CheckConstraint("status IN ('running', 'succeeded', 'failed')", name=op.f("ck_job_run_status_known")),
        sa.CheckConstraint("started_at <= finished_at", name=op.f("ck_job_run_finished_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index("ix_job_run_latest", ["job", "started_at"], unique=False)

    op.create_table(
        "price_observation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=220), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.CheckConstraint("length(identity) > 0", name=op.f("ck_price_observation_identity_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_observation")),
        sa.UniqueConstraint("feed", "identity", name="uq_price_observation_identity"),
    )
    op.create_table(
        "province",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(code) = 2", name=op.f("ck_province_code_form")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_province")),
        sa.UniqueConstraint("name", name=op.f("uq_province_name")),
    )
    op.create_table(
        "district",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("bps_code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.CheckConstraint(
            "length(bps_code) = 4 AND substr(bps_code, 3, 1) <> '.'", name=op.f("ck_district_bps_code_form")
        ),
        sa.CheckConstraint("length(code) = 5 AND substr(code, 3, 1) = '.'", name=op.f("ck_district_code_form")),
        sa.CheckConstraint("substr(code, 1, 2) = province_code", name=op.f("ck_district_code_in_province")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_district_province_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
        sa.UniqueConstraint("bps_code", name=op.f("uq_district_bps_code")),
    )
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_district_province_code"), ["province_code"], unique=False)

    op.create_table(
        "cost_survey",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("time_unit", sa.String(length=32), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("represents", sa.String(length=32), nullable=False),
        sa.Column("sampling", sa.String(length=32), nullable=False),
        sa.Column("months_tapped", sa.Numeric(4, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("production_kg", sa.Numeric(16, 3).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("total_cost_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("food_consumption_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("non_food_consumption_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("household_consumption_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("household_size", sa.Numeric(6, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("other_income_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("dry_rubber_content", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("deduction_treated_as", sa.String(length=32), nullable=False),
        sa.Column("assumed", sa.JSON(), nullable=False),
        sa.Column("floor_valid_from", sa.Date(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "deduction_treated_as IN ('price', 'cost', 'unknown')",
            name=op.f("ck_cost_survey_deduction_treated_as_known"),
        ),
        sa.CheckConstraint(
            "kind = 'households' OR production_kg IS NOT NULL",
            name=op.f("ck_cost_survey_published_means_have_production"),
        ),
        sa.CheckConstraint("kind IN ('published_means', 'households')", name=op.f("ck_cost_survey_kind_known")),
        sa.CheckConstraint(
            "provenance IN ('survey', 'published', 'press', 'derived', 'simulated')",
            name=op.f("ck_cost_survey_provenance_known"),
        ),
        sa.CheckConstraint(
            "represents IN ('village', 'subdistrict', 'district')", name=op.f("ck_cost_survey_represents_known")
        ),
        sa.CheckConstraint(
            "sampling IN ('random', 'purposive', 'unknown')", name=op.f("ck_cost_survey_sampling_known")
        ),
        sa.CheckConstraint(
            "time_unit <> 'month' OR months_tapped IS NOT NULL", name=op.f("ck_cost_survey_months_known")
        ),
        sa.CheckConstraint("time_unit IN ('month', 'year')", name=op.f("ck_cost_survey_time_unit_known")),
        sa.CheckConstraint(
            "dry_rubber_content > 0 AND dry_rubber_content <= 1",
            name=op.f("ck_cost_survey_dry_rubber_content_is_a_share"),
        ),
        sa.CheckConstraint(
            "food_consumption_idr >= 0 AND food_consumption_idr < 1e13",
            name=op.f("ck_cost_survey_food_consumption_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "household_consumption_idr >= 0 AND household_consumption_idr < 1e13",
            name=op.f("ck_cost_survey_household_consumption_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "household_size > 0 AND household_size < 1e13", name=op.f("ck_cost_survey_household_size_positive")
        ),
        sa.CheckConstraint("households <= population", name=op.f("ck_cost_survey_not_more_than_live_there")),
        sa.CheckConstraint("households >= 1", name=op.f("ck_cost_survey_somebody_asked")),
        sa.CheckConstraint(
            "months_tapped > 0 AND months_tapped <= 12", name=op.f("ck_cost_survey_months_tapped_in_a_year")
        ),
        sa.CheckConstraint(
            "non_food_consumption_idr >= 0 AND non_food_consumption_idr < 1e13",
            name=op.f("ck_cost_survey_non_food_consumption_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "other_income_idr >= 0 AND other_income_idr < 1e13",
            name=op.f("ck_cost_survey_other_income_idr_not_negative"),
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_cost_survey_period_forward")),
        sa.CheckConstraint(
            "price_idr_per_kg > 0 AND price_idr_per_kg < 1e13", name=op.f("ck_cost_survey_price_idr_per_kg_positive")
        ),
        sa.CheckConstraint(
            "production_kg > 0 AND production_kg < 1e13", name=op.f("ck_cost_survey_production_kg_positive")
        ),
        sa.CheckConstraint(
            "total_cost_idr >= 0 AND total_cost_idr < 1e13", name=op.f("ck_cost_survey_total_cost_idr_not_negative")
        ),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_cost_survey_district_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_survey")),
        sa.UniqueConstraint("feed", "external_id", name="uq_cost_survey_identity"),
    )
    with op.batch_alter_table("cost_survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cost_survey_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_cost_survey_revision"), ["revision"], unique=False)

    op.create_table(
        "daily_price",
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("storage_age", sa.String(length=32), nullable=False),
        sa.Column("date_precision", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("median_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("weighted_mean_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("low_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("high_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("observation_ids", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("basis IN ('as_sold', 'dry')", name=op.f("ck_daily_price_basis_known")),
        sa.CheckConstraint(
            "channel IN ('farmgate', 'auction', 'factory', 'factory_indication')",
            name=op.f("ck_daily_price_channel_known"),
        ),
        sa.CheckConstraint(
            "date_precision IN ('exact', 'rounded', 'approximate', 'period_average')",
            name=op.f("ck_daily_price_date_precision_known"),
        ),
        sa.CheckConstraint(
            "storage_age IN ('fresh', 'weekly', 'two_weekly', 'monthly', 'unspecified')",
            name=op.f("ck_daily_price_storage_age_known"),
        ),
        sa.CheckConstraint("low_idr_per_kg <= median_idr_per_kg", name=op.f("ck_daily_price_low_first")),
        sa.CheckConstraint("median_idr_per_kg <= high_idr_per_kg", name=op.f("ck_daily_price_high_last")),
        sa.CheckConstraint(
            "median_idr_per_kg > 0 AND median_idr_per_kg < 1e13", name=op.f("ck_daily_price_median_idr_per_kg_positive")
        ),
        sa.CheckConstraint("reporters >= 1 AND n >= reporters", name=op.f("ck_daily_price_somebody_reported")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_daily_price_district_code")),
        sa.PrimaryKeyConstraint("district_code", "channel", "basis", "day", name=op.f("pk_daily_price")),
    )
    with op.batch_alter_table("daily_price", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_daily_price_revision"), ["revision"], unique=False)

    op.create_table(
        "price_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("observation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=True),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("date_precision", sa.String(length=32), nullable=False),
        sa.Column("price_level", sa.String(length=32), nullable=False),
        sa.Column("price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("price_kind", sa.String(length=32), nullable=True),
        sa.Column("dry_rubber_content", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("deduction", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("fee_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("transport_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("bokar_type", sa.String(length=32), nullable=True),
        sa.Column("storage_age", sa.String(length=32), nullable=False),
        sa.Column("quality_note", sa.String(length=200), nullable=True),
        sa.Column("volume_kg", sa.Numeric(16, 3).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("buyer_type", sa.String(length=32), nullable=True),
        sa.Column("reporter", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.Column("range_part", sa.String(length=32), nullable=True),
        sa.Column("suspect", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.String(length=10), nullable=True),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "bokar_type IN ('cup_lump', 'bamboo_lump', 'slab', 'thin_slab', 'milled_slab', 'blanket', 'unsmoked_sheet', 'field_latex')",
            name=op.f("ck_price_version_bokar_type_known"),
        ),
        sa.CheckConstraint(
            "buyer_type IN ('collector', 'trader', 'company', 'farmer_group')",
            name=op.f("ck_price_version_buyer_type_known"),
        ),
        sa.CheckConstraint(
            "date_precision IN ('exact', 'rounded', 'approximate', 'period_average')",
            name=op.f("ck_price_version_date_precision_known"),
        ),
        sa.CheckConstraint("price_kind IN ('bid', 'paid')", name=op.f("ck_price_version_price_kind_known")),
        sa.CheckConstraint(
            "price_level IN ('collector', 'auction', 'farmgate', 'factory', 'factory_indication')",
            name=op.f("ck_price_version_price_level_known"),
        ),
        sa.CheckConstraint(
            "provenance IN ('survey', 'published', 'press', 'derived', 'simulated')",
            name=op.f("ck_price_version_provenance_known"),
        ),
        sa.CheckConstraint("range_part IN ('low', 'high')", name=op.f("ck_price_version_range_part_known")),
        sa.CheckConstraint(
            "storage_age IN ('fresh', 'weekly', 'two_weekly', 'monthly', 'unspecified')",
            name=op.f("ck_price_version_storage_age_known"),
        ),
        sa.CheckConstraint("deduction >= 0 AND deduction < 1", name=op.f("ck_price_version_deduction_is_a_share")),
        sa.CheckConstraint(
            "dry_rubber_content > 0 AND dry_rubber_content <= 1",
            name=op.f("ck_price_version_dry_rubber_content_is_a_share"),
        ),
        sa.CheckConstraint(
            "fee_idr_per_kg >= 0 AND fee_idr_per_kg < 1e13", name=op.f("ck_price_version_fee_idr_per_kg_not_negative")
        ),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_price_version_source_named")),
        sa.CheckConstraint("length(suspect) > 0", name=op.f("ck_price_version_suspect_says_why")),
        sa.CheckConstraint(
            "price_idr_per_kg > 0 AND price_idr_per_kg < 10000000", name=op.f("ck_price_version_price_plausible")
        ),
        sa.CheckConstraint(
            "substr(district_code, 1, 2) = province_code", name=op.f("ck_price_version_district_in_province")
        ),
        sa.CheckConstraint(
            "transport_idr_per_kg >= 0 AND transport_idr_per_kg < 1e13",
            name=op.f("ck_price_version_transport_idr_per_kg_not_negative"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_price_version_version_from_one")),
        sa.CheckConstraint("volume_kg > 0 AND volume_kg < 1e13", name=op.f("ck_price_version_volume_kg_positive")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_price_version_district_code")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["price_observation.id"], name=op.f("fk_price_version_observation_id")
        ),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_price_version_province_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_version")),
        sa.UniqueConstraint("observation_id", "version", name="uq_price_version_number"),
    )
    with op.batch_alter_table("price_version", schema=None) as batch_op:
        batch_op.create_index("ix_price_version_day", ["district_code", "observed_on"], unique=False)
        batch_op.create_index("ix_price_version_newest", ["observed_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_price_version_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "uq_price_version_current",
            ["observation_id"],
            unique=True,
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "waiting_day",
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_waiting_day_district_code")),
        sa.PrimaryKeyConstraint("district_code", "day", name=op.f("pk_waiting_day")),
    )
    op.create_table(
        "minimum_price",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("method_version", sa.Integer(), nullable=False),
        sa.Column("cost_concept", sa.String(length=32), nullable=True),
        sa.Column("aggregator", sa.String(length=32), nullable=False),
        sa.Column(
            "cost_of_production_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True
        ),
        sa.Column(
            "household_consumption_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True
        ),
        sa.Column("minimum_price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("interval_low_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("interval_high_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("represents", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("survey_midpoint", sa.Date(), nullable=False),
        sa.Column("stale_from", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=120), nullable=True),
        sa.Column("published_why", sa.String(length=400), nullable=True),
        sa.Column("legal_status", sa.String(length=32), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_on", sa.Date(), nullable=True),
        sa.Column("decree_signatory", sa.String(length=120), nullable=True),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=False),
        sa.Column("software_version", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("basis IN ('as_sold', 'dry')", name=op.f("ck_minimum_price_basis_known")),
        sa.CheckConstraint(
            "cost_concept IN ('cash', 'paid_cost', 'paid_cost_and_family_labour', 'comprehensive', 'as_printed')",
            name=op.f("ck_minimum_price_cost_concept_known"),
        ),
        sa.CheckConstraint(
            "legal_status <> 'decree' OR (decree_number IS NOT NULL AND decree_on IS NOT NULL AND decree_signatory IS NOT NULL)",
            name=op.f("ck_minimum_price_decree_is_named"),
        ),
        sa.CheckConstraint(
            "legal_status IN ('indication', 'decree')", name=op.f("ck_minimum_price_legal_status_known")
        ),
        sa.CheckConstraint(
            "represents IN ('village', 'subdistrict', 'district')", name=op.f("ck_minimum_price_represents_known")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'published', 'superseded', 'withdrawn')", name=op.f("ck_minimum_price_status_known")
        ),
        sa.CheckConstraint(
            "status IS NULL OR status <> 'published' OR (published_by IS NOT NULL AND published_why IS NOT NULL)",
            name=op.f("ck_minimum_price_published_by_somebody"),
        ),
        sa.CheckConstraint(
            "(minimum_price_idr_per_kg IS NULL) = (reason IS NOT NULL)", name=op.f("ck_minimum_price_price_or_reason")
        ),
        sa.CheckConstraint(
            "(minimum_price_idr_per_kg IS NULL) = (status IS NULL)", name=op.f("ck_minimum_price_status_with_price")
        ),
        sa.CheckConstraint(
            "cost_of_production_idr_per_kg >= 0 AND cost_of_production_idr_per_kg < 1e13",
            name=op.f("ck_minimum_price_cost_of_production_idr_per_kg_not_negative"),
        ),
        sa.CheckConstraint(
            "household_consumption_idr_per_kg >= 0 AND household_consumption_idr_per_kg < 1e13",
            name=op.f("ck_minimum_price_household_consumption_idr_per_kg_not_negative"),
        ),
        sa.CheckConstraint("households >= 1", name=op.f("ck_minimum_price_somebody_asked")),
        sa.CheckConstraint(
            "interval_low_idr_per_kg <= interval_high_idr_per_kg", name=op.f("ck_minimum_price_interval_ordered")
        ),
        sa.CheckConstraint(
            "minimum_price_idr_per_kg > 0 AND minimum_price_idr_per_kg < 1e13",
            name=op.f("ck_minimum_price_minimum_price_idr_per_kg_positive"),
        ),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_minimum_price_valid_forward")),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_minimum_price_district_code")),
        sa.ForeignKeyConstraint(["survey_id"], ["cost_survey.id"], name=op.f("fk_minimum_price_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_price")),
        sa.UniqueConstraint("survey_id", "method", "input_digest", name="uq_minimum_price_computation"),
    )
    with op.batch_alter_table("minimum_price", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minimum_price_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_minimum_price_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "uq_minimum_price_published",
            ["district_code", "valid_from"],
            unique=True,
            sqlite_where=sa.text("status = 'published'"),
            postgresql_where=sa.text("status = 'published'"),
        )

    op.create_table(
        "survey_household",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_hash", sa.String(length=64), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=True),
        sa.Column("weight", sa.Numeric(14, 6).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("months_tapped", sa.Numeric(4, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("production_kg", sa.Numeric(16, 3).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("dry_rubber_content", sa.Numeric(6, 5).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("household_size", sa.Numeric(6, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("food_consumption_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("non_food_consumption_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("other_income_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "dry_rubber_content > 0 AND dry_rubber_content <= 1",
            name=op.f("ck_survey_household_dry_rubber_content_is_a_share"),
        ),
        sa.CheckConstraint(
            "food_consumption_idr >= 0 AND food_consumption_idr < 1e13",
            name=op.f("ck_survey_household_food_consumption_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "household_size > 0 AND household_size < 1e13", name=op.f("ck_survey_household_household_size_positive")
        ),
        sa.CheckConstraint("length(household_hash) = 64", name=op.f("ck_survey_household_hash_form")),
        sa.CheckConstraint(
            "months_tapped > 0 AND months_tapped <= 12", name=op.f("ck_survey_household_months_tapped_in_a_year")
        ),
        sa.CheckConstraint(
            "non_food_consumption_idr >= 0 AND non_food_consumption_idr < 1e13",
            name=op.f("ck_survey_household_non_food_consumption_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "other_income_idr >= 0 AND other_income_idr < 1e13",
            name=op.f("ck_survey_household_other_income_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "production_kg >= 0 AND production_kg < 1e13", name=op.f("ck_survey_household_production_kg_not_negative")
        ),
        sa.CheckConstraint("weight > 0 AND weight < 1e13", name=op.f("ck_survey_household_weight_positive")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["cost_survey.id"], name=op.f("fk_survey_household_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_household")),
        sa.UniqueConstraint("survey_id", "household_hash", name="uq_survey_household_identity"),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("district_code", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("below_since", sa.Date(), nullable=False),
        sa.Column("fired_on", sa.Date(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("floor_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("clear_level_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("gap_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("gap_percent", sa.Numeric(8, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("storage_age", sa.String(length=32), nullable=False),
        sa.Column("minimum_price_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("basis IN ('as_sold', 'dry')", name=op.f("ck_alert_basis_known")),
        sa.CheckConstraint(
            "channel IN ('farmgate', 'auction', 'factory', 'factory_indication')", name=op.f("ck_alert_channel_known")
        ),
        sa.CheckConstraint("kind IN ('below_minimum_price')", name=op.f("ck_alert_kind_known")),
        sa.CheckConstraint("severity IN ('warning', 'critical')", name=op.f("ck_alert_severity_known")),
        sa.CheckConstraint("state <> 'firing' OR resolved_on IS NULL", name=op.f("ck_alert_firing_is_open")),
        sa.CheckConstraint("state <> 'resolved' OR resolved_on IS NOT NULL", name=op.f("ck_alert_resolved_has_a_day")),
        sa.CheckConstraint("state IN ('firing', 'resolved', 'retracted')", name=op.f("ck_alert_state_known")),
        sa.CheckConstraint(
            "storage_age IN ('fresh', 'weekly', 'two_weekly', 'monthly', 'unspecified')",
            name=op.f("ck_alert_storage_age_known"),
        ),
        sa.CheckConstraint("below_since <= fired_on", name=op.f("ck_alert_below_before_fired")),
        sa.CheckConstraint("fired_on <= resolved_on", name=op.f("ck_alert_fired_before_resolved")),
        sa.CheckConstraint(
            "floor_idr_per_kg > 0 AND floor_idr_per_kg < 1e13", name=op.f("ck_alert_floor_idr_per_kg_positive")
        ),
        sa.CheckConstraint(
            "price_idr_per_kg > 0 AND price_idr_per_kg < 1e13", name=op.f("ck_alert_price_idr_per_kg_positive")
        ),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_alert_district_code")),
        sa.ForeignKeyConstraint(["minimum_price_id"], ["minimum_price.id"], name=op.f("fk_alert_minimum_price_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "uq_alert_fired",
            ["district_code", "channel", "rule", "fired_on"],
            unique=True,
            sqlite_where=sa.text("state <> 'retracted'"),
            postgresql_where=sa.text("state <> 'retracted'"),
        )

    op.create_table(
        "cost_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("cost_group", sa.String(length=32), nullable=False),
        sa.Column("behaviour", sa.String(length=32), nullable=False),
        sa.Column("payment", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Numeric(18, 4).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("quantity", sa.Numeric(16, 3).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("unit_price_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.CheckConstraint("behaviour IN ('fixed', 'variable')", name=op.f("ck_cost_item_behaviour_known")),
        sa.CheckConstraint(
            "cost_group IN ('fertiliser', 'pesticide', 'coagulant', 'tapping', 'collecting', 'fuel', 'transport', 'tools', 'weight_cut', 'group_fee', 'interest', 'land', 'tax', 'stand_establishment', 'other')",
            name=op.f("ck_cost_item_cost_group_known"),
        ),
        sa.CheckConstraint("payment IN ('cash', 'imputed')", name=op.f("ck_cost_item_payment_known")),
        sa.CheckConstraint(
            "unit <> 'revenue_share' OR amount <= 1", name=op.f("ck_cost_item_revenue_share_at_most_one")
        ),
        sa.CheckConstraint("unit IN ('rupiah', 'revenue_share')", name=op.f("ck_cost_item_unit_known")),
        sa.CheckConstraint("amount >= 0 AND amount < 1e13", name=op.f("ck_cost_item_amount_not_negative")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_cost_item_name_given")),
        sa.CheckConstraint("quantity >= 0 AND quantity < 1e13", name=op.f("ck_cost_item_quantity_not_negative")),
        sa.CheckConstraint(
            "unit_price_idr >= 0 AND unit_price_idr < 1e13", name=op.f("ck_cost_item_unit_price_idr_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["survey_household.id"], name=op.f("fk_cost_item_household_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["cost_survey.id"], name=op.f("fk_cost_item_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_item")),
    )
    with op.batch_alter_table("cost_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cost_item_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cost_item_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "survey_tool",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("units", sa.Numeric(10, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("purchase_value_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("salvage_value_idr", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.Column("economic_life_years", sa.Numeric(6, 2).with_variant(sa.Float(53), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "economic_life_years > 0 AND economic_life_years < 1e13",
            name=op.f("ck_survey_tool_economic_life_years_positive"),
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_survey_tool_name_given")),
        sa.CheckConstraint(
            "purchase_value_idr >= 0 AND purchase_value_idr < 1e13",
            name=op.f("ck_survey_tool_purchase_value_idr_not_negative"),
        ),
        sa.CheckConstraint(
            "salvage_value_idr <= purchase_value_idr", name=op.f("ck_survey_tool_salvage_below_purchase")
        ),
        sa.CheckConstraint(
            "salvage_value_idr >= 0 AND salvage_value_idr < 1e13",
            name=op.f("ck_survey_tool_salvage_value_idr_not_negative"),
        ),
        sa.CheckConstraint("units > 0 AND units < 1e13", name=op.f("ck_survey_tool_units_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["survey_household.id"], name=op.f("fk_survey_tool_household_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["cost_survey.id"], name=op.f("fk_survey_tool_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_tool")),
    )
    with op.batch_alter_table("survey_tool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_tool_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_tool_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "alert_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'escalated', 'deescalated', 'resolved', 'corrected', 'retracted')",
            name=op.f("ck_alert_change_kind_known"),
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_change_alert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_change")),
    )
    with op.batch_alter_table("alert_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_change_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_change_revision"), ["revision"], unique=False)

    op.create_table(
        "alert_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("price_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("gap_idr_per_kg", sa.Numeric(16, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("gap_percent", sa.Numeric(8, 2).with_variant(sa.Float(53), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'escalated', 'deescalated', 'resolved', 'corrected', 'retracted')",
            name=op.f("ck_alert_event_kind_known"),
        ),
        sa.CheckConstraint("severity IN ('warning', 'critical')", name=op.f("ck_alert_event_severity_known")),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_event_alert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_event")),
        sa.UniqueConstraint("alert_id", "sequence", name="uq_alert_event_sequence"),
    )
    op.execute("INSERT INTO data_revision (id, revision) VALUES (1, 0)")


def downgrade() -> None:
    """Take back."""
    op.drop_table("alert_event")
    with op.batch_alter_table("alert_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_change_revision"))
        batch_op.drop_index(batch_op.f("ix_alert_change_alert_id"))

    op.drop_table("alert_change")
    with op.batch_alter_table("survey_tool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_tool_survey_id"))
        batch_op.drop_index(batch_op.f("ix_survey_tool_household_id"))

    op.drop_table("survey_tool")
    with op.batch_alter_table("cost_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_item_survey_id"))
        batch_op.drop_index(batch_op.f("ix_cost_item_household_id"))

    op.drop_table("cost_item")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_alert_fired",
            sqlite_where=sa.text("state <> 'retracted'"),
            postgresql_where=sa.text("state <> 'retracted'"),
        )
        batch_op.drop_index(batch_op.f("ix_alert_revision"))

    op.drop_table("alert")
    op.drop_table("survey_household")
    with op.batch_alter_table("minimum_price", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_minimum_price_published",
            sqlite_where=sa.text("status = 'published'"),
            postgresql_where=sa.text("status = 'published'"),
        )
        batch_op.drop_index(batch_op.f("ix_minimum_price_revision"))
        batch_op.drop_index(batch_op.f("ix_minimum_price_district_code"))

    op.drop_table("minimum_price")
    op.drop_table("waiting_day")
    with op.batch_alter_table("price_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_price_version_current", sqlite_where=sa.text("is_current = 1"), postgresql_where=sa.text("is_current")
        )
        batch_op.drop_index(batch_op.f("ix_price_version_revision"))
        batch_op.drop_index("ix_price_version_newest")
        batch_op.drop_index("ix_price_version_day")

    op.drop_table("price_version")
    with op.batch_alter_table("daily_price", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_daily_price_revision"))

    op.drop_table("daily_price")
    with op.batch_alter_table("cost_survey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_survey_revision"))
        batch_op.drop_index(batch_op.f("ix_cost_survey_district_code"))

    op.drop_table("cost_survey")
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_district_province_code"))

    op.drop_table("district")
    op.drop_table("province")
    op.drop_table("price_observation")
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_index("ix_job_run_latest")

    op.drop_table("job_run")
    op.drop_table("data_revision")
