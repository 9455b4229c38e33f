"""POST /v1/auctions/upload: sheets of auction nights as clerks send them."""

from typing import Any

import pytest
from httpx2 import Response as Answer

from tests.api.offices import OFFICE, Desk
from tests.builders import TABLES, count

HEADER = "UPPB;No registrasi;Kabupaten;Tanggal;Harga dasar;No lot;Berat (kg);KKK;Harga;Sumber;Asal data"
LOTS = (
    "UPPB Maju;16.03/UPPB/7;Muara Enim;2 Nov 2026;11000;1;1200;58;11250;buku lelang;survei",
    ";;;;;2;900;55;10900;;",
)


def upload(desk: Desk, *lines: str, language: str = "en", **fields: str) -> Answer:
    files = {"file": ("lelang.csv", "\n".join([HEADER, *lines]).encode())}
    headers = desk.headers(**{"accept-language": language})
    return desk.client.post("/v1/auctions/upload", files=files, data=fields, headers=headers)


def counts(answer: Answer) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return {name: told[name] for name in ("accepted", "duplicate", "corrected", "rejected")}


def test_a_sheet_of_nights_is_taken_in(desk: Desk) -> None:
    assert counts(upload(desk, *LOTS)) == {"accepted": 2, "duplicate": 0, "corrected": 0, "rejected": 0}
    (night,) = desk.get("/v1/auctions").json()["data"]
    assert (night["registration_number"], len(night["lots"])) == ("16.03/UPPB/7", 2)
    (run,) = desk.get("/v1/imports").json()["data"]
    assert (run["kind"], run["file_name"], run["feed"]) == ("auctions", "lelang.csv", OFFICE)


def test_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    upload(desk, *LOTS)
    assert counts(upload(desk, *LOTS)) == {"accepted": 0, "duplicate": 2, "corrected": 0, "rejected": 0}


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "is below the reserve price, 11000; it is taken as it stands"),
        ("id", "di bawah harga dasar, 11000; diambil apa adanya"),
    ],
)
def test_what_should_be_known_of_a_lot_is_told_in_the_callers_language(desk: Desk, language: str, reason: str) -> None:
    (warning,) = upload(desk, *LOTS, language=language).json()["warnings"]
    assert warning == {
        "night": "uppb:16.03/UPPB/7:2026-11-02",
        "lot_number": "2",
        "column": "Harga",
        "value": "10900",
        "reason": reason,
    }


def test_a_wrong_lot_is_refused_by_its_line_and_the_others_come_in(desk: Desk) -> None:
    answer = upload(desk, *LOTS, ";;;;;3;0;55;11300;;")
    assert counts(answer) == {"accepted": 2, "duplicate": 0, "corrected": 0, "rejected": 1}
    (refused,) = answer.json()["refused"]
    assert (refused["line"], [one["column"] for one in refused["problems"]]) == (4, ["Berat (kg)"])
    assert desk.get(answer.json()["refused_rows"]).json()["total"] == 1


def test_a_trial_says_the_same_and_writes_nothing(desk: Desk) -> None:
    before = {name: count(desk.database, name) for name in TABLES}
    answer = upload(desk, *LOTS, dry_run="true")
    assert counts(answer) == {"accepted": 2, "duplicate": 0, "corrected": 0, "rejected": 0}
    assert (answer.json()["import_id"], len(answer.json()["warnings"])) == (None, 1)
    assert {name: count(desk.database, name) for name in TABLES} == before


def test_a_sheet_that_is_no_form_of_nights_is_refused_as_a_whole(desk: Desk) -> None:
    files = {"file": ("harga.csv", b"tanggal;harga\n2026-11-02;9500\n")}
    answer = desk.client.post("/v1/auctions/upload", files=files, headers=desk.headers(**{"accept-language": "id"}))
    assert answer.status_code == 422
    assert "uppb (uppb_name)" in answer.json()["detail"]


def test_a_key_that_may_not_write_prices_is_refused(desk: Desk) -> None:
    assert desk.client.post("/v1/auctions/upload", files={"file": ("a.csv", b"")}).status_code == 401
