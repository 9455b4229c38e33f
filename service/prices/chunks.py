"""One chunk of a price list: telling good rows from bad ones, then storing the good ones in one transaction."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from service.database import UnitOfWork
from service.errors import UnknownPersonalKey
from service.imports.forms import AREA_NAMES, REFUSED_ROW
from service.imports.ledger import Counts
from service.imports.refusals import Problem, RefusedLine
from service.imports.refused_lines import cells_of, refused_before, refused_line, sent_row
from service.imports.sheets import RowsRead
from service.prices.bulk import store_new
from service.prices.columns import certain, stored_columns
from service.prices.content import VALUE_COLUMNS, Arriving, arriving
from service.prices.intake import Batch, IntakeReport, store
from service.prices.recognition import recognised, unknown_observations
from service.prices.rows import Known, judge
from service.prices.schemas import PUBLISHED_TEXTS, PriceIn
from service.privacy.hashing import personal_hash
from service.privacy.redaction import Redaction, publishable

_DECIMALS = frozenset(
    {"price_idr_per_kg", "fee_idr_per_kg", "transport_idr_per_kg", "volume_kg", "dry_rubber_content", "deduction"}
)


@dataclass(frozen=True, slots=True)
class Judges:
    """What rows are judged by, how people in them are hidden, and what the file calls our fields."""

    known: Known
    redaction: Redaction
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that was judged by itself, with its cells as sent in case it is refused after all."""

    line: int
    row: PriceIn
    sent: Mapping[str, Any]


@dataclass(slots=True)
class Chunk:
    """Rows ready to be stored, those refused, and the refused rows of before that come in good now.

    `bulk_lines` are the lines of the rows in `bulk`, `good_lines` those of all good rows, `up_to` is the last of all.
    """

    bulk: pa.Table
    bulk_lines: Sequence[int] = ()
    single: list[GoodRow] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    good_lines: frozenset[int] = frozenset()
    mended: frozenset[int] = frozenset()
    up_to: int = 0


def judge_chunk(raw: pd.DataFrame, read: RowsRead, judges: Judges) -> Chunk:
    """Tell good rows from bad ones."""
    _hide_reporters(read, judges)
    _hide_numbers(read)
    lines = read.columns.index.to_numpy()
    rows = _as_table(read.columns.drop(columns=REFUSED_ROW, errors="ignore"))
    surely = certain(rows, judges.known).to_numpy(zero_copy_only=False) & ~_at(lines, read.problems)
    chunk = Chunk(stored_columns(rows.filter(pa.array(surely))), lines[surely].tolist(), up_to=int(lines[-1]))
    doubtful = rows.filter(pa.array(~surely)).to_pylist()
    for line, row, cells in zip(lines[~surely].tolist(), doubtful, cells_of(raw[~surely]), strict=True):
        judged = _judge(row, line, read.problems.get(line, []), judges)
        if isinstance(judged, PriceIn) and judged.observation_id is None:
            chunk.single.append(GoodRow(line, judged, {}))
        elif isinstance(judged, PriceIn):
            chunk.single.append(GoodRow(line, judged, sent_row(cells, judges.redaction)))
        else:
            chunk.refused.append(refused_line(line, judged.problems, cells, judges.redaction))
    good = ~_at(lines, [row.line for row in chunk.refused])
    chunk.good_lines = frozenset(lines[good].tolist())
    chunk.mended = refused_before(read.columns.filter([REFUSED_ROW])[good])
    return chunk


def store_chunk(uow: UnitOfWork, chunk: Chunk, batch: Batch, in_already: Container[int] = frozenset()) -> Counts:
    """Store the good rows of a chunk in the caller's transaction; corrections of what is not there are refused.

    The lines that are `in_already`, by an earlier attempt, correct nothing.
    """
    _refuse_corrections_of_nothing(uow, chunk, batch)
    single = {good.line: arriving(good.row) for good in chunk.single}
    flagged = store_new(uow, chunk.bulk, batch) if _apart(chunk.bulk, single.values()) else None
    if flagged is not None:
        stored = _counts(IntakeReport(accepted=len(chunk.bulk), flagged=flagged))
    else:
        # All of them in their order, as a row may correct one above it.
        single |= dict(zip(chunk.bulk_lines, one_by_one(chunk.bulk), strict=True))
        stored = Counts()
    in_order = [
        single[line] if line not in in_already else replace(single[line], is_repeated=True) for line in sorted(single)
    ]
    report = store(uow, recognised(uow, in_order, batch.feed), batch)
    return stored + _counts(report) + Counts(rejected=len(chunk.refused))


