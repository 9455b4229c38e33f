"""Workbooks made to harm, locked, or broken."""

import struct
import zipfile
from pathlib import Path

import pytest

from service.files.errors import EncryptedFile, NotATable, UnreadableFile, UnsafeXml, ZipBomb
from tests.unit.files.made_files import ODS_MIME, by_line, ods_file, opened, with_member, xlsx_file, xlsx_of_rows

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PLAIN_DTD = "<!DOCTYPE l>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path, data=[["price"], [8000]])


@pytest.mark.parametrize("doctype", [LAUGHS, EXTERNAL, PLAIN_DTD])
def test_a_document_type_in_a_worksheet_is_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(UnsafeXml, match="sheet1"):
        opened(xlsx_of_rows(tmp_path, '<row><c t="str"><v>&a;</v></c></row>', doctype))


@pytest.mark.parametrize("doctype", [LAUGHS, EXTERNAL, PLAIN_DTD])
def test_a_document_type_in_an_ods_is_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(UnsafeXml, match=r"content\.xml"):
        opened(ods_file(tmp_path, doctype, data=""))


@pytest.mark.parametrize("member", ["xl/sharedStrings.xml", "[Content_Types].xml", "docProps/app.xml", "xl/other.bin"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_wherever_it_hides(workbook: Path, member: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}<l>&c;</l>'.encode(encoding)
    with pytest.raises(UnsafeXml):
        opened(with_member(workbook, member, content))


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(workbook: Path) -> None:
    with pytest.raises(ZipBomb, match="bytes") as refused:
        opened(workbook, unpacked_bytes=1000)
    assert refused.value.status == 413


def test_a_member_packed_too_tightly_is_refused(workbook: Path) -> None:
    with pytest.raises(ZipBomb, match="1:10"):
        opened(with_member(workbook, "xl/media/x.bin", bytes(11 * 2**20)))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2001):
            archive.writestr(f"xl/{number}.xml", "")
    with pytest.raises(ZipBomb, match="2001 members"):
        opened(path)


def test_a_member_that_lies_about_its_size_is_never_unpacked_further(workbook: Path) -> None:
    bomb = with_member(workbook, "xl/other.xml", b"<l>" + bytes(b" " * 50 * 2**20) + b"</l>")
    lied = bytearray(bomb.read_bytes())
    entry = lied.rindex(b"PK\x01\x02", 0, lied.rindex(b"xl/other.xml"))
    lied[entry + 24 : entry + 28] = struct.pack("<I", 100)
    bomb.write_bytes(lied)
    with pytest.raises(UnreadableFile):
        opened(bomb)


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedFile):
        opened(path)


def test_an_ods_with_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFile):
        opened(ods_file(tmp_path, manifest='<m><manifest:encryption-data xmlns:manifest="m"/></m>', data=""))


def test_an_archive_with_a_password_is_refused(workbook: Path) -> None:
    locked = bytearray(workbook.read_bytes())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    workbook.write_bytes(locked)
    with pytest.raises(EncryptedFile):
        opened(workbook)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(workbook: Path, kept: float) -> None:
    content = workbook.read_bytes()
    workbook.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(UnreadableFile):
        opened(workbook)


def test_a_workbook_with_damaged_bytes_is_refused(workbook: Path) -> None:
    content = bytearray(workbook.read_bytes())
    with zipfile.ZipFile(workbook) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[start + 80 : start + 120] = b"\xff" * 40
    workbook.write_bytes(content)
    with pytest.raises(UnreadableFile):
        opened(workbook)


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("content", [b"<broken", b"<a></b>", b"", b"no xml"])
def test_broken_xml_is_refused(workbook: Path, member: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        by_line(opened(with_member(workbook, member, content)))


def test_broken_xml_of_an_ods_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        opened(with_member(ods_file(tmp_path, data=""), "content.xml", b"<office"))


@pytest.mark.parametrize(
    ("members", "found"),
    [
        (["word/document.xml"], "ZIP"),
        (["xl/workbook.bin"], "xlsb"),
        ([], "ZIP"),
    ],
)
def test_another_archive_is_refused(tmp_path: Path, members: list[str], found: str) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    with pytest.raises(NotATable, match=found):
        opened(path)


def test_another_open_document_is_refused(tmp_path: Path) -> None:
    text = ODS_MIME.replace("spreadsheet", "text").encode()
    with pytest.raises(NotATable):
        opened(with_member(ods_file(tmp_path, data=""), "mimetype", text))
