"""What clerks call the columns of a sheet of indices: a row is a month's value, or a link between two bases."""

from service.imports.forms import PROVINCE, REFUSED_ROW, Form

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
)
