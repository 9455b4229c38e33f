"""What clerks call the columns of a price list."""

from service.imports.forms import AREA_NAMES, BPS_CODE, DISTRICT, PROVINCE, REFUSED_ROW, Form

_NAMES = {
    "external_id": "id id_luar nomor_catatan",
    "observation_id": "id_pengamatan",
    **AREA_NAMES,
    "observed_on": "tanggal tgl date tanggal_harga tanggal_lelang",
    "date_precision": "ketelitian_tanggal",
    "price_level": "tingkat tingkat_harga",
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_per_kg harga_idr_per_kg",
    "price_kind": "jenis_harga",
    "dry_rubber_content_percent": "kkk k3 kkk_persen k3_persen kadar_karet_kering",
    "deduction_percent": "potongan potongan_persen basi basi_persen",
    "fee_idr_per_kg": "iuran iuran_rp_kg",
    "transport_idr_per_kg": "angkutan ongkos_angkut angkutan_rp_kg",
    "bokar_type": "jenis_bokar bentuk_bokar",
    "storage_age": "umur_simpan",
    "quality_note": "catatan_mutu mutu",
    "volume_kg": "berat_kg jumlah_kg kg",
    "buyer_type": "jenis_pembeli",
    "reporter": "pelapor enumerator pencatat petugas",
    "source": "sumber",
    "provenance": "asal_data",
    "derived": "turunan",
    "range_part": "bagian_kisaran",
    "suspect": "diragukan",
    "published_on": "terbit",
    REFUSED_ROW: "baris_ditolak",
}
PRICES = Form(
    names=_NAMES,
    numbers=frozenset(
        {
            "price_idr_per_kg",
            "dry_rubber_content_percent",
            "deduction_percent",
            "fee_idr_per_kg",
            "transport_idr_per_kg",
            "volume_kg",
        }
    ),
    days=frozenset({"observed_on"}),
    needed=(
        ("district_code", DISTRICT, BPS_CODE, "province_code", PROVINCE),
        ("observed_on",),
        ("price_level",),
        ("price_idr_per_kg",),
        ("source",),
        ("provenance",),
    ),
    prints_tables=True,
)
