"""One error tree: the docstring is the message, the class is the status.

Every error a user can meet is a `BokarError`. Its English message is the docstring's first line, its Indonesian one
`indonesian`; both are filled in with the keyword arguments it was raised with.
"""

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a message, or a note, in both languages."""

    english: str
    indonesian: str

    def message(self, language: str) -> str:
        """Return it in `id` or `en`."""
        return self.indonesian if language == "id" else self.english


def slug_of(error: type[Exception]) -> str:
    """Return the stable name of an error: its class name in kebab case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


class BokarError(Exception):
    """Something went wrong on our side."""

    status = 500
    indonesian = "Terjadi kesalahan di sisi kami."
    # What an answer 401 or 403 says in `WWW-Authenticate` (RFC 6750); empty elsewhere.
    challenge = ""

    def __init__(self, **facts: Any) -> None:
        """Keep the facts that fill in the message."""
        self.facts = facts
        super().__init__(self.message("en"))

    @classmethod
    def slug(cls) -> str:
        """Return the stable name of this error."""
        return slug_of(cls)

    def message(self, language: str) -> str:
        """Return the message in `id` or `en`."""
        text = self.indonesian if language == "id" else (self.__doc__ or "").split("\n")[0]
        return text.format(**{name: _said(fact, language) for name, fact in self.facts.items()})

    def headers(self) -> dict[str, str]:
        """Return the headers that belong to the answer."""
        return {"www-authenticate": self.challenge.format(**self.facts)} if self.challenge else {}


def _said(fact: Any, language: str) -> Any:
    """Return a fact as it is put into a message; one that is told in words is told in the message's language."""
    return fact.message(language) if isinstance(fact, Phrase | BokarError) else fact


class NotFound(BokarError):
    """There is nothing at this address."""

    status = 404
    indonesian = "Tidak ada apa pun di alamat ini."


class UnknownDistrict(NotFound):
    """District {district_code} is not known; GET /v1/districts lists the codes, e.g. 16.03."""

    indonesian = "Kabupaten/kota {district_code} tidak dikenal; GET /v1/districts memuat daftar kode, mis. 16.03."


class UnknownMinimumPrice(NotFound):
    """There is no minimum price {id}; GET /v1/minimum-prices lists them."""

    indonesian = "Tidak ada harga minimum {id}; lihat daftarnya di GET /v1/minimum-prices."


class UnknownAlert(NotFound):
    """There is no alert {id}; GET /v1/alerts lists them."""

    indonesian = "Tidak ada peringatan {id}; lihat daftarnya di GET /v1/alerts."


class UnknownCostSurvey(NotFound):
    """There is no cost survey {id}; GET /v1/cost-surveys lists them."""

    indonesian = "Tidak ada survei biaya {id}; lihat daftarnya di GET /v1/cost-surveys."


class UnknownPerson(NotFound):
    """Nothing is stored on a household or reporter with the hash {person_hash}; check its 64 characters."""

    indonesian = "Tidak ada data tentang rumah tangga atau pelapor dengan hash {person_hash}; periksa 64 karakternya."


class UnknownPrice(NotFound):
    """There is no price {id}; GET /v1/prices lists them."""

    indonesian = "Tidak ada harga {id}; lihat daftarnya di GET /v1/prices."


class UnknownImport(NotFound):
    """There is no import {id}; GET /v1/imports lists them."""

    indonesian = "Tidak ada impor {id}; lihat daftarnya di GET /v1/imports."


class NotWaitingForReview(BokarError):
    """Price {id} does not wait for a review (it is: {review}); GET /v1/prices/review lists those that do."""

    status = 409
    indonesian = "Harga {id} tidak menunggu tinjauan (keadaannya: {review}); lihat daftarnya di GET /v1/prices/review."


class OtherVersionIsCurrent(BokarError):
    """Version {current} of price {id} is current, not {version}: look at it in GET /v1/prices/review; decide anew."""

    status = 409
    indonesian = (
        "Yang berlaku untuk harga {id} adalah versi {current}, bukan {version}: lihat di GET /v1/prices/review, "
        "lalu putuskan lagi."
    )


class Unprocessable(BokarError):
    """The request is understood but its content cannot be used."""

    status = 422
    indonesian = "Permintaan dipahami, tetapi isinya tidak dapat dipakai."


class BadMapping(Unprocessable):
    """The reading instructions cannot be used: {problems}"""

    indonesian = "Petunjuk pembacaan tidak dapat dipakai: {problems}"


class BadCursor(Unprocessable):
    """The cursor {cursor!r} is not one of ours; take `next` from a list, or leave the cursor out."""

    indonesian = "Kursor {cursor!r} bukan dari kami; pakai `next` dari sebuah daftar, atau hilangkan kursornya."


class ReversedPeriod(Unprocessable):
    """`from` {start} is after `to` {end}; exchange them."""

    indonesian = "`from` {start} sesudah `to` {end}; tukarkan keduanya."


