"""Reading and loading provinces and districts."""

import csv
from pathlib import Path

from sqlalchemy import Connection, insert, select

from service.areas.names import DistrictNames, DistrictRow, read_aliases
from service.database import UnitOfWork
from service.models.area import District, Province

DISTRICTS_FILE = Path(__file__).parent.parent / "reference" / "districts.csv"


def read_districts(file: Path = DISTRICTS_FILE) -> list[dict[str, str]]:
    """Return the districts that ship with Bokar: both codes, name, province code and province."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load_districts(uow: UnitOfWork, file: Path = DISTRICTS_FILE) -> int:
    """Load the districts that ship with Bokar and are not there yet; return how many were new."""
    rows = read_districts(file)
    known = get_district_codes(uow.connection)
    missing = [row for row in rows if row["district_code"] not in known]
    if not missing:
        return 0
    known_provinces = set(uow.connection.scalars(select(Province.c.code)))
    provinces = {row["province_code"]: row["province"] for row in missing}
    new_provinces = [{"code": c, "name": n} for c, n in provinces.items() if c not in known_provinces]
    if new_provinces:
        uow.connection.execute(insert(Province), new_provinces)
    uow.connection.execute(
        insert(District),
        [
            {
                "code": row["district_code"],
                "bps_code": row["bps_code"],
                "name": row["district"],
                "province_code": row["province_code"],
            }
            for row in missing
        ],
    )
    # A district appears in the API's answers, so its arrival is a change of data.
    _ = uow.revision
    return len(missing)


def get_district_codes(connection: Connection) -> frozenset[str]:
    """Return the Kemendagri codes of all known districts."""
    return frozenset(connection.scalars(select(District.c.code)))


def get_province_codes(connection: Connection) -> frozenset[str]:
    """Return the Kemendagri codes of all known provinces."""
    return frozenset(connection.scalars(select(Province.c.code)))


def read_district_names(connection: Connection) -> DistrictNames:
    """Return what districts are called, by the tables and the aliases that ship."""
    statement = select(
        District.c.code,
        District.c.bps_code,
        District.c.name,
        District.c.province_code,
        Province.c.name.label("province"),
    ).join(Province, Province.c.code == District.c.province_code)
    return DistrictNames([DistrictRow(*row) for row in connection.execute(statement)], read_aliases())
