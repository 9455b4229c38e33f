"""Every household's year is stored with it, follows it, goes with it, and is read as it was stored."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, func, select

from benchmarks.household_rows import fill
from service.cost_surveys import household_years
from service.cost_surveys.household_year_rows import missing_years
from service.cost_surveys.household_years import TENURES, HouseholdYears, digest_of_years, read_years, years_by_survey
from service.cost_surveys.households import SurveyHeader
from service.database import Database
from service.models.household_year import HouseholdYear
from service.privacy.rights import erase
from service.privacy.rotation import rotate
from service.vocabulary import Tenure
from tests.builders import NOW, count, read, store_districts
from tests.conftest import NewDatabase
from tests.household_builders import KEYS, READING, SECOND_KEY, SITI, SURVEY, form, household_number, take_in_forms

COLUMNS = ("production_kg", "sold_kg", "cash_idr", "household_consumption_idr", "household_size")
OTHER_SURVEY = replace(READING, survey=SurveyHeader.model_validate({**SURVEY.model_dump(), "external_id": "second"}))


def years(database: Database, *columns: str) -> list[Any]:
    return read(database, "household_year", *columns)


def forget_years(database: Database) -> None:
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(delete(HouseholdYear))


def complete(database: Database) -> int:
    with database.unit_of_work(NOW) as uow:
        return missing_years(uow)


def columns_of(database: Database, *columns: str, surveys: list[int] | None = None) -> HouseholdYears:
    with database.reading() as connection:
        return read_years(connection, columns or COLUMNS, surveys)


def digest(database: Database, *columns: str) -> str:
    return digest_of_years(columns_of(database, *columns))


def test_a_household_is_stored_with_its_year(chain: Database) -> None:
    take_in_forms(chain, form())
    (year,) = years(chain)
    assert (year.village, year.tenure, year.member, year.weight) == (1603012001, "owner_tapper", True, 1)
    assert (year.production_kg, year.revenue_share, year.weight_cut_share) == (1900, 0.33333, 0)
    assert (year.cash_idr, year.depreciation_idr, year.family_labour_idr) == (300_000, 120_000, 0)
    assert (year.own_resources_idr, year.fixed_idr, year.variable_idr) == (None, 120_000, 300_000)
    assert (year.coagulant_idr, year.tools_idr, year.fertiliser_idr) == (300_000, 120_000, 0)
    assert (year.household_consumption_idr, year.household_size, year.other_income_idr) == (3_600_000, 4, 0)
    assert year.costs == [
        ["coagulant", "variable", "cash", "rupiah", 300_000],
        ["tapping", "variable", "cash", "revenue_share", 0.33333],
        ["tools", "fixed", "imputed", "rupiah", 120_000],
    ]
    assert (year.dry_rubber_content, year.price_idr_per_kg, year.deduction) == (0.55, 9000, 0.1)
    assert year.months_inferred is False


def test_a_household_without_a_village_has_a_year_without_one(chain: Database) -> None:
    take_in_forms(chain, form(village_code=""))
    assert years(chain, "village") == [(None,)]


def test_a_correction_corrects_the_year(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    take_in_forms(chain, form(production_kg="210", costs=[], none_of="other_incomes costs"))
    assert years(chain, "production_kg", "cash_idr") == [(2100, 0), (1900, 300_000)]


def test_the_largest_month_that_may_be_stated_makes_a_year(chain: Database) -> None:
    take_in_forms(chain, form(production_kg="9999999999999", months_tapped="12"))
    assert years(chain, "production_kg") == [(119_999_999_999_988,)]


def test_the_same_again_leaves_the_year_as_it_is(chain: Database) -> None:
    take_in_forms(chain, form())
    before = years(chain)
    take_in_forms(chain, form())
    assert years(chain) == before


def test_a_household_that_moves_to_another_survey_takes_its_year_along(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    take_in_forms(chain, form(survey_id="second"), reading=OTHER_SURVEY)
    assert years(chain, "survey_id") == read(chain, "survey_household", "survey_id")
    assert len(set(years(chain, "survey_id"))) == 2


def test_a_year_is_erased_with_its_household(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    with chain.unit_of_work(NOW) as uow:
        erase(uow, SITI, "data protection officer")
    assert years(chain, "household_id") == read(chain, "survey_household", "id")
    assert count(chain, "household_year") == 1


def test_a_new_key_leaves_the_years_alone(chain: Database) -> None:
    take_in_forms(chain, form())
    before = years(chain), digest(chain)
    with chain.unit_of_work(NOW) as uow:
        rotate(uow, KEYS, SECOND_KEY)
    assert (years(chain), digest(chain)) == before


def test_surveys_that_were_stored_before_get_the_same_years(chain: Database) -> None:
    counted = [{"cost_group": "fuel", "behaviour": "variable", "payment": "cash", "quantity": "1.005"}]
    counted[0]["unit_price_idr"] = "33.33"
    take_in_forms(chain, form(), household_number(2, costs=counted))
    take_in_forms(chain, form(survey_id="second", external_id="uuid:9"), reading=OTHER_SURVEY)
    stored = years(chain)
    forget_years(chain)
    assert complete(chain) == 3
    assert years(chain) == stored
    assert complete(chain) == 0


def test_a_survey_that_was_stored_before_is_completed_by_its_next_household(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    forget_years(chain)
    take_in_forms(chain, household_number(3))
    assert count(chain, "household_year") == 3
    assert complete(chain) == 0


def test_years_are_read_as_they_are_stored(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2, village_code="", member="no", tenure="tapper"))
    take_in_forms(chain, form(survey_id="second", external_id="uuid:9", household_size=""), reading=OTHER_SURVEY)
    take_in_forms(chain, form(production_kg="210.5", weight="2.5", consumption=[]))
    found, stored = columns_of(chain), years(chain)
    assert found.columns == COLUMNS
    assert found.survey_id.tolist() == [row.survey_id for row in stored]
    assert found.household_id.tolist() == [row.household_id for row in stored]
    assert found.village.tolist() == [row.village or 0 for row in stored]
    assert found.weight.tolist() == [row.weight for row in stored] == [2.5, 1, 1]
    for name in set(COLUMNS) - {"sold_kg"}:
        assert [None if math.isnan(one) else one for one in found.column(name)] == [
            getattr(row, name) for row in stored
        ]
    assert found.column("sold_kg").tolist() == [row.production_kg * (1 - row.revenue_share) for row in stored]


def test_words_and_truths_are_read_as_numbers(chain: Database) -> None:
    take_in_forms(chain, form(tenure="tapper"), household_number(2, member="", tenure=""))
    found = columns_of(chain, "tenure", "member", "months_inferred")
    np.testing.assert_array_equal(found.figures, [[TENURES.index(Tenure.TAPPER), 1, 0], [math.nan, math.nan, 0]])


def test_years_come_in_the_order_of_surveys_and_households_however_they_are_stored(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(1, 6)))
    # A corrected row is stored behind the others.
    take_in_forms(chain, *(household_number(number, production_kg="300") for number in (4, 2, 1)))
    found = columns_of(chain, "production_kg")
    assert found.household_id.tolist() == sorted(found.household_id.tolist())
    assert found.column("production_kg").tolist() == [3000, 3000, 1900, 3000, 1900]


def test_years_can_be_taken_survey_by_survey(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    take_in_forms(chain, form(survey_id="second", external_id="uuid:9"), reading=OTHER_SURVEY)
    first, second = (id_ for (id_,) in read(chain, "cost_survey", "id"))
    found = columns_of(chain)
    assert found.offsets() == [0, 2, 3]
    assert [(survey, len(part)) for survey, part in found.by_survey()] == [(first, 2), (second, 1)]
    assert (len(found.of_survey(first)), len(found.of_survey(second)), len(found.of_survey(second + 1))) == (2, 1, 0)
    assert columns_of(chain, surveys=[second]).household_id.tolist() == found.of_survey(second).household_id.tolist()


@pytest.mark.parametrize("together", [1, 2, 32])
def test_surveys_read_a_few_at_a_time_are_those_read_at_once(
    chain: Database, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(household_years, "SURVEYS_TOGETHER", together)
    for number in range(3):
        survey = SurveyHeader.model_validate({**SURVEY.model_dump(), "external_id": f"survey {number}"})
        told = form(survey_id=f"survey {number}", external_id=f"uuid:{number}")
        take_in_forms(chain, told, reading=replace(READING, survey=survey))
    surveys = [id_ for (id_,) in read(chain, "cost_survey", "id")]
    with chain.reading() as connection:
        at_once = [(survey, digest_of_years(part)) for survey, part in read_years(connection, COLUMNS).by_survey()]
        ahead = [(each, digest_of_years(part)) for each, part in years_by_survey(connection, COLUMNS, [*surveys, 999])]
    assert len(ahead) == 3
    assert ahead == at_once


def test_the_connection_may_be_used_before_each_reading(chain: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(household_years, "SURVEYS_TOGETHER", 1)
    take_in_forms(chain, form())
    take_in_forms(chain, form(survey_id="second", external_id="uuid:9"), reading=OTHER_SURVEY)
    surveys, counted = [id_ for (id_,) in read(chain, "cost_survey", "id")], []
    with chain.reading() as connection:

        def between() -> None:
            counted.append(connection.scalar(select(func.count()).select_from(HouseholdYear)))

        assert [survey for survey, _ in years_by_survey(connection, COLUMNS, surveys, between)] == surveys
    assert counted == [2, 2]


def test_there_may_be_no_years_at_all(chain: Database) -> None:
    for nothing in (columns_of(chain), columns_of(chain, surveys=[]), columns_of(chain, surveys=[7])):
        assert (len(nothing), nothing.figures.shape, nothing.offsets()) == (0, (0, len(COLUMNS)), [0])
        assert list(nothing.by_survey()) == []


def test_the_digest_is_that_of_what_was_stated_not_of_where_it_is_stored(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    before = digest(chain)
    forget_years(chain)
    complete(chain)
    assert digest(chain) == before
    take_in_forms(chain, form(village_code="16.03.01.2002"))
    assert digest(chain) != before
    take_in_forms(chain, form())
    assert digest(chain) == before


@pytest.mark.parametrize("change", [{"production_kg": "190.001"}, {"weight": "1.000001"}, {"household_size": ""}])
def test_the_digest_changes_with_every_figure(chain: Database, change: dict[str, str]) -> None:
    take_in_forms(chain, form())
    before = digest(chain)
    take_in_forms(chain, form(**change))
    assert digest(chain) != before


def test_the_digest_is_of_the_columns_that_were_asked_for(chain: Database) -> None:
    take_in_forms(chain, form())
    assert digest(chain, "production_kg") != digest(chain, "sold_kg")


def test_both_databases_give_the_same_digest(new_database: NewDatabase) -> None:
    digests = set()
    for dialect in ("sqlite", "postgresql"):
        with new_database(dialect, True) as database:
            store_districts(database)
            take_in_forms(database, form(), household_number(2, household_size="", weight="1.234567"))
            digests.add(digest(database))
    assert len(digests) == 1


def test_simulated_households_are_whole_and_always_the_same(new_database: NewDatabase) -> None:
    digests = []
    for districts in (1, 3):
        with new_database("postgresql", True) as database:
            store_districts(database)
            first = fill(database, districts, households=40)[0]
            assert complete(database) == 0
            assert count(database, "survey_household") == count(database, "household_year") == 40 * districts
            assert {row.provenance for row in read(database, "cost_survey")} == {"simulated"}
            digests.append(digest_of_years(columns_of(database, surveys=[first])))
            take_in_forms(database, form())
    assert digests[0] == digests[1]
