"""ETags, problems, documentation, floors and alerts as answered by the application."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.database import Database
from service.settings import Settings
from tests.write_examples import NOW

PUBLIC_READS = [
    "/v1/districts",
    "/v1/districts/14.09",
    "/v1/prices",
    "/v1/prices/daily",
    "/v1/cost-surveys",
    "/v1/cost-surveys/1",
    "/v1/minimum-prices",
    "/v1/minimum-prices/7",
    "/v1/minimum-prices/7/explanation",
    "/v1/alerts",
    "/v1/alerts/1",
    "/v1/alerts/1/events",
]


@pytest.mark.parametrize("path", PUBLIC_READS)
def test_every_public_read_answers_304_while_nothing_changed(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    again = client.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


def test_the_internal_revision_header_stays_inside(client: TestClient) -> None:
    assert "x-data-revision" not in client.get("/v1/prices").headers


def test_an_answer_that_depends_on_the_day_has_another_etag_tomorrow(sample_folder: Path) -> None:
    etags = []
    for moment in (NOW, NOW + timedelta(days=1)):
        settings = Settings(data_dir=sample_folder, clock=moment)
        with TestClient(create_app(settings, Database(settings.database_address))) as client:
            etags.append([client.get(p).headers["etag"] for p in ("/v1/districts", "/v1/prices")])
    today, tomorrow = etags
    assert today[0] != tomorrow[0]
    assert today[1] == tomorrow[1]


def test_the_caches_work_is_counted(client: TestClient) -> None:
    client.get("/v1/alerts?limit=7")
    client.get("/v1/alerts?limit=7")
    text = client.get("/metrics").text
    assert 'bokar_cache_answers_total{outcome="hit"}' in text
    assert 'bokar_http_requests_total{method="GET",route="/v1/alerts",status="200"}' in text
    assert "bokar_data_revision" in text


def test_methods_that_somebody_made_up_are_counted_together(client: TestClient) -> None:
    for method in ("FOO", "BAR"):
        client.request(method, "/v1/alerts")
    text = client.get("/metrics").text
    assert 'method="other"' in text
    assert "FOO" not in text


@pytest.mark.parametrize("path", ["/v1/prices", "/v1/prices?limit=7", "/healthz"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}])
def test_head_answers_like_get_without_a_body(client: TestClient, path: str, headers: dict[str, str]) -> None:
    head, get = client.head(path, headers=headers), client.get(path, headers=headers)
    assert (head.status_code, head.content) == (get.status_code, b"") == (200, b"")
    assert "x-data-revision" not in get.headers


@pytest.mark.parametrize(
    "path", ["/v1/alerts/1", "/v1/cost-surveys/1", "/v1/minimum-prices/7", "/v1/minimum-prices/7/explanation"]
)
def test_a_parameter_that_an_address_does_not_know_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"as_of": "2020-01-01"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "as_of")


def test_a_calculator_takes_no_parameters(client: TestClient) -> None:
    body = {"population": 1353, "margin_of_error": 0.1}
    answer = client.post("/v1/calculators/sample-size?x=1", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "x")


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/calculators/sample-size", content=b"1" * 1_000_001)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_a_code_in_other_digits_is_refused_with_an_example(client: TestClient) -> None:
    answer = client.get("/v1/prices", params={"district_code": "١٤.٠٩"})
    assert answer.json()["errors"][0]["problem"] == "must have the form NN.NN, e.g. 16.03"


def test_nothing_at_an_address_is_a_problem_document(client: TestClient) -> None:
    answer = client.get("/v2", headers={"accept-language": "id"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == "Tidak ada apa pun di alamat ini."


def test_a_wrong_method_says_which_are_allowed(client: TestClient) -> None:
    answer = client.delete("/v1/alerts")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("path", ["/v1/alerts/99", "/v1/minimum-prices/99", "/v1/cost-surveys/99"])
def test_an_unknown_id_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).json()["status"] == 404
    assert client.get(f"{path}999999999999999999").status_code == 422


def test_an_unforeseen_error_is_told_without_its_inside(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    app = create_app(settings, Database(settings.database_address))
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/v1/alerts")
        assert answer.status_code == 500
        assert answer.json()["type"] == "urn:bokar:problem:internal-error"
        assert "no such table" not in answer.text
        assert "etag" not in answer.headers


def test_a_database_that_is_not_migrated_is_not_ready(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with TestClient(create_app(settings, Database(settings.database_address))) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "run `bokar migrate`")


def test_a_database_that_does_not_answer_is_not_ready(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "missing")
    with TestClient(create_app(settings, Database(settings.database_address))) as client:
        answer = client.get("/readyz")
        assert "bokar_data_revision NaN" in client.get("/metrics").text
    assert answer.status_code == 503
    assert answer.json()["database"].startswith("does not answer")


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_documentation_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert "http://" not in page
    assert "https://" not in page


def test_the_start_page_leads_to_the_documentation(client: TestClient) -> None:
    assert client.get("/").url.path == "/docs"


def test_a_floors_explanation_holds_the_formula_with_its_numbers(client: TestClient) -> None:
    shown = client.get("/v1/minimum-prices/1/explanation").json()
    assert shown["steps_id"] == [
        "HP = TC / Q = 2.402.469 / 2.312 = Rp 1.039,13 per kg (biaya sebagaimana dicetak)",
        "Y = Rp 8.908.370 (konsumsi rumah tangga setahun)",
        "HM = HP + Y / Q = 1.039,13 + 8.908.370 / 2.312 = Rp 4.892,23 per kg",
    ]
    assert shown["steps_en"][2].endswith("1,039.13 + 8,908,370 / 2,312 = Rp 4,892.23 per kg")
    assert len(shown["input_digest"]) == 64


def test_a_method_that_cannot_be_computed_is_listed_with_its_reason(client: TestClient) -> None:
    rows = client.get("/v1/minimum-prices?district_code=16.03").json()["data"]
    assert {row["method"]: row["reason"] for row in rows} == {
        "household-consumption": None,
        "rice-poverty-line": None,
        "living-income": "no_living_income_benchmark",
        "cost-plus": "no_family_labour_cost",
        "fixed": "no_decree",
    }


def test_only_the_chosen_method_is_published(client: TestClient) -> None:
    rows = client.get("/v1/minimum-prices?status=published").json()["data"]
    assert [(row["district_code"], row["method"], row["minimum_price_idr_per_kg"]) for row in rows] == [
        ("14.09", "rice-poverty-line", 7744.37),
        ("16.03", "household-consumption", 4892.23),
    ]
    assert {row["published_by"] for row in rows} == {"sample"}
    assert all(row["published_why"] for row in rows)


def test_floors_are_those_valid_on_the_day_asked_for(client: TestClient) -> None:
    assert client.get("/v1/minimum-prices?valid_on=2020-06-01").json()["total"] == 5
    assert client.get("/v1/minimum-prices?valid_on=2019-06-01").json()["total"] == 0


def test_a_floors_grade_falls_with_the_age_of_its_survey(client: TestClient) -> None:
    def grade(day: str) -> str:
        url = f"/v1/minimum-prices?district_code=14.09&status=published&valid_on={day}"
        return str(client.get(url).json()["data"][0]["grade"])

    assert (grade("2022-01-01"), grade("2022-01-02")) == ("B", "C")


def test_an_explanation_says_in_words_what_kept_a_grade_from_being_better(client: TestClient) -> None:
    (floor,) = client.get("/v1/minimum-prices?district_code=14.09&status=published").json()["data"]
    told = client.get(f"/v1/minimum-prices/{floor['id']}/explanation").json()
    assert {"fewer_households_than_slovin", "represents_only_a_village"} <= set(floor["grade_reasons"])
    assert (told["grade"], len(told["grade_reasons_id"])) == (floor["grade"], len(floor["grade_reasons"]))
    assert "Fewer households were asked than Slovin's formula asks for." in told["grade_reasons_en"]


def test_the_golden_alert_is_the_only_one(client: TestClient) -> None:
    answer = client.get("/v1/alerts").json()
    (alert,) = answer["data"]
    assert answer["total"] == 1
    assert (alert["fired_on"], alert["resolved_on"], alert["severity"]) == ("2020-05-24", "2020-10-04", "warning")
    assert alert["historical"] is True


def test_an_alerts_events_tell_its_life(client: TestClient) -> None:
    rows = client.get("/v1/alerts/1/events").json()["data"]
    assert [(row["kind"], row["day"], row["price_idr_per_kg"]) for row in rows] == [
        ("opened", "2020-05-24", 6410),
        ("resolved", "2020-10-04", 9600),
    ]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("state=resolved", 1),
        ("state=firing", 0),
        ("severity=critical", 0),
        ("channel=farmgate", 0),
        ("historical=false", 0),
        ("from=2020-05-25", 0),
        ("to=2020-05-24", 1),
        ("kind=below_minimum_price", 1),
    ],
)
def test_alerts_can_be_narrowed(client: TestClient, query: str, total: int) -> None:
    assert client.get(f"/v1/alerts?{query}").json()["total"] == total


def test_an_alerts_evidence_is_the_price_it_fired_on(client: TestClient) -> None:
    (evidence,) = client.get("/v1/alerts/1").json()["evidence"]
    rows = client.get("/v1/prices?district_code=14.09&from=2020-05-24&to=2020-05-24").json()["data"]
    assert [(row["id"], row["price_idr_per_kg"]) for row in rows] == [(evidence, 6410)]


def test_a_surveys_cost_items_are_shown_as_printed(client: TestClient) -> None:
    shown = client.get("/v1/cost-surveys/2").json()
    assert len(shown["items"]) == 8
    assert round(sum(item["amount"] for item in shown["items"]), 2) == 865_809.89
    assert shown["total_cost_idr"] == 865_809.89
