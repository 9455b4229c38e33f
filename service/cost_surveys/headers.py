"""What the columns of a sheet of households are called: one row is one household.

What a form holds in lists has a column for each group here, made of the vocabulary: `cost_fertiliser_idr`,
`labour_hired_tapping_days`, `tool_1_name`. Costs for land, tax, interest and the establishment of the stand are fixed,
all others variable; `_imputed_idr` is not paid in money, `_share_percent` a share of revenue.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from service.cost_surveys.household_parts import NAMED_SHARES
from service.imports.forms import (
    AREA_NAMES,
    BOKAR_TYPE,
    BPS_CODE,
    DEDUCTION,
    DISTRICT,
    DRY_RUBBER_CONTENT,
    LEFT_OUT,
    REFUSED_ROW,
    STORAGE_AGE,
    Form,
    plain,
)
from service.privacy.columns import PERSONAL_COLUMNS, PersonalField, personal_field
from service.vocabulary import (
    FOOD_GROUPS,
    ConsumptionGroup,
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    HouseholdPart,
    IncomeSource,
    LabourActivity,
    LabourSource,
)
from service.words import WORDS

TOOLS = range(1, 7)
FIXED_GROUPS = frozenset({CostGroup.LAND, CostGroup.TAX, CostGroup.STAND_ESTABLISHMENT, CostGroup.INTEREST})


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column that fills one field of one row of a household's lists; columns with the same `row` fill one row.

    `says` is what such a row says without any cell, `called` what clerks call the column.
    """

    part: HouseholdPart
    row: str
    fills: str
    says: Mapping[str, str] = field(default_factory=dict)
    called: str = ""


_COSTS = {
    CostGroup.FERTILISER: "pupuk",
    CostGroup.PESTICIDE: "pestisida",
    CostGroup.COAGULANT: "pembeku",
    CostGroup.TAPPING: "penyadapan",
    CostGroup.COLLECTING: "pengumpulan",
    CostGroup.FUEL: "bahan_bakar",
    CostGroup.TRANSPORT: "angkutan",
    CostGroup.TOOLS: "alat",
    CostGroup.WEIGHT_CUT: "potongan_timbangan",
    CostGroup.GROUP_FEE: "iuran_kelompok",
    CostGroup.INTEREST: "bunga",
    CostGroup.LAND: "lahan",
    CostGroup.TAX: "pajak",
    CostGroup.STAND_ESTABLISHMENT: "pembangunan_kebun",
    CostGroup.OTHER: "lain",
}
_CONSUMPTION = {
    ConsumptionGroup.RICE: "beras",
    ConsumptionGroup.FISH_MEAT_EGGS: "ikan_daging_telur",
    ConsumptionGroup.VEGETABLES_FRUIT: "sayur_buah",
    ConsumptionGroup.OIL_SUGAR_DRINKS: "minyak_gula_minuman",
    ConsumptionGroup.TOBACCO: "rokok",
    ConsumptionGroup.OTHER_FOOD: "pangan_lain",
    ConsumptionGroup.HOUSING_ENERGY: "perumahan_energi",
    ConsumptionGroup.EDUCATION: "pendidikan",
    ConsumptionGroup.HEALTH: "kesehatan",
    ConsumptionGroup.CLOTHING: "pakaian",
    ConsumptionGroup.TRANSPORT_COMMUNICATION: "transportasi_komunikasi",
    ConsumptionGroup.SOCIAL_RELIGIOUS: "sosial_keagamaan",
    ConsumptionGroup.OTHER_NON_FOOD: "non_pangan_lain",
}
_INCOMES = {
    IncomeSource.ON_FARM_OTHER: "usaha_tani_lain",
    IncomeSource.OFF_FARM: "buruh_tani",
    IncomeSource.NON_FARM: "luar_pertanian",
}
_SOURCES = {LabourSource.FAMILY: "keluarga", LabourSource.HIRED: "upahan"}
_ACTIVITIES = {
    LabourActivity.TAPPING: "penyadapan",
    LabourActivity.COLLECTING: "pengumpulan",
    LabourActivity.WEEDING: "penyiangan",
    LabourActivity.FERTILISING: "pemupukan",
    LabourActivity.SPRAYING: "penyemprotan",
    LabourActivity.TRANSPORT: "angkutan",
    LabourActivity.OTHER: "lain",
}
_TOOL_FIELDS = {
    "name": "nama",
    "units": "jumlah",
    "purchase_value_idr": "harga_beli",
    "salvage_value_idr": "nilai_sisa",
    "economic_life_years": "umur_ekonomis",
}
# How a cost's column ends, what clerks end it with, and what its row says.
_CASH, _IMPUTED = {"payment": CostPayment.CASH.value}, {"payment": CostPayment.IMPUTED.value}
_COST_ENDINGS = (
    ("idr", "", _CASH),
    ("imputed_idr", "_diperhitungkan", _IMPUTED),
    ("share_percent", "_bagian_persen", {**_CASH, "unit": CostUnit.REVENUE_SHARE.value}),
)


