"""What the calculators of a farm and its household take and give: costs, prices, income, welfare."""

from typing import Literal

from pydantic import BaseModel, Field

from service.calculators.schemas import Amount, Divisor, Figures, FourDecimals, TwoDecimals, example
from service.economics.errors import EconomicsError
from service.economics.farm_income import total_cost
from service.economics.production_cost import household_consumption

# A study prints a total and its parts each rounded to a rupiah; a larger difference is not rounding.
ROUNDING_IDR = 1.0


class CostMissing(EconomicsError):
    """A total cost is neither given nor the sum of two given parts."""

    problem_en, problem_id = "is missing", "belum diisi"
    remedy_en = "give total_cost_idr, or fixed_cost_idr together with variable_cost_idr"
    remedy_id = "isi total_cost_idr, atau fixed_cost_idr bersama variable_cost_idr"


class CostsDisagree(EconomicsError):
    """A total cost is given that its two parts do not add up to."""

    problem_en = "is not the sum of fixed_cost_idr and variable_cost_idr"
    problem_id = "bukan jumlah fixed_cost_idr dan variable_cost_idr"
    remedy_en, remedy_id = "leave out the total or its two parts", "hilangkan totalnya atau kedua bagiannya"


class ConsumptionMissing(EconomicsError):
    """One part of household consumption is given without the other."""

    problem_en, problem_id = "is missing", "belum diisi"
    remedy_en = "give food_consumption_idr and non_food_consumption_idr, or neither"
    remedy_id = "isi food_consumption_idr dan non_food_consumption_idr, atau kosongkan keduanya"


class DepreciationIn(Figures):
    """One kind of tool."""

    model_config = example(units=2, purchase_value_idr=75_000, salvage_value_idr=15_000, economic_life_years=1)

    units: Amount = Field(description="Pieces; may be a mean over households.")
    purchase_value_idr: Amount = Field(description="What one piece cost, Rp.")
    salvage_value_idr: Amount = Field(0, description="What one piece is worth at the end, Rp.")
    economic_life_years: Divisor = Field(description="Years one piece lasts.")


class DepreciationOut(BaseModel):
    """What the tools lose in a year."""

    model_config = example(depreciation_idr_per_year=120_000.0)

    depreciation_idr_per_year: TwoDecimals


class MinimumPriceIn(Figures):
    """A household's costs, production and consumption, all of one period."""

    model_config = example(
        total_cost_idr=2_402_469,
        production_kg=2_312,
        food_consumption_idr=7_945_304,
        non_food_consumption_idr=963_065,
    )

    total_cost_idr: Amount | None = Field(None, description="Rp; or give its two parts instead.")
    fixed_cost_idr: Amount | None = Field(None, description="Rp; only together with variable_cost_idr.")
    variable_cost_idr: Amount | None = Field(None, description="Rp; only together with fixed_cost_idr.")
    production_kg: Divisor = Field(description="Bokar sold, kg.")
    food_consumption_idr: Amount | None = Field(None, description="Rp; only together with non-food consumption.")
    non_food_consumption_idr: Amount | None = Field(None, description="Rp; only together with food consumption.")

    def total_cost_idr_known(self) -> float:
        """Return the total cost: as given, else the sum of its parts."""
        fixed, variable = self.fixed_cost_idr, self.variable_cost_idr
        if fixed is None and variable is None:
            if self.total_cost_idr is None:
                raise CostMissing("total_cost_idr", "null")
            return self.total_cost_idr
        if fixed is None or variable is None:
            raise CostMissing("fixed_cost_idr" if fixed is None else "variable_cost_idr", "null")
        added = total_cost(fixed, variable)
        if self.total_cost_idr is None:
            return added
        if abs(self.total_cost_idr - added) > ROUNDING_IDR:
            raise CostsDisagree("total_cost_idr", self.total_cost_idr)
        return self.total_cost_idr

    def household_consumption_idr_known(self) -> float | None:
        """Return the household's consumption, None where it is left out."""
        food, other = self.food_consumption_idr, self.non_food_consumption_idr
        if food is None and other is None:
            return None
        if food is None or other is None:
            raise ConsumptionMissing("food_consumption_idr" if food is None else "non_food_consumption_idr", "null")
        return household_consumption(food, other)


