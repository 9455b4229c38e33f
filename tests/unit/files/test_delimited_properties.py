"""Any table written as delimited text comes back the same, each row on its line."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.files.made_files import by_line, opened, text_file

ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
SEPARATORS = st.sampled_from([";", ",", "\t"])
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
CP1252 = st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"])
PRINTABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])
NAMES = st.text(st.characters(categories=["L"], codec="cp1252"), min_size=1, max_size=8)


def cells(characters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    texts = st.text(characters | st.sampled_from('";,\n'), max_size=12)
    return texts.map(str.strip).map(lambda text: text.replace("\x85", ""))


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    encoding = draw(ENCODINGS)
    header = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=str.casefold))
    row = st.lists(cells(CP1252 if encoding == "cp1252" else PRINTABLE), min_size=len(header), max_size=len(header))
    return encoding, header, draw(st.lists(row, max_size=8))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), SEPARATORS, LINE_ENDS)
def test_any_table_comes_back_as_it_was_written(
    tmp_path: Path, table: tuple[str, list[str], list[list[str]]], separator: str, line_end: str
) -> None:
    encoding, header, rows = table
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    sheet = opened(text_file(tmp_path, written.getvalue(), encoding))
    expected = {line: [cell or None for cell in row] for line, row in enumerate(rows, start=2) if any(row)}
    assert sheet.header == tuple(header)
    assert {line: row[:-1] for line, row in by_line(sheet).items()} == expected


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.text("ab1\n", min_size=1, max_size=3).map(lambda text: f"x{text}x"), max_size=5)), SEPARATORS
)
def test_rows_of_any_width_keep_their_line_and_all_their_cells(
    tmp_path: Path, rows: list[list[str]], separator: str
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [["a", "b"], ["1", "2"], ["1", "2"], *rows]
    )
    read = by_line(opened(text_file(tmp_path, written.getvalue())))
    for line, row in enumerate(rows, start=4):
        beyond = " | ".join(row[2:]) or None
        assert read.get(line, [None, None, None]) == [*[*row, None, None][:2], beyond]
