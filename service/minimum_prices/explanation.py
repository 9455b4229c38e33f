"""A minimum price explained: the formula with its numbers, in Indonesian and English.

The steps are written from the inputs stored with the floor, so they explain what was computed then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.economics.minimum_price import (
    FLOOR_METHODS,
    CostConcept,
    Floor,
    FloorInputs,
    FloorParameters,
    NotComputable,
    compute_floor,
)

CONCEPTS = {
    CostConcept.CASH: ("biaya tunai", "cash cost"),
    CostConcept.PAID_COST: ("biaya yang dibayar", "paid cost"),
    CostConcept.PAID_COST_AND_FAMILY_LABOUR: (
        "biaya yang dibayar dan tenaga kerja keluarga",
        "paid cost and family labour",
    ),
    CostConcept.COMPREHENSIVE: ("biaya menyeluruh", "comprehensive cost"),
    CostConcept.AS_PRINTED: ("biaya sebagaimana dicetak", "cost as printed"),
}
WARNINGS = {
    "cost_concept_as_printed": (
        "Studi hanya mencetak jumlah biaya; tidak diketahui apakah tenaga kerja keluarga termasuk.",
        "The study prints only total cost; whether family labour is in it is not known.",
    ),
    "consumption_below_poverty_line": (
        "Konsumsi per orang di bawah garis kemiskinan Sayogyo; harga minimum ini mungkin terlalu rendah.",
        "Consumption per head is below Sayogyo's poverty line; this minimum price may be too low.",
    ),
    "consumption_not_checked": (
        "Konsumsi tidak dapat dibandingkan dengan garis kemiskinan.",
        "Consumption could not be compared with the poverty line.",
    ),
    "consumption_parts_do_not_add_up": (
        "Jumlah konsumsi yang dicetak berbeda dari jumlah bagiannya; yang dicetak dipakai.",
        "The printed consumption differs from the sum of its parts; the printed one is used.",
    ),
    "items_do_not_add_up": (
        "Jumlah biaya yang dicetak berbeda dari jumlah butirnya; yang dicetak dipakai.",
        "The printed total cost differs from the sum of its items; the printed one is used.",
    ),
    "other_income_assumed_zero": (
        "Pendapatan lain tidak dicetak; dianggap nol.",
        "Other income is not printed; taken as zero.",
    ),
    "period_assumed": (
        "Masa survei tidak dicetak; dianggap awal masa berlaku.",
        "The survey's period is not printed; taken as the start of validity.",
    ),
    "household_size_assumed": (
        "Jumlah anggota rumah tangga tidak dicetak; disimpulkan dari angka lain.",
        "Household size is not printed; inferred from other figures.",
    ),
    "months_tapped_assumed": (
        "Jumlah bulan sadap disimpulkan, tidak dicetak.",
        "The number of months tapped is inferred, not printed.",
    ),
    "floor_valid_from_assumed": (
        "Awal masa berlaku adalah anggapan.",
        "The start of validity is assumed.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One step in both languages; numbers are already written the way each language writes them."""

    indonesian: str
    english: str


def explain(row: Any) -> dict[str, Any]:
    """Explain a stored floor; `row` is its whole table row."""
    inputs, parameters = stored_inputs(row.inputs)
    found = compute_floor(row.method, inputs, parameters)
    steps = _steps(found, inputs, parameters)
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
        "warnings_id": [_warning(slug)[0] for slug in row.warnings],
        "warnings_en": [_warning(slug)[1] for slug in row.warnings],
        "inputs": row.inputs,
        "input_digest": row.input_digest,
        "software_version": row.software_version,
    }


def stored_inputs(stored: dict[str, Any]) -> tuple[FloorInputs, FloorParameters]:
    """Return the inputs of a computation from the form they are stored in."""
    year = dict(stored["household_year"])
    costs = {CostConcept(name): cost for name, cost in year.pop("cost_idr_by_concept").items()}
    marks = tuple(year.pop("marks"))
    return FloorInputs(cost_idr_by_concept=costs, marks=marks, **year), FloorParameters(**stored["parameters"])


def _warning(slug: str) -> tuple[str, str]:
    return WARNINGS.get(slug, (slug, slug))


