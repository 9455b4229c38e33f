"""OpenDocument spreadsheets, streamed: repeated blank rows and cells are counted, never unfolded.

Element and attribute names: OpenDocument 1.3 part 3, chapters 6, 9 and 19.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# The type only.
from xml.etree.ElementTree import Element  # nosec B405

from defusedxml.ElementTree import iterparse

from service.files.archives import SPREADSHEET_COLUMNS, SPREADSHEET_ROWS
from service.files.cells import Cell, CellError, Formula, Row, day_or_moment, text_cell
from service.files.errors import TooManyColumns, TooManyRows
from service.files.workbooks import SheetFacts

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{{{_NAMES}table:1.0}}", f"{{{_NAMES}text:1.0}}", f"{{{_NAMES}office:1.0}}"
_EXTENDED_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_WHOLE = re.compile(r"-?\d{1,18}")
# LibreOffice keeps what it last saw of other files in tables named so.
_CACHED = "'file:"


@dataclass(frozen=True, slots=True)
class OdsWorkbook:
    """An ODS file whose archive has been checked."""

    path: Path
    file_name: str

    def sheets(self) -> list[SheetFacts]:
        """Return the workbook's sheets in their order; all count as visible."""
        filled: dict[str, bool] = {}
        for sheet, row in self._every_row():
            filled[sheet] = filled.get(sheet, False) or row is not None
        return [SheetFacts(sheet, True, not has_rows) for sheet, has_rows in filled.items()]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that are not blank."""
        return (row for name, row in self._every_row() if name == sheet and row is not None)

    def _every_row(self) -> Iterator[tuple[str, Row | None]]:
        """Yield each sheet's name once without a row, then with each of its rows."""
        table, name, line = Element(""), "", 1
        for event, element in _elements(self.path):
            if event == "start" and element.tag == f"{_TABLE}table":
                table, name, line = element, element.get(f"{_TABLE}name", ""), 1
                if not name.startswith(_CACHED):
                    yield name, None
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                repeated = _repeated(element, "rows")
                if not name.startswith(_CACHED):
                    yield from ((name, row) for row in self._unfolded(element, line, repeated))
                line += repeated
                element.clear()
                # What has been read would otherwise stay in memory until the end.
                table.clear()

    def _unfolded(self, element: Element, line: int, repeated: int) -> Iterator[Row]:
        cells = self._cells(element, line)
        last = line + repeated - 1
        if cells and last > SPREADSHEET_ROWS:
            raise TooManyRows(file=self.file_name, found=last, limit=SPREADSHEET_ROWS)
        if cells:
            for number in range(line, line + repeated):
                yield Row(number, cells)

    def _cells(self, row: Element, line: int) -> list[Cell]:
        cells: list[Cell] = []
        blanks = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            value, times = _value(element), _repeated(element, "columns")
            if value is None:
                blanks += times
                continue
            width = len(cells) + blanks + times
            if width > SPREADSHEET_COLUMNS:
                raise TooManyColumns(file=self.file_name, line=line, found=width, limit=SPREADSHEET_COLUMNS)
            cells += [None] * blanks + [value] * times
            blanks = 0
        return cells


def _elements(path: Path) -> Iterator[tuple[str, Element]]:
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        yield from iterparse(content, events=("start", "end"), forbid_dtd=True)


def _repeated(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _value(cell: Element) -> Cell:
    formula = cell.get(f"{_TABLE}formula")
    if formula is not None:
        return Formula(formula.removeprefix("of:"))
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(_EXTENDED_TYPE) == "error":
        return CellError(_text(cell))
    if kind in _NUMBERS:
        return _number(cell.get(f"{_OFFICE}value", ""))
    if kind == "date":
        return day_or_moment(datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "")))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return text_cell(cell.get(f"{_OFFICE}string-value") or _text(cell))


def _number(written: str) -> int | float:
    return int(written) if _WHOLE.fullmatch(written) else float(written)


def _text(cell: Element) -> str:
    """Return a cell's own paragraphs; those of a comment hang one level deeper."""
    return "\n".join(_inner_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _inner_text(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += [_character(child) or _inner_text(child), child.tail or ""]
    return "".join(pieces)


def _character(element: Element) -> str | None:
    if element.tag == f"{_TEXT}s":
        return " " * min(int(element.get(f"{_TEXT}c", "1")), SPREADSHEET_COLUMNS)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(element.tag)
