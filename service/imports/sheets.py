"""From a sheet as a clerk wrote it to rows under our names, as texts in one spelling.

Two passes: the first finds how each column writes its numbers and days (`11.029` alone can be eleven thousand or
eleven), the second reads. A cell that cannot be read is a problem of its row; a column that cannot be, of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from service.areas.name_errors import AreaRefused, ContradictingDistrict
from service.areas.names import AreasFound, CodeKind, DistrictNames
from service.errors import Phrase
from service.files.cells import CellError, Formula
from service.files.dates import DateEvidence, DateOrder, date_evidence, order_of, to_days
from service.files.errors import FileEmpty
from service.files.mapping import ColumnMapping
from service.files.numbers import NumberConvention, NumberEvidence, convention_of, number_evidence, to_numbers
from service.files.sheet import EXTRA_CELLS, Sheet
from service.imports.ahead import ahead
from service.imports.forms import (
    AREA_NAMES,
    BPS_CODE,
    DISTRICT,
    EXAMPLE_ROW,
    PROVINCE,
    REFUSED_ROW,
    REMARKS,
    VILLAGES,
    Form,
    plain,
)
from service.imports.mending import as_sent
from service.imports.plan import ColumnPlan, plan_columns
from service.imports.refusals import Problem, problem

SURVEYED_ROWS = 100_000
# Of examples, which somebody may have copied down a sheet.
MOST_NAMED = 10
_NO_ROWS = Phrase("no rows under the header", "tidak ada baris di bawah judul")
KILOGRAMS = {"per_kg": 1, "per_quintal": 100, "per_tonne": 1000}


@dataclass(slots=True)
class RowsRead:
    """One chunk: our fields as text columns (blank is missing) by line, and the problems of lines with any."""

    columns: pd.DataFrame
    problems: dict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet whose columns are understood: which is which, how numbers and days are written, and how many rows.

    `notes` is what whoever sent it should know of rows and columns that are left out.
    """

    sheet: Sheet
    plan: ColumnPlan
    numbers: Mapping[str, NumberConvention]
    orders: Mapping[str, DateOrder]
    kilograms: Mapping[str, int]
    names: DistrictNames
    form: Form
    rows: int
    notes: tuple[Phrase, ...] = ()

    def chunks(self, rows: int) -> Iterator[tuple[pd.DataFrame, RowsRead]]:
        """Yield the rows as they stand in the file and as they are read, some at a time; examples are left out."""
        for chunk in self.sheet.chunks(rows):
            own = _without(_example_lines(chunk), chunk)
            raw = _as_sent(own) if REFUSED_ROW in self.plan.fields else own
            if len(raw):
                yield raw, self._read(raw)

    def read_numbers(self, name: str, cells: pd.Series[Any], read: RowsRead) -> pd.Series[str]:
        """Return the numbers of a column that fills a field; cells that hold none are told."""
        told = to_numbers(cells, self.numbers[str(cells.name)])
        # A number's column may know words too, such as `mertelu` for a third.
        words = _known_words(cells[told.unreadable], self.form.words.get(name, {}))
        _tell_unreadable("unreadable_number", cells, told.unreadable & ~told.unreadable.index.isin(words.index), read)
        return _per_kilogram(told.values.fillna(words), self.kilograms.get(name, 1))

    def _read(self, raw: pd.DataFrame) -> RowsRead:
        read = RowsRead(pd.DataFrame(index=raw.index))
        _tell_cells_without_values(raw[[*self.plan.fields.values(), *self.plan.grades.values(), EXTRA_CELLS]], read)
        fields = {name: column for name, column in self.plan.fields.items() if name not in AREA_NAMES}
        columns = {name: self._read_field(name, raw[column], read) for name, column in fields.items()}
        constants = {
            name: _in_our_words(pd.Series(text, index=raw.index, dtype="str"), self.form.words.get(name, {}))
            for name, text in self.plan.constants.items()
            if name not in AREA_NAMES
        }
        # At once: a frame of some hundred columns that grows one by one falls to pieces.
        read.columns = pd.DataFrame({**columns, **constants}, index=raw.index)
        self._read_areas(raw, read)
        return read

    def _read_field(self, name: str, cells: pd.Series[Any], read: RowsRead) -> pd.Series[str]:
        if name in self.form.numbers:
            return self.read_numbers(name, cells, read)
        if name in self.form.days:
            told = to_days(cells, self.orders[str(cells.name)])
            _tell_unreadable("unreadable_day", cells, told.unreadable, read)
            return told.values
        return _in_our_words(_texts(cells), self.form.words.get(name, {}))

    def _read_areas(self, raw: pd.DataFrame, read: RowsRead) -> None:
        provinces = self._provinces(raw, read)
        districts = self._districts(raw, provinces, read)
        read.columns["district_code"] = districts
        # A district's province is the one its code begins with.
        read.columns["province_code"] = provinces.fillna(districts.str.slice(0, 2))

    def _provinces(self, raw: pd.DataFrame, read: RowsRead) -> pd.Series[str]:
        codes = pd.Series(None, index=raw.index, dtype="str")
        for name in ("province_code", PROVINCE):
            cells = self._cells(name, raw)
            if cells is not None:
                codes = codes.fillna(_found(self.names.provinces.find_all(cells), cells, read))
        return codes

    def _districts(self, raw: pd.DataFrame, provinces: pd.Series[str], read: RowsRead) -> pd.Series[str]:
        codes = pd.Series(None, index=raw.index, dtype="str")
        for name, kind in (
            ("district_code", CodeKind.KEMENDAGRI),
            (BPS_CODE, CodeKind.BPS),
            (DISTRICT, CodeKind.KEMENDAGRI),
        ):
            cells = self._cells(name, raw)
            if cells is not None:
                found = _found(self.names.find_all(cells, kind, provinces), cells, read)
                _tell_contradictions(codes, found, cells, read)
                codes = codes.fillna(found)
        return codes

    def _cells(self, name: str, raw: pd.DataFrame) -> pd.Series[Any] | None:
        if name in self.plan.fields:
            return raw[self.plan.fields[name]]
        if name in self.plan.constants:
            return pd.Series(self.plan.constants[name], index=raw.index, dtype="str", name=name)
        return None


