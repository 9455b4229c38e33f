"""All tables; importing this package makes `METADATA` complete."""

from service.models import (
    access,
    alert,
    area,
    auction,
    cost_survey,
    import_run,
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
    "import_run",
    "job_run",
    "minimum_price",
    "price",
    "privacy",
    "reference_price",
    "source_state",
    "survey_household",
]
