"""`bokar template`: workbooks to fill in, which `bokar import` reads without being told how."""

from pathlib import Path

import click

FORM = "form"
KINDS = ("prices", "auctions", "surveys", "indices", FORM)


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def template(kind: str, file: Path) -> None:
    """Write the Excel template of KIND to FILE (.xlsx), with drop-down lists and an example row.

    KIND form is the cost survey's form (XLSForm) for KoboToolbox and ODK Central.
    """
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{str(file)!r} must end in .xlsx.", param_hint="FILE")
    if not file.parent.is_dir():
        raise click.BadParameter(f"the folder {str(file.parent)!r} is not there; make it first.", param_hint="FILE")
    if file.exists():
        raise click.BadParameter(f"{str(file)!r} is there already; choose another name.", param_hint="FILE")
    click.echo(_write_form(file) if kind == FORM else _write_sheet(kind, file))


def _write_sheet(kind: str, file: Path) -> str:
    from jobs.templates.kinds import TEMPLATES
    from jobs.templates.workbook import write_template

    write_template(TEMPLATES[kind], file)
    return f"{file}: fill in the sheet `data`, then run `bokar import {kind} {file}`."


def _write_form(file: Path) -> str:
    from service.areas.repository import read_districts
    from service.cost_surveys.form import read_form, write_xlsform

    districts = [(row["district_code"], row["district"]) for row in read_districts()]
    write_xlsform(read_form(districts), file)
    return f"{file}: upload it to KoboToolbox or ODK Central; what is sent there is taken in without a mapping."
