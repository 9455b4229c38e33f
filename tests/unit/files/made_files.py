"""Files as clerks and attackers make them."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from service.files.read import open_sheet
from service.files.sheet import FileLimits, Sheet

ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""
_SHEET = '<?xml version="1.0"?>{doctype}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def opened(path: Path, sheet: str | None = None, **limits: int) -> Sheet:
    return open_sheet(path, path.name, sheet, FileLimits(**limits))


def whole(sheet: Sheet) -> pd.DataFrame:
    return pd.concat(list(sheet.chunks(1000)))


def by_line(sheet: Sheet) -> dict[int, list[Any]]:
    """Return the cells of each row, a missing one as None, the extra cells last."""
    frames = [frame.astype(object).where(frame.notna(), None) for frame in sheet.chunks(1000)]
    return {line: list(row) for frame in frames for line, row in zip(frame.index, frame.to_numpy(), strict=True)}


def text_file(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "prices.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def xlsx_file(folder: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "prices.xlsx"
    book.save(path)
    return path


def xlsx_of_rows(folder: Path, rows: str, doctype: str = "") -> Path:
    """Write a workbook whose one worksheet holds these rows of XML."""
    whole_book = xlsx_file(folder, data=[["price"]])
    sheet = _SHEET.format(doctype=doctype, main=_MAIN, rows=rows)
    return with_member(whole_book, "xl/worksheets/sheet1.xml", sheet.encode())


def with_member(path: Path, name: str, content: bytes) -> Path:
    """Write an archive anew with one member put in, or put in another's place."""
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def with_shared_texts(path: Path, *texts: str) -> Path:
    """Put in the table of texts that cells of type `s` point to."""
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    with_member(path, "[Content_Types].xml", types.replace("</Types>", part).encode())
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return with_member(path, "xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{items}</sst>'.encode())


def ods_file(folder: Path, doctype: str = "", manifest: str = "<manifest/>", **sheets: str) -> Path:
    """Write an ODS file whose sheets hold these rows of XML."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    path = folder / "prices.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_MIME, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", _ODS.format(doctype=doctype, tables=tables))
    return path


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def ods_value(attributes: str) -> str:
    return f"<table:table-cell {attributes}><text:p>as shown</text:p></table:table-cell>"


def ods_blank(times: int = 1) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'
