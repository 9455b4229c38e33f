"""Whether a stored floor comes out again: from the inputs stored with it, or from its survey's households."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.database import half_up
from service.economics.bootstrap import Interval, NoInterval, ReplicateDesign
from service.economics.minimum_price import Floor, FloorParameters, NotComputable, compute_floor
from service.economics.survey_means import SurveySample, floors_with_intervals
from service.minimum_prices.explanation import KEPT_BACK, stored_inputs
from service.minimum_prices.grounds import digest_of
from service.vocabulary import Aggregator

# Replicates are multiplied in single precision, whose last digit differs between machines.
TOLERANCE_OF_ENDS = Decimal("0.01")
_ENDS = ("interval_low_idr_per_kg", "interval_high_idr_per_kg")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not come out as it is stored."""

    figure: str
    stored: Any
    recomputed: Any


def reproduced(row: Any, sample: SurveySample | None = None) -> list[Difference]:
    """Compute a stored floor again; return where it differs, empty if nowhere.

    `sample` are the households that it rests on (`floor_households`): with them the floor is computed as it was, and
    its interval by the seed and the number of replicates that are stored. Without them it is computed from the stored
    means; a mean of households' own floors, and an interval, are then not looked at. Of a floor that is kept back only
    the digest is. Ends of intervals agree if they differ by no more than 0.01.
    """
    again: dict[str, Any] = {"input_digest": digest_of(row.inputs), **_computed_again(row, sample)}
    found = (Difference(name, getattr(row, name), value) for name, value in again.items())
    return [each for each in found if not _agree(row, each)]


def _computed_again(row: Any, sample: SurveySample | None) -> dict[str, Any]:
    if row.reason in KEPT_BACK:
        return {}
    if sample is not None:
        floor, around = _of_households(row, sample)
        return {**_figures(floor), **_ends(around)}
    if row.aggregator == Aggregator.MEAN_OF_RATIOS or row.inputs["household_year"] is None:
        return {}
    return _figures(compute_floor(row.method, *stored_inputs(row.inputs)))


def _of_households(row: Any, sample: SurveySample) -> tuple[Floor | NotComputable, Interval | NoInterval | None]:
    design, parameters = ReplicateDesign(**row.inputs["design"]), FloorParameters(**row.inputs["parameters"])
    found = floors_with_intervals(sample, parameters, design, row.aggregator)
    return next(each for each in found if each[0].method == row.method)


def _figures(found: Floor | NotComputable) -> dict[str, Any]:
    if isinstance(found, NotComputable):
        return {"method_version": found.method_version, "minimum_price_idr_per_kg": None, "reason": found.reason}
    amounts = {
        "cost_of_production_idr_per_kg": found.cost_of_production_idr_per_kg,
        "household_consumption_idr_per_kg": found.household_need_idr_per_kg,
        "minimum_price_idr_per_kg": found.minimum_price_idr_per_kg,
    }
    rounded: Mapping[str, Any] = {name: _rounded(amount) for name, amount in amounts.items()}
    return {**rounded, "method_version": found.method_version, "reason": None, "warnings": list(found.warnings)}


def _ends(around: Interval | NoInterval | None) -> dict[str, Any]:
    ends = (around.low, around.high) if isinstance(around, Interval) else (None, None)
    return dict(zip(_ENDS, map(_rounded, ends), strict=True))


def _rounded(amount: float | None) -> Decimal | None:
    return None if amount is None else half_up(amount, 2)


def _agree(row: Any, found: Difference) -> bool:
    if found.stored == found.recomputed:
        return True
    if found.figure in _ENDS and None not in (found.stored, found.recomputed):
        return bool(abs(found.stored - found.recomputed) <= TOLERANCE_OF_ENDS)
    if found.figure == "warnings":
        # Those of a floor that was carried forward stand in another order.
        return sorted(found.stored) == sorted(found.recomputed)
    # Why a series is lacking is known where the floor is carried, not from what came of it.
    return bool(
        found.figure == "reason" and row.carried_to is not None and None not in (found.stored, found.recomputed)
    )
