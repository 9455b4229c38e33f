"""Provinces by code and name, and the country as a whole."""

from sqlalchemy import Connection, select

from service.areas.names import Alias, DistrictNames, DistrictRow, ProvinceNames, read_aliases
from service.indices.schemas import COUNTRY
from service.models.area import Province

# A workbook that takes 00 for a number leaves 0.
_OF_THE_COUNTRY = [Alias(name, COUNTRY) for name in ("0", "Nasional")]


def read_area_names(connection: Connection) -> DistrictNames:
    """Return what provinces and the country are called; districts have no indices of their own."""
    provinces = [*connection.execute(select(Province.c.code, Province.c.name)), (COUNTRY, "Indonesia")]
    names = DistrictNames([], [])
    rows = [DistrictRow("", "", "", code, name) for code, name in provinces]
    names.provinces = ProvinceNames(rows, [*read_aliases(), *_OF_THE_COUNTRY])
    return names
