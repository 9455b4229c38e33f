"""`bokar explain` prints a floor with its formula, what it rests on, and whether it comes out again."""

from collections.abc import Sequence

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from jobs.explain_command import explain
from service.database import Database
from service.errors import UnknownDistrict
from service.minimum_prices.explained_floor import NoMinimumPrice
from service.models.minimum_price import MinimumPrice
from tests.builders import NOW


@pytest.fixture(autouse=True)
def _settings(sample_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_DATABASE_URL", sample_database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    # The tests' own logging stays as it is.
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)


def printed(*arguments: str) -> Sequence[str]:
    result = CliRunner().invoke(explain, arguments)
    assert result.exit_code == 0, result.output
    return [line.strip() for line in result.stdout.splitlines()]


def test_a_published_floor_is_printed_with_its_formula_and_what_it_rests_on() -> None:
    lines = printed("16.03")
    assert lines[0] == "16.03  household-consumption v1 (Ibrahim), published, 2021-01-01"
    assert lines[1] == "a computed indication of a minimum price, not an administered price"
    assert "HM = HP + Y / Q = 1,039.13 + 8,908,370 / 2,312 = Rp 4,892.23 per kg" in lines
    assert "92 households; they represent a subdistrict." in lines
    assert lines.index("Grade C, because") < lines.index("The survey is more than 24 months old.")
    assert lines[-1] == "Computed again from the stored inputs by this version: the same figures and the same digest."


def test_without_a_published_floor_the_proposal_by_the_districts_method_is_printed(sample_database: Database) -> None:
    with sample_database.unit_of_work(NOW) as uow:
        of_district = MinimumPrice.c.district_code == "16.03", MinimumPrice.c.status == "published"
        columns = {"status": "proposed", "published_at": None, "published_by": None, "published_why": None}
        uow.connection.execute(update(MinimumPrice).where(*of_district).values(columns))
    assert printed("16.03")[0].startswith("16.03  household-consumption v1 (Ibrahim), proposed")


def test_it_speaks_indonesian_when_asked_to_or_set_so(monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = printed("14.09", "--language", "id")
    monkeypatch.setenv("BOKAR_LANGUAGE", "id")
    assert printed("14.09") == by_option
    assert "HM = HP + Y / Q = 2.467,12 + 22.224.000 / 4.211,28 = Rp 7.744,37 per kg" in by_option
    assert "Biaya tapping labour (sadap): Rp 538.781,25 sebulan." in by_option


def test_a_method_that_cannot_be_computed_is_explained_by_its_reason() -> None:
    lines = printed("16.03", "--method", "living-income")
    assert "no_living_income_benchmark" in lines[0]
    assert "No living income benchmark is given." in lines


def test_a_floor_that_does_not_come_out_again_says_what_differs(sample_database: Database) -> None:
    with sample_database.unit_of_work(NOW) as uow:
        published = MinimumPrice.c.status == "published"
        uow.connection.execute(update(MinimumPrice).where(published).values(minimum_price_idr_per_kg=9999))
    last = printed("16.03")[-1]
    assert last == "Computed again by this version, minimum_price_idr_per_kg is 4892.23; stored is 9999.00."


def test_a_district_without_a_floor_and_one_that_does_not_exist_are_told_apart() -> None:
    for district_code, error in (("16.01", NoMinimumPrice), ("99.99", UnknownDistrict)):
        assert isinstance(CliRunner().invoke(explain, [district_code]).exception, error)
