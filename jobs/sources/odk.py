"""ODK Central, OData: the submissions of one form with their repeats.

What its servers do (getodk/central-backend): `__id` is the first version's instance id and stays; an edit or a review
sets `__system/updatedAt` and keeps `submissionDate`; deleted submissions are listed, with `deletedAt`, only if the
filter speaks of it (Central 2024.3 and newer, older ones answer 501); `$expand=*` puts the repeats inside; a session
lasts 24 hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from jobs.sources.conduct import Conduct
from jobs.sources.errors import SourceAccessDenied, UnexpectedContent
from jobs.sources.exchange import Request
from jobs.sources.pages import Naming, read_json, read_pages
from jobs.sources.submissions import Pulled, Submission, Take, Tally, answered, since, unusable, utc

ROWS_PER_PAGE = 250
UNAUTHORIZED = 401
_NAMING = Naming(rows="value", next="@odata.nextLink", count="@odata.count")
_MOMENTS = ("__system/submissionDate", "__system/updatedAt", "__system/deletedAt")


@dataclass(frozen=True, slots=True)
class Login:
    """A web user of ODK Central; a session is opened for each pull."""

    email: str
    password: SecretStr


@dataclass(frozen=True, slots=True)
class OdkForm:
    """One form of a project on a server, e.g. `https://odk.example.org`, read by a user or with a session's token."""

    name: str
    address: str
    project: int
    form: str
    access: Login | SecretStr


def pull(form: OdkForm, watermark: datetime | None, take: Take, conduct: Conduct) -> Pulled:
    """Give every submission sent, edited or reviewed since the `watermark` to `take`, page by page.

    Raises a `SourceError` if any page fails: what was taken may be kept, but is to be pulled again.
    """
    first = _first_page(form, watermark)
    session = _authorization(form, conduct)
    try:
        return _pulled(form, replace(first, authorization=session), take, Tally(watermark), conduct)
    except SourceAccessDenied as error:
        if isinstance(form.access, SecretStr) or error.facts["status"] != UNAUTHORIZED:
            raise
    # The session ended before its time. All pages again, as a pull only counts as a whole.
    session = _authorization(form, conduct)
    return _pulled(form, replace(first, authorization=session), take, Tally(watermark), conduct)


def _first_page(form: OdkForm, watermark: datetime | None) -> Request:
    query = {"$top": str(ROWS_PER_PAGE), "$count": "true", "$expand": "*"}
    if watermark is not None:
        start = since(watermark).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        query["$filter"] = " or ".join(f"{moment} ge {start}" for moment in _MOMENTS)
    path = f"/v1/projects/{form.project}/forms/{quote(form.form, safe='')}.svc/Submissions"
    return Request(form.name, f"{form.address.rstrip('/')}{path}?{urlencode(query)}")


def _authorization(form: OdkForm, conduct: Conduct) -> SecretStr:
    if isinstance(form.access, SecretStr):
        return SecretStr(f"Bearer {form.access.get_secret_value()}")
    login = {"email": form.access.email, "password": form.access.password.get_secret_value()}
    request = Request(form.name, f"{form.address.rstrip('/')}/v1/sessions", form=login)
    token = read_json(request, conduct).get("token")
    if not isinstance(token, str):
        raise UnexpectedContent(source=form.name, address=request.address, found="no token", expected="a session")
    return SecretStr(f"Bearer {token}")


def _pulled(form: OdkForm, first: Request, take: Take, tally: Tally, conduct: Conduct) -> Pulled:
    for page in read_pages(first, _NAMING, conduct):
        take(tally.add([_submission(form, row) for row in page]))
    return tally.done()


def _submission(form: OdkForm, row: Mapping[str, Any]) -> tuple[Submission, str | None]:
    """Return a submission and the reason to leave it out, if there is one."""
    answers = {name: value for name, value in row.items() if name != "meta"}
    try:
        system = row["__system"]
        submitted_at = utc(system["submissionDate"])
        updated_at = utc(system["updatedAt"]) if system["updatedAt"] else None
        identity = str(row["__id"]).removeprefix("uuid:")
        return Submission(identity, submitted_at, updated_at, answered(answers)), _reason_to_leave_out(system)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unusable(form.name, form.address, error) from None


def _reason_to_leave_out(system: Mapping[str, Any]) -> str | None:
    if system.get("deletedAt"):
        return "deleted"
    if system.get("reviewState") == "rejected":
        return "rejected"
    return "encrypted" if system.get("status") else None