def _costs() -> Iterator[tuple[str, PartColumn]]:
    for group, name in _COSTS.items():
        behaviour = CostBehaviour.FIXED if group in FIXED_GROUPS else CostBehaviour.VARIABLE
        for ending, their_ending, how in _COST_ENDINGS:
            says = {"cost_group": group.value, "behaviour": behaviour.value, **how}
            called = f"biaya_{name}{their_ending} biaya_{name}{their_ending}_rp"
            yield f"cost_{group}_{ending}", PartColumn(HouseholdPart.COSTS, f"{group} {ending}", "amount", says, called)


def _consumption() -> Iterator[tuple[str, PartColumn]]:
    for group, name in _CONSUMPTION.items():
        food = f" food_{group}_idr" if group in FOOD_GROUPS else ""
        called = f"konsumsi_{name} konsumsi_{name}_rp{food}"
        says = {"consumption_group": group.value}
        yield f"consumption_{group}_idr", PartColumn(HouseholdPart.CONSUMPTION, group, "amount_idr", says, called)


def _incomes() -> Iterator[tuple[str, PartColumn]]:
    for source, name in _INCOMES.items():
        says, called = {"income_source": source.value}, f"pendapatan_{name} pendapatan_{name}_rp"
        yield f"income_{source}_idr", PartColumn(HouseholdPart.OTHER_INCOMES, source, "amount_idr", says, called)


def _labour() -> Iterator[tuple[str, PartColumn]]:
    for activity, theirs in _ACTIVITIES.items():
        for source, name in _SOURCES.items():
            row, says = f"{source} {activity}", {"labour_source": source.value, "activity": activity.value}
            called = f"tenaga_{name}_{theirs}"
            days = PartColumn(HouseholdPart.LABOUR, row, "person_days", says, f"{called}_hok {called}_hari")
            wage = PartColumn(HouseholdPart.LABOUR, row, "wage_idr_per_person_day", says, f"{called}_upah")
            yield f"labour_{source}_{activity}_days", days
            yield f"labour_{source}_{activity}_wage_idr", wage
        says = {"labour_source": LabourSource.SHARE.value, "activity": activity.value}
        called = f"bagi_hasil_{theirs}_persen bagi_hasil_{theirs}"
        share = PartColumn(HouseholdPart.LABOUR, f"share {activity}", "revenue_share_percent", says, called)
        yield f"labour_share_{activity}_share_percent", share


def _tools() -> Iterator[tuple[str, PartColumn]]:
    for number in TOOLS:
        for ours, theirs in _TOOL_FIELDS.items():
            called = f"alat_{number}_{theirs} alat_{number}_{theirs}_rp"
            yield f"tool_{number}_{ours}", PartColumn(HouseholdPart.TOOLS, str(number), ours, {}, called)


PART_COLUMNS: Mapping[str, PartColumn] = dict([*_costs(), *_consumption(), *_incomes(), *_labour(), *_tools()])