def one_by_one(rows: pa.Table) -> list[Arriving]:
    """Return rows in the form of `stored_columns` as they are stored one by one."""
    return [
        Arriving(row["identity"], row["external_id"], {name: _stored(name, row[name]) for name in VALUE_COLUMNS})
        for row in rows.to_pylist()
    ]


def _apart(bulk: pa.Table, single: Iterable[Arriving]) -> bool:
    identities = pa.array([row.identity for row in single], pa.string())
    return not pc.any(pc.is_in(identities, value_set=bulk["identity"])).as_py()


def _stored(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in _DECIMALS:
        return Decimal(text).normalize()
    if name == "observed_on":
        return date.fromisoformat(text)
    return text == "1" if name == "derived" else text


def _hide_reporters(read: RowsRead, judges: Judges) -> None:
    if "reporter" not in read.columns:
        return
    reporters = read.columns["reporter"]
    places, names = pd.factorize(reporters)
    hashes = pd.Series([_hash_of(name, reporters, read, judges) for name in names], dtype="str").array
    read.columns["reporter"] = hashes.take(places, allow_fill=True)


def _hash_of(name: str, reporters: pd.Series[str], read: RowsRead, judges: Judges) -> str | None:
    try:
        return personal_hash(name, judges.redaction.keys)
    except UnknownPersonalKey as error:
        told = Problem("reporter", name, error.message("en"), error.message("id"))
        for line in reporters.index[reporters == name]:
            read.problems[int(line)].append(told)
    return None


def _hide_numbers(read: RowsRead) -> None:
    for name in [name for name in PUBLISHED_TEXTS if name in read.columns]:
        different = read.columns[name].dropna().unique()
        hidden = {text: publishable(text) for text in different}
        if any(text != shown for text, shown in hidden.items()):
            read.columns[name] = read.columns[name].map(hidden).astype("str")


def _unread(problems: list[Problem], judges: Judges) -> set[str]:
    """Return the fields whose cells could not be read: that they are missing now need not be told too."""
    told = {one.column for one in problems}
    fields = {name for name, column in judges.columns.items() if column in told}
    return fields | {"province_code"} if fields & AREA_NAMES.keys() else fields


def _as_table(rows: pd.DataFrame) -> pa.Table:
    return pa.table({name: pa.array(rows[name].array).cast(pa.string()) for name in rows.columns})


def _at(lines: NDArray[np.int64], some: Iterable[int]) -> NDArray[np.bool_]:
    return np.isin(lines, np.fromiter(some, np.int64))


def _judge(row: Mapping[str, Any], line: int, problems: list[Problem], judges: Judges) -> PriceIn | RefusedLine:
    judged = judge(row, line, judges.known)
    if isinstance(judged, PriceIn):
        return RefusedLine(line, tuple(problems)) if problems else judged
    unread = _unread(problems, judges)
    more = [one for one in judged.problems if one.value is not None or one.column not in unread]
    in_their_words = [replace(one, column=judges.columns.get(one.column, one.column)) for one in more]
    return RefusedLine(line, (*problems, *in_their_words))


def _refuse_corrections_of_nothing(uow: UnitOfWork, chunk: Chunk, batch: Batch) -> None:
    named = {good.row.observation_id for good in chunk.single if good.row.observation_id is not None}
    if not named:
        return
    unknown = unknown_observations(uow.connection, batch.feed, named)
    for good in [good for good in chunk.single if good.row.observation_id in unknown]:
        chunk.refused.append(RefusedLine(good.line, (unknown[good.row.observation_id],), good.sent))
        chunk.single.remove(good)
        chunk.good_lines -= {good.line}


def _counts(report: IntakeReport) -> Counts:
    return Counts(report.accepted, report.corrected, report.duplicate, 0, report.flagged)
