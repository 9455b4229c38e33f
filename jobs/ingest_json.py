"""JSON that holds rows, as the CSV that the one reader of tables reads."""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from jobs.ingest_errors import JsonNotRows
from jobs.sources.errors import UnexpectedContent
from service.errors import Phrase

ROWS = "data"
_BEGINNINGS = (b"[", b"{")
_MARK = b"\xef\xbb\xbf"
# A point with three digits behind it could part thousands; a JSON number's never does.
_LIKE_THOUSANDS = 3


def is_json(path: Path) -> bool:
    """Say whether a file begins like JSON; servers name it in many ways."""
    with path.open("rb") as file:
        return file.read(1024).removeprefix(_MARK).lstrip().startswith(_BEGINNINGS)


def json_to_csv(path: Path, into: Path, source: str, address: str) -> None:
    """Write a list of objects, or that in `{"data": [...]}`, as CSV with their keys as columns.

    Raises: UnexpectedContent (broken JSON), JsonNotRows (JSON of another form).
    """
    rows = _rows(path, source, address)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_text(row.get(name)) for name in columns] for row in rows)


def _rows(path: Path, source: str, address: str) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(path.read_bytes(), parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        raise UnexpectedContent(source=source, address=address, found="broken JSON", expected="rows as JSON") from None
    rows = content.get(ROWS) if isinstance(content, dict) else content
    if not isinstance(rows, list):
        found = Phrase("an object without a list `data`", "objek tanpa daftar `data`")
        raise JsonNotRows(source=source, found=found)
    if not rows:
        raise JsonNotRows(source=source, found=Phrase("an empty list", "daftar kosong"))
    if not all(isinstance(row, dict) for row in rows):
        found = Phrase("a list with other things than objects", "daftar yang berisi selain objek")
        raise JsonNotRows(source=source, found=found)
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return _unmistakable(value)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _unmistakable(number: Decimal) -> str:
    text = format(number, "f")
    return f"{text}0" if len(text.partition(".")[2]) == _LIKE_THOUSANDS else text
