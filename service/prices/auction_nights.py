"""From the rows of a sheet to the forms of auction nights.

A night whose own cells are wrong is refused with all its lots; a wrong lot alone is refused alone.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from service.imports.forms import REFUSED_ROW, ROW_ID
from service.imports.plan import ColumnPlan
from service.imports.refusals import WHOLE_ROW, Problem, RefusedLine, problem, problems_of
from service.imports.refused_lines import refused_line
from service.prices.auction_headers import BID_FIELDS, LOT_FIELDS, NIGHT_FIELDS
from service.prices.auction_rows import unknown_in
from service.prices.auction_schemas import AuctionIn, LotIn, NightIn
from service.prices.auction_sheets import LotRow, night_columns
from service.prices.auctions import ArrivingAuction
from service.prices.rows import Known
from service.privacy.redaction import Redaction

Model = TypeVar("Model", bound=BaseModel)
_ByLine = dict[int, list[Problem]]


@dataclass(frozen=True, slots=True)
class NightRead:
    """One night of a sheet: the form of its good lots (if any), its refused rows, and the refused rows it mends."""

    auction: ArrivingAuction | None
    refused: tuple[RefusedLine, ...]
    good_lines: frozenset[int]
    mended: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Judged:
    row: LotRow
    lot: LotIn | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class NightJudge:
    """Judges the nights of one sheet, by which column is which and by the codes and the day there are."""

    plan: ColumnPlan
    known: Known
    redaction: Redaction

    def judge(self, rows: Iterable[LotRow]) -> list[NightRead]:
        """Return the nights of a sheet in the order in which they begin."""
        nights: dict[Hashable, list[LotRow]] = {}
        for row in rows:
            nights.setdefault(row.night, []).append(row)
        # A row whose night cannot be told may be the lot that some other night seems to lack.
        all_known = not any(isinstance(night, int) for night in nights)
        return [self._judge_night(of_night, all_known) for of_night in nights.values()]

    def _judge_night(self, rows: Sequence[LotRow], all_known: bool) -> NightRead:
        lots = self._judge_lots(rows)
        good = {each.row.line: each.lot for each in lots if each.lot is not None}
        form, wrong = self._judge_head(rows, list(good.values()))
        if wrong:
            return NightRead(None, self._all_refused(lots, wrong), frozenset(), frozenset())
        refused = tuple(self._refused(each.row, each.problems) for each in lots if each.lot is None)
        mended = frozenset(mends for row in rows if row.line in good for mends in _mended_by(row))
        # What is sent again mended is the rest of a form that came before, not the whole of it.
        is_whole = all_known and not refused and not any(REFUSED_ROW in row.values for row in rows)
        auction = ArrivingAuction(form, is_whole) if isinstance(form, AuctionIn) else None
        return NightRead(auction, refused, frozenset(good), mended)

    def _all_refused(self, lots: Sequence[_Judged], wrong: Mapping[int, Sequence[Problem]]) -> tuple[RefusedLine, ...]:
        elsewhere = problem("night_refused", WHOLE_ROW, None, line=min(wrong))
        return tuple(
            self._refused(each.row, (*wrong.get(each.row.line, (elsewhere,)), *each.problems)) for each in lots
        )

    def _judge_lots(self, rows: Sequence[LotRow]) -> list[_Judged]:
        lines: dict[str, int] = {}
        return [self._judge_lot(row, lines) for row in rows]

    def _judge_lot(self, row: LotRow, lines: dict[str, int]) -> _Judged:
        of_night = night_columns(self.plan)
        problems = [one for one in row.problems if one.column not in of_night]
        stated = {field: text for field, text in row.values.items() if field in LOT_FIELDS}
        lot, more = _validated(LotIn, stated)
        if lot is not None and lot.lot_number in lines:
            more = [problem("lot_twice", "lot_number", lot.lot_number, line=lines[lot.lot_number])]
        problems += self._in_their_words(_beside(problems, more))
        if lot is None or problems:
            return _Judged(row, None, tuple(problems))
        lines[lot.lot_number] = row.line
        return _Judged(row, lot, ())

    def _judge_head(self, rows: Sequence[LotRow], lots: list[LotIn]) -> tuple[NightIn | None, _ByLine]:
        """Return what all rows say of their night, and by line what is wrong with it, if anything is."""
        of_night, first = night_columns(self.plan), rows[0]
        wrong = _contradictions(rows)
        for row in rows:
            wrong[row.line] += [one for one in row.problems if one.column in of_night]
        night, problems = self._read_head(first, lots)
        problems = _beside([one for each in wrong.values() for one in each], problems)
        for row in rows:
            # A row that says something else is told so, not what is wrong with the first one.
            wrong[row.line] += [one for one in problems if row.values.get(one.column) == first.values.get(one.column)]
        return night, {line: self._in_their_words(each) for line, each in wrong.items() if each}

    def _read_head(self, first: LotRow, lots: list[LotIn]) -> tuple[NightIn | None, list[Problem]]:
        bids = [field for field in BID_FIELDS if field in first.values]
        stated: dict[str, Any] = {f: text for f, text in first.values.items() if f in NightIn.model_fields}
        stated["bids_idr_per_kg"] = [first.values[field] for field in bids]
        # Where no lot is good, the night is still told what is wrong with it.
        model: type[NightIn] = AuctionIn if lots else NightIn
        night, problems = _validated(model, stated | ({"lots": lots} if lots else {}))
        if night is not None:
            return night, unknown_in(night, self.known)
        columns = {f"bids_idr_per_kg.{place}": field for place, field in enumerate(bids)}
        return None, [replace(one, column=columns.get(one.column, one.column)) for one in problems]

    def _in_their_words(self, problems: Iterable[Problem]) -> list[Problem]:
        return [replace(one, column=self.plan.told_by.get(one.column, one.column)) for one in problems]

    def _refused(self, row: LotRow, problems: tuple[Problem, ...]) -> RefusedLine:
        return refused_line(row.line, problems, row.sent, self.redaction)


_NONE: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def _validated(model: type[Model], values: Mapping[str, Any]) -> tuple[Model | None, list[Problem]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, list(problems_of(error))


def _beside(told: Sequence[Problem], more: Sequence[Problem]) -> list[Problem]:
    """Return what there is to tell beside unreadable cells: that those are missing need not be told too."""
    return [one for one in more if one.value is not None] if told else list(more)


def _contradictions(rows: Sequence[LotRow]) -> _ByLine:
    """Return by line which cells of the night say something else than another row's."""
    told: _ByLine = {row.line: [] for row in rows}
    for field in NIGHT_FIELDS:
        said = {row.values[field]: row for row in reversed(rows) if field in row.values}
        for row in rows:
            other = next((said[text] for text in sorted(said) if text != row.values.get(field, text)), None)
            if other is not None:
                facts = {"line": other.line, "other": repr(other.values[field])}
                told[row.line].append(problem("night_contradicts", field, row.values[field], **facts))
    return told


def _mended_by(row: LotRow) -> list[int]:
    text = row.values.get(REFUSED_ROW, "")
    return [int(text)] if ROW_ID.fullmatch(text) else []
