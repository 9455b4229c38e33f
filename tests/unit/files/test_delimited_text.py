"""Delimited text: what is read from it, and on which line it stood."""

from pathlib import Path

import pandas as pd
import pytest

from service.files.sheet import EXTRA_CELLS
from tests.unit.files.made_files import by_line, opened, text_file, whole


def test_cells_are_text_without_blanks_around_and_blank_ones_are_missing(tmp_path: Path) -> None:
    frame = whole(opened(text_file(tmp_path, 'day;price\n 17/12/2020 ;"11.029,50"\n;\u00a0 8 000 \nx;""\n')))
    assert list(frame.columns) == ["day", "price", EXTRA_CELLS]
    assert all(isinstance(dtype, pd.StringDtype) for dtype in frame.dtypes)
    assert frame["day"].fillna("?").tolist() == ["17/12/2020", "?", "x"]
    assert frame["price"].fillna("?").tolist() == ["11.029,50", "8 000", "?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_reads_the_same(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    rows = [["désa", "harga"], ["Muara Énim – 1", "8000"], ["", ""], ["Lembak", "9000"]]
    text = line_end.join(separator.join(row) for row in rows) + line_end
    sheet = opened(text_file(tmp_path, text, encoding))
    assert sheet.header == ("désa", "harga")
    assert by_line(sheet) == {2: ["Muara Énim – 1", "8000", None], 4: ["Lembak", "9000", None]}


def test_utf_16_with_its_bigger_byte_first_is_read(tmp_path: Path) -> None:
    content = b"\xfe\xff" + "désa\tharga\na\t1\n".encode("utf-16-be")
    assert by_line(opened(text_file(tmp_path, content))) == {2: ["a", "1", None]}


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("day;price\n1;11029,50\n2;8000,25\n", ("day", "price")),
        ("price\n11029,50\n8000,25\n", ("price",)),
        ("price\n8000\n", ("price",)),
        ("price, rupiah\n8000\n9000\n", ("price, rupiah",)),
        ("price", ("price",)),
        ('"a;b",c\n"1;2",3\n', ("a;b", "c")),
        ("a,b,c\n1;2,3,4\n5;6,7,8\n", ("a", "b", "c")),
        ("a;b,c,d;e\n1;2;3\n", ("a", "b,c,d", "e")),
        ("a;b\n1;2;\n3;4;\n", ("a", "b")),
    ],
)
def test_the_separator_is_the_one_that_rows_and_header_agree_on(
    tmp_path: Path, text: str, header: tuple[str, ...]
) -> None:
    assert opened(text_file(tmp_path, text)).header == header


def test_a_column_of_decimal_commas_is_not_cut(tmp_path: Path) -> None:
    assert by_line(opened(text_file(tmp_path, "price\n11029,50\n8000,25\n"))) == {
        2: ["11029,50", None],
        3: ["8000,25", None],
    }


def test_lines_count_as_a_spreadsheet_counts_rows(tmp_path: Path) -> None:
    text = '\n;;\nnote;price\n\n"two\nlines";1\n;\n   \nx;2\ny\nz;3\n\n'
    assert by_line(opened(text_file(tmp_path, text))) == {
        5: ["two\nlines", "1", None],
        8: ["x", "2", None],
        9: ["y", None, None],
        10: ["z", "3", None],
    }


def test_a_row_with_more_cells_than_the_header_is_told_with_what_is_too_many(tmp_path: Path) -> None:
    text = 'a;b\n1;2\n3;4;5;;"6;7"\n8;9;;\n10;11;12\n'
    assert by_line(opened(text_file(tmp_path, text))) == {
        2: ["1", "2", None],
        3: ["3", "4", "5 | 6;7"],
        4: ["8", "9", None],
        5: ["10", "11", "12"],
    }


def test_cells_below_a_blank_header_are_told_too(tmp_path: Path) -> None:
    sheet = opened(text_file(tmp_path, "a;;b;\n1;;2;\n3;x;4;y\n5;;6;;z\n"))
    assert sheet.header == ("a", "b")
    assert by_line(sheet) == {2: ["1", "2", None], 3: ["3", "4", "x | y"], 4: ["5", "6", "z"]}


def test_rows_of_the_wrong_width_keep_their_place_across_blocks_and_chunks(tmp_path: Path) -> None:
    wide = "y" * 90
    rows = [f"{i};{wide};extra" if i % 7 == 0 else f"{i}" if i % 11 == 0 else f"{i};{wide}" for i in range(2, 150_001)]
    frames = list(opened(text_file(tmp_path, "\n".join(["n;text", *rows]))).chunks(40_000))
    assert [len(frame) for frame in frames] == [40_000, 40_000, 40_000, 29_999]
    read = pd.concat(frames)
    assert read.index.tolist() == read["n"].astype(int).tolist() == list(range(2, 150_001))
    assert (read[EXTRA_CELLS].notna() == (read.index % 7 == 0)).all()


def test_a_sheet_can_be_read_again_and_again(tmp_path: Path) -> None:
    sheet = opened(text_file(tmp_path, "a;line\n1;2\n3;4\n"))
    next(sheet.chunks(1))
    assert by_line(sheet) == by_line(sheet) == {2: ["1", "2", None], 3: ["3", "4", None]}


@pytest.mark.parametrize("text", ["price;day", "price;day\n", "price;day\n\n;\n"])
def test_a_header_alone_is_a_sheet_without_rows(tmp_path: Path, text: str) -> None:
    assert list(opened(text_file(tmp_path, text)).chunks(10)) == []


def test_rows_that_are_all_of_the_wrong_width_are_all_kept(tmp_path: Path) -> None:
    text = "a;b\n" + "1;2;3\n" * 3
    assert by_line(opened(text_file(tmp_path, text))) == {line: ["1", "2", "3"] for line in (2, 3, 4)}
