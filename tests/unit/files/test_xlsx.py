"""Excel workbooks: the values as they are stored."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from service.files.cells import CellError, Formula
from service.files.errors import FileEmpty, SeveralSheets, SheetMissing
from service.files.sheet import EXTRA_CELLS
from tests.unit.files.made_files import by_line, opened, whole, with_shared_texts, xlsx_file, xlsx_of_rows

HALF_PAST_TEN = datetime.fromisoformat("2020-12-17T10:30:00")
ROWS: list[list[Any]] = [["day", "price"], ["Senin", 8000]]


def test_values_keep_their_kind_and_a_midnight_is_a_day(tmp_path: Path) -> None:
    cells = [
        "  Muba ",
        8000,
        11029.5,
        date(2020, 12, 17),
        HALF_PAST_TEN,
        True,
        None,
        "   ",
        time(10, 30),
    ]
    header = ["text", "whole", "broken", "day", "moment", "truth", "none", "blank", "time"]
    frame = whole(opened(xlsx_file(tmp_path, data=[header, cells])))
    assert list(frame.columns) == [*header, EXTRA_CELLS]
    assert (frame.index.name, set(map(str, frame.dtypes))) == ("line", {"object"})
    read = frame.iloc[0].tolist()
    assert read == ["Muba", 8000, 11029.5, date(2020, 12, 17), HALF_PAST_TEN, True, None, None, "10:30:00", None]
    assert [type(value) for value in read[1:6]] == [int, float, date, datetime, bool]


def test_a_formula_and_an_error_are_told_from_values(tmp_path: Path) -> None:
    formulas = ["=A1*2", ArrayFormula("B2:B2", "=SUM(A1:A1)"), "#DIV/0!", "#N/A"]
    read = by_line(opened(xlsx_file(tmp_path, data=[["a", "b", "c", "d"], formulas])))[2]
    assert read[:4] == [Formula("=A1*2"), Formula("=SUM(A1:A1)"), CellError("#DIV/0!"), CellError("#N/A")]


def test_a_day_that_no_calendar_has_is_an_error_cell(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, data=[["day"], [1]])
    book = openpyxl.load_workbook(path)
    book["data"]["A2"].value, book["data"]["A2"].number_format = 10**12, "yyyy-mm-dd"
    book.save(path)
    assert by_line(opened(path))[2][0] == CellError("#VALUE!")


def test_blank_rows_are_counted_and_what_has_no_column_is_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[], ["a", None, "b"], [1, None, 2], [None, " "], [3, "x", 4, date(2020, 1, 1)], [5]]
    assert by_line(opened(xlsx_file(tmp_path, data=rows))) == {
        3: [1, 2, None],
        5: [3, 4, "x | 2020-01-01"],
        6: [5, None, None],
    }


def test_hidden_rows_merged_cells_and_drop_down_lists_change_nothing(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, data=[["a", "b"], [1, 2], [3, None]])
    book = openpyxl.load_workbook(path)
    sheet = book["data"]
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("A3:B3")
    validation = DataValidation(type="list", formula1='"1,2"')
    validation.add("A2:A9")
    sheet.add_data_validation(validation)
    book.save(path)
    assert by_line(opened(path)) == {2: [1, 2, None], 3: [3, None, None]}


def test_a_false_dimension_is_not_believed(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>price</t></is></c></row><row r="4"><c r="A4"><v>8000</v></c></row>'
    )
    path = xlsx_of_rows(tmp_path, rows)
    assert by_line(opened(path)) == {4: [8000, None]}


def test_texts_that_cells_share_are_read_as_excel_writes_them(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    path = with_shared_texts(xlsx_of_rows(tmp_path, rows), "desa", " Muara Enim ")
    assert by_line(opened(path)) == {2: ["Muara Enim", None]}
    assert opened(path).header == ("desa",)


def test_chunks_begin_anew_on_every_call(tmp_path: Path) -> None:
    sheet = opened(xlsx_file(tmp_path, data=[["n"], *([i] for i in range(2, 2502))]))
    next(sheet.chunks(10))
    for _ in range(2):
        frames = list(sheet.chunks(1000))
        assert [len(frame) for frame in frames] == [1000, 1000, 500]
        assert [line for frame in frames for line in frame.index] == list(range(2, 2502))


@pytest.mark.parametrize("name", ["Data", "HARGA", "prices", "survei", "Surveys"])
def test_the_sheet_with_a_usual_name_is_taken(tmp_path: Path, name: str) -> None:
    path = xlsx_file(tmp_path, notes=[["note"], ["x"]], **{name: ROWS})
    assert (opened(path).name, opened(path).header) == (name, ("day", "price"))


def test_the_only_sheet_with_content_is_taken(tmp_path: Path) -> None:
    assert opened(xlsx_file(tmp_path, data=[], Sheet2=ROWS, Sheet3=[[" "]])).name == "Sheet2"


def test_a_hidden_sheet_is_not_taken_for_the_one_that_is_meant(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, Sheet1=ROWS, lists=[["weekly"]])
    book = openpyxl.load_workbook(path)
    book["lists"].sheet_state = "hidden"
    book.save(path)
    assert opened(path).name == "Sheet1"


def test_several_sheets_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SeveralSheets, match="January, February"):
        opened(xlsx_file(tmp_path, January=ROWS, February=ROWS, blank=[]))


def test_two_sheets_with_usual_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SeveralSheets, match="prices, surveys"):
        opened(xlsx_file(tmp_path, prices=ROWS, surveys=ROWS))


def test_a_sheet_is_found_by_its_name(tmp_path: Path) -> None:
    assert opened(xlsx_file(tmp_path, data=ROWS, Februari=[["x"]]), sheet=" februari").header == ("x",)


def test_a_missing_sheet_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SheetMissing, match=r"'March', only: January, February"):
        opened(xlsx_file(tmp_path, January=ROWS, February=ROWS), sheet="March")


@pytest.mark.parametrize("sheet", [None, "data"])
def test_a_workbook_without_content_is_empty(tmp_path: Path, sheet: str | None) -> None:
    with pytest.raises(FileEmpty):
        opened(xlsx_file(tmp_path, data=[]), sheet)
