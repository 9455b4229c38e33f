"""JSON from publishers becomes a table without losing what its numbers say."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from jobs.ingest_errors import JsonNotRows
from jobs.ingest_json import is_json, json_to_csv
from jobs.sources.errors import UnexpectedContent


def table(folder: Path, text: str) -> list[dict[str, str]]:
    (folder / "in.json").write_text(text, encoding="utf-8")
    json_to_csv(folder / "in.json", folder / "out.csv", "disbun", "https://example.org/prices")
    with (folder / "out.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("wrapped", [False, True])
def test_objects_become_rows_with_their_keys_as_columns(tmp_path: Path, wrapped: bool) -> None:
    rows: Any = [{"a": 1, "b": "x"}, {"b": "y", "c": None}]
    text = json.dumps({"data": rows, "total": 2} if wrapped else rows)
    assert table(tmp_path, text) == [{"a": "1", "b": "x", "c": ""}, {"a": "", "b": "y", "c": ""}]


@pytest.mark.parametrize(
    ("written", "read"),
    [("11.029", "11.0290"), ("11029.5", "11029.5"), ("1e4", "10000"), ("true", "1"), ("false", "0"), ("NaN", "NaN")],
)
def test_numbers_cannot_be_mistaken_for_parted_thousands(tmp_path: Path, written: str, read: str) -> None:
    assert table(tmp_path, f'[{{"price": {written}}}]') == [{"price": read}]


@pytest.mark.parametrize("text", ['{"data": [', "[1,", "[" * 100_000, '[{"a": "\\ud8"}]'])
def test_broken_json_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnexpectedContent, match="broken JSON"):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("[]", "an empty list"), ("[1]", "other things than objects"), ('{"rows": []}', "without a list `data`")],
)
def test_json_that_holds_no_rows_is_told(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(JsonNotRows, match=why):
        table(tmp_path, text)


def test_what_is_json_is_seen_from_its_beginning(tmp_path: Path) -> None:
    for content, expected in ((b"\xef\xbb\xbf\n [{", True), (b'{"data"', True), (b"a;b\n[1]", False), (b"", False)):
        (tmp_path / "file").write_bytes(content)
        assert is_json(tmp_path / "file") is expected
