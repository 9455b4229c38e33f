"""`bokar floors`: deciding on minimum prices where the database is."""

from datetime import date

import pytest
from click.testing import CliRunner, Result

from jobs.floors_command import floors
from service.database import Database
from service.errors import BokarError
from service.minimum_prices.errors import BadDecision, DecreeMissing, FloorNotPublishable
from tests.builders import NOW, day_of_price, propose_floor, publish_floor, read, store_and_sweep

MARCH = date(2026, 3, 1)
GOVERNOR = ("--by", "the governor", "--why", "meeting of 20 November")
DECREE = ("--decree-number", "12/2026", "--decree-on", "2026-02-01", "--decree-signatory", "the governor")
FOR_MUARA_ENIM = ("policy", "--district", "16.03", "--method")


@pytest.fixture(autouse=True)
def _settings(chain: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(floors, [str(each) for each in arguments])


def said(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refusal(*arguments: object) -> BokarError:
    """Return the error of ours that `bokar` tells in one line."""
    error = run(*arguments).exception
    assert isinstance(error, BokarError)
    return error


def test_a_floor_is_published_and_withdrawn_and_each_time_told_how_things_stand(chain: Database) -> None:
    floor_id = propose_floor(chain, 10_000, MARCH)
    assert said("publish", floor_id, *GOVERNOR).splitlines() == [
        f"Minimum price {floor_id} is published (indication).",
        "Its period: from 2026-03-01.",
        f"Valid today in 16.03: minimum price {floor_id}.",
    ]
    assert said("withdraw", floor_id, *GOVERNOR).splitlines()[-1] == "Valid today in 16.03: no minimum price."
    columns = ("status", "done_by", "why")
    assert read(chain, "minimum_price_event", *columns)[1:] == [
        ("published", "the governor", "meeting of 20 November"),
        ("withdrawn", "the governor", "meeting of 20 November"),
    ]


def test_alerts_follow_at_once(chain: Database) -> None:
    store_and_sweep(chain, day_of_price(date(2026, 8, 3), 9500), day_of_price(date(2026, 8, 10), 9400))
    floor_id = propose_floor(chain, 10_000, MARCH)
    said("publish", floor_id, *GOVERNOR)
    assert read(chain, "alert", "state") == [("firing",)]
    said("withdraw", floor_id, *GOVERNOR)
    assert read(chain, "alert", "state") == [("retracted",)]


def test_a_floor_is_published_by_a_decree(chain: Database) -> None:
    floor_id = propose_floor(chain, 5000, MARCH, method="fixed")
    assert isinstance(refusal("publish", floor_id, *GOVERNOR), DecreeMissing)
    assert "(decree)" in said("publish", floor_id, *GOVERNOR, *DECREE, "--decree-file", "pergub.pdf")
    assert read(chain, "minimum_price", "decree_number", "decree_on", "decree_file") == [
        ("12/2026", date(2026, 2, 1), "pergub.pdf")
    ]


def test_part_of_a_decree_is_refused_by_what_it_lacks(chain: Database) -> None:
    floor_id = propose_floor(chain, 5000, MARCH)
    error = refusal("publish", floor_id, *GOVERNOR, *DECREE[:2])
    assert isinstance(error, BadDecision)
    assert "decree.signatory is needed" in error.message("en")
    assert "decree.signatory wajib diisi" in error.message("id")


@pytest.mark.parametrize("command", [("publish", 1), ("withdraw", 1), (*FOR_MUARA_ENIM, "cost-plus")])
@pytest.mark.parametrize("missing", ["--by", "--why"])
def test_who_decides_and_why_must_be_said(command: tuple[object, ...], missing: str) -> None:
    given = [each for pair in (GOVERNOR[:2], GOVERNOR[2:]) if pair[0] != missing for each in pair]
    result = run(*command, *given)
    assert result.exit_code == 2
    assert f"Missing option '{missing}'" in result.output


def test_blanks_are_no_name() -> None:
    result = run("withdraw", 1, "--by", "  ", "--why", "x")
    assert "must have 1 to 120 readable characters" in result.output


def test_what_cannot_be_decided_is_told(chain: Database) -> None:
    floor_id = publish_floor(chain, 10_000, MARCH)
    assert isinstance(refusal("publish", floor_id, *GOVERNOR), FloorNotPublishable)
    assert isinstance(refusal("publish", floor_id, "--by", "x", "--why", " "), BadDecision)


def test_floors_are_listed_as_they_are_and_as_they_were_known(chain: Database) -> None:
    publish_floor(chain, 10_000, MARCH)
    (line,) = said("list").splitlines()[2:]
    for shown in ("16.03", "household-consumption", "10,000.00", "published", "2026-03-01", "head of office"):
        assert shown in line
    for narrowed in (
        ("--district", "14.09"),
        ("--method", "cost-plus"),
        ("--status", "proposed"),
        ("--valid-on", "2026-02-28"),
        ("--as-of", "2026-11-20"),
    ):
        assert said("list", *narrowed).splitlines()[2:] == []
    assert isinstance(refusal("list", "--district", "1603"), BadDecision)


def test_a_policy_is_decided_and_listed(chain: Database) -> None:
    assert said(*FOR_MUARA_ENIM, "cost-plus", "--parameter", "cost_plus_factor=1.6", *GOVERNOR).startswith("Policy 1")
    said("policy", "--everywhere", "--method", "living-income", "--auto-publish", *GOVERNOR)
    said(*FOR_MUARA_ENIM, "fixed", "--parameter", "fixed_price_idr_per_kg=5000", *DECREE, *GOVERNOR)
    columns = ("district_code", "method", "parameters", "auto_publish")
    decree = {"number": "12/2026", "on": "2026-02-01", "signatory": "the governor"}
    assert read(chain, "floor_policy", *columns) == [
        ("16.03", "cost-plus", {"cost_plus_factor": 1.6}, False),
        (None, "living-income", {}, True),
        ("16.03", "fixed", {"fixed_price_idr_per_kg": 5000, "fixed_price_decree": decree}, False),
    ]
    assert [line.split()[:3] for line in said("policies").splitlines()[2:]] == [
        ["3", "16.03", "fixed"],
        ["2", "every", "living-income"],
    ]
    assert len(said("policies", "--past", "--district", "16.03").splitlines()[2:]) == 2


def test_a_policy_speaks_of_one_district_or_of_all() -> None:
    for place in ((), ("--district", "16.03", "--everywhere")):
        result = run("policy", *place, "--method", "cost-plus", *GOVERNOR)
        assert (result.exit_code, "Give --district, or --everywhere, and not both." in result.output) == (2, True)


def test_a_wrong_parameter_is_told_by_its_name(chain: Database) -> None:
    assert "parameters.rice" in refusal(*FOR_MUARA_ENIM, "cost-plus", "--parameter", "rice=1", *GOVERNOR).message("en")
    result = run(*FOR_MUARA_ENIM, "cost-plus", "--parameter", "cost_plus_factor=a lot", *GOVERNOR)
    assert "'cost_plus_factor=a lot' is not of the form NAME=NUMBER." in result.output
