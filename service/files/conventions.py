"""What a whole column says about how its cells are written, when one cell alone can be read in two ways.

Evidence is gathered chunk by chunk and joined with `|`; the cells are converted on a second pass. Columns are those a
file gives: of texts (`str` dtype, blank is missing), or of objects (workbooks), whose typed cells prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from service.errors import Unprocessable

Convention = TypeVar("Convention", bound=StrEnum)


class Example(NamedTuple):
    """A cell that shows something: its line in the file (the column's index) and its text."""

    line: int
    text: str


@dataclass(frozen=True)
class Evidence(Generic[Convention]):
    """The first cell that can be read in one convention only, for each, and the first that differs between them."""

    proofs: Mapping[Convention, Example] = field(default_factory=dict)
    ambiguous: Example | None = None

    def __or__(self, other: Evidence[Convention]) -> Evidence[Convention]:
        """Join what two parts of a column say, in any order."""
        return Evidence(
            {
                convention: min(side.proofs[convention] for side in (self, other) if convention in side.proofs)
                for convention in {**self.proofs, **other.proofs}
            },
            min((side.ambiguous for side in (self, other) if side.ambiguous), default=None),
        )


class Refusals(NamedTuple):
    """The errors for a column whose cells leave the convention open, or prove both."""

    ambiguous: type[Unprocessable]
    mixed: type[Unprocessable]


def settle(evidence: Evidence[Convention], column_name: str, default: Convention, refusals: Refusals) -> Convention:
    """Return the convention that a column's cells prove, or the default where no value depends on it; else refuse."""
    if len(evidence.proofs) > 1:
        raise refusals.mixed(
            column=column_name, **{str(convention): example for convention, example in evidence.proofs.items()}
        )
    if evidence.ambiguous and not evidence.proofs:
        raise refusals.ambiguous(column=column_name, **evidence.ambiguous._asdict())
    return next(iter(evidence.proofs), default)


@dataclass(frozen=True)
class ColumnRead:
    """The values of a column in canonical text (missing where blank or unreadable), and which cells are unreadable."""

    values: pd.Series[str]
    unreadable: pd.Series[bool]


def first_example(texts: pd.Series[str], mask: pd.Series[bool]) -> Example | None:
    """Return the first cell the mask points at."""
    if not mask.any():
        return None
    position = int(mask.to_numpy().argmax())
    return Example(int(texts.index[position]), texts.iloc[position])


def fully_match(texts: pd.Series[str], pattern: str) -> pd.Series[bool]:
    """Say which texts are of an RE2 pattern as a whole; pandas would take the pattern apart on each call."""
    found = pc.match_substring_regex(pa.array(texts.array), f"^(?:{pattern})$")
    return pd.Series(pc.fill_null(found, False).to_numpy(zero_copy_only=False), index=texts.index)


def texts_of(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column's texts in `str` dtype; blank and typed cells are missing."""
    if column.dtype != object:
        return column
    texts = [cell.strip() or None if isinstance(cell, str) else None for cell in column]
    return pd.Series(texts, index=column.index, dtype="str")


def read_column(
    column: pd.Series[Any],
    read_texts: Callable[[pd.Series[str]], pd.Series[str]],
    read_typed: Callable[[Any], str | None],
) -> ColumnRead:
    """Read the different texts of a column at once, its typed cells one by one; None stands for unreadable."""
    values = _read_different(texts_of(column), read_texts)
    if column.dtype != object:
        return ColumnRead(values, values.isna() & column.notna())
    typed = [None if isinstance(cell, str) or _is_blank(cell) else read_typed(cell) for cell in column]
    values = values.fillna(pd.Series(typed, index=column.index, dtype="str"))
    blank = pd.Series([_is_blank(cell) for cell in column], index=column.index, dtype=bool)
    return ColumnRead(values, values.isna() & ~blank)


def _read_different(texts: pd.Series[str], read_texts: Callable[[pd.Series[str]], pd.Series[str]]) -> pd.Series[str]:
    """Read each different text once: most columns have few of them, however long they are."""
    places, different = pd.factorize(texts)
    read = read_texts(pd.Series(different, dtype="str"))
    return pd.Series(read.array.take(places, allow_fill=True), index=texts.index, dtype="str")


def _is_blank(cell: Any) -> bool:
    """Tell whether a workbook's cell is empty; a NaN is not: somebody wrote it."""
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, str) and not cell.strip())
