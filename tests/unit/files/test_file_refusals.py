"""What is no table, or too much of one, gets one clear refusal."""

import os
from pathlib import Path

import pytest

from service.files.errors import (
    CellTooLong,
    DuplicateHeaders,
    FileEmpty,
    FileTooLarge,
    HeaderMissing,
    NotATable,
    RowTooLong,
    SheetMissing,
    TooManyColumns,
    TooManyRows,
    UnreadableFile,
)
from tests.unit.files.made_files import by_line, opened, text_file, xlsx_file, xlsx_of_rows

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b" ; ;\r\n;;\r\n", b"\xff\xfe"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileEmpty):
        opened(text_file(tmp_path, content))


def test_two_gigabytes_are_refused_by_their_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.touch()
    os.truncate(path, 2 * 2**30)
    with pytest.raises(FileTooLarge, match="2147483648") as refused:
        opened(path)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\n<html><table><tr><td>price</td></tr></table>", "HTML"),
        (b'\xef\xbb\xbf{"price": 1}', "JSON"),
        (OLE, "old Excel"),
        (b"price;day\n8000;\x00\n", "binary"),
        (b"price" * 400_000 + b"\x00", "binary"),
        (bytes(range(1, 256)) * 8, "binary"),
        (b"price\x01\x02\x03;day\x04\n", "binary"),
        (b"price\n\x81\n", "binary"),
        ("price\n1\n".encode("utf-16-le"), "binary"),
        (b"\xff\xfep\x00r", "binary"),
    ],
)
def test_what_is_no_table_is_refused_with_what_it_is(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(NotATable, match=kind):
        opened(text_file(tmp_path, content))


def test_the_kind_is_seen_from_the_content_not_from_the_name(tmp_path: Path) -> None:
    workbook = xlsx_file(tmp_path, data=[["a"], [1]]).rename(tmp_path / "prices.csv")
    assert by_line(opened(workbook)) == {2: [1, None]}
    text = text_file(tmp_path, "a\n1\n").rename(tmp_path / "prices.xlsx")
    assert by_line(opened(text)) == {2: ["1", None]}


def test_a_sheet_of_a_text_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetMissing):
        opened(text_file(tmp_path, "a\n1\n"), sheet="data")


@pytest.mark.parametrize("text", ["16.03;17/12/2020;8000\n16.03;18/12/2020;8000\n", "8000\n"])
def test_values_without_a_header_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(HeaderMissing):
        opened(text_file(tmp_path, text))


def test_a_workbook_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderMissing, match="Row 2"):
        opened(xlsx_file(tmp_path, data=[[], [16.03, 8000]]))


def test_columns_of_the_same_name_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DuplicateHeaders, match=r"once: harga;"):
        opened(text_file(tmp_path, "harga;day;Harga \n1;2;3\n"))
    with pytest.raises(DuplicateHeaders, match=r"once: harga;"):
        opened(xlsx_file(tmp_path, data=[["harga", "Harga", "day"]]))


@pytest.mark.parametrize("head", [",".join(f"c{i}" for i in range(10**6)), "a" + "," * 10**6 + "b"])
def test_a_million_columns_are_refused_from_the_header(tmp_path: Path, head: str) -> None:
    with pytest.raises(TooManyColumns):
        opened(text_file(tmp_path, head + "\n1,2\n"))


def test_a_million_blank_header_cells_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    assert opened(text_file(tmp_path, "a,b" + "," * 100_000 + "\n1,2\n")).header == ("a", "b")


def test_a_million_cells_in_one_row_are_refused_with_its_line(tmp_path: Path) -> None:
    sheet = opened(text_file(tmp_path, "a,b\n1,2\n" + ",".join("1" * 10**6) + "\n"))
    with pytest.raises(TooManyColumns, match="Row 3"):
        by_line(sheet)


def test_all_columns_of_a_worksheet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyColumns, match="16384"):
        opened(xlsx_file(tmp_path, data=[[f"c{i}" for i in range(16384)]]))
    sheet = opened(xlsx_file(tmp_path, data=[["a"], [*range(201)]]))
    with pytest.raises(TooManyColumns, match="Row 2"):
        by_line(sheet)


def test_a_million_cells_in_a_row_of_a_worksheet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyColumns):
        opened(xlsx_of_rows(tmp_path, "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>"))


def test_a_worksheet_whose_rows_jump_back_or_far_ahead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="row 1 comes after row 2"):
        opened(xlsx_of_rows(tmp_path, '<row r="2"/><row r="1"/>'))
    with pytest.raises(TooManyRows):
        opened(xlsx_of_rows(tmp_path, '<row r="1"/><row r="1000000000"/>'))


def test_a_cell_beyond_the_limit_is_refused_with_line_and_column(tmp_path: Path) -> None:
    fits, long = "é" * 10_000, "é" * 10_001
    assert by_line(opened(text_file(tmp_path, f"a;b\n1;{fits}\n")))[2][1] == fits
    for path in (text_file(tmp_path, f"a;b\n1;2\n3;{long}\n"), xlsx_file(tmp_path, data=[["a", "b"], [1], [1, long]])):
        sheet = opened(path)
        with pytest.raises(CellTooLong, match="Row 3, column 'b'"):
            by_line(sheet)


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    for rows in (20_000, 2_000_000):
        sheet = opened(text_file(tmp_path, 'a;b\n1;"2\n' + "3;4\n" * rows))
        with pytest.raises((CellTooLong, RowTooLong), match="quote"):
            by_line(sheet)


@pytest.mark.parametrize("rows", ["1;2\n" * 11, "\n" * 11 + "1;2\n", "1;2;3\n" * 11])
def test_more_rows_than_allowed_are_refused(tmp_path: Path, rows: str) -> None:
    sheet = opened(text_file(tmp_path, "a;b\n" + rows), rows=10)
    with pytest.raises(TooManyRows):
        by_line(sheet)


def test_more_rows_than_allowed_in_a_workbook_are_refused(tmp_path: Path) -> None:
    sheet = opened(xlsx_file(tmp_path, data=[["a"], *[[1]] * 11]), rows=10)
    with pytest.raises(TooManyRows):
        by_line(sheet)


def test_a_refusal_speaks_both_languages(tmp_path: Path) -> None:
    with pytest.raises(NotATable) as refused:
        opened(text_file(tmp_path, b"%PDF-1.7"))
    assert refused.value.message("en").startswith("The file 'prices.csv' is a PDF document, not a table; save it as")
    assert refused.value.message("id").startswith("Berkas 'prices.csv' adalah dokumen PDF, bukan tabel; simpan")
