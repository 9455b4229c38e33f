"""Districts and provinces by code, name and abbreviation: never by nearest guess."""

from __future__ import annotations

import csv
import string
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.areas.name_errors import AmbiguousArea, AreaRefused, BareCode, MisspeltArea, OtherProvince, UnknownArea
from service.areas.names import ALIASES_FILE, CodeKind, DistrictNames, DistrictRow, ProvinceNames, read_aliases
from service.areas.repository import DISTRICTS_FILE
from service.files.cells import CellError, Formula


def shipped_districts() -> list[DistrictRow]:
    with DISTRICTS_FILE.open(encoding="utf-8", newline="") as lines:
        return [DistrictRow(*row.values()) for row in csv.DictReader(lines)]


ROWS, ALIASES = shipped_districts(), read_aliases()
NAMES, PROVINCES = DistrictNames(ROWS, ALIASES), ProvinceNames(ROWS, ALIASES)
ROW_OF = {row.code: row for row in ROWS}
AMBIGUOUS_ALIASES = {"Mura"}

rows = st.sampled_from(ROWS)


def found(cell: Any, **beside: Any) -> str | None:
    try:
        return NAMES.find(cell, **beside)
    except AreaRefused:
        return None


def column(*cells: Any) -> pd.Series[Any]:
    return pd.Series(list(cells), index=range(2, len(cells) + 2), dtype=object)


@given(rows)
def test_every_district_is_found_by_its_codes_and_its_name(row: DistrictRow) -> None:
    kind, _, bare = row.name.partition(" ")
    short = "Kab." if kind == "Kabupaten" else "Kodya"
    assert NAMES.find(row.code) == NAMES.find(float(row.code)) == row.code
    assert NAMES.find(row.bps_code, CodeKind.BPS) == NAMES.find(float(row.bps_code), CodeKind.BPS) == row.code
    for name in (
        row.name,
        row.name.upper(),
        row.name.lower(),
        f"{short} {bare}",
        f"{short}{bare}",
        f" {kind}  {bare} ",
    ):
        assert NAMES.find(name) == row.code
        assert NAMES.find(f"{name}, {row.province}") == NAMES.find(f"{row.province} - {name}") == row.code
        assert NAMES.find(name, province_code=row.province_code) == row.code


@given(rows)
def test_every_province_is_found_by_its_code_and_its_name(row: DistrictRow) -> None:
    cells = (row.province_code, float(row.province_code), row.province, row.province.upper(), f"Prov. {row.province}")
    assert {PROVINCES.find(cell) for cell in cells} == {row.province_code}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Kab. Muara Enim", "16.03"),
        ("KABUPATEN MUARA ENIM", "16.03"),
        ("Muara Enim", "16.03"),
        ("muara-enim", "16.03"),
        ("Muara Enim, Sumatera Selatan", "16.03"),
        ("Muara Enim (Sumsel)", "16.03"),
        ("Kab. Muara Enim, Prov. Sumatera Selatan", "16.03"),
        ("Muara Enim Regency", "16.03"),
        ("Kota Pagar Alam", "16.72"),
        ("Kotamadya Pagaralam", "16.72"),
        ("Kota Baru", "63.02"),
        ("Kab. Kota Baru", "63.02"),
        ("Kota Jambi", "15.71"),
        ("Muba", "16.06"),
        ("Kab. OKI", "16.02"),
        ("O.K.U. Timur", "16.08"),
        ("Labuhan Batu", "12.10"),
        ("Tubaba", "18.12"),
        ("Tuba", "18.05"),
        ("Tulang Bawang", "18.05"),
        ("Musi Rawas", "16.05"),
        ("Mura, Sumsel", "16.05"),
        ("Mura, Kalteng", "62.12"),
        ("14.1", "14.10"),
        ("16,03", "16.03"),
    ],
)
def test_a_district_goes_by_its_common_names(cell: str, code: str) -> None:
    assert NAMES.find(cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        "Tulang Bawang B",
        "Kota Muara Enim",
        "Kabupaten Palembang",
        "Kabupaten Pontianak",
        "Muara",
        "16.3",
        "1.6",
        "16.99",
        "16.03.01",
        "",
        "Kab.",
        "Sumatera Selatan",
        "OKA",
        "True",
        "2020-12-17",
        "Muara Enim Lahat",
        "16.03 Lahat",
    ],
)
def test_what_is_no_accepted_form_is_refused(cell: str) -> None:
    with pytest.raises(UnknownArea):
        NAMES.find(cell)


