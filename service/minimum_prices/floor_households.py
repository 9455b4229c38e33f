"""The households that a stored floor was computed from, as long as they still say what they said then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from service.cost_surveys.household_years import HouseholdYears, digest_of_years, read_years
from service.economics.carry_forward import Ratios, RicePrice
from service.economics.floor_columns import MEANS
from service.economics.index_chain import NotCarried, Ratio
from service.economics.survey_means import SurveySample
from service.minimum_prices.disclosure import WHOLE, released_cells
from service.minimum_prices.explanation import KEPT_BACK
from service.minimum_prices.household_floors import READ, carried_sample

# Marks that come of the means themselves, and come again with them.
_FOUND_AGAIN = "_not_stated_by_all"
# A series that did not lead to the month; what it moves is not known then.
_NOT_CARRIED = NotCarried("index_missing")


def rests_on_households(row: Any) -> bool:
    """Say whether a stored floor was computed from households' years, and may be told."""
    return "households_digest" in row.inputs and row.reason not in KEPT_BACK


def years_behind(connection: Connection, row: Any) -> HouseholdYears | None:
    """Return the years that a stored floor was computed from, None if any of them has changed since.

    They are the cell on record whose years have the digest that is stored with the floor.
    """
    import numpy as np

    years = read_years(connection, READ, [row.survey_id])
    cells = released_cells(connection, [row.survey_id]).get(row.survey_id, {}).get(WHOLE, ())
    for cell in reversed(cells):
        kept = years.rows(np.isin(years.household_id, cell.ids()))
        if len(kept) == len(cell) and digest_of_years(kept) == row.inputs["households_digest"]:
            return kept
    return None


def sample_behind(inputs: Mapping[str, Any], years: HouseholdYears) -> SurveySample:
    """Return the sample that a floor was computed from: a figure that nobody is noted to state was not told.

    One that was carried forward comes of the years in the prices of the later month.
    """
    import numpy as np

    told = np.array([inputs["stated_by"][name] > 0 for name in MEANS])
    stored = () if inputs["household_year"] is None else inputs["household_year"]["marks"]
    marks = tuple(mark for mark in stored if not mark.endswith(_FOUND_AGAIN))
    figures = np.where(told, years.figures[:, : len(MEANS)], np.nan)
    sample = SurveySample(figures, years.weight, years.village, marks)
    return carried_sample(sample, stored_ratios(inputs)) if "carried" in inputs else sample


def stored_ratios(inputs: Mapping[str, Any]) -> Ratios:
    """Return what a stored floor was carried by; a part that the survey lacks has nothing to be moved by."""
    factors = {part["part"]: part["factor"] for part in inputs["carried"]}
    months = [date.fromisoformat(inputs["carried"][0][name]) for name in ("from_month", "to_month")]
    rice_price = inputs["parameters"]["rice_price_idr_per_kg"]
    return Ratios(
        months[0],
        months[1],
        consumption=_ratio(factors.get("household_consumption")),
        inputs=_ratio(factors.get("paid_cost")),
        wage=_ratio(factors.get("family_labour")),
        rice_price=_NOT_CARRIED if rice_price is None else RicePrice(rice_price),
    )


def _ratio(factor: float | None) -> Ratio | NotCarried:
    return _NOT_CARRIED if factor is None else Ratio(factor)
