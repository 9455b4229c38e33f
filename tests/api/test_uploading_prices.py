"""POST /v1/prices/upload: files as clerks send them."""

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from httpx2 import Response as Answer

from service.files.sheet import EXTRA_CELLS, FileLimits
from service.imports import mending
from service.imports.file_uploads import LARGEST_UPLOAD_BYTES
from service.privacy.hashing import personal_hash
from tests.api.offices import HEADER, KEYS, LINE, OFFICE, Desk
from tests.api.test_pushing_prices import problem_of
from tests.builders import TABLES, count, read

GOOD = f"{HEADER}\n{LINE}\n"
BAD = LINE.replace("1,16.03", "2,16.03").replace("9500", "0")


def counts(answer: Answer) -> tuple[int, int, int, int]:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["accepted"], told["duplicate"], told["corrected"], told["rejected"]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def everything(desk: Desk) -> dict[str, int]:
    # What a key was last used on is noted whatever it is used for.
    return {name: count(desk.database, name) for name in TABLES}


def test_a_csv_file_is_taken_in(desk: Desk) -> None:
    answer = desk.upload(GOOD)
    assert counts(answer) == (1, 0, 0, 0)
    (row,) = desk.get("/v1/prices").json()["data"]
    assert (row["district_code"], row["price_idr_per_kg"], row["price_level"]) == ("16.03", 9500, "auction")
    (run,) = desk.get("/v1/imports").json()["data"]
    assert (run["file_name"], run["feed"], run["recorded_by"]) == ("harga.csv", OFFICE, OFFICE)


def test_a_workbook_is_taken_in(desk: Desk) -> None:
    content = workbook(
        ("Kabupaten", "Tanggal", "Harga (Rp/kg)", "Petugas"),
        ("Muara Enim", date(2026, 11, 2), 9500, "Budi Santoso"),
        ("Muara Enim", date(2026, 11, 9), 9600.5, "Siti"),
    )
    constants = json.dumps({"price_level": "farmgate", "source": "field officers", "provenance": "survey"})
    assert counts(desk.upload(content, "harga.xlsx", constants=constants, feed="officers")) == (2, 0, 0, 0)
    assert [row["price_idr_per_kg"] for row in desk.get("/v1/prices").json()["data"]] == [9600.5, 9500]
    hashes = {row.reporter for row in read(desk.database, "price_version", "reporter")}
    assert hashes == {personal_hash("Budi Santoso", KEYS), personal_hash("Siti", KEYS)}


def test_a_form_says_how_a_file_is_read(desk: Desk) -> None:
    content = "Kab;Hari;Rp\nMuara Enim;03/02/2026;1.029\n"
    mapping = {
        "columns": {"Rp": "price_idr_per_kg", "Hari": "observed_on"},
        "constants": {"price_level": "auction", "source": "book", "provenance": "survey"},
        "units": {"price_idr_per_kg": "per_quintal"},
    }
    fields = {name: json.dumps(value) for name, value in mapping.items()}
    answer = desk.upload(content, numbers="comma_decimal", dates="day_first", historical="true", **fields)
    assert counts(answer) == (1, 0, 0, 0)
    (row,) = desk.get("/v1/prices").json()["data"]
    assert (row["price_idr_per_kg"], row["observed_on"], row["historical"]) == (10.29, "2026-02-03", True)


def test_refused_rows_are_told_with_their_line_and_where_to_find_them(desk: Desk) -> None:
    answer = desk.upload(f"{GOOD}{BAD}\n")
    assert counts(answer) == (1, 0, 0, 1)
    told = answer.json()
    assert told["refused"] == [
        {"line": 3, "problems": [{"column": "harga", "value": "0", "reason": "must be above 0"}]}
    ]
    assert desk.get(told["refused_rows"]).json()["total"] == 1


@pytest.mark.parametrize(
    ("language", "note"), [("en", "1 example row left out"), ("id", "1 baris contoh tidak diambil")]
)
def test_an_example_row_is_left_out_and_said_in_the_callers_language(desk: Desk, language: str, note: str) -> None:
    content = f"{HEADER},keterangan\n{LINE},CONTOH / EXAMPLE\n{LINE},\n"
    desk.client.headers["accept-language"] = language
    answer = desk.upload(content)
    assert counts(answer) == (1, 0, 0, 0)
    assert [told[: len(note)] for told in answer.json()["notes"]] == [note]
    assert count(desk.database, "refused_row") == 0


def test_a_trial_reports_the_same_and_writes_nothing(desk: Desk) -> None:
    desk.upload(GOOD, idempotency_key="a key in use, so that its day is noted")
    content = f"{GOOD}{LINE.replace('1,16.03', '9,16.03')}\n{BAD}\n"
    before, etag = everything(desk), desk.client.get("/v1/prices").headers["etag"]
    trial = desk.upload(content, dry_run="true", idempotency_key="trial")
    assert everything(desk) == before
    assert desk.client.get("/v1/prices").headers["etag"] == etag
    told = trial.json()
    assert (told["import_id"], told["dry_run"], told["refused_rows"]) == (None, True, None)
    real = desk.upload(content)
    assert counts(trial) == counts(real) == (1, 1, 0, 1)
    assert told["refused"] == real.json()["refused"]


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    first, again = desk.upload(GOOD), desk.upload(GOOD)
    assert counts(again) == (0, 1, 0, 0)
    assert first.json()["import_id"] == again.json()["import_id"]


