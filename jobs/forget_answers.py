"""The job that forgets answers kept for requests that might have been sent again."""

from datetime import timedelta
from typing import Any

from jobs.runner import JobContext

# Clients try again within minutes; a day also covers an office whose line is down overnight.
KEPT = timedelta(days=1)


def forget_answers(context: JobContext) -> dict[str, Any]:
    """Forget the answers to requests with an Idempotency-Key after a day."""
    from service.access import idempotency

    with context.database.unit_of_work(context.clock()) as uow:
        return {"forgotten": idempotency.forget_answers(uow, uow.now - KEPT)}
