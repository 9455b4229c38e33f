"""From a stored survey to one household's year, the form in which the economics takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.economics.farm_income import depreciation
from service.economics.household_costs import LABOUR_GROUPS, NAMED_LABOUR
from service.economics.minimum_price import CostConcept, FloorInputs, household_consumption, total_cost_by_concept
from service.economics.units import yearly_figure
from service.vocabulary import CostBehaviour, CostGroup, CostPayment, CostUnit, TimeUnit

# Printed totals and printed items are each rounded; a larger difference is not rounding.
ROUNDING_IDR = 1.0


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """A survey's printed figures: its row, its items and its tools, as read from the tables."""

    survey: Any
    items: Sequence[Any] = ()
    tools: Sequence[Any] = ()


def floor_inputs(figures: SurveyFigures) -> FloorInputs:
    """Return the household's year.

    Variable costs and production count for the months tapped, fixed costs, consumption and other income for twelve; a
    printed total stands for its items where the two agree within rounding (DOMAIN sections 3 and 4).
    """
    survey = figures.survey
    costs, marks = _costs(figures)
    return FloorInputs(
        production_kg=_tapped(survey, survey.production_kg),
        cost_idr_by_concept=costs,
        revenue_share=sum(float(i.amount) for i in figures.items if i.unit == CostUnit.REVENUE_SHARE),
        household_consumption_idr=_whole_year(survey, _consumption(survey)),
        household_size=_number(survey.household_size),
        other_income_idr=_whole_year(survey, survey.other_income_idr),
        marks=(*marks, *_consumption_marks(survey), *(f"{name}_assumed" for name in survey.assumed)),
    )


def hired_labour_idr(figures: SurveyFigures) -> float | None:
    """Return what is paid in a year for tapping and collecting, Rp; None where the items do not say what is paid.

    It is wages, while what else is paid is bought.
    """
    costs, _ = _costs(figures)
    if CostConcept.CASH not in costs:
        return None
    rupiah = [item for item in figures.items if item.unit == CostUnit.RUPIAH and item.payment == CostPayment.CASH]
    return _year(figures.survey, [item for item in rupiah if item.cost_group in NAMED_LABOUR])


def _costs(figures: SurveyFigures) -> tuple[dict[CostConcept, float], tuple[str, ...]]:
    survey, printed = figures.survey, figures.survey.total_cost_idr
    rupiah = [item for item in figures.items if item.unit == CostUnit.RUPIAH]
    if not rupiah and not figures.tools:
        return ({} if printed is None else {CostConcept.AS_PRINTED: _all_variable(survey, printed)}), ()
    by_concept = _by_concept(figures, rupiah)
    if printed is None:
        return by_concept, ()
    items_per_unit = sum(float(item.amount) for item in rupiah) + _depreciation_per_unit(figures)
    if abs(items_per_unit - float(printed)) > ROUNDING_IDR:
        return {CostConcept.AS_PRINTED: _all_variable(survey, printed)}, ("items_do_not_add_up",)
    # The total is what the study stands by; its items carry each their own rounding.
    widest = list(by_concept)[-1]
    rounding = yearly_figure(abs(float(printed) - items_per_unit), _months_seen(survey), _months_tapped(survey))
    by_concept[widest] += rounding if float(printed) > items_per_unit else -rounding
    return by_concept, ()


def _by_concept(figures: SurveyFigures, rupiah: Sequence[Any]) -> dict[CostConcept, float]:
    survey = figures.survey
    cash = [item for item in rupiah if item.payment == CostPayment.CASH]
    imputed = [item for item in rupiah if item.payment == CostPayment.IMPUTED]
    tools = [item for item in imputed if item.cost_group == CostGroup.TOOLS]
    labour = [item for item in imputed if item.cost_group in LABOUR_GROUPS]
    own = [item for item in imputed if item not in tools and item not in labour]
    depreciation_idr = _year(survey, tools) + sum(_tool_year(tool) for tool in figures.tools)
    # A part nobody asked for is not known, which is not the same as nothing.
    return total_cost_by_concept(
        _year(survey, cash),
        depreciation_idr if tools or figures.tools else None,
        _year(survey, labour) if labour else None,
        _year(survey, own) if own else None,
    )


def _year(survey: Any, items: Sequence[Any]) -> float:
    fixed = sum(float(item.amount) for item in items if item.behaviour == CostBehaviour.FIXED)
    variable = sum(float(item.amount) for item in items if item.behaviour == CostBehaviour.VARIABLE)
    return yearly_figure(fixed, _months_seen(survey)) + yearly_figure(
        variable, _months_seen(survey), _months_tapped(survey)
    )


def _tool_year(tool: Any) -> float:
    return depreciation(
        float(tool.units),
        float(tool.purchase_value_idr),
        float(tool.salvage_value_idr),
        float(tool.economic_life_years),
    )


def _depreciation_per_unit(figures: SurveyFigures) -> float:
    return sum(_tool_year(tool) for tool in figures.tools) / 12 * _months_seen(figures.survey)


def _months_seen(survey: Any) -> float:
    return 1.0 if survey.time_unit == TimeUnit.MONTH else 12.0


def _months_tapped(survey: Any) -> float:
    # A yearly figure is the year's, whatever the number of months it was earned in.
    return float(survey.months_tapped) if survey.time_unit == TimeUnit.MONTH else 12.0


def _tapped(survey: Any, amount: Decimal) -> float:
    return yearly_figure(float(amount), _months_seen(survey), _months_tapped(survey))


def _all_variable(survey: Any, amount: Decimal) -> float:
    return _tapped(survey, amount)


def _whole_year(survey: Any, amount: Decimal | float | None) -> float | None:
    return None if amount is None else yearly_figure(float(amount), _months_seen(survey))


def _consumption(survey: Any) -> float | None:
    """Return the printed consumption, else the sum of its parts."""
    if survey.household_consumption_idr is not None:
        return float(survey.household_consumption_idr)
    if survey.food_consumption_idr is None or survey.non_food_consumption_idr is None:
        return None
    return household_consumption(float(survey.food_consumption_idr), float(survey.non_food_consumption_idr))


def _consumption_marks(survey: Any) -> tuple[str, ...]:
    printed, food, other = (
        survey.household_consumption_idr,
        survey.food_consumption_idr,
        survey.non_food_consumption_idr,
    )
    if None in (printed, food, other) or printed == food + other:
        return ()
    return ("consumption_parts_do_not_add_up",)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
