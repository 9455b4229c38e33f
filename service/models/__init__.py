"""All tables; importing this package makes `METADATA` complete."""

from service.models import access, alert, area, cost_survey, job_run, minimum_price, price
from service.models.base import METADATA

__all__ = ["METADATA", "access", "alert", "area", "cost_survey", "job_run", "minimum_price", "price"]
