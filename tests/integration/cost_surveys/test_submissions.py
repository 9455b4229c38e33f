"""Submissions of the shipped form are taken in as they come, and a refused one waits until it is mended."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from jobs.sources.submissions import answered, nested
from service.cost_surveys.forms_intake import Door
from service.cost_surveys.households import SurveyHeader
from service.cost_surveys.submissions import take_in_pushed, take_in_submissions
from service.database import Database
from service.errors import PersonalKeysOutOfStep
from service.imports.files import ImportReport
from service.privacy.hashing import KeyChain
from tests.builders import MUARA_ENIM, NOW, OGAN_KOMERING_ULU, contents, count, read, store_survey
from tests.household_builders import KEYS, SECOND_KEY, TEAM, household_number, pushed_household
from tests.household_forms import found_in_clear, kobo, odk

LATER = NOW + timedelta(days=1)


def pulled(database: Database, *submissions: Mapping[str, Any], keys: KeyChain = KEYS) -> ImportReport:
    """Take in what a server sent, keyed by path or nested."""
    pairs = [(str(each.get("_uuid") or each.get("__id")), answered(nested(each))) for each in submissions]
    with database.unit_of_work(LATER) as uow:
        return take_in_submissions(uow, pairs, TEAM, keys)


def pushed(database: Database, *households: Mapping[str, Any], **stated: Any) -> ImportReport:
    header = SurveyHeader.model_validate({"external_id": "pushed", "district_code": MUARA_ENIM, **stated})
    forms = [{name: value for name, value in each.items() if name != "survey_id"} for each in households]
    with database.unit_of_work(LATER) as uow:
        return take_in_pushed(uow, header, forms, Door(TEAM, KEYS))


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    counts = report.counts
    return counts.accepted, counts.duplicate, counts.corrected, counts.rejected


def why(report: ImportReport) -> str:
    return " ".join(problem.reason_en for line in report.refused for problem in line.problems)


def still_open(database: Database) -> list[Any]:
    return [row.line for row in read(database, "refused_row", "line", "mended_at") if row.mended_at is None]


@pytest.mark.parametrize("sent", [kobo, odk])
def test_a_submission_of_the_shipped_form_is_a_household(chain: Database, sent: Any) -> None:
    assert counted(pulled(chain, sent(1), sent(2))) == (2, 0, 0, 0)
    assert read(chain, "survey_household", "production_kg", "months_tapped", "member") == [(190, 10, True)] * 2
    assert read(chain, "cost_item", "cost_group", "amount") == [("fertiliser", 600_000)] * 2
    (survey,) = read(chain, "cost_survey")
    assert (survey.external_id, survey.district_code, survey.households) == ("muara-enim-2026", MUARA_ENIM, 2)


def test_a_pull_is_noted_in_the_ledger(chain: Database) -> None:
    report = pulled(chain, kobo())
    (run,) = read(chain, "import_run")
    assert (run.id, run.kind, run.feed, run.status, run.accepted) == (
        report.import_id,
        "surveys",
        "survey team",
        "completed",
        1,
    )


@pytest.mark.parametrize("sent", [kobo, odk])
def test_nobody_is_named_anywhere(chain: Database, sent: Any) -> None:
    pulled(chain, sent(1), {**sent(2), "note": "asked Siti Aminah, 0812-3456-0002"})
    assert count(chain, "refused_row") == 1
    assert found_in_clear(chain) == []


def test_the_same_submissions_again_change_nothing(chain: Database) -> None:
    pulled(chain, kobo(1), kobo(2))
    before = contents(chain, without=["import_run"]), chain.revision()
    assert counted(pulled(chain, kobo(2), kobo(1))) == (0, 2, 0, 0)
    assert (contents(chain, without=["import_run"]), chain.revision()) == before


def test_an_edited_submission_corrects_the_household(chain: Database) -> None:
    pulled(chain, odk())
    assert counted(pulled(chain, odk(production_kg=210))) == (0, 0, 1, 0)


def test_submissions_go_each_to_its_own_survey(chain: Database) -> None:
    elsewhere = {"visit/survey_id": "oku-2026", "visit/district_code": OGAN_KOMERING_ULU}
    assert counted(pulled(chain, kobo(1), kobo(2, **elsewhere))) == (2, 0, 0, 0)
    surveys = read(chain, "cost_survey", "external_id", "district_code")
    assert surveys == [("muara-enim-2026", MUARA_ENIM), ("oku-2026", OGAN_KOMERING_ULU)]


def test_a_district_that_few_forms_name_is_refused_as_their_slip(chain: Database) -> None:
    slip = kobo(1, **{"visit/district_code": OGAN_KOMERING_ULU})
    report = pulled(chain, slip, kobo(2), kobo(3))
    assert counted(report) == (2, 0, 0, 1)
    assert "not the survey's district 16.03" in why(report)


def test_a_submission_without_a_survey_or_with_half_a_district_says_so(chain: Database) -> None:
    report = pulled(chain, kobo(1, **{"visit/survey_id": ""}), kobo(2, **{"visit/district_code": "16"}))
    assert [problem.column for line in report.refused for problem in line.problems] == ["survey_id", "district_code"]


def test_what_is_wrong_with_a_survey_is_told_of_each_of_its_forms_and_stops_no_other(chain: Database) -> None:
    store_survey(chain, feed="survey team", external_id="muara-enim-2026")
    report = pulled(chain, kobo(1), kobo(2, **{"visit/survey_id": "other"}), kobo(3))
    assert counted(report) == (1, 0, 0, 2)
    assert [line.line for line in report.refused] == [1, 3]
    assert "published_means" in why(report)


def test_more_households_than_live_there_leave_nothing_of_their_survey(chain: Database) -> None:
    revision = chain.revision()
    report = pushed(chain, pushed_household(1), pushed_household(2), population=1)
    assert counted(report) == (0, 0, 0, 2)
    assert count(chain, "survey_household") == count(chain, "cost_survey") == 0
    assert chain.revision() == revision
    assert counted(pulled(chain, kobo())) == (1, 0, 0, 0)
    assert chain.revision() == revision + 1


def test_a_refused_submission_waits_until_it_comes_in_mended(chain: Database) -> None:
    pulled(chain, kobo(1, **{"production/production_kg": "-5"}))
    assert still_open(chain) == [1]
    assert counted(pulled(chain, kobo(7), kobo(1))) == (2, 0, 0, 0)
    (row,) = read(chain, "refused_row")
    assert (row.mended_at, row.mended_by) == (LATER, "team leader")


def test_the_same_refused_submission_again_is_noted_once(chain: Database) -> None:
    wrong = kobo(1, **{"production/production_kg": "-5"})
    pulled(chain, wrong)
    assert counted(pulled(chain, kobo(2), wrong)) == (1, 0, 0, 1)
    assert counted(pulled(chain, wrong)) == (0, 0, 0, 1)
    assert still_open(chain) == [1]
    assert count(chain, "refused_row") == 1


def test_a_submission_that_is_wrong_in_another_way_now_is_noted_anew(chain: Database) -> None:
    pulled(chain, kobo(1, **{"production/production_kg": "-5"}))
    pulled(chain, kobo(2), kobo(1, **{"production/production_kg": "-6"}))
    assert still_open(chain) == [2]


def test_what_a_survey_once_stated_stays_when_forms_alone_come(chain: Database) -> None:
    pushed(chain, pushed_household(1), title="Cost of production", represents="district", population=900)
    before = read(chain, "cost_survey", "title", "represents", "population", "assumed")
    bare = {**household_number(2), "survey_id": "pushed"}
    with chain.unit_of_work(LATER) as uow:
        take_in_submissions(uow, [("uuid:2", bare)], TEAM, KEYS)
    assert read(chain, "cost_survey", "title", "represents", "population", "assumed") == before
    assert read(chain, "cost_survey", "households") == [(2,)]


def test_a_pushed_household_of_another_survey_is_refused(chain: Database) -> None:
    with chain.unit_of_work(LATER) as uow:
        header = SurveyHeader(external_id="pushed", district_code=MUARA_ENIM)
        report = take_in_pushed(uow, header, [pushed_household(1)], Door(TEAM, KEYS))
    assert "another survey than pushed" in why(report)
    assert count(chain, "survey_household") == 0


def test_a_survey_does_not_move_to_another_district(chain: Database) -> None:
    pushed(chain, pushed_household(1))
    moved = pushed_household(2, district_code=OGAN_KOMERING_ULU, subdistrict_code="", village_code="")
    report = pushed(chain, moved, district_code=OGAN_KOMERING_ULU)
    assert "in district 16.03, not 16.01" in why(report)


def test_forms_are_refused_while_the_keys_are_out_of_step(chain: Database) -> None:
    pulled(chain, kobo())
    with pytest.raises(PersonalKeysOutOfStep):
        pulled(chain, kobo(2), keys=KeyChain((SECOND_KEY,)))
    assert count(chain, "import_run") == 1


def test_text_that_databases_cannot_hold_is_replaced_and_blocks_nobody(chain: Database) -> None:
    odd = {"visit/survey_id": "muara\0enim", "household/note": "half a character: \ud800, and \0", "x": float("nan")}
    assert counted(pulled(chain, kobo(1, **odd))) == (0, 0, 0, 1)
    assert counted(pulled(chain, kobo(1), kobo(2))) == (2, 0, 0, 0)
    assert still_open(chain) == []
