"""Every schedule in one table; the only file that knows APScheduler."""

from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from jobs.prune_job_runs import prune_job_runs
from jobs.raise_alerts import raise_alerts
from jobs.recompute_minimum_prices import recompute_minimum_prices
from jobs.runner import Job, JobContext, run_job
from service.clock import JAKARTA
from service.settings import Settings

LATEST_START_SECONDS = 3600

JOBS: dict[str, Job] = {
    "raise_alerts": raise_alerts,
    "recompute_minimum_prices": recompute_minimum_prices,
    "prune_job_runs": prune_job_runs,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable."""

    job: str
    trigger: BaseTrigger


def timetable(settings: Settings) -> list[Entry]:
    """Return when each job runs, in Jakarta's time."""
    return [
        # Prices that wait: normally whoever wrote them evaluates them; this picks up what a crash left behind.
        Entry("raise_alerts", IntervalTrigger(seconds=settings.evaluate_every_seconds)),
        # Just after midnight, so that a floor that starts today is in force today.
        Entry("recompute_minimum_prices", CronTrigger(hour=0, minute=5, timezone=JAKARTA)),
        Entry("prune_job_runs", CronTrigger(hour=3, minute=30, timezone=JAKARTA)),
    ]


def make_scheduler(context: JobContext) -> BackgroundScheduler:
    """Return a scheduler with the whole timetable, not yet started.

    Runs missed while the machine slept are made up once, and a job never overlaps itself.
    """
    scheduler = BackgroundScheduler(
        timezone=JAKARTA,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATEST_START_SECONDS},
    )
    for entry in timetable(context.settings):
        scheduler.add_job(
            run_job, entry.trigger, args=[entry.job, JOBS[entry.job], context], id=entry.job, name=entry.job
        )
    return scheduler
