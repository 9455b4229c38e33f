"""The World Bank's "Pink Sheet": monthly prices of the world's rubber, CMO-Historical-Data-Monthly.xlsx.

The sheet `Monthly Prices` looks like this (four rows of titles, commodity names, units, then the months since 1960):

    World Bank Commodity Price Data (The Pink Sheet)
    ...
                Cocoa     Rubber, TSR20 **   Rubber, RSS3
                ($/kg)    ($/kg)             ($/kg)
    1960M01     0.634     …                  0.82
    2026M05     5.410     2.21               2.51
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from jobs.sources.errors import LayoutChanged, NotAWorkbook

SHEET = "Monthly Prices"
UNIT = "($/kg)"
# The real file unpacks to about 5 MB.
LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024
Series = Literal["TSR20", "RSS3"]
# Numbered from 1 as the sheet shows them.
Rows = Iterator[tuple[int, tuple[Any, ...]]]
# Without the footnote marks, which come and go.
_COMMODITIES: dict[str, Series] = {"rubber, tsr20": "TSR20", "rubber, rss3": "RSS3"}
_ROWS_BEFORE_THE_NAMES = 20
_MISSING = {"", "…", "..", "...", "-"}
_MONTH = re.compile(r"(\d{4})M(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """The mean price of a month (its first day) in US dollars a kilogram."""

    month: date
    series: Series
    usd_per_kg: Decimal


def read_world_bank(path: Path) -> list[ReferencePrice]:
    """Return the rubber prices of the file, month by month.

    Raises `NotAWorkbook`, or `LayoutChanged` naming the cell it stumbled over.
    """
    try:
        _refuse_if_it_unfolds(path)
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise NotAWorkbook(file=path.name, cause=error) from None
    with closing(workbook):
        if SHEET not in workbook.sheetnames:
            raise LayoutChanged(sheet=SHEET, cell="A1", found=workbook.sheetnames, expected="a sheet of this name")
        return list(_prices(enumerate(workbook[SHEET].iter_rows(values_only=True), start=1)))


def _refuse_if_it_unfolds(path: Path) -> None:
    with ZipFile(path) as parts:
        size_bytes = sum(part.file_size for part in parts.infolist())
    if size_bytes > LARGEST_UNPACKED_BYTES:
        raise ValueError(f"it unpacks to {size_bytes} bytes, more than {LARGEST_UNPACKED_BYTES}")


def _prices(rows: Rows) -> Iterator[ReferencePrice]:
    columns = _columns(rows)
    _check_units(rows, columns)
    for number, row in rows:
        if _text(row[0]) in _MISSING:
            continue
        month = _month(number, row[0])
        for series, column in columns.items():
            price = _price(number, column, row[column] if column < len(row) else None)
            if price is not None:
                yield ReferencePrice(month, series, price)


def _columns(rows: Rows) -> dict[Series, int]:
    """Return where each series stands, from the first row that names one."""
    for number, row in islice(rows, _ROWS_BEFORE_THE_NAMES):
        found = [(_COMMODITIES[_name(cell)], column) for column, cell in enumerate(row) if _name(cell) in _COMMODITIES]
        if found:
            columns = dict(found)
            if len(found) != len(_COMMODITIES) or len(columns) != len(found):
                raise _changed(number, found[0][1], [series for series, _ in found], "TSR20 and RSS3, each once")
            return columns
    raise _changed(1, 0, "no such row", "a row with the names Rubber, TSR20 and Rubber, RSS3")


def _check_units(rows: Rows, columns: dict[Series, int]) -> None:
    number, units = next(rows, (_ROWS_BEFORE_THE_NAMES, ()))
    for column in columns.values():
        unit = _text(units[column]) if column < len(units) else ""
        if unit != UNIT:
            raise _changed(number, column, unit, f"the unit {UNIT}")


def _month(number: int, cell: object) -> date:
    match = _MONTH.fullmatch(_text(cell))
    if match is None:
        raise _changed(number, 0, cell, "a month such as 1960M01")
    return date(int(match[1]), int(match[2]), 1)


def _price(number: int, column: int, cell: object) -> Decimal | None:
    if _text(cell) in _MISSING:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not 0 < cell < float("inf"):
        raise _changed(number, column, cell, "a price above 0, or … where there is none")
    return Decimal(str(cell))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _name(cell: object) -> str:
    return " ".join(_text(cell).rstrip("* ").lower().split())


def _changed(number: int, column: int, found: object, expected: str) -> LayoutChanged:
    return LayoutChanged(sheet=SHEET, cell=f"{get_column_letter(column + 1)}{number}", found=found, expected=expected)
