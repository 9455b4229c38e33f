"""Every schedule in one table; the only file that knows APScheduler."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from jobs.asked_jobs import run_asked_jobs
from jobs.drop_folder import ingest_drop_folder
from jobs.forget_answers import forget_answers
from jobs.ingest_sources import declared_sources, job_name, source_jobs
from jobs.prune_job_runs import prune_job_runs
from jobs.raise_alerts import raise_alerts
from jobs.recompute_minimum_prices import recompute_minimum_prices
from jobs.runner import Job, JobContext, close_interrupted_runs, run_job
from service.clock import JAKARTA
from service.errors import BokarError
from service.settings import Settings

if TYPE_CHECKING:
    from jobs.sources.declarations import Source

LATEST_START_SECONDS = 3600
DROP_FOLDER_SECONDS = 60
ASKED_JOBS_SECONDS = 5
# Somebody who asks for a short job need not wait until a long one has ended.
ASKED_JOBS_AT_ONCE = 4
# Spans count from here, so that a restart does not put a daily reading off by a day.
SPANS_START = datetime(2020, 1, 1, tzinfo=JAKARTA)

_JOBS: Mapping[str, Job] = {
    "raise_alerts": raise_alerts,
    "recompute_minimum_prices": recompute_minimum_prices,
    "ingest_drop_folder": ingest_drop_folder,
    "forget_answers": forget_answers,
    "prune_job_runs": prune_job_runs,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable."""

    job: str
    trigger: BaseTrigger


def jobs_of(settings: Settings) -> Mapping[str, Job]:
    """Return every job by its name, those of declared sources too; raises `BadSettings` for a wrong declaration."""
    return {**_JOBS, **source_jobs(settings)}


def timetable(settings: Settings) -> list[Entry]:
    """Return when each job runs, in Jakarta's time."""
    return [
        # Prices that wait: normally whoever wrote them evaluates them; this picks up what a crash left behind.
        Entry("raise_alerts", IntervalTrigger(seconds=settings.evaluate_every_seconds)),
        # Just after midnight, so that a floor that starts today is in force today.
        Entry("recompute_minimum_prices", CronTrigger(hour=0, minute=5, timezone=JAKARTA)),
        Entry("ingest_drop_folder", IntervalTrigger(seconds=DROP_FOLDER_SECONDS)),
        Entry("forget_answers", CronTrigger(hour=3, minute=15, timezone=JAKARTA)),
        Entry("prune_job_runs", CronTrigger(hour=3, minute=30, timezone=JAKARTA)),
        *(Entry(job_name(source), _trigger(source)) for source in declared_sources(settings)),
    ]


def make_scheduler(context: JobContext) -> BackgroundScheduler:
    """Return a scheduler with the whole timetable, not yet started.

    Runs missed while the machine slept are made up once, and a job never overlaps itself. What a process that is gone
    has left open in the ledger is closed here. Beside the timetable it looks for jobs that somebody asks for.
    """
    scheduler = BackgroundScheduler(
        timezone=JAKARTA,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATEST_START_SECONDS},
    )
    # Not as a job of its own: one that runs once is looked for in vain by a scheduler that ends at the same moment.
    close_interrupted_runs(context)
    jobs = jobs_of(context.settings)
    for entry in timetable(context.settings):
        scheduler.add_job(
            _run_and_go_on, entry.trigger, args=[entry.job, jobs[entry.job], context], id=entry.job, name=entry.job
        )
    scheduler.add_job(
        run_asked_jobs,
        IntervalTrigger(seconds=ASKED_JOBS_SECONDS),
        args=[jobs, context],
        id="run_asked_jobs",
        max_instances=ASKED_JOBS_AT_ONCE,
    )
    return scheduler


def _run_and_go_on(name: str, job: Job, context: JobContext) -> None:
    """Run a job; that it failed for a reason of ours stands in the ledger and the log, the scheduler need not know."""
    with suppress(BokarError):
        run_job(name, job, context)


def _trigger(source: "Source") -> BaseTrigger:
    """Return when a source is read; a declaration holds one of the two."""
    if source.schedule is not None:
        return CronTrigger.from_crontab(source.schedule, timezone=JAKARTA)
    assert source.every is not None
    from jobs.sources.schedules import seconds_of

    return IntervalTrigger(seconds=seconds_of(source.every), start_date=SPANS_START, timezone=JAKARTA)
