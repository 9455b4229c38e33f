"""Published means of a survey as the costs they tell of."""

from service.cost_of_production.costs import CostMeans
from service.economics.household_figures import CostRow, HouseholdFigures, ToolRow
from service.economics.household_year import household_year
from service.economics.minimum_price import FloorInputs
from service.economics.survey_means import FEWEST_HOUSEHOLDS
from service.minimum_prices.survey_year import SurveyFigures, floor_inputs
from service.vocabulary import (
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    HouseholdPart,
    TimeUnit,
)

# A study that prints no labour has none among its costs; whose labour it was is the concepts' question.
_NO_MORE = frozenset({HouseholdPart.COSTS, HouseholdPart.LABOUR})


def printed_costs(figures: SurveyFigures) -> CostMeans:
    """Return the costs of a survey of published means: the year that its floors are computed from, item by item."""
    if figures.survey.households < FEWEST_HOUSEHOLDS:
        return CostMeans(reason="fewer_than_5_households")
    inputs = floor_inputs(figures)
    if inputs.revenue_share >= 1:
        return CostMeans(reason="revenue_shares_reach_one")
    return _itemised(figures, inputs)


def _itemised(figures: SurveyFigures, inputs: FloorInputs) -> CostMeans:
    survey, year = figures.survey, household_year(_one_household(figures))
    printed = {CostGroup(item.cost_group) for item in figures.items if item.unit == CostUnit.RUPIAH}
    groups = printed | ({CostGroup.TOOLS} if figures.tools else set())
    behaviours = {CostBehaviour.FIXED: year.fixed_idr or 0.0, CostBehaviour.VARIABLE: year.variable_idr or 0.0}
    by_group = {group: year.cost_idr_by_group[group] for group in CostGroup if group in groups}
    return CostMeans(
        households=survey.households,
        production_kg=inputs.production_kg,
        revenue_share=inputs.revenue_share,
        dry_rubber_content=None if survey.dry_rubber_content is None else float(survey.dry_rubber_content),
        by_concept=inputs.cost_idr_by_concept,
        by_group=by_group,
        by_behaviour=behaviours if groups else {},
        weight_cut_idr=by_group.get(CostGroup.WEIGHT_CUT, 0.0),
        weight_cut_share=year.weight_cut_share,
        deduction_treated_as=DeductionTreatment(survey.deduction_treated_as),
        warnings=inputs.marks,
    )


def _one_household(figures: SurveyFigures) -> HouseholdFigures:
    """Read the means as those of one household, so that they go through the year as households do."""
    survey = figures.survey
    return HouseholdFigures(
        time_unit=TimeUnit(survey.time_unit),
        production_kg=float(survey.production_kg),
        months_tapped=None if survey.months_tapped is None else float(survey.months_tapped),
        costs=tuple(
            CostRow(
                CostGroup(item.cost_group),
                CostBehaviour(item.behaviour),
                CostPayment(item.payment),
                CostUnit(item.unit),
                float(item.amount),
            )
            for item in figures.items
        ),
        tools=tuple(
            ToolRow(
                float(tool.units),
                float(tool.purchase_value_idr),
                float(tool.salvage_value_idr),
                float(tool.economic_life_years),
            )
            for tool in figures.tools
        ),
        none_of=_NO_MORE,
    )
