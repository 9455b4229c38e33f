"""Why a cell was not taken for a district or a province; a nearest name is only ever suggested."""

from service.errors import Unprocessable


class AreaRefused(Unprocessable):
    """{value!r} does not name one area."""

    indonesian = "{value!r} tidak menunjuk satu wilayah."


class ContradictingDistrict(AreaRefused):
    """{value!r} is {found}, but the row says {other} too; correct one of the two."""

    indonesian = "{value!r} adalah {found}, tetapi baris ini juga menyebut {other}; betulkan salah satunya."


class UnknownArea(AreaRefused):
    """{value!r} is no known code or name; write a code such as 16.03 or a full name (GET /v1/districts lists both)."""

    indonesian = (
        "{value!r} bukan kode atau nama yang dikenal; tulis kode seperti 16.03 atau nama lengkapnya "
        "(GET /v1/districts memuat keduanya)."
    )


class MisspeltArea(UnknownArea):
    """{value!r} is no known name; write the one that is meant, perhaps: {suggestions}."""

    indonesian = "{value!r} bukan nama yang dikenal; tulis nama yang dimaksud, mungkin: {suggestions}."


class AmbiguousArea(AreaRefused):
    """{value!r} can be {options}; write the full name with its province, or the code."""

    indonesian = "{value!r} dapat berarti {options}; tulis nama lengkap dengan provinsinya, atau kodenya."


class BareCode(AreaRefused):
    """{value!r} can be a code of Kemendagri without its dot or one of BPS; write it as 16.03, or name the column bps_code."""  # noqa: E501

    indonesian = (
        "{value!r} dapat berarti kode Kemendagri tanpa titik atau kode BPS; tulis seperti 16.03, "
        "atau beri nama kolomnya bps_code."
    )


class OtherProvince(AreaRefused):
    """{value!r} is {found}, which does not lie in the province given beside it; mend one of the two."""

    indonesian = "{value!r} adalah {found}, yang tidak berada di provinsi yang tertulis; perbaiki salah satunya."
