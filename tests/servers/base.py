"""What all played servers share: a thread that listens, a list of what was asked, and troubles to answer with first."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; a header of None is left out, so that a length can be lied about or kept back."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    # The body only goes out once this is set, or when the server stops.
    held: threading.Event | None = None

    @classmethod
    def of(cls, value: Any, status: int = 200, **headers: str) -> "Reply":
        return cls(status, json.dumps(value).encode(), {"Content-Type": "application/json; charset=utf-8", **headers})


class LocalServer:
    """A server of one test; `troubles` are answered first, each once, in order."""

    def __init__(self) -> None:
        self.requests: list[Seen] = []
        self.troubles: deque[Reply] = deque()
        self._listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._listening.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.server_port}"

    @property
    def address_by_name(self) -> str:
        """The same server under another host name."""
        return f"http://localhost:{self._listening.server_port}"

    def answer(self, seen: Seen) -> Reply:
        raise NotImplementedError

    def reply_to(self, seen: Seen) -> Reply:
        self.requests.append(seen)
        return self.troubles.popleft() if self.troubles else self.answer(seen)

    def serve(self) -> None:
        self._listening.serve_forever(poll_interval=0.01)

    def stop(self) -> None:
        self._listening.shutdown()
        self._listening.server_close()


Server = TypeVar("Server", bound=LocalServer)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def _handler_of(server: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            reply = server.reply_to(_seen(self))
            headers: dict[str, str | None] = {"Content-Length": str(len(reply.body)), **reply.headers}
            self.send_response(reply.status)
            for name, value in headers.items():
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            if reply.held is not None:
                self.wfile.flush()
                reply.held.wait(timeout=10)
            try:
                self.wfile.write(reply.body)
            except ConnectionError:
                self.close_connection = True  # the client had enough

        def log_message(self, *_: Any) -> None:
            """Say nothing: tests look at `requests`."""

    return Handler


def _seen(handler: BaseHTTPRequestHandler) -> Seen:
    parts = urlsplit(handler.path)
    query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    headers = {name.lower(): value for name, value in handler.headers.items()}
    body = handler.rfile.read(int(headers.get("content-length", 0)))
    return Seen(handler.command, parts.path, query, headers, body)
