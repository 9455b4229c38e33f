"""What clerks call the columns of a sheet of auction nights, one row per lot."""

from service.imports.forms import AREA_NAMES, BPS_CODE, DISTRICT, REFUSED_ROW, WORDS, Form

BID_FIELDS = tuple(f"bid_{number}_idr_per_kg" for number in range(1, 21))
_NIGHT_NAMES = {
    "external_id": "id id_lelang nomor_lelang",
    "uppb_name": "uppb nama_uppb pasar_lelang",
    "registration_number": "no_registrasi nomor_registrasi no_reg registrasi",
    **AREA_NAMES,
    "held_on": "tanggal tgl date tanggal_lelang",
    "reserve_price_idr_per_kg": "harga_dasar harga_limit harga_awal harga_dasar_rp_kg",
    **{field: f"penawaran_{n} tawaran_{n} bid_{n}" for n, field in enumerate(BID_FIELDS, start=1)},
    "winner_type": "jenis_pemenang jenis_pembeli",
    "source": "sumber",
    "provenance": "asal_data",
}
_LOT_NAMES = {
    "lot_number": "no_lot lot nomor_lot",
    "weight_kg": "berat_kg berat jumlah_kg kg",
    "dry_rubber_content_percent": "kkk k3 kkk_persen k3_persen kadar_karet_kering",
    "storage_age": "umur_simpan",
    "bokar_type": "jenis_bokar bentuk_bokar",
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_per_kg harga_lelang",
}
AUCTIONS = Form(
    names={**_NIGHT_NAMES, **_LOT_NAMES, REFUSED_ROW: "baris_ditolak"},
    numbers=frozenset(
        {
            "reserve_price_idr_per_kg",
            *BID_FIELDS,
            "weight_kg",
            "dry_rubber_content_percent",
            "price_idr_per_kg",
        }
    ),
    days=frozenset({"held_on"}),
    needed=(
        ("uppb_name",),
        ("registration_number",),
        ("district_code", DISTRICT, BPS_CODE),
        ("held_on",),
        ("lot_number",),
        ("weight_kg",),
        ("price_idr_per_kg",),
        ("source",),
        ("provenance",),
    ),
    words={**WORDS, "winner_type": WORDS["buyer_type"]},
)
NIGHT_FIELDS = frozenset(_NIGHT_NAMES)
LOT_FIELDS = frozenset(_LOT_NAMES)
