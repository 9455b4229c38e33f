"""All tables; importing this package makes `Base.metadata` complete."""

from service.models import alert, area, cost_survey, job_run, minimum_price, price
from service.models.base import Base

__all__ = ["Base", "alert", "area", "cost_survey", "job_run", "minimum_price", "price"]
