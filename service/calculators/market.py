"""What the calculators of the market take and give: margins, like-for-like prices, the budget of better quality."""

from pydantic import BaseModel, Field

from service.calculators.schemas import (
    Amount,
    Divisor,
    Figures,
    FourDecimals,
    Name,
    Number,
    Percent,
    PercentAboveZero,
    TwoDecimals,
    example,
)


class ActorIn(Figures):
    """One actor between farm and factory."""

    name: Name = Field(description="Collector, group, trader; any name you like.")
    marketing_cost_idr_per_kg: Amount = Field(
        description="Deductions, shrinkage, loading, tax, transport and meals together, Rp/kg."
    )
    profit_idr_per_kg: Number | None = Field(None, description="Rp/kg; below zero is a loss.")


class MarketingIn(Figures):
    """One marketing channel; both prices on the same dry rubber content and day."""

    model_config = example(
        farmgate_price_idr_per_kg=9_000,
        factory_price_idr_per_kg=13_000,
        actors=[{"name": "collector", "marketing_cost_idr_per_kg": 2_720, "profit_idr_per_kg": 1_280}],
    )

    farmgate_price_idr_per_kg: Amount = Field(description="What the farmer is paid, Rp/kg.")
    factory_price_idr_per_kg: Divisor = Field(description="What the factory pays, Rp/kg.")
    actors: list[ActorIn] = Field(
        [], max_length=100, description="Everybody with a cost in the channel. Left out: cost and efficiency are null."
    )


class ActorOut(BaseModel):
    """One actor's profit against his cost."""

    name: str
    profit_margin_ratio: FourDecimals | None = Field(description="Profit / cost; null at cost 0 or without a profit.")


class MarketingOut(BaseModel):
    """Margin, farmer's share, and how much the way to the factory costs."""

    model_config = example(
        marketing_margin_idr_per_kg=4_000.0,
        farmers_share_percent=69.23,
        marketing_cost_idr_per_kg=2_720.0,
        marketing_efficiency_percent=20.92,
        actors=[{"name": "collector", "profit_margin_ratio": 0.4706}],
    )

    marketing_margin_idr_per_kg: TwoDecimals
    farmers_share_percent: TwoDecimals
    marketing_cost_idr_per_kg: TwoDecimals | None
    marketing_efficiency_percent: TwoDecimals | None = Field(description="Lower is better.")
    actors: list[ActorOut]


class PartialBudgetIn(Figures):
    """What a change adds and takes away, Rp of one period; what does not change may be left out."""

    model_config = example(added_cost_idr=153_947, saved_cost_idr=664_892.86, added_revenue_idr=461_840.01)

    added_cost_idr: Amount = Field(0, description="Cost that comes with the change, Rp.")
    lost_revenue_idr: Amount = Field(0, description="Revenue that falls away, Rp.")
    saved_cost_idr: Amount = Field(0, description="Cost that falls away, Rp.")
    added_revenue_idr: Amount = Field(0, description="Revenue that comes with the change, Rp.")


class PartialBudgetOut(BaseModel):
    """Both sides of the budget and what is left."""

    model_config = example(total_cost_side_idr=153_947.0, total_gain_side_idr=1_126_732.87, net_change_idr=972_785.87)

    total_cost_side_idr: TwoDecimals
    total_gain_side_idr: TwoDecimals
    net_change_idr: TwoDecimals = Field(description="Below zero the change does not pay.")


class PriceNormalisationIn(Figures):
    """A price as quoted, and what is known about the rubber and the cuts."""

    model_config = example(
        price_idr_per_kg=9_191, deduction_percent=0, dry_rubber_content_percent=50, reference_percent=100
    )

    price_idr_per_kg: Amount = Field(description="Price as quoted, Rp per kg of wet bokar.")
    deduction_percent: Percent = Field(0, description="Share of the delivered weight that is not paid, %.")
    fee_idr_per_kg: Amount = Field(0, description="What a group or auction keeps, Rp per delivered kg.")
    transport_idr_per_kg: Amount = Field(0, description="Transport the farmer pays, Rp per delivered kg.")
    dry_rubber_content_percent: PercentAboveZero | None = Field(
        None, description="KKK of the bokar sold, %. Left out: no dry price can be told."
    )
    reference_percent: PercentAboveZero | None = Field(
        None, description="KKK at which the price is to be read, %. Left out: no reference price."
    )


class PriceNormalisationOut(BaseModel):
    """The price per delivered kilogram, per dry kilogram, and at the reference; null where it cannot be told."""

    model_config = example(
        net_price_idr_per_kg=9_191.0, dry_price_idr_per_kg=18_382.0, reference_price_idr_per_kg=18_382.0
    )

    net_price_idr_per_kg: TwoDecimals
    dry_price_idr_per_kg: TwoDecimals | None
    reference_price_idr_per_kg: TwoDecimals | None
