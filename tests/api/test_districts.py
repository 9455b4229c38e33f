"""What the API says of a district."""

from typing import Any

from starlette.testclient import TestClient


def district(client: TestClient, code: str, as_of: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(
        f"/v1/districts/{code}", params={} if as_of is None else {"as_of": as_of}
    ).json()
    return answer


def test_kuantan_singingi_shows_its_open_alert_on_20_july_2020(client: TestClient) -> None:
    shown = district(client, "14.09", "2020-07-20")
    (alert,) = shown["alerts"]
    assert (alert["fired_on"], alert["price_idr_per_kg"], alert["gap_percent"]) == ("2020-05-24", 6410, 17.23)
    assert (alert["channel"], alert["severity"]) == ("auction", "warning")
    assert (alert["state"], alert["resolved_on"], alert["reason"]) == ("firing", None, "large_gap")
    assert (shown["price_day"], shown["price_idr_per_kg"]) == ("2020-07-19", 7455)
    assert (shown["minimum_price_idr_per_kg"], shown["gap_idr_per_kg"]) == (7744.37, 289.37)
    assert shown["comparison"] == "below"


def test_an_alert_is_open_from_the_day_it_fires_until_the_day_it_is_resolved(client: TestClient) -> None:
    opened = {day: district(client, "14.09", day)["open_alerts"] for day in ("2020-05-23", "2020-05-24")}
    closed = {day: district(client, "14.09", day)["open_alerts"] for day in ("2020-10-03", "2020-10-04")}
    assert (list(opened.values()), list(closed.values())) == ([0, 1], [1, 0])


def test_today_the_floor_of_kuantan_singingi_is_too_old_to_compare_with(client: TestClient) -> None:
    shown = district(client, "14.09")
    assert (shown["comparison"], shown["comparison_reason"]) == ("unknown", "stale_floor")
    assert (shown["gap_idr_per_kg"], shown["alerts"]) == (None, [])
    assert shown["minimum_price"]["minimum_price_idr_per_kg"] == 7744.37


def test_the_prices_of_muara_enim_are_older_than_its_floor(client: TestClient) -> None:
    shown = district(client, "16.03")
    assert shown["comparison_reason"] == "no_floor_on_that_day"
    assert (shown["price_day"], shown["minimum_price_idr_per_kg"]) == ("2015-06-06", 4892.23)


def test_before_its_floor_is_valid_a_district_has_none(client: TestClient) -> None:
    shown = district(client, "16.03", "2020-12-31")
    assert (shown["minimum_price"], shown["reason"]) == (None, "not_valid_then")


def test_a_district_without_a_survey_says_so(client: TestClient) -> None:
    shown = district(client, "16.01")
    assert (shown["minimum_price"], shown["reason"], shown["comparison_reason"]) == (
        None,
        "no_survey",
        "no_survey",
    )


def test_a_district_without_any_price_says_so(client: TestClient) -> None:
    codes = [row["district_code"] for row in client.get("/v1/districts?limit=1000").json()["data"]]
    empty = [code for code in codes if district(client, code)["last_observed_on"] is None]
    assert len(empty) == 111
    assert district(client, empty[0])["latest_prices"] == []


def test_both_codes_are_shown_and_not_confused(client: TestClient) -> None:
    assert (district(client, "16.08")["name"], district(client, "16.08")["bps_code"]) == (
        "Kabupaten Ogan Komering Ulu Timur",
        "1609",
    )


def test_a_recent_farmgate_price_is_the_headline(client: TestClient) -> None:
    shown = district(client, "14.09", "2021-08-10")
    assert (shown["price_channel"], shown["price_day"], shown["price_idr_per_kg"]) == (
        "farmgate",
        "2021-08-02",
        8000,
    )


def test_after_28_days_the_auction_speaks_for_the_district(client: TestClient) -> None:
    assert district(client, "14.09", "2021-08-30")["price_channel"] == "farmgate"
    assert district(client, "14.09", "2021-08-31")["price_channel"] == "auction"


def test_a_suspect_row_makes_no_price(client: TestClient) -> None:
    rows = client.get("/v1/prices/daily?district_code=14.09&from=2021-08-02&to=2021-08-02").json()["data"]
    assert [(row["channel"], row["median_idr_per_kg"]) for row in rows] == [("farmgate", 8000)]


def test_the_computed_floor_is_called_an_indication(client: TestClient) -> None:
    notice = "indikasi harga minimum hasil perhitungan, bukan penetapan harga"
    assert district(client, "14.09")["notice"] == notice


def test_the_list_agrees_with_the_single_district(client: TestClient) -> None:
    for row in client.get("/v1/districts?province_code=16&as_of=2021-08-10").json()["data"]:
        shown = district(client, row["district_code"], "2021-08-10")
        assert {name: shown[name] for name in row} == row


def test_an_unknown_district_is_not_found_in_both_languages(client: TestClient) -> None:
    english = client.get("/v1/districts/99.99")
    indonesian = client.get("/v1/districts/99.99", headers={"accept-language": "id"})
    assert (english.status_code, english.json()["type"]) == (404, "urn:bokar:problem:unknown-district")
    assert "is not known" in english.json()["detail"]
    assert "tidak dikenal" in indonesian.json()["detail"]
