"""What is put into an Indonesian message is Indonesian too, not a piece of the English one."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from service.cost_surveys.households import HouseholdIn
from service.cost_surveys.published_means import PublishedMeansIn
from service.errors import BokarError, Phrase, Unprocessable
from service.files.errors import FileRefused
from service.files.mapping import ColumnMapping
from service.imports.errors import ColumnFilledTwice, ColumnsMissing
from service.imports.plan import plan_columns
from service.imports.refusals import in_one_line, problems_of
from service.prices.auction_schemas import AuctionIn
from service.prices.headers import PRICES
from service.prices.schemas import PriceIn
from tests.unit.files.made_files import by_line, opened, text_file, xlsx_file, xlsx_of_rows

ENGLISH = re.compile(r"\b(a|an|the|is|are|or|and|in|of|with|without|must|needed|nothing|holds|e\.g|than)\b")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def archive(folder: Path, **members: str) -> bytes:
    path = folder / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ; ;\n",
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"{\\rtf1",
        b"\x1f\x8b\x08",
        b"Rar!\x1a",
        b"7z\xbc\xaf",
        b"<html>",
        b'{"price": 1}',
        b"a;b\n\x00\n",
        b"8000;9000\n",
        b'"never ends' + b"a" * 2**18,
        OLE,
    ],
)
def test_what_a_refused_file_is_is_said_in_indonesian(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        opened(text_file(tmp_path, content))
    assert not ENGLISH.search(refused.value.message("id")), refused.value.message("id")
    assert ENGLISH.search(refused.value.message("en"))


def test_what_is_wrong_with_a_workbook_is_said_in_indonesian(tmp_path: Path) -> None:
    for number, content in enumerate([archive(tmp_path, a="1"), archive(tmp_path, **{"xl/workbook.bin": "1"})]):
        with pytest.raises(FileRefused) as refused:
            opened(text_file(tmp_path, content))
        assert not ENGLISH.search(refused.value.message("id")), number
    rows = "<row r='2'><c><v>1</v></c></row><row r='1'><c><v>1</v></c></row>"
    for path, sheet in (
        (xlsx_file(tmp_path, data=[]), "data"),
        (xlsx_file(tmp_path, data=[]), None),
        (xlsx_of_rows(tmp_path, rows), None),
        (text_file(tmp_path, "a\n1\n"), "data"),
    ):
        with pytest.raises(FileRefused) as refused:
            opened(path, sheet=sheet)
        assert not ENGLISH.search(refused.value.message("id")), refused.value.message("id")


def test_a_column_without_a_name_is_told_as_such_in_indonesian(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        by_line(opened(text_file(tmp_path, "a,\n1,much too long\n"), cell_characters=5))
    assert "kolom '(tanpa nama)'" in refused.value.message("id")
    assert "column '(no name)'" in refused.value.message("en")


def test_columns_are_told_of_in_indonesian() -> None:
    with pytest.raises(ColumnsMissing) as missing:
        plan_columns(("tanggal",), ColumnMapping(), PRICES)
    assert "kabupaten (district) atau kode_bps (bps_code)" in missing.value.message("id")
    with pytest.raises(ColumnFilledTwice) as twice:
        plan_columns(("harga",), ColumnMapping(constants={"price_idr_per_kg": 9000}), PRICES)
    assert "oleh sebuah konstanta dan harga" in twice.value.message("id")


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (PriceIn, {"district_code": "1603", "price_level": "x", "grades": 5, "external_id": 5, "observed_on": "soon"}),
        (AuctionIn, {"district_code": "1603", "lots": [{"lot_number": "1:2", "bokar_type": "x"}], "held_on": 5}),
        (HouseholdIn, {"subdistrict_code": "1", "village_code": "1", "costs": 5, "tenure": "x"}),
        (PublishedMeansIn, {"item": [{"amount": "x"}], "tool": 5, "assumed": {}, "time_unit": "day"}),
        (
            ColumnMapping,
            {"columns": {"a": "price_idr_per_kg"}, "constants": {"price_idr_per_kg": 1}},
        ),
        (ColumnMapping, {"units": {"volume_kg": "per_tonne"}}),
        (ColumnMapping, {"columns": [], "units": {"price_idr_per_kg": "per_box"}, "numbers": "roman"}),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_indonesian(model: type[BaseModel], sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(sent)
    for problem in problems_of(refused.value):
        assert not ENGLISH.search(problem.reason_id), problem
        assert problem.reason_id != problem.reason_en, problem


class TriedTwice(Unprocessable):
    """{tool!r} broke: {cause}"""

    indonesian = "{tool!r} rusak: {cause}"


def test_a_message_tells_its_parts_in_its_own_language() -> None:
    cause: BokarError = TriedTwice(tool=Phrase("the saw", "gergaji"), cause="rust")
    error = TriedTwice(tool=Phrase("the axe", "kapak"), cause=cause)
    assert str(error) == "'the axe' broke: 'the saw' broke: rust"
    assert error.message("id") == "'kapak' rusak: 'gergaji' rusak: rust"


def test_problems_of_reading_instructions_name_the_field_in_both_languages() -> None:
    with pytest.raises(ValidationError) as refused:
        ColumnMapping.model_validate({"numbers": "roman"})
    told = in_one_line(problems_of(refused.value))
    assert told.english == "numbers = 'roman' must be one of: 'comma_decimal' or 'point_decimal'"
    assert told.indonesian == "numbers = 'roman' harus salah satu dari: 'comma_decimal' atau 'point_decimal'"
