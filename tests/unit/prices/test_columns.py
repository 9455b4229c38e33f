"""Checking column by column agrees with the one judge of a row: `PriceIn`, in verdict and in value."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.prices.chunks import one_by_one
from service.prices.columns import certain, stored_columns
from service.prices.content import arriving
from service.prices.rows import Known, judge
from service.prices.schemas import PriceIn
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
from tests.builders import TODAY

Row = dict[str, str | None]
KNOWN = Known(frozenset({"16.03", "16.08", "14.09"}), frozenset({"14", "16"}), TODAY)
FIELDS = tuple(PriceIn.model_fields)
NEEDED: Row = {
    "province_code": "16",
    "district_code": "16.03",
    "observed_on": "2026-11-02",
    "price_level": "auction",
    "price_idr_per_kg": "9500",
    "source": "the office's own book",
    "provenance": "survey",
}


def words(*kinds: type[Any]) -> list[str]:
    return [word.value for kind in kinds for word in kind]


PLAIN: dict[str, list[str]] = {
    "external_id": ["a", "A 1", "x" * 200],
    "province_code": ["16", "14"],
    "district_code": ["16.03", "16.08", "14.09"],
    "observed_on": ["2026-11-02", "2024-02-29", "0001-01-01", "2026-11-21"],
    "date_precision": words(DatePrecision),
    "price_level": words(PriceLevel),
    "price_idr_per_kg": ["1", "9500", "9500.5", "11029.50", "8000.00", "9999999.99", "1000", "101"],
    "price_kind": words(PriceKind),
    "dry_rubber_content_percent": ["2", "55", "55.5", "56.30", "33.333", "100", "60.000", "9"],
    "deduction_percent": ["0", "2", "8", "10", "12.5", "7.250", "99"],
    "fee_idr_per_kg": ["0", "0.00", "0.5", "150", "150.25", "9499"],
    "transport_idr_per_kg": ["0", "100", "9498.99", "0.10"],
    "bokar_type": words(BokarType),
    "storage_age": words(StorageAge),
    "quality_note": ["clean", 'a "quoted" note, and more', "=1+1"],
    "volume_kg": ["1", "48000", "48000.125", "1200.50", "999999999999.999"],
    "buyer_type": words(BuyerType),
    "reporter": ["0123456789abcdef", "UPPB Lavender"],
    "source": ["press", "the office's own book"],
    "provenance": words(Provenance),
    "derived": ["0", "1", "false", "true"],
    "range_part": words(RangePart),
    "suspect": ["misprint"],
    "published_on": ["2026", "2026-11"],
}

NEARLY_NUMBERS = [
    *("0", "00", "-0", "-1", "+1", "01", "1.", ".5", "1e3", "1E3", "1_000", "1,000", "9500\n", " 9500", "9500 "),
    *(
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "sNaN",
        "٩٥٠٠",
        "９５００",
        "9500.005",
        "9500.004999",
        "0.001",
        "0.004",
        "0.005",
    ),
    *("0.5", "1.0", "1", "1.999", "2.0000", "100", "100.0", "100.000", "100.0004", "100.001", "99.9999", "99.9994"),
    *("10000000", "9999999.995", "9999999.994", "1000000000000", "999999999999.9995", "9" * 40, "0x10", "९५००"),
]
NEARLY_DAYS = [
    *("2026-02-30", "2026-11-22", "9999-12-31", "0000-01-01", "2026-1-2", "20261102", "2026-W45-1", "2026-W451"),
    *("2026-11-02T00:00", "2026-11-02\n", " 2026-11-02", "２０２６-11-02", "2026-11", "0", "1793577600", "02-11-2026"),
]
NEARLY_TEXTS = [
    *(
        "",
        " ",
        "a ",
        " a",
        "a\n",
        "a\tb",
        "a\x00b",
        "a\x1fb",
        "a\u200bb",
        "a\u00a0b",
        "é",
        "\u2028",
        "\ud7ff",
        "😀",
        "x" * 201,
    ),
    *("x" * 400, "x" * 401, "None", "null", "nan", "\x7f", "a\x85"),
]
NEARLY_WORDS = ["EXACT", "exact ", "exact\n", "Weekly", "yes", "no", "t", "f", "on", "off", "y", "True", "FALSE", "2"]
NEARLY_CODES = ["1603", "16.3", "16.99", "99", "16 ", "16.03\n", "١٦", "16.030", "14.09"]
NEARLY_PUBLISHED = ["2026-13", "2026-00", "2026-11-02", "2026-11-99", "20261", "2026-1", "٢٠٢٦", "2026\n"]
ODDITIES = [*NEARLY_NUMBERS, *NEARLY_DAYS, *NEARLY_TEXTS, *NEARLY_WORDS, *NEARLY_CODES, *NEARLY_PUBLISHED]
ODD_CELLS = {"observation_id": ["1", "0", "x"], "grades": ['{"100": "18382", "70": "12867"}', "{}", "x"]}

plain_cells = {name: st.none() | st.sampled_from(values) for name, values in PLAIN.items()}
plain_rows = st.fixed_dictionaries({name: st.sampled_from(PLAIN[name]) for name in NEEDED}).flatmap(
    lambda needed: st.fixed_dictionaries({}, optional=plain_cells).map(lambda more: {**more, **needed})
)
odd_cells = st.dictionaries(
    st.sampled_from(sorted(PLAIN)), st.none() | st.sampled_from(ODDITIES) | st.text(max_size=20), max_size=3
) | st.sampled_from(sorted(ODD_CELLS)).flatmap(
    lambda name: st.fixed_dictionaries({name: st.sampled_from(ODD_CELLS[name])})
)
rows_of_any_kind = st.builds(lambda row, odd: {**row, **odd}, plain_rows, odd_cells)


def table_of(rows: Sequence[Mapping[str, str | None]]) -> pa.Table:
    """Return rows as a sheet gives them: every stated column, blank cells null."""
    columns = [name for name in FIELDS if any(name in row for row in rows)]
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})


def assert_agrees(rows: Sequence[Mapping[str, str | None]]) -> list[bool]:
    table = table_of(rows)
    surely = certain(table, KNOWN)
    stored = one_by_one(stored_columns(table.filter(surely)))
    judged = [judge(row, 2, KNOWN) for row, sure in zip(rows, surely.to_pylist(), strict=True) if sure]
    refused = [row for row in judged if not isinstance(row, PriceIn)]
    assert refused == []
    assert stored == [arriving(row) for row in judged if isinstance(row, PriceIn)]
    return surely.to_pylist()  # type: ignore[no-any-return]


@settings(max_examples=200)
@given(st.lists(rows_of_any_kind, min_size=1, max_size=5))
@example([{**NEEDED, "observed_on": "2026-W45-1"}])
@example([{**NEEDED, "price_idr_per_kg": "9500\n"}])
@example([{**NEEDED, "deduction_percent": "99.9999"}])
@example([{**NEEDED, "dry_rubber_content_percent": "100.000"}])
def test_what_is_certain_is_accepted_and_stored_as_the_judge_would(rows: list[Row]) -> None:
    assert_agrees(rows)


@pytest.mark.parametrize("field", PLAIN)
def test_an_odd_cell_is_never_taken_for_a_plain_one(field: str) -> None:
    assert_agrees([{**NEEDED, field: value} for value in ODDITIES])


@given(plain_rows, plain_rows)
def test_content_has_one_identity_only_if_it_says_the_same(one: Row, other: Row) -> None:
    judged = [judge({**row, "external_id": None}, 2, KNOWN) for row in (one, other)]
    said = [arriving(row) for row in judged if isinstance(row, PriceIn)]
    if len(said) == 2:
        assert (said[0].identity == said[1].identity) == (said[0].values == said[1].values)


@pytest.mark.parametrize("name", ["date_precision", "storage_age", "derived"])
def test_a_blank_cell_means_the_default(name: str) -> None:
    assert judge({**NEEDED, name: ""}, 2, KNOWN) == judge({**NEEDED, name: None}, 2, KNOWN) == judge(NEEDED, 2, KNOWN)


def test_rows_as_offices_write_them_are_certain() -> None:
    plain: Row = {name: values[0] for name, values in PLAIN.items()}
    full: Row = {**plain, "price_idr_per_kg": "9500", "deduction_percent": "8"}
    assert assert_agrees([NEEDED, full, {**full, "external_id": None}]) == [True, True, True]


@pytest.mark.parametrize("field", NEEDED)
def test_a_row_without_a_needed_cell_is_not_certain(field: str) -> None:
    blank = {**NEEDED, field: None}
    assert assert_agrees([blank, NEEDED]) == [field == "district_code", True]
    missing = {name: value for name, value in NEEDED.items() if name != field}
    assert assert_agrees([missing]) == [field == "district_code"]


@pytest.mark.parametrize(
    "changes",
    [
        {"fee_idr_per_kg": "9500"},
        {"fee_idr_per_kg": "9499.50"},
        {"deduction_percent": "99", "transport_idr_per_kg": "95"},
        {"province_code": "14"},
        {"district_code": "14.09"},
        {"observation_id": "1"},
        {"grades": '{"100": "18382", "70": "12867"}'},
    ],
    ids=str,
)
def test_a_row_whose_cells_only_look_good_one_by_one_is_left_to_the_judge(changes: Row) -> None:
    assert assert_agrees([{**NEEDED, **changes}]) == [False]


def test_no_rows_at_all_are_no_trouble() -> None:
    nothing = table_of([NEEDED]).slice(0, 0)
    assert len(certain(nothing, KNOWN)) == len(stored_columns(nothing)) == 0
