"""What keeps a decision on a minimum price from being done."""

from service.errors import BokarError, Phrase, Unprocessable

NOT_COMPUTABLE = Phrase("not computable", "tidak dapat dihitung")


class FloorNotPublishable(BokarError):
    """Minimum price {id} is {status}, and only a proposed or superseded one can be published; GET /v1/minimum-prices?status=proposed lists those."""  # noqa: E501

    status = 409
    indonesian = (
        "Harga minimum {id} berstatus {status}, sedangkan yang dapat diterbitkan hanya yang proposed atau superseded; "
        "lihat daftarnya di GET /v1/minimum-prices?status=proposed."
    )


class FloorNotPublished(BokarError):
    """Minimum price {id} is {status}, and only a published one can be withdrawn; GET /v1/minimum-prices?status=published lists those."""  # noqa: E501

    status = 409
    indonesian = (
        "Harga minimum {id} berstatus {status}, sedangkan yang dapat ditarik hanya yang published; "
        "lihat daftarnya di GET /v1/minimum-prices?status=published."
    )


class DecreeMissing(Unprocessable):
    """Minimum price {id} is an administered price: give its decree with number, day and signatory."""

    indonesian = (
        "Harga minimum {id} adalah harga yang ditetapkan: isi keputusannya dengan nomor, hari dan penanda tangan."
    )


class ReviewInThePast(Unprocessable):
    """review_on {review_on} is before today, {today}: give the day on which the policy is to be looked at again, or leave it out."""  # noqa: E501

    indonesian = "review_on {review_on} sebelum hari ini, {today}: isi hari peninjauan berikutnya, atau kosongkan."


class BadDecision(Unprocessable):
    """The decision cannot be taken as it is given: {problems}"""

    indonesian = "Keputusan tidak dapat diambil seperti yang diberikan: {problems}"
