"""The grade of a floor: A, B or C, with the reasons that kept it from being better."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.minimum_prices.explanation_marks import grade_reason
from service.minimum_prices.grading import GradedFloor, Sample, grade, relative_width, told_warnings

GOOD = GradedFloor(
    survey_midpoint=date(2026, 1, 16),
    sample=Sample(households=120, population=None, represents="district", sampling="random"),
    interval_width=0.1,
    dry_rubber_content_known=True,
    warnings=["consumption_below_poverty_line", "other_income_as_surveyed"],
    margin_of_error=0.10,
)
TODAY = date(2026, 11, 22)


def asked(**sample: Any) -> GradedFloor:
    return replace(GOOD, sample=replace(GOOD.sample, **sample))


def test_a_floor_that_lacks_nothing_is_an_a() -> None:
    given = grade(GOOD, TODAY)
    assert (given.letter, given.reasons) == ("A", [])


@pytest.mark.parametrize(
    ("floor", "reason"),
    [
        (asked(households=29), "fewer_than_30_households"),
        (replace(GOOD, interval_width=0.41), "interval_wider_than_40_percent"),
        (replace(GOOD, survey_midpoint=date(2024, 11, 21)), "survey_older_than_24_months"),
        (replace(GOOD, warnings=["simulated_survey"]), "simulated_survey"),
        (replace(GOOD, warnings=["index_simulated"]), "index_simulated"),
    ],
)
def test_one_serious_reason_makes_a_c(floor: GradedFloor, reason: str) -> None:
    given = grade(floor, TODAY)
    assert (given.letter, given.reasons) == ("C", [reason])


@pytest.mark.parametrize(
    ("floor", "reason"),
    [
        (asked(households=99), "fewer_households_than_slovin"),
        (asked(households=93, population=1_353), "fewer_households_than_slovin"),
        (replace(GOOD, interval_width=0.21), "interval_wider_than_20_percent"),
        (replace(GOOD, interval_width=0.4), "interval_wider_than_20_percent"),
        (replace(GOOD, interval_width=None), "no_interval"),
        (replace(GOOD, dry_rubber_content_known=False), "dry_rubber_content_unknown"),
        (asked(represents="village"), "represents_only_a_village"),
        (asked(sampling="purposive"), "purposive_sampling"),
        (asked(sampling="unknown"), "sampling_unknown"),
        (asked(sampling=None), "sampling_unknown"),
        *(
            (replace(GOOD, warnings=[mark]), mark)
            for mark in (
                "months_tapped_assumed",
                "dry_rubber_content_assumed",
                "other_income_assumed_zero",
                "cost_concept_as_printed",
                "household_size_not_stated_by_all",
                "other_income_idr_suppressed",
                "households_left_out",
                "items_do_not_add_up",
                "consumption_by_consumer_prices",
                "index_of_country",
            )
        ),
    ],
)
def test_one_weakness_makes_a_b(floor: GradedFloor, reason: str) -> None:
    given = grade(floor, TODAY)
    assert (given.letter, given.reasons) == ("B", [reason])


def test_as_many_households_as_slovin_asks_for_are_enough_however_few_live_there() -> None:
    assert grade(asked(households=94, population=1_353), TODAY).letter == "A"
    assert grade(asked(households=24, population=31), TODAY).letter == "A"
    assert grade(asked(households=23, population=31), TODAY).reasons == ["fewer_than_30_households"]


def test_of_an_unknown_population_as_many_are_asked_for_as_of_one_without_end() -> None:
    assert grade(asked(households=100), TODAY).letter == "A"
    assert grade(replace(asked(households=34), margin_of_error=0.17), TODAY).reasons == ["fewer_households_than_slovin"]
    assert grade(replace(asked(households=35), margin_of_error=0.17), TODAY).letter == "A"


def test_serious_reasons_come_before_the_others() -> None:
    floor = replace(asked(households=12), warnings=["period_assumed", "index_simulated"], interval_width=None)
    given = grade(floor, TODAY)
    assert (given.letter, given.reasons) == (
        "C",
        ["fewer_than_30_households", "index_simulated", "no_interval", "period_assumed"],
    )


def test_an_interval_is_measured_by_its_floor() -> None:
    assert relative_width((9_000, 11_500), 10_000) == 0.25
    assert relative_width((None, None), 10_000) is None
    assert relative_width((10_000, 10_000), 10_000) == 0


def test_a_simulated_survey_is_told_once() -> None:
    assert told_warnings(["households_left_out"], "simulated") == ["households_left_out", "simulated_survey"]
    assert told_warnings(["simulated_survey"], "simulated") == ["simulated_survey"]
    assert told_warnings(["households_left_out"], "survey") == ["households_left_out"]


@given(
    st.integers(1, 5_000),
    st.none() | st.integers(5_000, 10**8),
    st.none() | st.floats(0, 5),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_every_reason_has_words_and_is_given_once(
    households: int, population: int | None, width: float | None, known: bool, on: date
) -> None:
    sample = replace(GOOD.sample, households=households, population=population)
    floor = replace(GOOD, sample=sample, interval_width=width, dry_rubber_content_known=known)
    found = grade(floor, on)
    assert (found.letter == "A") == (found.reasons == [])
    assert len(set(found.reasons)) == len(found.reasons)
    for reason in found.reasons:
        indonesian, english = grade_reason(reason)
        assert reason not in (indonesian, english)
