"""The templates there are, and what their columns mean."""

from datetime import date

from jobs.templates.columns import Template
from service.cost_surveys.headers import HOUSEHOLDS, PART_COLUMNS
from service.cost_surveys.households import HouseholdIn
from service.imports.forms import DISTRICT, PROVINCE
from service.indices.headers import INDICES
from service.indices.schemas import IndexLinkIn, IndexValueIn
from service.prices.auction_headers import AUCTIONS, BID_FIELDS
from service.prices.auction_schemas import LotIn, NightIn
from service.prices.headers import PRICES
from service.prices.schemas import PriceIn
from service.vocabulary import (
    BokarType,
    BuyerType,
    IndexName,
    PriceKind,
    PriceLevel,
    Provenance,
    StorageAge,
    Tenure,
    TimeUnit,
)

BIDS = BID_FIELDS[:5]
_EXAMPLE_DISTRICT = "Kabupaten Muara Enim"
_OWN_ID = ("Nomor catatan sendiri; dengan nomor yang sama catatan dapat dibetulkan", "Your own id; lets you correct it")
_KKK = ("Kadar karet kering, 0-100", "Dry rubber content, 0 to 100")
_STORAGE_AGE = ("Umur simpan bokar", "How long the bokar drained")
_BOKAR_TYPE = ("Bentuk bokar", "Form of the bokar")
_SOURCE = ("Sumber data, mis. nama kantor atau media", "Where the figure comes from, e.g. the office or paper")
_PROVENANCE = ("Cara data diperoleh", "How the figure was obtained")
_DISTRICT = ("Nama kabupaten/kota", "Name of the district")
_NOTES = (
    (
        "Isi lembar `data`, satu baris satu catatan; jangan mengubah judul kolom.",
        "Fill in the sheet `data`, one row per record; leave the headers as they are.",
    ),
    (
        "Baris contoh tidak diambil; boleh dihapus atau dibiarkan.",
        "The example row is not taken in; delete it or leave it.",
    ),
    ("Kolom yang tidak wajib boleh kosong.", "Columns that are not needed may stay blank."),
)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


