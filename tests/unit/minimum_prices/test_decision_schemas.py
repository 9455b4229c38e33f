"""What a decision must say, told in both languages."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from service.imports.refusals import problems_of
from service.minimum_prices.decision_schemas import FloorPolicyIn, PublicationIn, WithdrawalIn

DECREE = {"number": "12/2026", "on": "2026-02-01", "signatory": "the governor"}
POLICY = {"district_code": "16.03", "method": "cost-plus", "why": "meeting"}
FIXED = {"fixed_price_idr_per_kg": 5000, "fixed_price_decree": DECREE}


def refused(model: type[BaseModel], **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as error:
        model.model_validate(given)
    problems = problems_of(error.value)
    assert all(problem.reason_id != problem.reason_en for problem in problems)
    return [(problem.column, problem.reason_en) for problem in problems]


@pytest.mark.parametrize("model", [PublicationIn, WithdrawalIn])
@pytest.mark.parametrize(
    ("why", "remedy"),
    [
        ("  ", "must have at least 1 characters"),
        ("x" * 401, "must have at most 400 characters"),
        ("a\0b", "must be readable text without control characters"),
    ],
)
def test_a_decision_says_why_in_readable_words(model: type[BaseModel], why: str, remedy: str) -> None:
    assert refused(model, why=why) == [("why", remedy)]
    assert refused(model) == [("why", "is needed")]


def test_a_decree_has_a_number_a_day_and_a_signatory() -> None:
    assert refused(PublicationIn, why="x", decree={"on": "in 2026"}) == [
        ("decree.number", "is needed"),
        ("decree.on", "must be a day, YYYY-MM-DD"),
        ("decree.signatory", "is needed"),
    ]


def test_a_policy_says_which_district_it_speaks_of_even_if_of_all() -> None:
    assert refused(FloorPolicyIn, **{**POLICY, "district_code": "1603"})[0][0] == "district_code"
    assert refused(FloorPolicyIn, method="cost-plus", why="x") == [("district_code", "is needed")]
    assert FloorPolicyIn.model_validate({**POLICY, "district_code": None}).district_code is None


@pytest.mark.parametrize(
    ("parameters", "column", "remedy"),
    [
        ({"rice_price": 1}, "rice_price", "is not known here; leave it out"),
        ({"rice_price_idr_per_kg": 0}, "rice_price_idr_per_kg", "must be above 0"),
        ({"cost_plus_factor": "1.5"}, "cost_plus_factor", "must be a number"),
        ({"cost_plus_factor": True}, "cost_plus_factor", "must be a number"),
        ({"cost_plus_factor": float("inf")}, "cost_plus_factor", "must be a finite number"),
    ],
)
def test_a_parameter_is_refused_by_name_and_by_value(parameters: dict[str, Any], column: str, remedy: str) -> None:
    ((where, said),) = refused(FloorPolicyIn, **POLICY, parameters=parameters)
    assert (where, said) == (f"parameters.{column}", remedy)


@pytest.mark.parametrize("left_out", list(FIXED))
def test_a_fixed_price_and_its_decree_go_together(left_out: str) -> None:
    half = {name: value for name, value in FIXED.items() if name != left_out}
    ((where, said),) = refused(FloorPolicyIn, **POLICY, parameters=half)
    assert (where, said.split(":")[0]) == ("parameters", "fixed_price_idr_per_kg and fixed_price_decree go together")


def test_the_method_fixed_needs_a_price() -> None:
    ((_, said),) = refused(FloorPolicyIn, **{**POLICY, "method": "fixed"})
    assert said.startswith("method is fixed: give fixed_price_idr_per_kg")
    assert FloorPolicyIn.model_validate({**POLICY, "method": "fixed", "parameters": FIXED})


def test_only_a_method_that_there_is_can_be_chosen() -> None:
    ((where, said),) = refused(FloorPolicyIn, **{**POLICY, "method": "guess"})
    assert (where, "household-consumption" in said) == ("method", True)
