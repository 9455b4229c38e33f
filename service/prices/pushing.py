"""What a pushed list of prices is answered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.access.idempotency import Attempt, StoredAnswer, answer_once
from service.answers import to_json
from service.clock import jakarta_day
from service.database import UnitOfWork
from service.imports import ledger
from service.imports.ledger import Delivery
from service.imports.mending import told
from service.imports.writing import Writing
from service.prices.flags import told_flag
from service.prices.push import PushReport, RowReport, take_push
from service.prices.pushed_rows import judge_rows, read_rows
from service.prices.rows import read_known
from service.privacy.rotation import check_keys
from service.vocabulary import ImportKind


@dataclass(frozen=True, slots=True)
class PricePush:
    """One list: its bytes, the source within which its observations are identified, whose attempt, in what language."""

    body: bytes
    feed: str
    attempt: Attempt
    language: str

    @property
    def delivery(self) -> Delivery:
        """Return what the ledger knows it by."""
        return Delivery(ImportKind.PRICES, self.feed, ledger.digest_of([self.body]), self.attempt.caller.name)


def answer_push(asked: PricePush, writing: Writing) -> StoredAnswer:
    """Take the list in, or give the answer it had before; raises `RequestValidationError` for what is no list of rows.

    Rows are judged before the transaction begins, so that other writers wait for the storing alone.
    """
    rows, now = read_rows(asked.body), writing.clock()
    with writing.database.reading() as connection:
        known = read_known(connection, jakarta_day(now))
    pushed = judge_rows(rows, known, writing.keys)

    def work(uow: UnitOfWork) -> StoredAnswer:
        check_keys(uow, writing.keys)
        return StoredAnswer(to_json(_shown(take_push(uow, pushed, asked.delivery), asked.language)))

    with writing.database.unit_of_work(now) as uow:
        return answer_once(uow, asked.attempt, work)


def _shown(report: PushReport, language: str) -> dict[str, Any]:
    return {"import_id": report.import_id, **asdict(report.counts), "rows": _rows(report.rows, language)}


def _rows(rows: Sequence[RowReport], language: str) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "outcome": row.outcome,
            "id": row.observation_id,
            "flag": told_flag(row.flag, language),
            "problems": [told(asdict(problem), language) for problem in row.problems],
        }
        for row in rows
    ]