def _personal(meaning: PersonalField) -> str:
    return " ".join(column for column, says in PERSONAL_COLUMNS.items() if says is meaning)


_FIGURES = {
    "weight": "bobot bobot_contoh",
    "household_size": "jumlah_anggota jumlah_anggota_keluarga anggota_keluarga",
    "education_years": "lama_sekolah pendidikan_tahun",
    "experience_years": "pengalaman pengalaman_tahun lama_bertani",
    "trees_total": "jumlah_pohon pohon",
    "trees_tapped": "pohon_disadap",
    "area_ha": "luas luas_ha luas_kebun luas_kebun_ha",
    "months_tapped": "bulan_sadap",
    "production_kg": "produksi produksi_kg",
    "dry_rubber_content_percent": DRY_RUBBER_CONTENT,
    "price_idr_per_kg": "harga harga_rp_kg harga_jual harga_per_kg",
    "deduction_percent": DEDUCTION,
    "own_land_idr": "sewa_lahan_sendiri sewa_lahan_sendiri_rp",
    "own_capital_idr": "bunga_modal_sendiri bunga_modal_sendiri_rp",
    "food_consumption_idr": "konsumsi_pangan konsumsi_pangan_rp",
    "non_food_consumption_idr": "konsumsi_non_pangan konsumsi_non_pangan_rp",
    "other_income_idr": "pendapatan_lain pendapatan_lain_rp",
}
_OTHERS = {
    "survey_id": "kode_survei id_survei",
    "external_id": "id id_luar id_rumah_tangga uuid",
    **AREA_NAMES,
    "subdistrict_code": "kode_kecamatan",
    "village_code": "kode_desa kode_kelurahan kode_desa_kelurahan",
    "interviewed_on": "tanggal tgl date hari_tanggal tanggal_wawancara tgl_wawancara tanggal_survei",
    "respondent_name": _personal(PersonalField.RESPONDENT_NAME),
    "respondent_phone": _personal(PersonalField.RESPONDENT_PHONE),
    "member": "anggota anggota_kelompok anggota_kelompok_tani anggota_uppb",
    "tenure": "status_penggarapan penggarapan",
    "time_unit": "satuan_waktu",
    "bokar_type": BOKAR_TYPE,
    "storage_age": STORAGE_AGE,
    "deduction_treated_as": "perlakuan_potongan",
    "none_of": "tidak_ada",
    REFUSED_ROW: "baris_ditolak",
}
HOUSEHOLDS = Form(
    names={**_OTHERS, **_FIGURES, **{name: column.called for name, column in PART_COLUMNS.items()}},
    numbers=frozenset(_FIGURES) | {name for name, column in PART_COLUMNS.items() if column.fills != "name"},
    days=frozenset({"interviewed_on"}),
    needed=(
        ("survey_id",),
        ("district_code", DISTRICT, BPS_CODE),
        ("interviewed_on",),
        ("time_unit",),
        ("production_kg",),
        ("respondent_name", "respondent_phone", "external_id"),
    ),
    words={
        **WORDS,
        **{name: NAMED_SHARES for name, column in PART_COLUMNS.items() if column.fills == "revenue_share_percent"},
    },
    leaves_out=lambda column: plain(column) in LEFT_OUT or personal_field(column) is not None,
    shown_names=(
        *_OTHERS,
        *_FIGURES,
        f"cost_<{'|'.join(CostGroup)}>_<{'|'.join(ending for ending, *_ in _COST_ENDINGS)}>",
        f"consumption_<{'|'.join(ConsumptionGroup)}>_idr",
        f"income_<{'|'.join(IncomeSource)}>_idr",
        f"labour_<{'|'.join(_SOURCES)}>_<{'|'.join(LabourActivity)}>_<days|wage_idr>",
        f"labour_share_<{'|'.join(LabourActivity)}>_share_percent",
        f"tool_<{TOOLS.start}-{TOOLS.stop - 1}>_<{'|'.join(_TOOL_FIELDS)}>",
    ),
)
