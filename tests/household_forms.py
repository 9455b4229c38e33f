"""One household's answers to the shipped form, as KoboToolbox and ODK Central send them, and who must not be found."""

from typing import Any

from sqlalchemy import String, cast, select

from service.database import Database
from tests.builders import MUARA_ENIM, TABLES

# Whose name or number stands in these answers: none of it may be found in a database afterwards.
CLEAR = ("Siti", "Aminah", "3456", "Rahmat", "Hidayat")


def kobo(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return one submission as KoboToolbox sends it: keys are paths, rows of repeats repeat theirs."""
    return {
        "visit/survey_id": "muara-enim-2026",
        "visit/district_code": MUARA_ENIM,
        "visit/interviewed_on": "2026-11-02",
        "visit/respondent_name": "Siti Aminah",
        "visit/respondent_phone": f"0812-3456-{number:04}",
        "household/household_size": "4",
        "household/member": "yes",
        "production/time_unit": "month",
        "production/months_tapped": "10",
        "production/production_kg": "190",
        "costs": [
            {
                "costs/cost_group": "fertiliser",
                "costs/behaviour": "variable",
                "costs/payment": "cash",
                "costs/unit": "rupiah",
                "costs/quantity": "50",
                "costs/unit_price_idr": "12000",
            }
        ],
        "end_of_form/none_of": "other_incomes",
        "_uuid": f"{number}",
        "_submitted_by": "rahmat hidayat",
    } | changes


def odk(number: int = 1, **production: Any) -> dict[str, Any]:
    """Return one submission as ODK Central sends it: groups within groups, null where nothing was answered."""
    return {
        "__id": f"uuid:{number}",
        "visit": {
            "survey_id": "muara-enim-2026",
            "district_code": MUARA_ENIM,
            "subdistrict_code": None,
            "interviewed_on": "2026-11-02",
            "respondent_name": "Siti Aminah",
            "respondent_phone": f"0812-3456-{number:04}",
            "weight": None,
        },
        "household": {"household_size": 4, "member": "yes", "tenure": None},
        "production": {"time_unit": "month", "months_tapped": 10, "production_kg": 190, **production},
        "costs@odata.navigationLink": f"Submissions('uuid%3A{number}')/costs",
        "costs": [
            {
                "__id": "1",
                "cost_group": "fertiliser",
                "name": None,
                "behaviour": "variable",
                "payment": "cash",
                "unit": "rupiah",
                "quantity": 50,
                "unit_price_idr": 12000,
                "amount": None,
            }
        ],
        "end_of_form": {"none_of": "other_incomes", "own_land_idr": None},
    }


def found_in_clear(database: Database) -> list[tuple[str, str, str]]:
    """Return in which table and column a name or number of `CLEAR` stands."""
    found = []
    with database.reading() as connection:
        for table in TABLES.values():
            for column in table.columns:
                texts = connection.scalars(select(cast(column, String)).where(column.is_not(None)).distinct())
                said = " ".join(texts).casefold()
                found += [(table.name, column.name, name) for name in CLEAR if name.casefold() in said]
    return found
