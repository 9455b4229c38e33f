"""What is told to those whose key, or whose repeated request, is not accepted."""

from service.errors import BokarError, NotFound, Unprocessable


class IdempotencyKeyReused(Unprocessable):
    """The Idempotency-Key {idempotency_key!r} was sent before with another request; take a new one for this request."""

    indonesian = (
        "Idempotency-Key {idempotency_key!r} sudah dipakai untuk permintaan lain; pakai yang baru untuk permintaan ini."
    )


class ExpiryInThePast(Unprocessable):
    """The key would end on {expires_on}, before today, {today}; give a later day or leave the end out."""

    indonesian = "Kunci akan berakhir pada {expires_on}, sebelum hari ini, {today}; beri hari yang lebih lambat."


class IdempotencyKeyInUse(BokarError):
    """A request with the Idempotency-Key {idempotency_key!r} is under way; send this one again a little later."""

    status = 409
    indonesian = "Permintaan dengan Idempotency-Key {idempotency_key!r} sedang dikerjakan; kirim lagi sesaat kemudian."


class NoSuchKey(NotFound):
    """There is no API key {prefix}; `bokar keys list` shows them."""

    indonesian = "Tidak ada kunci API {prefix}; lihat daftarnya dengan `bokar keys list`."


class Unauthorised(BokarError):
    """The request does not tell who is asking."""

    status = 401
    indonesian = "Permintaan tidak menyatakan siapa yang bertanya."
    challenge = 'Bearer realm="bokar", error="invalid_token"'


class KeyMissing(Unauthorised):
    """An API key is needed: send `Authorization: Bearer bokar_...`; `bokar keys create` makes one."""

    indonesian = "Perlu kunci API: kirim `Authorization: Bearer bokar_...`; buat dengan `bokar keys create`."
    challenge = 'Bearer realm="bokar"'


class KeyMalformed(Unauthorised):
    """`Authorization` holds no whole API key; copy all of it, as `bokar keys create` showed it: bokar_..._..."""

    indonesian = (
        "`Authorization` tidak memuat kunci API yang utuh; salin seluruhnya dari `bokar keys create`: bokar_..._..."
    )


class KeyUnknown(Unauthorised):
    """The API key bokar_{prefix}_... is not one of ours; check it, or make one with `bokar keys create`."""

    indonesian = "Kunci API bokar_{prefix}_... bukan dari kami; periksa, atau buat dengan `bokar keys create`."


class KeyExpired(Unauthorised):
    """The API key bokar_{prefix}_... ended on {ended_on}; make a new one with `bokar keys create`."""

    indonesian = "Kunci API bokar_{prefix}_... berakhir pada {ended_on}; buat yang baru dengan `bokar keys create`."


class ScopeMissing(BokarError):
    """The API key bokar_{prefix}_... lacks {scope}; make one with `bokar keys create --name ... --scope {scope}`."""

    status = 403
    indonesian = (
        "Kunci API bokar_{prefix}_... tanpa {scope}; buat dengan `bokar keys create --name ... --scope {scope}`."
    )
    challenge = 'Bearer realm="bokar", error="insufficient_scope", scope="{scope}"'
