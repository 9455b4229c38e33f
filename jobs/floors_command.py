"""`bokar floors`: what minimum prices there are, and the decisions on them."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click
from pydantic import BaseModel, ValidationError

from jobs.opening import process_settings, ready
from service.database import Database, UnitOfWork
from service.economics.minimum_price import FLOOR_METHODS
from service.settings import Settings
from service.vocabulary import Aggregator, FloorStatus

if TYPE_CHECKING:
    from service.minimum_prices.events import Decision

Model = TypeVar("Model", bound=BaseModel)
LONGEST_NAME = 120
DAY = click.DateTime(["%Y-%m-%d"])
DISTRICT = click.option("--district", help="Only of this district: its Kemendagri code, e.g. 16.03.")
LIST_HEADERS = ("Id", "District", "Method", "Rp/kg", "Status", "From", "Until", "Published by", "Why")
POLICY_HEADERS = ("Id", "District", "Method", "Aggregator", "Parameters", "Auto", "Review", "Decided by", "Why")


@click.group()
def floors() -> None:
    """Show minimum prices; publish and withdraw them; decide how they are set."""


def _deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a decision: who, and why."""
    by = click.option("--by", required=True, callback=_name, help="Who decides, e.g. the office; shown with it.")
    return by(click.option("--why", required=True, help="Why; shown with the decision.")(command))


def _name(_ctx: click.Context, _option: click.Parameter, given: str) -> str:
    name = given.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(f"must have 1 to {LONGEST_NAME} readable characters.")
    return name


