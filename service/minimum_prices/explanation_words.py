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
WARNINGS = {
    "cost_concept_as_printed": (
        "Studi hanya mencetak jumlah biaya; tidak diketahui apakah tenaga kerja keluarga termasuk.",
        "The study prints only total cost; whether family labour is in it is not known.",
    ),
    "consumption_below_poverty_line": (
        "Konsumsi per orang di bawah garis kemiskinan Sayogyo; harga minimum ini mungkin terlalu rendah.",
        "Consumption per head is below Sayogyo's poverty line; this minimum price may be too low.",
    ),
    "consumption_not_checked": (
        "Konsumsi tidak dapat dibandingkan dengan garis kemiskinan.",
        "Consumption could not be compared with the poverty line.",
    ),
    "consumption_parts_do_not_add_up": (
        "Jumlah konsumsi yang dicetak berbeda dari jumlah bagiannya; yang dicetak dipakai.",
        "The printed consumption differs from the sum of its parts; the printed one is used.",
    ),
    "items_do_not_add_up": (
        "Jumlah biaya yang dicetak berbeda dari jumlah butirnya; yang dicetak dipakai.",
        "The printed total cost differs from the sum of its items; the printed one is used.",
    ),
    "other_income_assumed_zero": (
        "Pendapatan lain tidak dicetak; dianggap nol.",
        "Other income is not printed; taken as zero.",
    ),
    "period_assumed": (
        "Masa survei tidak dicetak; dianggap awal masa berlaku.",
        "The survey's period is not printed; taken as the start of validity.",
    ),
    "household_size_assumed": (
        "Jumlah anggota rumah tangga tidak dicetak; disimpulkan dari angka lain.",
        "Household size is not printed; inferred from other figures.",
    ),
    "months_tapped_assumed": (
        "Jumlah bulan sadap disimpulkan, tidak dicetak.",
        "The number of months tapped is inferred, not printed.",
    ),
    "floor_valid_from_assumed": (
        "Awal masa berlaku adalah anggapan.",
        "The start of validity is assumed.",
    ),
    "households_left_out": (
        "Beberapa rumah tangga tidak diikutkan, agar angkanya tidak dapat ditelusuri ke satu rumah tangga.",
        "Some households are left out, so that no figure can be traced to one of them.",
    ),
    "households_without_production_left_out": (
        "Rumah tangga tanpa produksi tidak diikutkan.",
        "Households without production are left out.",
    ),
    "households_without_floor_left_out": (
        "Rumah tangga yang tidak menyebutkan semua yang diperlukan tidak diikutkan.",
        "Households that do not state all that is needed are left out.",
    ),
    "consumption_by_consumer_prices": (
        "Konsumsi dibawa dengan harga konsumen, karena indeksnya sendiri tidak ada.",
        "Consumption is carried by consumer prices, because its own index is not there.",
    ),
    "hired_labour_by_inputs": (
        "Upah tenaga kerja dibawa dengan indeks sarana produksi.",
        "Hired labour is carried by the index of inputs.",
    ),
    "other_income_as_surveyed": (
        "Pendapatan lain tetap seperti dalam survei.",
        "Other income stays as surveyed.",
    ),
}
NOT_STATED_BY_ALL = "_not_stated_by_all"
FIGURES: dict[str, Words] = {
    "cash_idr": ("biaya tunai", "cash cost"),
    "depreciation_idr": ("penyusutan alat", "depreciation of tools"),
    "family_labour_idr": ("tenaga kerja keluarga", "family labour"),
    "own_resources_idr": ("lahan dan modal sendiri", "own land and capital"),
    "household_consumption_idr": ("konsumsi rumah tangga", "household consumption"),
    "household_size": ("jumlah anggota rumah tangga", "household size"),
    "other_income_idr": ("pendapatan lain", "other income"),
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


def warning(slug: str) -> Words:
    """Return a warning's sentences, the slug itself where there are none."""
    figure = FIGURES.get(slug.removesuffix(NOT_STATED_BY_ALL))
    if slug.endswith(NOT_STATED_BY_ALL) and figure is not None:
        indonesian, english = figure
        return f"Tidak semua rumah tangga menyebutkan {indonesian}.", f"Not every household states {english}."
    return WARNINGS.get(slug, (slug, slug))


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
