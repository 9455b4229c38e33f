"""Pulling filled-in forms of cost surveys from KoboToolbox and ODK Central.

Each page is stored in a transaction of its own. The watermark moves after the last page: a pull that broke off starts
again where the last whole one ended, and knows what it stored already.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jobs.ingest_files import counted
from jobs.ingest_http import digest_of
from jobs.ingest_state import Reading, Remembered
from jobs.opening import personal_keys
from jobs.runner import JobContext
from jobs.sources import kobo, odk
from jobs.sources.conduct import Conduct
from jobs.sources.declarations import KoboDeclaration, OdkDeclaration
from jobs.sources.submissions import Pulled, Submission, Take
from service.cost_surveys.household_rows import HouseholdBatch
from service.cost_surveys.submissions import take_in_submissions

_Pull = Callable[[datetime | None, Take], Pulled]


def read_kobo(source: KoboDeclaration, remembered: Remembered, context: JobContext, conduct: Conduct) -> Reading:
    """Take in what was sent to a form on KoboToolbox, or edited, since the last time; raises a `SourceError`."""
    token = source.token(os.environ)
    assert token is not None, "a declaration without a token is refused"
    form = kobo.KoboForm(source.name, source.address, source.asset, token)
    known_for = digest_of(source.address, source.asset)
    return _read(
        source.name, lambda since, take: kobo.pull(form, since, take, conduct), (remembered, known_for), context
    )


def read_odk(source: OdkDeclaration, remembered: Remembered, context: JobContext, conduct: Conduct) -> Reading:
    """Take in what was sent to a form on ODK Central, or edited, since the last time; raises a `SourceError`."""
    form = odk.OdkForm(source.name, source.address, source.project, source.form, _access(source))
    known_for = digest_of(source.address, str(source.project), source.form)
    return _read(
        source.name, lambda since, take: odk.pull(form, since, take, conduct), (remembered, known_for), context
    )


def _access(source: OdkDeclaration) -> Any:
    password = source.password(os.environ)
    return source.token(os.environ) if password is None else odk.Login(source.email or "", password)


def _read(name: str, pull: _Pull, kept: tuple[Remembered, str], context: JobContext) -> Reading:
    remembered, known_for = kept
    counts: Counter[str] = Counter()
    pulled = pull(_since(remembered, known_for), lambda page: counts.update(_store(name, page, context)))
    counts.update(f"left_out_{each.reason}" for each in pulled.left_out)
    return Reading({"submissions": pulled.submissions, **counts}, _with(remembered, known_for, pulled.watermark))


def _store(name: str, page: Sequence[Submission], context: JobContext) -> Mapping[str, int]:
    if not page:
        return {}
    submissions = [(each.identity, each.answers) for each in page]
    with context.database.unit_of_work(context.clock()) as uow:
        return counted(
            take_in_submissions(uow, submissions, HouseholdBatch(name, name), personal_keys(context.settings))
        )


def _since(remembered: Remembered, known_for: str) -> datetime | None:
    """Return from when to read; another form than last time is read from its beginning."""
    kept = remembered.watermark or {}
    return datetime.fromisoformat(kept["until"]) if kept.get("for") == known_for else None


def _with(remembered: Remembered, known_for: str, watermark: datetime | None) -> Remembered:
    if watermark is None:
        return remembered
    return replace(remembered, watermark={"for": known_for, "until": watermark.astimezone(UTC).isoformat()})