@pytest.mark.parametrize("cell", [Formula("16.03"), Formula("Muba"), CellError("#N/A"), date(2016, 3, 1), True])
def test_a_formula_names_nothing_whatever_it_says(cell: Any) -> None:
    with pytest.raises(UnknownArea):
        NAMES.find(cell)
    assert list(NAMES.find_all(column(cell)).refused) == [2]


@pytest.mark.parametrize("cell", ["1603", 1603, 1603.0, "9999"])
def test_a_bare_code_is_refused_unless_the_column_says_that_it_is_of_bps(cell: Any) -> None:
    with pytest.raises(BareCode):
        NAMES.find(cell)


def test_the_two_code_systems_differ() -> None:
    assert NAMES.find("1609", CodeKind.BPS) == "16.08"
    assert NAMES.find("Muara Enim", CodeKind.BPS) == "16.03"
    with pytest.raises(UnknownArea):
        NAMES.find("16.09", CodeKind.BPS)


def test_a_bare_name_of_a_kabupaten_and_a_kota_is_refused_with_both() -> None:
    with pytest.raises(AmbiguousArea) as refused:
        NAMES.find("Solok", province_code="13")
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert "Kabupaten Solok, Sumatera Barat (13.02) / Kota Solok, Sumatera Barat (13.72)" in message


@pytest.mark.parametrize("cell", ["Jambi", "Bengkulu", "Jambi, Jambi"])
def test_a_name_of_a_province_is_not_taken_for_its_town(cell: str) -> None:
    with pytest.raises(UnknownArea):
        NAMES.find(cell)


def test_an_abbreviation_used_in_two_provinces_needs_its_province() -> None:
    with pytest.raises(AmbiguousArea):
        NAMES.find("Mura")
    assert [NAMES.find("Mura", province_code=code) for code in ("16", "62")] == ["16.05", "62.12"]


def test_a_name_in_two_provinces_needs_its_province() -> None:
    names = DistrictNames(
        [
            DistrictRow("01.01", "0101", "Kabupaten Banjar", "01", "Here"),
            DistrictRow("02.01", "0201", "Kabupaten Banjar", "02", "There"),
        ],
        [],
    )
    with pytest.raises(AmbiguousArea):
        names.find("Kabupaten Banjar")
    assert names.find("Banjar, There") == names.find("Banjar", province_code="02") == "02.01"


@pytest.mark.parametrize("cell", ["Muara Enim, Riau", "Riau, Muba"])
def test_a_district_named_with_another_province_is_refused(cell: str) -> None:
    with pytest.raises(OtherProvince, match=r"\(16\.0"):
        NAMES.find(cell)


@pytest.mark.parametrize("cell", ["16.03", "Muara Enim", "Muara Enim, Sumsel"])
def test_a_district_beside_another_province_is_refused(cell: str) -> None:
    with pytest.raises(OtherProvince):
        NAMES.find(cell, province_code="14")


@pytest.mark.parametrize(
    ("cell", "suggested"), [("Muara Enin", "Kabupaten Muara Enim"), ("Kab. Tulang Bawangg", "Kabupaten Tulang Bawang")]
)
def test_a_misspelt_name_is_refused_with_suggestions(cell: str, suggested: str) -> None:
    with pytest.raises(MisspeltArea) as refused:
        NAMES.find(cell)
    assert refused.value.facts["suggestions"].split(", ")[0] == suggested
    assert refused.value.facts["suggestions"].count(",") <= 2
    for language in ("en", "id"):
        assert suggested in refused.value.message(language)