def understand_form(sheet: Sheet, mapping: ColumnMapping, names: DistrictNames, form: Form) -> FormSheet:
    """Find out what the columns of a sheet are and how they are written.

    Raises: FileEmpty (no row below the header), the refusals of `plan_columns` and of ambiguous or mixed columns, and
    what reading the sheet raises.
    """
    plan = plan_columns(sheet.header, mapping, form)
    number_columns = [column for name, column in plan.fields.items() if name in form.numbers]
    number_columns += plan.grades.values()
    day_columns = [column for name, column in plan.fields.items() if name in form.days]
    numbers = {column: NumberConvention(mapping.numbers) for column in number_columns if mapping.numbers}
    orders = {column: DateOrder(mapping.dates) for column in day_columns if mapping.dates}
    seen_numbers = {column: NumberEvidence() for column in number_columns if column not in numbers}
    seen_days = {column: DateEvidence() for column in day_columns if column not in orders}
    rows, examples = 0, list[int]()
    for whole in ahead(sheet.chunks(SURVEYED_ROWS)):
        here = _example_lines(whole)
        chunk = _without(here, whole)
        rows, examples = rows + len(chunk), examples + here
        for column in seen_numbers:
            seen_numbers[column] |= number_evidence(chunk[column])
        for column in seen_days:
            seen_days[column] |= date_evidence(chunk[column])
    if not rows and not examples:
        raise FileEmpty(file=sheet.file_name, found=_NO_ROWS)
    numbers |= {column: convention_of(seen, column) for column, seen in seen_numbers.items()}
    orders |= {column: order_of(seen, column) for column, seen in seen_days.items()}
    kilograms = {name: KILOGRAMS[unit] for name, unit in mapping.units.items()}
    notes = (*_of_examples(examples), *_of_villages(sheet.header, plan))
    return FormSheet(sheet, plan, numbers, orders, kilograms, names, form, rows, notes)


def _example_lines(chunk: pd.DataFrame) -> list[int]:
    """Return the lines of rows that show how a template is filled in."""
    remarks = [chunk[column] for column in chunk.columns if plain(str(column)) in REMARKS]
    return sorted({int(line) for cells in remarks for line in chunk.index[(cells == EXAMPLE_ROW).fillna(False)]})


def _without(lines: list[int], chunk: pd.DataFrame) -> pd.DataFrame:
    return chunk.drop(index=lines) if lines else chunk


