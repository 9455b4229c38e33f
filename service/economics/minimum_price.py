"""The five floor methods: how a minimum price comes out of a household's year, computed side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.economics.errors import (
    ShareOutOfRange,
    UnknownName,
    at_least_zero,
    finite,
    money,
    positive,
    production,
    refuse_where,
)
from service.economics.floor_reasons import sentences
from service.economics.production_cost import (
    AGGREGATORS,
    CostConcept,
    aggregate,
    cost_of_production,
    household_consumption,
    mean_of_ratios,
    minimum_price,
    ratio_of_means,
    total_cost_by_concept,
)
from service.economics.welfare import rice_equivalent

__all__ = [
    "AGGREGATORS",
    "FLOOR_METHODS",
    "CostConcept",
    "Floor",
    "FloorInputs",
    "FloorMethod",
    "FloorParameters",
    "NotComputable",
    "aggregate",
    "compute_floor",
    "compute_floors",
    "cost_of_production",
    "household_consumption",
    "mean_of_ratios",
    "minimum_price",
    "not_computable",
    "ratio_of_means",
    "total_cost_by_concept",
]


@dataclass(frozen=True)
class FloorInputs:
    """A household's year: `cost_idr_by_concept` holds the rupiah costs known; None means not known.

    `revenue_share` is the sum of costs that are a share of revenue; `marks` are warnings the caller has
    already (an inferred number of months, say): every floor carries them.
    """

    production_kg: float
    cost_idr_by_concept: Mapping[CostConcept, float]
    revenue_share: float = 0.0
    household_consumption_idr: float | None = None
    household_size: float | None = None
    other_income_idr: float | None = None
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse impossible figures by name, also those that a method would not look at."""
        production("production_kg", self.production_kg)
        for concept, cost in self.cost_idr_by_concept.items():
            money(f"cost_idr_by_concept[{concept}]", cost)
        # Shares that add up to 1 or more make a floor not computable; that is found out per method.
        below_zero = finite("revenue_share", self.revenue_share) < 0
        refuse_where(below_zero, ShareOutOfRange, "revenue_share", self.revenue_share)
        for field in ("household_consumption_idr", "other_income_idr"):
            _if_known(money, field, getattr(self, field))
        _if_known(positive, "household_size", self.household_size)


@dataclass(frozen=True)
class FloorParameters:
    """The dated parameters valid on the floor's day; None means there is none."""

    rice_price_idr_per_kg: float | None = None
    rice_need_kg_per_capita_year: float = 480.0
    cost_plus_factor: float = 1.5
    living_income_benchmark_idr_per_year: float | None = None
    fixed_price_idr_per_kg: float | None = None
    fixed_price_decree: str | None = None
    poverty_line_kg_per_capita_year: float = 240.0

    def __post_init__(self) -> None:
        """Refuse impossible figures by name."""
        for field in (name for name in self.__dataclass_fields__ if name != "fixed_price_decree"):
            _if_known(positive, field, getattr(self, field))


def _if_known(check: Callable[[str, float], float], field: str, value: float | None) -> None:
    if value is not None:
        check(field, value)


@dataclass(frozen=True)
class Floor:
    """One method's floor, unrounded. `fixed` has no cost of production: its concept and HP are None."""

    method: str
    method_version: int
    cost_concept: CostConcept | None
    cost_of_production_idr_per_kg: float | None
    household_need_idr_per_kg: float
    minimum_price_idr_per_kg: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotComputable:
    """Why one method gives no floor: a stable reason, and the sentence in both languages."""

    method: str
    method_version: int
    reason: str
    message_en: str
    message_id: str


@dataclass(frozen=True)
class _Result:
    """What a rule returns: concept, HP, need and floor in Rp/kg, and its own warnings."""

    concept: CostConcept | None
    cost: float | None
    need: float
    floor: float
    warnings: tuple[str, ...] = ()


class _Missing(Exception):
    """The reason a rule cannot be computed: a way out of the rule, not an error of the caller."""


def _known(value: float | None, reason: str) -> float:
    if value is None:
        raise _Missing(reason)
    return value


def _shares(inputs: FloorInputs) -> float:
    if inputs.revenue_share >= 1:
        raise _Missing("revenue_shares_reach_one")
    return inputs.revenue_share


def _floor_with_need(inputs: FloorInputs, need_idr: float, warnings: tuple[str, ...]) -> _Result:
    """HP at paid cost, or as printed with a warning, never with family labour: it lives on the need."""
    concept = next(
        (c for c in (CostConcept.PAID_COST, CostConcept.AS_PRINTED) if c in inputs.cost_idr_by_concept), None
    )
    if concept is None:
        raise _Missing("no_cost")
    if concept is CostConcept.AS_PRINTED:
        warnings = ("cost_concept_as_printed", *warnings)
    cost, produced, shares = inputs.cost_idr_by_concept[concept], inputs.production_kg, _shares(inputs)
    hp = cost_of_production(cost, produced, shares)
    need = cost_of_production(need_idr, produced, shares)
    return _Result(concept, hp, need, minimum_price(cost, produced, need_idr, shares), warnings)


