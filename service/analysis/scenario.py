"""A floor under other circumstances: the new floor, and the change by cause. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from service.analysis.changes import REASONS, NotPossible, changed
from service.analysis.scenario_year import ScenarioYear
from service.database import half_up
from service.economics.floor_reasons import sentences
from service.economics.minimum_price import Floor, NotComputable
from service.minimum_prices.disclosure import FEW


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The floor before and after, in Rp/kg; `effects` and `together` add up to the change exactly.

    Where there is no new floor `reason` says why, and `cause` which change it was, if it was one alone.
    """

    before: Decimal | None
    after: Decimal | None = None
    effects: Mapping[str, Decimal] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reason: str | None = None
    cause: str | None = None

    @property
    def change(self) -> Decimal | None:
        """The new floor less the stored one, where there are both."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def together(self) -> Decimal | None:
        """What the causes change only in company: the change less the effect of each alone."""
        return None if self.change is None else self.change - sum(self.effects.values(), Decimal(0))


class _NoFloor(Exception):
    """A change after which there is no floor."""


def run_scenario(year: ScenarioYear, before: Decimal | None, changes: Mapping[str, Any]) -> ScenarioResult:
    """Compute a floor under all changes, and what each of them alone does to it.

    Equations: effect_i = floor(change i alone) - floor; together = floor(all changes) - floor - sum(effect_i), each
    floor rounded once to two decimals. Where there was no floor before, there is no change and no effect.
    """
    alone: dict[str, Decimal] = {}
    for cause, value in changes.items():
        try:
            price = _price(_floor_after(year, {cause: value}))
        except (NotPossible, _NoFloor) as refused:
            # Where there was no floor, what one change alone lacks another may bring; few households it does not hide.
            if before is not None or str(refused) == FEW:
                return ScenarioResult(before, reason=str(refused), cause=cause)
        else:
            alone |= {} if before is None else {cause: price - before}
    try:
        floor = _floor_after(year, changes)
    except (NotPossible, _NoFloor) as refused:
        return ScenarioResult(before, reason=str(refused))
    return ScenarioResult(before, _price(floor), alone, floor.warnings)


def reason_sentences(reason: str) -> tuple[str, str]:
    """Return a reason's sentence in English and in Indonesian; raises UnknownName for one that is none."""
    return REASONS[reason] if reason in REASONS else sentences(reason)


def _floor_after(year: ScenarioYear, changes: Mapping[str, Any]) -> Floor:
    found = changed(year, changes).floor()
    if isinstance(found, NotComputable):
        raise _NoFloor(found.reason)
    return found


def _price(floor: Floor) -> Decimal:
    return half_up(floor.minimum_price_idr_per_kg, 2)
