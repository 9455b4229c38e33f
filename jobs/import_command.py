"""`bokar import`: taking a file in by hand, with the same report as everywhere."""

import getpass
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click
from pydantic import ValidationError

from jobs.import_report import WORDS, report_lines, warning_lines, where_to_look
from jobs.opening import personal_keys, process_settings, ready
from jobs.telling import Telling
from service.database import Database
from service.errors import BadMapping
from service.files.mapping import ColumnMapping
from service.imports.refusals import in_one_line, problems_of
from service.imports.transactions import Transactions, each_kept, none_kept
from service.settings import Settings, load_settings

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport

Report = TypeVar("Report", bound="ImportReport")
# A pair such as `columns.Harga=price_idr_per_kg`; the table before the point is one of the mapping's.
PAIR = "TABLE.NAME=VALUE"


@click.group("import", cls=Telling)
def import_() -> None:
    """Take in a file of prices, of auction nights, of cost surveys or of monthly indices."""


def _reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a file is to be read."""
    options = (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--source", default="manual", show_default=True, help="What rows are identified within."),
        click.option("--sheet", help="Which sheet of a workbook; left out: the only one, or the one called data."),
        click.option("--numbers", help="comma_decimal (1.234,5) or point_decimal (1,234.5); left out: found out."),
        click.option("--dates", help="day_first or month_first; left out: found out."),
        click.option("--map", "pairs", multiple=True, metavar=PAIR, help="columns.THEIRS=OURS, constants.OURS=VALUE"),
        click.option("--dry-run", is_flag=True, help="Show the same report and write nothing."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@import_.command()
@_reading_options
@click.option("--historical", is_flag=True, help="Loaded history: notifies nobody.")
@click.option("--proportional", is_flag=True, help="Each grade of a KKK table is the same dry price: check them.")
def prices(file: Path, source: str, dry_run: bool, historical: bool, **reading: Any) -> None:
    """Take in the prices of FILE (CSV, XLSX or ODS)."""
    from service.prices.imports import PriceFile, import_prices

    order = PriceFile(file, file.name, source, getpass.getuser(), _mapping(**reading), historical)
    _bring_in(lambda importer: import_prices(order, importer), dry_run)


@import_.command()
@_reading_options
@click.option("--historical", is_flag=True, help="Loaded history: notifies nobody.")
def auctions(file: Path, source: str, dry_run: bool, historical: bool, **reading: Any) -> None:
    """Take in the auction nights of FILE (CSV, XLSX or ODS): one row per lot, `bokar template auctions` makes it."""
    from service.prices.auction_imports import AuctionFile, import_auctions

    order = AuctionFile(file, file.name, source, getpass.getuser(), _mapping(**reading), historical)
    report = _bring_in(lambda importer: import_auctions(order, importer), dry_run)
    _say(warning_lines(report.warnings, load_settings().language))


@import_.command()
@_reading_options
@click.option("--historical", is_flag=True, help="Loaded history: notifies nobody.")
def surveys(file: Path, source: str, dry_run: bool, historical: bool, **reading: Any) -> None:
    """Take in the households of the cost surveys in FILE (CSV, XLSX or ODS): one row per household.

    What the surveys are can be said by constants: --map constants.title=..., source, sampling, represents, population.
    """
    from service.cost_surveys.imports import SurveyFile, import_surveys

    order = SurveyFile(file, file.name, source, getpass.getuser(), _mapping(**reading), historical)
    _bring_in(lambda importer: import_surveys(order, importer), dry_run)


@import_.command()
@_reading_options
def indices(file: Path, source: str, dry_run: bool, **reading: Any) -> None:
    """Take in the monthly indices of FILE (CSV, XLSX or ODS), and the links between their bases."""
    from service.indices.imports import IndexFile, import_indices

    order = IndexFile(file, file.name, source, getpass.getuser(), _mapping(**reading))
    _bring_in(lambda importer: import_indices(order, importer), dry_run)


def _bring_in(run: Callable[["Importer"], Report], dry_run: bool) -> Report:
    """Import, show the report, and evaluate the days that wait; a trial is shown and nothing else."""
    from service.imports.files import Importer

    settings = process_settings()
    with ready(settings) as database:
        begin: Callable[..., AbstractContextManager[Transactions]] = none_kept if dry_run else each_kept
        with begin(database, settings.make_clock()) as transactions, _Progress(settings.language) as progress:
            report = run(Importer(transactions, personal_keys(settings), tell=progress.tell))
        _say(report_lines(report, settings.language))
        if dry_run:
            _say([WORDS[settings.language]["trial"]])
        else:
            _say(where_to_look(report, settings.language))
            _evaluate(settings, database)
    return report


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _mapping(pairs: Iterable[str], **reading: Any) -> ColumnMapping:
    tables: dict[str, dict[str, str]] = {"columns": {}, "constants": {}, "units": {}}
    for pair in pairs:
        table, _, rest = pair.partition(".")
        # Their columns may hold the mark, ours never; a value may: constants.base=2018=100.
        name, equals, value = rest.rpartition("=") if table == "columns" else rest.partition("=")
        if table not in tables or not equals:
            raise click.BadParameter(
                f"{pair!r} is not of the form {PAIR}, with {', '.join(tables)}.", param_hint="--map"
            )
        tables[table][name] = value
    try:
        return ColumnMapping.model_validate({**tables, **reading})
    except ValidationError as error:
        raise BadMapping(problems=in_one_line(problems_of(error))) from None


class _Progress:
    """A bar on standard error, where somebody looks at it."""

    def __init__(self, language: str) -> None:
        """Wait for the first rows: how many there are is known then."""
        self._label = WORDS[language]["progress"]
        self._bars = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> Self:
        """Start with nothing to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line of the bar."""
        self._bars.close()

    def tell(self, done: int, rows: int) -> None:
        """Show that some more of the rows are done."""
        if self._bar is None:
            self._bar = self._bars.enter_context(
                click.progressbar(length=rows, label=self._label, file=sys.stderr, hidden=not sys.stderr.isatty())
            )
        self._bar.update(done)


def _evaluate(settings: Settings, database: Database) -> None:
    from jobs.raise_alerts import raise_alerts
    from jobs.runner import JobContext

    raise_alerts(JobContext(database, settings, settings.make_clock()))