def _need_beyond_other_income(inputs: FloorInputs, living_cost_idr: float) -> _Result:
    other = inputs.other_income_idr
    warnings = ("other_income_assumed_zero",) if other is None else ()
    return _floor_with_need(inputs, at_least_zero(living_cost_idr - (other or 0.0)), warnings)


def _household_consumption(inputs: FloorInputs, parameters: FloorParameters) -> _Result:
    consumption = _known(inputs.household_consumption_idr, "no_household_consumption")
    size, rice_price = inputs.household_size, parameters.rice_price_idr_per_kg
    warnings: tuple[str, ...] = ()
    if size is None or rice_price is None:
        warnings = ("consumption_not_checked",)  # "could not tell" is never "all is well"
    elif rice_equivalent(consumption, size, rice_price) < parameters.poverty_line_kg_per_capita_year:
        warnings = ("consumption_below_poverty_line",)
    return _floor_with_need(inputs, consumption, warnings)


def _rice_poverty_line(inputs: FloorInputs, parameters: FloorParameters) -> _Result:
    price = _known(parameters.rice_price_idr_per_kg, "no_rice_price")
    size = _known(inputs.household_size, "no_household_size")
    return _need_beyond_other_income(inputs, parameters.rice_need_kg_per_capita_year * price * size)


def _living_income(inputs: FloorInputs, parameters: FloorParameters) -> _Result:
    benchmark = _known(parameters.living_income_benchmark_idr_per_year, "no_living_income_benchmark")
    return _need_beyond_other_income(inputs, benchmark)


def _cost_plus(inputs: FloorInputs, parameters: FloorParameters) -> _Result:
    concept = CostConcept.PAID_COST_AND_FAMILY_LABOUR
    cost = _known(inputs.cost_idr_by_concept.get(concept), "no_family_labour_cost")
    hp = cost_of_production(cost, inputs.production_kg, _shares(inputs))
    return _Result(concept, hp, 0.0, finite("minimum_price_idr_per_kg", parameters.cost_plus_factor * hp))


def _fixed(_inputs: FloorInputs, parameters: FloorParameters) -> _Result:
    if not parameters.fixed_price_decree:
        raise _Missing("no_decree")
    return _Result(None, None, 0.0, _known(parameters.fixed_price_idr_per_kg, "no_fixed_price"))


@dataclass(frozen=True)
class FloorMethod:
    """One way to set a floor: its name, the version of its rule, where it comes from, and the rule itself."""

    slug: str
    version: int
    source: str
    rule: Callable[[FloorInputs, FloorParameters], _Result]


FLOOR_METHODS: Mapping[str, FloorMethod] = {
    method.slug: method
    for method in (
        FloorMethod("household-consumption", 1, "Ibrahim", _household_consumption),
        FloorMethod("rice-poverty-line", 1, "Sayogyo 1997 in Dolis", _rice_poverty_line),
        FloorMethod("living-income", 1, "the idea of Fairtrade's reference prices", _living_income),
        FloorMethod("cost-plus", 1, "India's CACP", _cost_plus),
        FloorMethod("fixed", 1, "an administered price with its decree", _fixed),
    )
}


def not_computable(slug: str, reason: str) -> NotComputable:
    """Return that a method gives no floor for a reason of `floor_reasons`, with its sentences.

    Equation: none
    Units: none.
    Special cases: none.
    Raises: UnknownName (no such method or reason).
    Source: DOMAIN section 3.

    >>> not_computable("cost-plus", "no_production").message_en
    'The households of the survey produced nothing.'
    """
    if slug not in FLOOR_METHODS:
        raise UnknownName("method", slug)
    return NotComputable(slug, FLOOR_METHODS[slug].version, reason, *sentences(reason))


def compute_floor(slug: str, inputs: FloorInputs, parameters: FloorParameters) -> Floor | NotComputable:
    """Compute one method's floor from a household's year, once and unrounded.

    Equation: by method, DOMAIN section 3
    Units: yearly rupiah and kilograms in, Rp/kg out.
    Special cases: what is missing makes it NotComputable, with the reason; nothing is guessed in silence.
    Raises: UnknownName (no such method), NotFinite (too large to be computed).
    Source: the method's own.

    >>> year = FloorInputs(2312, {CostConcept.AS_PRINTED: 2402469}, household_consumption_idr=8908370)
    >>> floor = compute_floor("household-consumption", year, FloorParameters())
    >>> round(floor.minimum_price_idr_per_kg, 2), floor.warnings
    (4892.23, ('cost_concept_as_printed', 'consumption_not_checked'))
    """
    if slug not in FLOOR_METHODS:
        raise UnknownName("method", slug)
    method = FLOOR_METHODS[slug]
    try:
        found = method.rule(inputs, parameters)
    except _Missing as missing:
        return not_computable(slug, str(missing))
    warnings = (*found.warnings, *inputs.marks)
    return Floor(slug, method.version, found.concept, found.cost, found.need, found.floor, warnings)


def compute_floors(inputs: FloorInputs, parameters: FloorParameters) -> list[Floor | NotComputable]:
    """Compute every method side by side, in the order of FLOOR_METHODS."""
    return [compute_floor(slug, inputs, parameters) for slug in FLOOR_METHODS]
