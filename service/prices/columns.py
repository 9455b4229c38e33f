"""Checking rows column by column: which are certainly good, and what is stored of them.

`PriceIn` is the one judge of a row. Asking it about a million rows takes longer than storing them, so rows whose every
cell is of the plain form it certainly accepts are recognised here, column-wise; all others are put before it one by one
(tests hold that both agree, in verdict and in value).
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from service.imports.refusals import FIRST_DAY
from service.prices.content import BETWEEN_VALUES, VALUE_COLUMNS, content_identity
from service.prices.rows import Known
from service.vocabulary import (
    BokarType,
    BuyerType,
    DatePrecision,
    PriceKind,
    PriceLevel,
    Provenance,
    RangePart,
    StorageAge,
)

# Of a column's cells, whether each is surely good; null where nothing is stated.
Check = Callable[[pa.ChunkedArray], pa.ChunkedArray]
LONGEST_TEXT = 200
AMOUNT = r"^(0|[1-9]\d{0,6})(\.\d{1,2})?$"
# Smaller and larger ones are looked at one by one, as they wait for a review.
PRICE = r"^([1-9]\d{2,3}|[1-5]\d{4}|6[0-4]\d{3})(\.\d{1,2})?$"
VOLUME = r"^[1-9]\d{0,11}(\.\d{1,3})?$"
# Per cent, surely not shares: nothing from 0 to 2 but 0 itself.
PART = r"^(0|([2-9]|[1-9]\d)(\.\d{1,3})?)$"
DRY_RUBBER_CONTENT = r"^(([2-9]|[1-9]\d)(\.\d{1,3})?|100)$"
PUBLISHED = r"^[1-9]\d{3}(-(0[1-9]|1[0-2]))?$"
TRUTHS = ("0", "1", "false", "true")
# A rupiah and more are surely left to the farmer; closer calls are for PriceIn.
SURELY_LEFT_IDR_PER_KG = 1.0

WHEN_BLANK = {
    "date_precision": DatePrecision.EXACT.value,
    "storage_age": StorageAge.UNSPECIFIED.value,
    "derived": "0",
}
REQUIRED = ("province_code", "observed_on", "price_level", "price_idr_per_kg", "source", "provenance")


def certain(rows: pa.Table, known: Known) -> pa.Array:
    """Return for each row whether `PriceIn` certainly accepts it; columns are its fields, as text, blank is null."""
    surely = pa.chunked_array([pa.repeat(pa.scalar(True), len(rows))])
    for name, check in _checks(known).items():
        if name in rows.column_names:
            surely = pc.and_(surely, pc.fill_null(check(rows[name]), name not in REQUIRED))
        elif name in REQUIRED:
            return pa.repeat(pa.scalar(False), len(rows))
    for rare in ("observation_id", "grades"):
        if rare in rows.column_names:
            surely = pc.and_(surely, pc.is_null(rows[rare]))
    surely = pc.and_(surely, _district_in_province(rows))
    # Whatever is no plain number counts as nothing left here, which only sends the row to PriceIn.
    return pc.and_(surely, _something_left(rows, surely)).combine_chunks()


def stored_columns(rows: pa.Table) -> pa.Table:
    """Return what is stored of certain rows: `identity`, `external_id` and the columns of content, as spelled text."""
    columns = {name: _stored_column(rows, name) for name in VALUE_COLUMNS}
    external_id = _column(rows, "external_id")
    return pa.table({"identity": _identities(external_id, columns), "external_id": external_id, **columns})


def _checks(known: Known) -> Mapping[str, Check]:
    return {
        "external_id": _is_plain_text,
        "province_code": _one_of(known.province_codes),
        "district_code": _one_of(known.district_codes),
        "observed_on": _days_until(known.today),
        "date_precision": _one_of(DatePrecision),
        "price_level": _one_of(PriceLevel),
        "price_idr_per_kg": _matches(PRICE),
        "price_kind": _one_of(PriceKind),
        "dry_rubber_content_percent": _matches(DRY_RUBBER_CONTENT),
        "deduction_percent": _matches(PART),
        "fee_idr_per_kg": _matches(AMOUNT),
        "transport_idr_per_kg": _matches(AMOUNT),
        "bokar_type": _one_of(BokarType),
        "storage_age": _one_of(StorageAge),
        "quality_note": _is_plain_text,
        "volume_kg": _matches(VOLUME),
        "buyer_type": _one_of(BuyerType),
        "reporter": _is_plain_text,
        "source": _is_plain_text,
        "provenance": _one_of(Provenance),
        "derived": _one_of(TRUTHS),
        "range_part": _one_of(RangePart),
        "suspect": _is_plain_text,
        "published_on": _matches(PUBLISHED),
    }


def _matches(pattern: str) -> Check:
    return lambda column: pc.match_substring_regex(column, pattern)


def _is_plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    characters = pc.binary_length(column)
    fits = pc.and_(pc.greater_equal(characters, 1), pc.less_equal(characters, LONGEST_TEXT))
    bare = pc.equal(pc.ascii_trim_whitespace(column), column)
    return pc.and_(pc.and_(fits, bare), pc.ascii_is_printable(column))


def _one_of(words: Any) -> Check:
    allowed = pa.array([str(word) for word in words], pa.string())
    return lambda column: pc.if_else(pc.is_null(column), None, pc.is_in(column, value_set=allowed))


def _days_until(today: date) -> Check:
    def check(column: pa.ChunkedArray) -> pa.ChunkedArray:
        days = pc.unique(column).drop_null()
        good = [day for day in days.to_pylist() if _is_day_until(day, today)]
        return _one_of(good)(column)

    return check


def _is_day_until(text: str, today: date) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    # ISO knows other ways to write a day, such as 2026-W45-1.
    return FIRST_DAY <= day <= today and day.isoformat() == text


def _district_in_province(rows: pa.Table) -> pa.ChunkedArray:
    district, province = _column(rows, "district_code"), _column(rows, "province_code")
    return pc.fill_null(pc.equal(pc.utf8_slice_codeunits(district, 0, 2), province), True)


def _something_left(rows: pa.Table, surely: pa.ChunkedArray) -> pa.ChunkedArray:
    price, deduction, fee, transport = (
        _number(rows, name, surely)
        for name in ("price_idr_per_kg", "deduction_percent", "fee_idr_per_kg", "transport_idr_per_kg")
    )
    kept = pc.subtract(1.0, pc.divide(deduction, 100.0))
    left = pc.subtract(pc.subtract(pc.multiply(price, kept), fee), transport)
    return pc.greater_equal(left, SURELY_LEFT_IDR_PER_KG)


def _number(rows: pa.Table, name: str, surely: pa.ChunkedArray) -> pa.ChunkedArray:
    plain = pc.if_else(surely, _column(rows, name), None)
    return pc.fill_null(plain.cast(pa.float64()), 0.0)


def _column(rows: pa.Table, name: str) -> Any:
    return rows[name] if name in rows.column_names else pa.chunked_array([pa.nulls(len(rows), pa.string())])


def _stored_column(rows: pa.Table, name: str) -> Any:
    if name in ("dry_rubber_content", "deduction"):
        return _spelled_share(_column(rows, f"{name}_percent"))
    column = _column(rows, name)
    if name in WHEN_BLANK:
        column = pc.fill_null(column, WHEN_BLANK[name])
    if name == "derived":
        return pc.replace_substring(pc.replace_substring(column, "true", "1"), "false", "0")
    if name.endswith(("_idr_per_kg", "_kg")):
        return _spelled_number(column)
    return column


def _spelled_number(column: Any) -> Any:
    """Drop the zeros at the end of a fraction: 8000.50 and 8000.5 are one number."""
    shorter = pc.utf8_rtrim(pc.utf8_rtrim(column, "0"), ".")
    return pc.if_else(pc.match_substring(column, "."), shorter, column)


def _spelled_share(percent: Any) -> Any:
    # In decimals: a hundredth of 56.3 is not 0.563 in binary fractions.
    share = pc.multiply(percent.cast(pa.decimal128(8, 3)), pa.scalar(Decimal("0.01")))
    return _spelled_number(share.cast(pa.string()))


def _identities(external_id: Any, columns: Mapping[str, Any]) -> pa.Array:
    own = pc.binary_join_element_wise("id:", external_id, "")
    if external_id.null_count == 0:
        return own
    said = [pc.binary_join_element_wise(f"{name}=", columns[name], "") for name in VALUE_COLUMNS]
    content = pc.binary_join_element_wise(*said, BETWEEN_VALUES, null_handling="skip")
    hashed = pa.array([content_identity(text) for text in content.to_pylist()], pa.string())
    return pc.coalesce(own, hashed)
