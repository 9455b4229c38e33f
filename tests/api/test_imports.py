"""GET /v1/imports, and refused rows that are mended and sent again."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from service.vocabulary import Scope
from tests.api.offices import HEADER, LINE, ROW, Desk, desk_of
from tests.api.test_pushing_prices import problem_of
from tests.api.test_uploading_prices import counts, workbook
from tests.builders import count

WRONG_PRICE, WRONG_DISTRICT = LINE.replace("9500", "-5"), LINE.replace("16.03", "Muara Emin").replace("1,", "2,", 1)


def refused(desk: Desk, import_id: int = 1, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.get(f"/v1/imports/{import_id}/refused{query}").json()["data"]
    return rows


def as_csv(desk: Desk, import_id: int = 1, language: str = "en") -> list[dict[str, str]]:
    answer = desk.get(f"/v1/imports/{import_id}/refused?output_format=csv", **{"accept-language": language})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def written(rows: list[dict[str, str]]) -> str:
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def test_an_import_says_what_arrived_and_what_became_of_it(desk: Desk) -> None:
    desk.upload(f"{HEADER}\n{LINE}\n{WRONG_DISTRICT}\n")
    shown = desk.get("/v1/imports/1").json()
    assert shown == desk.get("/v1/imports").json()["data"][0]
    assert {name: shown[name] for name in ("kind", "status", "accepted", "rejected", "open_refused", "attempts")} == {
        "kind": "prices",
        "status": "completed",
        "accepted": 1,
        "rejected": 1,
        "open_refused": 1,
        "attempts": 1,
    }
    assert shown["started_at"] == shown["finished_at"] == "2026-11-21T12:00:00+00:00"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("feed=a", 1),
        ("kind=surveys", 0),
        ("status=refused", 1),
        ("from=2026-11-21&to=2026-11-21", 3),
        ("from=2026-11-22", 0),
        ("to=2026-11-20", 0),
        ("from=0001-01-01&to=9999-12-31", 3),
        ("to=0001-01-01", 0),
    ],
)
def test_imports_can_be_narrowed(desk: Desk, query: str, total: int) -> None:
    desk.push(ROW, query="?feed=a")
    desk.push(ROW, query="?feed=b")
    desk.upload("")
    assert desk.get(f"/v1/imports?{query}").json()["total"] == total


def test_a_period_that_runs_backwards_is_refused(desk: Desk) -> None:
    answer = desk.get("/v1/imports?from=2026-11-22&to=2026-11-21")
    assert problem_of(answer) == (422, "reversed-period")


def test_imports_are_paged_and_counted_although_no_data_changed(desk: Desk) -> None:
    for feed in "abc":
        desk.push({**ROW, "price_idr_per_kg": 0}, query=f"?feed={feed}")
        assert desk.get("/v1/imports?limit=2").json()["total"] == desk.get("/v1/imports").json()["data"][0]["id"]
    page = desk.get("/v1/imports?limit=2").json()
    rest = desk.get(page["next"]).json()
    assert [row["feed"] for row in page["data"] + rest["data"]] == ["c", "b", "a"]
    assert rest["next"] is None
    assert problem_of(desk.get("/v1/imports?cursor=abc")) == (422, "bad-cursor")


def test_imports_come_as_csv(desk: Desk) -> None:
    desk.push(ROW)
    (row,) = csv.DictReader(io.StringIO(desk.get("/v1/imports?output_format=csv").text))
    assert (row["accepted"], row["status"]) == ("1", "completed")


def test_refused_rows_are_listed_with_their_cells_and_problems(desk: Desk) -> None:
    desk.upload(f"{HEADER}\n{LINE}\n{WRONG_DISTRICT}\n")
    (row,) = desk.get("/v1/imports/1/refused", **{"accept-language": "id"}).json()["data"]
    assert (row["refused_row"], row["line"], row["mended_at"]) == (1, 3, None)
    assert row["content"]["kode_kabupaten"] == "Muara Emin"
    assert row["problems"][0]["column"] == "kode_kabupaten"
    assert "bukan" in row["problems"][0]["reason"]


def test_refused_rows_are_paged(desk: Desk) -> None:
    desk.push(*({**ROW, "external_id": str(n), "price_idr_per_kg": 0} for n in range(5)))
    page = desk.get("/v1/imports/1/refused?limit=3").json()
    rest = desk.get(page["next"]).json()
    assert [row["line"] for row in page["data"] + rest["data"]] == [1, 2, 3, 4, 5]


def test_as_csv_all_refused_rows_come_at_once_in_the_files_own_columns(desk: Desk) -> None:
    lines = [LINE.replace("1,", f"{n},", 1).replace("9500", "0") for n in range(1, 1203)]
    desk.upload("\n".join([HEADER, *lines]))
    rows = as_csv(desk, language="id")
    assert len(rows) == 1202
    assert list(rows[0]) == ["refused_row", "problems", *HEADER.split(",")]
    assert rows[0]["problems"] == "harga: harus lebih dari 0"


def test_mended_rows_come_in_and_leave_the_list(desk: Desk) -> None:
    desk.upload(f"{HEADER}\n{WRONG_PRICE}\n{WRONG_DISTRICT}\n")
    rows = as_csv(desk)
    assert rows[0]["harga"] == "-5"
    rows[0]["harga"] = "9400"
    rows[1]["kode_kabupaten"] = "Muara Enim"
    assert counts(desk.upload(written(rows), "perbaikan.csv")) == (2, 0, 0, 0)
    assert refused(desk) == []
    assert desk.get("/v1/imports/1").json()["open_refused"] == 0
    assert [row["line"] for row in refused(desk, query="?mended=true")] == [2, 3]
    # The first file once more: its rows are still wrong, but nobody has to mend them again.
    desk.upload(f"{HEADER}\n{WRONG_PRICE}\n{WRONG_DISTRICT}\n")
    assert refused(desk) == []


def test_rows_that_are_sent_as_they_were_wait_once_with_one_set_of_our_columns(desk: Desk) -> None:
    desk.upload(f"{HEADER}\n{WRONG_PRICE}\n")
    assert counts(desk.upload(written(as_csv(desk)))) == (0, 0, 0, 1)
    assert (len(refused(desk)), len(refused(desk, 2))) == (0, 1)
    (again,) = as_csv(desk, 2)
    assert list(again) == ["refused_row", "problems", *HEADER.split(",")]
    assert again["harga"] == "-5"


def test_rows_of_a_workbook_are_mended_as_csv(desk: Desk) -> None:
    header, day = ("Kabupaten", "Tanggal", "Tingkat", "Harga", "Sumber", "Asal data", "Catatan mutu"), date(2026, 11, 2)
    rest = ("buku", "survei", "=1+1")
    desk.upload(workbook(header, ("Muara Emin", day, "lelang", 9500.5, *rest)), "harga.xlsx")
    rows = as_csv(desk)
    rows[0] |= {"Kabupaten": "Muara Enim", "Catatan mutu": "baik"}
    assert counts(desk.upload(written(rows))) == (1, 0, 0, 0)
    assert refused(desk) == []
    (price,) = desk.get("/v1/prices").json()["data"]
    assert (price["price_idr_per_kg"], price["observed_on"], price["quality_note"]) == (9500.5, "2026-11-02", "baik")


def test_rows_of_a_list_are_mended_as_csv_or_as_json(desk: Desk) -> None:
    grades = {"100": "18382", "60": "11029"}
    wrong = [{**ROW, "external_id": n, "price_idr_per_kg": 9500.5, "price_level": "x"} for n in "abc"]
    desk.push({**wrong[0], "derived": True}, {**wrong[1], "grades": grades}, wrong[2])
    rows = as_csv(desk)
    assert rows[1]["grades"] == '{"100":"18382","60":"11029"}'
    assert rows[0]["derived"] == "true"
    mended = {**wrong[2], "price_level": "auction", "refused_row": int(rows[2]["refused_row"])}
    assert desk.push(mended).json()["accepted"] == 1
    assert [row["line"] for row in refused(desk)] == [1, 2]
    rows = [{name: cell for name, cell in row.items() if name != "grades"} for row in rows]
    fixed = [{**row, "price_level": "auction"} for row in rows[:1]]
    assert counts(desk.upload(written(fixed))) == (1, 0, 0, 0)
    assert [row["line"] for row in refused(desk)] == [2]


def test_a_row_of_another_feed_is_not_taken_off_its_list(desk: Desk) -> None:
    desk.push({**ROW, "price_idr_per_kg": 0}, query="?feed=theirs")
    desk.push({**ROW, "refused_row": 1}, query="?feed=ours")
    assert len(refused(desk)) == 1


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@x", "\tx", "-(A1)"])
def test_text_that_a_spreadsheet_would_run_is_escaped(desk: Desk, text: str) -> None:
    desk.push({**ROW, "price_idr_per_kg": 0, "source": text, text: 1})
    (row,) = as_csv(desk)
    assert (row["source"], row[f"'{text}"]) == (f"'{text}", "1")


@pytest.mark.parametrize("text", ["-5", "+62", "+62 (812) 34", "-1.029,50", "9500"])
def test_numbers_come_back_as_they_were_sent(desk: Desk, text: str) -> None:
    desk.push({**ROW, "price_idr_per_kg": text, "price_level": "x"})
    assert as_csv(desk)[0]["price_idr_per_kg"] == text


def test_what_is_not_public_is_kept_by_no_cache(desk: Desk) -> None:
    desk.push({**ROW, "price_idr_per_kg": 0})
    urls = ["/v1/imports", "/v1/imports/1", "/v1/imports/1/refused", "/v1/imports/1/refused?output_format=csv"]
    for url in [*urls, "/v1/prices/review"]:
        answer = desk.get(url)
        assert answer.headers["cache-control"] == "private, no-store", url
        assert not {"etag", "x-data-revision"} & answer.headers.keys(), url
        assert problem_of(desk.client.get(url)) == (401, "key-missing")
        with desk_of(desk.database, Scope.SURVEYS_READ, seed=len(url)) as other:
            assert problem_of(other.get(url)) == (403, "scope-missing")


def test_an_import_that_is_not_there_is_not_found(desk: Desk) -> None:
    for url in ("/v1/imports/9", "/v1/imports/9/refused", "/v1/imports/9/refused?output_format=csv"):
        assert problem_of(desk.get(url)) == (404, "unknown-import")
    assert count(desk.database, "import_run") == 0


def test_why_a_file_was_refused_is_told_in_the_callers_language(desk: Desk) -> None:
    desk.upload("warna;harga\nmerah;9500\n")
    for language, said in (("en", "Nothing is known of warna"), ("id", "Kolom warna tidak dikenal")):
        (run,) = desk.get("/v1/imports", **{"accept-language": language}).json()["data"]
        assert run["error"].startswith(said)
        assert desk.get(f"/v1/imports/{run['id']}", **{"accept-language": language}).json()["error"] == run["error"]
        assert said in desk.get("/v1/imports?output_format=csv", **{"accept-language": language}).text
