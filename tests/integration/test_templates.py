"""Templates are read without being told how: filled in they are taken in, untouched they bring nothing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pyxform.xls2xform import convert

from jobs.import_command import import_
from jobs.template_command import FORM, KINDS, template
from jobs.templates.columns import Template
from jobs.templates.kinds import TEMPLATES
from service.areas.repository import load_districts, read_district_names
from service.database import Database
from service.files.sheet import FileLimits
from tests.builders import NOW, count

FILLED: Mapping[str, Mapping[str, Any]] = {
    "prices": {
        "tanggal": date(2026, 10, 17),
        "kabupaten": "Kabupaten Musi Rawas Utara",
        "tingkat": "pengepul",
        "harga": 9750.5,
        "umur_simpan": "dua_mingguan",
        "jenis_bokar": "slab_giling",
        "sumber": "Dinas Perkebunan",
        "asal_data": "survei",
    },
    "auctions": {
        "uppb": "UPPB Lavender",
        "no_registrasi": "012",
        "kabupaten": "Kabupaten Muara Enim",
        "tanggal": date(2026, 10, 17),
        "penawaran_1": 9600,
        "jenis_pemenang": "kelompok_tani",
        "sumber": "formulir",
        "asal_data": "survei",
        "no_lot": "1",
        "berat_kg": 1250.5,
        "harga": 9800,
    },
    "surveys": {
        "kode_survei": "muara-enim-2026",
        "nama_responden": "Siti Aminah",
        "tanggal": date(2026, 10, 17),
        "kabupaten": "Kabupaten Muara Enim",
        "satuan_waktu": "bulan",
        "bulan_sadap": 10,
        "produksi": 190,
        "biaya_pembeku": 30000,
    },
    "indices": {
        "indeks": "bppbm",
        "provinsi": "Jambi",
        "bulan": "Okt 2026",
        "tahun_dasar": "2018=100",
        "nilai": 118.2,
        "sumber": "BPS",
        "asal_data": "terbitan",
    },
}
TABLES = {
    "prices": "price_observation",
    "auctions": "auction_lot",
    "surveys": "survey_household",
    "indices": "index_value",
}


@pytest.fixture
def _settings(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def written(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.xlsx"
    result = CliRunner().invoke(template, [kind, str(path)])
    assert result.exit_code == 0, result.output
    return path


def fill_in(path: Path, row: Mapping[str, Any], line: int = 3) -> None:
    """Fill in a row as a clerk does, column by column."""
    book = openpyxl.load_workbook(path)
    sheet = book["data"]
    columns = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    for header, value in row.items():
        sheet.cell(line, columns[header], value)
    book.save(path)


def brought_in(kind: str, path: Path) -> Result:
    result = CliRunner().invoke(import_, [kind, str(path)])
    assert result.exit_code == 0, result.output
    return result


def every_word(of: Template) -> list[tuple[str, str]]:
    return [(column.header, word) for column in of.columns() for word in column.words]


@pytest.mark.usefixtures("_settings")
@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_filled_template_is_taken_in_and_its_example_is_not(kind: str, chain: Database, tmp_path: Path) -> None:
    path = written(kind, tmp_path)
    fill_in(path, FILLED[kind])
    result = brought_in(kind, path)
    assert "1 accepted, 0 corrected, 0 known, 0 refused" in result.stdout
    assert "1 example row left out (line 2): if values of yours stand there" in result.stdout
    assert count(chain, TABLES[kind]) == 1
    assert count(chain, "refused_row") == 0


@pytest.mark.usefixtures("_settings")
@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_untouched_template_brings_nothing(kind: str, chain: Database, tmp_path: Path) -> None:
    result = brought_in(kind, written(kind, tmp_path))
    assert "0 accepted, 0 corrected, 0 known, 0 refused" in result.stdout
    assert "1 example row left out (line 2)" in result.stdout
    assert [count(chain, table) for table in (TABLES[kind], "refused_row")] == [0, 0]


@pytest.mark.usefixtures("_settings")
@pytest.mark.parametrize("kind", TEMPLATES)
def test_what_the_example_shows_would_be_taken_in(kind: str, chain: Database, tmp_path: Path) -> None:
    path = written(kind, tmp_path)
    book = openpyxl.load_workbook(path)
    book["data"].cell(2, book["data"].max_column).value = None
    book.save(path)
    assert "1 accepted, 0 corrected, 0 known, 0 refused" in brought_in(kind, path).stdout
    assert count(chain, TABLES[kind]) == 1


@pytest.mark.usefixtures("_settings")
def test_every_word_that_a_price_can_be_described_with_is_read(chain: Database, tmp_path: Path) -> None:
    path = written("prices", tmp_path)
    words = [
        (header, word) for header, word in every_word(TEMPLATES["prices"]) if header not in ("kabupaten", "provinsi")
    ]
    for line, (header, word) in enumerate(words, start=3):
        fill_in(path, {**FILLED["prices"], "harga": 9000 + line, header: word}, line)
    assert f"{len(words)} accepted, 0 corrected, 0 known, 0 refused" in brought_in("prices", path).stdout


def test_every_district_and_province_in_a_list_is_found_by_its_name(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        load_districts(uow)
    with database.reading() as connection:
        names = read_district_names(connection)
    columns = {column.header: column.words for column in TEMPLATES["prices"].columns()}
    assert (
        len({names.find(name) for name in columns["kabupaten"]})
        == len(columns["kabupaten"])
        == count(database, "district")
    )
    assert len({names.provinces.find(name) for name in columns["provinsi"]}) == count(database, "province")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_closed_lists_drop_down_and_figures_are_bounded(kind: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(kind, tmp_path))
    assert (book.sheetnames[0], book["daftar"].sheet_state) == ("data", "hidden")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["data"].data_validations.dataValidation}
    for column, cell in zip(TEMPLATES[kind].columns(), book["data"][1], strict=False):
        rule = rules.get(cell.coordinate.replace("1", "2"))
        assert cell.value == column.header
        if column.words:
            assert rule is not None
            listed = [row[0].value for row in book["daftar"][rule.formula1.split("!")[1].replace("$", "")]]
            assert tuple(listed) == column.words
        elif column.field in TEMPLATES[kind].numbers | TEMPLATES[kind].form.days:
            assert rule is not None
            assert rule.type in ("decimal", "date")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_instructions_tell_each_column_in_both_languages(kind: str, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(kind, tmp_path))["petunjuk"]
    told = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[5]}
    for column in TEMPLATES[kind].columns():
        _, indonesian, unit, needed, words, field, english, _ = told[column.header]
        assert (indonesian, english, field) == (column.indonesian, column.english, column.field)
        assert (unit or "") == column.unit
        assert needed is not None
        assert (words is not None) == bool(column.words)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_column_is_one_that_the_form_reads(kind: str) -> None:
    of = TEMPLATES[kind]
    columns = of.columns()
    assert {column.header: of.form.field_of_header[column.header] for column in columns} == {
        column.header: column.field for column in columns
    }
    assert all(any(field in of.texts for field in group) for group in of.form.needed)
    assert of.example.keys() <= of.texts.keys()
    assert len(columns) < FileLimits().columns


def test_the_command_knows_every_template() -> None:
    assert (*TEMPLATES, FORM) == KINDS


def test_the_command_writes_the_form_for_survey_servers(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert "upload it to KoboToolbox" in CliRunner().invoke(template, ["form", str(path)]).output
    assert convert(path).warnings == []


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = written("prices", tmp_path)
    before = path.read_bytes()
    assert "is there already" in CliRunner().invoke(template, ["prices", str(path)]).output
    assert "must end in .xlsx" in CliRunner().invoke(template, ["prices", str(tmp_path / "x.csv")]).output
    nowhere = tmp_path / "nowhere" / "x.xlsx"
    assert "is not there; make it first" in CliRunner().invoke(template, ["prices", str(nowhere)]).output
    assert path.read_bytes() == before
