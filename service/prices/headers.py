"""What clerks call the columns of a price list."""

from service.imports.forms import (
    AREA_NAMES,
    BOKAR_TYPE,
    BPS_CODE,
    DEDUCTION,
    DISTRICT,
    DRY_RUBBER_CONTENT,
    PROVENANCE,
    PROVINCE,
    REFUSED_ROW,
    SOURCE,
    STORAGE_AGE,
    Form,
)

_NAMES = {
    "external_id": "id id_luar nomor_catatan",
    "observation_id": "id_pengamatan",
    **AREA_NAMES,
    "observed_on": "tanggal tgl date hari_tanggal tanggal_harga tgl_harga tanggal_lelang tgl_lelang tanggal_pengamatan "
    "tanggal_survei tanggal_transaksi tgl_transaksi",
    "date_precision": "ketelitian_tanggal",
    "price_level": "tingkat tingkat_harga tingkat_pasar level level_harga saluran saluran_pemasaran",
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_rp_per_kg harga_per_kg harga_per_kilo harga_per_kilogram "
    "harga_kg harga_idr_per_kg harga_karet harga_karet_rp_kg harga_bokar harga_bokar_rp_kg harga_lelang",
    "price_kind": "jenis_harga status_harga",
    "dry_rubber_content_percent": DRY_RUBBER_CONTENT,
    "deduction_percent": DEDUCTION,
    "fee_idr_per_kg": "iuran iuran_rp_kg iuran_kelompok",
    "transport_idr_per_kg": "angkutan ongkos_angkut angkutan_rp_kg biaya_angkut biaya_angkutan "
    "transportasi biaya_transportasi",
    "bokar_type": BOKAR_TYPE,
    "storage_age": STORAGE_AGE,
    "quality_note": "catatan_mutu mutu kualitas",
    "volume_kg": "berat_kg jumlah_kg kg berat_bokar_kg kuantitas_kg",
    "buyer_type": "jenis_pembeli tipe_pembeli",
    "reporter": "pelapor enumerator pencatat petugas nama_pelapor nama_enumerator nama_pencatat nama_petugas",
    "source": SOURCE,
    "provenance": PROVENANCE,
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