def _decree(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name a decree."""
    options = (
        click.option("--decree-number", help="Number of the decree that sets the price."),
        click.option("--decree-on", type=DAY, help="The day it was signed."),
        click.option("--decree-signatory", help="Who signed it."),
        click.option("--decree-file", help="Where its text is kept: a file name or an address."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@floors.command("list")
@DISTRICT
@click.option("--method", type=click.Choice(list(FLOOR_METHODS)), help="Only of this method.")
@click.option("--status", type=click.Choice([status.value for status in FloorStatus]), help="Only of this status.")
@click.option("--valid-on", type=DAY, help="Floors valid on this day; left out: today.")
@click.option("--as-of", type=DAY, help="What was known at the end of this day; left out: what is known now.")
def list_(valid_on: datetime | None, as_of: datetime | None, **narrowed: str | None) -> None:
    """Show minimum prices of all methods."""
    from service.clock import jakarta_day
    from service.minimum_prices.repository import list_minimum_prices
    from service.minimum_prices.schemas import MinimumPriceQuery

    narrowed["district_code"] = narrowed.pop("district")
    query = _checked(MinimumPriceQuery, valid_on=_day(valid_on), as_of=_day(as_of), limit=1000, **narrowed)
    settings = process_settings()
    today = jakarta_day(settings.make_clock()())
    with ready(settings) as database, database.reading() as connection:
        page = list_minimum_prices(connection, query, today)
    _show(LIST_HEADERS, map(_listed, page.rows), page.total)


@floors.command()
@click.argument("id", type=click.IntRange(min=1))
@_deciding
@_decree
def publish(id: int, by: str, why: str, **decree: Any) -> None:  # noqa: A002
    """Publish the proposed or superseded minimum price ID, as an administered price where a decree is named."""
    from service.minimum_prices.decision_schemas import PublicationIn
    from service.minimum_prices.events import Decision
    from service.minimum_prices.publication import publish as publish_floor

    given = _checked(PublicationIn, why=why, decree=_decree_of(**decree))
    decision = Decision(by, given.why)
    named = None if given.decree is None else given.decree.as_decree()
    _decide(id, decision, lambda uow: publish_floor(uow, id, decision, named))


@floors.command()
@click.argument("id", type=click.IntRange(min=1))
@_deciding
def withdraw(id: int, by: str, why: str) -> None:  # noqa: A002
    """Withdraw the published minimum price ID, and with it its alerts."""
    from service.minimum_prices.decision_schemas import WithdrawalIn
    from service.minimum_prices.events import Decision
    from service.minimum_prices.publication import withdraw as withdraw_floor

    decision = Decision(by, _checked(WithdrawalIn, why=why).why)
    _decide(id, decision, lambda uow: withdraw_floor(uow, id, decision))


@floors.command()
@DISTRICT
@click.option("--past", is_flag=True, help="Those that no longer count too.")
def policies(district: str | None, past: bool) -> None:
    """Show how minimum prices are set."""
    from service.minimum_prices.decision_schemas import FloorPolicyQuery
    from service.minimum_prices.policy_repository import FLOOR_POLICIES

    query = _checked(FloorPolicyQuery, district_code=district, current=None if past else True, limit=1000)
    with ready(process_settings()) as database, database.reading() as connection:
        page = FLOOR_POLICIES.read(connection, query)
    _show(POLICY_HEADERS, map(_policy_listed, page.rows), page.total)


@floors.command()
@click.option("--district", help="Kemendagri code of the district, e.g. 16.03.")
@click.option("--everywhere", is_flag=True, help="Every district that has no policy of its own.")
@click.option("--method", required=True, type=click.Choice(list(FLOOR_METHODS)), help="How its floor is computed.")
@click.option(
    "--aggregator",
    type=click.Choice([word.value for word in Aggregator]),
    default=Aggregator.RATIO_OF_MEANS.value,
    show_default=True,
    help="How households become one figure.",
)
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=NUMBER", help="In place of a dated parameter.")
@click.option("--auto-publish", is_flag=True, help="Publish new floors of the method without asking.")
@click.option("--review-on", type=DAY, help="The day the policy is to be looked at again.")
@_deciding
@_decree
def policy(district: str | None, everywhere: bool, parameters: Iterable[str], by: str, **given: Any) -> None:
    """Decide how the minimum price of a district is set from now on."""
    from service.minimum_prices.decision_schemas import FloorPolicyIn
    from service.minimum_prices.policy import decide

    if (district is None) != everywhere:
        raise click.UsageError("Give --district, or --everywhere, and not both.")
    decree = {name: given.pop(name) for name in list(given) if name.startswith("decree_")}
    stated = dict(map(_parameter, parameters)) | {"fixed_price_decree": _decree_of(**decree)}
    given["review_on"] = _day(given["review_on"])
    wanted = _checked(FloorPolicyIn, district_code=district, parameters=stated, **given)
    settings = process_settings()
    with ready(settings) as database, database.unit_of_work(settings.make_clock()()) as uow:
        policy_id = decide(uow, wanted, by)
    click.echo(f"Policy {policy_id} counts from the next recomputation on (`bokar job run recompute_minimum_prices`).")


def _decide(minimum_price_id: int, decision: "Decision", act: Callable[[UnitOfWork], None]) -> None:
    """Do what was decided, evaluate the district, and say how things stand."""
    from service.minimum_prices.decisions import told

    settings = process_settings()
    with ready(settings) as database:
        with database.unit_of_work(settings.make_clock()()) as uow:
            act(uow)
            floor = told(uow, minimum_price_id, decision)
        _evaluate(settings, database)
    until = f" until {floor['valid_until']}" if floor["valid_until"] else ""
    click.echo(f"Minimum price {floor['id']} is {floor['status']} ({floor['legal_status']}).")
    click.echo(f"Its period: from {floor['valid_from']}{until}.")
    valid = floor["valid_minimum_price_id"]
    standing = "no minimum price" if valid is None else f"minimum price {valid}"
    click.echo(f"Valid today in {floor['district_code']}: {standing}.")


def _evaluate(settings: Settings, database: Database) -> None:
    from jobs.raise_alerts import raise_alerts
    from jobs.runner import JobContext

    raise_alerts(JobContext(database, settings, settings.make_clock()))


def _show(headers: Iterable[str], rows: Iterable[Iterable[Any]], total: int) -> None:
    from tabulate import tabulate

    shown = list(rows)
    click.echo(tabulate(shown, tuple(headers), missingval="-", disable_numparse=True))
    if len(shown) < total:
        click.echo(f"{total - len(shown)} more are not shown: narrow the list.")


def _listed(row: dict[str, Any]) -> Iterable[Any]:
    price = row["minimum_price_idr_per_kg"]
    figure = row["reason"] if price is None else f"{price:,.2f}"
    decided = row["published_by"], row["published_why"]
    period = row["valid_from"], row["valid_until"]
    return row["id"], row["district_code"], row["method"], figure, row["status"], *period, *decided


def _policy_listed(row: dict[str, Any]) -> Iterable[Any]:
    how = row["method"], row["aggregator"], json.dumps(row["parameters"]), "yes" if row["auto_publish"] else "no"
    return row["id"], row["district_code"] or "every", *how, row["review_on"], row["decided_by"], row["why"]


def _parameter(pair: str) -> tuple[str, float]:
    name, _, number = pair.partition("=")
    try:
        return name, float(number)
    except ValueError:
        raise click.BadParameter(f"{pair!r} is not of the form NAME=NUMBER.", param_hint="--parameter") from None


def _decree_of(**given: Any) -> dict[str, Any] | None:
    """Return the decree that the options name; a part that is left out is told when it is checked."""
    parts = {name.removeprefix("decree_"): value for name, value in given.items() if value is not None}
    if "on" in parts:
        parts["on"] = parts["on"].date()
    return parts or None


def _checked(model: type[Model], **given: Any) -> Model:
    """Return what was asked for in the form the API takes; raises `BadDecision` for what it would refuse."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        from service.imports.refusals import in_one_line, problems_of
        from service.minimum_prices.errors import BadDecision

        raise BadDecision(problems=in_one_line(problems_of(error))) from None


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
