"""The job that works through the days waiting for rollup and evaluation."""

from typing import Any

from jobs.runner import JobContext
from service.alerts.evaluation import sweep


def raise_alerts(context: JobContext) -> dict[str, Any]:
    """Roll up and evaluate every waiting day."""
    return {"districts": sweep(context.database, context.clock())}
