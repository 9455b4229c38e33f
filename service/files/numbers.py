"""Numbers as people write them: `Rp 11.029,50`, `11,029.50`, `11 029`, `Rp 11.029,-/kg`, `56 %`.

A text is read in a convention or not at all. One that both conventions read, with different values, is ambiguous
(`11.029` alone); one that only one of them reads proves it (`7064.36`, `1.234.567`, `0,125`).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from service.files.convention_errors import AmbiguousNumbers, MixedNumbers
from service.files.conventions import (
    ColumnRead,
    Evidence,
    Refusals,
    first_example,
    fully_match,
    read_column,
    settle,
    texts_of,
)


class NumberConvention(StrEnum):
    """Which mark stands before the decimals; the other one may group thousands."""

    COMMA_DECIMAL = "comma_decimal"
    POINT_DECIMAL = "point_decimal"


NumberEvidence: TypeAlias = Evidence[NumberConvention]

_COMMA, _POINT = NumberConvention.COMMA_DECIMAL, NumberConvention.POINT_DECIMAL

# RE2 patterns: pandas hands them to arrow. Spaces include the non-breaking and thin ones, minus the typographic one.
_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_MINUS = "[-\u2212]"
_CURRENCY = r"(?:rp\.?|idr)"
_NO_DECIMALS = "[,.][-\u2212\u2013\u2014]{1,2}"
_HEAD = f"(?:(?:{_MINUS}{_SPACE}*)?(?:{_CURRENCY}{_SPACE}*)?|{_CURRENCY}{_SPACE}*{_MINUS}{_SPACE}*)"
_TAIL = f"(?:{_SPACE}*%|(?:{_SPACE}*{_CURRENCY})?(?:{_SPACE}*(?:/|per){_SPACE}*kg)?)"


def _grouped_by(mark: str) -> str:
    return f"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+"


def _written(group_mark: str, decimal_mark: str) -> str:
    whole = f"(?:[0-9]+|{_grouped_by(group_mark)}|{_grouped_by(_SPACE)})"
    return f"(?i){_HEAD}{whole}(?:{decimal_mark}[0-9]+|{_NO_DECIMALS})?{_TAIL}"


_DECIMAL_MARK = {_COMMA: ",", _POINT: "."}
_WRITTEN = {_COMMA: _written(r"\.", ","), _POINT: _written(",", r"\.")}
# What machines write, told apart at a tenth of the cost: needing no change, and certain not to prove a comma.
_CANONICAL = {
    _COMMA: "0|-?[1-9][0-9]*",
    _POINT: r"0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]",
}
_WHOLE_OR_POINT = r"-?(?:[0-9]+|(?:0[0-9]*|[0-9]{4,})\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,}))"
_MARK_BETWEEN_DIGITS = "[0-9][,.][0-9]"
_LEADING_ZEROS = "^(-?)0+([0-9])"
_TRAILING_ZEROS = r"(?:(\.[0-9]*[1-9])|\.)0+$"


def number_evidence(column: pd.Series[Any]) -> NumberEvidence:
    """Return what the texts of a column, or of one chunk of it, say about its convention."""
    texts = texts_of(column)
    if _are_whole(texts):
        return NumberEvidence()
    texts = texts.drop_duplicates()
    plain = fully_match(texts, _WHOLE_OR_POINT)
    rest = texts[~plain]
    comma, point = (fully_match(rest, _WRITTEN[convention]) for convention in (_COMMA, _POINT))
    examples = [
        (_POINT, first_example(texts, plain & texts.str.contains(".", regex=False))),
        (_POINT, first_example(rest, point & ~comma)),
        (_COMMA, first_example(rest, comma & ~point)),
    ]
    evidence = NumberEvidence(
        ambiguous=first_example(rest, comma & point & rest.str.contains(_MARK_BETWEEN_DIGITS)),
    )
    for convention, example in examples:
        if example:
            evidence |= NumberEvidence({convention: example})
    return evidence


def convention_of(evidence: NumberEvidence, column_name: str) -> NumberConvention:
    """Return the convention that a column's cells prove; where nothing depends on it, the point.

    Raises `AmbiguousNumbers` if a value depends on it and nothing proves it, `MixedNumbers` if both are proven.
    """
    return settle(evidence, column_name, _POINT, Refusals(AmbiguousNumbers, MixedNumbers))


def to_numbers(column: pd.Series[Any], convention: NumberConvention) -> ColumnRead:
    """Return the numbers of a column as canonical decimal texts, e.g. `11029.5`; typed numbers need no convention."""
    if column.dtype != object and _are_whole(column):
        return ColumnRead(column, pd.Series(False, index=column.index))
    return read_column(column, partial(_read_texts, convention=convention), _read_typed)


def _are_whole(texts: pd.Series[str]) -> bool:
    """Say whether all texts are whole numbers without a zero before them: most columns are, which is seen at once."""
    stated = pc.drop_null(pa.array(texts.array))
    return bool(pc.all(pc.ascii_is_decimal(stated)).as_py()) and not pc.any(pc.starts_with(stated, "0")).as_py()


def _read_texts(texts: pd.Series[str], convention: NumberConvention) -> pd.Series[str]:
    canonical = fully_match(texts, _CANONICAL[convention])
    rest = texts[~canonical]
    written = rest[fully_match(rest, _WRITTEN[convention])]
    values = written if written.empty else _canonical(written, _DECIMAL_MARK[convention])
    return texts.where(canonical, values.reindex(texts.index))


def _canonical(numbers: pd.Series[str], decimal_mark: str) -> pd.Series[str]:
    """Bring well written numbers to their canonical form."""
    decoration = f"(?i){_CURRENCY}|{_NO_DECIMALS}.*|[^-\u22120-9{decimal_mark}]"
    bare = numbers.str.replace(decoration, "", regex=True)
    bare = bare.str.replace("\u2212", "-", regex=False).str.replace(decimal_mark, ".", regex=False)
    short = bare.str.replace(_LEADING_ZEROS, r"\1\2", regex=True).str.replace(_TRAILING_ZEROS, r"\1", regex=True)
    return short.mask(short == "-0", "0")


def _read_typed(cell: Any) -> str | None:
    """Read a workbook's number at the 15 significant digits that Excel shows; anything else is no number."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    exact = Decimal(cell) if isinstance(cell, int) else Decimal(f"{cell:.15g}")
    if not exact.is_finite():
        return None
    return format(exact, "f") if exact else "0"
