"""Simulated years of households, the same for the same seed, spread around the middle values of published surveys."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from service.models.household_year import GROUP_COLUMNS
from service.vocabulary import Tenure

SEED = 20_261_122
# The standard deviation of logarithms.
SPREAD = 0.4
# Middle values per household and year in rupiah: paid, then imputed.
PAID = {
    "fertiliser_idr": 1_800_000,
    "pesticide_idr": 450_000,
    "coagulant_idr": 300_000,
    "fuel_idr": 250_000,
    "transport_idr": 600_000,
    "group_fee_idr": 150_000,
    "tax_idr": 60_000,
}
IMPUTED = {
    "tools_idr": 350_000,
    "tapping_idr": 9_000_000,
    "collecting_idr": 1_200_000,
    "interest_idr": 500_000,
    "land_idr": 1_500_000,
    "stand_establishment_idr": 2_000_000,
}
OWN_RESOURCES = ("interest_idr", "land_idr", "stand_establishment_idr")
FIXED = ("tax_idr", "tools_idr", *OWN_RESOURCES)
PRODUCTION_KG = 2_300
# Middle values of what else is asked, and the share of households that state it.
ASKED = {
    "household_consumption_idr": (24_000_000, 0.95),
    "household_size": (4, 0.98),
    "other_income_idr": (9_000_000, 0.8),
    "price_idr_per_kg": (9_500, 0.9),
}
STATE_TOOLS, STATE_OWN_RESOURCES, STATE_CONTENT = 0.9, 0.6, 0.6
HAVE_A_TAPPER, BOOK_A_WEIGHT_CUT = 1 / 3, 1 / 4
TAPPERS_SHARE, WEIGHT_CUT = 0.33333, 0.1
FEWEST_VILLAGES, MOST_VILLAGES = 8, 24

Columns = dict[str, Any]


def simulated_years(district: int, households: int) -> Columns:
    """Return the years of a district's households by columns of `household_year`; NaN is not stated.

    `village` is a number from 1. A third of the households leaves a third of the revenue to a tapper, a quarter books a
    weight cut of 10 % as a cost.
    """
    rng = np.random.default_rng((SEED, district))
    tapper = rng.random(households) < HAVE_A_TAPPER
    weight_cut = np.where(rng.random(households) < BOOK_A_WEIGHT_CUT, WEIGHT_CUT, 0.0)
    villages = rng.integers(FEWEST_VILLAGES, MOST_VILLAGES, endpoint=True)
    return {
        "village": np.sort(rng.integers(1, villages, households, endpoint=True)),
        "tenure": np.where(tapper, Tenure.OWNER_WITH_TAPPER.value, Tenure.OWNER_TAPPER.value),
        "member": rng.random(households) < 1 / 2,
        "weight": rng.uniform(0.5, 2.0, households).round(6),
        "production_kg": _around(rng, PRODUCTION_KG, households).round(3),
        "revenue_share": np.where(tapper, TAPPERS_SHARE, 0.0) + weight_cut,
        "weight_cut_share": weight_cut,
        "deduction": np.where(weight_cut > 0, weight_cut, np.nan),
        "months_inferred": np.zeros(households, dtype=bool),
        **_costs(rng, tapper),
        **{name: _stated_by(rng, part, _around(rng, middle, households)) for name, (middle, part) in ASKED.items()},
        "dry_rubber_content": _stated_by(rng, STATE_CONTENT, rng.uniform(0.4, 0.65, households)),
    }


def _costs(rng: np.random.Generator, tapper: np.ndarray) -> Columns:
    households = len(tapper)
    costs = {name: _around(rng, middle, households) for name, middle in {**PAID, **IMPUTED}.items()}
    # A tapper is paid by his share.
    costs["tapping_idr"][tapper] = 0.0
    tools = _stated_by(rng, STATE_TOOLS, costs["tools_idr"])
    own = _stated_by(rng, STATE_OWN_RESOURCES, _sum(costs, OWN_RESOURCES))
    costs["tools_idr"] = np.nan_to_num(tools)
    for name in OWN_RESOURCES:
        costs[name][np.isnan(own)] = 0.0
    return {
        "cash_idr": _sum(costs, PAID),
        "depreciation_idr": tools,
        "family_labour_idr": _sum(costs, ("tapping_idr", "collecting_idr")),
        "own_resources_idr": own,
        "fixed_idr": _sum(costs, FIXED),
        "variable_idr": _sum(costs, [name for name in costs if name not in FIXED]),
        **{name: costs.get(name, np.zeros(households)) for name in GROUP_COLUMNS},
    }


def _around(rng: np.random.Generator, middle: float, households: int) -> np.ndarray:
    return middle * rng.lognormal(0, SPREAD, households)


def _stated_by(rng: np.random.Generator, part: float, column: np.ndarray) -> np.ndarray:
    return np.where(rng.random(len(column)) < part, column, np.nan)


def _sum(costs: Columns, names: Iterable[str]) -> np.ndarray:
    total: np.ndarray = np.sum([costs[name] for name in names], axis=0)
    return total
