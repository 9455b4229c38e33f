"""Why a file is refused as a whole: each says which file, what was found in it, and what to do."""

from service.errors import Unprocessable


class FileRefused(Unprocessable):
    """The file {file!r} cannot be taken in."""

    indonesian = "Berkas {file!r} tidak dapat diterima."


class FileEmpty(FileRefused):
    """The file {file!r} is empty: {found}; send a file with a header row and at least one row of values."""

    indonesian = "Berkas {file!r} kosong: {found}; kirim berkas dengan baris judul dan setidaknya satu baris nilai."


class FileTooLarge(FileRefused):
    """The file {file!r} has {found} bytes, more than the {limit} allowed; split it into smaller files."""

    status = 413
    indonesian = "Berkas {file!r} berukuran {found} bita, melebihi batas {limit}; pecah menjadi beberapa berkas."


class TooManyRows(FileRefused):
    """The file {file!r} goes on to row {found} or beyond, allowed are {limit} rows; split it into smaller files."""

    status = 413
    indonesian = "Berkas {file!r} berlanjut sampai baris {found} atau lebih, melebihi batas {limit}; pecah berkasnya."


class ZipBomb(FileRefused):
    """The workbook {file!r} unpacks to too much: {found}, allowed are {limit}; save it anew or send it as CSV."""

    status = 413
    indonesian = (
        "Buku kerja {file!r} terlalu besar setelah dibuka: {found}, batasnya {limit}; simpan ulang atau kirim CSV."
    )


class NotATable(FileRefused):
    """The file {file!r} is {found}, not a table; save it as .xlsx, .ods or CSV and send that."""

    indonesian = "Berkas {file!r} adalah {found}, bukan tabel; simpan sebagai .xlsx, .ods, atau CSV lalu kirim."


class EncryptedFile(FileRefused):
    """The workbook {file!r} is protected by a password; remove the password, save it, and send it again."""

    indonesian = "Buku kerja {file!r} dilindungi kata sandi; hapus kata sandinya, simpan, lalu kirim ulang."


class UnsafeXml(FileRefused):
    """The workbook {file!r} declares XML entities or a DTD ({found}); save it anew in a spreadsheet program."""

    indonesian = "Buku kerja {file!r} memuat entitas XML atau DTD ({found}); simpan ulang dengan program lembar kerja."


class UnreadableFile(FileRefused):
    """The file {file!r} is damaged or incomplete: {found}; open it, save it anew, and send it again."""

    indonesian = "Berkas {file!r} rusak atau tidak lengkap: {found}; buka, simpan ulang, lalu kirim lagi."


class SheetMissing(FileRefused):
    """The file {file!r} has no sheet {sheet!r}, only: {found}; name one of these."""

    indonesian = "Berkas {file!r} tidak memuat lembar {sheet!r}, hanya: {found}; sebutkan salah satunya."


class SeveralSheets(FileRefused):
    """The workbook {file!r} has several sheets with content: {found}; name the one to read, or call it `data`."""

    indonesian = "Buku kerja {file!r} memuat beberapa lembar berisi: {found}; sebutkan lembarnya, atau namai `data`."


class HeaderMissing(FileRefused):
    """Row {line} of the file {file!r} should name the columns but holds {found}; put a row of column names on top."""

    indonesian = "Baris {line} berkas {file!r} mestinya nama kolom tetapi berisi {found}; tambahkan baris nama kolom."


class DuplicateHeaders(FileRefused):
    """The file {file!r} names these columns more than once: {found}; give each column a name of its own."""

    indonesian = "Berkas {file!r} menamai kolom ini lebih dari sekali: {found}; beri setiap kolom nama tersendiri."


class TooManyColumns(FileRefused):
    """Row {line} of the file {file!r} has {found} columns, more than the {limit} allowed; delete those not needed."""

    indonesian = "Baris {line} berkas {file!r} memuat {found} kolom, melebihi batas {limit}; hapus yang tidak perlu."


class CellTooLong(FileRefused):
    """Row {line}, column {column!r} of file {file!r} has {found} characters, over {limit}; is a quote still open?"""

    indonesian = (
        "Baris {line}, kolom {column!r} berkas {file!r} memuat {found} karakter, melebihi {limit}; cek tanda kutip."
    )


class RowTooLong(FileRefused):
    """A row of the file {file!r} after row {line} is longer than {limit} bytes; is a quote there not closed?"""

    indonesian = (
        "Sebuah baris berkas {file!r} setelah baris {line} melebihi {limit} bita; adakah tanda kutip tak ditutup?"
    )
