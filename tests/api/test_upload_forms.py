"""Requests to upload a file that hold none, or hold it otherwise than in a form."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.vocabulary import Scope
from tests.api.offices import Desk, desk_of
from tests.api.test_pushing_prices import problem_of
from tests.conftest import sqlite_copy


@pytest.fixture
def desk(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    with (
        sqlite_copy(migrated_path, tmp_path) as database,
        desk_of(database, Scope.PRICES_WRITE, Scope.SURVEYS_WRITE) as opened,
    ):
        yield opened


@pytest.mark.parametrize("path", ["/v1/prices/upload", "/v1/cost-surveys/upload"])
@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("", b""),
        ("text/csv", b"harga\n9500\n"),
        ("application/json", b"[]"),
        ("application/x-www-form-urlencoded", b"file=harga.csv"),
    ],
)
def test_what_is_no_upload_form_is_told_how_to_send_the_file_in_both_languages(
    desk: Desk, path: str, content_type: str, content: bytes
) -> None:
    for language, words in (("en", "send the file in its field `file`"), ("id", "kirim berkasnya dalam isian `file`")):
        headers = desk.headers(**{"accept-language": language, "content-type": content_type})
        answer = desk.client.post(path, content=content, headers=headers)
        assert problem_of(answer) == (415, "no-upload-form")
        assert words in answer.json()["detail"]
        assert "-F file=@" in answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=abc"])
def test_a_broken_upload_form_is_told_what_a_form_is_made_of_in_both_languages(desk: Desk, content_type: str) -> None:
    for language, words in (("en", "with one file in the field `file`"), ("id", "satu berkas dalam isian `file`")):
        headers = desk.headers(**{"accept-language": language, "content-type": content_type})
        answer = desk.client.post("/v1/prices/upload", content=b"no parts", headers=headers)
        assert problem_of(answer) == (422, "broken-upload-form")
        assert words in answer.json()["detail"]
