"""Policies: the newest counts, the ones before are kept, and what they say is published is published."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.database import Database
from service.economics.minimum_price import FloorParameters
from service.errors import UnknownDistrict
from service.minimum_prices.decision_schemas import FloorPolicyIn, ParametersIn
from service.minimum_prices.policy import DEFAULT_POLICY, Policy, decide, policies_of, policy_of, publish_by_policy
from service.minimum_prices.publication import Decree, withdraw
from tests.builders import (
    KUANTAN_SINGINGI,
    MEETING,
    MUARA_ENIM,
    NOW,
    count,
    propose_floor,
    publish_floor,
    read,
    store_survey,
)

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
LATER = NOW + timedelta(days=1)
AUTOMATIC = replace(DEFAULT_POLICY, auto_publish=True)
DECREE = {"number": "1/2017", "on": "2017-05-02", "signatory": "the governor"}


def decided(database: Database, district_code: str | None = MUARA_ENIM, **changes: Any) -> int:
    asked = {"district_code": district_code, "method": "household-consumption", "why": "meeting", **changes}
    with database.unit_of_work(NOW) as uow:
        return decide(uow, FloorPolicyIn.model_validate(asked), "the office")


def policy(database: Database, district_code: str = MUARA_ENIM, default: Policy = DEFAULT_POLICY) -> Policy:
    with database.reading() as connection:
        return policy_of(connection, district_code, default)


def publish_them(database: Database, default: Policy = DEFAULT_POLICY, surveys: Sequence[int] = ()) -> int:
    wanted = surveys or [row.id for row in read(database, "cost_survey", "id")]
    with database.unit_of_work(LATER) as uow:
        return publish_by_policy(uow, wanted, default)


def statuses(database: Database) -> list[str]:
    return [row.status for row in read(database, "minimum_price", "status")]


def test_where_nobody_has_decided_the_default_counts(chain: Database) -> None:
    assert policy(chain) == Policy("household-consumption", policy(chain).aggregator)
    assert policy(chain).aggregator == "ratio_of_means"
    assert policy(chain, default=AUTOMATIC) == AUTOMATIC


def test_a_districts_own_policy_comes_before_the_one_for_all(chain: Database) -> None:
    own = decided(chain, method="rice-poverty-line", review_on="2027-06-01")
    for_all = decided(chain, None, method="cost-plus")
    assert (policy(chain).id, policy(chain).method, policy(chain).review_on) == (
        own,
        "rice-poverty-line",
        date(2027, 6, 1),
    )
    assert (policy(chain, KUANTAN_SINGINGI).id, policy(chain, KUANTAN_SINGINGI).method) == (for_all, "cost-plus")
    with chain.reading() as connection:
        assert policies_of(connection, [MUARA_ENIM, KUANTAN_SINGINGI]) == {
            MUARA_ENIM: policy(chain),
            KUANTAN_SINGINGI: policy(chain, KUANTAN_SINGINGI),
        }


def test_the_newest_policy_counts_and_those_before_are_kept(chain: Database) -> None:
    decided(chain, method="cost-plus")
    newest = decided(chain, aggregator="mean_of_ratios", why="another meeting")
    assert (policy(chain).id, policy(chain).aggregator) == (newest, "mean_of_ratios")
    columns = ("method", "decided_by", "decided_at", "why")
    assert read(chain, "floor_policy", *columns) == [
        ("cost-plus", "the office", NOW, "meeting"),
        ("household-consumption", "the office", NOW, "another meeting"),
    ]


def test_parameters_take_the_place_of_the_dated_ones_by_name(chain: Database) -> None:
    decided(chain, parameters={"rice_price_idr_per_kg": 13_500, "cost_plus_factor": 1.6})
    parameters = replace(FloorParameters(), **policy(chain).parameters)
    assert (parameters.rice_price_idr_per_kg, parameters.cost_plus_factor) == (13_500, 1.6)
    assert parameters.poverty_line_kg_per_capita_year == 240


def test_every_parameter_of_the_formulas_can_be_decided() -> None:
    assert set(ParametersIn.model_fields) == {parameter.name for parameter in fields(FloorParameters)}


def test_a_fixed_price_lives_in_the_policy_with_its_decree(chain: Database) -> None:
    decided(chain, method="fixed", parameters={"fixed_price_idr_per_kg": 5000, "fixed_price_decree": DECREE})
    assert policy(chain).decree == Decree("1/2017", date(2017, 5, 2), "the governor")
    parameters = replace(FloorParameters(), **policy(chain).parameters)
    assert (parameters.fixed_price_idr_per_kg, parameters.fixed_price_decree) == (
        5000,
        "1/2017, 2017-05-02, the governor",
    )


def test_a_policy_for_a_district_that_is_not_known_is_refused(chain: Database) -> None:
    with pytest.raises(UnknownDistrict):
        decided(chain, "16.99")
    assert count(chain, "floor_policy") == 0


def test_nothing_is_published_unless_somebody_said_so(chain: Database) -> None:
    propose_floor(chain, 10_000, MARCH)
    assert publish_them(chain) == 0
    assert statuses(chain) == ["proposed"]


def test_the_setting_publishes_the_default_method(chain: Database) -> None:
    survey = store_survey(chain)
    for method in ("household-consumption", "cost-plus"):
        propose_floor(chain, 10_000, MARCH, survey_id=survey, method=method)
    assert publish_them(chain, AUTOMATIC) == 1
    assert statuses(chain) == ["published", "proposed"]
    assert read(chain, "minimum_price", "published_by", "published_why", "published_at")[0] == (
        "bokar",
        "automatically, by the setting auto_publish",
        LATER,
    )
    assert publish_them(chain, AUTOMATIC) == 0


def test_a_policy_has_its_own_method_published_or_none(chain: Database) -> None:
    survey = store_survey(chain)
    for method in ("household-consumption", "cost-plus"):
        propose_floor(chain, 10_000, MARCH, survey_id=survey, method=method)
    decided(chain, auto_publish=False)
    assert publish_them(chain, AUTOMATIC) == 0
    number = decided(chain, method="cost-plus", auto_publish=True)
    assert publish_them(chain) == 1
    assert statuses(chain) == ["proposed", "published"]
    assert read(chain, "minimum_price", "published_why")[1][0] == f"automatically, by floor policy {number}"


def test_a_floor_of_another_aggregator_is_not_published(chain: Database) -> None:
    propose_floor(chain, 10_000, MARCH, aggregator="mean_of_ratios")
    assert publish_them(chain, AUTOMATIC) == 0


def test_an_administered_price_is_published_with_the_decree_of_the_policy(chain: Database) -> None:
    propose_floor(chain, 5000, MARCH, method="fixed")
    stated = {"fixed_price_idr_per_kg": 5000, "fixed_price_decree": DECREE}
    decided(chain, method="fixed", parameters=stated, auto_publish=True)
    assert publish_them(chain) == 1
    assert read(chain, "minimum_price", "legal_status", "decree_number") == [("decree", "1/2017")]


def test_only_the_newest_floor_of_a_survey_is_published(chain: Database) -> None:
    survey = store_survey(chain)
    for number in (1, 2):
        propose_floor(chain, 10_000, MARCH, survey_id=survey, input_digest=f"{number:064}")
    assert publish_them(chain, AUTOMATIC) == 1
    assert statuses(chain) == ["proposed", "published"]


@pytest.mark.parametrize("newest", ["not computable", "withdrawn"])
def test_an_older_floor_does_not_take_the_place_of_the_newest(chain: Database, newest: str) -> None:
    survey = store_survey(chain)
    propose_floor(chain, 10_000, MARCH, survey_id=survey)
    empty: dict[str, Any] = {"minimum_price_idr_per_kg": None, "status": None, "reason": "no_cost"}
    changes = empty if newest == "not computable" else {}
    last = propose_floor(chain, 9000, MARCH, survey_id=survey, input_digest="1" * 64, **changes)
    if newest == "withdrawn":
        assert publish_them(chain, AUTOMATIC) == 1
        with chain.unit_of_work(LATER) as uow:
            withdraw(uow, last, MEETING)
    assert publish_them(chain, AUTOMATIC) == 0


def test_a_stale_floor_is_left_to_a_person(chain: Database) -> None:
    propose_floor(chain, 10_000, MARCH, stale_from=date(2026, 11, 22))
    propose_floor(chain, 10_000, date(2026, 12, 1), stale_from=date(2026, 12, 1))
    assert publish_them(chain, AUTOMATIC) == 0


def test_a_floor_never_takes_the_place_of_one_that_starts_later(chain: Database) -> None:
    publish_floor(chain, 10_000, JUNE)
    propose_floor(chain, 9000, MARCH)
    assert publish_them(chain, AUTOMATIC) == 0
    propose_floor(chain, 8000, JUNE)
    assert publish_them(chain, AUTOMATIC) == 1
    assert statuses(chain) == ["superseded", "proposed", "published"]


def test_floors_of_several_surveys_are_published_in_the_order_of_their_starts(chain: Database) -> None:
    propose_floor(chain, 9000, JUNE)
    propose_floor(chain, 10_000, MARCH)
    assert publish_them(chain, AUTOMATIC) == 2
    assert read(chain, "minimum_price", "status", "valid_from", "valid_until") == [
        ("published", JUNE, None),
        ("published", MARCH, JUNE),
    ]


def test_only_the_surveys_that_are_named_are_looked_at(chain: Database) -> None:
    propose_floor(chain, 10_000, MARCH)
    other = store_survey(chain, external_id="another")
    assert publish_them(chain, AUTOMATIC, [other]) == 0
    with chain.unit_of_work(NOW) as uow:
        assert publish_by_policy(uow, []) == 0