def _of_examples(examples: list[int]) -> tuple[Phrase, ...]:
    if not examples:
        return ()
    count, lines = len(examples), ", ".join(map(str, examples[:MOST_NAMED]))
    return (
        Phrase(
            f"{count} example row{'' if count == 1 else 's'} left out (line {lines}): if values of yours stand there, "
            f"clear the remark {EXAMPLE_ROW!r} and send the file again.",
            f"{count} baris contoh tidak diambil (baris {lines}): bila berisi data Anda, kosongkan keterangan "
            f"{EXAMPLE_ROW!r}, lalu kirim lagi berkasnya.",
        ),
    )


def _of_villages(header: Sequence[str], plan: ColumnPlan) -> tuple[Phrase, ...]:
    columns = [name for name in header if plain(name) in VILLAGES and name not in plan.fields.values()]
    if not columns:
        return ()
    listed = ", ".join(map(repr, columns))
    return (
        Phrase(
            f"Left out: {listed}. Names of villages and subdistricts are not stored; a cost survey takes their codes, "
            "in the columns village_code and subdistrict_code.",
            f"Tidak diambil: {listed}. Nama desa dan kecamatan tidak disimpan; survei biaya menerima kodenya, dalam "
            "kolom kode_desa dan kode_kecamatan.",
        ),
    )


def _as_sent(raw: pd.DataFrame) -> pd.DataFrame:
    columns = {
        name: pd.Series(list(map(as_sent, cells)), index=raw.index, dtype=cells.dtype) for name, cells in raw.items()
    }
    return pd.DataFrame(columns, index=raw.index)


def _tell_cells_without_values(raw: pd.DataFrame, read: RowsRead) -> None:
    for line, extra in raw[EXTRA_CELLS].dropna().items():
        read.problems[int(str(line))].append(problem("extra_cells", "row", extra))
    for column in raw.columns:
        if raw[column].dtype == object:
            for line, cell in raw[column].items():
                if isinstance(cell, Formula | CellError):
                    kind = "formula" if isinstance(cell, Formula) else "cell_error"
                    read.problems[int(str(line))].append(problem(kind, str(column), cell.text))


def _tell_unreadable(kind: str, cells: pd.Series[Any], unreadable: pd.Series[bool], read: RowsRead) -> None:
    for line, cell in cells[unreadable].items():
        if not isinstance(cell, Formula | CellError):
            read.problems[int(str(line))].append(problem(kind, str(cells.name), cell))


def _found(areas: AreasFound, cells: pd.Series[Any], read: RowsRead) -> pd.Series[str]:
    for line, refusal in areas.refused.items():
        if not isinstance(cells[line], Formula | CellError):
            read.problems[line].append(_told(cells, line, refusal))
    return areas.codes


def _tell_contradictions(known: pd.Series[str], found: pd.Series[str], cells: pd.Series[Any], read: RowsRead) -> None:
    for line in found.index[known.notna() & found.notna() & (known != found)].tolist():
        refusal = ContradictingDistrict(value=str(cells[line]), found=found[line], other=known[line])
        read.problems[line].append(_told(cells, line, refusal))


def _told(cells: pd.Series[Any], line: int, refusal: AreaRefused) -> Problem:
    return Problem(str(cells.name), str(cells[line]), refusal.message("en"), refusal.message("id"))


def _known_words(cells: pd.Series[Any], words: Mapping[str, str]) -> pd.Series[str]:
    ours = {line: words.get(plain(cell)) for line, cell in cells.items() if words and isinstance(cell, str)}
    return pd.Series(ours, dtype="str").dropna()


def _texts(cells: pd.Series[Any]) -> pd.Series[str]:
    if cells.dtype != object:
        return cells
    return pd.Series([_text(cell) for cell in cells], index=cells.index, dtype="str")


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, Formula | CellError):
        return None
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _in_our_words(texts: pd.Series[str], words: Mapping[str, str]) -> pd.Series[str]:
    if not words:
        return texts
    ours = {text: str(words.get(plain(text), plain(text) or text)) for text in texts.dropna().unique()}
    return texts if all(text == word for text, word in ours.items()) else texts.map(ours).astype("str")


def _per_kilogram(values: pd.Series[str], kilograms: int) -> pd.Series[str]:
    if kilograms == 1:
        return values
    return values.map(lambda text: format((Decimal(text) / kilograms).normalize(), "f"), na_action="ignore")
