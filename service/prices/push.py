"""Prices pushed as a list: the good rows are stored in one transaction, the others are kept to be mended."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.database import UnitOfWork
from service.imports import ledger
from service.imports.ledger import Counts, Delivery
from service.imports.refusals import Problem, RefusedLine
from service.imports.schemas import RowOutcome
from service.prices.content import Arriving, arriving
from service.prices.intake import Batch, store
from service.prices.pushed_rows import Pushed, PushedRow
from service.prices.recognition import recognised, unknown_observations
from service.prices.repository import get_observation_ids, get_versions_of_revision, get_waiting_flags

# What was said of an observation last: by its content alone, or by what can correct it.
_Said = dict[tuple[str, bool], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row: the observation it is or corrects, or why it was rejected.

    `flag` says why the observation's price waits for a review, as it stands now; None where it does not wait.
    """

    number: int
    outcome: RowOutcome
    observation_id: int | None = None
    flag: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PushReport:
    """What became of a list, row by row."""

    import_id: int
    counts: Counts
    rows: Sequence[RowReport]


def take_push(uow: UnitOfWork, pushed: Pushed, delivery: Delivery) -> PushReport:
    """Store the good rows in the caller's transaction and note the others in the ledger."""
    import_id = ledger.begin(uow, delivery)
    pushed = _without_corrections_of_nothing(uow, pushed, delivery.feed)
    rows = recognised(uow, [arriving(good.row) for good in pushed.good], delivery.feed)
    taken = store(uow, rows, Batch(delivery.feed, delivery.recorded_by))
    counts = Counts(taken.accepted, taken.corrected, taken.duplicate, len(pushed.refused), taken.flagged)
    mended = ledger.open_rows(uow, import_id, {good.number for good in pushed.good})
    mended |= {good.mends for good in pushed.good if good.mends is not None}
    ledger.mended_rows(uow, delivery.feed, delivery.recorded_by, mended)
    ledger.note(uow, import_id, counts, pushed.refused)
    ledger.finish(uow, import_id)
    changed = bool(taken.accepted or taken.corrected)
    reports = [*_taken(uow, delivery.feed, list(zip(pushed.good, rows, strict=True)), changed=changed)]
    reports += [RowReport(bad.line, RowOutcome.REJECTED, problems=bad.problems) for bad in pushed.refused]
    return PushReport(import_id, counts, sorted(reports, key=lambda report: report.number))


def _without_corrections_of_nothing(uow: UnitOfWork, pushed: Pushed, feed: str) -> Pushed:
    named = {good.row.observation_id for good in pushed.good if good.row.observation_id is not None}
    unknown = unknown_observations(uow.connection, feed, named)
    good, refused = list[PushedRow](), list(pushed.refused)
    for one in pushed.good:
        why = unknown.get(one.row.observation_id)
        if why is None:
            good.append(one)
        else:
            refused.append(RefusedLine(one.number, (why,), one.sent))
    return Pushed(good, refused)


def _taken(
    uow: UnitOfWork, feed: str, rows: Sequence[tuple[PushedRow, Arriving]], *, changed: bool
) -> Iterator[RowReport]:
    # Where nothing changed there is no revision to ask for, and asking would make one.
    written = get_versions_of_revision(uow.connection, uow.revision) if changed else {}
    ids = get_observation_ids(uow.connection, feed, [row.identity for _, row in rows])
    versions = {identity: written.get(observation_id, ()) for identity, observation_id in ids.items()}
    flags = get_waiting_flags(uow.connection, ids.values())
    for (sent, row), outcome in zip(rows, outcomes([row for _, row in rows], versions), strict=True):
        yield RowReport(sent.number, outcome, ids[row.identity], flags.get(ids[row.identity]))


def outcomes(rows: Sequence[Arriving], versions: Mapping[str, Sequence[int]]) -> Iterator[RowOutcome]:
    """Yield what became of each row, given the numbers of the versions that were written of each observation.

    A row that says what the row of the same observation before it says is a duplicate, any other a version. Whether the
    first one was, the number of versions tells; where there is none, all of them were known.
    """
    before: _Said = {}
    changes = Counter(row.identity for row in rows if _changes(row, before))
    before.clear()
    for row in rows:
        written, first = versions[row.identity], (row.identity, row.can_correct) not in before
        is_new, changed = first and written[:1] == [1], _changes(row, before)
        if row.can_correct and first:
            changed = len(written) > changes[row.identity]
        if not written or not (is_new or changed):
            yield RowOutcome.DUPLICATE
        else:
            yield RowOutcome.ACCEPTED if is_new else RowOutcome.CORRECTED


def _changes(row: Arriving, before: _Said) -> bool:
    """Say whether a row says something else than the one of the same observation before it, and remember it."""
    key = row.identity, row.can_correct
    said, before[key] = before.get(key), row.values
    return said is not None and said != row.values
