"""GET /v1/indices and its links, and POST /v1/indices/upload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response as Answer

from service.database import Database
from service.vocabulary import Scope
from tests.api.offices import Desk, desk_of
from tests.builders import contents, count, store_districts
from tests.conftest import sqlite_copy

URL = "/v1/indices"
HEADER = "Indeks;Provinsi;Bulan;Tahun dasar;Nilai;Ke tahun dasar;Faktor;Sumber;Asal data"
FILE = f"""{HEADER}
IKRT;Sumsel;Okt 2026;2018=100;123,45;;;dibuat-buat;simulasi
IKRT;Sumsel;Sep 2026;2018=100;122,1;;;dibuat-buat;simulasi
BPPBM;Sumsel;Sep 2026;2018=100;118,2;;;dibuat-buat;simulasi
IKRT;;Agt 2026;2018=100;120;;;dibuat-buat;simulasi
IKRT;Sumsel;;2012=100;;2018=100;0,75;dibuat-buat;simulasi
"""


@pytest.fixture
def desk(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database, Scope.INDICES_WRITE, Scope.IMPORTS_READ) as opened:
            yield opened


def upload(desk: Desk, content: str = FILE, **fields: str) -> Answer:
    files = {"file": ("indeks.csv", content.encode())}
    return desk.client.post(f"{URL}/upload", files=files, data=fields, headers=desk.headers())


def listed(desk: Desk, query: str = "") -> list[tuple[str, str, str, float]]:
    answer = desk.client.get(f"{URL}{query}")
    assert answer.status_code == 200, answer.text
    return [(row["index_name"], row["province_code"], row["month"], row["value"]) for row in answer.json()["data"]]


def test_an_uploaded_file_is_listed_newest_month_first(desk: Desk) -> None:
    answer = upload(desk)
    assert (answer.status_code, answer.json()["accepted"]) == (200, 5)
    assert listed(desk) == [
        ("consumption", "16", "2026-10-01", 123.45),
        ("inputs", "16", "2026-09-01", 118.2),
        ("consumption", "16", "2026-09-01", 122.1),
        ("consumption", "00", "2026-08-01", 120),
    ]


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("index_name=inputs", ["2026-09-01"]),
        ("province_code=00", ["2026-08-01"]),
        ("province_code=14", []),
        ("index_name=consumption&from=2026-09", ["2026-10-01", "2026-09-01"]),
        ("index_name=consumption&to=2026-09-15", ["2026-09-01", "2026-08-01"]),
        ("from=2026-10-31&to=2026-10-31", ["2026-10-01"]),
        ("updated_since=0", ["2026-10-01", "2026-09-01", "2026-09-01", "2026-08-01"]),
        ("updated_since=1000", []),
    ],
)
def test_the_list_is_narrowed_by_name_province_months_and_revision(desk: Desk, query: str, months: list[str]) -> None:
    upload(desk)
    assert [row[2] for row in listed(desk, f"?{query}")] == months


def test_pages_hold_every_row_once(desk: Desk) -> None:
    upload(desk)
    first = desk.client.get(f"{URL}?limit=3").json()
    second = desk.client.get(first["next"]).json()
    assert (first["total"], len(first["data"]), len(second["data"]), second["next"]) == (4, 3, 1, None)


def test_links_have_a_list_of_their_own(desk: Desk) -> None:
    upload(desk)
    (link,) = desk.client.get(f"{URL}/links?province_code=16").json()["data"]
    assert (link["from_base"], link["to_base"], link["factor"], link["version"]) == ("2012=100", "2018=100", 0.75, 1)
    assert desk.client.get(f"{URL}/links?province_code=14").json()["data"] == []


def test_only_what_is_current_is_listed(desk: Desk) -> None:
    upload(desk)
    upload(desk, FILE.replace("123,45", "124").replace("0,75", "0,76"))
    assert [row[3] for row in listed(desk, "?from=2026-10")] == [124]
    (link,) = desk.client.get(f"{URL}/links").json()["data"]
    assert (link["factor"], link["version"]) == (0.76, 2)
    assert count(desk.database, "index_value") == 5


def test_the_list_can_be_had_as_csv(desk: Desk) -> None:
    upload(desk)
    lines = desk.client.get(f"{URL}?output_format=csv&from=2026-10").text.splitlines()
    assert lines[0] == "id,index_name,province_code,month,base,value,source,provenance,version,revision"
    assert lines[1].startswith("1,consumption,16,2026-10-01,2018=100,123.45,dibuat-buat,simulated,1,")


def test_an_unchanged_list_is_not_sent_again_and_a_changed_one_is(desk: Desk) -> None:
    upload(desk)
    etag = desk.client.get(URL).headers["etag"]
    assert desk.client.get(URL, headers={"if-none-match": etag}).status_code == 304
    upload(desk, FILE.replace("123,45", "124"))
    assert desk.client.get(URL, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("query", ["from=2026", "from=2026-10&to=2026-09", "district_code=16.03", "province_code=Riau"])
def test_what_cannot_be_asked_for_is_refused(desk: Desk, query: str) -> None:
    answer = desk.client.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_refused_rows_come_back_as_csv_to_mend(desk: Desk) -> None:
    told = upload(desk, f"{HEADER}\nIKRT;Sumsel;Hujan 2026;2018=100;123,45;;;dibuat-buat;simulasi\n").json()
    assert (told["rejected"], told["refused"][0]["problems"][0]["column"]) == (1, "Bulan")
    mend = desk.get(f"{told['refused_rows']}?output_format=csv").text
    again = upload(desk, mend.replace("Hujan 2026", "Okt 2026")).json()
    assert (again["accepted"], again["rejected"]) == (1, 0)
    assert desk.get(told["refused_rows"]).json()["data"] == []


def test_reasons_are_told_in_indonesian(desk: Desk) -> None:
    files = {"file": ("indeks.csv", FILE.replace("Okt 2026", "1/10/2026").encode())}
    answer = desk.client.post(f"{URL}/upload", files=files, headers=desk.headers(**{"accept-language": "id"})).json()
    reason = answer["refused"][0]["problems"][0]["reason"]
    assert reason == "harus berupa bulan, mis. 2026-10, 10/2026 atau Okt 2026"


def test_a_trial_writes_nothing(desk: Desk) -> None:
    before = contents(desk.database, without=["api_key"])
    told = upload(desk, dry_run="true").json()
    assert (told["accepted"], told["import_id"]) == (5, None)
    assert contents(desk.database, without=["api_key"]) == before


def test_a_key_for_prices_uploads_no_indices(migrated_path: Path, tmp_path: Path) -> None:
    with sqlite_copy(migrated_path, tmp_path) as database:
        assert _answers_of(database) == (403, 401)


def _answers_of(database: Database) -> tuple[int, int]:
    with desk_of(database, Scope.PRICES_WRITE) as desk:
        nobody = desk.client.post(f"{URL}/upload", files={"file": ("indeks.csv", FILE.encode())})
        return upload(desk).status_code, nobody.status_code
