"""An office that publishes a CSV file, with ETag and Last-Modified."""

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.base import LocalServer, Reply, Seen, running

LAST_MODIFIED = "Fri, 20 Nov 2026 01:00:00 GMT"


class CsvPublisher(LocalServer):
    """Publishes `body` at /prices.csv, packed if asked to; anything else is not there."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body
        self.last_modified = LAST_MODIFIED
        self.token: str | None = None

    @property
    def file_address(self) -> str:
        return f"{self.address}/prices.csv"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def answer(self, seen: Seen) -> Reply:
        if seen.path != "/prices.csv":
            return Reply(404, b"<h1>Tidak ditemukan</h1>", {"Content-Type": "text/html"})
        if self.token is not None and seen.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(401, b"", {"WWW-Authenticate": "Bearer"})
        marks: dict[str, str | None] = {"ETag": self.etag, "Last-Modified": self.last_modified}
        if self._is_known(seen):
            return Reply(304, b"", {**marks, "Content-Length": str(len(self.body))})
        if "gzip" in seen.headers.get("accept-encoding", ""):
            return Reply(200, gzip.compress(self.body), {**marks, **_CSV, "Content-Encoding": "gzip"})
        return Reply(200, self.body, {**marks, **_CSV})

    def _is_known(self, seen: Seen) -> bool:
        """If-Modified-Since only counts where there is no If-None-Match (RFC 9110, 13.1.3)."""
        if "if-none-match" in seen.headers:
            return seen.headers["if-none-match"] == self.etag
        return seen.headers.get("if-modified-since") == self.last_modified


_CSV = {"Content-Type": "text/csv; charset=utf-8"}


@contextmanager
def csv_publisher(body: bytes = b"observed_on,price_idr_per_kg\n2026-11-20,11029\n") -> Iterator[CsvPublisher]:
    with running(CsvPublisher(body)) as server:
        yield server
