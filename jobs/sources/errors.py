"""What can go wrong while reading from elsewhere.

Every message names the source and its address without anything secret (see `shown`), what happened and what to do.
"""

from typing import Any
from urllib.parse import urlsplit

from service.errors import BokarError


def shown(address: str) -> str:
    """Return an address fit for logs and reports: without user, password, query and fragment."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


class SourceError(BokarError):
    """Source {source}: {address} could not be read."""

    indonesian = "Sumber {source}: {address} tidak dapat dibaca."

    def __init__(self, *, source: str, address: str, **facts: Any) -> None:
        """Keep the facts, the address without its secrets."""
        super().__init__(source=source, address=shown(address), **facts)


class SourceUnreachable(SourceError):
    """Source {source}: {address} does not answer ({cause}). Check address and network; the next run tries again."""

    indonesian = (
        "Sumber {source}: {address} tidak menjawab ({cause}). Periksa alamat dan jaringan; akan dicoba lagi pada "
        "jadwal berikutnya."
    )


class SourceBusy(SourceError):
    """Source {source}: {address} answered {status}, its own trouble or too many requests. The next run tries again."""

    indonesian = (
        "Sumber {source}: {address} menjawab {status}: gangguan di sana atau terlalu banyak permintaan. Akan dicoba "
        "lagi pada jadwal berikutnya."
    )


class SourceTooSlow(SourceError):
    """Source {source}: {address} was not read within {seconds:g} s. Raise the time limit, or ask for less at once."""

    indonesian = "Sumber {source}: {address} tidak selesai dibaca dalam {seconds:g} detik. Naikkan batas waktunya."


class SourceTooLarge(SourceError):
    """Source {source}: {address} is larger than {limit_bytes} bytes. Raise the size limit, or publish it in parts."""

    indonesian = (
        "Sumber {source}: {address} lebih besar dari {limit_bytes} bita. Naikkan batas ukurannya, atau terbitkan "
        "dalam beberapa bagian."
    )


class SourceBrokeOff(SourceError):
    """Source {source}: {address} broke off before its end ({cause}). Nothing was taken; the next run tries again."""

    indonesian = (
        "Sumber {source}: {address} terputus sebelum selesai ({cause}). Tidak ada yang diambil; akan dicoba lagi pada "
        "jadwal berikutnya."
    )


class SourceAccessDenied(SourceError):
    """Source {source}: {address} refused access ({status}). Check the token or password and what it may read."""

    indonesian = "Sumber {source}: {address} menolak akses ({status}). Periksa token atau kata sandi dan hak bacanya."


class SourceRefused(SourceError):
    """Source {source}: {address} answered {status}. Check the address and the names in it."""

    indonesian = "Sumber {source}: {address} menjawab {status}. Periksa alamat dan nama-nama di dalamnya."


class RedirectRefused(SourceError):
    """Source {source}: the redirect from {address} was not followed: {cause}. Declare the address it ends at."""

    indonesian = "Sumber {source}: pengalihan dari {address} tidak diikuti: {cause}. Cantumkan alamat tujuan akhirnya."


class UnexpectedContent(SourceError):
    """Source {source}: {address} answered with {found} where {expected} was expected. Open the address and compare."""

    indonesian = (
        "Sumber {source}: {address} menjawab dengan {found}, padahal diharapkan {expected}. Buka alamatnya dan "
        "bandingkan."
    )


class ForeignPage(SourceError):
    """Source {source}: {address} names a next page on another host, {host}: not followed. Correct the address."""

    indonesian = (
        "Sumber {source}: {address} menyebut halaman berikutnya di host lain, {host}: tidak diikuti. Perbaiki "
        "alamatnya."
    )


class PageLoop(SourceError):
    """Source {source}: {address} leads back to a page already read. Nothing is marked as read; tell its operator."""

    indonesian = (
        "Sumber {source}: {address} kembali ke halaman yang sudah dibaca. Tidak ada yang ditandai terbaca; beri tahu "
        "pengelolanya."
    )


class RowsMissing(SourceError):
    """Source {source}: {address} announced {announced} rows but gave {read}. The next run reads them again."""

    indonesian = (
        "Sumber {source}: {address} mengumumkan {announced} baris tetapi memberi {read}. Akan dibaca ulang pada jadwal "
        "berikutnya."
    )


class SubmissionUnidentified(SourceError):
    """Source {source}: submission {submission} of {address} was edited but lacks `meta/rootUuid`. Update KoboToolbox.

    Without it the versions of one household cannot be told from two households.
    """

    indonesian = (
        "Sumber {source}: kiriman {submission} dari {address} pernah disunting tetapi tanpa `meta/rootUuid`. Perbarui "
        "KoboToolbox."
    )


class SecretMissing(BokarError):
    """Source {source}: its {what} is not there: {cause}. Set {place} for the process that runs the jobs."""

    indonesian = "Sumber {source}: {what} tidak ada: {cause}. Atur {place} untuk proses yang menjalankan pekerjaan."


class LayoutChanged(BokarError):
    """Sheet {sheet!r} cell {cell}: found {found!r}, expected {expected}. Its layout may have changed: check it."""

    indonesian = (
        "Lembar {sheet!r} sel {cell}: ditemukan {found!r}, diharapkan {expected}. Periksa berkasnya; tata letaknya "
        "mungkin berubah."
    )


class NotAWorkbook(BokarError):
    """{file} cannot be read as an XLSX workbook ({cause}). Fetch it again, or open it and save it as XLSX."""

    indonesian = (
        "{file} tidak dapat dibaca sebagai buku kerja XLSX ({cause}). Ambil lagi, atau buka dan simpan sebagai XLSX."
    )
