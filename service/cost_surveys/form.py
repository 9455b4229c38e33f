"""The form of the cost survey for KoboToolbox and ODK: text tables that ship, written as an XLSForm workbook.

Its submissions are taken in without any mapping: every question has the name of the field it fills.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

FORM_FOLDER = Path(__file__).parent.parent / "reference" / "form"
SHEETS = ("survey", "choices", "settings")
DISTRICT_LIST = "district"

Rows = list[list[str]]


def read_form(districts: Iterable[tuple[str, str]], folder: Path = FORM_FOLDER) -> Mapping[str, Rows]:
    """Return the sheets of the form, header first; the districts (code, name) are the choices of where."""
    sheets = {sheet: _rows(folder / f"{sheet}.csv") for sheet in SHEETS}
    sheets["choices"] += [[DISTRICT_LIST, code, name, name] for code, name in districts]
    return sheets


def write_xlsform(sheets: Mapping[str, Rows], file: Path) -> None:
    """Write the sheets as a workbook that KoboToolbox and ODK Central take."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(file)


def _rows(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))
