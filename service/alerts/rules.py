"""The rule `observation-days`: when a price below the floor becomes an alert, and when it ends (DOMAIN section 8).

Pure: the alert history is a function of the price history, the floor history and the rule, the same in any order of
arrival. Nothing here knows a database or a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from service.vocabulary import (
    EXACT_DAYS,
    AlertEventKind,
    AlertState,
    Basis,
    Channel,
    DatePrecision,
    Outcome,
    Severity,
    StorageAge,
)


@dataclass(frozen=True, slots=True)
class DayPrice:
    """The price of one day, district and channel."""

    day: date
    price_idr_per_kg: Decimal
    basis: str = Basis.AS_SOLD
    date_precision: str = DatePrecision.EXACT
    reporters: int = 1
    storage_age: str = StorageAge.UNSPECIFIED
    observation_ids: tuple[int, ...] = ()
    historical: bool = False

    @property
    def counts(self) -> bool:
        """Say whether the day is known exactly; approximate days and averages neither fire nor clear."""
        return self.date_precision in EXACT_DAYS


@dataclass(frozen=True, slots=True)
class Floor:
    """A published minimum price, valid from `valid_from` up to and without `valid_until`."""

    id: int
    minimum_price_idr_per_kg: Decimal
    cost_of_production_idr_per_kg: Decimal | None
    valid_from: date
    valid_until: date | None
    stale_from: date
    basis: str = Basis.AS_SOLD

    def is_valid_on(self, day: date) -> bool:
        """Say whether the floor speaks for `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class ObservationDaysRule:
    """The parameters of the rule; days are calendar days between two observation days."""

    slug: str = "observation-days"
    clear_factor: Decimal = Decimal("1.02")
    fewest_days: int = 3
    most_days: int = 35
    immediate_gap_percent: Decimal = Decimal(10)
    immediate_reporters: int = 2
    critical_gap_percent: Decimal = Decimal(20)

    def clear_level(self, floor: Floor) -> Decimal:
        """Return the price from which a day counts towards the end of an alert, as it is shown."""
        return _two_decimals(floor.minimum_price_idr_per_kg * self.clear_factor)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer of one comparison; the gap is empty where the answer is unknown."""

    outcome: Outcome
    reason: str
    gap_idr_per_kg: Decimal | None = None
    gap_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AlertEvent:
    """Something that happened to an alert; `price` and the gap are empty where no price caused it."""

    kind: AlertEventKind
    day: date
    severity: Severity
    reason: str
    price: DayPrice | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One alert: opened by `fired`, judged against one floor, ended or still firing."""

    floor: Floor
    clear_level_idr_per_kg: Decimal
    below_since: date
    fired: DayPrice
    comparison: Comparison
    severity: Severity
    state: AlertState
    reason: str
    events: tuple[AlertEvent, ...]
    resolved_on: date | None = None


def compare(price: DayPrice, floor: Floor | None) -> Comparison:
    """Compare a day's price with the floor of that day.

    Equations: gap = floor - price; gap_percent = gap / floor * 100, to two decimals: what is judged is what is shown.
    Unknown where there is no floor on that day, the
    floor's survey is too old, or the two are not per kilogram of the same thing. Source: DOMAIN section 8.
    """
    if floor is None or not floor.is_valid_on(price.day):
        return Comparison(Outcome.UNKNOWN, "no_floor_on_that_day")
    if price.day >= floor.stale_from:
        return Comparison(Outcome.UNKNOWN, "stale_floor")
    if price.basis != floor.basis:
        return Comparison(Outcome.UNKNOWN, "bases_differ")
    gap = floor.minimum_price_idr_per_kg - price.price_idr_per_kg
    outcome = Outcome.BELOW if gap > 0 else Outcome.NOT_BELOW
    gap_percent = _two_decimals(gap / floor.minimum_price_idr_per_kg * 100)
    return Comparison(outcome, "compared", gap, gap_percent)


def _two_decimals(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def floor_on(floors: Iterable[Floor], day: date) -> Floor | None:
    """Return the floor valid on `day`; the latest start wins."""
    valid = [floor for floor in floors if floor.is_valid_on(day)]
    return max(valid, key=lambda floor: floor.valid_from, default=None)


def on_the_floors_basis(days: Iterable[DayPrice], floors: Sequence[Floor]) -> list[DayPrice]:
    """Choose one price per day, the one on the floor's basis where there is one, in order of days."""
    chosen: dict[date, DayPrice] = {}
    for price in days:
        floor = floor_on(floors, price.day)
        if price.day not in chosen or (floor is not None and price.basis == floor.basis):
            chosen[price.day] = price
    return [chosen[day] for day in sorted(chosen)]


def alert_history(
    days: Iterable[DayPrice], floors: Sequence[Floor], channel: Channel, rule: ObservationDaysRule, until: date
) -> list[Episode]:
    """Return the alerts of one district and channel, oldest first, as they stand on `until`.

    Days after `until` and days not known exactly are left out; floors that start later are not yet in force.
    """
    in_force = [floor for floor in floors if floor.valid_from <= until]
    machine = _Machine(channel=channel, rule=rule, floors=in_force)
    for price in on_the_floors_basis(days, in_force):
        if price.counts and price.day <= until:
            machine.observe(price)
    machine.end_with_its_floor(until)
    return machine.episodes()


@dataclass
class _Machine:
    """Walks through the days; holds a pending stretch, or a firing alert and its stretch of clear days."""

    channel: Channel
    rule: ObservationDaysRule
    floors: Sequence[Floor]
    below_days: list[date] = field(default_factory=list)
    clear_days: list[date] = field(default_factory=list)
    below_floor: Floor | None = None
    firing: Episode | None = None
    ended: list[Episode] = field(default_factory=list)

    def observe(self, price: DayPrice) -> None:
        """Take in the next day."""
        floor = floor_on(self.floors, price.day)
        self.end_with_its_floor(price.day)
        comparison = compare(price, floor)
        if floor is None or comparison.outcome is Outcome.UNKNOWN:
            return
        if self.firing is not None:
            self._observe_firing(self.firing, price, comparison)
        elif comparison.outcome is Outcome.BELOW:
            self._observe_below(price, floor, comparison)
        else:
            self.below_days.clear()

    def end_with_its_floor(self, day: date) -> None:
        """End the firing alert when its floor has ended, or another has come into force, by `day`."""
        if self.firing is None:
            return
        floor = self.firing.floor
        ends = [f.valid_from for f in self.floors if floor.valid_from < f.valid_from <= day]
        if floor.valid_until is not None and floor.valid_until <= day:
            ends.append(floor.valid_until)
        if ends:
            self._resolve(self.firing, min(ends), "floor_changed", None)

    def episodes(self) -> list[Episode]:
        """Return every alert so far."""
        return [*self.ended, *([self.firing] if self.firing else [])]

    def _observe_below(self, price: DayPrice, floor: Floor, comparison: Comparison) -> None:
        if self.below_floor != floor:
            self.below_days.clear()
        self.below_floor = floor
        enough = self._extend(self.below_days, price.day)
        if not enough and not self._is_immediate(price, comparison):
            return
        severity = self._severity(price, floor, comparison)
        reason = "second_day_below" if enough else "large_gap"
        opened = AlertEvent(AlertEventKind.OPENED, price.day, severity, reason, price, comparison)
        self.firing = Episode(
            floor=floor,
            clear_level_idr_per_kg=self.rule.clear_level(floor),
            below_since=self.below_days[0],
            fired=price,
            comparison=comparison,
            severity=severity,
            state=AlertState.FIRING,
            reason=reason,
            events=(opened,),
        )
        self.below_days.clear()
        self.clear_days.clear()

    def _observe_firing(self, firing: Episode, price: DayPrice, comparison: Comparison) -> None:
        if price.price_idr_per_kg < firing.clear_level_idr_per_kg:
            self.clear_days.clear()
        elif self._extend(self.clear_days, price.day):
            self._resolve(firing, price.day, "price_recovered", price, comparison)
            return
        if comparison.outcome is Outcome.BELOW:
            self._grade(firing, price, comparison)

    def _grade(self, firing: Episode, price: DayPrice, comparison: Comparison) -> None:
        severity = self._severity(price, firing.floor, comparison)
        if severity is firing.severity:
            return
        worse = severity is Severity.CRITICAL
        kind = AlertEventKind.ESCALATED if worse else AlertEventKind.DEESCALATED
        event = AlertEvent(kind, price.day, severity, "gap_widened" if worse else "gap_narrowed", price, comparison)
        self.firing = replace(firing, severity=severity, events=(*firing.events, event))

    def _resolve(
        self,
        firing: Episode,
        day: date,
        reason: str,
        price: DayPrice | None,
        comparison: Comparison | None = None,
    ) -> None:
        event = AlertEvent(AlertEventKind.RESOLVED, day, firing.severity, reason, price, comparison)
        events = (*firing.events, event)
        self.ended.append(replace(firing, state=AlertState.RESOLVED, reason=reason, resolved_on=day, events=events))
        self.firing = None
        self.below_days.clear()
        self.clear_days.clear()

    def _extend(self, stretch: list[date], day: date) -> bool:
        """Add a day to an unbroken stretch; say whether an earlier day of it lies 3 to 35 days before.

        A silence longer than that starts the stretch again: nobody saw what happened in between.
        """
        if stretch and (day - stretch[-1]).days > self.rule.most_days:
            stretch.clear()
        enough = any(self.rule.fewest_days <= (day - d).days <= self.rule.most_days for d in stretch)
        stretch.append(day)
        return enough

    def _is_immediate(self, price: DayPrice, comparison: Comparison) -> bool:
        assert comparison.gap_percent is not None
        well_attested = self.channel is Channel.AUCTION or price.reporters >= self.rule.immediate_reporters
        return well_attested and comparison.gap_percent >= self.rule.immediate_gap_percent

    def _severity(self, price: DayPrice, floor: Floor, comparison: Comparison) -> Severity:
        assert comparison.gap_percent is not None
        cost = floor.cost_of_production_idr_per_kg
        below_cost = cost is not None and price.price_idr_per_kg < cost
        if below_cost or comparison.gap_percent >= self.rule.critical_gap_percent:
            return Severity.CRITICAL
        return Severity.WARNING
