"""A filled-in form, the same from whichever server it comes.

Answers are text in nested dicts: a group is a dict, a repeat a list of dicts under its own name inside its group.
What was not answered is left out, as one server leaves it out and the other sends null.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.sources.errors import UnexpectedContent

# Rows near the watermark are read twice: a submission may be stamped before, and stored after, another's page was read.
OVERLAP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Submission:
    """One filled-in form; `identity` stays the same when it is edited, `updated_at` is None where not told."""

    identity: str
    submitted_at: datetime
    updated_at: datetime | None
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A submission that is not to be used: `rejected` by a reviewer, `deleted`, or `encrypted`."""

    identity: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one complete pull came to; `watermark` is what the next one starts from, None before any submission."""

    submissions: int
    left_out: tuple[LeftOut, ...]
    watermark: datetime | None


# Takes one page of submissions and stores them; an error of its ends the pull without a new watermark.
Take = Callable[[Sequence[Submission]], None]


@dataclass(slots=True)
class Tally:
    """What a pull has seen so far, by the server's own clock."""

    watermark: datetime | None
    submissions: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, found: Iterable[tuple[Submission, str | None]]) -> list[Submission]:
        """Count a page of submissions, each with the reason to leave it out or None; return those to be used."""
        used: list[Submission] = []
        for submission, reason in found:
            moments = (self.watermark, submission.submitted_at, submission.updated_at)
            self.watermark = max(moment for moment in moments if moment is not None)
            if reason is None:
                used.append(submission)
            else:
                self.left_out.append(LeftOut(submission.identity, reason))
        self.submissions += len(used)
        return used

    def done(self) -> Pulled:
        """Return the result; only call it once the last page was taken."""
        return Pulled(self.submissions, tuple(self.left_out), self.watermark)


def since(watermark: datetime) -> datetime:
    """Return the moment from which to read again."""
    return watermark.astimezone(UTC) - OVERLAP


def utc(text: str) -> datetime:
    """Return a server's time stamp as UTC; one without a zone is UTC already (KoboToolbox)."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def unusable(source: str, address: str, error: Exception) -> UnexpectedContent:
    """Return the error for a submission that lacks what every submission has; `error` says what."""
    found = f"a submission whose shape is unknown ({type(error).__name__}: {error})"
    return UnexpectedContent(source=source, address=address, found=found, expected="its own usual shape")


def nested(flat: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return answers keyed by path (`group/question`) as groups within groups.

    Inside a repeat the keys start with its own path again, which is the `prefix` to leave out.

    >>> nested({"farm/area": "2", "farm/tool": [{"farm/tool/name": "pisau"}]})
    {'farm': {'area': '2', 'tool': [{'name': 'pisau'}]}}
    """
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        *groups, name = path.removeprefix(prefix).split("/")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = [nested(row, f"{path}/") for row in value] if isinstance(value, list) else value
    return tree


def answered(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without those not given and without what servers add (`__id`, `@odata` links)."""
    own = {name: _trimmed(value) for name, value in tree.items() if not name.startswith("_") and "@" not in name}
    return {name: value for name, value in own.items() if value not in (None, "", {}, [])}


def _trimmed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return answered(value)
    if isinstance(value, list):
        return [row for row in map(answered, value) if row]
    return value
