"""Numbers as people write them: what is read, what a column proves, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.files.convention_errors import AmbiguousNumbers, MixedNumbers
from service.files.conventions import Example
from service.files.numbers import NumberConvention, NumberEvidence, convention_of, number_evidence, to_numbers

COMMA, POINT = NumberConvention.COMMA_DECIMAL, NumberConvention.POINT_DECIMAL

# Pieces that make numbers, nearly numbers, and neither.
pieces = st.sampled_from(
    [*"0123456789.,- \u202f%\u2212", "11", "029", "500", "Rp ", "rp.", "IDR", ",-", "/kg", "e5", "nan"]
)
written = st.lists(pieces, max_size=8).map("".join).map(str.strip)
amounts = st.decimals(-(10**9), 10**9, places=2)


def texts(*cells: str | None) -> pd.Series[str]:
    """A column of a CSV file whose first cell stands on line 2."""
    return pd.Series(list(cells), index=range(2, len(cells) + 2), dtype="str")


def read(cell: Any, convention: NumberConvention) -> str | None:
    dtype = "str" if isinstance(cell, str) else object
    found = to_numbers(pd.Series([cell], dtype=dtype), convention)
    value = found.values.iloc[0]
    assert found.unreadable.iloc[0] == (pd.isna(value) and cell is not None)
    return None if pd.isna(value) else value


def convention(*cells: str) -> NumberConvention:
    return convention_of(number_evidence(texts(*cells)), "price")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp 11.029,50", "11029.5"),
        ("Rp11.029,50", "11029.5"),
        ("Rp.11.029", "11029"),
        ("IDR 11.029", "11029"),
        ("11.029 IDR", "11029"),
        ("Rp 11.029,-", "11029"),
        ("Rp 11.029.-", "11029"),
        ("Rp 11.029,\u2013/kg", "11029"),
        ("11.029 Rp/kg", "11029"),
        ("11.029 per kg", "11029"),
        ("56,5 %", "56.5"),
        ("11 029,5", "11029.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("11\u202f029,5", "11029.5"),
        ("-5", "-5"),
        ("\u22125,25", "-5.25"),
        ("-Rp 5", "-5"),
        ("Rp.-5", "-5"),
        ("0,125", "0.125"),
        ("11029,00", "11029"),
        ("007", "7"),
        ("-0,0", "0"),
        ("100", "100"),
        ("1.000.000,10", "1000000.1"),
    ],
)
def test_a_number_with_a_decimal_comma_is_read_however_it_is_dressed(text: str, value: str) -> None:
    assert read(text, COMMA) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp 11,029.50", "11029.5"),
        ("7064.36", "7064.36"),
        ("7064.30", "7064.3"),
        ("11,029.-", "11029"),
        ("0.500", "0.5"),
    ],
)
def test_a_number_with_a_decimal_point_is_read(text: str, value: str) -> None:
    assert read(text, POINT) == value


@pytest.mark.parametrize("convention", NumberConvention)
@pytest.mark.parametrize(
    "text",
    [
        "1.23,4",
        "12.34.567",
        "12,34,567",
        "1.234.56",
        "0.123.456",
        "1 23",
        "11 029.000 000",
        "11,5,-",
        "5.",
        ",5",
        "--5",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e5",
        "0x1F",
        "1_000",
        "١٢",
        "Rp",
        "%",
        "-",
        "5 5",
        "5-",
        "Rp -Rp 5",
        "a5",
    ],
)
def test_what_is_not_well_formed_is_unreadable(text: str, convention: NumberConvention) -> None:
    assert read(text, convention) is None


@pytest.mark.parametrize("text", ["11.5", "7064.36", "1,234.50", "1,234,567", "0.500"])
def test_a_cell_of_the_other_convention_is_unreadable(text: str) -> None:
    assert read(text, COMMA) is None


@pytest.mark.parametrize("convention", NumberConvention)
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (11029, "11029"),
        (11029.5, "11029.5"),
        (7064.360000000001, "7064.36"),
        (0.1 + 0.2, "0.3"),
        (11.029, "11.029"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (10**400, "1" + "0" * 400),
    ],
)
def test_a_typed_number_needs_no_convention(cell: float, value: str, convention: NumberConvention) -> None:
    assert read(cell, convention) == value


@pytest.mark.parametrize("cell", [True, False, float("nan"), float("inf"), date(2020, 12, 17), object()])
def test_what_is_typed_otherwise_is_no_number(cell: Any) -> None:
    assert read(cell, POINT) is None


def test_blank_cells_are_missing_and_not_unreadable() -> None:
    for column in (
        texts(None, "5"),
        pd.Series([None, 5], dtype=object),
        pd.Series(["  ", 5], dtype=object),
        pd.Series(["", " 5 "], dtype=object),
    ):
        found = to_numbers(column, POINT)
        assert found.values.tolist()[1:] == ["5"]
        assert found.values.isna().tolist() == [True, False]
        assert not found.unreadable.any()


def test_the_lines_of_a_column_are_kept() -> None:
    found = to_numbers(texts("7064.36", "7,064.30", "x"), POINT)
    assert found.values.dropna().to_dict() == {2: "7064.36", 3: "7064.3"}
    assert found.unreadable[found.unreadable].index.tolist() == [4]


def test_an_empty_column_is_read() -> None:
    assert to_numbers(texts(), POINT).values.empty
    assert to_numbers(pd.Series([], dtype=object), POINT).values.empty
    assert number_evidence(texts()) == number_evidence(texts(None)) == NumberEvidence()


def test_one_cell_settles_the_whole_column() -> None:
    assert convention("11.029", "11.029,50") is COMMA
    assert convention("11.029", "1.234.567") is COMMA
    assert convention("11.029", "0,125") is COMMA
    assert convention("11.029", "Rp 11.029,-") is COMMA
    assert convention("11.029", "11 029,5") is COMMA
    assert convention("11.029", "7064.36") is POINT
    assert convention("11,029", "1,234,567") is POINT
    assert convention("11,029", "0.125") is POINT
    assert convention("11,029", "11,029.-") is POINT
    assert convention("11,029", "11029.500") is POINT


def test_a_column_on_which_nothing_depends_has_the_point() -> None:
    assert convention() is convention("5", "11 029", "Rp. 5", "5,-", "nonsense") is POINT


@pytest.mark.parametrize("text", ["11.029", "11,029", "Rp 11.029", "-11.029/kg", "999.999"])
def test_an_ambiguous_column_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(AmbiguousNumbers) as refused:
        convention("5", "unreadable", text, "12.500")
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert all(part in message for part in ("'price'", repr(text), "4)", "11029,00", 'numbers = "comma_decimal"'))


def test_a_mixed_column_is_refused_with_both_examples() -> None:
    with pytest.raises(MixedNumbers) as refused:
        convention("11.029", "11.029,50", "7064.36", "1,5")
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert all(part in message for part in ("'price'", "'11.029,50'", " 3)", "'7064.36'", " 4)"))


def test_typed_cells_prove_nothing() -> None:
    column = pd.Series([11029.5, " 11.029 ", None, True], index=range(2, 6), dtype=object)
    assert number_evidence(column) == NumberEvidence(ambiguous=Example(3, "11.029"))


@given(st.lists(written), st.integers(0, 9), st.integers(0, 9))
def test_evidence_of_chunks_is_that_of_the_column_in_any_order(cells: list[str], one: int, two: int) -> None:
    column = texts(*cells)
    first, last = sorted((one, two))
    a, b, c = (number_evidence(part) for part in (column[:first], column[first:last], column[last:]))
    assert (a | b) | c == a | (b | c) == c | a | b == number_evidence(column)


@given(written)
def test_evidence_says_what_the_two_readings_say(text: str) -> None:
    readings = {c: value for c in NumberConvention if (value := read(text or None, c)) is not None}
    evidence = number_evidence(texts(text or None))
    assert set(evidence.proofs) == (set(readings) if len(readings) == 1 else set())
    assert (evidence.ambiguous is not None) == (len(set(readings.values())) == 2)


@given(st.lists(amounts, min_size=1))
def test_every_amount_survives_being_written_in_either_convention(values: list[Decimal]) -> None:
    english = [f"{value:,.2f}" for value in values]
    indonesian = [text.translate(str.maketrans(",.", ".,")) for text in english]
    for written_cells, expected in ((english, POINT), (indonesian, COMMA)):
        assert convention(*written_cells) is expected
        found = to_numbers(texts(*written_cells), expected)
        assert [Decimal(text) for text in found.values] == values


@given(written, st.sampled_from(NumberConvention))
def test_a_canonical_number_is_read_as_itself(text: str, convention: NumberConvention) -> None:
    value = read(text or None, convention)
    assert value is None or read(value, POINT) == value
