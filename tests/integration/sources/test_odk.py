"""Pulling submissions from a played ODK Central."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from jobs.sources import kobo
from jobs.sources.errors import ForeignPage, RedirectRefused, SourceAccessDenied, UnexpectedContent
from jobs.sources.odk import Login, OdkForm, pull
from jobs.sources.submissions import LeftOut, Submission
from tests.conduct import conduct
from tests.servers import OdkServer, Reply, kobo_server, odk_server
from tests.servers.odk import EMAIL, PASSWORD

ANSWERS = {
    "district": "16.03",
    "note": None,
    "production": {"kg": 2312, "dry_rubber_content_percent": 52.5},
    "income": {"other": None},
    "costs": {
        "item": [
            {"name": "pupuk", "amount": 150000, "payment": {"kind": None}},
            {"name": "cuka", "amount": None, "payment": {"kind": "cash"}},
            {"name": None, "amount": None, "payment": {"kind": None}},
        ]
    },
}


@pytest.fixture
def server() -> Iterator[OdkServer]:
    with odk_server() as played:
        yield played


def form(server: OdkServer, password: str = PASSWORD) -> OdkForm:
    return OdkForm("survey", server.address, 7, server.form, Login(EMAIL, SecretStr(password)))


def at(day: int, hour: int = 3, minute: int = 15) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def pulled_rows(server: OdkServer, watermark: datetime | None = None) -> list[Submission]:
    taken: list[Submission] = []
    pull(form(server), watermark, taken.extend, conduct())
    return taken


def test_a_submission_comes_with_its_groups_and_repeats(server: OdkServer) -> None:
    server.submit(ANSWERS)
    answers = {
        "district": "16.03",
        "production": {"kg": "2312", "dry_rubber_content_percent": "52.5"},
        "costs": {"item": [{"name": "pupuk", "amount": "150000"}, {"name": "cuka", "payment": {"kind": "cash"}}]},
    }
    assert pulled_rows(server) == [Submission("00000000-0000-0000-0000-000000000001", at(20), None, answers)]


def test_the_same_form_gives_the_same_answers_on_either_server(server: OdkServer) -> None:
    server.submit(ANSWERS)
    with kobo_server() as other:
        other.submit(
            {
                "district": "16.03",
                "production/kg": "2312",
                "production/dry_rubber_content_percent": "52.5",
                "costs/item": [
                    {"costs/item/name": "pupuk", "costs/item/amount": "150000"},
                    {"costs/item/name": "cuka", "costs/item/payment/kind": "cash"},
                ],
            }
        )
        taken: list[Submission] = []
        kobo_form = kobo.KoboForm("survey", other.address, other.asset, SecretStr(other.token))
        kobo.pull(kobo_form, None, taken.extend, conduct())
    assert taken[0].answers == pulled_rows(server)[0].answers


def test_every_page_is_read(server: OdkServer) -> None:
    for _ in range(601):
        server.submit({"district": "16.03"})
    pages: list[Sequence[Submission]] = []
    assert pull(form(server), None, pages.append, conduct()).submissions == 601
    assert [len(page) for page in pages] == [250, 250, 101]
    assert len({each.identity for page in pages for each in page}) == 601


def test_an_edit_is_picked_up_though_its_submission_date_stays(server: OdkServer) -> None:
    old = server.submit(ANSWERS, at="2026-01-05T00:00:00.000Z")
    server.submit(ANSWERS, at="2026-11-20T03:15:00.000Z")
    first = pulled_rows(server)
    server.edit(old, {"production": {"kg": 2400}}, at="2026-11-21T09:00:00.000Z")
    taken: list[Submission] = []
    pulled = pull(form(server), at(20, 9, 0), taken.extend, conduct())
    assert [(each.identity, each.answers["production"]) for each in taken] == [(first[1].identity, {"kg": "2400"})]
    assert (taken[0].submitted_at, taken[0].updated_at) == (datetime(2026, 1, 5, tzinfo=UTC), at(21, 9, 0))
    assert pulled.watermark == at(21, 9, 0)


def test_the_next_pull_asks_for_what_is_new_with_some_overlap(server: OdkServer) -> None:
    for moment in ("2026-11-20T01:00:00.000Z", "2026-11-20T03:06:00.000Z", "2026-11-21T09:00:00.000Z"):
        server.submit(ANSWERS, at=moment)
    assert [each.submitted_at for each in pulled_rows(server, at(20))] == [at(21, 9, 0), at(20, 3, 6)]


def test_what_was_rejected_deleted_or_encrypted_is_left_out_and_named(server: OdkServer) -> None:
    rejected, deleted, encrypted, good = (server.submit(ANSWERS) for _ in range(4))
    server.review(rejected, "rejected", at="2026-11-21T01:00:00.000Z")
    server.delete(deleted, at="2026-11-21T02:00:00.000Z")
    encrypted["__system"]["status"] = "notDecrypted"
    taken: list[Submission] = []
    pulled = pull(form(server), at(20), taken.extend, conduct())
    assert [f"uuid:{each.identity}" for each in taken] == [good["__id"]]
    reasons = {f"uuid:{each.identity}": each.reason for each in pulled.left_out}
    expected = {rejected["__id"]: "rejected", deleted["__id"]: "deleted", encrypted["__id"]: "encrypted"}
    assert reasons == expected
    assert isinstance(pulled.left_out[0], LeftOut)


def test_one_session_serves_all_pages(server: OdkServer) -> None:
    for _ in range(300):
        server.submit({"district": "16.03"})
    pulled_rows(server)
    assert [seen.path for seen in server.requests].count("/v1/sessions") == 1
    assert {seen.headers["authorization"] for seen in server.requests[1:]} == {"Bearer session-1"}


def test_a_session_that_ended_is_opened_again_once_and_all_is_read(server: OdkServer) -> None:
    for _ in range(300):
        server.submit({"district": "16.03"})
    pages: list[Sequence[Submission]] = []

    def take_and_end(page: Sequence[Submission]) -> None:
        pages.append(page)
        if len(pages) == 1:
            server.end_sessions()

    pulled = pull(form(server), None, take_and_end, conduct())
    assert pulled.submissions == 300
    assert [len(page) for page in pages] == [250, 250, 50]


def test_a_session_that_keeps_ending_is_given_up(server: OdkServer) -> None:
    for _ in range(300):
        server.submit({"district": "16.03"})
    with pytest.raises(SourceAccessDenied, match="401"):
        pull(form(server), None, lambda _: server.end_sessions(), conduct())
    assert len(server.sessions) == 2


def test_a_wrong_password_is_told_at_once(server: OdkServer) -> None:
    with pytest.raises(SourceAccessDenied, match=r"/v1/sessions refused access \(401\)") as caught:
        pull(form(server, "guessed"), None, lambda _: None, conduct())
    assert len(server.requests) == 1
    assert "guessed" not in f"{caught.value}{caught.value.facts}{form(server, 'guessed')!r}"


def test_a_form_the_user_may_not_read_is_told_at_once(server: OdkServer) -> None:
    server.troubles.extend([Reply.of({"token": "t"}), Reply.of({"message": "no rights", "code": 403.1}, 403)])
    with pytest.raises(SourceAccessDenied, match="403"):
        pull(form(server), None, lambda _: None, conduct())
    assert len(server.requests) == 2


def test_a_token_needs_no_session(server: OdkServer) -> None:
    server.submit(ANSWERS)
    server.sessions.append("given")
    by_token = OdkForm("survey", server.address, 7, server.form, SecretStr("given"))
    assert pull(by_token, None, lambda _: None, conduct()).submissions == 1
    server.end_sessions()
    with pytest.raises(SourceAccessDenied):
        pull(by_token, None, lambda _: None, conduct())


def test_a_password_is_not_sent_after_a_redirect(server: OdkServer) -> None:
    server.troubles.append(Reply(307, headers={"Location": f"{server.address_by_name}/v1/sessions"}))
    with pytest.raises(RedirectRefused, match="a password would be sent there"):
        pull(form(server), None, lambda _: None, conduct())


def test_a_next_page_on_another_host_is_refused(server: OdkServer) -> None:
    for _ in range(300):
        server.submit({"district": "16.03"})
    server.own_name = server.address_by_name
    with pytest.raises(ForeignPage, match="localhost"):
        pull(form(server), None, lambda _: None, conduct())


def test_a_session_without_a_token_is_refused(server: OdkServer) -> None:
    server.troubles.append(Reply.of({"csrf": "x"}))
    with pytest.raises(UnexpectedContent, match="no token where a session"):
        pull(form(server), None, lambda _: None, conduct())


def test_a_row_without_its_system_data_is_refused(server: OdkServer) -> None:
    server.troubles.extend([Reply.of({"token": "t"}), Reply.of({"value": [{"__id": "uuid:1"}]})])
    with pytest.raises(UnexpectedContent, match="'__system'"):
        pull(form(server), None, lambda _: None, conduct())
