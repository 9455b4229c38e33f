"""Households are stored once, corrected with their past kept, and never published one by one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from service.cost_of_production.household_means import household_means
from service.cost_surveys.household_intake import HouseholdReport
from service.cost_surveys.household_reading import Reading
from service.cost_surveys.households import SurveyHeader
from service.cost_surveys.repository import get_cost_survey
from service.database import Database
from service.errors import (
    MoreHouseholdsThanPopulation,
    PersonalKeysOutOfStep,
    SurveyOfAnotherDistrict,
    SurveyOfAnotherKind,
    UnknownDistrict,
)
from service.minimum_prices.recompute import recompute
from service.privacy.hashing import KeyChain
from tests.builders import NOW, OGAN_KOMERING_ULU, contents, count, read, store_survey, together
from tests.household_builders import KEYS, READING, SECOND_KEY, SITI, SURVEY, form, household_number, take_in_forms

LATER = NOW + timedelta(days=1)
PARTS = ("cost_item", "survey_tool", "survey_labour", "survey_consumption", "survey_income")


def counted(report: HouseholdReport) -> tuple[int, int, int, int]:
    return report.accepted, report.duplicate, report.corrected, len(report.rejected)


def header(**changes: Any) -> Reading:
    return replace(READING, survey=SurveyHeader.model_validate({**SURVEY.model_dump(), **changes}))


def why(report: HouseholdReport) -> str:
    (refused,) = report.rejected
    (problem,) = refused.problems
    return problem.reason_en


def test_a_household_is_stored_with_all_it_said(chain: Database) -> None:
    assert counted(take_in_forms(chain, form())) == (1, 0, 0, 0)
    (household,) = read(chain, "survey_household")
    assert (household.household_hash, household.external_id, household.version) == (SITI, "uuid:1", 1)
    assert (household.production_kg, household.months_tapped, household.time_unit) == (190, 10, "month")
    assert (household.deduction, household.dry_rubber_content) == (Decimal("0.10000"), Decimal("0.55000"))
    assert (household.member, household.tenure, household.none_of) == (True, "owner_tapper", ["other_incomes"])
    assert read(chain, "cost_item", "name", "amount", "quantity", "time_unit") == [("coagulant", 30000, 2, None)]
    assert read(chain, "survey_tool", "name", "salvage_value_idr") == [("pisau", 0)]
    assert read(chain, "survey_labour", "revenue_share", "time_unit") == [(Decimal("0.33333"), "month")]
    assert read(chain, "survey_consumption", "consumption_group", "amount_idr") == [("rice", 300000)]
    assert count(chain, "survey_income") == 0


def test_the_survey_is_made_on_first_use_and_says_what_is_assumed(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2, interviewed_on="2026-10-05"))
    (survey,) = read(chain, "cost_survey")
    assert (survey.kind, survey.households, survey.title) == ("households", 2, "Cost of production 2026")
    assert (survey.period_from, survey.period_to) == (date(2026, 10, 5), date(2026, 11, 2))
    assert (survey.floor_valid_from, survey.represents) == (date(2026, 11, 2), "village")
    assert survey.assumed == ["period", "represents", "floor_valid_from"]
    assert survey.production_kg is None


def test_a_survey_that_says_what_it_is_assumes_nothing(chain: Database) -> None:
    stated = {"period_from": "2026-10-01", "period_to": "2026-10-31", "floor_valid_from": "2027-01-01"}
    take_in_forms(chain, form(), reading=header(**stated, represents="district", sampling="random"))
    (survey,) = read(chain, "cost_survey")
    assert (survey.period_to, survey.floor_valid_from, survey.assumed) == (date(2026, 10, 31), date(2027, 1, 1), [])


def test_a_delivery_without_a_good_household_makes_no_survey(chain: Database) -> None:
    assert counted(take_in_forms(chain, form(production_kg="-5"))) == (0, 0, 0, 1)
    assert count(chain, "cost_survey") == 0


def test_the_same_again_changes_nothing(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    before = contents(chain), chain.revision()
    assert counted(take_in_forms(chain, form(), household_number(2), now=LATER)) == (0, 2, 0, 0)
    assert (contents(chain), chain.revision()) == before


def test_the_same_figures_otherwise_written_change_nothing(chain: Database) -> None:
    take_in_forms(chain, form())
    again = form(production_kg="190.000", none_of=["other_incomes"], respondent_name="SITI  AMINAH", education_years="")
    assert counted(take_in_forms(chain, again)) == (0, 1, 0, 0)


def test_without_a_submission_id_a_household_is_known_by_its_hash(chain: Database) -> None:
    take_in_forms(chain, form(external_id=""))
    assert counted(take_in_forms(chain, form(external_id=""))) == (0, 1, 0, 0)
    assert counted(take_in_forms(chain, form(external_id="", production_kg="200"))) == (0, 0, 1, 0)
    assert count(chain, "survey_household") == 1


def test_a_correction_makes_a_version_and_keeps_the_former_whole(chain: Database) -> None:
    take_in_forms(chain, form())
    revision = chain.revision()
    report = take_in_forms(chain, form(production_kg="210", tools=[], none_of="other_incomes tools"), now=LATER)
    assert counted(report) == (0, 0, 1, 0)
    now_said = read(chain, "survey_household", "version", "production_kg", "recorded_at")
    assert now_said == [(2, Decimal(210), LATER)]
    (past,) = read(chain, "survey_household_past")
    assert (past.version, past.recorded_at, past.recorded_by, past.household_hash) == (1, NOW, "team leader", SITI)
    assert past.content["production_kg"] == "190"
    assert [tool["name"] for tool in past.content["tools"]] == ["pisau"]
    assert count(chain, "survey_tool") == 0
    assert chain.revision() > revision


def test_a_correction_back_is_a_third_version(chain: Database) -> None:
    for kilograms in ("190", "210", "190"):
        take_in_forms(chain, form(production_kg=kilograms))
    assert read(chain, "survey_household", "version", "production_kg") == [(3, Decimal(190))]
    assert read(chain, "survey_household_past", "version") == [(1,), (2,)]


def test_a_name_that_is_corrected_is_another_hash_of_the_same_household(chain: Database) -> None:
    take_in_forms(chain, form())
    assert counted(take_in_forms(chain, form(respondent_name="Siti Amina"))) == (0, 0, 1, 0)
    (household,), (past,) = read(chain, "survey_household"), read(chain, "survey_household_past")
    assert household.household_hash != SITI == past.household_hash


def test_a_submission_that_moves_to_another_survey_is_counted_there(chain: Database) -> None:
    take_in_forms(chain, form(), household_number(2))
    other = header(external_id="second round", title=None)
    moved = form(survey_id="second round")
    assert counted(take_in_forms(chain, moved, reading=other)) == (0, 0, 1, 0)
    assert read(chain, "cost_survey", "external_id", "households") == [("muara-enim-2026", 1), ("second round", 1)]
    assert len({row.survey_id for row in read(chain, "cost_item")}) == 2


def test_the_same_household_may_be_asked_in_two_surveys(chain: Database) -> None:
    take_in_forms(chain, form())
    again = form(survey_id="second round", external_id="uuid:9")
    assert counted(take_in_forms(chain, again, reading=header(external_id="second round"))) == (1, 0, 0, 0)


def test_a_household_twice_in_one_survey_is_refused_and_named_by_its_submission(chain: Database) -> None:
    report = take_in_forms(chain, form(), form(external_id="uuid:2"))
    assert counted(report) == (1, 0, 0, 1)
    assert "as uuid:1" in why(report)
    assert report.rejected[0].line == 2
    assert "Siti" not in repr(report)
    later = take_in_forms(chain, form(external_id="uuid:3"))
    assert "as uuid:1" in why(later)


def test_two_of_one_name_are_told_apart_by_their_phone_numbers(chain: Database) -> None:
    two = form(external_id="", respondent_phone=""), form(external_id="", respondent_phone="", production_kg="50")
    assert "came twice" in why(take_in_forms(chain, *two))
    apart = [{**each, "respondent_phone": f"0812 0000 000{n}"} for n, each in enumerate(two)]
    assert counted(take_in_forms(chain, *apart)) == (2, 0, 0, 0)


def test_one_submission_twice_in_a_delivery_is_stored_once_or_refused(chain: Database) -> None:
    report = take_in_forms(chain, form(), form(), form(production_kg="1"))
    assert counted(report) == (1, 1, 0, 1)
    again = take_in_forms(chain, form(), form(production_kg="1"))
    assert counted(again) == (0, 1, 0, 1)
    assert read(chain, "survey_household", "production_kg") == [(Decimal(190),)]


def test_good_households_pass_beside_refused_ones(chain: Database) -> None:
    forms = [form(), household_number(2, months_tapped="13"), household_number(3)]
    report = take_in_forms(chain, *forms)
    assert counted(report) == (2, 0, 0, 1)
    assert read(chain, "cost_survey", "households") == [(2,)]


def test_a_header_that_says_something_else_is_brought_into_step(chain: Database) -> None:
    take_in_forms(chain, form())
    revision = chain.revision()
    assert counted(take_in_forms(chain, form(), reading=header(title="Biaya produksi"))) == (0, 1, 0, 0)
    assert read(chain, "cost_survey", "title", "households") == [("Biaya produksi", 1)]
    assert chain.revision() == revision + 1


def test_a_survey_of_published_means_is_not_mixed_with_households(chain: Database) -> None:
    store_survey(chain, feed="survey team", external_id=SURVEY.external_id)
    with pytest.raises(SurveyOfAnotherKind):
        take_in_forms(chain, form())


def test_a_survey_stays_in_its_district(chain: Database) -> None:
    take_in_forms(chain, form())
    with pytest.raises(SurveyOfAnotherDistrict):
        take_in_forms(chain, reading=header(district_code=OGAN_KOMERING_ULU))
    with pytest.raises(UnknownDistrict):
        take_in_forms(chain, reading=header(district_code="16.99"))


def test_more_households_than_live_there_leave_nothing(chain: Database) -> None:
    with pytest.raises(MoreHouseholdsThanPopulation):
        take_in_forms(chain, form(), household_number(2), reading=header(population=1))
    assert count(chain, "survey_household") == count(chain, "cost_survey") == 0


def test_names_hashed_with_other_keys_are_refused(chain: Database) -> None:
    take_in_forms(chain, form())
    with pytest.raises(PersonalKeysOutOfStep):
        take_in_forms(chain, household_number(2), reading=replace(READING, keys=KeyChain((SECOND_KEY,))))
    assert READING.keys == KEYS


def test_two_importers_of_the_same_households_store_each_once(chain: Database) -> None:
    forms = [household_number(number) for number in range(8)]
    together(lambda: _import(chain, forms), lambda: _import(chain, forms[::-1]))
    assert count(chain, "survey_household") == 8
    assert read(chain, "cost_survey", "households") == [(8,)]
    assert count(chain, "survey_household_past") == 0


def _import(database: Database, forms: list[dict[str, Any]]) -> None:
    for start in (0, 4):
        take_in_forms(database, *forms[start : start + 4])


@pytest.mark.parametrize(("households", "suppressed"), [(4, True), (5, False)])
def test_figures_of_fewer_than_five_households_stay_suppressed(
    chain: Database, households: int, suppressed: bool
) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(households)))
    with chain.unit_of_work(NOW) as uow:
        recompute(uow)
    with chain.reading() as connection:
        survey = get_cost_survey(connection, 1, household_means)
    assert (survey["households"], survey["suppressed"]) == (households, suppressed)
    assert survey["items"] == []
    assert SITI not in repr(survey)
