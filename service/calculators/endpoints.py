"""POST /v1/calculators/{name}: the formulas of `service/economics`, on figures of the caller's own."""

from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import BaseModel

from service.answers import to_json
from service.calculators.farm import (
    DepreciationIn,
    DepreciationOut,
    FarmIncomeIn,
    FarmIncomeOut,
    HouseholdIncomeIn,
    HouseholdIncomeOut,
    MinimumPriceIn,
    MinimumPriceOut,
    WelfareIn,
    WelfareOut,
)
from service.calculators.market import (
    ActorIn,
    ActorOut,
    MarketingIn,
    MarketingOut,
    PartialBudgetIn,
    PartialBudgetOut,
    PriceNormalisationIn,
    PriceNormalisationOut,
)
from service.calculators.schemas import half_up
from service.calculators.statistics import (
    GroupIn,
    SampleSizeIn,
    SampleSizeOut,
    TwoSampleTestIn,
    TwoSampleTestOut,
)
from service.dependencies import Today
from service.economics import comparison, farm_income, marketing, production_cost, quality, sampling, units, welfare
from service.list_queries import NO_PARAMETERS

router = APIRouter(prefix="/v1/calculators", tags=["calculators"], dependencies=NO_PARAMETERS)


def _answer(figures: BaseModel) -> Response:
    return Response(to_json(figures.model_dump()), media_type="application/json")


@router.post("/depreciation", response_class=Response, responses={200: {"model": DepreciationOut}})
def compute_depreciation(given: DepreciationIn) -> Response:
    """Compute what one kind of tool loses in a year.

    `D = units * (purchase value - salvage value) / economic life`, Rp per year, rounded half up to two decimals.

    Source: Dolis, Susanto, Jamalludin 2021 (Kuantan Singingi).
    """
    loss = farm_income.depreciation(
        given.units, given.purchase_value_idr, given.salvage_value_idr, given.economic_life_years
    )
    return _answer(DepreciationOut(depreciation_idr_per_year=loss))


@router.post("/minimum-price", response_class=Response, responses={200: {"model": MinimumPriceOut}})
def compute_minimum_price(given: MinimumPriceIn) -> Response:
    """Compute cost of production (HP) and the minimum price (HM) that also pays the household's consumption.

    `HP = TC / Q` and `HM = HP + Y / Q`; `TC` is the total cost, or fixed plus variable cost; `Y = food + non-food`.
    Where all three costs are given they must agree within Rp 1, and the total counts. Without consumption only HP is
    computed. Costs must not hold family labour, which lives on `Y`. Each figure is computed unrounded and rounded half
    up to two decimals. A computed indication, not an administered price.

    Source: Ibrahim, Antoni, Yamin, table 7 (Muara Enim).
    """
    cost, consumption = given.total_cost_idr_known(), given.household_consumption_idr_known()
    kg = given.production_kg
    floor = consumption_per_kg = None
    if consumption is not None:
        consumption_per_kg = production_cost.cost_of_production(consumption, kg)
        floor = production_cost.minimum_price(cost, kg, consumption)
    return _answer(
        MinimumPriceOut(
            total_cost_idr=cost,
            household_consumption_idr=consumption,
            cost_of_production_idr_per_kg=production_cost.cost_of_production(cost, kg),
            household_consumption_idr_per_kg=consumption_per_kg,
            minimum_price_idr_per_kg=floor,
        )
    )


@router.post("/farm-income", response_class=Response, responses={200: {"model": FarmIncomeOut}})
def compute_farm_income(given: FarmIncomeIn) -> Response:
    """Compute revenue, net income and revenue per rupiah of cost.

    `TR = Q * p`, net income `TR - TC`, `R/C = TR / TC`. Money is rounded half up to two decimals, the ratio to four.

    Source: Ibrahim, Antoni, Yamin (Muara Enim); R/C as in Dolis, Susanto, Jamalludin 2021.
    """
    revenue, cost = farm_income.revenue(given.production_kg, given.price_idr_per_kg), given.total_cost_idr
    return _answer(
        FarmIncomeOut(
            revenue_idr=revenue,
            net_income_idr=None if cost is None else farm_income.net_income(revenue, cost),
            revenue_cost_ratio=farm_income.revenue_cost_ratio(revenue, cost) if cost else None,
        )
    )


@router.post("/household-income", response_class=Response, responses={200: {"model": HouseholdIncomeOut}})
def compute_household_income(given: HouseholdIncomeIn) -> Response:
    """Compute a household's income and how much each part contributes.

    `income = own rubber + other own farming + farm wages + non-farm`; contribution `part / income * 100 %`. A part left
    out adds nothing and has no percentage. A part that made a loss has none either: settle it against the others
    before. Rounded half up to two decimals.

    Source: Ibrahim, Antoni, Yamin (Muara Enim: rubber 68.7 %; 50 to 75 % is called high).
    """
    parts = given.model_dump()
    income = farm_income.household_income(**{name: part or 0.0 for name, part in parts.items()})
    percents = {
        name.replace("_idr", "_percent"): (
            farm_income.contribution_percent(part, income) if part is not None and income > 0 else None
        )
        for name, part in parts.items()
    }
    return _answer(HouseholdIncomeOut(household_income_idr=income, **percents))


