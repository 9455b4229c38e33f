"""Answers kept for requests that might have been sent again are forgotten after a day."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from jobs.forget_answers import forget_answers
from service.database import Database
from service.models.access import ApiKey, IdempotentAnswer
from tests.builders import NOW, read
from tests.integration.jobs.lying_files import context_of
from tests.valid_rows import VALID_ROWS


def test_only_answers_older_than_a_day_are_forgotten(database: Database, tmp_path: Path) -> None:
    ages = {"old": timedelta(days=1, seconds=1), "young": timedelta(days=1)}
    rows = [
        {**VALID_ROWS["idempotent_answer"], "idempotency_key": key, "created_at": NOW - age}
        for key, age in ages.items()
    ]
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(ApiKey).values(VALID_ROWS["api_key"]))
        uow.connection.execute(insert(IdempotentAnswer), rows)
    assert forget_answers(context_of(database, tmp_path)) == {"forgotten": 1}
    assert [row.idempotency_key for row in read(database, "idempotent_answer")] == ["young"]
