"""Sheets of prices: rows, and tables with a price for each of several dry rubber contents (DOMAIN section 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from service.areas.names import DistrictNames
from service.errors import Phrase
from service.files.mapping import ColumnMapping
from service.files.sheet import Sheet
from service.imports.forms import Form
from service.imports.plan import SMALLEST_TABLE, ColumnPlan
from service.imports.sheets import FormSheet, RowsRead, understand_form
from service.prices.headers import PRICES


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """A sheet whose columns are understood, and whose KKK tables become one row each."""

    sheet: FormSheet

    @property
    def plan(self) -> ColumnPlan:
        """Return which column is which."""
        return self.sheet.plan

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return self.sheet.rows

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """Return what whoever sent it should know of rows and columns that are left out."""
        return self.sheet.notes

    def chunks(self, rows: int) -> Iterator[tuple[pd.DataFrame, RowsRead]]:
        """Yield the rows as they stand in the file and as they are read, some at a time."""
        for raw, read in self.sheet.chunks(rows):
            if self.plan.is_table:
                self._read_table(raw, read)
            yield raw, read

    def _read_table(self, raw: pd.DataFrame, read: RowsRead) -> None:
        grades = sorted(self.plan.grades, reverse=True)
        prices = pd.DataFrame(index=raw.index)
        for grade in grades:
            prices[str(grade)] = self.sheet.read_numbers("price_idr_per_kg", raw[self.plan.grades[grade]], read)
        tables = [
            {grade: price for grade, price in row.items() if pd.notna(price)} for row in prices.to_dict("records")
        ]
        highest = [next(iter(table), None) for table in tables]
        read.columns["dry_rubber_content_percent"] = pd.Series(highest, index=raw.index, dtype="str")
        read.columns["price_idr_per_kg"] = pd.Series(
            [next(iter(table.values()), None) for table in tables], index=raw.index, dtype="str"
        )
        read.columns["grades"] = pd.Series(
            [json.dumps(table) if len(table) >= SMALLEST_TABLE else None for table in tables],
            index=raw.index,
            dtype="str",
        )


def understand(sheet: Sheet, mapping: ColumnMapping, names: DistrictNames, form: Form = PRICES) -> PriceSheet:
    """Find out what the columns of a sheet of prices are and how they are written.

    Raises: the refusals of `plan_columns` and of ambiguous or mixed columns, and what reading the sheet raises.
    """
    return PriceSheet(understand_form(sheet, mapping, names, form))
