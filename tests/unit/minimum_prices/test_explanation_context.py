"""What stands beside a floor's formula: survey, target, interval, carried parts, costs, origin, in both languages."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from service.minimum_prices.explanation import floor_steps
from service.minimum_prices.explanation_context import context
from service.minimum_prices.explanation_words import CONCEPTS, GROUPS, PARTS, SERIES
from service.vocabulary import CostGroup, IndexName
from tests.analysis_builders import dolis, ibrahim

ORIGIN = {"title": "Cost of production 2026", "source": "the office's survey."}


def row(inputs: dict[str, Any], **columns: Any) -> Any:
    inputs["survey"] |= ORIGIN
    plain = {
        "households": 92,
        "represents": "district",
        "interval_low_idr_per_kg": None,
        "interval_high_idr_per_kg": None,
        "replicates": None,
        "seed": None,
        "minimum_price_idr_per_kg": Decimal("4892.23"),
        "carried_to": None,
        "valid_from": date(2026, 1, 1),
        "software_version": "0.1.0",
        "input_digest": "ab" * 32,
        "aggregator": "ratio_of_means",
        "reason": None,
        "method": "household-consumption",
        "inputs": inputs,
    }
    return SimpleNamespace(**{**plain, **columns})


def english(inputs: dict[str, Any], **columns: Any) -> list[str]:
    return [each.english for each in context(row(inputs, **columns))]


def indonesian(inputs: dict[str, Any], **columns: Any) -> list[str]:
    return [each.indonesian for each in context(row(inputs, **columns))]


def test_a_survey_is_named_with_how_many_it_asked_and_what_they_represent() -> None:
    lines = english(dolis(sampling="purposive"))
    assert lines[:3] == [
        "Survey: Cost of production 2026. Source: the office's survey.",
        "92 households; they represent the district.",
        "The households were chosen on purpose.",
    ]


def test_slovins_target_is_given_as_information_where_the_population_is_known() -> None:
    assert "For information: of 1,353 households, Slovin's formula (error 10 %) asks for 94." in english(
        dolis(population=1_353)
    )
    assert "Sebagai informasi: dari 1.353 rumah tangga, rumus Slovin (galat 10 %) meminta 94." in indonesian(
        dolis(population=1_353)
    )
    assert not any("Slovin" in line for line in english(dolis()))


def test_an_interval_is_given_with_its_replicates_and_seed_and_its_absence_is_said() -> None:
    ends = {"interval_low_idr_per_kg": Decimal("4500.5"), "interval_high_idr_per_kg": Decimal(5300)}
    lines = english(dolis(), **ends, replicates=1000, seed=123_456)
    assert "95 % interval: Rp 4,500.50 to Rp 5,300 (1,000 replicates, seed 123456)." in lines
    assert "There is no interval around it." in english(dolis())


def test_carried_parts_are_told_apart_from_surveyed_ones() -> None:
    carried = [
        {
            "part": "paid_cost",
            "series": "inputs",
            "factor": 1.08512,
            "from_month": "2026-01-01",
            "to_month": "2026-10-01",
        },
        {"part": "other_income", "series": None, "factor": None, "from_month": None, "to_month": None},
    ]
    lines = english({**dolis(), "carried": carried}, carried_to=date(2026, 10, 1))
    assert (
        "The part paid cost is carried from 2026-01 to 2026-10 by the index of farmers' inputs: times 1.0851." in lines
    )
    assert any(
        line.endswith("dikali 1,0851.")
        for line in indonesian({**dolis(), "carried": carried}, carried_to=date(2026, 10, 1))
    )
    assert "The part other income is as surveyed." in lines
    assert "All of it is surveyed; none is indexed." not in lines
    assert "All of it is surveyed; none is indexed." in english(dolis())


def test_items_are_listed_as_printed_and_households_costs_by_group() -> None:
    stored = dolis()
    stored["survey"]["items"].append(
        {"name": "mertelu", "cost_group": "tapping", "unit": "revenue_share", "amount": 0.33}
    )
    assert "Cost of vinegar (coagulant): Rp 15,246.75 a month." in english(stored)
    assert "Cost of mertelu (tapping): 33 % of revenue." in english(stored)


def test_of_households_it_is_told_where_the_cost_by_item_stands() -> None:
    inputs = {**ibrahim(), "households_digest": "cd" * 32}
    assert "Biaya menurut butir: /v1/cost-of-production?survey_id=7&by=item_group." in indonesian(inputs, survey_id=7)


def test_the_last_sentence_names_version_and_digest() -> None:
    assert english(dolis())[-1] == f"Computed by Bokar 0.1.0; digest of the inputs {'ab' * 32}."


def test_a_mean_of_the_households_own_floors_is_not_explained_by_the_formula_on_means() -> None:
    (step,) = floor_steps(row(ibrahim(), aggregator="mean_of_ratios"))
    assert step.english == "HM = mean of the households' own minimum prices = Rp 4,892.23 per kg"


def test_every_word_is_there_in_both_languages() -> None:
    assert set(GROUPS) == set(CostGroup)
    assert set(SERIES) == set(IndexName)
    for words in (CONCEPTS, GROUPS, PARTS, SERIES):
        assert all(first and second for first, second in words.values())
