"""`bokar keys`: making, listing and revoking API keys."""

import secrets
from datetime import datetime

import click

from jobs.opening import process_settings, ready
from service.clock import jakarta_day
from service.vocabulary import Scope

LONGEST_NAME = 120
SCOPES = [scope.value for scope in Scope]


@click.group()
def keys() -> None:
    """Make, show and end API keys: who may write, and read what is not public."""


def _name(_ctx: click.Context, _option: click.Parameter, given: str) -> str:
    name = given.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise click.BadParameter(f"must have 1 to {LONGEST_NAME} characters.")
    return name


@keys.command()
@click.option(
    "--name", required=True, callback=_name, help="Whose key it is, e.g. the office; written beside what it changes."
)
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    type=click.Choice(SCOPES),
    help="What it may do; may be repeated.",
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day it is good for; left out: no end.")
def create(name: str, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Make a key and show it, this once."""
    from service.access.repository import KeyOrder, create_key

    settings = process_settings()
    order = KeyOrder(name, [Scope(scope) for scope in scopes], expires.date() if expires is not None else None)
    with ready(settings) as database, database.unit_of_work(settings.make_clock()()) as uow:
        prefix, text = create_key(uow, order, secrets.token_bytes)
    # The key alone goes to standard output, so that a script can take it from there.
    click.echo(text)
    click.echo(
        f"Key {prefix} of {name} for {', '.join(scopes)}. It is not shown again: keep it like a password.", err=True
    )
    click.echo("Send it as `Authorization: Bearer <key>`.", err=True)


@keys.command("list")
def list_() -> None:
    """Show every key, without its secret."""
    from tabulate import tabulate

    from service.access.repository import StoredKey, list_keys

    settings = process_settings()
    now = settings.make_clock()()

    def row(key: StoredKey) -> tuple[object, ...]:
        state = "ended" if key.has_ended(now) else "good"
        days = [moment and jakarta_day(moment) for moment in (key.created_at, key.ends_at)]
        return key.prefix, key.name, ", ".join(key.scopes), state, *days, key.last_used_on

    with ready(settings) as database, database.reading() as connection:
        rows = [row(key) for key in list_keys(connection)]
    click.echo(tabulate(rows, ("Prefix", "Name", "Scopes", "State", "Created", "Ends", "Last used"), missingval="-"))


@keys.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """End the key PREFIX now (a leaked key may be given whole)."""
    from service.access.keys import read_prefix
    from service.access.repository import revoke_key

    known = read_prefix(prefix)
    if known is None:
        # Not repeated: it may hold a secret.
        raise click.BadParameter("has eight characters, as `bokar keys list` shows them.", param_hint="PREFIX")
    settings = process_settings()
    with ready(settings) as database, database.unit_of_work(settings.make_clock()()) as uow:
        changed = revoke_key(uow, known)
    click.echo(f"Key {known} is revoked." if changed else f"Key {known} was revoked before.")