class DistrictOutsideProvince(Unprocessable):
    """District {district_code} does not lie in province {province_code}; leave one of the two out."""

    indonesian = "Kabupaten/kota {district_code} tidak berada di provinsi {province_code}; hilangkan salah satunya."


class SurveyOfAnotherKind(Unprocessable):
    """Survey {external_id} is known by its {kind}; give survey_id another value, or send the survey as {kind}."""

    indonesian = "Survei {external_id} sudah tersimpan sebagai {kind}; pakai survey_id lain, atau kirim sebagai {kind}."


class SurveyOfAnotherDistrict(Unprocessable):
    """Survey {external_id} is in district {stored}, not {given}; correct district_code, or give another survey_id."""

    indonesian = "Survei {external_id} ada di {stored}, bukan {given}; betulkan district_code atau survey_id."


class MoreHouseholdsThanPopulation(Unprocessable):
    """Survey {external_id} has {households} households, but population is {population}; correct the population."""

    indonesian = (
        "Survei {external_id} memuat {households} rumah tangga, tetapi populasi {population}; betulkan populasi."
    )


class UnknownPersonalKey(Unprocessable):
    """The hash {token} was made with a key that is not configured; send the name again, or add the key."""

    indonesian = "Hash {token} dibuat dengan kunci yang tidak terpasang; kirim ulang namanya, atau pasang kuncinya."


class KeyFileNotWritable(BokarError):
    """Cannot write a new key to {file}: {cause}. Add 64 random hexadecimal characters as a last line; run again."""

    indonesian = (
        "Tidak dapat menulis kunci baru ke {file}: {cause}. Tambahkan sendiri sebaris 64 karakter heksadesimal acak, "
        "lalu jalankan lagi."
    )


class PersonalKeysOutOfStep(BokarError):
    """Names are hashed with keys {stored} in the database, but {configured} are configured; configure the same keys, or run `bokar personal rotate` again if it was cut off."""  # noqa: E501

    indonesian = (
        "Nama di basis data di-hash dengan kunci {stored}, tetapi yang terpasang {configured}; samakan kuncinya, "
        "atau jalankan lagi `bokar personal rotate` bila terputus."
    )


class DatabaseBusy(BokarError):
    """Another writer is at work and does not end, such as a trial of a long import; send this again in a minute."""

    status = 503
    indonesian = "Penulis lain masih bekerja, misalnya uji coba impor panjang; kirim lagi satu menit kemudian."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"retry-after": "60"}


class StartupError(BokarError):
    """The service cannot start."""

    indonesian = "Layanan tidak dapat dimulai."


class FolderNotWritable(StartupError):
    """Cannot write to the data folder {folder}: {cause}. Set BOKAR_DATA_DIR to a folder you own."""

    indonesian = "Tidak dapat menulis ke folder data {folder}: {cause}. Arahkan BOKAR_DATA_DIR ke folder milik Anda."


class PortBusy(StartupError):
    """Port {port} on {host} is already in use. Stop the other program, or set BOKAR_PORT to a free port."""

    indonesian = "Port {port} di {host} sedang dipakai. Hentikan program itu, atau ubah BOKAR_PORT."


class CannotListen(StartupError):
    """Cannot listen on {host} port {port}: {cause}. Set BOKAR_HOST and BOKAR_PORT to an address of this machine."""

    indonesian = "Tidak dapat mendengarkan di {host} port {port}: {cause}. Periksa BOKAR_HOST dan BOKAR_PORT."


class DatabaseUnreachable(StartupError):
    """The database {url} does not answer: {cause}. Check BOKAR_DATABASE_URL."""

    indonesian = "Basis data {url} tidak menjawab: {cause}. Periksa BOKAR_DATABASE_URL."


class NoDatabase(StartupError):
    """There is no database at {path}; set BOKAR_DATA_DIR to its folder, or run `bokar migrate` to begin one."""

    indonesian = (
        "Tidak ada basis data di {path}; arahkan BOKAR_DATA_DIR ke foldernya, atau mulai dengan `bokar migrate`."
    )


class DatabaseNotMigrated(StartupError):
    """The database does not have the tables of this version; run `bokar migrate` first."""

    indonesian = "Basis data belum memuat tabel versi ini; jalankan `bokar migrate` lebih dahulu."


class DatabaseNewer(StartupError):
    """The database is at migration {found}, which this version does not know; install the version that wrote it."""

    indonesian = "Basis data berada pada migrasi {found} yang tidak dikenal; pasang versi yang menulisnya."


class BadSettings(StartupError):
    """The settings cannot be used: {problems}"""

    indonesian = "Pengaturan tidak dapat dipakai: {problems}"


class RejectedRows(BokarError):
    """{count} rows cannot be taken in; the first: line {line}, {field} = {value!r}: {reason}"""

    status = 422
    indonesian = "{count} baris ditolak; yang pertama: baris {line}, {field} = {value!r}: {reason}"
