"""KoboToolbox, API v2: the data of one form, with the pages, keys and edits of the real one."""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from tests.servers.base import LocalServer, Reply, Seen, running

Row = dict[str, Any]


class KoboServer(LocalServer):
    """One project; a page never holds more than `largest_page` rows, whatever is asked for."""

    def __init__(self, token: str = "kobo-token", asset: str = "aFormUid123", largest_page: int = 1000) -> None:
        super().__init__()
        self.token, self.asset, self.largest_page = token, asset, largest_page
        self.rows: list[Row] = []
        # How the server calls itself in `next`, where not by its address.
        self.own_name: str | None = None

    def submit(self, answers: Mapping[str, Any], at: str = "2026-11-20T03:15:00") -> Row:
        """Take in answers keyed by path, as Kobo gives them back; returns the stored row."""
        identity = str(uuid.UUID(int=len(self.rows) + 1))
        row = {
            "_id": 500 + len(self.rows),
            "formhub/uuid": "b0c1",
            **answers,
            "__version__": "vA1",
            "meta/instanceID": f"uuid:{identity}",
            "meta/rootUuid": f"uuid:{identity}",
            "_xform_id_string": self.asset,
            "_uuid": identity,
            "_attachments": [],
            "_status": "submitted_via_web",
            "_geolocation": [None, None],
            "_submission_time": at,
            "_tags": [],
            "_notes": [],
            "_validation_status": {},
            "_submitted_by": "enumerator",
        }
        self.rows.append(row)
        return row

    def edit(self, row: Row, answers: Mapping[str, Any]) -> None:
        """Edit as Enketo does: a new version id, a trace of the old one, the same time of sending."""
        new = str(uuid.UUID(int=uuid.UUID(row["_uuid"]).int + 10**6))
        row.update({"meta/deprecatedID": row["meta/instanceID"], "meta/instanceID": f"uuid:{new}", "_uuid": new})
        row.update(answers)

    def reject(self, row: Row) -> None:
        row["_validation_status"] = {"uid": "validation_status_not_approved", "label": "Not Approved", "timestamp": 1}

    def answer(self, seen: Seen) -> Reply:
        if seen.headers.get("authorization") != f"Token {self.token}":
            return Reply.of({"detail": "Invalid token."}, 401)
        if seen.path != f"/api/v2/assets/{self.asset}/data.json":
            return Reply.of({"detail": "Not found."}, 404)
        found = [row for row in self.rows if _matches(row, json.loads(seen.query.get("query", "{}")))]
        start, limit = int(seen.query.get("start", 0)), min(int(seen.query.get("limit", 100)), self.largest_page)
        page = sorted(found, key=lambda row: int(row["_id"]))[start : start + limit]
        more = start + limit < len(found)
        link = self._link(seen, start + limit, limit) if more else None
        return Reply.of({"count": len(found), "next": link, "previous": None, "results": page})

    def _link(self, seen: Seen, start: int, limit: int) -> str:
        query = {**seen.query, "start": str(start), "limit": str(limit)}
        return f"{self.own_name or self.address}{seen.path}?{urlencode(query)}"


def _matches(row: Row, condition: Mapping[str, Any]) -> bool:
    """Answer the part of Mongo's query language that is used here."""
    for name, wanted in condition.items():
        if name == "$or":
            fits = any(_matches(row, each) for each in wanted)
        elif "$exists" in wanted:
            fits = (name in row) == wanted["$exists"]
        else:
            fits = name in row and row[name] >= wanted["$gte"]
        if not fits:
            return False
    return True


@contextmanager
def kobo_server(largest_page: int = 1000) -> Iterator[KoboServer]:
    with running(KoboServer(largest_page=largest_page)) as server:
        yield server
