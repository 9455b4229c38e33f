"""`bokar explain`: a minimum price with its formula, what it rests on, and whether it comes out again."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from jobs.opening import process_settings, ready
from service.economics.minimum_price import FLOOR_METHODS

HEADINGS = {
    "en": ("Formula", "What it rests on", "Grade {grade}, because", "Warnings"),
    "id": ("Rumus", "Dasarnya", "Mutu {grade}, karena", "Catatan"),
}
REPRODUCED = {
    "en": "Computed again from the stored inputs by this version: the same figures and the same digest.",
    "id": "Dihitung ulang dari masukan yang tersimpan dengan versi ini: angka dan sidiknya sama.",
}
DIFFERS = {
    "en": "Computed again by this version, {figure} is {recomputed}; stored is {stored}.",
    "id": "Dihitung ulang dengan versi ini, {figure} adalah {recomputed}; yang tersimpan {stored}.",
}


@click.command()
@click.argument("district_code")
@click.option("--method", type=click.Choice(list(FLOOR_METHODS)), help="Left out: whichever is published.")
@click.option("--language", type=click.Choice(["en", "id"]), help="Left out: BOKAR_LANGUAGE.")
def explain(district_code: str, method: str | None, language: str | None) -> None:
    """Explain the minimum price of DISTRICT_CODE (e.g. 16.03): the published one, else the newest proposed."""
    from service.clock import jakarta_day
    from service.minimum_prices.explained_floor import explained_floor

    settings = process_settings()
    today = jakarta_day(settings.make_clock()())
    with ready(settings) as database, database.reading() as connection:
        row = explained_floor(connection, district_code, method, today)
    click.echo("\n".join(_told(row, today, language or settings.language)))


def _told(row: Any, on: date, language: str) -> Sequence[str]:
    from service.minimum_prices.explanation import explain as explained
    from service.minimum_prices.reproduction import reproduced

    told = explained(row, on)
    lines = [_head(row, told["method_source"]), *_notice(row, language), ""]
    for heading, part in zip(HEADINGS[language], ("steps", "context", "grade_reasons", "warnings"), strict=True):
        lines.extend(_section(heading.format(**told), told[f"{part}_{language}"]))
    differences = (asdict(each) for each in reproduced(row))
    return [*lines, *([DIFFERS[language].format(**each) for each in differences] or [REPRODUCED[language]])]


def _head(row: Any, source: str) -> str:
    stands = row.status or row.reason
    return f"{row.district_code}  {row.method} v{row.method_version} ({source}), {stands}, {row.valid_from}"


def _notice(row: Any, language: str) -> list[str]:
    from service.minimum_prices.schemas import NOTICE_EN, NOTICE_ID
    from service.vocabulary import LegalStatus

    if row.legal_status == LegalStatus.DECREE:
        return [f"{row.decree_number}, {row.decree_on}, {row.decree_signatory}"]
    return [NOTICE_EN if language == "en" else NOTICE_ID]


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines), ""] if lines else []