def _steps(found: Floor | NotComputable, inputs: FloorInputs, parameters: FloorParameters) -> list[_Sentence]:
    if isinstance(found, NotComputable):
        return [_Sentence(found.message_id, found.message_en)]
    if found.cost_concept is None:
        return [_step("HM = Rp {price} per kg", price=found.minimum_price_idr_per_kg)]
    steps = [_cost_step(found, inputs)]
    if found.method == "cost-plus":
        template = "HM = {factor} x HP = {factor} x {hp} = Rp {hm} per kg"
        return [*steps, _step(template, factor=parameters.cost_plus_factor, hp=_hp(found), hm=_hm(found))]
    steps.extend(_NEED_STEPS[found.method](inputs, parameters))
    need_idr = found.household_need_idr_per_kg * inputs.production_kg * (1 - inputs.revenue_share)
    template = f"HM = HP + Y / {_divisor(inputs)} = {{hp}} + {{y}} / {_divided(inputs)} = Rp {{hm}} per kg"
    numbers = {"hp": _hp(found), "y": need_idr, "hm": _hm(found)}
    return [*steps, _step(template, q=inputs.production_kg, s=inputs.revenue_share, **numbers)]


def _cost_step(found: Floor, inputs: FloorInputs) -> _Sentence:
    assert found.cost_concept is not None
    indonesian, english = CONCEPTS[found.cost_concept]
    cost = inputs.cost_idr_by_concept[found.cost_concept]
    template = f"HP = TC / {_divisor(inputs)} = {{tc}} / {_divided(inputs)} = Rp {{hp}} per kg ({{concept}})"
    return _step(
        template,
        concept=(indonesian, english),
        tc=cost,
        q=inputs.production_kg,
        s=inputs.revenue_share,
        hp=_hp(found),
    )


def _consumption_step(inputs: FloorInputs, _parameters: FloorParameters) -> list[_Sentence]:
    words = ("konsumsi rumah tangga setahun", "household consumption in a year")
    return [_step("Y = Rp {y} ({words})", y=inputs.household_consumption_idr or 0.0, words=words)]


def _rice_step(inputs: FloorInputs, parameters: FloorParameters) -> list[_Sentence]:
    size, rice_price = inputs.household_size or 0.0, parameters.rice_price_idr_per_kg or 0.0
    other, kilograms = inputs.other_income_idr or 0.0, parameters.rice_need_kg_per_capita_year
    need = max(0.0, kilograms * rice_price * size - other)
    words = (("beras", "rice"), ("orang", "persons"), ("pendapatan lain", "other income"))
    template = "Y = max(0, {kg} kg {rice} x Rp {p} x {size} {persons} - Rp {other} {income}) = Rp {need}"
    named = dict(zip(("rice", "persons", "income"), words, strict=True))
    return [_step(template, kg=kilograms, p=rice_price, size=size, other=other, need=need, **named)]


def _benchmark_step(inputs: FloorInputs, parameters: FloorParameters) -> list[_Sentence]:
    benchmark, other = parameters.living_income_benchmark_idr_per_year or 0.0, inputs.other_income_idr or 0.0
    words = ("pendapatan lain", "other income")
    template = "Y = max(0, Rp {benchmark} - Rp {other} {words}) = Rp {need}"
    return [_step(template, benchmark=benchmark, other=other, words=words, need=max(0.0, benchmark - other))]


_NEED_STEPS: dict[str, Callable[[FloorInputs, FloorParameters], list[_Sentence]]] = {
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


def _step(template: str, **values: float | tuple[str, str]) -> _Sentence:
    return _Sentence(_filled(template, values, 0), _filled(template, values, 1))


def _filled(template: str, values: dict[str, float | tuple[str, str]], language: int) -> str:
    written = {
        name: value[language] if isinstance(value, tuple) else _number(value, language)
        for name, value in values.items()
    }
    return template.format(**written)


def _number(value: float, language: int) -> str:
    """Write a number with at most two decimals: 1.039,13 in Indonesian, 1,039.13 in English."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.translate(str.maketrans(",.", ".,")) if language == 0 else text
