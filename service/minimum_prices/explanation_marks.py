"""What a floor's warnings and the reasons of its grade say, in Indonesian and English.

A mark that speaks of one figure is its name with an ending; every other mark has sentences of its own.
"""

from service.minimum_prices.explanation_words import Words

WARNINGS: dict[str, Words] = {
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
        "Masa survei tidak disebutkan; diambil dari tanggal wawancara, atau dari awal masa berlaku.",
        "The survey's period is not stated; taken from the days of the interviews, or from the start of validity.",
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
    "index_of_country": (
        "Indeks provinsi tidak ada; indeks nasional dipakai.",
        "The province has no index of its own; the country's is used.",
    ),
    "index_simulated": (
        "Sebagian indeks adalah angka simulasi, bukan hasil pengamatan.",
        "Some of the indices are simulated figures, not observed ones.",
    ),
    "simulated_survey": (
        "Surveinya adalah simulasi: harga minimum ini bukan hasil wawancara rumah tangga.",
        "The survey is simulated: this minimum price does not come of households that were asked.",
    ),
}
REASONS: dict[str, Words] = {
    "survey_older_than_24_months": (
        "Survei berumur lebih dari 24 bulan.",
        "The survey is more than 24 months old.",
    ),
    "fewer_than_30_households": (
        "Kurang dari 30 rumah tangga yang ditanya.",
        "Fewer than 30 households were asked.",
    ),
    "fewer_households_than_slovin": (
        "Rumah tangga yang ditanya lebih sedikit daripada yang diminta rumus Slovin.",
        "Fewer households were asked than Slovin's formula asks for.",
    ),
    "interval_wider_than_40_percent": (
        "Selang kepercayaannya lebih lebar dari 40 % harga minimum.",
        "The interval is wider than 40 % of the minimum price.",
    ),
    "interval_wider_than_20_percent": (
        "Selang kepercayaannya lebih lebar dari 20 % harga minimum.",
        "The interval is wider than 20 % of the minimum price.",
    ),
    "no_interval": (
        "Tanpa selang kepercayaan.",
        "There is no interval around it.",
    ),
    "dry_rubber_content_unknown": (
        "Kadar karet kering (KKK) tidak diketahui.",
        "The dry rubber content (KKK) is not known.",
    ),
    "represents_only_a_village": (
        "Surveinya hanya mewakili desa.",
        "The survey represents no more than a village.",
    ),
    "purposive_sampling": (
        "Rumah tangga dipilih dengan sengaja, tidak acak.",
        "The households were chosen on purpose, not at random.",
    ),
    "sampling_unknown": (
        "Tidak disebutkan bagaimana rumah tangga dipilih.",
        "It is not said how the households were chosen.",
    ),
}
"""What grades have for reasons beside a floor's warnings."""

FIGURES: dict[str, Words] = {
    "production_kg": ("produksi", "production"),
    "sold_kg": ("jumlah yang dijual", "what is sold"),
    "cash_idr": ("biaya tunai", "cash cost"),
    "depreciation_idr": ("penyusutan alat", "depreciation of tools"),
    "family_labour_idr": ("tenaga kerja keluarga", "family labour"),
    "own_resources_idr": ("lahan dan modal sendiri", "own land and capital"),
    "household_consumption_idr": ("konsumsi rumah tangga", "household consumption"),
    "household_size": ("jumlah anggota rumah tangga", "household size"),
    "other_income_idr": ("pendapatan lain", "other income"),
    "dry_rubber_content": ("kadar karet kering (KKK)", "the dry rubber content (KKK)"),
    "represents": ("wilayah yang diwakili", "the area it represents"),
    "price_idr_per_kg": ("harga", "the price"),
    "total_cost_idr": ("jumlah biaya", "total cost"),
    "food_consumption_idr": ("konsumsi pangan", "consumption of food"),
    "non_food_consumption_idr": ("konsumsi bukan pangan", "consumption other than food"),
    "households": ("jumlah rumah tangga yang ditanya", "how many households were asked"),
    "population": ("jumlah rumah tangga seluruhnya", "how many households there are"),
    "villages": ("jumlah desa", "the number of villages"),
    "sampling": ("cara memilih rumah tangga", "how households were chosen"),
    "time_unit": ("satuan waktu", "the unit of time"),
    "deduction_treated_as": ("perlakuan potongan berat", "how the weight cut was booked"),
}
_OF_A_FIGURE: dict[str, Words] = {
    "_not_stated_by_all": (
        "Tidak semua rumah tangga menyebutkan {figure}.",
        "Not every household states {figure}.",
    ),
    "_suppressed": (
        "Keterangan tentang {figure} tidak dipakai, agar tidak dapat ditelusuri ke satu rumah tangga.",
        "What is stated of {figure} is left unused, so that it cannot be traced to one household.",
    ),
    "_assumed": (
        "Survei tidak menyebutkan {figure}; ini anggapan.",
        "The survey does not state {figure}; it is assumed.",
    ),
}


def warning(slug: str) -> Words:
    """Return a warning's sentences; the slug itself where there are none."""
    if slug in WARNINGS:
        return WARNINGS[slug]
    for ending, (indonesian, english) in _OF_A_FIGURE.items():
        if slug.endswith(ending):
            # A study may take anything for granted; what has no name here is called as it is written.
            name = slug.removesuffix(ending)
            figure = FIGURES.get(name, (name.replace("_", " "),) * 2)
            return indonesian.format(figure=figure[0]), english.format(figure=figure[1])
    return slug, slug


def grade_reason(slug: str) -> Words:
    """Return the sentences of a grade's reason: its own, else those of the warning it is."""
    return REASONS.get(slug) or warning(slug)
