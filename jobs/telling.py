"""How commands tell what they do and what went wrong: in the language of the settings, without a traceback."""

from copy import copy
from typing import Any

import click

from service.errors import BadSettings, BokarError
from service.settings import load_settings


class Telling(click.Group):
    """A command group that tells our own errors as people can read them, and its help in their language."""

    def main(self, *args: Any, **named: Any) -> Any:
        """Run the command as a program."""
        # The command itself is called by the program's name.
        path = "" if self.name == "main" else self.name or ""
        spoken = _in_indonesian(self, path) if _language() == "id" else self
        return click.Group.main(spoken, *args, **named)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BokarError as error:
            raise click.ClickException(error.message(_language())) from error


def _in_indonesian(command: click.Command, path: str) -> Any:
    """Return a copy of a command, and of those below it, that says in Indonesian what it does."""
    from jobs.indonesian_help import COMMANDS, OPTIONS

    told = copy(command)
    told.help = COMMANDS.get(path, told.help)
    told.params = [copy(param) for param in told.params]
    for option in told.params:
        if isinstance(option, click.Option):
            option.help = next((OPTIONS[name] for name in option.opts if name in OPTIONS), option.help)
    if isinstance(told, click.Group):
        told.commands = {name: _in_indonesian(each, f"{path} {name}".strip()) for name, each in told.commands.items()}
    return told


def _language() -> str:
    try:
        return load_settings().language
    except BadSettings:
        # That they are bad is what is told.
        return "en"
