"""OpenDocument spreadsheets: the values as they are stored, however they are repeated."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from service.files.cells import CellError, Formula
from service.files.errors import SeveralSheets, SheetMissing, TooManyColumns, TooManyRows
from tests.unit.files.made_files import by_line, ods_blank, ods_file, ods_row, ods_text, ods_value, opened

HALF_PAST_TEN = datetime.fromisoformat("2020-12-17T10:30:00")
HEADER = ods_row(ods_text("a"), ods_text("b"))


def read_cell(folder: Path, cell: str) -> object:
    return by_line(opened(ods_file(folder, data=HEADER + ods_row(cell, ods_text("x")))))[2][0]


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ('office:value-type="float" office:value="8000"', 8000),
        ('office:value-type="float" office:value="11029.5"', 11029.5),
        ('office:value-type="percentage" office:value="0.55"', 0.55),
        ('office:value-type="currency" office:currency="IDR" office:value="8000"', 8000),
        ('office:value-type="date" office:date-value="2020-12-17"', date(2020, 12, 17)),
        ('office:value-type="date" office:date-value="2020-12-17T00:00:00"', date(2020, 12, 17)),
        ('office:value-type="date" office:date-value="2020-12-17T10:30:00"', HALF_PAST_TEN),
        ('office:value-type="boolean" office:boolean-value="true"', True),
        ('office:value-type="boolean" office:boolean-value="false"', False),
        ('office:value-type="time" office:time-value="PT10H30M"', "as shown"),
        ('office:value-type="float" office:value="2" table:formula="of:=[.A1]*2"', Formula("=[.A1]*2")),
        ('office:value-type="string" calcext:value-type="error"', CellError("as shown")),
    ],
)
def test_values_keep_their_kind(tmp_path: Path, attributes: str, value: object) -> None:
    read = read_cell(tmp_path, ods_value(attributes))
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        ("<text:p>  Muba </text:p>", "Muba"),
        ('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>', "a  b\tc\nd"),
        ("<text:p>one <text:span>t<text:span>w</text:span>o</text:span> three</text:p>", "one two three"),
        ("<text:p>one</text:p><text:p>two</text:p>", "one\ntwo"),
        ("<office:annotation><text:p>a comment</text:p></office:annotation><text:p>a value</text:p>", "a value"),
        ("<office:annotation><text:p>a comment</text:p></office:annotation>", None),
    ],
)
def test_text_is_the_cells_own(tmp_path: Path, paragraphs: str, text: str | None) -> None:
    cell = f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    assert read_cell(tmp_path, cell) == text


def test_repeats_are_counted_and_a_million_blank_ones_cost_nothing(tmp_path: Path) -> None:
    rows = [
        ods_row(ods_text("a"), ods_text("b"), ods_text("c"), ods_blank(1021)),
        ods_row(ods_blank(16384), attributes='table:number-rows-repeated="3"'),
        ods_row(ods_text("x", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="2"'),
        "<table:table-row-group>" + ods_row(ods_blank(2), ods_text("z")) + "</table:table-row-group>",
        ods_row(ods_blank(16384), attributes='table:number-rows-repeated="1048568"'),
    ]
    assert by_line(opened(ods_file(tmp_path, data="".join(rows)))) == {
        5: ["x", "x", None, None],
        6: ["x", "x", None, None],
        7: [None, None, "z", None],
    }


def test_covered_cells_and_extra_cells_are_kept(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell office:value-type='string'><text:p>hidden</text:p></table:covered-table-cell>"
    rows = HEADER + ods_row(ods_text("x"), covered, ods_text("more"))
    assert by_line(opened(ods_file(tmp_path, data=rows))) == {2: ["x", "hidden", "more"]}


def test_a_file_that_a_library_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "prices.ods"
    table = {"desa": ["Lembak", None], "harga": [8000, 9000.5], "hari": [date(2020, 12, 17), None]}
    pd.DataFrame(table, dtype=object).to_excel(path, engine="odf", sheet_name="data", index=False)  # type: ignore[arg-type]
    assert by_line(opened(path)) == {2: ["Lembak", 8000, date(2020, 12, 17), None], 3: [None, 9000.5, None, None]}


def test_sheets_are_chosen_as_in_excel(tmp_path: Path) -> None:
    row = HEADER + ods_row(ods_text("1"))
    assert opened(ods_file(tmp_path, empty="", filled=row)).name == "filled"
    assert opened(ods_file(tmp_path, notes=row, Harga=row)).name == "Harga"
    with pytest.raises(SeveralSheets, match="one, two"):
        opened(ods_file(tmp_path, one=row, two=row))
    with pytest.raises(SheetMissing, match="one, empty"):
        opened(ods_file(tmp_path, one=row, empty=""), sheet="three")


def test_a_copy_of_another_file_within_the_file_is_no_sheet(tmp_path: Path) -> None:
    row = HEADER + ods_row(ods_text("1"))
    path = ods_file(tmp_path, **{"'file:///home/x.ods'#$Sheet1": row, "Sheet1": row})
    assert opened(path).name == "Sheet1"


def test_values_repeated_without_end_are_refused(tmp_path: Path) -> None:
    wide = ods_row(ods_text("x", 'table:number-columns-repeated="1000000000"'))
    with pytest.raises(TooManyColumns):
        opened(ods_file(tmp_path, data=HEADER + wide))
    endless = ods_row(ods_text("x"), attributes='table:number-rows-repeated="1000000000000"')
    with pytest.raises(TooManyRows):
        opened(ods_file(tmp_path, data=HEADER + endless))
