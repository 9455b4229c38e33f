"""`bokar template`: workbooks to fill in, which `bokar import` reads without being told how."""

from pathlib import Path

import click

KINDS = ("prices", "auctions", "surveys")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def template(kind: str, file: Path) -> None:
    """Write the Excel template of KIND to FILE (.xlsx), with drop-down lists and an example row."""
    from jobs.templates.kinds import TEMPLATES
    from jobs.templates.workbook import write_template

    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{str(file)!r} must end in .xlsx.", param_hint="FILE")
    if not file.parent.is_dir():
        raise click.BadParameter(f"the folder {str(file.parent)!r} is not there; make it first.", param_hint="FILE")
    if file.exists():
        raise click.BadParameter(f"{str(file)!r} is there already; choose another name.", param_hint="FILE")
    write_template(TEMPLATES[kind], file)
    click.echo(f"{file}: fill in the sheet `data`, then run `bokar import {kind} {file}`.")