def test_a_long_text_gets_no_suggestions() -> None:
    with pytest.raises(UnknownArea) as refused:
        NAMES.find("Muara Enin " * 10_000)
    assert type(refused.value) is UnknownArea


@given(rows, st.data())
def test_one_wrong_letter_never_finds_another_district(row: DistrictRow, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([row.name, row.name.partition(" ")[2], f"{row.name}, {row.province}"]))
    place = data.draw(st.integers(0, len(name)))
    letter = data.draw(st.sampled_from(["", *string.ascii_lowercase]))
    removed = data.draw(st.integers(0, 1))
    edited = name[:place] + letter + name[place + removed :]
    # `Tuba`, short for Tulang Bawang, is the one accepted form that is a letter away from another name (Toba).
    assert found(edited) in ({None, row.code, "18.05"} if "tuba" in edited.lower() else {None, row.code})


@pytest.mark.parametrize("alias", ALIASES)
def test_every_alias_is_of_the_area_written_beside_it(alias: Any) -> None:
    known = ROW_OF[alias.code].name if alias.code in ROW_OF else PROVINCES.find(alias.code)
    with ALIASES_FILE.open(encoding="utf-8", newline="") as lines:
        beside = {row["name"] for row in csv.DictReader(lines) if (row["alias"], row["code"]) == alias}
    assert beside == {known} or {PROVINCES.find(name) for name in beside} == {known}


@pytest.mark.parametrize("alias", [alias for alias in ALIASES if alias.code in ROW_OF])
def test_no_alias_is_of_two_districts_of_a_province(alias: Any) -> None:
    province_code = ROW_OF[alias.code].province_code
    assert NAMES.find(alias.alias.lower(), province_code=province_code) == alias.code
    assert found(alias.alias) == (None if alias.alias in AMBIGUOUS_ALIASES else alias.code)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Sumsel", "16"), ("sum-bar", "13"), ("Babel", "19"), ("Prov. Kalbar", "61"), ("South Sumatra", "16")],
)
def test_a_province_goes_by_its_common_names(cell: str, code: str) -> None:
    assert PROVINCES.find(cell) == code


@pytest.mark.parametrize("cell", ["1", "99", "Sumatera", "Sumatera Seletan", "Kalimantan", "Muara Enim", ""])
def test_no_other_province_is_guessed(cell: str) -> None:
    with pytest.raises(UnknownArea):
        PROVINCES.find(cell)


def test_a_column_is_found_line_by_line() -> None:
    cells = column("Muba", 14.1, None, "Nowhere", "", 1603, "Muba", "Nowhere")
    areas = NAMES.find_all(cells)
    assert areas.codes.dropna().to_dict() == {2: "16.06", 3: "14.10", 8: "16.06"}
    assert {line: error.slug() for line, error in areas.refused.items()} == {
        5: "unknown-area",
        7: "bare-code",
        9: "unknown-area",
    }


def test_a_column_is_found_with_the_provinces_beside_it() -> None:
    provinces = PROVINCES.find_all(column("Sumsel", "Kalteng", None, 16, "Nowhere"))
    areas = NAMES.find_all(column("Mura", "Mura", "Muba", "Kukar", "Kukar"), province_codes=provinces.codes)
    assert list(provinces.refused) == [6]
    assert areas.codes.dropna().to_dict() == {2: "16.05", 3: "62.12", 4: "16.06", 6: "64.02"}
    assert isinstance(areas.refused[5], OtherProvince)


def test_a_column_of_texts_is_found() -> None:
    areas = NAMES.find_all(pd.Series(["1603", None], dtype="str"), CodeKind.BPS)
    assert areas.codes.iloc[0] == "16.03"
    assert areas.codes.isna().tolist() == [False, True]
    assert not areas.refused


def test_an_empty_column_is_found() -> None:
    for dtype in ("str", object):
        assert NAMES.find_all(pd.Series([], dtype=dtype)).codes.empty
        assert NAMES.find_all(pd.Series([None], dtype=dtype)).codes.isna().all()
