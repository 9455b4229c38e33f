"""`bokar explain`: a minimum price with its formula, what it rests on, and whether it comes out again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from sqlalchemy import Connection

from jobs.opening import process_settings, ready
from service.economics.minimum_price import FLOOR_METHODS
from service.vocabulary import Aggregator

HEADINGS = {
    "en": ("Formula", "What it rests on", "Grade {grade}, because", "Warnings"),
    "id": ("Rumus", "Dasarnya", "Mutu {grade}, karena", "Catatan"),
}
REPRODUCED = {
    "en": "Computed again from the stored inputs by this version: the same figures and the same digest.",
    "id": "Dihitung ulang dari masukan yang tersimpan dengan versi ini: angka dan sidiknya sama.",
}
REPRODUCED_FROM_HOUSEHOLDS = {
    "en": "Computed again from the stored households by this version: the same figures, interval and digest.",
    "id": "Dihitung ulang dari rumah tangga yang tersimpan dengan versi ini: angka, selang dan sidiknya sama.",
}
DIFFERS = {
    "en": "Computed again by this version, {figure} is {recomputed}; stored is {stored}.",
    "id": "Dihitung ulang dengan versi ini, {figure} adalah {recomputed}; yang tersimpan {stored}.",
}
HOUSEHOLDS_CHANGED = {
    "en": "The survey's households have changed since (households_digest {digest} is found no more), so {figures}"
    " could not be computed again.",
    "id": "Rumah tangga survei sudah berubah (households_digest {digest} tidak ditemukan lagi), jadi {figures}"
    " tidak dapat dihitung ulang.",
}
INTERVAL = {"en": "its interval", "id": "selangnya"}
MEAN_OF_FLOORS = {
    "en": "the mean of the households' own floors and its interval",
    "id": "rata-rata harga minimum tiap rumah tangga dan selangnya",
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
        spoken = language or settings.language
        lines = [*_told(row, today, spoken), *_computed_again(connection, row, spoken)]
    click.echo("\n".join(lines))


def _told(row: Any, on: date, language: str) -> Sequence[str]:
    from service.minimum_prices.explanation import explain as explained

    told = explained(row, on)
    lines = [_head(row, told["method_source"]), *_notice(row, language), ""]
    for heading, part in zip(HEADINGS[language], ("steps", "context", "grade_reasons", "warnings"), strict=True):
        lines.extend(_section(heading.format(**told), told[f"{part}_{language}"]))
    return lines


def _computed_again(connection: Connection, row: Any, language: str) -> Sequence[str]:
    """Return whether the floor comes out again, from its households where they still are what they were."""
    from service.minimum_prices.floor_households import rests_on_households, sample_behind, years_behind
    from service.minimum_prices.reproduction import reproduced

    if not rests_on_households(row):
        return _compared(reproduced(row), REPRODUCED, language)
    years = years_behind(connection, row)
    if years is not None:
        return _compared(reproduced(row, sample_behind(row.inputs, years)), REPRODUCED_FROM_HOUSEHOLDS, language)
    changed = HOUSEHOLDS_CHANGED[language].format
    digest = row.inputs["households_digest"]
    if row.aggregator == Aggregator.MEAN_OF_RATIOS:
        return [*_told_apart(reproduced(row), language), changed(digest=digest, figures=MEAN_OF_FLOORS[language])]
    return [*_compared(reproduced(row), REPRODUCED, language), changed(digest=digest, figures=INTERVAL[language])]


def _compared(differences: Sequence[Any], same: Mapping[str, str], language: str) -> Sequence[str]:
    return _told_apart(differences, language) or [same[language]]


def _told_apart(differences: Sequence[Any], language: str) -> Sequence[str]:
    return [DIFFERS[language].format(**asdict(each)) for each in differences]


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
