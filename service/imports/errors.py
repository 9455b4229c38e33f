"""Refusals of a whole delivery: it is no form with a file, or its columns are not those it needs."""

from service.errors import BokarError, Unprocessable


class NoUploadForm(BokarError):
    """An upload is a form of the type multipart/form-data, not {content_type!r}; send the file in its field `file`, e.g. curl -H "Authorization: Bearer $KEY" -F file=@prices.csv ADDRESS."""  # noqa: E501

    status = 415
    indonesian = (
        "Unggahan adalah formulir berjenis multipart/form-data, bukan {content_type!r}; kirim berkasnya dalam isian "
        '`file`, mis. curl -H "Authorization: Bearer $KEY" -F file=@harga.csv ALAMAT.'
    )


class BrokenUploadForm(Unprocessable):
    """The form cannot be read; send multipart/form-data with one file in the field `file` and at most {most} other fields."""  # noqa: E501

    indonesian = (
        "Formulir tidak dapat dibaca; kirim multipart/form-data dengan satu berkas dalam isian `file` dan paling "
        "banyak {most} isian lain."
    )


class UnknownColumns(Unprocessable):
    """Nothing is known of {columns}; rename them, map them (columns), or take them out. Known are {known}."""

    indonesian = (
        "Kolom {columns} tidak dikenal; ganti namanya, petakan (columns), atau hilangkan. Yang dikenal: {known}."
    )


class NoColumnKnown(UnknownColumns):
    """Not one of the {count} columns is known; put a row that names the columns above the values, without a title above it, or map them (columns). Known are {known}."""  # noqa: E501

    indonesian = (
        "Tidak satu pun dari {count} kolom dikenal; taruh baris nama kolom di atas nilai, tanpa judul di atasnya, atau "
        "petakan (columns). Yang dikenal: {known}."
    )


class ColumnsMissing(Unprocessable):
    """{columns} cannot be done without; add the column, map another to it (columns), or give a constant."""

    indonesian = "Kolom {columns} wajib ada; tambahkan, petakan kolom lain kepadanya (columns), atau beri konstanta."


class ColumnFilledTwice(Unprocessable):
    """{field} is filled twice, by {first} and by {second}; keep one of them."""

    indonesian = "{field} terisi dua kali, oleh {first} dan {second}; sisakan satu."


class MappedColumnMissing(Unprocessable):
    """The mapping speaks of the column {column!r}, which the file does not have; it has {found}."""

    indonesian = "Pemetaan menyebut kolom {column!r} yang tidak ada dalam berkas; yang ada: {found}."


class RefusedElsewhere(Unprocessable):
    """The refused row {row} is of the source {source!r}, not of {feed!r}, where it would count a second time; send it under {source!r} (`feed`, or `--source`)."""  # noqa: E501

    indonesian = (
        "Baris tertolak {row} berasal dari sumber {source!r}, bukan {feed!r}, sehingga akan terhitung dua kali; kirim "
        "dengan sumber {source!r} (`feed`, atau `--source`)."
    )
