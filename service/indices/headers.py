"""What clerks call the columns of a sheet of indices: a row is a month's value, or a link between two bases."""

from service.imports.forms import PROVINCE, REFUSED_ROW, WORDS, Form
from service.vocabulary import IndexName

_INDEX_NAMES = {
    "ikrt": IndexName.CONSUMPTION,
    "konsumsi": IndexName.CONSUMPTION,
    "indeks_konsumsi_rumah_tangga": IndexName.CONSUMPTION,
    "bppbm": IndexName.INPUTS,
    "sarana_produksi": IndexName.INPUTS,
    "biaya_produksi_dan_penambahan_barang_modal": IndexName.INPUTS,
    "upah": IndexName.WAGE,
    "upah_harian": IndexName.WAGE,
    "upah_buruh_tani": IndexName.WAGE,
    "harga_beras": IndexName.RICE_PRICE,
    "ihk": IndexName.CONSUMER_PRICES,
    "harga_konsumen": IndexName.CONSUMER_PRICES,
    "indeks_harga_konsumen": IndexName.CONSUMER_PRICES,
}
INDICES = Form(
    names={
        "index_name": "indeks nama_indeks deret",
        PROVINCE: "provinsi nama_provinsi wilayah",
        "province_code": "kode_provinsi",
        "month": "bulan periode",
        "base": "tahun_dasar dasar dasar_indeks",
        "value": "nilai nilai_indeks",
        "to_base": "ke_tahun_dasar ke_dasar",
        "factor": "faktor faktor_penghubung",
        "source": "sumber",
        "provenance": "asal_data",
        REFUSED_ROW: "baris_ditolak",
    },
    numbers=frozenset({"value", "factor"}),
    # A month is no day: `service.indices.months` reads it.
    days=frozenset(),
    needed=(
        ("index_name",),
        ("base",),
        ("month", "to_base"),
        ("value", "factor"),
        ("source",),
        ("provenance",),
    ),
    words={"index_name": _INDEX_NAMES, "provenance": WORDS["provenance"]},
)
