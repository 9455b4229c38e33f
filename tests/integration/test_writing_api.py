"""Prices come in over the API the same way on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from service.database import Database
from tests.api.offices import HEADER, LINE, ROW, Desk, desk_of
from tests.builders import HISTORY, arriving_price, store_and_sweep


@pytest.fixture
def desk(chain: Database) -> Iterator[Desk]:
    with desk_of(chain) as opened:
        yield opened


def test_pushed_rows_are_told_apart_and_kept(desk: Desk) -> None:
    desk.push(ROW, {**ROW, "external_id": "2", "grades": {"100": "18382", "60": "11029"}})
    wrong = {**ROW, "external_id": "4", "price_idr_per_kg": 0, "source": "a\x00b", "c\x00d": 1}
    rows = (ROW, {**ROW, "external_id": "3"}, {**ROW, "price_idr_per_kg": 9600}, wrong)
    answer = desk.push(*rows, {**ROW, "observation_id": 2**63}, **{"idempotency-key": "a"})
    told = [(row["outcome"], row["id"]) for row in answer.json()["rows"]]
    assert told == [("duplicate", 1), ("accepted", 3), ("corrected", 1), ("rejected", None), ("rejected", None)]
    assert desk.push(*rows, {**ROW, "observation_id": 2**63}, **{"idempotency-key": "a"}).json() == answer.json()
    assert [row["grades"] for row in desk.get("/v1/prices").json()["data"]].count(None) == 2
    shown = desk.get("/v1/imports/2/refused").json()
    assert [(row["refused_row"], row["line"]) for row in shown["data"]] == [(1, 4), (2, 5)]
    (last,) = desk.get("/v1/imports?limit=1&from=2026-11-21&to=2026-11-21").json()["data"]
    assert (last["id"], last["open_refused"], last["finished_at"]) == (2, 2, "2026-11-21T12:00:00+00:00")


def test_a_refused_row_is_mended_as_csv(desk: Desk) -> None:
    uploaded = desk.upload(f"{HEADER}\n{LINE}\n{LINE.replace('1,', '2,', 1).replace('9500', '-5')}\n").json()
    mend = f"{uploaded['refused_rows']}?output_format=csv"
    mended = desk.upload(desk.get(mend).text.replace(",-5,", ",9400,"))
    assert (mended.json()["accepted"], mended.json()["rejected"]) == (1, 0)
    assert desk.get(uploaded["refused_rows"]).json()["total"] == 0


def test_a_trial_writes_nothing(desk: Desk) -> None:
    assert desk.upload(f"{HEADER}\n{LINE}\n", dry_run="true").json()["accepted"] == 1
    assert desk.get("/v1/imports").json()["total"] == desk.get("/v1/prices").json()["total"] == 0


def test_a_flagged_price_waits_until_it_is_accepted(desk: Desk) -> None:
    days = [arriving_price(observed_on=f"2026-10-{day}") for day in range(10, 20)]
    store_and_sweep(desk.database, *days, batch=HISTORY)
    desk.push({**ROW, "price_idr_per_kg": 95_000})
    (waiting,) = desk.get("/v1/prices/review").json()["data"]
    assert desk.post(f"/v1/prices/{waiting['id']}/accept").json()["review"] == "accepted"
    assert desk.get("/v1/prices/daily?from=2026-11-02&basis=as_sold").json()["total"] == 1
