"""POST /v1/prices with rows that came before, or that name observations in ways of their own."""

from typing import Any

import pytest
from httpx2 import Response as Answer

from tests.api.offices import HEADER, LINE, ROW, Desk
from tests.builders import count, read

BY_ITS_CONTENT: dict[str, Any] = {name: value for name, value in ROW.items() if name != "external_id"}


def outcomes(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["outcome"] for row in answer.json()["rows"]]


def current_prices(desk: Desk) -> list[float]:
    return [float(row.price_idr_per_kg) for row in read(desk.database, "price_version") if row.is_current]


def test_a_row_known_by_its_content_does_not_undo_its_correction(desk: Desk) -> None:
    first = desk.push(BY_ITS_CONTENT, BY_ITS_CONTENT)
    assert outcomes(first) == ["accepted", "duplicate"]
    correction = {**BY_ITS_CONTENT, "observation_id": first.json()["rows"][0]["id"], "price_idr_per_kg": 9700}
    again = {**correction, "price_idr_per_kg": 9800}
    assert outcomes(desk.push(BY_ITS_CONTENT, correction)) == ["duplicate", "corrected"]
    assert outcomes(desk.push(BY_ITS_CONTENT)) == ["duplicate"]
    assert outcomes(desk.push(correction, BY_ITS_CONTENT, again)) == ["duplicate", "duplicate", "corrected"]
    assert current_prices(desk) == [9800]


def test_what_an_observation_was_corrected_to_is_known_when_it_comes_without_its_id(desk: Desk) -> None:
    number = desk.push(BY_ITS_CONTENT).json()["rows"][0]["id"]
    mended = {**BY_ITS_CONTENT, "price_idr_per_kg": 9700}
    assert outcomes(desk.push({**mended, "observation_id": number}, mended)) == ["corrected", "duplicate"]
    again = desk.push(mended, BY_ITS_CONTENT, {**mended, "price_idr_per_kg": 9800})
    assert outcomes(again) == ["duplicate", "duplicate", "accepted"]
    assert [row["id"] == number for row in again.json()["rows"]] == [True, True, False]
    assert outcomes(desk.push(mended, {**mended, "observation_id": number, "suspect": "x"})) == [
        "duplicate",
        "corrected",
    ]
    assert sorted(current_prices(desk)) == [9700, 9800]


def test_ids_of_blanks_alone_are_no_ids_and_blanks_around_others_do_not_count(desk: Desk) -> None:
    blank = {**ROW, "external_id": " "}
    assert outcomes(desk.push(blank, {**blank, "price_idr_per_kg": 9700})) == ["accepted", "accepted"]
    assert outcomes(desk.push(ROW, {**ROW, "external_id": "1 "})) == ["accepted", "duplicate"]
    assert count(desk.database, "price_version") == 3


def test_true_is_no_observation(desk: Desk) -> None:
    desk.push(ROW)
    assert outcomes(desk.push({**ROW, "observation_id": True, "price_idr_per_kg": 9700})) == ["rejected"]
    assert current_prices(desk) == [9500]


def test_days_of_publication_are_in_the_calendar(desk: Desk) -> None:
    for wrong in ("2021-99", "2021-02-30", "0000", "٢٠٢١"):
        answer = desk.push({**ROW, "published_on": wrong})
        assert outcomes(answer) == ["rejected"]
        assert answer.json()["rows"][0]["problems"][0]["reason"].startswith("must be a year, month or day")
    for right in ("2021", "2021-02", "2021-02-28"):
        assert outcomes(desk.push({**ROW, "external_id": right, "published_on": right})) == ["accepted"]


@pytest.mark.parametrize("way", ["pushed", "uploaded"])
def test_numbers_of_people_in_texts_are_never_published(desk: Desk, way: str) -> None:
    phone, nik = "0812-3456-7890", "1603010101900001"
    texts = {"quality_note": f"hubungi {phone}", "source": f"buku {nik}", "suspect": f"kata {phone}"}
    if way == "pushed":
        assert outcomes(desk.push({**ROW, **texts})) == ["accepted"]
    else:
        line = LINE.replace("buku kantor", texts["source"])
        sheet = f"{HEADER},quality_note,suspect\n{line},{texts['quality_note']},{texts['suspect']}\n"
        assert desk.upload(sheet).json()["accepted"] == 1
    (shown,) = desk.get("/v1/prices").json()["data"]
    assert (shown["quality_note"], shown["source"], shown["suspect"]) == ("hubungi ***", "buku ***", "kata ***")
