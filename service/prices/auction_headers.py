"""What clerks call the columns of a sheet of auction nights, one row per lot."""

from service.imports.forms import (
    AREA_NAMES,
    BOKAR_TYPE,
    BPS_CODE,
    DISTRICT,
    DRY_RUBBER_CONTENT,
    PROVENANCE,
    REFUSED_ROW,
    SOURCE,
    STORAGE_AGE,
    Form,
)

BID_FIELDS = tuple(f"bid_{number}_idr_per_kg" for number in range(1, 21))
_NIGHT_NAMES = {
    "external_id": "id id_lelang nomor_lelang",
    "uppb_name": "uppb nama_uppb pasar_lelang",
    "registration_number": "no_registrasi nomor_registrasi no_reg registrasi",
    **AREA_NAMES,
    "held_on": "tanggal tgl date hari_tanggal tanggal_lelang tgl_lelang",
    "reserve_price_idr_per_kg": "harga_dasar harga_limit harga_awal harga_dasar_rp_kg",
    **{field: f"penawaran_{n} tawaran_{n} bid_{n}" for n, field in enumerate(BID_FIELDS, start=1)},
    "winner_type": "jenis_pemenang jenis_pembeli",
    "source": SOURCE,
    "provenance": PROVENANCE,
}
_LOT_NAMES = {
    "lot_number": "no_lot lot nomor_lot",
    "weight_kg": "berat_kg berat jumlah_kg kg",
    "dry_rubber_content_percent": DRY_RUBBER_CONTENT,
    "storage_age": STORAGE_AGE,
    "bokar_type": BOKAR_TYPE,
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_rp_per_kg harga_per_kg harga_lelang harga_dibayar",
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
)
NIGHT_FIELDS = frozenset(_NIGHT_NAMES)
LOT_FIELDS = frozenset(_LOT_NAMES)
