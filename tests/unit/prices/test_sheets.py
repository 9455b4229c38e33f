"""From a sheet as a clerk wrote it to rows under our names, and what is wrong with each line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from service.areas.names import DistrictNames
from service.files.convention_errors import AmbiguousDates, AmbiguousNumbers, MixedNumbers
from service.files.errors import FileEmpty
from service.files.mapping import ColumnMapping
from service.imports.sheets import RowsRead
from service.prices.sheets import understand
from tests.unit.areas.test_names import ALIASES, ROWS
from tests.unit.files.made_files import opened, text_file, xlsx_file

NAMES = DistrictNames(ROWS, ALIASES)
AS_IT_SAYS = ColumnMapping()
HEADER = ["tanggal", "kabupaten", "tingkat", "harga", "sumber", "asal_data"]


def read_whole(path: Path, mapping: ColumnMapping = AS_IT_SAYS) -> RowsRead:
    ((_, read),) = understand(opened(path), mapping, NAMES).chunks(1000)
    return read


def read_text(folder: Path, text: str, mapping: ColumnMapping = AS_IT_SAYS) -> RowsRead:
    return read_whole(text_file(folder, text), mapping)


def read_cells(folder: Path, header: list[str], *rows: list[Any], mapping: ColumnMapping = AS_IT_SAYS) -> RowsRead:
    return read_whole(xlsx_file(folder, harga=[header, *rows]), mapping)


def cells(read: RowsRead, column: str) -> list[str | None]:
    return [None if pd.isna(cell) else cell for cell in read.columns[column]]


def told(read: RowsRead) -> dict[int, list[tuple[str, Any]]]:
    return {line: [(one.column, one.value) for one in problems] for line, problems in read.problems.items()}


def row(**changes: Any) -> list[Any]:
    values = dict(zip(HEADER, [date(2026, 11, 2), "Muara Enim", "lelang", 9500, "Dinas", "survei"], strict=True))
    return list({**values, **changes}.values())


def test_an_indonesian_list_comes_under_our_names(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "Tanggal;Kabupaten;Tingkat;Harga (Rp/kg);Berat (kg);Umur simpan;Jenis bokar;Sumber;Asal data;Turunan\n"
        "17/12/2020;Kab. Muara Enim;Pengepul;Rp 11.029,50;1.250,5;dua mingguan;Lump mangkok;Dinas;Survei;ya\n"
        "Kamis, 17 Desember 2020;MUBA;uppb;10.500;900;;;Dinas;pers;\n",
    )
    assert told(read) == {}
    assert read.columns.index.tolist() == [2, 3]
    assert {str(name): cells(read, str(name)) for name in read.columns} == {
        "observed_on": ["2020-12-17", "2020-12-17"],
        "district_code": ["16.03", "16.06"],
        "province_code": ["16", "16"],
        "price_level": ["collector", "auction"],
        "price_idr_per_kg": ["11029.5", "10500"],
        "volume_kg": ["1250.5", "900"],
        "storage_age": ["two_weekly", None],
        "bokar_type": ["cup_lump", None],
        "source": ["Dinas", "Dinas"],
        "provenance": ["survey", "press"],
        "derived": ["1", None],
    }


@pytest.mark.parametrize("word", ["two_weekly", "Two weekly", "TWO-WEEKLY", "Dua Mingguan", "2 mingguan"])
def test_words_are_known_however_they_are_written(tmp_path: Path, word: str) -> None:
    assert cells(read_cells(tmp_path, [*HEADER, "umur_simpan"], [*row(), word]), "storage_age") == ["two_weekly"]


def test_an_unknown_word_stays(tmp_path: Path) -> None:
    assert cells(read_cells(tmp_path, HEADER, row(tingkat="Tetangga")), "price_level") == ["tetangga"]


@pytest.mark.parametrize(("unit", "figure"), [("per_kg", 9500.5), ("per_quintal", 950_050), ("per_tonne", 9_500_500)])
def test_prices_of_other_weights_come_per_kilogram(tmp_path: Path, unit: Any, figure: float) -> None:
    read = read_cells(
        tmp_path, HEADER, row(harga=figure), row(harga=None), mapping=ColumnMapping(units={"price_idr_per_kg": unit})
    )
    assert cells(read, "price_idr_per_kg") == ["9500.5", None]


def test_a_table_by_dry_rubber_content_becomes_one_row(tmp_path: Path) -> None:
    header = ["tanggal", "provinsi", "tingkat", "KKK 40", "KKK 100", "KKK 60", "sumber", "asal_data"]
    rest = [date(2020, 12, 17), "Sumsel", "indikasi"]
    read = read_cells(
        tmp_path,
        header,
        [*rest, 7353, 18382, 11029, "Dinas", "survei"],
        [*rest, 7353, None, 11029, "Dinas", "survei"],
        [*rest, 7353, None, None, "Dinas", "survei"],
        [*rest, None, None, None, "Dinas", "survei"],
    )
    assert told(read) == {}
    assert cells(read, "grades") == [
        '{"100": "18382", "60": "11029", "40": "7353"}',
        '{"60": "11029", "40": "7353"}',
        None,
        None,
    ]
    assert cells(read, "price_idr_per_kg") == ["18382", "11029", "7353", None]
    assert cells(read, "dry_rubber_content_percent") == ["100", "60", "40", None]
    assert (cells(read, "district_code"), cells(read, "province_code")) == ([None] * 4, ["16"] * 4)


def test_a_table_of_other_weights_comes_per_kilogram(tmp_path: Path) -> None:
    header = ["tanggal", "kabupaten", "tingkat", "KKK 100", "KKK 60", "sumber", "asal_data"]
    mapping = ColumnMapping(units={"price_idr_per_kg": "per_tonne"})
    cells_of_row = [date(2020, 12, 17), "Muara Enim", "indikasi", 18_382_000, 11_029_000, "Dinas", "survei"]
    read = read_cells(tmp_path, header, cells_of_row, mapping=mapping)
    assert cells(read, "grades") == ['{"100": "18382", "60": "11029"}']


def test_cells_without_a_value_are_told(tmp_path: Path) -> None:
    read = read_cells(
        tmp_path,
        HEADER,
        row(harga="=B2*2"),
        row(kabupaten="=A1"),
        row(harga="murah"),
        row(tanggal=date(2026, 2, 3)),
        row(tanggal="30 Februari 2026"),
        row(kabupaten="Muara Enam"),
        [*row(), "beyond"],
    )
    assert told(read) == {
        2: [("harga", "=B2*2")],
        3: [("kabupaten", "=A1")],
        4: [("harga", "murah")],
        6: [("tanggal", "30 Februari 2026")],
        7: [("kabupaten", "Muara Enam")],
        8: [("row", "beyond")],
    }
    assert read.problems[2][0].reason_en == "is a formula; paste its value"
    assert read.problems[2][0].reason_id == "berupa rumus; tempelkan nilainya"
    assert "Kabupaten Muara Enim" in read.problems[7][0].reason_en
    assert cells(read, "observed_on")[3] == "2026-02-03"


def test_a_formula_in_a_column_nobody_reads_does_no_harm(tmp_path: Path) -> None:
    assert told(read_cells(tmp_path, ["No", *HEADER], ["=ROW()-1", *row()])) == {}


@pytest.mark.parametrize(
    ("header", "column", "refusal", "example"),
    [
        ("harga", ["11.029", "12.500"], AmbiguousNumbers, "'harga': '11.029' (line 2)"),
        ("harga", ["11.029,5", "7064.36"], MixedNumbers, "'7064.36' (line 3)"),
        ("tanggal", ["03/04/2020", "05/06/2020"], AmbiguousDates, "'tanggal': '03/04/2020' (line 2)"),
    ],
    ids=["thousands or decimals", "both", "day or month"],
)
def test_an_ambiguous_column_refuses_the_file_with_an_example(
    tmp_path: Path, header: str, column: list[str], refusal: type[Exception], example: str
) -> None:
    with pytest.raises(refusal) as refused:
        read_cells(tmp_path, HEADER, *(row(**{header: cell}) for cell in column))
    assert example in str(refused.value)


def test_a_declared_convention_settles_what_a_column_leaves_open(tmp_path: Path) -> None:
    mapping = ColumnMapping(numbers="comma_decimal", dates="month_first")
    read = read_cells(tmp_path, HEADER, row(harga="11.029", tanggal="03/04/2020"), mapping=mapping)
    assert (cells(read, "price_idr_per_kg"), cells(read, "observed_on")) == (["11029"], ["2020-03-04"])


def test_a_column_is_settled_by_a_cell_further_down(tmp_path: Path) -> None:
    read = read_cells(tmp_path, HEADER, *(row(harga="11.029"),) * 3, row(harga="9.500,5"))
    assert cells(read, "price_idr_per_kg") == ["11029", "11029", "11029", "9500.5"]


def test_bps_codes_are_read_where_the_column_says_so(tmp_path: Path) -> None:
    header = ["kode_bps" if name == "kabupaten" else name for name in HEADER]
    assert cells(read_cells(tmp_path, header, row(kabupaten=1608)), "district_code") == ["16.09"]


def test_a_bare_code_is_refused_where_nothing_says_whose_it_is(tmp_path: Path) -> None:
    read = read_cells(tmp_path, HEADER, row(kabupaten=1608))
    assert told(read) == {2: [("kabupaten", "1608")]}


def test_a_name_stands_in_where_the_code_is_blank(tmp_path: Path) -> None:
    header = [*HEADER, "kode_kabupaten"]
    read = read_cells(tmp_path, header, [*row(), "16.03"], [*row(kabupaten="Muba"), None], [*row(kabupaten=None), 14.1])
    assert told(read) == {}
    assert cells(read, "district_code") == ["16.03", "16.06", "14.10"]


def test_a_code_and_a_name_of_two_districts_are_refused(tmp_path: Path) -> None:
    read = read_cells(tmp_path, [*HEADER, "kode_kabupaten"], [*row(kabupaten="Muba"), "16.03"])
    assert told(read) == {2: [("kabupaten", "Muba")]}
    assert read.problems[2][0].reason_en == "'Muba' is 16.06, but the row says 16.03 too; correct one of the two."


def test_a_district_outside_the_province_beside_it_is_refused(tmp_path: Path) -> None:
    read = read_cells(tmp_path, [*HEADER, "provinsi"], [*row(), "Riau"])
    assert told(read) == {2: [("kabupaten", "Muara Enim")]}


def test_a_constant_district_holds_for_every_row(tmp_path: Path) -> None:
    header, mapping = [*HEADER], ColumnMapping(constants={"district": "Kab. Muara Enim"})
    header.remove("kabupaten")
    read = read_cells(tmp_path, header, *(row()[:1] + row()[2:],) * 2, mapping=mapping)
    assert cells(read, "district_code") == ["16.03", "16.03"]


def test_numbers_that_are_texts_in_a_workbook_stay_texts(tmp_path: Path) -> None:
    header = [*HEADER, "external_id", "catatan_mutu", "terbit"]
    read = read_cells(tmp_path, header, [*row(), 17.0, 3.5, 2026], [*row(), True, date(2026, 1, 2), "2026-11"])
    assert cells(read, "external_id") == ["17", "1"]
    assert cells(read, "quality_note") == ["3.5", "2026-01-02"]
    assert cells(read, "published_on") == ["2026", "2026-11"]


def test_the_example_of_a_template_is_left_out_and_settles_nothing(tmp_path: Path) -> None:
    lines = "\n".join(f"3/4/2020;{price};{remark}" for price, remark in (("11.5", "CONTOH / EXAMPLE"), ("9000", "")))
    constants = {"kabupaten": "Muara Enim", "price_level": "farmgate", "source": "x", "provenance": "survey"}
    mapping = ColumnMapping(dates="day_first", constants={"district": constants.pop("kabupaten"), **constants})
    sheet = understand(opened(text_file(tmp_path, f"tanggal;harga;keterangan\n{lines}\n")), mapping, NAMES)
    ((raw, read),) = sheet.chunks(1000)
    assert (raw.index.tolist(), told(read), cells(read, "price_idr_per_kg")) == ([3], {}, ["9000"])
    assert (sheet.rows, len(sheet.notes)) == (1, 1)


def test_a_sheet_of_examples_alone_has_no_rows(tmp_path: Path) -> None:
    example = [*row(sumber="x"), "CONTOH / EXAMPLE"]
    sheet = understand(opened(xlsx_file(tmp_path, harga=[[*HEADER, "Remarks"], example, example])), AS_IT_SAYS, NAMES)
    assert (list(sheet.chunks(1)), sheet.rows) == ([], 0)
    assert sheet.notes[0].indonesian.startswith("2 baris contoh tidak diambil (baris 2, 3): ")


@pytest.mark.parametrize("below", ["", "\n", "\n;;;;;\n \n"])
def test_a_header_without_a_row_below_it_is_refused(tmp_path: Path, below: str) -> None:
    with pytest.raises(FileEmpty) as refused:
        understand(opened(text_file(tmp_path, ";".join(HEADER) + below)), AS_IT_SAYS, NAMES)
    assert "is empty: no rows under the header; send" in str(refused.value)
    assert "kosong: tidak ada baris di bawah judul; kirim" in refused.value.message("id")


def test_a_workbook_with_nothing_but_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        understand(opened(xlsx_file(tmp_path, harga=[HEADER])), AS_IT_SAYS, NAMES)
