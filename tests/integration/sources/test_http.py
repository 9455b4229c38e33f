"""Fetching a published file from a real server on this machine: when it behaves and when it does not."""

import gzip
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from jobs.sources.errors import (
    RedirectRefused,
    SourceAccessDenied,
    SourceBrokeOff,
    SourceBusy,
    SourceRefused,
    SourceTooLarge,
    SourceTooSlow,
    SourceUnreachable,
    UnexpectedContent,
)
from jobs.sources.http import Fetched, HttpSource, NotModified, Validators, fetch
from tests.conduct import Patience, conduct
from tests.servers import CsvPublisher, Reply, csv_publisher


@pytest.fixture
def publisher() -> Iterator[CsvPublisher]:
    with csv_publisher() as server:
        yield server


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "arrived.csv"


def source(address: str, token: str | None = None) -> HttpSource:
    return HttpSource("disbun", address, SecretStr(token) if token else None)


def left_behind(into: Path) -> list[Path]:
    return list(into.parent.iterdir())


def test_a_file_arrives_unpacked_with_what_it_will_be_known_by(publisher: CsvPublisher, into: Path) -> None:
    fetched = fetch(source(publisher.file_address), None, into, conduct())
    validators = Validators(publisher.etag, publisher.last_modified)
    assert fetched == Fetched(into, len(publisher.body), "text/csv", validators)
    assert into.read_bytes() == publisher.body
    assert left_behind(into) == [into]


def test_a_file_seen_before_is_not_sent_again(publisher: CsvPublisher, into: Path) -> None:
    first = fetch(source(publisher.file_address), None, into, conduct())
    assert isinstance(first, Fetched)
    into.unlink()
    strict = conduct(bytes=1)
    assert fetch(source(publisher.file_address), first.validators, into, strict) == NotModified()
    assert publisher.requests[1].headers["if-none-match"] == publisher.etag
    assert publisher.requests[1].headers["if-modified-since"] == publisher.last_modified
    assert left_behind(into) == []


def test_a_changed_file_is_sent_again(publisher: CsvPublisher, into: Path) -> None:
    seen = Validators(publisher.etag, publisher.last_modified)
    publisher.body += b"2026-11-21,11100\n"
    assert isinstance(fetch(source(publisher.file_address), seen, into, conduct()), Fetched)
    assert into.read_bytes() == publisher.body


def test_the_date_alone_is_enough_to_know_a_file(publisher: CsvPublisher, into: Path) -> None:
    seen = Validators(last_modified=publisher.last_modified)
    assert fetch(source(publisher.file_address), seen, into, conduct()) == NotModified()


def test_trouble_on_their_side_is_waited_out_longer_each_time(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.extend([Reply(500), Reply(503), Reply(502)])
    patience = Patience()
    fetch(source(publisher.file_address), None, into, patience.conduct())
    assert patience.waits == [1, 2, 4]
    assert into.read_bytes() == publisher.body


def test_after_the_last_attempt_the_trouble_is_told(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.extend([Reply(500)] * 4)
    with pytest.raises(SourceBusy, match=r"disbun: http://127\.0\.0\.1:\d+/prices\.csv answered 500"):
        fetch(source(publisher.file_address), None, into, conduct())
    assert len(publisher.requests) == 4
    assert left_behind(into) == []


@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [
        ("7", 7),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("86400", 120),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 120),
        ("soon", 1),
    ],
)
def test_a_server_that_asks_for_patience_gets_it_within_reason(
    publisher: CsvPublisher, into: Path, retry_after: str, waited: float
) -> None:
    publisher.troubles.append(Reply(429, headers={"Retry-After": retry_after}))
    patience = Patience()
    fetch(source(publisher.file_address), None, into, patience.conduct())
    assert patience.waits == [waited]


def test_back_off_is_spread_over_its_upper_half() -> None:
    calm = conduct()
    hasty = type(calm)(calm.wait, lambda: 0.0, calm.monotonic, calm.now, calm.limits)
    assert [calm.pause(attempt, None) for attempt in (1, 2, 3)] == [1, 2, 4]
    assert [hasty.pause(attempt, None) for attempt in (1, 2, 3)] == [0.5, 1, 2]