_PRICES = Template(
    PRICES,
    (PriceIn,),
    texts={
        "external_id": _OWN_ID,
        "observed_on": ("Tanggal harga", "Day of the price"),
        PROVINCE: ("Provinsi, bila harga berlaku untuk seluruh provinsi", "Province, where the price is for all of it"),
        DISTRICT: _DISTRICT,
        "price_level": (
            "Tingkat harga: siapa yang membayar atau mengumumkan",
            "Where in the trade it was paid or posted",
        ),
        "price_idr_per_kg": ("Harga", "Price"),
        "price_kind": ("Penawaran atau harga yang dibayar", "Offered or really paid"),
        "dry_rubber_content_percent": _KKK,
        "storage_age": _STORAGE_AGE,
        "bokar_type": _BOKAR_TYPE,
        "deduction_percent": ("Potongan timbangan (basi)", "Share of the weight that is not paid"),
        "fee_idr_per_kg": ("Iuran", "Fee"),
        "transport_idr_per_kg": ("Ongkos angkut yang ditanggung petani", "Transport that the farmer pays"),
        "volume_kg": ("Berat yang dijual", "Weight sold"),
        "buyer_type": ("Jenis pembeli, tanpa nama", "Type of buyer, no name"),
        "reporter": ("Pelapor; namanya diganti kode saat diambil", "Who reports; the name becomes a hash at the door"),
        "quality_note": ("Catatan mutu", "Note on quality"),
        "source": _SOURCE,
        "provenance": _PROVENANCE,
    },
    example={
        "external_id": "1",
        "observed_on": date(2026, 1, 12),
        DISTRICT: _EXAMPLE_DISTRICT,
        "price_level": PriceLevel.FARMGATE,
        "price_idr_per_kg": 9500,
        "price_kind": PriceKind.PAID,
        "dry_rubber_content_percent": 55,
        "storage_age": StorageAge.WEEKLY,
        "bokar_type": BokarType.SLAB,
        "deduction_percent": 10,
        "volume_kg": 120.5,
        "buyer_type": BuyerType.COLLECTOR,
        "source": "Dinas Perkebunan",
        "provenance": Provenance.SURVEY,
    },
    notes=_NOTES,
)
_AUCTIONS = Template(
    AUCTIONS,
    (NightIn, LotIn),
    texts={
        "external_id": ("Nomor lelang sendiri, bila ada", "Your own id of the auction, if there is one"),
        "uppb_name": ("Nama UPPB", "Name of the UPPB"),
        "registration_number": ("Nomor registrasi UPPB", "Registration number of the UPPB"),
        DISTRICT: _DISTRICT,
        "held_on": ("Tanggal lelang", "Day of the auction"),
        "reserve_price_idr_per_kg": ("Harga dasar", "Reserve price"),
        **{
            field: (f"Penawaran {n}, tanpa nama penawar", f"Bid {n}, without the bidder's name")
            for n, field in enumerate(BIDS, start=1)
        },
        "winner_type": ("Jenis pemenang, tanpa nama", "Type of the winner, no name"),
        "source": _SOURCE,
        "provenance": _PROVENANCE,
        "lot_number": ("Nomor lot", "Number of the lot"),
        "weight_kg": ("Berat lot", "Weight of the lot"),
        "dry_rubber_content_percent": ("Kadar karet kering terukur, 0-100", "Dry rubber content as measured, 0 to 100"),
        "storage_age": _STORAGE_AGE,
        "bokar_type": _BOKAR_TYPE,
        "price_idr_per_kg": ("Harga yang dibayar", "Price paid"),
    },
    example={
        "uppb_name": "UPPB Contoh",
        "registration_number": "CONTOH/001",
        DISTRICT: _EXAMPLE_DISTRICT,
        "held_on": date(2026, 1, 12),
        "reserve_price_idr_per_kg": 9500,
        BIDS[0]: 9600,
        BIDS[1]: 9850,
        "winner_type": BuyerType.COMPANY,
        "source": "formulir lelang",
        "provenance": Provenance.SURVEY,
        "lot_number": "1",
        "weight_kg": 1250.5,
        "dry_rubber_content_percent": 55.5,
        "storage_age": StorageAge.WEEKLY,
        "bokar_type": BokarType.SLAB,
        "price_idr_per_kg": 9800,
    },
    notes=(
        *_NOTES,
        (
            "Satu baris satu lot; kolom malam lelang cukup diisi di baris lot pertama, atau diulang di tiap baris.",
            "One row per lot; the columns of the night are filled in at its first lot, or repeated on every row.",
        ),
    ),
)
_SURVEYS = Template(
    HOUSEHOLDS,
    (HouseholdIn,),
    texts={
        "survey_id": (
            "Kode survei, sama untuk semua rumah tangganya",
            "Code of the survey, the same for all its households",
        ),
        "external_id": ("Nomor rumah tangga", "Number of the household"),
        "respondent_name": ("Nama responden; diganti kode saat diambil", "Name; becomes a hash at the door"),
        "respondent_phone": ("Nomor HP; diganti kode saat diambil", "Phone number; becomes a hash at the door"),
        "interviewed_on": ("Tanggal wawancara", "Day of the interview"),
        DISTRICT: _DISTRICT,
        "subdistrict_code": ("Kode kecamatan Kemendagri, NN.NN.NN", "Kemendagri code of the subdistrict, NN.NN.NN"),
        "village_code": ("Kode desa Kemendagri, NN.NN.NN.NNNN", "Kemendagri code of the village, NN.NN.NN.NNNN"),
        "weight": ("Bobot dalam contoh", "Weight in the sample"),
        "household_size": ("Jumlah anggota keluarga", "Members of the household"),
        "education_years": ("Lama sekolah", "Years at school"),
        "experience_years": ("Pengalaman bertani karet", "Experience with rubber"),
        "member": ("Anggota kelompok tani atau UPPB", "Member of a group or UPPB"),
        "tenure": ("Siapa yang menyadap kebun siapa", "Who taps whose trees"),
        "trees_total": ("Jumlah pohon", "Trees"),
        "trees_tapped": ("Pohon yang disadap", "Trees that are tapped"),
        "area_ha": ("Luas kebun", "Area"),
        "time_unit": ("Semua angka per bulan atau per tahun", "Whether all figures are per month or per year"),
        "months_tapped": ("Bulan sadap setahun; wajib bila per bulan", "Months tapped a year; needed if per month"),
        "production_kg": ("Produksi bokar", "Production of bokar"),
        "dry_rubber_content_percent": _KKK,
        "bokar_type": _BOKAR_TYPE,
        "storage_age": _STORAGE_AGE,
        "price_idr_per_kg": ("Harga jual", "Price got"),
        "deduction_percent": ("Potongan timbangan (basi)", "Share of the weight that is not paid"),
        "deduction_treated_as": (
            "Potongan mengurangi harga atau dicatat sebagai biaya",
            "Whether the cut lowers the price or is a cost",
        ),
        "own_land_idr": ("Sewa lahan sendiri (diperhitungkan)", "Rent of own land (imputed)"),
        "own_capital_idr": ("Bunga modal sendiri (diperhitungkan)", "Interest on own capital (imputed)"),
        "food_consumption_idr": (
            "Konsumsi pangan, bila tidak dirinci",
            "Food consumed, where its groups are not given",
        ),
        "non_food_consumption_idr": (
            "Konsumsi non-pangan, bila tidak dirinci",
            "Other consumption, where its groups are not given",
        ),
        "other_income_idr": ("Pendapatan lain, bila tidak dirinci", "Other income, where its sources are not given"),
        **{name: (_spoken(column.called.split()[0]), _spoken(name)) for name, column in PART_COLUMNS.items()},
    },
    example={
        "survey_id": "contoh-2026",
        "external_id": "1",
        "respondent_name": "Nama Responden",
        "interviewed_on": date(2026, 1, 12),
        DISTRICT: _EXAMPLE_DISTRICT,
        "household_size": 4,
        "member": "true",
        "tenure": Tenure.OWNER_TAPPER,
        "time_unit": TimeUnit.MONTH,
        "months_tapped": 10,
        "production_kg": 190,
        "dry_rubber_content_percent": 55,
        "bokar_type": BokarType.SLAB,
        "storage_age": StorageAge.WEEKLY,
        "price_idr_per_kg": 9000,
        "cost_coagulant_idr": 30000,
        "consumption_rice_idr": 300000,
        "labour_family_tapping_days": 12,
    },
    notes=(
        *_NOTES,
        (
            "Biaya `_diperhitungkan` tidak dibayar tunai; `_bagian_persen` adalah bagian dari hasil penjualan.",
            "Costs that end in `_diperhitungkan` are not paid in cash; `_bagian_persen` is a share of revenue.",
        ),
    ),
    headers={"respondent_name": "nama_responden", "respondent_phone": "no_hp"},
)
_INDICES = Template(
    INDICES,
    (IndexValueIn, IndexLinkIn),
    texts={
        "index_name": (
            "Indeks: IKRT (konsumsi), BPPBM (sarana), upah, harga beras, atau IHK bila IKRT tidak ada",
            "Index: IKRT (consumption), BPPBM (inputs), wages, rice price, or consumer prices where IKRT is lacking",
        ),
        PROVINCE: ("Provinsi; kosong bila untuk seluruh Indonesia", "Province; blank for the whole country"),
        "month": ("Bulan, mis. 2026-10 atau Okt 2026", "Month, e.g. 2026-10 or Okt 2026"),
        "base": (
            "Tahun dasar, mis. 2018=100; IDR untuk upah (Rp/HOK) dan harga beras (Rp/kg)",
            "Base, e.g. 2018=100; IDR for wages (Rp per person-day) and the rice price (Rp/kg)",
        ),
        "value": ("Nilai bulan itu", "Value of that month"),
        "to_base": (
            "Hanya untuk penghubung: tahun dasar tujuan; kosongkan bulan dan nilai",
            "For a link only: the base it leads to; leave month and value blank",
        ),
        "factor": (
            "Hanya untuk penghubung: pengali dari tahun dasar ke tahun dasar tujuan",
            "For a link only: what a value in the base is multiplied by to be in the other",
        ),
        "source": _SOURCE,
        "provenance": _PROVENANCE,
    },
    example={
        "index_name": IndexName.CONSUMPTION,
        PROVINCE: "Sumatera Selatan",
        "month": "2026-01",
        "base": "2018=100",
        "value": 123.45,
        "source": "contoh / example",
        "provenance": Provenance.SIMULATED,
    },
    notes=_NOTES,
)
TEMPLATES = {"prices": _PRICES, "auctions": _AUCTIONS, "surveys": _SURVEYS, "indices": _INDICES}
