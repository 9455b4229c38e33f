"""Open a file as it was sent: its kind is seen from its content, whatever its name ends in."""

import mmap
import zipfile
from pathlib import Path

from service.errors import Phrase
from service.files.archives import check_archive, reading
from service.files.delimited import open_delimited
from service.files.errors import EncryptedFile, FileEmpty, FileTooLarge, NotATable, SheetMissing
from service.files.ods import OdsWorkbook
from service.files.plain_xlsx import PlainXlsxWorkbook
from service.files.sheet import FileLimits, Sheet
from service.files.text_files import open_text
from service.files.workbooks import Workbook, open_workbook_sheet
from service.files.xlsx import XlsxWorkbook

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON = Phrase("JSON", "JSON")
_OTHERS = {
    b"%PDF": Phrase("a PDF document", "dokumen PDF"),
    b"\x89PNG": Phrase("a PNG image", "gambar PNG"),
    b"\xff\xd8\xff": Phrase("a JPEG image", "gambar JPEG"),
    b"GIF8": Phrase("a GIF image", "gambar GIF"),
    b"{\\rtf": Phrase("an RTF document", "dokumen RTF"),
    b"\x1f\x8b": Phrase("a gzip archive", "arsip gzip"),
    b"Rar!": Phrase("a RAR archive", "arsip RAR"),
    b"7z\xbc\xaf": Phrase("a 7z archive", "arsip 7z"),
    b"<": Phrase("HTML or XML", "HTML atau XML"),
    b'{"': _JSON,
    b"[{": _JSON,
}


def open_sheet(path: Path, file_name: str, sheet: str | None, limits: FileLimits) -> Sheet:
    """Return one sheet of a file that is a workbook (XLSX, ODS) or delimited text.

    Without a sheet's name a workbook's only sheet with content is taken, or the one called data, harga, prices, survei
    or surveys.

    Raises: errors.FileRefused, with the file named `file_name`.
    """
    beginning = _beginning(path, file_name, limits)
    if beginning.startswith(_ZIP):
        return open_workbook_sheet(file_name, _workbook(path, file_name, limits), sheet, limits)
    _refuse_other_kinds(path, file_name, beginning)
    if sheet is not None:
        found = Phrase("the text itself, without sheets", "teksnya sendiri, tanpa lembar")
        raise SheetMissing(file=file_name, sheet=sheet, found=found)
    return open_delimited(open_text(path, file_name), limits)


def _beginning(path: Path, file_name: str, limits: FileLimits) -> bytes:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileTooLarge(file=file_name, found=size, limit=limits.file_bytes)
    if size == 0:
        raise FileEmpty(file=file_name, found=Phrase("it has 0 bytes", "ukurannya 0 bita"))
    with path.open("rb") as file:
        return file.read(1024)


def _workbook(path: Path, file_name: str, limits: FileLimits) -> Workbook:
    members, is_plain = check_archive(path, file_name, limits)
    if "xl/workbook.bin" in members:
        found = Phrase("a binary Excel workbook (.xlsb)", "buku kerja Excel biner (.xlsb)")
        raise NotATable(file=file_name, found=found)
    if any(member.startswith("xl/") for member in members):
        return PlainXlsxWorkbook(path) if is_plain else XlsxWorkbook(path)
    if _is_ods(path, file_name, members):
        return OdsWorkbook(path, file_name)
    found = Phrase("a ZIP archive without a workbook in it", "arsip ZIP tanpa buku kerja di dalamnya")
    raise NotATable(file=file_name, found=found)


def _is_ods(path: Path, file_name: str, members: frozenset[str]) -> bool:
    if "mimetype" not in members:
        return False
    with reading(file_name), zipfile.ZipFile(path) as archive, archive.open("mimetype") as content:
        return content.read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def _refuse_other_kinds(path: Path, file_name: str, beginning: bytes) -> None:
    if beginning.startswith(_OLE):
        _refuse_ole(path, file_name)
    for start, kind in _OTHERS.items():
        if beginning.startswith(start) or beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            raise NotATable(file=file_name, found=kind)


def _refuse_ole(path: Path, file_name: str) -> None:
    """Refuse the container of old Excel files, which password protection of new ones uses too."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise EncryptedFile(file=file_name)
    raise NotATable(file=file_name, found=Phrase("an old Excel file (.xls)", "berkas Excel lama (.xls)"))
