"""What a minimum price rests on, in sentences: survey, interval, carried parts, items, version and digest."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.economics.parameters import parameter
from service.economics.sampling import slovin_sample_size
from service.minimum_prices.explanation_words import AREAS, GROUPS, PARTS, SAMPLINGS, SERIES, Sentence, Words, sentence
from service.vocabulary import CostUnit, TimeUnit

_UNITS: dict[str, Words] = {TimeUnit.MONTH: ("sebulan", "a month"), TimeUnit.YEAR: ("setahun", "a year")}


def context(row: Any) -> list[Sentence]:
    """Return the sentences that stand beside a floor's formula; `row` is its whole table row."""
    survey = row.inputs["survey"]
    return [
        *_survey(row, survey),
        *_slovin(row, survey),
        *_interval(row),
        *_carried(row),
        *_costs(row, survey),
        *_origin(row),
    ]


def _survey(row: Any, survey: Mapping[str, Any]) -> Iterator[Sentence]:
    yield sentence(("Survei: {title}. Sumber: {source}.", "Survey: {title}. Source: {source}."), **_texts(survey))
    template = ("{n} rumah tangga; mewakili {area}.", "{n} households; they represent {area}.")
    yield sentence(template, n=row.households, area=AREAS[row.represents])
    if "sampling" in survey:
        template = ("Rumah tangga itu {chosen}.", "The households were {chosen}.")
        yield sentence(template, chosen=SAMPLINGS[survey["sampling"]])


def _slovin(row: Any, survey: Mapping[str, Any]) -> Iterator[Sentence]:
    population = survey.get("population")
    if population is None:
        return
    margin = parameter("slovin_margin_of_error", row.valid_from).number
    template = (
        "Sebagai informasi: dari {population} rumah tangga, rumus Slovin (galat {margin} %) meminta {target}.",
        "For information: of {population} households, Slovin's formula (error {margin} %) asks for {target}.",
    )
    target = slovin_sample_size(population, margin)
    yield sentence(template, population=population, margin=margin * 100, target=target)


def _interval(row: Any) -> Iterator[Sentence]:
    if row.interval_low_idr_per_kg is None:
        if row.minimum_price_idr_per_kg is not None:
            yield Sentence("Tanpa selang kepercayaan.", "There is no interval around it.")
        return
    template = (
        "Selang kepercayaan 95 %: Rp {low} sampai Rp {high} ({count} sampel ulang, benih {seed}).",
        "95 % interval: Rp {low} to Rp {high} ({count} replicates, seed {seed}).",
    )
    ends = {"low": float(row.interval_low_idr_per_kg), "high": float(row.interval_high_idr_per_kg)}
    yield sentence(template, count=row.replicates, seed=str(row.seed), **ends)


def _carried(row: Any) -> Iterator[Sentence]:
    """Return how each part of the floor was carried forward; a part without a series is as surveyed."""
    if row.carried_to is None:
        yield Sentence(
            "Seluruhnya dari survei; tidak ada yang dibawa indeks.", "All of it is surveyed; none is indexed."
        )
    carried = (
        "Bagian {part} dibawa dari {first} ke {last} dengan {series}: dikali {factor}.",
        "The part {part} is carried from {first} to {last} by {series}: times {factor}.",
    )
    for one in row.inputs.get("carried", ()):
        part = PARTS.get(one["part"], (one["part"], one["part"]))
        if one["series"] is None:
            yield sentence(("Bagian {part} tetap seperti dalam survei.", "The part {part} is as surveyed."), part=part)
            continue
        months = {"first": one["from_month"][:7], "last": one["to_month"][:7]}
        yield sentence(carried, part=part, series=SERIES[one["series"]], factor=_factor(one["factor"]), **months)


def _factor(value: float) -> Words:
    """Write a factor with four decimals: 1,0851 in Indonesian, 1.0851 in English."""
    english = f"{value:.4f}"
    return english.replace(".", ","), english


def _costs(row: Any, survey: Mapping[str, Any]) -> Iterator[Sentence]:
    """Return the items that a study prints; of households the cost by item is told beside the floor."""
    for item in survey.get("items", ()):
        yield _item(item, survey)
    if "households_digest" in row.inputs:
        address = f"/v1/cost-of-production?survey_id={row.survey_id}&by=item_group"
        yield sentence(("Biaya menurut butir: {address}.", "Cost by item: {address}."), address=address)


def _item(item: Mapping[str, Any], survey: Mapping[str, Any]) -> Sentence:
    group = GROUPS[item["cost_group"]]
    name = {"name": item["name"], "group": group}
    if item["unit"] == CostUnit.REVENUE_SHARE:
        template = (
            "Biaya {name} ({group}): {percent} % dari penerimaan.",
            "Cost of {name} ({group}): {percent} % of revenue.",
        )
        return sentence(template, percent=item["amount"] * 100, **name)
    template = ("Biaya {name} ({group}): Rp {amount} {unit}.", "Cost of {name} ({group}): Rp {amount} {unit}.")
    return sentence(template, amount=item["amount"], unit=_UNITS[survey["time_unit"]], **name)


def _origin(row: Any) -> Iterator[Sentence]:
    template = (
        "Dihitung dengan Bokar {version}; sidik masukan {digest}.",
        "Computed by Bokar {version}; digest of the inputs {digest}.",
    )
    yield sentence(template, version=row.software_version, digest=row.input_digest)


def _texts(survey: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(survey[name]).rstrip(".") for name in ("title", "source")}