def test_an_upload_sent_again_is_answered_again_although_its_form_is_spelled_anew(desk: Desk) -> None:
    first, second = (desk.upload(GOOD, idempotency_key="a") for _ in range(2))
    assert (second.headers["idempotent-replayed"], second.json()) == ("true", first.json())
    assert counts(second) == (1, 0, 0, 0)
    for other in (desk.upload(GOOD + BAD, idempotency_key="a"), desk.upload(GOOD, idempotency_key="a", feed="x")):
        assert problem_of(other) == (422, "idempotency-key-reused")
    assert desk.get("/v1/imports").json()["data"][0]["attempts"] == 1


def test_a_refused_upload_may_be_mended_under_the_same_key(desk: Desk) -> None:
    assert desk.upload("", idempotency_key="a").status_code == 422
    assert counts(desk.upload(GOOD, idempotency_key="a")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        ("", "harga.csv", "file-empty"),
        (f"{HEADER}\n", "harga.csv", "file-empty"),
        ("%PDF-1.7", "harga.csv", "not-a-table"),
        (b"\x00\x01\x02", "harga.xlsx", "not-a-table"),
        ("harga\n9500\n", "harga.csv", "columns-missing"),
        (f"{HEADER},warna\n{LINE},biru\n", "harga.csv", "unknown-columns"),
        (f"{HEADER}\n{LINE.replace('9500', '11.029')}\n", "harga.csv", "ambiguous-numbers"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    desk: Desk, content: str | bytes, name: str, refusal: str
) -> None:
    assert problem_of(desk.upload(content, name)) == (422, refusal)
    (run,) = desk.get("/v1/imports").json()["data"]
    assert (run["status"], run["error"] is not None) == ("refused", True)
    assert count(desk.database, "price_version") == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"numbers": "roman"}, "numbers"),
        ({"columns": "harga=price_idr_per_kg"}, "columns"),
        ({"columns": "[1]"}, "columns"),
        ({"dry_run": "perhaps"}, "dry_run"),
        ({"colour": "red"}, "colour"),
        ({"feed": "f" * 121}, "feed"),
        ({"sheet": "a\x00b"}, "sheet"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused_by_name(desk: Desk, fields: dict[str, str], field: str) -> None:
    answer = desk.upload(GOOD, **fields)
    assert problem_of(answer) == (422, "invalid-request")
    assert answer.json()["errors"][0]["field"] == field


def test_units_of_what_is_no_price_are_refused(desk: Desk) -> None:
    answer = desk.upload(GOOD, units='{"volume_kg": "per_tonne"}')
    assert problem_of(answer) == (422, "invalid-request")
    assert "volume_kg" in answer.json()["errors"][0]["problem"]


def test_a_form_without_a_file_is_refused(desk: Desk) -> None:
    for name, part in (("other", ("harga.csv", GOOD)), ("file", (None, GOOD))):
        answer = desk.client.post("/v1/prices/upload", headers=desk.headers(), files={name: part})
        assert problem_of(answer) == (422, "invalid-request")
        assert answer.json()["errors"] == [{"field": "file", "value": None, "problem": "is needed"}]


def test_a_field_given_twice_and_a_second_file_are_refused(desk: Desk) -> None:
    files = [("file", ("a.csv", GOOD.encode()))]
    twice = desk.client.post("/v1/prices/upload", files=files, data={"feed": ["a", "b"]}, headers=desk.headers())
    assert problem_of(twice) == (422, "invalid-request")
    several = desk.client.post("/v1/prices/upload", files=files * 2, headers=desk.headers())
    assert problem_of(several) == (422, "broken-upload-form")


@pytest.mark.parametrize("name", ["a\x00b.csv", "n" * 500, "../../etc/passwd", " "])
def test_the_name_of_a_file_is_a_name_and_nothing_else(desk: Desk, name: str) -> None:
    assert counts(desk.upload(GOOD, name)) == (1, 0, 0, 0)


def test_a_file_larger_than_is_read_is_told_as_such(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FileLimits().file_bytes < LARGEST_UPLOAD_BYTES
    headers = desk.headers(**{"content-length": str(LARGEST_UPLOAD_BYTES + 1)})
    answer = desk.client.post("/v1/prices/upload", content=b"", headers=headers)
    assert problem_of(answer) == (413, "content-too-large")


def test_no_uploaded_file_stays_behind(desk: Desk, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "uploads"))
    (tmp_path / "uploads").mkdir()
    desk.upload(GOOD)
    desk.upload("")
    assert list((tmp_path / "uploads").iterdir()) == []


def test_cells_without_a_name_are_known_by_the_name_that_files_give_them() -> None:
    assert mending._WITHOUT_NAME == EXTRA_CELLS
