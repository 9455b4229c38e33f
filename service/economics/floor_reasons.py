"""Why there is no floor, or no interval around one: stable reasons, and their sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from service.economics.errors import UnknownName

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_cost": (
        "The survey has no cost at paid cost and none as printed.",
        "Survei tidak memuat biaya yang dibayar maupun biaya sebagaimana dicetak.",
    ),
    "revenue_shares_reach_one": (
        "Costs that are a share of revenue take all of it.",
        "Biaya berupa bagian dari penerimaan menghabiskan seluruh penerimaan.",
    ),
    "no_household_consumption": (
        "The survey has no household consumption.",
        "Survei tidak memuat konsumsi rumah tangga.",
    ),
    "no_household_size": (
        "The survey has no household size.",
        "Survei tidak memuat jumlah anggota rumah tangga.",
    ),
    "no_rice_price": (
        "No rice price is valid on that day.",
        "Tidak ada harga beras yang berlaku pada hari itu.",
    ),
    "no_living_income_benchmark": (
        "No living income benchmark is given.",
        "Patokan pendapatan layak tidak tersedia.",
    ),
    "no_family_labour_cost": (
        "The survey has no cost that includes family labour.",
        "Survei tidak memuat biaya termasuk tenaga kerja keluarga.",
    ),
    "no_decree": ("No decree sets a price.", "Tidak ada penetapan harga."),
    "no_fixed_price": ("The decree is recorded without its price.", "Penetapan dicatat tanpa harganya."),
    "no_production": (
        "The households of the survey produced nothing.",
        "Rumah tangga dalam survei tidak menghasilkan karet.",
    ),
    "no_weight": (
        "The weights of the survey's households add up to zero.",
        "Jumlah bobot rumah tangga dalam survei adalah nol.",
    ),
    "fewer_than_5_households": (
        "It would rest on fewer than 5 households; figures of so few are not published.",
        "Angkanya bersandar pada kurang dari 5 rumah tangga; angka dari sesedikit itu tidak diterbitkan.",
    ),
    "differs_by_fewer_than_5_households": (
        "It differs by fewer than 5 households from a figure shown already; the two together would tell of them.",
        "Angkanya berbeda kurang dari 5 rumah tangga dari yang sudah ditampilkan; keduanya akan mengungkapnya.",
    ),
    "not_computed_yet": (
        "The survey's households have come, but nothing has been computed from them yet.",
        "Rumah tangga survei sudah masuk, tetapi belum ada yang dihitung darinya.",
    ),
    "total_only": (
        "The study prints a total cost only.",
        "Studi hanya mencetak jumlah biaya.",
    ),
    "cost_by_items": (
        "The survey states its cost by items, so none is taken as printed.",
        "Survei merinci biayanya, jadi tidak ada yang diambil sebagaimana dicetak.",
    ),
    "no_depreciation": (
        "The survey does not state what its tools cost.",
        "Survei tidak memuat biaya alat.",
    ),
    "no_own_resources": (
        "The survey does not state what its own land, own capital or the stand cost.",
        "Survei tidak memuat biaya lahan sendiri, modal sendiri, atau pembangunan kebun.",
    ),
    "no_such_cost": (
        "Nobody in the survey states a cost of this group.",
        "Tidak ada yang menyebut biaya kelompok ini dalam survei.",
    ),
    "no_tenure": (
        "The survey does not tell who taps whose trees.",
        "Survei tidak membedakan siapa menyadap pohon siapa.",
    ),
    "no_price": (
        "The survey has no price, so the weight cut has no share of revenue.",
        "Survei tidak memuat harga, jadi potongan berat tidak punya bagian dari penerimaan.",
    ),
    "too_few_replicates": (
        "More than 5 % of the resampled surveys give no figure.",
        "Lebih dari 5 % survei yang disampel ulang tidak menghasilkan angka.",
    ),
    "index_missing": (
        "An index that carries the floor forward has no value for a month it needs.",
        "Indeks yang meneruskan harga minimum tidak punya nilai untuk bulan yang diperlukan.",
    ),
    "index_ends_early": (
        "An index that carries the floor forward ends before the month it is carried to.",
        "Indeks yang meneruskan harga minimum berakhir sebelum bulan yang dituju.",
    ),
    "bases_not_linked": (
        "An index that carries the floor forward changed its base, and no link joins the two.",
        "Indeks yang meneruskan harga minimum berganti tahun dasar, dan tidak ada penghubung keduanya.",
    ),
    "cost_parts_not_told": (
        "The survey does not tell the family's labour from other costs, so they cannot be carried forward.",
        "Survei tidak memisahkan tenaga kerja keluarga dari biaya lain, jadi biaya tidak dapat diteruskan.",
    ),
    "fewer_than_2_households": (
        "One household does not show how much households differ.",
        "Satu rumah tangga tidak menunjukkan seberapa jauh rumah tangga berbeda.",
    ),
}


def sentences(reason: str) -> tuple[str, str]:
    """Return a reason's sentence in English and in Indonesian.

    Equation: none
    Units: none.
    Special cases: none.
    Raises: UnknownName (no such reason).
    Source: DOMAIN section 3.

    >>> sentences("no_decree")
    ('No decree sets a price.', 'Tidak ada penetapan harga.')
    """
    if reason not in _SENTENCES:
        raise UnknownName("reason", reason)
    return _SENTENCES[reason]