@router.post("/marketing", response_class=Response, responses={200: {"model": MarketingOut}})
def compute_marketing(given: MarketingIn) -> Response:
    """Compute margin, farmer's share and efficiency of one marketing channel, and each actor's profit margin ratio.

    `Mp = factory - farmgate`; farmer's share `farmgate / factory * 100 %`; efficiency `EP = sum of the actors' costs /
    factory * 100 %`, lower is better; `RPM_i = profit_i / cost_i`. Both prices must be on the same dry rubber content.
    Money and percentages are rounded half up to two decimals, ratios to four.

    Source: Putri 2023 (Tulang Bawang Barat).
    """
    factory, farmgate = given.factory_price_idr_per_kg, given.farmgate_price_idr_per_kg
    cost = sum(actor.marketing_cost_idr_per_kg for actor in given.actors) if given.actors else None
    efficiency = None if cost is None else marketing.marketing_efficiency_percent(cost, factory)
    return _answer(
        MarketingOut(
            marketing_margin_idr_per_kg=marketing.marketing_margin(factory, farmgate),
            farmers_share_percent=marketing.farmers_share_percent(factory, farmgate),
            marketing_cost_idr_per_kg=cost,
            marketing_efficiency_percent=efficiency,
            actors=[ActorOut(name=actor.name, profit_margin_ratio=_ratio(actor)) for actor in given.actors],
        )
    )


def _ratio(actor: ActorIn) -> float | None:
    profit, cost = actor.profit_idr_per_kg, actor.marketing_cost_idr_per_kg
    return None if profit is None or cost == 0 else marketing.profit_margin_ratio(profit, cost)


@router.post("/welfare", response_class=Response, responses={200: {"model": WelfareOut}})
def compute_welfare(given: WelfareIn, today: Today) -> Response:
    """Compute a household's income in rice, and the class it falls in by the bounds valid today.

    `rice equivalent = yearly income / household size / rice price`, kg per head and year, rounded half up to two
    decimals; the class is that of the rounded figure.

    Source: Sayogyo 1997 in Dolis, Susanto, Jamalludin 2021, labels as printed there.
    """
    scheme = welfare.welfare_scheme(given.setting, today)
    rice_kg = half_up(
        welfare.rice_equivalent(given.net_income_idr_per_year, given.household_size, given.rice_price_idr_per_kg), 2
    )
    return _answer(
        WelfareOut(
            rice_equivalent_kg_per_capita_year=rice_kg,
            welfare_class=welfare.welfare_class(rice_kg, scheme),
            bounds=list(scheme.bounds_kg),
        )
    )


@router.post("/partial-budget", response_class=Response, responses={200: {"model": PartialBudgetOut}})
def compute_partial_budget(given: PartialBudgetIn) -> Response:
    """Compute what a change is worth, such as formic acid instead of TSP fertiliser.

    `A = added cost + lost revenue`, `B = saved cost + added revenue`, net change `B - A`, Rp, rounded half up to two
    decimals. What is left out counts as 0: it does not change.

    Source: Sannia, Ismono, Viantimala, table 7 (Tulang Bawang Barat).
    """
    budget = quality.PartialBudget[float](**given.model_dump())
    return _answer(
        PartialBudgetOut(
            total_cost_side_idr=quality.cost_side(budget),
            total_gain_side_idr=quality.gain_side(budget),
            net_change_idr=quality.net_change(budget),
        )
    )


@router.post("/sample-size", response_class=Response, responses={200: {"model": SampleSizeOut}})
def compute_sample_size(given: SampleSizeIn) -> Response:
    """Compute how many households a survey should ask.

    Slovin: `n = N / (1 + N * e^2)`, rounded up; `e` is a share (0.10 is 10 %).

    Source: Ibrahim, Antoni, Yamin (N 1 353, e 0.10) and Dolis, Susanto, Jamalludin 2021 (N 425, e 0.17).
    """
    return _answer(SampleSizeOut(sample_size=sampling.slovin_sample_size(given.population, given.margin_of_error)))


@router.post("/two-sample-test", response_class=Response, responses={200: {"model": TwoSampleTestOut}})
def compute_two_sample_test(given: TwoSampleTestIn) -> Response:
    """Compute whether two groups' means differ, from their means, standard deviations and sizes.

    `F = s_a^2 / s_b^2`, two-sided; from `p(F) >= variance_alpha` the variances are taken as equal and Student's t test
    counts, else Welch's; `significant` is its two-sided `p < alpha`. A difference is an association, not an effect.
    Verdicts come from the unrounded figures; statistics are rounded half up to four decimals, p values to six: a
    p value of 0 means below 0.0000005.

    Source: as in Putri 2023 (t 3.351, 58 degrees of freedom, p 0.001).
    """
    test = comparison.two_sample_test(_group(given.group_a), _group(given.group_b), given.alpha, given.variance_alpha)
    return _answer(TwoSampleTestOut(**asdict(test)))


def _group(given: GroupIn) -> comparison.Group:
    return comparison.Group(given.mean, given.standard_deviation, given.size)


@router.post("/price-normalisation", response_class=Response, responses={200: {"model": PriceNormalisationOut}})
def compute_price_normalisation(given: PriceNormalisationIn) -> Response:
    """Compute what a quoted price means per delivered kilogram, per dry kilogram and at a reference KKK.

    `p_net = p * (1 - deduction) - fee - transport`; `p_dry = p_net / KKK`; `p_r = p_dry * r`. Rp/kg, each rounded half
    up to two decimals. Without the KKK of the rubber sold there is no dry and no reference price: it is never assumed.

    Source: the plantation office of South Sumatra posts its indications in this proportion.
    """
    net = units.net_price(
        given.price_idr_per_kg, given.deduction_percent / 100, given.fee_idr_per_kg, given.transport_idr_per_kg
    )
    dry = reference = None
    if given.dry_rubber_content_percent is not None:
        dry = units.dry_price(net, given.dry_rubber_content_percent / 100)
        if given.reference_percent is not None:
            reference = units.price_at_reference(dry, given.reference_percent / 100)
    return _answer(
        PriceNormalisationOut(net_price_idr_per_kg=net, dry_price_idr_per_kg=dry, reference_price_idr_per_kg=reference)
    )
