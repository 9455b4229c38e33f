"""The year of each surveyed household: all its rows reduced, once, to what floors are computed from."""

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Column, Float, ForeignKey, Table

from service.models.base import METADATA, RowId, between, one_of, positive, share, word_column
from service.vocabulary import CostGroup, Tenure

# Half a million of these are read for every floor of the country, so they are binary numbers of one width.
_Figure = Float(53)
GROUP_COLUMNS = tuple(f"{group.value}_idr" for group in CostGroup)

HouseholdYear = Table(
    "household_year",
    METADATA,
    Column(
        "household_id",
        RowId,
        ForeignKey("survey_household.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("survey_id", ForeignKey("cost_survey.id", ondelete="CASCADE"), index=True, nullable=False),
    Column("village", BigInteger),
    word_column("tenure", nullable=True),
    Column("member", Boolean),
    Column("weight", _Figure, nullable=False),
    Column("production_kg", _Figure, nullable=False),
    Column("revenue_share", _Figure, nullable=False),
    Column("weight_cut_share", _Figure, nullable=False),
    Column("months_inferred", Boolean, nullable=False),
    Column("cash_idr", _Figure),
    Column("depreciation_idr", _Figure),
    Column("family_labour_idr", _Figure),
    Column("own_resources_idr", _Figure),
    Column("fixed_idr", _Figure),
    Column("variable_idr", _Figure),
    Column("household_consumption_idr", _Figure),
    Column("household_size", _Figure),
    Column("other_income_idr", _Figure),
    Column("dry_rubber_content", _Figure),
    Column("price_idr_per_kg", _Figure),
    Column("deduction", _Figure),
    *(Column(name, _Figure) for name in GROUP_COLUMNS),
    Column("costs", JSON(none_as_null=True)),
    one_of("tenure", Tenure),
    CheckConstraint("village > 0", name="village_is_a_code"),
    positive("weight"),
    # Twelve of the largest months that a form may state.
    between("production_kg", ">= 0", "< 1.2e14", name="production_kg_not_negative"),
    between("revenue_share", ">= 0", "< 1e6", name="revenue_share_not_negative"),
    between("weight_cut_share", ">= 0", "< 1", name="weight_cut_is_a_share"),
    share("deduction"),
)
"""Yearly figures of one household (economics.household_year); null: not stated. `village` is its code's digits.

`revenue_share` is the sum of all costs that are a share of revenue, `weight_cut_share` the part of it that is the
buyer's weight cut booked as a cost; `deduction` is the weight cut as stated, however it was booked. `months_inferred`:
twelve months of tapping had to be assumed. `costs` holds every cost by itself, which only scenarios and other readings
ask for: its group, behaviour, payment and unit, and the amount; null where it is not kept.
"""
