"""Judging the rows of a sheet of indices one by one, and against each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
from pydantic import ValidationError

from service.imports.forms import REFUSED_ROW
from service.imports.refusals import WHOLE_ROW, Problem, problem, problems_of, wrong_day
from service.imports.sheets import RowsRead
from service.indices.intake import Arriving, Key, key_of
from service.indices.months import to_months
from service.indices.schemas import IndexLinkIn, IndexValueIn

_OF_A_VALUE, _OF_A_LINK = frozenset({"month", "value"}), frozenset({"to_base", "factor"})
# What a row holds beside its series: indices have no district, and the refused row it mends is none of its figures.
_BESIDE = frozenset({"district_code", REFUSED_ROW})


@dataclass(slots=True)
class JudgedRows:
    """The good rows of a sheet by their lines, and what is wrong with the others."""

    good: dict[int, Arriving] = field(default_factory=dict)
    wrong: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


def judge_rows(read: RowsRead, today: date, columns: Mapping[str, str]) -> JudgedRows:
    """Judge the rows of a sheet whose fields stand in these columns.

    Of rows that contradict each other none is taken, as it cannot be known which one is right.
    """
    _read_months(read, columns)
    judged = JudgedRows()
    for line, stated in _stated(read.columns):
        row, problems = _judge(stated, today)
        told = read.problems.get(line, [])
        # That a cell is missing follows from its being unreadable.
        problems = [*told, *(one for one in problems if not told or one.value is not None)]
        if row is None or problems:
            judged.wrong[line] = tuple(replace(one, column=columns.get(one.column, one.column)) for one in problems)
        else:
            judged.good[line] = row
    _refuse_contradictions(judged)
    return judged


def _read_months(read: RowsRead, columns: Mapping[str, str]) -> None:
    if "month" not in read.columns:
        return
    texts = read.columns["month"]
    told = to_months(texts)
    for line, text in texts[told.unreadable].items():
        read.problems[int(str(line))].append(problem("month_form", columns.get("month", "month"), text))
    read.columns["month"] = told.values


def _stated(rows: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    fields = rows.drop(columns=[name for name in _BESIDE if name in rows])
    for line, cells in zip(fields.index.tolist(), fields.to_dict("records"), strict=True):
        yield line, {str(name): text for name, text in cells.items() if not pd.isna(text)}


def _judge(stated: Mapping[str, str], today: date) -> tuple[Arriving | None, Sequence[Problem]]:
    is_link = not _OF_A_LINK.isdisjoint(stated)
    if is_link and not _OF_A_VALUE.isdisjoint(stated):
        return None, [problem("value_or_link", WHOLE_ROW, None)]
    try:
        row = (IndexLinkIn if is_link else IndexValueIn).model_validate(stated)
    except ValidationError as error:
        return None, problems_of(error)
    wrong = wrong_day("month", row.month, today) if isinstance(row, IndexValueIn) else ()
    return (None if wrong else row), wrong


def _refuse_contradictions(judged: JudgedRows) -> None:
    lines: dict[Key, list[int]] = defaultdict(list)
    for line, row in judged.good.items():
        lines[key_of(row)].append(line)
    for of_one in lines.values():
        if len({judged.good[line].model_dump_json() for line in of_one}) > 1:
            twice = (problem("sent_twice", WHOLE_ROW, None),)
            judged.wrong |= dict.fromkeys(of_one, twice)
            for line in of_one:
                del judged.good[line]
