"""Files in the drop folder: taken in once, moved with a report, left where they are while anybody writes them."""

import os
from pathlib import Path
from typing import Any

import pytest

import jobs.ingest_filing
from jobs.drop_folder import ingest_drop_folder
from jobs.ingest_errors import FilesLeft
from jobs.ingest_report import report_text
from jobs.ingest_sources import declared_sources, pull
from jobs.runner import JobContext, run_job
from service.database import Database
from service.errors import BokarError
from tests.builders import contents, count, read
from tests.integration.jobs.lying_files import aged, context_of, csv_of, lay, lay_workbook, names, price_row


class PowerCut(BaseException):
    """The process is gone at this moment."""


@pytest.fixture
def context(chain: Database, tmp_path: Path) -> JobContext:
    return context_of(chain, tmp_path)


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    return tmp_path / "drop" / "prices"


def test_a_finished_file_is_taken_in_and_moved(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2)))
    result = ingest_drop_folder(context)
    assert (result["files_done"], result["files_refused"], result["rows_accepted"]) == (1, 0, 2)
    assert names(prices) == ["done"]
    assert names(prices / "done") == ["harga.csv", "harga.csv.report.txt"]
    assert read(context.database, "import_run", "feed", "file_name", "status") == [("drop", "harga.csv", "completed")]


def test_the_districts_of_new_prices_are_evaluated_at_once(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)))
    assert ingest_drop_folder(context)["districts"] == 1
    assert count(context.database, "waiting_day") == 0


def test_what_a_run_did_is_in_the_ledger(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)))
    run_job("ingest_drop_folder", ingest_drop_folder, context)
    (run,) = read(context.database, "job_run")
    assert (run.status, run.result["files_done"], run.result["rows_accepted"]) == ("succeeded", 1, 1)


def test_an_empty_folder_is_made_and_changes_nothing(context: JobContext, prices: Path) -> None:
    assert ingest_drop_folder(context) == {"files_done": 0, "files_refused": 0}
    assert names(prices) == []
    assert context.database.revision() == read(context.database, "data_revision")[0].revision


def test_a_file_that_changed_just_now_moves_nothing(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)), age_seconds=29)
    before = contents(context.database)
    assert ingest_drop_folder(context)["files_done"] == 0
    assert (names(prices), contents(context.database)) == (["harga.csv"], before)
    aged(prices / "harga.csv", seconds=30)
    assert ingest_drop_folder(context)["files_done"] == 1


def test_a_file_that_is_replaced_while_its_report_is_written_is_not_lost(
    context: JobContext, prices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lay(prices / "harga.csv", csv_of(price_row(1)))

    def meanwhile(*args: Any) -> str:
        lay(file, csv_of(price_row(1), price_row(2)), age_seconds=90)
        return report_text(*args)

    monkeypatch.setattr(jobs.ingest_filing, "report_text", meanwhile)
    with pytest.raises(FilesLeft, match="changed while it was read"):
        ingest_drop_folder(context)
    monkeypatch.undo()
    assert ingest_drop_folder(context)["rows_accepted"] == 1
    assert count(context.database, "price_version") == 2


def test_a_file_dated_by_a_clock_that_is_ahead_is_not_left_for_ever(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)), age_seconds=-3600)
    assert ingest_drop_folder(context)["files_done"] == 1


@pytest.mark.parametrize(
    "name", [".harga.csv", "harga.csv.part", "~$harga.xlsx", ".~lock.harga.ods#", "~lock.csv", "Thumbs.db", "a.TMP"]
)
def test_files_that_are_not_meant_for_us_stay(context: JobContext, prices: Path, name: str) -> None:
    lay(prices / name, csv_of(price_row(1)))
    assert ingest_drop_folder(context) == {"files_done": 0, "files_refused": 0}
    assert names(prices) == [name]


def test_folders_and_pipes_are_passed_over(context: JobContext, prices: Path) -> None:
    (prices / "2026").mkdir(parents=True)
    os.mkfifo(prices / "pipe")
    aged(prices / "pipe")
    assert ingest_drop_folder(context) == {"files_done": 0, "files_refused": 0}


