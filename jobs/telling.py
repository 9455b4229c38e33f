"""How commands tell what went wrong: in one line, in the language of the settings, without a traceback."""

import click

from service.errors import BadSettings, BokarError
from service.settings import load_settings


class Telling(click.Group):
    """A command group that tells our own errors as people can read them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BokarError as error:
            raise click.ClickException(error.message(_language())) from error


def _language() -> str:
    try:
        return load_settings().language
    except BadSettings:
        # That they are bad is what is told.
        return "en"
