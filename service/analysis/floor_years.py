"""The years of stored floors, as scenarios and other readings take them: a study's means, or a survey's households."""

from collections.abc import Collection
from typing import Any, TypeAlias

from sqlalchemy import Connection

from service.analysis.changes import NEEDING_COSTS, NotPossible
from service.analysis.repository import stored_costs
from service.analysis.scenario_year import ScenarioYear, scenario_year
from service.analysis.surveyed_year import COLUMN_OF_CONCEPT, StoredCosts, SurveyedFloor, surveyed_year
from service.cost_surveys.household_years import HouseholdYears
from service.economics.carry_forward import carried_means
from service.economics.minimum_price import FloorParameters
from service.minimum_prices.floor_households import rests_on_households, sample_behind, stored_ratios, years_behind
from service.vocabulary import Aggregator

_Found: TypeAlias = tuple[HouseholdYears, StoredCosts | None] | None


class FloorYears:
    """Years of floors of one moment; households are read once for floors of theirs that follow each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._key: tuple[int, str] | None = None
        self._found: _Found = None

    def for_changes(self, row: Any, changes: Collection[str]) -> ScenarioYear:
        """Return the year that the changes are made to; raises `NotPossible`.

        Households are asked only where the means do not do.
        """
        is_mean_of_own = row.aggregator == Aggregator.MEAN_OF_RATIOS
        if not rests_on_households(row) or not (is_mean_of_own or NEEDING_COSTS.intersection(changes)):
            return scenario_year(row.method, row.inputs, row.basis)
        return surveyed_year(*self.of_households(row))

    def of_households(self, row: Any) -> tuple[SurveyedFloor, StoredCosts]:
        """Return what a floor of households was computed from; raises `NotPossible` if they have changed since."""
        found = self._households(row)
        if found is None:
            raise NotPossible("households_changed")
        years, costs = found
        if costs is None:
            raise NotPossible("cost_groups_not_known")
        return _surveyed_floor(row, years), costs

    def _households(self, row: Any) -> _Found:
        key = row.survey_id, row.inputs["households_digest"]
        if key != self._key:
            years = years_behind(self._connection, row)
            self._key, self._found = key, None
            if years is not None:
                self._found = years, stored_costs(self._connection, years)
        return self._found


def _surveyed_floor(row: Any, years: HouseholdYears) -> SurveyedFloor:
    inputs, as_surveyed = row.inputs, dict.fromkeys(COLUMN_OF_CONCEPT.values(), 1.0)
    return SurveyedFloor(
        method=row.method,
        sample=sample_behind(inputs, years),
        parameters=FloorParameters(**inputs["parameters"]),
        aggregator=row.aggregator,
        factors=carried_means(as_surveyed, stored_ratios(inputs)) if "carried" in inputs else as_surveyed,
        basis=row.basis,
    )