def test_a_link_is_refused_and_what_it_leads_to_is_untouched(context: JobContext, prices: Path, tmp_path: Path) -> None:
    elsewhere = lay(tmp_path / "secret.csv", csv_of(price_row(1)))
    prices.mkdir(parents=True)
    (prices / "link.csv").symlink_to(elsewhere)
    assert ingest_drop_folder(context)["files_refused"] == 1
    assert elsewhere.exists()
    assert names(prices / "refused") == ["link.csv.report.txt"]
    assert "is a link" in (prices / "refused" / "link.csv.report.txt").read_text(encoding="utf-8")
    assert count(context.database, "price_version") == 0


def test_done_may_not_lead_elsewhere(context: JobContext, prices: Path, tmp_path: Path) -> None:
    lay(prices / "a.csv", csv_of(price_row(1)))
    (tmp_path / "elsewhere").mkdir()
    (prices / "done").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FilesLeft, match="link to elsewhere"):
        ingest_drop_folder(context)
    assert ingest_drop_folder(context)["files_done"] == 1
    assert names(tmp_path / "elsewhere") == []
    assert names(prices / "done") == ["a.csv", "a.csv.report.txt"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 cut off", "is damaged"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"\x00\x01\x02\x03" * 500, "binary data"),
        (b"a;b\n1;2\n", "Not one of the 2 columns is known"),
    ],
)
def test_a_file_that_is_no_price_list_is_refused_with_the_reason(
    context: JobContext, prices: Path, content: bytes, why: str
) -> None:
    lay(prices / "foto.xlsx", content)
    assert ingest_drop_folder(context) == {"files_done": 0, "files_refused": 1}
    report = (prices / "refused" / "foto.xlsx.report.txt").read_text(encoding="utf-8")
    assert why in report
    assert "SHA-256" in report
    assert names(prices) == ["refused"]


def test_one_bad_file_does_not_keep_the_next_one_waiting(context: JobContext, prices: Path) -> None:
    lay(prices / "a.csv", b"\x00" * 100)
    lay(prices / "b.csv", csv_of(price_row(1)))
    result = ingest_drop_folder(context)
    assert (result["files_refused"], result["files_done"]) == (1, 1)


def test_a_file_without_one_good_row_is_refused(context: JobContext, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1, price_idr_per_kg="0")))
    assert ingest_drop_folder(context)["files_refused"] == 1
    assert "harga.csv.refused.csv" in names(prices / "refused")


def test_the_same_file_again_is_known_to_its_last_row(context: JobContext, prices: Path) -> None:
    for _ in range(2):
        lay(prices / "harga.csv", csv_of(price_row(1), price_row(2)))
        result = ingest_drop_folder(context)
    assert (result["rows_duplicate"], result["rows_accepted"], result["files_done"]) == (2, 0, 1)
    assert count(context.database, "price_version") == 2


def test_two_files_of_one_name_are_both_kept(context: JobContext, prices: Path) -> None:
    kept = []
    for number in range(3):
        lay(prices / "harga.csv", csv_of(price_row(number)))
        ingest_drop_folder(context)
        kept.append((prices / "done" / "harga.csv").read_text(encoding="utf-8"))
    assert len(set(kept)) == 1
    copies = [name for name in names(prices / "done") if name.endswith(".csv")]
    assert copies == ["harga 20261121T190000-2.csv", "harga 20261121T190000.csv", "harga.csv"]


def test_a_crash_between_commit_and_move_is_made_good_by_the_next_run(
    context: JobContext, prices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1), price_row(2, price_idr_per_kg="0")))

    def power_cut(*_: Any) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(jobs.ingest_filing, "file_away", power_cut)
        with pytest.raises(PowerCut):
            ingest_drop_folder(context)
    assert (names(prices), count(context.database, "price_version")) == (["harga.csv"], 1)
    result = ingest_drop_folder(context)
    assert (result["rows_accepted"], result["rows_duplicate"], result["files_done"]) == (0, 1, 1)
    assert names(prices / "done") == ["harga.csv", "harga.csv.refused.csv", "harga.csv.report.txt"]
    assert count(context.database, "price_version") == 1


def test_a_crash_while_the_copy_is_written_leaves_the_file(
    context: JobContext, prices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)))

    def power_cut(*_: Any) -> str:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(jobs.ingest_filing, "report_text", power_cut)
        with pytest.raises(PowerCut):
            ingest_drop_folder(context)
    assert names(prices) == ["done", "harga.csv"]
    assert ingest_drop_folder(context)["files_done"] == 1
    assert names(prices) == ["done"]


