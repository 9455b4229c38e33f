"""An office at its desk: the application over districts, with a key that may do everything a clerk does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from httpx2 import Response as Answer
from starlette.testclient import TestClient

from service.app import create_app
from service.database import Database
from service.privacy.hashing import KeyChain
from service.settings import Settings
from service.vocabulary import Scope
from tests.access import OFFICE, make_key
from tests.builders import NOW

KEYS = KeyChain((b"k" * 32,))
SCOPES = (Scope.PRICES_WRITE, Scope.IMPORTS_READ, Scope.REVIEWS_WRITE)
ROW: Mapping[str, Any] = {
    "external_id": "1",
    "district_code": "16.03",
    "observed_on": "2026-11-02",
    "price_level": "auction",
    "price_idr_per_kg": 9500,
    "source": "the office's own book",
    "provenance": "survey",
}
HEADER = "id,kode_kabupaten,tanggal,tingkat,harga,sumber,asal_data"
LINE = "1,16.03,2026-11-02,lelang,9500,buku kantor,survei"

__all__ = ["HEADER", "KEYS", "LINE", "OFFICE", "ROW", "SCOPES", "Desk", "desk_of"]


@dataclass(frozen=True)
class Desk:
    """What the office sends and asks."""

    client: TestClient
    database: Database
    key: str

    def headers(self, **headers: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}", **headers}

    def push(self, *rows: Any, query: str = "", **headers: str) -> Answer:
        return self.client.post(f"/v1/prices{query}", json=list(rows), headers=self.headers(**headers))

    def upload(self, content: str | bytes, name: str = "harga.csv", idempotency_key: str = "", **fields: str) -> Answer:
        headers = self.headers(**({"idempotency-key": idempotency_key} if idempotency_key else {}))
        files = {"file": (name, content.encode() if isinstance(content, str) else content)}
        return self.client.post("/v1/prices/upload", files=files, data=fields, headers=headers)

    def get(self, url: str, **headers: str) -> Answer:
        return self.client.get(url, headers=self.headers(**headers))

    def post(self, url: str, **headers: str) -> Answer:
        return self.client.post(url, headers=self.headers(**headers))


@contextmanager
def desk_of(database: Database, *scopes: Scope, seed: int = 1, **parts: Any) -> Iterator[Desk]:
    """Open the application over a database, for a key with these scopes; all of a clerk's where none is named."""
    _, key = make_key(database, *(scopes or SCOPES), seed=seed)
    with TestClient(create_app(Settings(clock=NOW), database, **{"keys": KEYS, **parts})) as client:
        yield Desk(client, database, key)