class MinimumPriceOut(BaseModel):
    """Cost of production and minimum price; null where household consumption is left out."""

    model_config = example(
        total_cost_idr=2_402_469.0,
        household_consumption_idr=8_908_369.0,
        cost_of_production_idr_per_kg=1_039.13,
        household_consumption_idr_per_kg=3_853.1,
        minimum_price_idr_per_kg=4_892.23,
    )

    total_cost_idr: TwoDecimals
    household_consumption_idr: TwoDecimals | None
    cost_of_production_idr_per_kg: TwoDecimals
    household_consumption_idr_per_kg: TwoDecimals | None
    minimum_price_idr_per_kg: TwoDecimals | None


class FarmIncomeIn(Figures):
    """A farm's production, price and cost, all of one period and on one basis of weight."""

    model_config = example(production_kg=2_312, price_idr_per_kg=8_182, total_cost_idr=2_402_469)

    production_kg: Amount = Field(description="Bokar sold, kg.")
    price_idr_per_kg: Amount = Field(description="Price received, Rp/kg.")
    total_cost_idr: Amount | None = Field(
        None, description="Rp, cash cost or total cost: the ratio is that cost's. Left out: only revenue is computed."
    )


class FarmIncomeOut(BaseModel):
    """Revenue, and what is left of it."""

    model_config = example(revenue_idr=18_916_784.0, net_income_idr=16_514_315.0, revenue_cost_ratio=7.8739)

    revenue_idr: TwoDecimals
    net_income_idr: TwoDecimals | None = Field(description="Below zero is a loss; null without a cost.")
    revenue_cost_ratio: FourDecimals | None = Field(description="1 is break-even; null without a cost or at cost 0.")


class HouseholdIncomeIn(Figures):
    """The parts of a household's income, all of one period."""

    model_config = example(on_farm_rubber_idr=16_514_315, on_farm_other_idr=0, off_farm_idr=0, non_farm_idr=7_526_087)

    on_farm_rubber_idr: Amount = Field(description="Net income from the household's own rubber, Rp.")
    on_farm_other_idr: Amount | None = Field(None, description="Net income from its other crops and animals, Rp.")
    off_farm_idr: Amount | None = Field(None, description="Farm wages earned elsewhere, Rp.")
    non_farm_idr: Amount | None = Field(None, description="Trade, services, salaries, Rp.")


class HouseholdIncomeOut(BaseModel):
    """The household's income and what per cent of it each part is; null for a part left out and for no income."""

    model_config = example(
        household_income_idr=24_040_402.0,
        on_farm_rubber_percent=68.69,
        on_farm_other_percent=0.0,
        off_farm_percent=0.0,
        non_farm_percent=31.31,
    )

    household_income_idr: TwoDecimals
    on_farm_rubber_percent: TwoDecimals | None
    on_farm_other_percent: TwoDecimals | None
    off_farm_percent: TwoDecimals | None
    non_farm_percent: TwoDecimals | None


class WelfareIn(Figures):
    """A household's yearly income and the price of rice."""

    model_config = example(
        net_income_idr_per_year=19_360_306.32, household_size=4.63, rice_price_idr_per_kg=10_000, setting="village"
    )

    net_income_idr_per_year: Amount = Field(description="Rp per year; a loss counts as 0, the poorest class.")
    household_size: Divisor = Field(description="Heads; may be a mean, e.g. 4.63.")
    rice_price_idr_per_kg: Divisor = Field(description="Rp/kg.")
    setting: Literal["village", "town"] = Field("village", description="Whose bounds are used.")


class WelfareOut(BaseModel):
    """The household's income in rice and its class."""

    model_config = example(
        rice_equivalent_kg_per_capita_year=418.15, welfare_class="miskin", bounds=[240.0, 360.0, 480.0]
    )

    rice_equivalent_kg_per_capita_year: TwoDecimals
    welfare_class: str = Field(description="As printed: nyaris cukup makan, miskin sekali, miskin, tidak miskin.")
    bounds: list[float] = Field(
        description="kg of rice per head and year at which the next better class begins, the figure itself included."
    )
