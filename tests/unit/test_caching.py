import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from service.caching import AnswerCache, RevisionWatch

DAY = date(2026, 11, 2)
JSON_ETAG = b'"1.0-7-json-en"'


@dataclass
class World:
    """The database, the clocks and the app behind the layer; `asked` and `called` say what was used."""

    revision: int = 7
    reported: int | None = -1
    now: float = 0.0
    day: date = DAY
    status: int = 200
    body: bytes = b"[1, 2]"
    chunks: int = 1
    out_of_reach: bool = False
    asked: int = 0
    called: list[Any] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def read_revision(self) -> int:
        self.asked += 1
        if self.out_of_reach:
            raise ConnectionError
        return self.revision

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.called.append(scope)
        if scope["type"] != "http":
            return
        self.meanwhile()
        reported = self.revision if self.reported == -1 else self.reported
        headers = [(b"content-type", b"application/json")]
        if reported is not None:
            headers.append((b"x-data-revision", str(reported).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for _ in range(self.chunks - 1):
            await send({"type": "http.response.body", "body": self.body, "more_body": True})
        await send({"type": "http.response.body", "body": self.body})


@dataclass
class Reply:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


@dataclass
class Client:
    world: World
    cache: AnswerCache
    watch: RevisionWatch

    async def asks(self, path: str = "/v1/prices", query: bytes = b"", method: str = "GET", **headers: str) -> Reply:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": pairs}
        await self.cache(scope, receive_nothing, send)
        assert [each["type"] for each in sent[:1]] == ["http.response.start"]
        assert [each.get("more_body", False) for each in sent[1:]] == [True] * (len(sent) - 2) + [False]
        names = [name for name, _ in sent[0]["headers"]]
        assert len(names) == len(set(names))
        return Reply(sent[0]["status"], dict(sent[0]["headers"]), b"".join(each["body"] for each in sent[1:]))

    def get(self, path: str = "/v1/prices", query: bytes = b"", method: str = "GET", **headers: str) -> Reply:
        return asyncio.run(self.asks(path, query, method, **headers))


async def receive_nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


def client_of(world: World, *, max_bytes: int = 100_000, check_seconds: float = 0.25) -> Client:
    watch = RevisionWatch(world.read_revision, check_seconds, lambda: world.now)
    cache = AnswerCache(
        world.app,
        watch=watch,
        today=lambda: world.day,
        rules={"/v1": True, "/v1/prices": False, "/v1/districts": True},
        max_bytes=max_bytes,
        version="1.0",
        count=world.outcomes.append,
    )
    return Client(world, cache, watch)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world)


def test_the_first_answer_comes_from_the_app_and_the_second_from_memory(world: World, client: Client) -> None:
    first, second = client.get(query=b"limit=5"), client.get(query=b"limit=5")
    assert first == second
    assert first.status == 200
    assert first.body == b"[1, 2]"
    assert first.headers == {
        b"content-type": b"application/json",
        b"content-length": b"6",
        b"cache-control": b"no-cache",
        b"vary": b"Accept, Accept-Language",
        b"etag": JSON_ETAG,
    }
    assert len(world.called) == 1
    assert world.outcomes == ["miss", "hit"]


def test_another_query_string_is_another_answer(world: World, client: Client) -> None:
    client.get(query=b"a=1&b=2")
    client.get(query=b"b=2&a=1")
    assert world.outcomes == ["miss", "miss"]


@pytest.mark.parametrize(
    "condition", ['"1.0-7-json-en"', 'W/"1.0-7-json-en"', '"x, y", W/"1.0-7-json-en" ,"z"', "*", '"a","1.0-7-json-en"']
)
@pytest.mark.parametrize("kept", [True, False])
def test_an_unchanged_answer_is_a_304_without_body(condition: str, kept: bool, world: World) -> None:
    client = client_of(world, max_bytes=100_000 if kept else 0)
    client.get()
    reply = client.get(if_none_match=condition)
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers == {
        b"etag": JSON_ETAG,
        b"cache-control": b"no-cache",
        b"vary": b"Accept, Accept-Language",
    }
    assert world.outcomes == (["miss", "not_modified"] if kept else ["miss", "miss"])


@pytest.mark.parametrize("condition", ['"1.0-6-json-en"', "1.0-7-json-en", '"x1.0-7-json-en"', "nonsense", '"*"'])
def test_another_etag_gets_the_whole_answer(condition: str, client: Client) -> None:
    client.get()
    assert client.get(if_none_match=condition).status == 200


def test_a_304_made_by_asking_the_app_still_fills_the_memory(world: World, client: Client) -> None:
    assert client.get(if_none_match=JSON_ETAG.decode()).status == 304
    assert client.get().body == b"[1, 2]"
    assert world.outcomes == ["miss", "hit"]


def test_a_process_reads_its_own_write_at_once(world: World, client: Client) -> None:
    client.get()
    world.revision, world.body = 8, b"[8]"
    client.watch.saw(8)
    reply = client.get(if_none_match=JSON_ETAG.decode())
    assert (reply.status, reply.body, reply.headers[b"etag"]) == (200, b"[8]", b'"1.0-8-json-en"')


def test_another_process_s_write_is_seen_after_the_check_time(world: World, client: Client) -> None:
    client.get()
    client.get()
    world.revision, world.body = 8, b"[8]"
    world.now = 0.24
    assert client.get().body == b"[1, 2]"
    world.now = 0.25
    assert client.get().body == b"[8]"


def test_with_check_time_zero_another_process_s_write_is_seen_at_once(world: World) -> None:
    client = client_of(world, check_seconds=0)
    client.get()
    world.revision, world.body = 8, b"[8]"
    assert client.get().body == b"[8]"


def test_an_answer_that_depends_on_today_is_made_anew_the_next_day(world: World, client: Client) -> None:
    before = client.get("/v1/districts/16.03")
    world.day, world.body = date(2026, 11, 3), b"[3]"
    after = client.get("/v1/districts/16.03", if_none_match=before.headers[b"etag"].decode())
    assert before.headers[b"etag"] == b'"1.0-7-20261102-json-en"'
    assert (after.body, after.headers[b"etag"]) == (b"[3]", b'"1.0-7-20261103-json-en"')


def test_the_longest_prefix_of_whole_segments_decides(world: World, client: Client) -> None:
    assert b"etag" not in client.get("/v2/prices").headers
    assert client.get("/v1/prices/daily").headers[b"etag"] == JSON_ETAG
    assert client.get("/v1/prices-old").headers[b"etag"] == b'"1.0-7-20261102-json-en"'


def test_an_answer_made_across_midnight_has_no_etag_and_is_not_kept(world: World, client: Client) -> None:
    world.meanwhile = lambda: setattr(world, "day", date(2026, 11, 3))
    assert b"etag" not in client.get("/v1/districts").headers
    client.get("/v1/districts")
    assert world.outcomes == ["miss", "miss"]


def test_csv_json_and_the_languages_are_answers_of_their_own(world: World, client: Client) -> None:
    replies = [client.get(), client.get(accept="text/csv"), client.get(accept_language="id")]
    assert [each.headers[b"etag"] for each in replies] == [JSON_ETAG, b'"1.0-7-csv-en"', b'"1.0-7-json-id"']
    assert client.get(accept="*/*", accept_language="en-GB,id;q=0.5").headers[b"etag"] == JSON_ETAG
    assert world.outcomes == ["miss", "miss", "miss", "hit"]


def test_the_handler_sees_only_the_preference_the_answer_is_filed_under(world: World, client: Client) -> None:
    client.get(accept="text/csv;q=0.9, application/json;q=0.1", accept_language="id-ID, en;q=0.4", host="a.example")
    assert sorted(world.called[0]["headers"]) == [
        (b"accept", b"text/csv"),
        (b"accept-language", b"id"),
        (b"host", b"a.example"),
    ]


def test_the_longest_unused_answer_goes_first(world: World) -> None:
    world.body = b"x" * 1000
    client = client_of(world, max_bytes=8000)
    for query in [b"1", b"2", b"3", b"1", b"4", b"1", b"2"]:
        client.get(query=query)
    assert world.outcomes == ["miss", "miss", "miss", "hit", "miss", "hit", "miss"]


def test_a_body_too_big_to_keep_is_passed_through_with_its_etag(world: World) -> None:
    world.body, world.chunks = b"x" * 400, 5
    client = client_of(world, max_bytes=8000)
    for _ in range(2):
        reply = client.get()
        assert reply.body == b"x" * 2000
        assert reply.headers[b"etag"] == JSON_ETAG
    assert client.get(if_none_match=JSON_ETAG.decode()).status == 304
    assert world.outcomes == ["miss"] * 3


def test_a_body_in_pieces_is_put_together(world: World, client: Client) -> None:
    world.chunks = 3
    assert client.get().headers[b"content-length"] == b"18"
    assert client.get().body == b"[1, 2]" * 3
    assert world.outcomes == ["miss", "hit"]


def test_without_memory_every_answer_comes_from_the_app_and_has_its_etag(world: World) -> None:
    client = client_of(world, max_bytes=0)
    assert [client.get().headers[b"etag"] for _ in range(2)] == [JSON_ETAG] * 2
    assert world.outcomes == ["miss", "miss"]
    assert world.asked == 0


@pytest.mark.parametrize("status", [404, 422, 500])
def test_errors_are_never_kept(status: int, world: World, client: Client) -> None:
    world.status = status
    for _ in range(2):
        reply = client.get(if_none_match="*")
        assert (reply.status, reply.body) == (status, b"[1, 2]")
        assert b"etag" not in reply.headers
        assert b"x-data-revision" not in reply.headers
    assert len(world.called) == 2


@pytest.mark.parametrize("first", ["GET", "HEAD"])
@pytest.mark.parametrize("max_bytes", [100_000, 0])
def test_head_gives_the_headers_of_get(first: str, max_bytes: int, world: World) -> None:
    client = client_of(world, max_bytes=max_bytes)
    client.get(method=first)
    head, get = client.get(method="HEAD"), client.get()
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert get.body == b"[1, 2]"
    assert {scope["method"] for scope in world.called} == {"GET"}


@pytest.mark.parametrize(("status", "body", "chunks"), [(404, b"no", 1), (200, b"x" * 400, 5)])
def test_head_of_an_answer_that_is_not_kept_has_no_body_either(
    status: int, body: bytes, chunks: int, world: World
) -> None:
    world.status, world.body, world.chunks = status, body, chunks
    reply = client_of(world, max_bytes=8000).get(method="HEAD")
    assert (reply.status, reply.body) == (status, b"")


def test_a_post_passes_through(world: World, client: Client) -> None:
    client.get(method="POST")
    client.get(method="POST")
    assert world.outcomes == ["pass", "pass"]
    assert len(world.called) == 2


def test_a_request_with_a_key_is_neither_answered_from_memory_nor_kept(world: World, client: Client) -> None:
    client.get()
    assert b"etag" not in client.get(authorization="Bearer x").headers
    client.get()
    assert world.outcomes == ["miss", "pass", "hit"]


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_other_kinds_of_connection_pass_through(kind: str, world: World, client: Client) -> None:
    asyncio.run(client.cache({"type": kind}, receive_nothing, _send_nothing))
    assert world.called == [{"type": kind}]
    assert world.outcomes == []


async def _send_nothing(message: Any) -> None:
    raise AssertionError(message)


def test_an_answer_read_at_a_newer_revision_is_filed_under_that_one(world: World, client: Client) -> None:
    client.get(query=b"other")
    client.get(query=b"other")
    world.reported, world.body = 8, b"[8]"
    assert client.get().headers[b"etag"] == b'"1.0-8-json-en"'
    assert client.get().body == b"[8]"
    client.get(query=b"other")
    assert world.outcomes == ["miss", "hit", "miss", "hit", "miss"]


def test_an_answer_read_at_an_older_revision_keeps_its_own_etag_and_is_not_kept(world: World, client: Client) -> None:
    world.meanwhile = lambda: client.watch.saw(8)
    world.reported = 7
    assert client.get().headers[b"etag"] == JSON_ETAG
    client.get()
    assert world.outcomes == ["miss", "miss"]


def test_an_answer_without_revision_has_no_etag_and_is_not_kept(world: World, client: Client) -> None:
    world.reported = None
    reply = client.get(if_none_match="*")
    assert (reply.status, reply.body) == (200, b"[1, 2]")
    assert b"etag" not in reply.headers
    client.get()
    assert world.outcomes == ["miss", "miss"]


def test_while_the_database_does_not_answer_nothing_is_answered_from_memory(world: World) -> None:
    client = client_of(world)
    client.get()
    client.get()
    world.now, world.status, world.out_of_reach = 1.0, 503, True
    assert client.get().status == 503
    assert world.outcomes == ["miss", "hit", "miss"]


def test_what_an_outer_layer_does_to_a_message_does_not_reach_the_memory(client: Client) -> None:
    async def meddle(message: Any) -> None:
        message["headers"] = [(b"x-other", b"1")]
        message["body"] = b"changed"

    send: Callable[[Any], Awaitable[None]] = meddle
    scope = {"type": "http", "method": "GET", "path": "/v1/prices", "query_string": b"", "headers": []}
    first = client.get()
    asyncio.run(client.cache(scope, receive_nothing, send))
    assert client.get() == first
