"""What explanations are made of: words and numbers as Indonesian and English write them."""

from dataclasses import dataclass
from datetime import date

from service.economics.minimum_price import CostConcept
from service.vocabulary import CostGroup, IndexName, Represents, Sampling

Words = tuple[str, str]

CONCEPTS = {
    CostConcept.CASH: ("biaya tunai", "cash cost"),
    CostConcept.PAID_COST: ("biaya yang dibayar", "paid cost"),
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: (
        "biaya yang dibayar dan tenaga kerja keluarga",
        "paid cost and family labour",
    ),
    CostConcept.COMPREHENSIVE: ("biaya menyeluruh", "comprehensive cost"),
    CostConcept.AS_PRINTED: ("biaya sebagaimana dicetak", "cost as printed"),
}
AREAS: dict[str, Words] = {
    Represents.VILLAGE: ("desa", "a village"),
    Represents.SUBDISTRICT: ("kecamatan", "a subdistrict"),
    Represents.DISTRICT: ("kabupaten/kota", "the district"),
}
PARTS: dict[str, Words] = {
    "paid_cost": ("biaya yang dibayar", "paid cost"),
    "hired_labour": ("tenaga kerja upahan", "hired labour"),
    "family_labour": ("tenaga kerja keluarga", "family labour"),
    "own_resources": ("lahan dan modal sendiri", "own land and capital"),
    "household_consumption": ("konsumsi rumah tangga", "household consumption"),
    "other_income": ("pendapatan lain", "other income"),
    "rice_price": ("harga beras", "rice price"),
}
SERIES: dict[str, Words] = {
    IndexName.CONSUMPTION: ("indeks konsumsi rumah tangga petani", "the index of farmers' consumption"),
    IndexName.INPUTS: ("indeks sarana produksi petani", "the index of farmers' inputs"),
    IndexName.WAGE: ("upah", "wages"),
    IndexName.RICE_PRICE: ("harga beras", "the price of rice"),
    IndexName.CONSUMER_PRICES: ("harga konsumen", "consumer prices"),
}
SAMPLINGS: dict[str, Words] = {
    Sampling.RANDOM: ("dipilih acak", "chosen at random"),
    Sampling.PURPOSIVE: ("dipilih dengan sengaja", "chosen on purpose"),
    Sampling.UNKNOWN: ("dipilih dengan cara yang tidak disebutkan", "chosen in a way that is not said"),
}
GROUPS: dict[str, Words] = {
    CostGroup.FERTILISER: ("pupuk", "fertiliser"),
    CostGroup.PESTICIDE: ("pestisida", "pesticide"),
    CostGroup.COAGULANT: ("pembeku", "coagulant"),
    CostGroup.TAPPING: ("sadap", "tapping"),
    CostGroup.COLLECTING: ("pengumpulan", "collecting"),
    CostGroup.FUEL: ("bahan bakar", "fuel"),
    CostGroup.TRANSPORT: ("angkutan", "transport"),
    CostGroup.TOOLS: ("alat", "tools"),
    CostGroup.WEIGHT_CUT: ("potongan berat", "weight cut"),
    CostGroup.GROUP_FEE: ("iuran kelompok", "group fee"),
    CostGroup.INTEREST: ("bunga", "interest"),
    CostGroup.LAND: ("lahan", "land"),
    CostGroup.TAX: ("pajak", "tax"),
    CostGroup.STAND_ESTABLISHMENT: ("pembangunan kebun", "establishment of the stand"),
    CostGroup.OTHER: ("lain-lain", "other"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages; numbers are already written the way each language writes them."""

    indonesian: str
    english: str


def sentence(template: Words | str, **values: float | date | str | Words) -> Sentence:
    """Fill in a template, one for both languages or one for each, with numbers and words."""
    templates = (template, template) if isinstance(template, str) else template
    return Sentence(*(_filled(text, values, language) for language, text in enumerate(templates)))


def _filled(template: str, values: dict[str, float | date | str | Words], language: int) -> str:
    return template.format(**{name: _written(value, language) for name, value in values.items()})


def _written(value: float | date | str | Words, language: int) -> str:
    if isinstance(value, tuple):
        return value[language]
    return str(value) if isinstance(value, str | date) else _number(value, language)


def _number(value: float, language: int) -> str:
    """Write a number with at most two decimals: 1.039,13 in Indonesian, 1,039.13 in English."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.translate(str.maketrans(",.", ".,")) if language == 0 else text
