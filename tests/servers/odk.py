"""ODK Central: sessions, and the OData of one form with its repeats, pages, edits, reviews and deletions."""

import base64
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from tests.servers.base import LocalServer, Reply, Seen, running

Row = dict[str, Any]
EMAIL, PASSWORD = "surveys@example.org", "a long password"
_CONDITION = re.compile(r"__system/(\w+) ge (\S+)")


class OdkServer(LocalServer):
    """One form of project 7."""

    def __init__(self, form: str = "cost survey") -> None:
        super().__init__()
        self.form = form
        self.rows: list[Row] = []
        self.sessions: list[str] = []
        self.own_name: str | None = None

    def submit(self, answers: Mapping[str, Any], at: str = "2026-11-20T03:15:00.000Z") -> Row:
        """Take in answers as Central gives them back: groups are objects, numbers numbers, null is no answer."""
        identity = f"uuid:{uuid.UUID(int=len(self.rows) + 1)}"
        system = {
            "submissionDate": at,
            "updatedAt": None,
            "deletedAt": None,
            "submitterId": "5",
            "submitterName": "Enumerator",
            "attachmentsPresent": 0,
            "attachmentsExpected": 0,
            "status": None,
            "reviewState": None,
            "deviceId": None,
            "edits": 0,
            "formVersion": "1",
        }
        row = {"__id": identity, "__system": system, "meta": {"instanceID": identity}, **answers}
        self.rows.append(row)
        return row

    def edit(self, row: Row, answers: Mapping[str, Any], at: str) -> None:
        """Edit: the date of submission stays; a new version id, but the same `__id`."""
        row.update(answers, meta={"instanceID": f"uuid:{uuid.UUID(int=10**6)}"})
        row["__system"].update(updatedAt=at, edits=row["__system"]["edits"] + 1, reviewState="edited")

    def review(self, row: Row, state: str, at: str) -> None:
        row["__system"].update(reviewState=state, updatedAt=at)

    def delete(self, row: Row, at: str) -> None:
        row["__system"]["deletedAt"] = at

    def end_sessions(self) -> None:
        self.sessions = ["ended" for _ in self.sessions]

    def answer(self, seen: Seen) -> Reply:
        if (seen.method, seen.path) == ("POST", "/v1/sessions"):
            return self._log_in(json.loads(seen.body))
        if seen.headers.get("authorization", "").removeprefix("Bearer ") not in self.sessions:
            return Reply.of({"message": "Could not authenticate with the provided credentials.", "code": 401.2}, 401)
        if seen.path != "/v1/projects/7/forms/cost%20survey.svc/Submissions":
            return Reply.of({"message": "Could not find the resource you were looking for.", "code": 404.1}, 404)
        return self._page(seen)

    def _log_in(self, given: Mapping[str, str]) -> Reply:
        if given != {"email": EMAIL, "password": PASSWORD}:
            return Reply.of({"message": "Could not authenticate with the provided credentials.", "code": 401.2}, 401)
        self.sessions.append(f"session-{len(self.sessions) + 1}")
        return Reply.of({"token": self.sessions[-1], "csrf": "x", "expiresAt": "2026-11-22T12:00:00.000Z"})

    def _page(self, seen: Seen) -> Reply:
        found = [row for row in reversed(self.rows) if _matches(row, seen.query.get("$filter"))]
        top = int(seen.query.get("$top", len(found) or 1))
        start = int(base64.b64decode(seen.query.get("$skiptoken", "MA==")))
        page = [_as_asked(row, seen.query.get("$expand") == "*") for row in found[start : start + top]]
        context = f"{self.address}/v1/projects/7/forms/{self.form}.svc/$metadata#Submissions"
        answer: dict[str, Any] = {"@odata.context": context, "value": page}
        if seen.query.get("$count") == "true":
            answer["@odata.count"] = len(found)
        if start + top < len(found):
            token = base64.b64encode(str(start + top).encode()).decode()
            link = urlencode({**seen.query, "$skiptoken": token})
            answer["@odata.nextLink"] = f"{self.own_name or self.address}{seen.path}?{link}"
        return Reply.of(answer)


def _matches(row: Row, condition: str | None) -> bool:
    """Deleted rows only show where the filter speaks of them."""
    system = row["__system"]
    if system["deletedAt"] is not None and "deletedAt" not in (condition or ""):
        return False
    wanted = _CONDITION.findall(condition or "")
    return not wanted or any((system[name] or "") >= moment for name, moment in wanted)


def _as_asked(value: Any, expanded: bool) -> Any:
    """Give each repeat its link and, where asked to expand, its rows with ids of their own."""
    if not isinstance(value, dict):
        return value
    shown: Row = {}
    for name, each in value.items():
        if isinstance(each, list):
            shown[f"{name}@odata.navigationLink"] = f"Submissions('{value.get('__id', '')}')/{name}"
            if expanded:
                shown[name] = [{**_as_asked(row, True), "__id": f"{number:040x}"} for number, row in enumerate(each)]
        else:
            shown[name] = _as_asked(each, expanded)
    return shown


@contextmanager
def odk_server() -> Iterator[OdkServer]:
    with running(OdkServer()) as server:
        yield server
