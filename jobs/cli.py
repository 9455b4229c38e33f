"""The `bokar` command."""

import errno
import gc
import socket
import sys
from collections.abc import Collection
from contextlib import closing, suppress

import click

from jobs.explain_command import explain
from jobs.floors_command import floors
from jobs.import_command import import_
from jobs.keys_command import keys
from jobs.opening import personal_keys, prepared, process_settings, ready
from jobs.personal_command import personal
from jobs.telling import Telling
from jobs.template_command import template
from service.database import Database
from service.errors import CannotListen, PortBusy
from service.settings import Settings


@click.group(cls=Telling)
@click.version_option(package_name="bokar", message="bokar %(version)s")
def main() -> None:
    """Price monitoring and minimum prices for bokar."""


main.add_command(keys)
main.add_command(floors)
main.add_command(explain)
main.add_command(import_)
main.add_command(personal)
main.add_command(template)


@main.command()
@click.option("--sample", is_flag=True, help="Load the published sample first; again loads nothing twice.")
@click.option("--port", type=int, help="Port to listen on; default BOKAR_PORT or 8000.")
def up(sample: bool, port: int | None) -> None:
    """Migrate, compute, show what was computed, and serve API and scheduler until Ctrl-C."""
    settings = _settings_for_jobs(port)
    with closing(_listen(settings)) as listener, prepared(settings) as database:
        from jobs.drop_folder import make_usual_folders
        from jobs.raise_alerts import raise_alerts
        from jobs.runner import JobContext
        from jobs.timetable import make_scheduler

        context = JobContext(database, settings, settings.make_clock())
        make_usual_folders(settings)
        if sample:
            _load_sample(settings, database)
        raise_alerts(context)
        _print_summary(settings, database)
        scheduler = make_scheduler(context)
        scheduler.start()
        try:
            _serve(settings, database, listener)
        finally:
            scheduler.shutdown()
    click.echo("Stopped.")


@main.command()
@click.option("--port", type=int, help="Port to listen on; default BOKAR_PORT or 8000.")
def serve(port: int | None) -> None:
    """Serve the API alone, from a database that is migrated."""
    settings = process_settings(port)
    with closing(_listen(settings)) as listener, ready(settings) as database:
        _serve(settings, database, listener)


@main.command()
def scheduler() -> None:
    """Run the timetable alone until Ctrl-C."""
    import signal

    from jobs.drop_folder import make_usual_folders
    from jobs.runner import JobContext
    from jobs.timetable import make_scheduler

    settings = _settings_for_jobs()
    with ready(settings) as database:
        make_usual_folders(settings)
        running = make_scheduler(JobContext(database, settings, settings.make_clock()))
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            running.start()
            click.echo("The scheduler runs; Ctrl-C ends it.")
            signal.pause()
        running.shutdown()
    click.echo("Stopped.")


@main.command()
def migrate() -> None:
    """Bring the database to the tables this version expects."""
    with prepared(process_settings()):
        click.echo("The database is up to date.")


@main.command("load-sample")
def load_sample_command() -> None:
    """Load the published sample and compute; again loads nothing twice."""
    settings = process_settings()
    with prepared(settings) as database:
        from jobs.raise_alerts import raise_alerts
        from jobs.runner import JobContext

        _load_sample(settings, database)
        raise_alerts(JobContext(database, settings, settings.make_clock()))


@main.group()
def job() -> None:
    """Run a job by hand."""


@job.command("run")
@click.argument("name")
def run(name: str) -> None:
    """Run the job NAME once, now, and note it in the ledger."""
    from jobs.runner import JobContext, run_job
    from jobs.timetable import jobs_of

    settings = process_settings()
    jobs = jobs_of(settings)
    if name not in jobs:
        raise click.BadParameter(f"{name!r} is no job; there are: {', '.join(jobs)}.", param_hint="NAME")
    with ready(settings) as database:
        result = run_job(name, jobs[name], JobContext(database, settings, settings.make_clock()))
    click.echo(f"{name}: " + ", ".join(f"{count} {what}" for what, count in result.items()))


@main.command("settings")
def show_settings() -> None:
    """List every setting with its default and what it does."""
    from jobs.settings_table import settings_table

    click.echo(settings_table())


def _settings_for_jobs(port: int | None = None) -> Settings:
    """Read the settings, and refuse a source that is declared wrongly before anything is done."""
    from jobs.ingest_sources import declared_sources

    settings = process_settings(port)
    declared_sources(settings)
    return settings


def _listen(settings: Settings) -> socket.socket:
    """Take the port before any work is done, so that a busy one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        kind = PortBusy if error.errno == errno.EADDRINUSE else CannotListen
        raise kind(host=settings.host, port=settings.port, cause=error.strerror) from None
    return listener


def _load_sample(settings: Settings, database: Database) -> None:
    from jobs.load_sample import load_sample
    from service.minimum_prices.grounds import floor_settings

    with database.unit_of_work(settings.make_clock()()) as uow:
        report = load_sample(uow, settings=floor_settings(settings))
    prices = report.prices
    click.echo(
        f"Sample: {prices.accepted} prices new, {prices.corrected} corrected, {prices.duplicate} known; "
        f"{report.surveys} surveys new or changed, {report.floors} floors computed.\n"
    )


def _print_summary(settings: Settings, database: Database) -> None:
    from jobs.summary import summarise
    from service.clock import jakarta_day

    with database.reading() as connection:
        today = jakarta_day(settings.make_clock()())
        click.echo(summarise(connection, today, f"http://{settings.host}:{settings.port}", sys.argv[0]))


def _job_names(settings: Settings) -> Collection[str]:
    from jobs.timetable import jobs_of

    return jobs_of(settings)


def _serve(settings: Settings, database: Database, listener: socket.socket) -> None:
    import uvicorn

    from service.app import create_app

    config = uvicorn.Config(
        create_app(settings, database, personal_keys(settings), job_names=lambda: _job_names(settings)),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
    )
    # What has been loaded so far stays: the collector need not look at it again and again while answers are made,
    # and it need not run after every second answer either.
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()
    # Ctrl-C is how it is meant to end: the server finishes its answers and then passes the interrupt on.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
