"""Pulling submissions from a played KoboToolbox."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from jobs.sources.errors import (
    ForeignPage,
    PageLoop,
    RowsMissing,
    SourceAccessDenied,
    SourceBrokeOff,
    SourceBusy,
    SourceRefused,
    SubmissionUnidentified,
    UnexpectedContent,
)
from jobs.sources.kobo import KoboForm, pull
from jobs.sources.submissions import LeftOut, Submission
from tests.conduct import Patience, conduct
from tests.servers import KoboServer, Reply, kobo_server

ANSWERS = {
    "district": "16.03",
    "production/kg": "2312",
    "costs/item": [
        {"costs/item/name": "pupuk", "costs/item/amount": "150000"},
        {"costs/item/name": "cuka", "costs/item/payment/kind": "cash"},
    ],
}


@pytest.fixture
def server() -> Iterator[KoboServer]:
    with kobo_server() as played:
        yield played


class Taken:
    """What a pull handed over, page by page."""

    def __init__(self) -> None:
        self.pages: list[Sequence[Submission]] = []

    def __call__(self, page: Sequence[Submission]) -> None:
        self.pages.append(page)

    @property
    def all(self) -> list[Submission]:
        return [each for page in self.pages for each in page]


def form(server: KoboServer, token: str = "kobo-token") -> KoboForm:
    return KoboForm("survey", f"{server.address}/", server.asset, SecretStr(token))


def at(day: int, hour: int = 3, minute: int = 15) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_submission_comes_with_its_groups_and_repeats_nested(server: KoboServer) -> None:
    server.submit(ANSWERS, at="2026-11-20T03:15:00")
    taken = Taken()
    pulled = pull(form(server), None, taken, conduct())
    answers = {
        "district": "16.03",
        "production": {"kg": "2312"},
        "costs": {
            "item": [{"name": "pupuk", "amount": "150000"}, {"name": "cuka", "payment": {"kind": "cash"}}],
        },
    }
    assert taken.all == [Submission("00000000-0000-0000-0000-000000000001", at(20), None, answers)]
    assert (pulled.submissions, pulled.left_out, pulled.watermark) == (1, (), at(20))


def test_repeats_within_repeats_keep_their_own_names(server: KoboServer) -> None:
    inner = {"plots/plot/tree/age": "12"}
    server.submit({"plots/plot": [{"plots/plot/area": "1.5", "plots/plot/tree": [inner]}]})
    taken = Taken()
    pull(form(server), None, taken, conduct())
    assert taken.all[0].answers == {"plots": {"plot": [{"area": "1.5", "tree": [{"age": "12"}]}]}}


def test_every_page_is_read_though_the_server_caps_them() -> None:
    with kobo_server(largest_page=10) as server:
        for _ in range(25):
            server.submit(ANSWERS)
        taken = Taken()
        assert pull(form(server), None, taken, conduct()).submissions == 25
        assert [len(page) for page in taken.pages] == [10, 10, 5]
        assert len({each.identity for each in taken.all}) == 25
        assert server.requests[0].query["limit"] == "1000"


def test_a_form_without_submissions_has_no_watermark(server: KoboServer) -> None:
    taken = Taken()
    pulled = pull(form(server), None, taken, conduct())
    assert (taken.all, pulled.watermark) == ([], None)


def test_the_next_pull_asks_for_what_is_new_with_some_overlap(server: KoboServer) -> None:
    for moment in ("2026-11-20T01:00:00", "2026-11-20T03:06:00", "2026-11-20T03:15:00", "2026-11-21T09:00:00"):
        server.submit(ANSWERS, at=moment)
    taken = Taken()
    pulled = pull(form(server), at(20), taken, conduct())
    assert [each.submitted_at for each in taken.all] == [at(20, 3, 6), at(20), at(21, 9, 0)]
    assert pulled.watermark == at(21, 9, 0)


def test_a_pull_without_news_keeps_the_watermark(server: KoboServer) -> None:
    assert pull(form(server), at(20), Taken(), conduct()).watermark == at(20)


def test_an_edit_is_picked_up_under_the_same_identity(server: KoboServer) -> None:
    row = server.submit(ANSWERS, at="2026-01-05T00:00:00")
    server.submit(ANSWERS, at="2026-11-20T03:15:00")
    first, again = Taken(), Taken()
    watermark = pull(form(server), None, first, conduct()).watermark
    for kilograms in ("2400", "2500"):
        server.edit(row, {"production/kg": kilograms})
    pulled = pull(form(server), watermark, again, conduct())
    assert again.all[0].identity == first.all[0].identity
    assert again.all[0].answers["production"] == {"kg": "2500"}
    assert pulled.watermark == watermark


def test_on_an_older_server_an_unedited_submission_has_the_identity_it_keeps(server: KoboServer) -> None:
    row = server.submit(ANSWERS)
    root = row.pop("meta/rootUuid")
    taken = Taken()
    pull(form(server), None, taken, conduct())
    assert f"uuid:{taken.all[0].identity}" == root


def test_an_edited_submission_without_a_lasting_identity_is_refused(server: KoboServer) -> None:
    row = server.submit(ANSWERS)
    server.edit(row, {"production/kg": "2400"})
    del row["meta/rootUuid"]
    with pytest.raises(SubmissionUnidentified, match=r"submission 500 .* Update KoboToolbox"):
        pull(form(server), None, Taken(), conduct())


def test_a_rejected_submission_is_left_out_and_named(server: KoboServer) -> None:
    server.reject(server.submit(ANSWERS))
    server.submit(ANSWERS)
    taken = Taken()
    pulled = pull(form(server), None, taken, conduct())
    assert pulled.submissions == len(taken.all) == 1
    assert pulled.left_out == (LeftOut("00000000-0000-0000-0000-000000000001", "rejected"),)


def test_a_pull_that_breaks_off_half_way_gives_no_watermark() -> None:
    with kobo_server(largest_page=2) as server:
        for _ in range(5):
            server.submit(ANSWERS)
        taken = Taken()

        def take_and_break(page: Sequence[Submission]) -> None:
            taken(page)
            server.troubles.extend([Reply(500)] * 4)

        with pytest.raises(SourceBusy, match="answered 500"):
            pull(form(server), None, take_and_break, conduct())
        assert len(taken.all) == 2
        server.troubles.clear()
        assert pull(form(server), None, taken, conduct()).submissions == 5


def test_trouble_between_pages_is_waited_out() -> None:
    with kobo_server(largest_page=2) as server:
        for _ in range(3):
            server.submit(ANSWERS)
        server.troubles.extend([Reply(429, headers={"Retry-After": "9"}), Reply(500)])
        patience = Patience()
        assert pull(form(server), None, Taken(), patience.conduct()).submissions == 3
        assert patience.waits == [9, 2]


def test_a_wrong_token_is_told_at_once(server: KoboServer) -> None:
    with pytest.raises(SourceAccessDenied, match="Check the token"):
        pull(form(server, "wrong"), None, Taken(), conduct())
    assert server.requests[0].headers["authorization"] == "Token wrong"
    assert len(server.requests) == 1


def test_an_unknown_form_is_told(server: KoboServer) -> None:
    server.asset = "another"
    with pytest.raises(SourceRefused, match="answered 404"):
        pull(KoboForm("survey", server.address, "aGone", SecretStr("kobo-token")), None, Taken(), conduct())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"results": [', "broken JSON"),
        (b"\xff\xfe", "broken JSON"),
        (b"[]", "a JSON list"),
        (b'{"detail": "?"}', "JSON without a list 'results'"),
        (b'{"results": [3]}', "JSON without a list 'results'"),
        (b'{"results": [{"_uuid": "1"}]}', r"a submission whose shape is unknown \(KeyError: '_submission_time'\)"),
        (b'{"results": [{"_uuid": "1", "_submission_time": "soon"}]}', "a submission whose shape is unknown"),
        (b'{"results": [{"_uuid": "1", "_submission_time": "2026-11-20T03:15:00", "a": "1", "a/b/c": "2"}]}', "a sub"),
        (b'{"results": [{"_uuid": "1", "_submission_time": "2026-11-20T03:15:00", "a": ["1"]}]}', "a submission whose"),
        (b"[" * 100_000, "broken JSON"),
    ],
)
def test_an_answer_of_another_shape_is_refused(server: KoboServer, body: bytes, found: str) -> None:
    server.troubles.append(Reply(200, body, {"Content-Type": "application/json"}))
    with pytest.raises(UnexpectedContent, match=f"answered with {found}"):
        pull(form(server), None, Taken(), conduct())


def test_a_truncated_page_is_read_again(server: KoboServer) -> None:
    server.submit(ANSWERS)
    cut = Reply(200, b'{"count": 1, "res', {"Content-Length": "5000"})
    server.troubles.append(cut)
    assert pull(form(server), None, Taken(), conduct()).submissions == 1
    server.troubles.append(cut)
    with pytest.raises(SourceBrokeOff):
        pull(form(server), None, Taken(), conduct(attempts=1))


def page_with_next(link: str) -> Reply:
    return Reply.of({"count": 0, "next": link, "previous": None, "results": []})


def test_a_next_page_on_another_host_is_refused_and_the_token_stays_here(server: KoboServer) -> None:
    server.troubles.append(page_with_next(f"{server.address_by_name}/api/v2/assets/aFormUid123/data.json?start=1000"))
    with pytest.raises(ForeignPage, match="another host, localhost"):
        pull(form(server), None, Taken(), conduct())
    assert len(server.requests) == 1


def test_a_server_behind_a_proxy_may_name_itself_with_another_scheme_and_port() -> None:
    with kobo_server(largest_page=2) as server:
        for _ in range(3):
            server.submit(ANSWERS)
        server.own_name = "https://127.0.0.1:1"
        assert pull(form(server), None, Taken(), conduct()).submissions == 3


def test_a_loop_of_pages_is_noticed(server: KoboServer) -> None:
    path = "/api/v2/assets/aFormUid123/data.json?start="
    server.troubles.extend([page_with_next(path + "1"), page_with_next(path + "2"), page_with_next(path + "1")])
    with pytest.raises(PageLoop, match="already read"):
        pull(form(server), None, Taken(), conduct())


def test_a_list_cut_short_is_noticed(server: KoboServer) -> None:
    row: dict[str, Any] = server.submit(ANSWERS)
    server.troubles.append(Reply.of({"count": 3, "next": None, "previous": None, "results": [row]}))
    with pytest.raises(RowsMissing, match="announced 3 rows but gave 1"):
        pull(form(server), None, Taken(), conduct())
