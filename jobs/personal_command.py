"""`bokar personal`: finding, showing and erasing what is stored on a person, and changing the key of all hashes."""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobs.kept_copies import kept_folders, resting_folders
from jobs.opening import personal_keys, process_settings, ready
from service.clock import jakarta_day
from service.database import Database, UnitOfWork
from service.settings import Settings

if TYPE_CHECKING:
    from service.privacy.hashing import KeyChain
    from service.privacy.kept_copies import People
    from service.privacy.rotation import Rotation

HASH_FORM = r"[0-9a-f]{64}"
RandomBytes = Callable[[int], bytes]


@click.group()
def personal() -> None:
    """Answer people who ask what is stored on them (law 27/2022), and change the key of personal hashes."""


def _hash(_ctx: click.Context, _argument: click.Parameter, given: str) -> str:
    text = given.strip().casefold()
    if not re.fullmatch(HASH_FORM, text):
        raise click.BadParameter("has 64 hexadecimal characters, as `bokar personal hash` shows it.")
    return text


person_hash = click.argument("person_hash", metavar="HASH", callback=_hash)


@personal.command("hash")
def hash_() -> None:
    """Show the hashes that stand for a person; name and phone number are asked for, so that no history keeps them."""
    from service.privacy.hashing import personal_hash, respondent_hash

    name = click.prompt("Name", default="", show_default=False, err=True).strip()
    phone = click.prompt("Phone number", default="", show_default=False, err=True).strip()
    if not name and not phone:
        raise click.UsageError("Give a name or a phone number.")
    settings = process_settings()
    with ready(settings) as database:
        keys = _checked_keys(settings, database)
    click.echo(f"household {respondent_hash(name, phone, keys)}")
    for what, text in (("name", name), ("phone", phone)):
        if text:
            click.echo(f"reporter by {what} {personal_hash(text, keys)}")


@personal.command()
@person_hash
def export(person_hash: str) -> None:
    """Show everything that is stored on the household or reporter with HASH, as JSON."""
    from service.privacy.kept_copies import rows_in_copies
    from service.privacy.rights import export as export_person

    settings = process_settings()
    with ready(settings) as database:
        kept = rows_in_copies(kept_folders(settings), _people(person_hash, settings, database))
        rows = [{"file": str(file), "row": row.rstrip()} for file, row in kept]
        with database.reading() as connection:
            found = export_person(connection, person_hash, rows)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@personal.command()
@person_hash
@click.option("--by", "erased_by", required=True, help="Who decided it; kept with the note that something was erased.")
def erase(person_hash: str, erased_by: str) -> None:
    """Erase what is stored on the household or reporter with HASH, for good and without asking again.

    The copies that are kept of files come first: a run that was cut off is completed by the next one.
    """
    from service.privacy.kept_copies import erase_from_copies
    from service.privacy.rights import erase as erase_person

    if not erased_by.strip():
        raise click.BadParameter("must name somebody.", param_hint="--by")
    settings = process_settings()
    now = settings.make_clock()()
    with ready(settings) as database, resting_folders(settings, database) as folders:
        kept_rows = erase_from_copies(folders, _people(person_hash, settings, database), jakarta_day(now))
        with database.unit_of_work(now) as uow:
            counts = erase_person(uow, person_hash, erased_by.strip(), kept_rows)
    told = ", ".join(f"{count} {table}" for table, count in counts.items())
    click.echo(f"Erased: {told}. Figures computed before stay as they are.")


@personal.command()
def rotate() -> None:
    """Make a new key and wrap it around every stored hash.

    The key is in the file before the database is changed: a run that was cut off is completed by the next one, and a
    line that was added to the file by hand is taken for the new key. Restart the other processes afterwards.
    """
    settings = process_settings()
    personal_keys(settings)
    with _writing(settings) as uow:
        rotation = rotate_keys(uow, settings.personal_keys_path, secrets.token_bytes)
    click.echo(f"{len(rotation.hashes)} hashes changed; the keys are {', '.join(rotation.keys.ids)} now.")
    click.echo(f"Keep a copy of {settings.personal_keys_path}, and restart the other processes.", err=True)


def rotate_keys(uow: UnitOfWork, file: Path, random_bytes: RandomBytes) -> "Rotation":
    """Rotate to the key that the file is ahead of the database by, else to a new one that is written there first.

    Only one writer at a time gets here, so the file is not changed meanwhile.

    Raises:
        PersonalKeysOutOfStep: the file's keys are not those in use, and not those with one more.
        KeyFileNotWritable: nothing was changed.

    """
    from service.prices.reidentification import reidentify
    from service.privacy.hashing import KeyChain
    from service.privacy.key_file import KEY_BYTES, append_key, read_keys
    from service.privacy.rotation import check_keys, stored_key_ids
    from service.privacy.rotation import rotate as rotate_hashes

    keys = read_keys(file)
    stored = stored_key_ids(uow)
    if stored and stored == keys.ids[:-1]:
        before, new_key = KeyChain(keys.keys[:-1]), keys.keys[-1]
    else:
        check_keys(uow, keys)
        before, new_key = keys, random_bytes(KEY_BYTES)
        append_key(file, new_key)
    rotation = rotate_hashes(uow, before, new_key)
    reidentify(uow, rotation.hashes)
    return rotation


def _people(person_hash: str, settings: Settings, database: Database) -> "People":
    from service.privacy.kept_copies import People

    return People(frozenset([person_hash]), _checked_keys(settings, database))


def _checked_keys(settings: Settings, database: Database) -> "KeyChain":
    """Return the keys; raises `PersonalKeysOutOfStep` where the stored hashes are made with others."""
    from service.privacy.rotation import check_keys

    keys = personal_keys(settings)
    with database.unit_of_work(settings.make_clock()()) as uow:
        check_keys(uow, keys)
    return keys


@contextmanager
def _writing(settings: Settings) -> Iterator[UnitOfWork]:
    with ready(settings) as database, database.unit_of_work(settings.make_clock()()) as uow:
        yield uow
