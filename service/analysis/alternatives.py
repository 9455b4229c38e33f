"""What another floor in a published one's place would change in a district's alerts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from service.alerts.rules import DayPrice, Episode, Floor, ObservationDaysRule, alert_history
from service.vocabulary import Channel, Severity


@dataclass(frozen=True, slots=True)
class AlertBrief:
    """What is compared of an alert: its days and the worst severity it has had; the gap is that of the first day."""

    fired_on: date
    severity: Severity
    resolved_on: date | None
    gap_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class AlertChange:
    """One alert that another floor changes; None where there is none."""

    channel: Channel
    stored: AlertBrief | None
    alternative: AlertBrief | None

    @property
    def change(self) -> Literal["would_not_have_fired", "would_have_fired", "differs"]:
        """What becomes of the alert."""
        if self.alternative is None:
            return "would_not_have_fired"
        return "would_have_fired" if self.stored is None else "differs"


@dataclass(frozen=True, slots=True)
class AlertData:
    """What the alert history of a district is a function of."""

    days: Mapping[Channel, Sequence[DayPrice]]
    floors: Sequence[Floor]
    rule: ObservationDaysRule
    until: date


def changed_alerts(data: AlertData, floor_id: int, minimum_price_idr_per_kg: Decimal) -> list[AlertChange]:
    """Return what changes in the alert history with another price in the place of one floor's, oldest first.

    The cost of production, below which an alert is critical, stays that of the stored floor. A gap that is another one
    is no change: with another floor it always is.
    """
    other = [
        replace(floor, minimum_price_idr_per_kg=minimum_price_idr_per_kg) if floor.id == floor_id else floor
        for floor in data.floors
    ]
    changes = []
    for channel, days in data.days.items():
        histories = (alert_history(days, floors, channel, data.rule, data.until) for floors in (data.floors, other))
        changes.extend(_differences(channel, *histories))
    return changes


def _differences(channel: Channel, stored: Sequence[Episode], other: Sequence[Episode]) -> list[AlertChange]:
    free = list(other)
    changes = []
    for episode in stored:
        match = next((one for one in free if _same(episode, one)), None)
        if match is not None:
            free.remove(match)
        changes.append(AlertChange(channel, _brief(episode), None if match is None else _brief(match)))
    changes.extend(AlertChange(channel, None, _brief(episode)) for episode in free)
    return [change for change in changes if _told(change.stored) != _told(change.alternative)]


def _same(one: Episode, other: Episode) -> bool:
    """Say whether two alerts overlap in time; each history's own do not."""
    return _begins_within(one, other) or _begins_within(other, one)


def _begins_within(one: Episode, other: Episode) -> bool:
    return other.fired.day <= one.fired.day and (other.resolved_on is None or one.fired.day < other.resolved_on)


def _brief(episode: Episode) -> AlertBrief:
    worst = max((event.severity for event in episode.events), key=list(Severity).index)
    return AlertBrief(episode.fired.day, worst, episode.resolved_on, episode.comparison.gap_percent)


def _told(brief: AlertBrief | None) -> AlertBrief | None:
    return None if brief is None else replace(brief, gap_percent=None)
