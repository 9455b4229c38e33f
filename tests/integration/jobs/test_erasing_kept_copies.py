"""Erasing somebody from the copies that the drop folder keeps, by the command and with the files of the job itself."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.drop_folder import ingest_drop_folder
from jobs.ingest_sources import declared_sources, pull
from jobs.personal_command import personal
from jobs.runner import JobContext
from jobs.running_alone import JobRunsAlready, alone
from service.database import Database
from service.errors import UnknownPerson
from service.privacy.hashing import personal_hash, respondent_hash
from service.privacy.kept_copies import CopyNotRewritten
from service.privacy.key_file import read_keys
from tests.builders import NOW, count, read
from tests.household_builders import KEYS
from tests.household_files import listed
from tests.integration.jobs.lying_files import context_of, csv_of, lay, lay_workbook, names, price_row
from tests.integration.jobs.test_drop_kinds import table

OFFICER = "data protection officer"
NAME, PHONE = "Siti Aminah", "0812-3456-0001"
SITI = respondent_hash(NAME, PHONE, KEYS)
REPORTER = personal_hash("Siti Aminah", KEYS)
NEIGHBOUR = respondent_hash(NAME, "0812-3456-0002", KEYS)


@pytest.fixture
def context(chain: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> JobContext:
    keys = tmp_path / "personal.keys"
    keys.write_text("".join(f"{key.hex()}\n" for key in KEYS.keys))
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOKAR_CLOCK", NOW.isoformat())
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)
    return context_of(chain, tmp_path)


@pytest.fixture
def surveys(tmp_path: Path) -> Path:
    return tmp_path / "drop" / "surveys"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(personal, arguments)


def erase(person_hash: str) -> str:
    result = run("erase", person_hash, "--by", OFFICER)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def take_in_survey(context: JobContext, surveys: Path) -> None:
    """Take in three households, the third of which is refused for what it harvested."""
    rows = [listed(1), listed(2), listed(3, **{"Produksi (kg)": "-5", "No HP": PHONE, "survey_id": "muara-enim-2025"})]
    lay(surveys / "survei.csv", table(*rows))
    assert ingest_drop_folder(context)["files_done"] == 1


def lines(file: Path) -> list[str]:
    return file.read_bytes().decode().split("\r\n")


def test_the_rows_of_a_household_become_empty_lines_and_the_others_stay(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    done = surveys / "done"
    before = lines(done / "survei.csv")
    assert "3 kept_row" in erase(SITI)
    after = lines(done / "survei.csv")
    assert after == [before[0], "", before[2], "", ""]
    assert SITI not in (done / "survei.csv.refused.csv").read_text(encoding="utf-8")
    assert NEIGHBOUR in after[2]
    assert names(done) == ["survei.csv", "survei.csv.refused.csv", "survei.csv.report.txt"]
    assert [row.counts["kept_row"] for row in read(context.database, "erasure")] == [3]


def test_the_report_says_how_many_rows_of_which_file_are_gone(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    report = surveys / "done" / "survei.csv.report.txt"
    before = report.read_text(encoding="utf-8")
    erase(SITI)
    assert report.read_text(encoding="utf-8") == before + (
        "2026-11-21: 2 baris dalam survei.csv dikosongkan karena data seseorang dihapus (UU 27/2022).\n"
        "2026-11-21: 2 rows of survei.csv were emptied, as somebody's data were erased (law 27/2022).\n"
        "2026-11-21: 1 baris dalam survei.csv.refused.csv dikosongkan karena data seseorang dihapus (UU 27/2022).\n"
        "2026-11-21: 1 rows of survei.csv.refused.csv were emptied, as somebody's data were erased (law 27/2022).\n"
    )


def test_lines_of_the_report_that_name_somebody_go_too(context: JobContext, surveys: Path) -> None:
    token = f"{KEYS.ids[-1]}:{SITI}"
    row = listed(1, **{"Produksi (kg)": f"lihat {token}"})
    lay(surveys / "survei.csv", table(row, listed(2)))
    ingest_drop_folder(context)
    report = surveys / "done" / "survei.csv.report.txt"
    assert SITI in report.read_text(encoding="utf-8")
    erase(SITI)
    text = report.read_text(encoding="utf-8")
    assert SITI not in text
    assert "2 rows of survei.csv.report.txt were emptied" in text


def test_a_workbook_is_kept_as_a_table_and_so_is_its_report_found(context: JobContext, tmp_path: Path) -> None:
    prices = tmp_path / "drop" / "prices"
    lay_workbook(prices / "harga.xlsx", price_row(1), price_row(2, reporter="Budi Santoso"))
    ingest_drop_folder(context)
    told = erase(REPORTER)
    assert "1 price_version" in told
    assert "1 kept_row" in told
    with (prices / "done" / "harga.xlsx.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))
    assert [len(row) for row in kept] == [8, 0, 8]
    assert "1 rows of harga.xlsx.csv" in (prices / "done" / "harga.xlsx.report.txt").read_text(encoding="utf-8")
    assert count(context.database, "price_version") == 2


def test_somebody_who_stands_in_a_refused_file_alone_is_known_and_erased(context: JobContext, tmp_path: Path) -> None:
    prices = tmp_path / "drop" / "prices"
    lay(prices / "survei.csv", csv_of((*price_row(1), "x"), columns=(*"abcdefg", "reporter", "price_level")))
    ingest_drop_folder(context)
    assert (count(context.database, "refused_row"), names(prices)) == (0, ["refused"])
    assert "1 kept_row" in erase(REPORTER)
    assert isinstance(run("erase", REPORTER, "--by", OFFICER).exception, UnknownPerson)


def test_copies_older_than_a_change_of_the_key_are_searched_by_the_new_hash(
    context: JobContext, surveys: Path, tmp_path: Path
) -> None:
    take_in_survey(context, surveys)
    assert run("rotate").exit_code == 0
    assert run("rotate").exit_code == 0
    now = respondent_hash(NAME, PHONE, read_keys(tmp_path / "personal.keys"))
    assert "3 kept_row" in erase(now)
    assert SITI not in (surveys / "done" / "survei.csv").read_text(encoding="utf-8")


def test_what_is_kept_in_files_is_shown_to_the_person(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    found = json.loads(run("export", SITI).stdout)["kept_rows"]
    assert [Path(each["file"]).name for each in found] == ["survei.csv", "survei.csv", "survei.csv.refused.csv"]
    assert all(SITI in each["row"] for each in found)


def test_a_cell_with_line_breaks_in_it_goes_as_a_whole(context: JobContext, surveys: Path) -> None:
    lay(surveys / "survei.csv", table(listed(1, tool_1_name='pisau "sadap"\nlama'), listed(2)))
    ingest_drop_folder(context)
    before = lines(surveys / "done" / "survei.csv")
    assert "pisau" in "".join(before)
    erase(SITI)
    after = lines(surveys / "done" / "survei.csv")
    assert after == [before[0], "", before[2], ""]


def test_the_copies_of_a_declared_folder_are_searched_too(
    context: JobContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "from the office"
    declared = {"name": "kantor", "kind": "folder", "of": "surveys", "folder": str(folder), "every": "1h"}
    config = tmp_path / "bokar.toml"
    config.write_text("[[source]]\n" + "".join(f'{key} = "{value}"\n' for key, value in declared.items()))
    lay(folder / "survei.csv", table(listed(1)))
    own = context_of(context.database, tmp_path, source=(declared,))
    (source,) = declared_sources(own.settings)
    pull(source, own)
    monkeypatch.setenv("BOKAR_CONFIG", str(config))
    assert "1 kept_row" in erase(SITI)
    with alone(context.database, "pull_kantor"):
        assert isinstance(run("erase", NEIGHBOUR, "--by", OFFICER).exception, JobRunsAlready)


def test_while_files_are_taken_in_nobody_is_erased(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    with alone(context.database, "ingest_drop_folder"):
        assert isinstance(run("erase", SITI, "--by", OFFICER).exception, JobRunsAlready)
    assert SITI in (surveys / "done" / "survei.csv").read_text(encoding="utf-8")
    assert count(context.database, "erasure") == 0


def test_an_erasure_that_meets_a_full_disk_changes_nothing_and_is_completed_by_the_next(
    context: JobContext, surveys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in_survey(context, surveys)
    before = (surveys / "done" / "survei.csv").read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("service.privacy.kept_copies.os.fsync", full)
        assert isinstance(run("erase", SITI, "--by", OFFICER).exception, CopyNotRewritten)
    assert (surveys / "done" / "survei.csv").read_bytes() == before
    assert count(context.database, "survey_household") == 2
    assert names(surveys / "done") == ["survei.csv", "survei.csv.refused.csv", "survei.csv.report.txt"]
    assert "3 kept_row" in erase(SITI)


def test_links_among_the_copies_lead_nowhere(context: JobContext, surveys: Path, tmp_path: Path) -> None:
    take_in_survey(context, surveys)
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text(f"{KEYS.ids[-1]}:{SITI}\n")
    (surveys / "done" / "link.csv").symlink_to(elsewhere)
    (surveys / "done" / ".survei.csv.new").symlink_to(elsewhere)
    erase(SITI)
    assert SITI in elsewhere.read_text()


def test_who_may_read_a_copy_stays_the_same(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    (surveys / "done" / "survei.csv").chmod(0o640)
    erase(SITI)
    assert (surveys / "done" / "survei.csv").stat().st_mode & 0o777 == 0o640


def test_who_was_erased_does_not_come_back_with_a_copy_of_the_same_file(context: JobContext, surveys: Path) -> None:
    take_in_survey(context, surveys)
    erase(SITI)
    lay(surveys / "lagi.csv", table(listed(1), listed(2)))
    ingest_drop_folder(context)
    kept = lines(surveys / "done" / "lagi.csv")
    assert [bool(line) for line in kept] == [True, False, True, False]
    assert NEIGHBOUR in kept[2]
    assert not any(SITI in file.read_text(encoding="utf-8") for file in (surveys / "done").iterdir())