def test_a_file_that_changes_while_it_is_read_stays(
    context: JobContext, prices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(prices / "harga.csv", csv_of(price_row(1)))
    import jobs.ingest_files

    really = jobs.ingest_files.take_in_file

    def somebody_appends(*arguments: Any) -> Any:
        report = really(*arguments)
        path.write_text(csv_of(price_row(1), price_row(2)))
        return report

    with monkeypatch.context() as patched:
        patched.setattr(jobs.ingest_files, "take_in_file", somebody_appends)
        with pytest.raises(FilesLeft, match="changed while it was read"):
            ingest_drop_folder(context)
    aged(path)
    assert ingest_drop_folder(context)["rows_duplicate"] == 1
    assert count(context.database, "price_version") == 2


def test_a_trouble_that_is_not_the_files_leaves_it_and_goes_on(
    context: JobContext, prices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import jobs.ingest_files

    really = jobs.ingest_files.take_in_file

    def trouble(file: Any, running: JobContext) -> Any:
        if file.file_name == "a.csv":
            raise BokarError
        return really(file, running)

    lay(prices / "a.csv", csv_of(price_row(1)))
    lay(prices / "b.csv", csv_of(price_row(2)))
    with monkeypatch.context() as patched:
        patched.setattr(jobs.ingest_files, "take_in_file", trouble)
        with pytest.raises(FilesLeft) as caught:
            ingest_drop_folder(context)
    assert caught.value.facts["count"] == 1
    assert names(prices) == ["a.csv", "done"]
    assert ingest_drop_folder(context)["files_done"] == 1


def test_a_name_that_is_no_text_is_no_trouble(context: JobContext, prices: Path) -> None:
    lay(prices / os.fsdecode(b"harga \xff.csv"), csv_of(price_row(1)))
    assert ingest_drop_folder(context)["files_done"] == 1
    assert names(prices / "done") == ["harga _.csv", "harga _.csv.report.txt"]


def test_a_very_long_name_is_no_trouble(context: JobContext, prices: Path) -> None:
    lay(prices / f"{'x' * 250}.csv", csv_of(price_row(1)))
    assert ingest_drop_folder(context)["files_done"] == 1
    assert all(name.endswith((".csv", ".report.txt")) for name in names(prices / "done"))


def test_a_workbook_is_taken_in_too(context: JobContext, prices: Path) -> None:
    lay_workbook(prices / "harga.xlsx", price_row(1))
    assert ingest_drop_folder(context)["rows_accepted"] == 1
    assert names(prices / "done") == ["harga.xlsx.csv", "harga.xlsx.report.txt"]


def declared(folder: Path, **changes: Any) -> dict[str, Any]:
    mapping = {"columns": {"Nilai": "price_idr_per_kg"}, "units": {"price_idr_per_kg": "per_quintal"}}
    whole = {"name": "pabrik", "kind": "folder", "of": "prices", "folder": str(folder), "every": "5m", **mapping}
    return {**whole, **changes}


def test_a_declared_folder_is_read_with_its_mapping(chain: Database, tmp_path: Path) -> None:
    columns = ("district_code", "observed_on", "price_level", "Nilai", "source", "provenance")
    row = ("16.03", "2026-11-02", "factory", "1500000", "pabrik", "published")
    lay(tmp_path / "pabrik" / "harga.csv", csv_of(row, columns=columns))
    context = context_of(chain, tmp_path, source=(declared(tmp_path / "pabrik"),))
    (source,) = declared_sources(context.settings)
    assert pull(source, context)["files_done"] == 1
    assert read(chain, "price_version", "price_idr_per_kg") == [(15000,)]
    assert read(chain, "import_run", "feed") == [("pabrik",)]
    (state,) = read(chain, "source_state")
    assert (state.name, state.last_success_at is not None, state.consecutive_failures) == ("pabrik", True, 0)


def test_the_usual_folder_is_left_to_its_declaration(chain: Database, tmp_path: Path, prices: Path) -> None:
    lay(prices / "harga.csv", csv_of(price_row(1)))
    context = context_of(chain, tmp_path, source=(declared(prices),))
    assert ingest_drop_folder(context) == {"files_done": 0, "files_refused": 0}
    assert names(prices) == ["harga.csv"]


def test_a_folder_that_is_a_file_is_told(context: JobContext, tmp_path: Path) -> None:
    (tmp_path / "drop").write_text("")
    with pytest.raises(BokarError, match=r"drop/prices cannot be used"):
        ingest_drop_folder(context)
