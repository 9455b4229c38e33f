"""The floor that is explained for a district: the one that counts."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, case, or_, select

from service.errors import NotFound, UnknownDistrict
from service.minimum_prices.policy import policy_of
from service.models.area import District
from service.models.minimum_price import MinimumPrice
from service.vocabulary import FloorStatus


class NoMinimumPrice(NotFound):
    """District {district_code} has no published and no proposed minimum price by the method asked for; GET /v1/minimum-prices lists what there is."""  # noqa: E501

    indonesian = (
        "Kabupaten/kota {district_code} tidak mempunyai harga minimum yang terbit atau diusulkan menurut metode itu; "
        "lihat daftarnya di GET /v1/minimum-prices."
    )


def explained_floor(connection: Connection, district_code: str, method: str | None, today: date) -> Any:
    """Return the whole row of a district's published floor of today, else the newest proposal by its policy's method.

    Else the newest by any; by a method that gives none, the row that says why.

    Raises:
        UnknownDistrict, NoMinimumPrice

    """
    if connection.scalar(select(District.c.code).where(District.c.code == district_code)) is None:
        raise UnknownDistrict(district_code=district_code)
    floor = MinimumPrice.c
    in_force = (floor.valid_from <= today) & or_(floor.valid_until.is_(None), floor.valid_until > today)
    published = (floor.status == FloorStatus.PUBLISHED) & in_force
    stands = published | (floor.status == FloorStatus.PROPOSED)
    if method is not None:
        stands = (floor.method == method) & (stands | floor.status.is_(None))
    chosen = policy_of(connection, district_code).method
    preferred = case(
        (floor.status == FloorStatus.PUBLISHED, 0), (floor.status.is_(None), 3), (floor.method == chosen, 1), else_=2
    )
    wanted = select(MinimumPrice).where(floor.district_code == district_code, stands)
    row = connection.execute(wanted.order_by(preferred, floor.id.desc()).limit(1)).first()
    if row is None:
        raise NoMinimumPrice(district_code=district_code)
    return row
