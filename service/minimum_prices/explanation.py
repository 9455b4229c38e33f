"""A minimum price explained: the formula with its numbers, in Indonesian and English.

The steps are written from the inputs stored with the floor, so they explain what was computed then.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floor,
    not_computable,
)
from service.minimum_prices.explanation_context import context
from service.minimum_prices.explanation_marks import grade_reason, warning
from service.minimum_prices.explanation_words import CONCEPTS, Sentence, Words, sentence
from service.minimum_prices.graded_rows import with_grade
from service.vocabulary import Aggregator

# Reasons for which the figures themselves are kept back, not only the floor.
KEPT_BACK = frozenset({"fewer_than_5_households", "differs_by_fewer_than_5_households"})


def explain(row: Any, on: date) -> dict[str, Any]:
    """Explain a stored floor and its grade on a day; `row` is its whole table row.

    Where too few households stand behind it, what it would have been computed from is left out as well.
    """
    kept_back = row.reason in KEPT_BACK
    steps = floor_steps(row)
    about = [] if kept_back else context(row)
    given = with_grade(row._mapping, row.inputs.get("survey", {}), on)
    return {
        "id": row.id,
        "district_code": row.district_code,
        "method": row.method,
        "method_version": row.method_version,
        "method_source": FLOOR_METHODS[row.method].source,
        "minimum_price_idr_per_kg": row.minimum_price_idr_per_kg,
        "reason": row.reason,
        "steps_id": [step.indonesian for step in steps],
        "steps_en": [step.english for step in steps],
        "context_id": [each.indonesian for each in about],
        "context_en": [each.english for each in about],
        "grade": given["grade"],
        **_in_both("grade_reasons", map(grade_reason, given["grade_reasons"])),
        **_in_both("warnings", map(warning, given["warnings"])),
        "inputs": {} if kept_back else row.inputs,
        "input_digest": row.input_digest,
        "software_version": row.software_version,
    }


def _in_both(name: str, told: Iterable[Words]) -> dict[str, list[str]]:
    indonesian, english = list[str](), list[str]()
    for first, second in told:
        indonesian.append(first)
        english.append(second)
    return {f"{name}_id": indonesian, f"{name}_en": english}


def stored_inputs(stored: dict[str, Any]) -> tuple[FloorInputs, FloorParameters]:
    """Return the inputs of a computation from the form they are stored in."""
    year = dict(stored["household_year"])
    costs = {CostConcept(name): cost for name, cost in year.pop("cost_idr_by_concept").items()}
    marks = tuple(year.pop("marks"))
    return FloorInputs(cost_idr_by_concept=costs, marks=marks, **year), FloorParameters(**stored["parameters"])


def floor_steps(row: Any) -> list[Sentence]:
    """Return the formula of a stored floor with its numbers, or the sentence that says why there is none."""
    if row.reason is not None:
        why = not_computable(row.method, row.reason)
        return [Sentence(why.message_id, why.message_en)]
    if row.aggregator == Aggregator.MEAN_OF_RATIOS:
        template = (
            "HM = rata-rata harga minimum tiap rumah tangga = Rp {hm} per kg",
            "HM = mean of the households' own minimum prices = Rp {hm} per kg",
        )
        return [sentence(template, hm=float(row.minimum_price_idr_per_kg))]
    inputs, parameters = stored_inputs(row.inputs)
    return _steps(compute_floor(row.method, inputs, parameters), inputs, parameters)


def _steps(found: Floor | NotComputable, inputs: FloorInputs, parameters: FloorParameters) -> list[Sentence]:
    if isinstance(found, NotComputable):
        return [Sentence(found.message_id, found.message_en)]
    if found.cost_concept is None:
        return [sentence("HM = Rp {price} per kg", price=found.minimum_price_idr_per_kg)]
    steps = [_cost_step(found, inputs)]
    if found.method == "cost-plus":
        template = "HM = {factor} x HP = {factor} x {hp} = Rp {hm} per kg"
        return [*steps, sentence(template, factor=parameters.cost_plus_factor, hp=_hp(found), hm=_hm(found))]
    steps.extend(_NEED_STEPS[found.method](inputs, parameters))
    need_idr = found.household_need_idr_per_kg * inputs.production_kg * (1 - inputs.revenue_share)
    template = f"HM = HP + Y / {_divisor(inputs)} = {{hp}} + {{y}} / {_divided(inputs)} = Rp {{hm}} per kg"
    numbers = {"hp": _hp(found), "y": need_idr, "hm": _hm(found)}
    return [*steps, sentence(template, q=inputs.production_kg, s=inputs.revenue_share, **numbers)]


def _cost_step(found: Floor, inputs: FloorInputs) -> Sentence:
    assert found.cost_concept is not None
    template = f"HP = TC / {_divisor(inputs)} = {{tc}} / {_divided(inputs)} = Rp {{hp}} per kg ({{concept}})"
    return sentence(
        template,
        concept=CONCEPTS[found.cost_concept],
        tc=inputs.cost_idr_by_concept[found.cost_concept],
        q=inputs.production_kg,
        s=inputs.revenue_share,
        hp=_hp(found),
    )


def _consumption_step(inputs: FloorInputs, _parameters: FloorParameters) -> list[Sentence]:
    words = ("konsumsi rumah tangga setahun", "household consumption in a year")
    return [sentence("Y = Rp {y} ({words})", y=inputs.household_consumption_idr or 0.0, words=words)]


def _rice_step(inputs: FloorInputs, parameters: FloorParameters) -> list[Sentence]:
    size, rice_price = inputs.household_size or 0.0, parameters.rice_price_idr_per_kg or 0.0
    other, kilograms = inputs.other_income_idr or 0.0, parameters.rice_need_kg_per_capita_year
    need = max(0.0, kilograms * rice_price * size - other)
    template = (
        "Y = max(0, {kg} kg beras x Rp {p} x {size} orang - Rp {other} pendapatan lain) = Rp {need}",
        "Y = max(0, {kg} kg rice x Rp {p} x {size} persons - Rp {other} other income) = Rp {need}",
    )
    return [sentence(template, kg=kilograms, p=rice_price, size=size, other=other, need=need)]


def _benchmark_step(inputs: FloorInputs, parameters: FloorParameters) -> list[Sentence]:
    benchmark, other = parameters.living_income_benchmark_idr_per_year or 0.0, inputs.other_income_idr or 0.0
    words = ("pendapatan lain", "other income")
    template = "Y = max(0, Rp {benchmark} - Rp {other} {words}) = Rp {need}"
    return [sentence(template, benchmark=benchmark, other=other, words=words, need=max(0.0, benchmark - other))]


_NEED_STEPS: dict[str, Callable[[FloorInputs, FloorParameters], list[Sentence]]] = {
    "household-consumption": _consumption_step,
    "rice-poverty-line": _rice_step,
    "living-income": _benchmark_step,
}


def _divisor(inputs: FloorInputs) -> str:
    return "(Q x (1 - s))" if inputs.revenue_share else "Q"


def _divided(inputs: FloorInputs) -> str:
    return "({q} x (1 - {s}))" if inputs.revenue_share else "{q}"


def _hp(found: Floor) -> float:
    return found.cost_of_production_idr_per_kg or 0.0


def _hm(found: Floor) -> float:
    return found.minimum_price_idr_per_kg
