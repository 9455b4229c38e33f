"""The declared sources as jobs: each is read on its own, and how that went is remembered."""

import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from jobs.ingest_state import Reading, Remembered, note_failure, note_success, recall
from jobs.raise_alerts import raise_alerts
from jobs.runner import Job, JobContext
from service.settings import Settings

if TYPE_CHECKING:
    from jobs.sources.conduct import Conduct
    from jobs.sources.declarations import Source

BYTES_PER_MEGABYTE = 2**20
NAMED = "pull_{}"


def declared_sources(settings: Settings) -> "tuple[Source, ...]":
    """Return the declared sources; raises `BadSettings` naming every wrong declaration."""
    if not settings.source:
        return ()
    from jobs.sources.declarations import parse_sources
    from service.cost_surveys.headers import HOUSEHOLDS
    from service.cost_surveys.households import SurveyHeader

    columns = HOUSEHOLDS.names.keys() | SurveyHeader.model_fields.keys() - {"external_id"}
    return tuple(_placed(source, settings) for source in parse_sources(settings.source, columns))


def _placed(source: "Source", settings: Settings) -> "Source":
    """Return a source that knows where its folder is: one that is not absolute lies in the drop folder."""
    if source.kind != "folder":
        return source
    return source.model_copy(update={"folder": settings.drop_path / source.folder})


def source_jobs(settings: Settings) -> dict[str, Job]:
    """Return the job of each declared source by its name, `pull_<name of the source>`."""
    return {job_name(source): partial(pull, source) for source in declared_sources(settings)}


def job_name(source: "Source") -> str:
    """Return what the job that reads a source is called."""
    return NAMED.format(source.name)


def pull(source: "Source", context: JobContext) -> dict[str, Any]:
    """Read a source once, evaluate what it brought, and remember how it went; an error is noted and raised again."""
    return pull_with(source, context, conduct_of(context))


def pull_with(source: "Source", context: JobContext, conduct: "Conduct") -> dict[str, Any]:
    """Like `pull`, behaving towards other people's servers as told."""
    remembered = recall(context.database, source.name)
    try:
        reading = _READERS[source.kind](source, remembered, context, conduct)
    except Exception as error:
        with context.database.unit_of_work(context.clock()) as uow:
            note_failure(uow, source.name, error)
        raise
    with context.database.unit_of_work(context.clock()) as uow:
        note_success(uow, source.name, reading.remembered)
    return with_alerts(reading.counts, context)


def with_alerts(counts: Mapping[str, Any], context: JobContext) -> dict[str, Any]:
    """Return the counts of an intake, after evaluating the districts it changed."""
    if counts.get("rows_accepted") or counts.get("rows_corrected"):
        return {**counts, **raise_alerts(context)}
    return dict(counts)


def conduct_of(context: JobContext) -> "Conduct":
    """Return how this process behaves towards other people's servers."""
    from jobs.sources.conduct import Conduct, Limits

    settings = context.settings
    limits = Limits(total_seconds=settings.fetch_minutes * 60, bytes=settings.fetch_megabytes * BYTES_PER_MEGABYTE)
    return Conduct(time.sleep, random.SystemRandom().random, time.monotonic, context.clock, limits)


def _read_folder(source: Any, remembered: Remembered, context: JobContext, _: "Conduct") -> Reading:
    from jobs.drop_folder import declared_folder, take_in_folders

    return Reading(take_in_folders([declared_folder(source)], context), remembered)


def _read_http(source: Any, remembered: Remembered, context: JobContext, conduct: "Conduct") -> Reading:
    from jobs.ingest_http import read_http

    return read_http(source, remembered, context, conduct)


def _read_world_bank(source: Any, remembered: Remembered, context: JobContext, conduct: "Conduct") -> Reading:
    from jobs.ingest_world_bank import read_world_bank_file

    return read_world_bank_file(source, remembered, context, conduct)


def _read_kobo(source: Any, remembered: Remembered, context: JobContext, conduct: "Conduct") -> Reading:
    from jobs.ingest_submissions import read_kobo

    return read_kobo(source, remembered, context, conduct)


def _read_odk(source: Any, remembered: Remembered, context: JobContext, conduct: "Conduct") -> Reading:
    from jobs.ingest_submissions import read_odk

    return read_odk(source, remembered, context, conduct)


# What reads each kind loads much that no start should wait for, so it is loaded when it is needed.
_READERS: Mapping[str, Callable[[Any, Remembered, JobContext, "Conduct"], Reading]] = {
    "folder": _read_folder,
    "http": _read_http,
    "kobo": _read_kobo,
    "odk": _read_odk,
    "world_bank": _read_world_bank,
}
