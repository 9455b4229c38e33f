"""Writing a template as an Excel workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jobs.templates.columns import Column, Template
from service.imports.forms import EXAMPLE_ROW

DATA, INSTRUCTIONS, LISTS = "data", "petunjuk", "daftar"
REMARKS = "keterangan"
# As far down as lists drop down; rows below can be filled in too.
LAST_ROW = 5000
_HEADER = PatternFill("solid", start_color="DDE8CB")
_NEEDED = PatternFill("solid", start_color="FFD8A8")
_EXAMPLE = Font(italic=True, color="808080")
_BOLD = Font(bold=True)
_NUMBER, _DAY, _TEXT = "#,##0.###", "dd/mm/yyyy", "@"
_TABLE = ("Kolom", "Arti", "Satuan", "Wajib", "Kata yang boleh", "Column", "Meaning", "Needed")
# More names than these are not told in the instructions.
MOST_LISTED = 30


def write_template(template: Template, path: Path) -> None:
    """Write the workbook: the sheet to fill in, the instructions, and hidden lists of words."""
    book, columns = Workbook(), template.columns()
    data = book.worksheets[0]
    data.title = DATA
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for place, column in enumerate(columns, start=1):
        _write_column(data, place, column, template)
        if column.words:
            _write_list(lists, column)
            _restrict(data, place, _drop_down(lists, column))
    _write_remarks(data, len(columns) + 1)
    data.freeze_panes = "A2"
    _write_instructions(book.create_sheet(INSTRUCTIONS), template, columns)
    book.save(path)


def _write_column(data: Worksheet, place: int, column: Column, template: Template) -> None:
    header, letter = data.cell(1, place, column.header), get_column_letter(place)
    header.font, header.fill = _BOLD, _NEEDED if column.needed == (column.field,) else _HEADER
    data.column_dimensions[letter].width = max(12, len(column.header) + 2)
    if column.field in template.numbers:
        data.column_dimensions[letter].number_format = _NUMBER
        _restrict(data, place, _number_rule(column))
    elif column.field in template.form.days:
        data.column_dimensions[letter].number_format = _DAY
        _restrict(data, place, DataValidation("date", operator="greaterThan", formula1="DATE(1990,1,1)"))
    else:
        # Or a number such as 001 would lose its noughts.
        data.column_dimensions[letter].number_format = _TEXT
    example = data.cell(2, place, column.example)
    example.font = _EXAMPLE
    example.number_format = data.column_dimensions[letter].number_format


def _number_rule(column: Column) -> DataValidation:
    if column.unit == "%":
        return DataValidation("decimal", operator="between", formula1="0", formula2="100")
    return DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")


def _write_list(lists: Worksheet, column: Column) -> None:
    place = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for row, text in enumerate((column.header, *column.words), start=1):
        lists.cell(row, place, text)


def _drop_down(lists: Worksheet, column: Column) -> DataValidation:
    letter = get_column_letter(lists.max_column)
    return DataValidation("list", formula1=f"{LISTS}!${letter}$2:${letter}${len(column.words) + 1}")


def _restrict(data: Worksheet, place: int, rule: DataValidation) -> None:
    letter = get_column_letter(place)
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.error = "Isian tidak sesuai; lihat lembar petunjuk. / See the sheet petunjuk."
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    data.add_data_validation(rule)


def _write_remarks(data: Worksheet, place: int) -> None:
    header, example = data.cell(1, place, REMARKS), data.cell(2, place, EXAMPLE_ROW)
    header.font, header.fill, example.font = _BOLD, _HEADER, _EXAMPLE
    data.column_dimensions[get_column_letter(place)].width = 20


def _write_instructions(sheet: Worksheet, template: Template, columns: Sequence[Column]) -> None:
    for indonesian, english in template.notes:
        sheet.append([indonesian])
        sheet.append([english])
    sheet.append([])
    sheet.append(list(_TABLE))
    for cell in sheet[sheet.max_row]:
        cell.font = _BOLD
    headers = {column.field: column.header for column in columns}
    for column in columns:
        sheet.append(_instruction(column, headers))
    for row in sheet.iter_rows(min_row=sheet.max_row - len(columns) + 1):
        _wrap(row)
    for letter, width in zip("ABCDEFGH", (28, 44, 12, 16, 44, 28, 44, 16), strict=True):
        sheet.column_dimensions[letter].width = width


def _instruction(column: Column, headers: dict[str, str]) -> list[Any]:
    one_of = [headers[field] for field in column.needed]
    needed = ("ya", "yes") if len(one_of) == 1 else (f"salah satu: {', '.join(one_of)}", f"one of: {', '.join(one_of)}")
    indonesian, english = needed if one_of else ("tidak", "no")
    words = ", ".join(column.words) if len(column.words) <= MOST_LISTED else f"{len(column.words)} nama, lihat pilihan"
    return [
        column.header,
        column.indonesian,
        column.unit,
        indonesian,
        words,
        column.field,
        column.english,
        english,
    ]


def _wrap(row: Sequence[Cell | MergedCell]) -> None:
    for cell in row:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
