"""KoboToolbox, API v2: the submissions of one form.

What its servers do (kobotoolbox/kpi): a page holds at most 1 000 rows whatever is asked for; `_submission_time` is the
time of the first sending, in UTC without saying so, and does not move when a submission is edited; there is no time of
the last change in older versions. An edit gives a new `_uuid` and `meta/instanceID`, puts the previous one into
`meta/deprecatedID` and keeps `_id` and `meta/rootUuid`.

So edits cannot be found by time: every submission that was ever edited, known by its `meta/deprecatedID`, is asked for
each time. Changes that leave no such trace (a reviewer's verdict on an old submission) are seen by a pull from None.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from jobs.sources.conduct import Conduct
from jobs.sources.errors import SubmissionUnidentified
from jobs.sources.exchange import Request
from jobs.sources.pages import Naming, read_pages
from jobs.sources.submissions import Pulled, Submission, Take, Tally, answered, nested, since, unusable, utc

ROWS_PER_PAGE = 1000
_NAMING = Naming(rows="results", next="next", count="count")
_NOT_ANSWERS = ("_", "meta/", "formhub/")


@dataclass(frozen=True, slots=True)
class KoboForm:
    """One form (`asset`, its uid) on a server, e.g. `https://kf.kobotoolbox.org`, and the token of who may read it."""

    name: str
    address: str
    asset: str
    token: SecretStr


def pull(form: KoboForm, watermark: datetime | None, take: Take, conduct: Conduct) -> Pulled:
    """Give every submission sent since the `watermark`, and every edited one, to `take`, page by page.

    Raises a `SourceError` if any page fails: what was taken may be kept, but is to be pulled again.
    """
    tally = Tally(watermark)
    for page in read_pages(_first_page(form, watermark), _NAMING, conduct):
        take(tally.add([_submission(form, row) for row in page]))
    return tally.done()


def _first_page(form: KoboForm, watermark: datetime | None) -> Request:
    # Sorted by `_id`, the only unique key: rows sent in the same second would change places between pages.
    query = {"format": "json", "limit": str(ROWS_PER_PAGE), "sort": '{"_id": 1}'}
    if watermark is not None:
        start = since(watermark).strftime("%Y-%m-%dT%H:%M:%S")
        query["query"] = json.dumps(
            {"$or": [{"_submission_time": {"$gte": start}}, {"meta/deprecatedID": {"$exists": True}}]}
        )
    address = f"{form.address.rstrip('/')}/api/v2/assets/{form.asset}/data.json?{urlencode(query)}"
    return Request(form.name, address, authorization=SecretStr(f"Token {form.token.get_secret_value()}"))


def _submission(form: KoboForm, row: Mapping[str, Any]) -> tuple[Submission, str | None]:
    """Return a submission and the reason to leave it out, if there is one."""
    answers = {name: value for name, value in row.items() if not name.startswith(_NOT_ANSWERS)}
    try:
        submitted_at = utc(row["_submission_time"])
        updated_at = utc(row["_date_modified"]) if row.get("_date_modified") else None
        submission = Submission(_identity(form, row), submitted_at, updated_at, answered(nested(answers)))
        return submission, _reason_to_leave_out(row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unusable(form.name, form.address, error) from None


def _identity(form: KoboForm, row: Mapping[str, Any]) -> str:
    """Return what stays the same when a submission is edited; before 2025 servers only had it once it was edited."""
    if root := row.get("meta/rootUuid"):
        return str(root).removeprefix("uuid:")
    if row.get("meta/deprecatedID"):
        raise SubmissionUnidentified(source=form.name, address=form.address, submission=row.get("_id"))
    return str(row["_uuid"])


def _reason_to_leave_out(row: Mapping[str, Any]) -> str | None:
    verdict = row.get("_validation_status") or {}
    return "rejected" if verdict.get("uid") == "validation_status_not_approved" else None