def test_no_wait_goes_beyond_the_time_for_all_attempts(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.append(Reply(429, headers={"Retry-After": "60"}))
    patience = Patience()
    with pytest.raises(SourceBusy):
        fetch(source(publisher.file_address), None, into, patience.conduct(total_seconds=30))
    assert patience.waits == []


@pytest.mark.parametrize("status", [304, 400, 404, 410, 501])
def test_what_will_not_change_is_not_asked_twice(publisher: CsvPublisher, into: Path, status: int) -> None:
    publisher.troubles.append(Reply(status))
    with pytest.raises(SourceRefused, match=f"answered {status}"):
        fetch(source(publisher.file_address), None, into, conduct())
    assert len(publisher.requests) == 1


def test_a_token_opens_the_door_and_a_wrong_one_is_told(publisher: CsvPublisher, into: Path) -> None:
    publisher.token = "right"
    fetch(source(publisher.file_address, "right"), None, into, conduct())
    with pytest.raises(SourceAccessDenied, match="refused access \\(401\\)"):
        fetch(source(publisher.file_address, "wrong"), None, into, conduct())
    assert len(publisher.requests) == 2


def test_a_redirect_on_the_same_server_keeps_the_token(publisher: CsvPublisher, into: Path) -> None:
    publisher.token = "right"
    publisher.troubles.append(Reply(302, headers={"Location": "/prices.csv"}))
    fetch(source(f"{publisher.address}/latest", "right"), None, into, conduct())
    assert publisher.requests[1].headers["authorization"] == "Bearer right"


def test_a_redirect_to_another_server_is_followed_without_the_token(publisher: CsvPublisher, into: Path) -> None:
    with csv_publisher() as other:
        for elsewhere in (other.address, publisher.address_by_name):
            publisher.troubles.append(Reply(302, headers={"Location": f"{elsewhere}/prices.csv"}))
            fetch(source(publisher.file_address, "secret"), None, into, conduct())
        assert "authorization" not in other.requests[0].headers
        assert "authorization" not in publisher.requests[-1].headers


@pytest.mark.parametrize(("redirects", "arrives"), [(3, True), (4, False)])
def test_three_redirects_are_followed(publisher: CsvPublisher, into: Path, redirects: int, arrives: bool) -> None:
    publisher.troubles.extend([Reply(302, headers={"Location": "/prices.csv"})] * redirects)
    if arrives:
        fetch(source(publisher.file_address), None, into, conduct())
    else:
        with pytest.raises(RedirectRefused, match="more than 3 in a row"):
            fetch(source(publisher.file_address), None, into, conduct())


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/prices.csv"])
def test_a_redirect_out_of_http_is_refused(publisher: CsvPublisher, into: Path, location: str) -> None:
    publisher.troubles.append(Reply(302, headers={"Location": location}))
    with pytest.raises(RedirectRefused, match="it leaves http"):
        fetch(source(publisher.file_address), None, into, conduct())


def test_an_announced_size_beyond_the_limit_is_refused_before_reading(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.append(Reply(200, b"", {"Content-Length": "1000000"}))
    with pytest.raises(SourceTooLarge, match="larger than 1000 bytes"):
        fetch(source(publisher.file_address), None, into, conduct(bytes=1000))
    assert left_behind(into) == []


def test_an_unannounced_size_beyond_the_limit_is_refused(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.append(Reply(200, b"x" * 1001, {"Content-Length": None}))
    with pytest.raises(SourceTooLarge):
        fetch(source(publisher.file_address), None, into, conduct(bytes=1000))
    assert left_behind(into) == []


def test_the_limit_holds_for_what_a_packed_file_unfolds_to(publisher: CsvPublisher, into: Path) -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    publisher.troubles.append(Reply(200, bomb, {"Content-Encoding": "gzip"}))
    assert len(bomb) < 10_000
    with pytest.raises(SourceTooLarge):
        fetch(source(publisher.file_address), None, into, conduct(bytes=100_000))


def test_a_file_as_large_as_the_limit_arrives(publisher: CsvPublisher, into: Path) -> None:
    fetched = fetch(source(publisher.file_address), None, into, conduct(bytes=len(publisher.body)))
    assert isinstance(fetched, Fetched)


def test_a_body_that_breaks_off_is_read_again_and_never_kept(publisher: CsvPublisher, into: Path) -> None:
    cut = Reply(200, publisher.body[:20], {"Content-Length": str(len(publisher.body))})
    publisher.troubles.append(cut)
    fetch(source(publisher.file_address), None, into, conduct())
    assert into.read_bytes() == publisher.body
    publisher.troubles.extend([cut] * 4)
    into.unlink()
    with pytest.raises(SourceBrokeOff, match="broke off before its end"):
        fetch(source(publisher.file_address), None, into, conduct())
    assert left_behind(into) == []


def test_nothing_of_a_broken_attempt_is_left_in_the_file(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.append(Reply(200, b"x" * 300_000, {"Content-Length": "400000"}))
    fetch(source(publisher.file_address), None, into, conduct())
    assert into.read_bytes() == publisher.body


def test_a_packed_body_that_stops_early_is_an_error(publisher: CsvPublisher, into: Path) -> None:
    packed = gzip.compress(publisher.body)[:-9]
    publisher.troubles.append(Reply(200, packed, {"Content-Encoding": "gzip"}))
    with pytest.raises(SourceBrokeOff, match="stops early"):
        fetch(source(publisher.file_address), None, into, conduct(attempts=1))


@pytest.mark.parametrize(("encoding", "cause"), [("gzip", "incorrect header"), ("br", "encoding br was not asked for")])
def test_a_body_that_cannot_be_unpacked_is_an_error(
    publisher: CsvPublisher, into: Path, encoding: str, cause: str
) -> None:
    publisher.troubles.append(Reply(200, b"plain", {"Content-Encoding": encoding}))
    with pytest.raises(SourceBrokeOff, match=cause):
        fetch(source(publisher.file_address), None, into, conduct(attempts=1))


def test_chained_packed_files_are_one_file(publisher: CsvPublisher, into: Path) -> None:
    chained = gzip.compress(b"a" * 200_000) + gzip.compress(b"b" * 7)
    publisher.troubles.append(Reply(200, chained, {"Content-Encoding": "gzip"}))
    fetch(source(publisher.file_address), None, into, conduct())
    assert into.read_bytes() == b"a" * 200_000 + b"b" * 7


def test_a_server_that_falls_silent_is_left_after_the_read_limit(publisher: CsvPublisher, into: Path) -> None:
    silence = threading.Event()
    publisher.troubles.append(Reply(200, publisher.body, held=silence))
    try:
        with pytest.raises(SourceUnreachable, match="timed out"):
            fetch(source(publisher.file_address), None, into, conduct(read_seconds=0.05, attempts=1))
    finally:
        silence.set()


def test_a_body_that_trickles_in_is_left_after_the_total_limit(publisher: CsvPublisher, into: Path) -> None:
    publisher.body = bytes(range(256)) * 1000
    with pytest.raises(SourceTooSlow, match="not read within 3 s"):
        fetch(source(publisher.file_address), None, into, Patience(tick_seconds=1).conduct(total_seconds=3))
    assert left_behind(into) == []


def test_a_server_that_is_not_there_is_tried_again_and_told(into: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/prices.csv"
        patience = Patience()
        with pytest.raises(SourceUnreachable, match="does not answer"):
            fetch(source(address), None, into, patience.conduct())
    assert len(patience.waits) == 3


def test_a_login_page_is_not_taken_for_data(publisher: CsvPublisher, into: Path) -> None:
    publisher.troubles.append(Reply(200, b"<form>", {"Content-Type": "text/html; charset=utf-8"}))
    with pytest.raises(UnexpectedContent, match="a web page where a file was expected"):
        fetch(source(publisher.file_address), None, into, conduct())
    assert left_behind(into) == []


def test_no_secret_is_told_or_logged(publisher: CsvPublisher, into: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    publisher.troubles.extend([Reply(500)] * 4)
    address = f"http://user:hush-word@{publisher.file_address.removeprefix('http://')}?key=hush-key"
    with pytest.raises(SourceBusy) as caught:
        fetch(source(address, "hush-token"), None, into, conduct())
    told = f"{caught.value} {caught.value.message('id')} {caught.value.facts} {source(address, 'hush-token')!r}"
    assert "hush-token" not in told + caplog.text
    assert "hush" not in str(caught.value) + caught.value.message("id")
    assert "hush" not in "".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
