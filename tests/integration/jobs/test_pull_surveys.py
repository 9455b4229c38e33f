"""Cost surveys pulled from played KoboToolbox and ODK Central servers: every page, every edit, nobody's name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs.ingest_sources import declared_sources, pull_with
from jobs.runner import JobContext
from jobs.sources.errors import SourceAccessDenied, SourceBusy, UnexpectedContent
from service.database import Database
from tests import household_files, household_forms
from tests.builders import contents, count, read
from tests.conduct import conduct
from tests.integration.jobs.lying_files import context_of, csv_of
from tests.servers import KoboServer, OdkServer, Reply, csv_publisher, kobo_server, odk_server
from tests.servers.odk import EMAIL, PASSWORD


@pytest.fixture
def kobo() -> Iterator[KoboServer]:
    with kobo_server(largest_page=2) as server:
        yield server


@pytest.fixture
def odk() -> Iterator[OdkServer]:
    with odk_server() as server:
        yield server


def answers_for_kobo(number: int, **changes: Any) -> dict[str, Any]:
    answers = household_forms.kobo(number, **changes)
    return {name: value for name, value in answers.items() if not name.startswith("_")}


def answers_for_odk(number: int, **production: Any) -> dict[str, Any]:
    answers = household_forms.odk(number, **production)
    return {name: value for name, value in answers.items() if not name.startswith("__") and "@" not in name}


def context_of_kobo(database: Database, folder: Path, server: KoboServer) -> JobContext:
    (folder / "token").write_text(server.token, encoding="utf-8")
    declared = {"name": "survei", "kind": "kobo", "address": server.address, "asset": server.asset, "every": "6h"}
    return context_of(database, folder, source=({**declared, "token_file": str(folder / "token")},))


def context_of_odk(database: Database, folder: Path, server: OdkServer) -> JobContext:
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    declared = {"name": "survei", "kind": "odk", "address": server.address, "project": 7, "form": server.form}
    secret = {"email": EMAIL, "password_file": str(folder / "password"), "every": "6h"}
    return context_of(database, folder, source=({**declared, **secret},))


def run(context: JobContext) -> dict[str, Any]:
    (source,) = declared_sources(context.settings)
    return pull_with(source, context, conduct())


def watermark(database: Database) -> Any:
    (row,) = read(database, "source_state", "watermark")
    return row.watermark


def test_every_page_of_kobo_is_stored_and_the_watermark_moves(
    chain: Database, tmp_path: Path, kobo: KoboServer
) -> None:
    for number in range(1, 6):
        kobo.submit(answers_for_kobo(number), at=f"2026-11-20T03:1{number}:00")
    result = run(context_of_kobo(chain, tmp_path, kobo))
    assert (result["submissions"], result["rows_accepted"]) == (5, 5)
    assert count(chain, "survey_household") == 5
    assert watermark(chain)["until"] == "2026-11-20T03:15:00+00:00"
    assert read(chain, "cost_survey", "feed", "external_id", "households") == [("survei", "muara-enim-2026", 5)]


def test_the_next_pull_of_kobo_brings_what_is_new_and_what_was_edited(
    chain: Database, tmp_path: Path, kobo: KoboServer
) -> None:
    context = context_of_kobo(chain, tmp_path, kobo)
    first = kobo.submit(answers_for_kobo(1), at="2026-11-18T03:15:00")
    kobo.submit(answers_for_kobo(2), at="2026-11-19T03:15:00")
    run(context)
    kobo.edit(first, answers_for_kobo(1, **{"production/production_kg": "200"}))
    kobo.submit(answers_for_kobo(3), at="2026-11-20T03:15:00")
    result = run(context)
    assert (result["rows_accepted"], result["rows_corrected"]) == (1, 1)
    assert count(chain, "survey_household") == 3
    assert [past.version for past in read(chain, "survey_household_past")] == [1]


def test_the_same_again_changes_nothing(chain: Database, tmp_path: Path, kobo: KoboServer) -> None:
    context = context_of_kobo(chain, tmp_path, kobo)
    kobo.submit(answers_for_kobo(1))
    run(context)
    before = contents(chain, without=("import_run", "source_state"))
    assert run(context)["rows_duplicate"] == 1
    assert contents(chain, without=("import_run", "source_state")) == before


def test_a_pull_that_breaks_off_keeps_its_pages_and_not_its_watermark(
    chain: Database, tmp_path: Path, kobo: KoboServer
) -> None:
    context = context_of_kobo(chain, tmp_path, kobo)
    for number in range(1, 4):
        kobo.submit(answers_for_kobo(number))
    first_page = Reply.of(
        {"count": 3, "next": f"{kobo.address}/api/v2/assets/{kobo.asset}/data.json?start=2", "results": kobo.rows[:2]}
    )
    kobo.troubles.extend([first_page, *[Reply(500)] * 4])
    with pytest.raises(SourceBusy):
        run(context)
    assert (count(chain, "survey_household"), watermark(chain)) == (2, None)
    result = run(context)
    assert (result["rows_accepted"], result["rows_duplicate"]) == (1, 2)
    assert watermark(chain) is not None


def test_broken_json_is_told_and_counted(chain: Database, tmp_path: Path, kobo: KoboServer) -> None:
    kobo.troubles.append(Reply(200, b'{"count": 1, "results": [', {"Content-Type": "application/json"}))
    with pytest.raises(UnexpectedContent):
        run(context_of_kobo(chain, tmp_path, kobo))
    (state,) = read(chain, "source_state")
    assert (state.consecutive_failures, state.watermark) == (1, None)


def test_a_wrong_token_is_told_without_it(chain: Database, tmp_path: Path, kobo: KoboServer) -> None:
    context = context_of_kobo(chain, tmp_path, kobo)
    kobo.token = "another"
    with pytest.raises(SourceAccessDenied):
        run(context)
    assert "kobo-token" not in read(chain, "source_state")[0].last_error


def test_a_refused_submission_waits_without_names_and_comes_in_once_it_is_mended(
    chain: Database, tmp_path: Path, kobo: KoboServer
) -> None:
    context = context_of_kobo(chain, tmp_path, kobo)
    wrong = kobo.submit(answers_for_kobo(1, **{"production/production_kg": "-5"}))
    kobo.submit(answers_for_kobo(2))
    result = run(context)
    assert (result["rows_accepted"], result["rows_rejected"]) == (1, 1)
    everything = str(contents(chain))
    assert not any(name in everything for name in ("Siti", "Aminah", "0812-3456"))
    kobo.edit(wrong, answers_for_kobo(1))
    assert run(context)["rows_accepted"] == 1
    assert [row.mended_at is not None for row in read(chain, "refused_row")] == [True]


def test_a_submission_a_reviewer_rejected_is_left_out(chain: Database, tmp_path: Path, kobo: KoboServer) -> None:
    kobo.reject(kobo.submit(answers_for_kobo(1)))
    assert run(context_of_kobo(chain, tmp_path, kobo))["left_out_rejected"] == 1
    assert count(chain, "survey_household") == 0


def test_submissions_of_odk_are_stored_with_their_repeats(chain: Database, tmp_path: Path, odk: OdkServer) -> None:
    for number in (1, 2):
        odk.submit(answers_for_odk(number))
    assert run(context_of_odk(chain, tmp_path, odk))["rows_accepted"] == 2
    assert count(chain, "cost_item") >= 2


def test_an_edit_on_odk_is_a_new_version(chain: Database, tmp_path: Path, odk: OdkServer) -> None:
    context = context_of_odk(chain, tmp_path, odk)
    row = odk.submit(answers_for_odk(1), at="2026-11-19T03:15:00.000Z")
    run(context)
    odk.edit(row, answers_for_odk(1, production_kg=200), at="2026-11-20T03:15:00.000Z")
    assert run(context)["rows_corrected"] == 1
    assert read(chain, "survey_household", "version", "production_kg") == [(2, 200)]
    assert watermark(chain)["until"] == "2026-11-20T03:15:00+00:00"


def test_a_published_sheet_of_households_is_read_with_what_its_declaration_says(
    chain: Database, tmp_path: Path
) -> None:
    header, row = zip(*household_files.listed(1).items(), strict=True)
    with csv_publisher(csv_of(row, columns=header).encode()) as publisher:
        declared = {"name": "survei-dinas", "kind": "http", "of": "surveys", "address": publisher.file_address}
        stated = {"every": "1d", "constants": {"title": "Survei biaya 2026", "population": 1353}}
        result = run(context_of(chain, tmp_path, source=({**declared, **stated},)))
    assert result["rows_accepted"] == 1
    assert read(chain, "cost_survey", "feed", "title", "population") == [("survei-dinas", "Survei biaya 2026", 1353)]
