"""For every named constraint a change of a valid row that it alone refuses.

`SECOND_ROWS` says what tells another valid row of a table from the one in `valid_rows.VALID_ROWS`.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.builders import NOW
from tests.valid_rows import VALID_ROWS

Change = dict[str, Any]

NAN = Decimal("nan")
UNKNOWN_WORD = "no such word"

SECOND_ROWS: dict[str, Change] = {
    "province": {"code": "14", "name": "Riau"},
    "district": {"code": "16.08", "bps_code": "1609", "name": "Ogan Komering Ulu Timur"},
    "price_observation": {"id": 2, "identity": "id:2", "external_id": "2"},
    "price_alias": {"id": 2, "identity": "content:2"},
    "price_version": {"id": 2, "version": 2, "is_current": False},
    "auction": {"id": 2, "identity": "uppb:16.03/UPPB/012:2026-11-09"},
    "auction_past": {"id": 2, "version": 2},
    "auction_lot": {"lot_number": "2"},
    "source_state": {"name": "kobo"},
    "daily_price": {"day": date(2026, 11, 9)},
    "waiting_day": {"day": date(2026, 11, 9)},
    "cost_survey": {"id": 2, "external_id": "muara-enim-2027"},
    "survey_household": {"id": 2, "external_id": "uuid:2", "household_hash": "b" * 64},
    "survey_household_past": {"id": 2, "version": 2},
    "survey_labour": {"id": 2},
    "survey_consumption": {"id": 2},
    "survey_income": {"id": 2},
    "import_run": {"id": 2, "digest": "1" * 64},
    "refused_row": {"id": 2, "line": 5},
    "reference_price": {"id": 2, "month": date(2026, 9, 1)},
    "personal_key": {"position": 2, "key_id": "4e5f6a7b"},
    "erasure": {"id": 2},
    "cost_item": {"id": 2},
    "survey_tool": {"id": 2},
    "minimum_price": {"id": 2, "input_digest": "1" * 64, "status": "superseded"},
    "minimum_price_event": {"id": 2},
    "floor_policy": {"id": 2},
    "floor_computation": {"id": 2},
    "household_year": {"household_id": 3},
    "index_value": {"id": 2, "version": 2, "is_current": False},
    "index_link": {"id": 2, "version": 2, "is_current": False},
    "alert": {"id": 2, "below_since": date(2026, 11, 16), "fired_on": date(2026, 11, 20)},
    "alert_event": {"id": 2, "sequence": 2},
    "alert_change": {"id": 2},
    "job_run": {"id": 2},
    "job_request": {"id": 2, "run_id": 1},
    "api_key": {"prefix": "ijklmnop"},
    "idempotent_answer": {"idempotency_key": "second"},
}

# Rows that stand by, for second rows of tables that speak of one other row alone.
STANDING_BY: dict[str, Change] = {
    "survey_household": {"id": 3, "external_id": "uuid:3", "household_hash": "c" * 64},
}

# Columns that hold one word of a closed list.
WORDS: dict[str, tuple[str, ...]] = {
    "price_version": (
        "date_precision",
        "price_level",
        "price_kind",
        "bokar_type",
        "storage_age",
        "buyer_type",
        "provenance",
        "range_part",
        "review",
    ),
    "auction": ("winner_type", "provenance"),
    "import_run": ("kind", "status"),
    "reference_price": ("series",),
    "daily_price": ("channel", "basis", "storage_age", "date_precision"),
    "cost_survey": (
        "kind",
        "time_unit",
        "represents",
        "sampling",
        "deduction_treated_as",
        "provenance",
    ),
    "cost_item": ("cost_group", "behaviour", "payment", "unit", "time_unit"),
    "survey_household": ("tenure", "time_unit", "bokar_type", "storage_age", "deduction_treated_as"),
    "survey_labour": ("labour_source", "activity", "time_unit"),
    "survey_consumption": ("consumption_group", "time_unit"),
    "survey_income": ("income_source", "time_unit"),
    "minimum_price": ("cost_concept", "represents", "basis", "status", "legal_status", "aggregator"),
    "minimum_price_event": ("status", "legal_status"),
    "floor_policy": ("aggregator",),
    "household_year": ("tenure",),
    "index_value": ("index_name", "provenance"),
    "index_link": ("index_name", "provenance"),
    "alert": ("kind", "channel", "state", "severity", "basis", "storage_age"),
    "alert_event": ("kind", "severity"),
    "alert_change": ("kind",),
    "job_run": ("status",),
}

POSITIVE: dict[str, tuple[str, ...]] = {
    "price_version": ("volume_kg",),
    "auction": ("reserve_price_idr_per_kg",),
    "daily_price": ("median_idr_per_kg",),
    "reference_price": ("usd_per_kg",),
    "cost_survey": ("production_kg", "price_idr_per_kg", "household_size"),
    "survey_household": ("weight", "household_size", "area_ha", "price_idr_per_kg"),
    "survey_labour": ("person_days",),
    "survey_tool": ("units", "economic_life_years"),
    "minimum_price": ("minimum_price_idr_per_kg", "surveyed_minimum_price_idr_per_kg"),
    "household_year": ("weight",),
    "index_value": ("value",),
    "index_link": ("factor",),
    "alert": ("price_idr_per_kg", "floor_idr_per_kg"),
}

NOT_NEGATIVE: dict[str, tuple[str, ...]] = {
    "price_version": ("fee_idr_per_kg", "transport_idr_per_kg"),
    "cost_survey": (
        "total_cost_idr",
        "food_consumption_idr",
        "non_food_consumption_idr",
        "household_consumption_idr",
        "other_income_idr",
    ),
    "survey_household": (
        "production_kg",
        "own_land_idr",
        "own_capital_idr",
        "food_consumption_idr",
        "non_food_consumption_idr",
        "other_income_idr",
    ),
    "survey_labour": ("wage_idr_per_person_day",),
    "survey_consumption": ("amount_idr",),
    "survey_income": ("amount_idr",),
    "cost_item": ("amount", "quantity", "unit_price_idr"),
    "survey_tool": ("purchase_value_idr", "salvage_value_idr"),
    "minimum_price": ("cost_of_production_idr_per_kg", "household_consumption_idr_per_kg"),
    "household_year": ("production_kg",),
}

# (table, column, name of the check, values that are refused)
RANGES: tuple[tuple[str, str, str, tuple[Decimal, ...]], ...] = (
    ("price_version", "price_idr_per_kg", "price_plausible", (Decimal(0), Decimal(-1), Decimal(10_000_000))),
    *(
        (table, "deduction", "deduction_is_a_share", (Decimal("-0.01"), Decimal(1)))
        for table in ("price_version", "survey_household", "household_year")
    ),
    ("survey_household", "education_years", "education_years_in_a_life", (Decimal(-1), Decimal(31))),
    ("survey_household", "experience_years", "experience_years_in_a_life", (Decimal(-1), Decimal(91))),
    ("household_year", "revenue_share", "revenue_share_not_negative", (Decimal("-0.01"), Decimal(10) ** 6)),
    ("household_year", "weight_cut_share", "weight_cut_is_a_share", (Decimal("-0.01"), Decimal(1))),
    ("survey_labour", "revenue_share", "revenue_share_is_a_share", (Decimal(0), Decimal(1))),
    *(
        (table, "dry_rubber_content", "dry_rubber_content_is_a_share", (Decimal(0), Decimal("1.01"), Decimal(-1)))
        for table in ("price_version", "cost_survey", "survey_household")
    ),
    *(
        (table, "months_tapped", "months_tapped_in_a_year", (Decimal(0), Decimal("12.5")))
        for table in ("cost_survey", "survey_household")
    ),
)

# What is peculiar to one table: (table, name, changes that it refuses, one at a time).
OTHER_CHECKS: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("data_revision", "single_row", ({"id": 2, "revision": 0},)),
    ("province", "code_form", ({"code": "1"}, {"code": ""})),
    ("district", "code_form", ({"code": "1608"}, {"code": "16081"})),
    ("district", "bps_code_form", ({"bps_code": "16.09"}, {"bps_code": "16.9"}, {"bps_code": "160"})),
    ("district", "code_in_province", ({"code": "14.09"},)),
    ("price_observation", "identity_not_empty", ({"identity": ""},)),
    ("price_alias", "identity_not_empty", ({"identity": ""},)),
    ("price_version", "version_from_one", ({"version": 0},)),
    ("price_version", "district_in_province", ({"province_code": "14"},)),
    ("price_version", "suspect_says_why", ({"suspect": ""},)),
    ("price_version", "source_named", ({"source": ""},)),
    ("price_version", "flag_is_reviewed", ({"flag": None}, {"review": None})),
    (
        "price_version",
        "reviewed_by_somebody",
        ({"review": "waiting"}, {"review": "rejected", "reviewed_by": None, "reviewed_at": None}),
    ),
    ("source_state", "failures_counted", ({"consecutive_failures": -1, "last_error": "x"},)),
    ("source_state", "failure_says_why", ({"consecutive_failures": 1}, {"last_error": "x"})),
    ("auction", "identity_not_empty", ({"identity": ""},)),
    ("auction", "version_from_one", ({"version": 0},)),
    ("auction", "uppb_named", ({"uppb_name": ""},)),
    ("auction", "uppb_registered", ({"registration_number": ""},)),
    ("auction", "source_named", ({"source": ""},)),
    ("auction_past", "version_from_one", ({"version": 0},)),
    ("auction_lot", "lot_numbered", ({"lot_number": ""},)),
    ("import_run", "attempts_from_one", ({"attempts": 0},)),
    ("import_run", "digest_form", ({"digest": "0" * 63},)),
    (
        "import_run",
        "counts_forward",
        tuple({count: -1} for count in ("accepted", "corrected", "duplicate", "rejected", "flagged")),
    ),
    ("import_run", "lines_forward", ({"lines_done": -1},)),
    ("import_run", "finished_when_not_running", ({"status": "running"}, {"finished_at": None})),
    ("import_run", "refusal_says_why", ({"status": "refused"},)),
    ("refused_row", "line_from_one", ({"line": 0},)),
    ("refused_row", "mended_by_somebody", ({"mended_at": NOW}, {"mended_by": "officer"})),
    ("daily_price", "low_first", ({"low_idr_per_kg": Decimal(10001)},)),
    ("daily_price", "high_last", ({"high_idr_per_kg": Decimal(9999)},)),
    ("daily_price", "somebody_reported", ({"reporters": 0}, {"n": 1})),
    ("cost_survey", "somebody_asked", ({"households": 0}, {"households": -1, "kind": "households"})),
    ("cost_survey", "not_more_than_live_there", ({"households": 1354},)),
    ("cost_survey", "period_forward", ({"period_to": date(2025, 12, 31)},)),
    ("cost_survey", "months_known", ({"months_tapped": None},)),
    ("cost_survey", "published_means_have_production", ({"production_kg": None},)),
    ("survey_household", "hash_form", ({"household_hash": "b" * 63}, {"household_hash": "Siti"})),
    ("survey_household", "external_id_not_empty", ({"external_id": ""},)),
    ("survey_household", "version_from_one", ({"version": 0},)),
    ("survey_household", "subdistrict_code_form", ({"subdistrict_code": "16.03", "village_code": None},)),
    ("survey_household", "village_code_form", ({"village_code": "16.03.01"},)),
    ("survey_household", "village_in_subdistrict", ({"village_code": "16.03.02.2001"},)),
    ("survey_household", "trees_tapped_not_negative", ({"trees_tapped": -1},)),
    ("survey_household", "trees_total_not_negative", ({"trees_total": -1, "trees_tapped": None},)),
    ("survey_household", "no_more_tapped_than_there_are", ({"trees_tapped": 501},)),
    ("survey_household", "months_known", ({"months_tapped": None},)),
    ("survey_household", "treatment_of_deduction_known", ({"deduction_treated_as": "unknown"},)),
    ("survey_household_past", "version_from_one", ({"version": 0},)),
    ("survey_household_past", "hash_form", ({"household_hash": "Siti"},)),
    ("survey_labour", "share_is_stated", ({"labour_source": "share"}, {"revenue_share": Decimal("0.5")})),
    ("survey_labour", "days_are_stated", ({"labour_source": "family", "person_days": None},)),
    ("survey_labour", "wage_is_stated", ({"wage_idr_per_person_day": None},)),
    ("personal_key", "position_from_one", ({"position": 0},)),
    ("personal_key", "key_id_form", ({"key_id": "0a1b"},)),
    ("erasure", "hash_form", ({"person_hash": "Siti"},)),
    ("erasure", "erased_by_somebody", ({"erased_by": ""},)),
    ("cost_item", "revenue_share_at_most_one", ({"unit": "revenue_share", "amount": Decimal("1.01")},)),
    ("cost_item", "name_given", ({"name": ""},)),
    ("survey_tool", "salvage_below_purchase", ({"salvage_value_idr": Decimal("120000.01")},)),
    ("survey_tool", "name_given", ({"name": ""},)),
    (
        "minimum_price",
        "price_or_reason",
        ({"reason": "no_consumption"}, {"minimum_price_idr_per_kg": None, "status": None}),
    ),
    ("minimum_price", "status_with_price", ({"status": None},)),
    ("minimum_price", "valid_forward", ({"valid_until": date(2026, 3, 1)},)),
    ("minimum_price", "interval_ordered", ({"interval_low_idr_per_kg": Decimal(10501)},)),
    ("minimum_price", "somebody_asked", ({"households": 0},)),
    (
        "minimum_price",
        "published_by_somebody",
        ({"status": "published", "published_by": None}, {"status": "published", "published_why": None}),
    ),
    (
        "minimum_price",
        "decree_is_named",
        ({"decree_number": None}, {"decree_on": None}, {"decree_signatory": None}),
    ),
    ("minimum_price", "interval_of_replicates", ({"replicates": None},)),
    ("minimum_price", "carried_from_survey", ({"carried_to": None}, {"surveyed_minimum_price_idr_per_kg": None})),
    ("minimum_price_event", "done_by_somebody", ({"done_by": ""},)),
    ("minimum_price_event", "says_why", ({"why": ""},)),
    ("floor_policy", "method_named", ({"method": ""},)),
    ("floor_policy", "decided_by_somebody", ({"decided_by": ""},)),
    ("floor_policy", "says_why", ({"why": ""},)),
    ("floor_computation", "part_named", ({"part": ""},)),
    ("floor_computation", "digest_form", ({"input_digest": "0" * 63},)),
    ("floor_computation", "households_not_negative", ({"households": -1},)),
    ("household_year", "village_is_a_code", ({"village": 0},)),
    ("index_value", "version_from_one", ({"version": 0},)),
    ("index_value", "base_named", ({"base": ""},)),
    ("index_value", "source_named", ({"source": ""},)),
    ("index_link", "version_from_one", ({"version": 0},)),
    ("index_link", "bases_named", ({"from_base": ""}, {"to_base": ""})),
    ("index_link", "two_bases", ({"to_base": "2012=100"},)),
    ("index_link", "source_named", ({"source": ""},)),
    ("alert", "below_before_fired", ({"below_since": date(2026, 11, 21)},)),
    ("alert", "fired_before_resolved", ({"state": "resolved", "resolved_on": date(2026, 11, 19)},)),
    ("alert", "resolved_has_a_day", ({"state": "resolved"},)),
    ("alert", "firing_is_open", ({"resolved_on": date(2026, 11, 21)},)),
    ("job_run", "finished_after_start", ({"finished_at": NOW - timedelta(seconds=1)},)),
    ("job_run", "finished_when_not_running", ({"status": "running"}, {"finished_at": None})),
    ("job_run", "failure_says_why", ({"status": "failed"},)),
    ("job_request", "job_named", ({"job": ""},)),
    ("job_request", "asked_by_somebody", ({"asked_by": ""},)),
    ("api_key", "prefix_form", ({"prefix": "abcdefg"}, {"prefix": ""})),
    ("api_key", "hash_form", ({"secret_hash": "0" * 63},)),
    ("api_key", "name_given", ({"name": ""},)),
    ("api_key", "expires_after_creation", ({"expires_at": NOW},)),
    ("api_key", "revoked_after_creation", ({"revoked_at": NOW - timedelta(seconds=1)},)),
    ("idempotent_answer", "key_given", ({"idempotency_key": ""},)),
    ("idempotent_answer", "fingerprint_form", ({"fingerprint": "0" * 63},)),
    ("idempotent_answer", "status_of_an_answer", ({"status": 199}, {"status": 500})),
)

# Unique constraints and indexes: what makes the second row collide with the first.
UNIQUE: tuple[tuple[str, str, Change], ...] = (
    ("province", "uq_province_name", {"name": "Sumatera Selatan"}),
    ("district", "uq_district_bps_code", {"bps_code": "1603"}),
    ("price_observation", "uq_price_observation_identity", {"identity": "id:1"}),
    ("price_alias", "uq_price_alias_identity", {"identity": "content:1"}),
    ("price_version", "uq_price_version_number", {"version": 1}),
    ("price_version", "uq_price_version_current", {"is_current": True}),
    ("auction", "uq_auction_identity", {"identity": "uppb:16.03/UPPB/012:2026-11-02"}),
    ("auction_past", "uq_auction_past_number", {"version": 1}),
    ("cost_survey", "uq_cost_survey_identity", {"external_id": "muara-enim-2026"}),
    ("survey_household", "uq_survey_household_identity", {"household_hash": "a" * 64}),
    ("survey_household", "uq_survey_household_submission", {"external_id": "uuid:1"}),
    ("survey_household_past", "uq_survey_household_past_number", {"version": 1}),
    ("import_run", "uq_import_run_delivery", {"digest": "0" * 64}),
    ("refused_row", "uq_refused_row_line", {"line": 4}),
    ("reference_price", "uq_reference_price_known", {"month": date(2026, 10, 1)}),
    ("personal_key", "uq_personal_key_id", {"key_id": "0a1b2c3d"}),
    ("minimum_price", "uq_minimum_price_computation", {"input_digest": "0" * 64}),
    ("minimum_price", "uq_minimum_price_published", {"status": "published"}),
    ("index_value", "uq_index_value_number", {"version": 1}),
    ("index_value", "uq_index_value_current", {"is_current": True}),
    ("index_link", "uq_index_link_number", {"version": 1}),
    ("index_link", "uq_index_link_current", {"is_current": True}),
    ("alert", "uq_alert_fired", {"below_since": date(2026, 11, 2), "fired_on": date(2026, 11, 9)}),
    ("alert_event", "uq_alert_event_sequence", {"sequence": 1}),
    ("job_request", "uq_job_request_waiting", {"run_id": None}),
)

# Rows that look like a collision and are none: what a partial index leaves out.
NO_COLLISION: tuple[tuple[str, Change], ...] = (
    ("survey_household", {"external_id": None}),
    ("cost_survey", {"households": 0, "kind": "households"}),
    ("price_version", {"is_current": False}),
    ("minimum_price", {"status": "superseded"}),
    ("job_request", {"job": "recompute_minimum_prices", "run_id": None}),
    ("minimum_price", {"status": "published", "valid_from": date(2026, 4, 1)}),
    ("alert", {"state": "retracted", "below_since": date(2026, 11, 2), "fired_on": date(2026, 11, 9)}),
    ("alert", {"channel": "farmgate", "below_since": date(2026, 11, 2), "fired_on": date(2026, 11, 9)}),
)

# Columns that hold the key of another table's row, with a key that is nowhere.
NOWHERE: dict[str, Any] = {
    "province_code": "99",
    "district_code": "16.99",
    "observation_id": 99,
    "auction_id": 99,
    "survey_id": 99,
    "household_id": 99,
    "minimum_price_id": 99,
    "alert_id": 99,
    "key_prefix": "nowhere2",
    "import_id": 99,
    "run_id": 99,
}


# Columns that must follow another one, or a check about the order of the two would refuse the row first.
FOLLOWERS = {"median_idr_per_kg": ("low_idr_per_kg", "high_idr_per_kg")}

# NaN is greater than every number, so here a check of order speaks first.
NAN_REFUSED_BY = {"ck_survey_tool_salvage_value_idr_not_negative": "ck_survey_tool_salvage_below_purchase"}


def check_cases() -> list[tuple[str, str, Change]]:
    """Return (table, constraint, change) for every check."""
    cases: list[tuple[str, str, Change]] = [
        (t, f"{c}_known", {c: UNKNOWN_WORD}) for t, columns in WORDS.items() for c in columns
    ]
    for table, columns in POSITIVE.items():
        cases += [(table, f"{c}_positive", _at(c, Decimal(v))) for c in columns for v in (0, -1)]
    for table, columns in NOT_NEGATIVE.items():
        cases += [(table, f"{c}_not_negative", {c: Decimal(-1)}) for c in columns]
    cases += [(table, name, {column: v}) for table, column, name, values in RANGES for v in values]
    cases += [(table, name, change) for table, name, changes in OTHER_CHECKS for change in changes]
    return [(table, f"ck_{table}_{name}", change) for table, name, change in cases]


def nan_cases() -> list[tuple[str, str, Change]]:
    """Return (table, constraint, change) for every check that says it refuses what is not a number."""
    cases = [(t, c, f"{c}_positive") for t, columns in POSITIVE.items() for c in columns]
    cases += [(t, c, f"{c}_not_negative") for t, columns in NOT_NEGATIVE.items() for c in columns]
    cases += [(table, column, name) for table, column, name, _ in RANGES]
    return [(table, f"ck_{table}_{name}", _at(column, NAN)) for table, column, name in cases]


def _at(column: str, value: Decimal) -> Change:
    return dict.fromkeys((column, *FOLLOWERS.get(column, ())), value)


def second_row(table: str, change: Change) -> Change:
    """Return another row of the table with one change."""
    if table not in VALID_ROWS:
        return change
    return {**VALID_ROWS[table], **SECOND_ROWS[table], **change}
