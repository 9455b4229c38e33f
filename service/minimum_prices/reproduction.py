"""Whether a stored floor comes out again from the inputs that are stored with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.database import half_up
from service.economics.minimum_price import Floor, NotComputable, compute_floor
from service.minimum_prices.explanation import KEPT_BACK, stored_inputs
from service.vocabulary import Aggregator


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not come out as it is stored."""

    figure: str
    stored: Any
    recomputed: Any


def digest_of(inputs: Mapping[str, Any]) -> str:
    """Return the digest of a computation's inputs."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def reproduced(row: Any) -> list[Difference]:
    """Compute a stored floor again from its inputs; return where it differs, empty if nowhere.

    The digest is computed again too. The mean of households' own floors, and intervals, need the households; a floor
    that is kept back was not computed: of these only the digest is looked at.
    """
    again: dict[str, Any] = {"input_digest": digest_of(row.inputs)}
    if row.aggregator != Aggregator.MEAN_OF_RATIOS and row.reason not in KEPT_BACK:
        again |= _figures(compute_floor(row.method, *stored_inputs(row.inputs)))
    return [Difference(name, getattr(row, name), value) for name, value in again.items() if getattr(row, name) != value]


def _figures(found: Floor | NotComputable) -> dict[str, Any]:
    if isinstance(found, NotComputable):
        return {"method_version": found.method_version, "minimum_price_idr_per_kg": None, "reason": found.reason}
    amounts = {
        "cost_of_production_idr_per_kg": found.cost_of_production_idr_per_kg,
        "household_consumption_idr_per_kg": found.household_need_idr_per_kg,
        "minimum_price_idr_per_kg": found.minimum_price_idr_per_kg,
    }
    rounded = {name: None if amount is None else half_up(amount, 2) for name, amount in amounts.items()}
    return {**rounded, "method_version": found.method_version, "reason": None, "warnings": list(found.warnings)}
