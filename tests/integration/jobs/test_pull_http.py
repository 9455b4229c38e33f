"""Published prices, pulled from a real server on this machine: only what changed, and nothing half."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jobs.ingest_sources import declared_sources, pull_with
from jobs.runner import JobContext
from jobs.sources.conduct import Conduct
from jobs.sources.errors import SourceAccessDenied, SourceBrokeOff, SourceBusy, UnexpectedContent
from service.database import Database
from service.imports.errors import UnknownColumns
from tests.builders import count, read
from tests.conduct import Patience, conduct
from tests.integration.jobs.lying_files import COLUMNS, NAME, context_of, csv_of, price_row
from tests.servers import CsvPublisher, Reply, csv_publisher


@pytest.fixture
def publisher() -> Iterator[CsvPublisher]:
    with csv_publisher(csv_of(price_row(1), price_row(2)).encode()) as server:
        yield server


def pulling(database: Database, folder: Path, publisher: CsvPublisher, **changes: Any) -> JobContext:
    declared = {"name": "disbun", "kind": "http", "of": "prices", "address": publisher.file_address, "every": "6h"}
    return context_of(database, folder, source=({**declared, **changes},))


def run(context: JobContext, how: Conduct | None = None) -> dict[str, Any]:
    (source,) = declared_sources(context.settings)
    return pull_with(source, context, how or conduct())


def state(database: Database) -> Any:
    (row,) = read(database, "source_state")
    return row


def test_what_is_published_is_taken_in_and_evaluated(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    result = run(pulling(chain, tmp_path, publisher))
    assert (result["rows_accepted"], result["rows_rejected"], result["districts"]) == (2, 0, 1)
    assert read(chain, "import_run", "feed", "file_name", "status") == [("disbun", "prices.csv", "completed")]
    assert state(chain).validators["etag"] == publisher.etag
    assert (state(chain).last_error, state(chain).consecutive_failures) == (None, 0)


def test_an_unchanged_file_is_not_read_again(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    context = pulling(chain, tmp_path, publisher)
    run(context)
    assert run(context) == {"unchanged": 1}
    assert publisher.requests[-1].headers["if-none-match"] == publisher.etag
    assert (count(chain, "import_run"), state(chain).validators["etag"]) == (1, publisher.etag)
    assert read(chain, "import_run", "attempts") == [(1,)]


def test_a_changed_file_brings_only_what_is_new(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    context = pulling(chain, tmp_path, publisher)
    run(context)
    publisher.body = csv_of(price_row(1), price_row(2, price_idr_per_kg="9500"), price_row(3)).encode()
    result = run(context)
    assert (result["rows_accepted"], result["rows_corrected"], result["rows_duplicate"]) == (1, 1, 1)


def test_a_file_read_otherwise_is_read_again(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    run(pulling(chain, tmp_path, publisher))
    result = run(pulling(chain, tmp_path, publisher, numbers="point_decimal"))
    assert result["rows_duplicate"] == 2
    assert "if-none-match" not in publisher.requests[-1].headers


def test_another_schedule_does_not_make_a_file_new(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    run(pulling(chain, tmp_path, publisher))
    assert run(pulling(chain, tmp_path, publisher, every="1d")) == {"unchanged": 1}


def test_a_busy_server_is_asked_again(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    publisher.troubles.append(Reply(429, b"", {"Retry-After": "7"}))
    patience = Patience()
    assert run(pulling(chain, tmp_path, publisher), patience.conduct())["rows_accepted"] == 2
    assert patience.waits == [7]


def test_a_server_in_trouble_is_counted_and_the_next_run_makes_good(
    chain: Database, tmp_path: Path, publisher: CsvPublisher
) -> None:
    context = pulling(chain, tmp_path, publisher)
    for failures in (1, 2):
        publisher.troubles.extend([Reply(500)] * 4)
        with pytest.raises(SourceBusy):
            run(context)
        assert state(chain).consecutive_failures == failures
    assert "answered 500" in state(chain).last_error
    assert count(chain, "import_run") == 0
    run(context)
    assert (state(chain).last_error, state(chain).consecutive_failures) == (None, 0)


def test_a_failure_keeps_what_the_last_success_left(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    context = pulling(chain, tmp_path, publisher)
    run(context)
    publisher.troubles.extend([Reply(500)] * 4)
    with pytest.raises(SourceBusy):
        run(context)
    assert (state(chain).validators["etag"], state(chain).last_success_at is not None) == (publisher.etag, True)


def test_a_truncated_file_brings_nothing(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    cut = Reply(200, publisher.body[:80], {"Content-Length": str(len(publisher.body)), "Content-Type": "text/csv"})
    publisher.troubles.extend([cut] * 4)
    with pytest.raises(SourceBrokeOff):
        run(pulling(chain, tmp_path, publisher))
    assert (count(chain, "price_version"), state(chain).validators) == (0, None)


def test_a_file_that_was_refused_is_not_taken_for_read(
    chain: Database, tmp_path: Path, publisher: CsvPublisher
) -> None:
    good, publisher.body = publisher.body, b"a;b\n1;2\n"
    context = pulling(chain, tmp_path, publisher)
    with pytest.raises(UnknownColumns):
        run(context)
    assert state(chain).validators is None
    publisher.body = good
    assert run(context)["rows_accepted"] == 2


def test_rows_that_are_refused_do_not_hold_back_the_others(
    chain: Database, tmp_path: Path, publisher: CsvPublisher
) -> None:
    publisher.body = csv_of(price_row(1), price_row(2, price_idr_per_kg="0")).encode()
    result = run(pulling(chain, tmp_path, publisher))
    assert (result["rows_accepted"], result["rows_rejected"]) == (1, 1)
    assert NAME not in str(read(chain, "refused_row"))
    assert run(pulling(chain, tmp_path, publisher)) == {"unchanged": 1}


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_is_read_like_a_table(chain: Database, tmp_path: Path, publisher: CsvPublisher, wrapped: bool) -> None:
    rows = [dict(zip(COLUMNS, price_row(number), strict=True)) for number in (1, 2)]
    given: list[dict[str, Any]] = [{**row, "price_idr_per_kg": 950.125} for row in rows]
    publisher.body = json.dumps({"data": given} if wrapped else given).encode()
    assert run(pulling(chain, tmp_path, publisher))["rows_accepted"] == 2
    # Without a decimal point it would be 950 thousand: JSON's point is never a thousands' one.
    assert read(chain, "price_version", "price_idr_per_kg") == [(Decimal("950.13"),)] * 2


def test_broken_json_brings_nothing(chain: Database, tmp_path: Path, publisher: CsvPublisher) -> None:
    publisher.body = b'[{"external_id": "row 1", "district_code"'
    with pytest.raises(UnexpectedContent, match="broken JSON"):
        run(pulling(chain, tmp_path, publisher))
    assert (count(chain, "price_version"), state(chain).consecutive_failures) == (0, 1)


def test_a_token_is_sent_and_a_wrong_one_told_without_it(
    chain: Database, tmp_path: Path, publisher: CsvPublisher
) -> None:
    publisher.token = "the right one"
    token = tmp_path / "token"
    token.write_text("a wrong one\n", encoding="utf-8")
    context = pulling(chain, tmp_path, publisher, token_file=str(token))
    with pytest.raises(SourceAccessDenied):
        run(context)
    assert "a wrong one" not in state(chain).last_error
    token.write_text("the right one\n", encoding="utf-8")
    assert run(context)["rows_accepted"] == 2
