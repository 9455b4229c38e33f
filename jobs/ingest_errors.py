"""What goes wrong with files and sources that jobs take in, beside the refusals of their content."""

from service.errors import BokarError, Unprocessable


class LinkRefused(Unprocessable):
    """{file!r} is a link to a file elsewhere and is not followed; put the file itself into the folder."""

    indonesian = "{file!r} adalah tautan ke berkas di tempat lain dan tidak diikuti; taruh berkasnya sendiri di folder."


class FileStillChanges(BokarError):
    """The file {file!r} changed while it was read; it stays, and is read again once it is finished."""

    indonesian = "Berkas {file!r} berubah saat dibaca; tetap di tempatnya dan dibaca lagi setelah selesai."


class FilesLeft(BokarError):
    """{count} files could not be worked through and stay, to be tried again; the first, {file!r}: {cause}"""

    indonesian = "{count} berkas belum dapat dikerjakan dan akan dicoba lagi; yang pertama, {file!r}: {cause}"


class FolderUnusable(BokarError):
    """The folder {folder} cannot be used: {cause}. Make it a folder that Bokar may read and write."""

    indonesian = "Folder {folder} tidak dapat dipakai: {cause}. Jadikan folder yang dapat dibaca dan ditulisi Bokar."


class JsonNotRows(Unprocessable):
    """The JSON of source {source} is {found}, not a list of rows or {{"data": [rows]}}; publish it in that form."""

    indonesian = 'JSON sumber {source} adalah {found}, bukan daftar baris atau {{"data": [baris]}}; terbitkan begitu.'
