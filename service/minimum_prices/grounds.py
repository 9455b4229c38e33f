"""What floors are computed by beside the surveys: dated parameters, the district's policy, how replicates are drawn."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection

from service.economics.bootstrap import ReplicateDesign
from service.economics.carry_forward import SERIES_NEEDED, Ratios
from service.economics.index_chain import first_day
from service.economics.minimum_price import FloorParameters
from service.economics.parameters import parameter
from service.indices.repository import read_series
from service.indices.series import AllSeries
from service.minimum_prices.policy import DEFAULT_POLICY, Policy, policies_of
from service.settings import Settings
from service.vocabulary import Aggregator

# Any number does, as long as it stays: with another one every interval would move a little without a reason.
SEED = 1353


@dataclass(frozen=True, slots=True)
class FloorSettings:
    """What a running service sets: a rice price in the place of the dated ones, and the policy where nobody decided."""

    rice_price_idr_per_kg: float | None = None
    policy: Policy = DEFAULT_POLICY


def floor_settings(settings: Settings) -> FloorSettings:
    """Return what the service's settings say of floors."""
    policy = replace(DEFAULT_POLICY, auto_publish=settings.auto_publish)
    return FloorSettings(settings.rice_price_idr_per_kg, policy)


@dataclass(frozen=True)
class Grounds:
    """What the floors of one survey are computed by; `ratios` carry it forward, where there are indices that do."""

    parameters: FloorParameters
    aggregator: Aggregator = Aggregator.RATIO_OF_MEANS
    design: ReplicateDesign = field(default_factory=lambda: ReplicateDesign(SEED))
    ratios: Ratios | None = None

    @cached_property
    def documented(self) -> dict[str, Any]:
        """Return it in a form JSON can hold."""
        return {"parameters": asdict(self.parameters), "aggregator": self.aggregator.value}

    @cached_property
    def digest(self) -> str:
        """Return what tells these grounds from others."""
        carried = None if self.ratios is None else json.dumps(asdict(self.ratios), default=str, sort_keys=True)
        return digest_of(self.documented | asdict(self.design) | {"carried": carried})


def digest_of(documented: Mapping[str, Any]) -> str:
    """Return the SHA-256 of something JSON can hold."""
    return hashlib.sha256(json.dumps(documented, sort_keys=True).encode()).hexdigest()


def grounds_of(connection: Connection, surveys: Sequence[Any], settings: FloorSettings) -> dict[int, Grounds]:
    """Return the grounds of surveys by their ids.

    A policy's parameters stand before the settings', and these before
    the dated ones of the day from which a survey's floors are valid.
    """
    policies = policies_of(connection, {survey.district_code for survey in surveys}, settings.policy)
    series = read_series(connection, {survey.district_code[:2] for survey in surveys})
    by_id = {policy.id: policy for policy in policies.values()}
    # Most surveys share theirs, and with them their digest.
    grounds_on = cache(lambda on, policy_id: _grounds(on, by_id[policy_id], settings))
    found = {}
    for survey in surveys:
        policy = policies[survey.district_code]
        grounds, ratios = grounds_on(survey.floor_valid_from, policy.id), _ratios(series, survey, policy.method)
        found[survey.id] = grounds if ratios is None else replace(grounds, ratios=ratios)
    return found


def survey_midpoint(survey: Any) -> date:
    """Return the middle day of a survey's period: the day its age is counted from."""
    days: timedelta = survey.period_to - survey.period_from
    return survey.period_from + timedelta(days=days.days // 2)  # type: ignore[no-any-return]


def _ratios(series: AllSeries, survey: Any, method: str) -> Ratios | None:
    """Return what carries a survey to the newest month that all series lead to which the district's method needs."""
    midpoint, province = survey_midpoint(survey), survey.district_code[:2]
    newest = series.latest_common_month(province, midpoint, SERIES_NEEDED[method])
    if newest is None or newest <= first_day(midpoint):
        return None
    return series.ratios(province, midpoint, newest)


def _grounds(on: date, policy: Policy, settings: FloorSettings) -> Grounds:
    parameters = _dated(on)
    if settings.rice_price_idr_per_kg is not None:
        parameters = replace(parameters, rice_price_idr_per_kg=settings.rice_price_idr_per_kg)
    return Grounds(replace(parameters, **policy.parameters), policy.aggregator)


def _dated(on: date) -> FloorParameters:
    return FloorParameters(
        rice_price_idr_per_kg=float(_value("rice_price_idr_per_kg", on)),
        rice_need_kg_per_capita_year=float(_value("rice_need_kg_per_capita_year", on)),
        cost_plus_factor=float(_value("cost_plus_factor", on)),
        poverty_line_kg_per_capita_year=float(_value("welfare_bounds_dolis_village", on)[0]),
    )


def _value(name: str, on: date) -> Any:
    return parameter(name, on).value
