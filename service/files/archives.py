"""What is made sure of before a workbook is opened: it unpacks to a bearable size, and its XML is harmless.

A workbook is a ZIP archive of XML. Python's zipfile never unpacks a member beyond its declared size, so the declared
sizes bound the real ones.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

# Names only: defusedxml does the reading.
from xml.sax import SAXParseException  # nosec B406
from xml.sax.handler import ContentHandler  # nosec B406
from xml.sax.xmlreader import AttributesImpl  # nosec B406

from defusedxml import DefusedXmlException, sax
from openpyxl.utils.cell import column_index_from_string

from service.errors import BokarError, Phrase
from service.files.errors import EncryptedFile, TooManyColumns, TooManyRows, UnreadableFile, UnsafeXml, ZipBomb
from service.files.sheet import FileLimits

# Excel's own limits; LibreOffice's are the same.
SPREADSHEET_ROWS = 1_048_576
SPREADSHEET_COLUMNS = 16_384
_MEMBERS = 2000
_RATIO = 200
_SMALL_BYTES = 10 * 2**20
# What a library that holds a sheet as one block may be given; it takes some 80 bytes a cell.
_LARGEST_BLOCK = 3_000_000
_MARKS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


class Archive(NamedTuple):
    """What is known of a checked archive: the names of its members, and whether its sheets are all plain.

    Plain sheets hold values alone, neither formulas nor errors, and are not too large to be held as blocks of cells.
    """

    members: frozenset[str]
    is_plain: bool


@contextmanager
def reading(file_name: str) -> Iterator[None]:
    """Turn whatever a library makes of a damaged workbook into a refusal."""
    try:
        yield
    except BokarError:
        raise
    except DefusedXmlException as error:
        raise UnsafeXml(file=file_name, found=type(error).__name__) from error
    # Libraries promise nothing about what they raise on a file that breaks its format.
    except Exception as error:
        found = f"{type(error).__name__}: {error}"[:200]
        raise UnreadableFile(file=file_name, found=found) from error


def check_archive(path: Path, file_name: str, limits: FileLimits) -> Archive:
    """Return what is in an archive.

    Raises: UnreadableFile, EncryptedFile, ZipBomb, UnsafeXml, TooManyColumns, TooManyRows.
    """
    with reading(file_name), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _refuse_encrypted(archive, file_name)
        _refuse_bomb(members, file_name, limits)
        guards = [_checked_member(archive, member, file_name) for member in members]
        has_values_alone = not any(guard.has_formula_or_error for guard in guards)
        is_plain = has_values_alone and sum(guard.block for guard in guards) <= _LARGEST_BLOCK
        return Archive(frozenset(archive.namelist()), is_plain)


def _checked_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file_name: str) -> "_RowGuard":
    guard = _RowGuard(file_name)
    with archive.open(member) as content:
        _check_member(content, member.filename, guard)
    return guard


def _refuse_encrypted(archive: zipfile.ZipFile, file_name: str) -> None:
    manifest = "META-INF/manifest.xml"
    locked = any(member.flag_bits & 1 for member in archive.infolist())
    if not locked and manifest in archive.namelist():
        with archive.open(manifest) as content:
            locked = b"encryption-data" in content.read(_SMALL_BYTES)
    if locked:
        raise EncryptedFile(file=file_name)


def _refuse_bomb(members: list[zipfile.ZipInfo], file_name: str, limits: FileLimits) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > _MEMBERS:
        raise ZipBomb(file=file_name, found=Phrase(f"{len(members)} members", f"{len(members)} bagian"), limit=_MEMBERS)
    if total > limits.unpacked_bytes:
        raise ZipBomb(file=file_name, found=Phrase(f"{total} bytes", f"{total} bita"), limit=limits.unpacked_bytes)
    for member in members:
        if member.file_size > _SMALL_BYTES and member.file_size > _RATIO * member.compress_size:
            ratio = member.file_size // max(member.compress_size, 1)
            found = Phrase(f"{member.filename} is packed 1:{ratio}", f"{member.filename} dimampatkan 1:{ratio}")
            raise ZipBomb(file=file_name, found=found, limit=f"1:{_RATIO}")


def _check_member(content: IO[bytes], name: str, guard: "_RowGuard") -> None:
    if not content.read(64).lstrip(_MARKS_AND_BLANKS).startswith(b"<"):
        return
    content.seek(0)
    try:
        sax.parse(content, guard, forbid_dtd=True)
    except DefusedXmlException as error:
        kind = type(error).__name__
        raise UnsafeXml(file=guard.file_name, found=Phrase(f"{kind} in {name}", f"{kind} dalam {name}")) from error
    except SAXParseException as error:
        # Drawings of comments are often not well-formed, and never read.
        if not name.endswith(".vml"):
            raise UnreadableFile(file=guard.file_name, found=f"{name}: {error.getMessage()}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(file=guard.file_name, found=f"{name}: {error}") from error


class _RowGuard(ContentHandler):
    """Refuses rows that would unfold to more than a spreadsheet can hold, before a library builds them.

    Notes whether there are formulas or errors, and how far to the right and down cells go.
    """

    def __init__(self, file_name: str) -> None:
        super().__init__()
        self.file_name = file_name
        self.has_formula_or_error = False
        self._row = self._cells = self._widest = self._last_row = 0
        self._last_column = ""

    @property
    def block(self) -> int:
        """Return how many cells the block has that all cells lie in."""
        columns = column_index_from_string(self._last_column) if self._last_column else 0
        return max(self._row, self._last_row) * max(columns, self._widest)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the name SAX calls
        kind = name.rpartition(":")[2]
        if kind in ("c", "table-cell", "covered-table-cell"):
            self._begin_cell(attrs)
        elif kind in ("row", "table-row"):
            self._begin_row(attrs.get("r"))
        elif kind == "f":
            self.has_formula_or_error = True

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        self._cells += 1
        if self._cells > SPREADSHEET_COLUMNS:
            found = Phrase(f"more than {SPREADSHEET_COLUMNS}", f"lebih dari {SPREADSHEET_COLUMNS}")
            raise TooManyColumns(file=self.file_name, line=self._row, found=found, limit=SPREADSHEET_COLUMNS)
        if attrs.get("t") == "e":
            self.has_formula_or_error = True
        self._widest = max(self._widest, self._cells)
        place = attrs.get("r") or ""
        column = place.rstrip("0123456789")
        # A cell may say that it stands elsewhere than its row.
        self._last_row = max(self._last_row, int(place[len(column) :] or 0))
        if (len(column), column) > (len(self._last_column), self._last_column):
            self._last_column = column

    def _begin_row(self, number: str | None) -> None:
        following = self._row + 1 if number is None else int(float(number))
        if following <= self._row:
            found = Phrase(
                f"row {following} comes after row {self._row}", f"baris {following} ada sesudah baris {self._row}"
            )
            raise UnreadableFile(file=self.file_name, found=found)
        if following > SPREADSHEET_ROWS:
            raise TooManyRows(file=self.file_name, found=following, limit=SPREADSHEET_ROWS)
        self._row, self._cells = following, 0
