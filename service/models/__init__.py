"""All tables; importing this package makes `METADATA` complete."""

from service.models import (
    access,
    alert,
    area,
    auction,
    cost_survey,
    floor_policy,
    household_year,
    import_run,
    index_series,
    job_run,
    minimum_price,
    price,
    privacy,
    reference_price,
    source_state,
    survey_household,
)
from service.models.base import METADATA

__all__ = [
    "METADATA",
    "access",
    "alert",
    "area",
    "auction",
    "cost_survey",
    "floor_policy",
    "household_year",
    "import_run",
    "index_series",
    "job_run",
    "minimum_price",
    "price",
    "privacy",
    "reference_price",
    "source_state",
    "survey_household",
]
