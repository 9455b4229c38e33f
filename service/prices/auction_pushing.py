"""Forms of auction nights that are pushed: the good ones are stored in one transaction, the others kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError

from service.access.idempotency import Attempt, StoredAnswer, answer_once
from service.answers import to_json
from service.clock import jakarta_day
from service.database import UnitOfWork
from service.imports import ledger
from service.imports.ledger import Counts, Delivery
from service.imports.mending import told
from service.imports.refusals import RefusedLine
from service.imports.schemas import RowOutcome
from service.imports.writing import Writing
from service.prices.auction_rows import JudgedForms, judge_forms
from service.prices.auctions import ArrivingAuction, NightReport, take_in_auctions
from service.prices.intake import Batch
from service.prices.pushed_rows import read_rows
from service.prices.rows import read_known
from service.vocabulary import ImportKind

MOST_NIGHTS = 1000


@dataclass(frozen=True, slots=True)
class AuctionPush:
    """One list: its bytes, the source within which nights are identified, whose attempt, in what language."""

    body: bytes
    feed: str
    attempt: Attempt
    language: str

    @property
    def delivery(self) -> Delivery:
        """Return what the ledger knows it by."""
        return Delivery(ImportKind.AUCTIONS, self.feed, ledger.digest_of([self.body]), self.attempt.caller.name)


def answer_auctions(asked: AuctionPush, writing: Writing) -> StoredAnswer:
    """Take the forms in, or give the answer they had before; raises `RequestValidationError` for what is no list."""
    forms, now = read_rows(asked.body), writing.clock()
    if len(forms) > MOST_NIGHTS:
        limit = {"type": "too_long", "loc": ("body",), "ctx": {"max_length": MOST_NIGHTS}, "msg": "too_long"}
        raise RequestValidationError([{**limit, "input": len(forms)}])
    with writing.database.reading() as connection:
        known = read_known(connection, jakarta_day(now))
    judged = judge_forms(forms, known, writing.keys)

    def work(uow: UnitOfWork) -> StoredAnswer:
        return StoredAnswer(to_json(_take(uow, judged, asked)))

    with writing.database.unit_of_work(now) as uow:
        return answer_once(uow, asked.attempt, work)


def _take(uow: UnitOfWork, judged: JudgedForms, asked: AuctionPush) -> dict[str, Any]:
    delivery = asked.delivery
    import_id = ledger.begin(uow, delivery)
    arriving = [ArrivingAuction(form) for form in judged.good.values()]
    reports = take_in_auctions(uow, arriving, Batch(delivery.feed, delivery.recorded_by))
    counts = _counts(reports, judged.refused)
    mended = ledger.open_rows(uow, import_id, judged.good.keys())
    mended |= {form.refused_row for form in judged.good.values() if form.refused_row is not None}
    ledger.mended_rows(uow, delivery.feed, delivery.recorded_by, mended)
    ledger.note(uow, import_id, counts, judged.refused)
    ledger.finish(uow, import_id)
    rows = [_taken(number, report, asked.language) for number, report in zip(judged.good, reports, strict=True)]
    rows += [_rejected(line, asked.language) for line in judged.refused]
    return {"import_id": import_id, **asdict(counts), "rows": sorted(rows, key=lambda row: row["row"])}


def _counts(reports: Sequence[NightReport], refused: Sequence[RefusedLine]) -> Counts:
    outcomes = Counter(report.outcome for report in reports)
    return Counts(
        outcomes[RowOutcome.ACCEPTED],
        outcomes[RowOutcome.CORRECTED],
        outcomes[RowOutcome.DUPLICATE],
        len(refused),
        sum(report.lots.flagged for report in reports),
    )


def _taken(number: int, report: NightReport, language: str) -> dict[str, Any]:
    warnings = [{"lot_number": one.lot_number, **told(asdict(one.problem), language)} for one in report.warnings]
    return {"row": number, "outcome": report.outcome, "id": report.auction_id, "warnings": warnings, "problems": []}


def _rejected(line: RefusedLine, language: str) -> dict[str, Any]:
    problems = [told(asdict(one), language) for one in line.problems]
    return {"row": line.line, "outcome": RowOutcome.REJECTED, "id": None, "warnings": [], "problems": problems}
